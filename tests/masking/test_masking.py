"""What is masked, what stays, and that columns stay where they were."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from pipeline import masking
from pipeline.documents.diagnostics import Findings
from pipeline.documents.source import Source, read_source
from pipeline.masking import blotted, has_secret, keep_secret, masked, masked_value, public
from pipeline.messages import catalogue_of, told, tr

S = "hunter2-XY"
"""A secret."""


@pytest.fixture(autouse=True)
def nothing_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(masking, "_known", {})
    monkeypatch.setattr(masking, "_finder", None)
    monkeypatch.setattr(masking, "_shared", set())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Addresses.
        (f"postgresql://u:{S}@nas/reach", "postgresql://***@nas/reach"),
        ("sftp://u:p@ss@h/x", "sftp://***@h/x"),
        ("webdav+https://u:a/b?c#d@h/x", "webdav+https://***@h/x"),
        ("postgresql://u:two words@h/x", "postgresql://***@h/x"),
        (f"s3://AB:{quote('p@ss/w')}@b, ftp://v:{S}@k", "s3://***@b, ftp://***@k"),
        (f"https://ghp_{S.replace('-', '')}@h/x", "https://***@h/x"),
        (f"https%3A%2F%2Fu%3A{S}%40h%2Fx", "https%3A%2F%2F***%40h%2Fx"),
        (f"user:{S}@host", "user:***@host"),
        (f"https://h/a?token={S}&x=1&sig={S}#f", "https://h/a?token=***&x=1&sig=***#f"),
        (f"https://h/a?X-Amz-Signature={S}&X-Amz-Date=1", "https://h/a?X-Amz-Signature=***&X-Amz-Date=1"),
        (f"https://h/a?access_key={S}&OSSAccessKeyId={S}", "https://h/a?access_key=***&OSSAccessKeyId=***"),
        (f"GET /a.mp3?auth_key={S} HTTP/1.1", "GET /a.mp3?auth_key=*** HTTP/1.1"),
        # Names.
        (f"password: {S} and more  # note", "password: ***  # note"),
        (f'  "api-key" : "{S}"', '  "api-key" : "***"'),
        (f"{{user: a, passwd: {S} b, x: 1}}", "{user: a, passwd: ***, x: 1}"),
        (f"[{{'token': 'it''s {S}'}}]", "[{'token': '***'}]"),
        (f"{{tokens: [{S}, 'a]b'], credentials: {{a: {S}}}, x: 1}}", "{tokens: [***], credentials: {***}, x: 1}"),
        (f'{{"api_key": [\n  "{S}"\n], "x": 1}}', '{"api_key": [***], "x": 1}'),
        ('{"secret": "a\\"b"}', '{"secret": "***"}'),
        (f"NAS_PASSWORD={S}", "NAS_PASSWORD=***"),
        (f"run with DB_PASSWD={S} please", "run with DB_PASSWD=*** please"),
        (f"curl --token {S} -u me:{S} x", "curl --token *** -u me:*** x"),
        (f"Authorization: Bearer {S}.a.b", "Authorization: ***"),
        (f"it said Authorization: Basic {S}= and", "it said Authorization: ***"),
        ("refused Bearer abc123def", "refused Bearer ***"),
        (f"Set-Cookie: sid={S}; Path=/", "Set-Cookie: ***"),
        (f"x-api-key: {S}", "x-api-key: ***"),
        (f"aws_secret_access_key = {S}", "aws_secret_access_key = ***"),
        (f"dbPassword: {S}", "dbPassword: ***"),
        (f"密码: {S}", "密码: ***"),
        (f"口令：{S}，然后", "口令：***，然后"),
        (f"{{数据库密码: {S}, 令牌: 芝麻开门}}", "{数据库密码: ***, 令牌: ***}"),
        (f"API密钥={S}", "API密钥=***"),
        (f"password-env: {S}", "password-env: ***"),
        # In sentences and pages.
        (f"//u:{S}@host/share", "//***@host/share"),
        (f"the password is {S}, he said", "the password is ***, he said"),
        (f"密码是{S}，别告诉他", "密码是***，别告诉他"),
        (f"“密码”：“{S}”", "“密码”：“***”"),
        (f"<wsse:Password Type='x'>{S}</wsse:Password>", "<wsse:Password Type='x'>***</wsse:Password>"),
        (f"x%3D1&token%3D{S}", "x%3D1&token%3D***"),
        (f"https://h/x;jsessionid={S}", "https://h/x;jsessionid=***"),
        (f"密码＝{S}；【密码】{S}", "密码＝***；【密码】***"),
        ("令牌: 一二三-hunter2xyz", "令牌: ***"),
        # Of other programs, and of what libraries print.
        (f'{{"name": "NAS_PASSWORD", "value": "{S}"}}', '{"name": "NAS_PASSWORD", "value": "***"}'),
        (f"- name: NAS_PASSWORD\n  value: {S}", "- name: NAS_PASSWORD\n  value: ***"),
        (f'<add key="Password" value="{S}"/>', '<add key="Password" value="***"/>'),
        (f"Client('http://a', auth=('nas', '{S}'))", "Client('http://a', auth=('nas', '***'))"),
        (f"sshpass -p {S} ssh nas -p 22", "sshpass -p *** ssh nas -p 22"),
        (f"lftp -u me,{S} x; smbclient -U me%{S} x", "lftp -u me,*** x; smbclient -U me%*** x"),
        (f"https://hooks.slack.com/services/T0/B0/{S}", "https://hooks.slack.com/services/***"),
        (f"https://open.feishu.cn/open-apis/bot/v2/hook/{S}", "https://open.feishu.cn/open-apis/bot/v2/hook/***"),
        # By their look.
        ("key AKIAIOSFODNN7EXAMPLE.", "key ***."),
        ("-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----\nx",
         "-----BEGIN RSA PRIVATE KEY-----***-----END RSA PRIVATE KEY-----\nx"),
        ("-----BEGIN PRIVATE KEY-----\nabc\ndef", "-----BEGIN PRIVATE KEY-----***"),
        ("at eyJhbGciOi.eyJzdWIiOi.c2lnbmF0", "at ***"),
        # Over several lines.
        (f"password: |\n  {S}\n\n  b: {S}\nx: 1", "password: |\n  ***\n\n  b: ***\nx: 1"),
        (f"a:\n  token: >-\n    {S}\n  b: 1", "a:\n  token: >-\n    ***\n  b: 1"),
        (f"password: abc\n  {S}\nx: 1", "password: ***\n  ***\nx: 1"),
        (f'password: "abc\n  {S}"\nx: 1', 'password: "***"\nx: 1'),
        (f"secrets:\n- {S}\n- {S}\nx: 1", "secrets:\n- ***\n- ***\nx: 1"),
        (f"- token: {S}\n  title: a", "- token: ***\n  title: a"),
    ],
)  # fmt: skip
def test_secrets_go(text: str, expected: str):
    assert masked(text) == expected
    assert blotted(text).count("\n") == text.count("\n")
    assert len(blotted(text)) == len(text)
    assert S not in blotted(text)


@pytest.mark.parametrize(
    "text",
    [
        "password-env: NAS_PASSWORD",
        "密码变量: NAS_PASSWORD",
        "key: ~/.ssh/id_ed25519",
        "private-key: ~/.ssh/id_ed25519",
        "known-hosts: ~/.ssh/known_hosts",
        "sftp://studio@nas.local:22/srv/site",
        "postgresql://studio@nas/reach",
        "https://space.bilibili.com:443/@studio",
        "mailto:studio@example.org, sales@example.org",
        "export NAS_PASSWORD=...",
        "token: null",
        "password: $NAS_PASSWORD",
        "破译密码：无名英雄",
        "密码：1937年的电台",
        "title: 破译密码: 无名英雄",
        "他说：口令是什么？",
        "口令:天王盖地虎",
        "红色密码: 第3期",
        "title: 口令：'天王盖地虎'",
        "密码：1937",
        "  out/s/001 密码本的故事：密码：1937.mp4",
        "published s/1  口令：1937  9 files  http://x.cn/lieshita-001/",
        "published s/1  口令:天王盖地虎  9 files  http://x.cn/lieshita-001/",
        "<td>密码：1937</td><td>3,456</td>",
        "密钥：Enigma与图灵",
        "《密码：从0到1的破译之路》",
        "ssh nas -p 2222; name: 密码, value: 12",
        "毛泽建：巾帼英烈，时间12:30，3:4",
        "secretary: 李明",
        "tokenizer: x",
        "keyframes: 12, hotkey: F5",
        "first pass: 3; auth: failed",
        "signature: [标题, 播放量]",
        "check the user in 'url' and the password of the target",
        "PWD=/home/studio/声音馆",
        "the password is wrong, the token expired",
        "<p>token</p>",
    ],
)
def test_names_paths_and_ordinary_words_stay(text: str):
    assert masked(text) == text


def test_our_own_words_are_not_taken_for_secrets():
    catalogue = catalogue_of("zh")
    sentences = {**catalogue._catalog}  # type: ignore[attr-defined]
    words = [
        word for key, value in sentences.items() if key for word in (key if isinstance(key, str) else key[0], value)
    ]

    assert len(words) > 2000
    assert [word for word in words if masked(word) != word] == []


@pytest.mark.parametrize("name", ["docs/publishing.md", "docs/zh/publishing.md", "docs/reach.md", "README.md"])
def test_our_documents_are_not_taken_for_secrets(name: str):
    lines = (Path(__file__).parents[2] / name).read_text(encoding="utf-8").splitlines()

    assert [line for line in lines if masked(line) != line] == []


PRINTABLE = st.characters(min_codepoint=33, max_codepoint=126)
WORD = st.text(PRINTABLE, min_size=9, max_size=24).filter(lambda text: any(c.isalnum() for c in text))
IN_ADDRESS = st.text(st.characters(min_codepoint=33, max_codepoint=126, exclude_characters="\"'<>"), min_size=9).filter(
    lambda text: any(c.isalnum() for c in text) and "://" not in text and not text[0].isdigit()
)


@given(
    user=st.text("abcdefgh", max_size=5), password=IN_ADDRESS, scheme=st.sampled_from(["sftp", "postgresql", "https"])
)
def test_no_password_of_an_address_is_seen(user: str, password: str, scheme: str):
    address = f"{scheme}://{user}:{password}@nas/x"

    assert masked(f"it is {address} and more") == f"it is {scheme}://***@nas/x and more"
    assert has_secret(address)
    assert password not in public(address)


@given(password=st.text(min_size=9), scheme=st.sampled_from(["sftp", "s3"]))
def test_nor_is_an_encoded_one(password: str, scheme: str):
    encoded = quote(password.encode(errors="replace"), safe="")

    assert masked(f"{scheme}://studio:{encoded}@nas/x") == f"{scheme}://***@nas/x"


@given(name=st.sampled_from(["password", "api-key", "NAS_TOKEN", "密码", "clientSecret"]), value=WORD, more=WORD)
def test_what_stands_under_such_a_name_in_yaml_or_json_is_not_seen(name: str, value: str, more: str):
    for document in ({"a": {name: value}}, {name: [value, more]}, {"x": 1, name: f"{value} {more}"}):
        written = [json.dumps(document, ensure_ascii=False, indent=indent) for indent in (None, 1)]
        for text in (yaml.safe_dump(document, allow_unicode=True), *written):
            shown = blotted(text)
            assert len(shown) == len(text)
            assert value not in shown, (text, shown)


@given(text=st.text(max_size=300))
def test_any_text_keeps_its_length_and_lines(text: str):
    before, after = (Source(path=Path("a"), file="a", text=one).lines for one in (text, blotted(text)))

    assert [len(line) for line in before] == [len(line) for line in after]


@given(text=st.text(max_size=300))
def test_masking_twice_is_masking_once(text: str):
    assert masked(masked(text)) == masked(text)


@given(
    text=st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), max_size=60),
    sign=st.sampled_from("：，。、！"),
)
def test_chinese_prose_stays(text: str, sign: str):
    assert masked(f"{text}{sign}{text}") == f"{text}{sign}{text}"


class TestKept:
    @pytest.mark.parametrize("secret", ["Echo+Wort/88=", "two words é", 'a"b\\c&d<e', "密令天王盖地虎"])
    def test_a_secret_is_found_in_every_spelling(self, secret: str):
        keep_secret(secret)

        for text in (secret, quote(secret), quote(secret, safe=""), json.dumps(secret), repr(secret), ascii(secret)):
            assert secret not in masked(f"server: {text}!")
            assert masked(f"server: {text}!").startswith("server: ")
            assert "***" in masked(f"server: {text}!")

    def test_the_environment_tells_its_own(self):
        masking.keep_secrets_of(
            {"CI_TOKEN": "abcdefghij", "PWD": "/home/studio", "HOME": "/home/studio", "X_KEY": "abcdefgh1"}
        )

        assert masked("abcdefghij /home/studio abcdefgh1") == "*** /home/studio abcdefgh1"

    def test_a_short_one_is_a_word_of_its_own(self):
        keep_secret("root")

        assert masked("su root, /rooted/root") == "su ***, /rooted/***"

    def test_a_link_that_everybody_has_is_shown_with_its_token(self):
        link = "https://www.xiaohongshu.com/explore/1?xsec_token=AB12cd34&x=1"
        masking.show_always(link)

        assert masked(f"out: {link}, token=AB12cd34") == f"out: {link}, token=***"
        assert masked_value({"url": link}) == {"url": link}
        assert masked("https://other.cn/?xsec_token=AB12cd34") == "https://other.cn/?xsec_token=***"
        masking.show_always("https://u:hunter22@h/")
        assert masked("https://u:hunter22@h/") == "https://***@h/"

    def test_one_that_is_told_later_is_found_in_a_text_that_was_shown_before(self):
        assert masked("cell 8c1f-later-told") == "cell 8c1f-later-told"
        keep_secret("8c1f-later-told")

        assert masked("cell 8c1f-later-told") == "cell ***"

    def test_a_link_that_is_shared_later_is_shown_although_it_was_hidden_before(self):
        link = "https://www.xiaohongshu.com/explore/2?xsec_token=LATER1234"
        assert masked(link) == "https://www.xiaohongshu.com/explore/2?xsec_token=***"
        masking.show_always(link)

        assert masked(link) == link

    def test_what_is_too_short_is_left(self):
        keep_secret("abc")

        assert masked("abcdef abc") == "abcdef abc"

    def test_secrets_of_a_manifest_are_known_wherever_they_appear(self, tmp_path: Path):
        path = tmp_path / "studio.yaml"
        path.write_text(f"reach: {{store: postgresql://u:{S}@nas/r}}\ntitle: 密码: 芝麻开门\n", encoding="utf-8")
        read_source(path, tmp_path, Findings())

        assert masked(f"FATAL: {S} is wrong") == "FATAL: *** is wrong"
        assert masked("芝麻开门") == "芝麻开门"


class TestMessages:
    def test_a_message_never_holds_one_in_any_language(self):
        message = tr("cannot use '{path}': {reason}", path=f"https://u:{S}@h/", reason=ValueError(f"token={S}"))

        assert S not in repr(message.values)
        assert told(message, "zh") == "用不了“https://***@h/”：token=***"

    def test_values_keep_their_kind(self):
        value: Any = {"a": [1, None, True, f"https://u:{S}@h"], "password": S, "token": "", "n": (1.5,)}

        assert masked_value(value) == {
            "a": [1, None, True, "https://***@h"],
            "password": "***",
            "token": "",
            "n": (1.5,),
        }
        assert masked_value(Path("a/b")) == Path("a/b")


@pytest.mark.parametrize(
    "text",
    ["a" * 200_000, "://a:" * 40_000, "password: " * 20_000, "a:b@" * 50_000, "'" * 100_000 + "token:",
     "token:\n" * 20_000, "password: |\n" * 5_000, "-----BEGIN PRIVATE KEY-----" * 3_000,
     "?token=" * 30_000, "token: [" * 20_000,
     "- " * 50_000 + "key: x"],
)  # fmt: skip
def test_hostile_texts_take_no_longer_than_their_length(text: str):
    from time import process_time

    begun = process_time()
    masked(text)

    assert process_time() - begun < 3


def test_figures_under_the_title_of_what_they_are_about_stay():
    found = {"红色密码": "第三期", "口令": {"title": "天王盖地虎"}, "密码": S}

    assert masked_value(found) == {"红色密码": "第三期", "口令": {"title": "天王盖地虎"}, "密码": "***"}
