"""Messages: whole sentences that can be had in either language, whatever names stand in them."""

import pickle
import re

import pytest

from pipeline.errors import Diagnostic, Mark
from pipeline.messages import (
    NOTHING,
    Message,
    catalogue_of,
    clauses,
    language_named,
    language_of_locale,
    listed,
    speaking,
    told,
    tr,
    trn,
    verbatim,
)
from tools.catalogues import Found, cramped


def test_a_message_is_told_in_either_language_after_it_was_made():
    message = tr("there is no file '{file}'", file="a.jpg")

    assert message == "there is no file 'a.jpg'"
    assert told(message, "zh") == "没有文件“a.jpg”"
    with speaking("zh"):
        assert told(message) == "没有文件“a.jpg”"
        assert told(message, "en") == "there is no file 'a.jpg'"


def test_a_message_in_a_message_is_told_in_the_language_of_the_whole():
    message = tr("{where}: {what}", where="a.yaml", what=trn("{count} error", "{count} errors", 2))

    assert message == "a.yaml: 2 errors"
    assert told(message, "zh") == "a.yaml：2 个错误"


@pytest.mark.parametrize("name", ["{title}", "{", "}", "100%s", "%(x)s", "{0}", "{count}", "שלום", "a\u202eb"])
def test_names_stand_in_sentences_as_they_are(name: str):
    message = tr("there is no file '{file}'", file=name)

    assert message == f"there is no file '{name}'"
    assert told(message, "zh") == f"没有文件“{name}”"
    assert told(verbatim(name), "zh") == name


@pytest.mark.parametrize(
    ("number", "english", "chinese"),
    [(0, "0 errors", "0 个错误"), (1, "1 error", "1 个错误"), (5, "5 errors", "5 个错误")],
)
def test_what_is_counted_has_its_plural(number: int, english: str, chinese: str):
    message = trn("{count} error", "{count} errors", number)

    assert (told(message, "en"), told(message, "zh")) == (english, chinese)


def test_a_value_may_be_called_count():
    assert tr("this card has {count} characters, more than can be read", count=7).startswith("this card has 7 ")


def test_what_is_quoted_has_the_quotation_marks_of_its_language():
    sentences = catalogue_of("zh")._catalog.values()  # type: ignore[attr-defined]

    # What is to be pasted into a shell keeps the marks of the shell.
    assert [one for one in sentences if re.search(r"'\{\w+\}'", str(one)) and "voicehall " not in str(one)] == []


def test_lists_have_the_commas_of_their_language():
    assert told(listed(["a", "b", "c"]), "zh") == "a、b、c"
    assert listed(["a", "b", "c"]) == "a, b, c"
    assert told(clauses([tr("unchanged"), "x"]), "zh") == "没有变化；x"
    assert clauses([tr("unchanged"), "x"]) == "unchanged; x"
    assert not listed([])


def test_a_message_comes_whole_through_another_process():
    message = pickle.loads(pickle.dumps(tr("{where}: {what}", where="x", what=listed([tr("unchanged"), "y"]))))

    assert isinstance(message, Message)
    assert told(message, "zh") == "x：没有变化、y"


def test_nothing_is_nothing_in_every_language():
    assert not NOTHING
    assert told(NOTHING, "zh") == ""


def test_a_sentence_without_chinese_is_told_in_english():
    assert catalogue_of("zh").gettext("nobody has ever written this") == "nobody has ever written this"


def test_one_run_is_shown_in_both_languages():
    found = Diagnostic(
        code="missing-file",
        message=tr("there is no file '{file}'", file="a.jpg"),
        mark=Mark(file="001.yaml", line=3, column=5),
        hint=tr("its folder is empty"),
    )

    with speaking("zh"):
        chinese = found.as_json()
    english = found.as_json()
    assert (english["message"], english["hint"]) == ("there is no file 'a.jpg'", "its folder is empty")
    assert (chinese["message"], chinese["hint"]) == ("没有文件“a.jpg”", "它的文件夹是空的")
    assert english["code"] == chinese["code"] == "missing-file"


@pytest.mark.parametrize(
    ("tag", "language"),
    [("zh-CN", "zh"), ("zh_CN.UTF-8", "zh"), ("zh", "zh"), ("en_GB.UTF-8", "en"), ("C", None), ("POSIX", None),
     ("C.UTF-8", None), ("fr_FR", None), ("", None), ("zhx", None)],
)  # fmt: skip
def test_languages_have_many_names(tag: str, language: str | None):
    assert language_named(tag) == language


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_CN.GB18030"}, "zh"),
        ({"LANG": "POSIX"}, "en"),
        ({"LANG": "nonsense@@@"}, "en"),
        ({}, "en"),
    ],
)
def test_the_system_says_its_language(environment: dict[str, str], language: str):
    assert language_of_locale(environment) == language


@pytest.mark.parametrize(
    ("platform", "chinese"),
    [
        ("Apple Podcasts", "这不像是 Apple Podcasts 的链接。"),
        ("抖音", "这不像是抖音的链接。"),
        ("“B站”", "这不像是“B站”的链接。"),
        ("B站", "这不像是 B站的链接。"),
        ("", "这不像是的链接。"),
    ],
)
def test_a_blank_stands_between_chinese_and_a_word_in_latin_letters(platform: str, chinese: str):
    message = tr("This does not look like a link of {platform}.", platform=platform)

    assert told(message, "zh") == chinese
    assert told(message, "en") == f"This does not look like a link of {platform}."


def test_figures_stand_close_in_print_and_names_do_not():
    message = trn(
        "{count} work on {platform} is matched to no episode yet and not counted; see 'voicehall reach match'",
        "{count} works on {platform} are matched to no episode yet and not counted; see 'voicehall reach match'",
        3,
        platform="bilibili",
    )

    assert told(message, "zh") == "bilibili 有3件作品尚未对应到期，未计入"


@pytest.mark.parametrize("text", ["写入MP3", "写了{count}个", "第{number}期", "放大12%的图", "键`at`"])
def test_the_catalogue_is_held_to_blanks_between_chinese_and_latin(text: str):
    assert list(cramped(Found("", "", ("pipeline/files.py", 1)), text))
    assert not list(cramped(Found("", "", ("pipeline/reach/report/a.py", 1)), text))


@pytest.mark.parametrize("text", ["写入 MP3", "写了 {count} 个", "“{count}”，{count}、3", "是{platform}的", "约 3 个"])
def test_what_has_its_blanks_is_not_told(text: str):
    assert not list(cramped(Found("", "", ("pipeline/files.py", 1)), text))
