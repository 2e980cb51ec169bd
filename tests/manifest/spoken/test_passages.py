"""Passages: paragraphs, verses, titles and authors of texts as readers see them, and whose words are whose sentence."""

from pathlib import Path

import pytest

from pipeline.documents.diagnostics import Findings
from pipeline.documents.source import Source
from pipeline.manifest.spoken.passages import read_passage
from pipeline.model.captions import Passage


def passage(text: str, name: str = "a.md") -> Passage:
    found, script = read_passage(Source(path=Path("/w", name), file=name, text=text), Findings())
    seen = [index for paragraph in found.paragraphs for index in paragraph.sentences]
    own = [] if found.byline_sentence is None else [found.byline_sentence]
    # Whatever is read out is seen, and in order.
    assert list(dict.fromkeys([*own, *seen])) == list(range(len(script.sentences)))
    for paragraph in found.paragraphs:
        for words in (one for line in paragraph.lines for one in line if one.sentence is not None):
            assert words.text.strip()
    return found


def shown(text: str, name: str = "a.md") -> list[tuple[str, str]]:
    return [(one.kind, one.text) for one in passage(text, name).paragraphs]


def test_lines_of_running_text_are_one_paragraph_as_in_markdown():
    text = (
        "# 郭亮\n\n郭亮，一九零一年出生在湖南长沙一个普通的农民家庭。\n"
        "一九二一年，他加入中国共产党，投身工人运动。\n\n他走到工人中间。\n"
    )

    assert passage(text).title == "郭亮"
    assert shown(text) == [
        ("prose", "郭亮，一九零一年出生在湖南长沙一个普通的农民家庭。一九二一年，他加入中国共产党，投身工人运动。"),
        ("prose", "他走到工人中间。"),
    ]


def test_words_know_their_sentences():
    (paragraph,) = passage("她走了。他说：“你好！”然后笑了。").paragraphs

    assert [(one.text, one.sentence) for one in paragraph.lines[0]] == [
        ("她走了。", 0), ("他说：“你好！”", 1), ("然后笑了。", 2),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "床前明月光，\n疑是地上霜。\n举头望明月，\n低头思故乡。\n",
        "床前明月光\n疑是地上霜\n举头望明月\n低头思故乡\n",
        "　　床前明月光，\n　　疑是地上霜。\n",
        "[00:01.0] 床前明月光，\n疑是地上霜。\n",
        "这一行诗非常非常非常长长到谁都不会觉得它是一行诗可是作者自己断了行，  \n疑是地上霜。\n",
        "Two roads diverged in a yellow wood,\nAnd sorry I could not travel both\n",
        "> 床前明月光，\n> 疑是地上霜。\n",
    ],
    ids=["marks", "no marks", "indented", "pinned", "hard breaks", "English", "quoted"],
)
def test_the_lines_of_a_poem_stay(text: str):
    (stanza,) = passage(text).paragraphs

    assert stanza.kind == ("quote" if text.startswith(">") else "verse")
    assert len(stanza.lines) == text.count("\n")


def test_one_sentence_may_have_two_verses():
    (stanza,) = passage("床前明月光，\n疑是地上霜。\n").paragraphs

    assert [[(one.text, one.sentence) for one in line] for line in stanza.lines] == [
        [("床前明月光，", 0)], [("疑是地上霜。", 0)],
    ]  # fmt: skip


def test_a_poem_behind_a_colon_is_told_from_the_prose_before_it():
    text = "一九二八年三月，他在武汉英勇就义，年仅二十八岁。\n他留下了一首震撼人心的诗：\n砍头不要紧，\n只要主义真。\n"

    assert shown(text) == [
        ("prose", "一九二八年三月，他在武汉英勇就义，年仅二十八岁。他留下了一首震撼人心的诗："),
        ("verse", "砍头不要紧，\n只要主义真。"),
    ]


def test_wrapped_English_is_no_poem():
    text = "Alice was beginning to get very tired of sitting by her sister\non the bank, and of having nothing to do.\n"

    assert shown(text) == [("prose", text.replace("\n", " ").strip())]


@pytest.mark.parametrize(
    ("text", "title", "byline", "spoken"),
    [
        ("# 静夜思\n\n李白\n\n床前明月光，\n疑是地上霜。", "静夜思", "李白", 0),
        ("# 静夜思\n\n〔唐〕李白\n\n床前明月光。", "静夜思", "〔唐〕李白", 0),
        ("# 静夜思\n（李白）\n\n床前明月光。", "静夜思", "（李白）", None),
        ("# 静夜思\n## 李白\n床前明月光。", "静夜思", "李白", None),
        ("# The Road\n\nRobert Frost\n\nTwo roads diverged.", "The Road", "Robert Frost", 0),
        ("# 通知\n\n明天放假。\n\n后天上课。", "通知", "", None),
        ("# 通知\n\n各位家长：\n\n明天放假。", "通知", "", None),
        ("# 红楼梦\n\n## 第一回\n\n此开卷第一回也。\n\n## 第二回\n\n却说封肃。", "红楼梦", "", None),
        ("床前明月光。", "", "", None),
    ],
    ids=["plain", "dynasty", "brackets", "heading", "English", "a sentence", "an address", "chapters", "no title"],
)
def test_the_title_and_the_author(text: str, title: str, byline: str, spoken: int | None):
    found = passage(text)

    assert (found.title, found.byline, found.byline_sentence) == (title, byline, spoken)


def test_lists_quotations_headings_and_notes():
    text = (
        "## 一、办法\n- 先看；\n- 再写。\n\n1. 打开\n   网页。\n2. 登录。\n\n> 科学没有国界，因为它属于全人类的财富。\n"
        "\n（选自课本）\n\n[停顿]\n\n一、多读；\n二、多写。\n<!-- 不看 -->"
    )
    found = passage("文。\n\n" + text).paragraphs

    assert [(one.kind, one.marker, one.text) for one in found] == [
        ("prose", "", "文。"),
        ("heading", "", "一、办法"),
        ("item", "•", "先看；"),
        ("item", "•", "再写。"),
        ("item", "1.", "打开网页。"),
        ("item", "2.", "登录。"),
        ("quote", "", "科学没有国界，因为它属于全人类的财富。"),
        ("note", "", "（选自课本）"),
        ("prose", "", "一、多读；"),
        ("prose", "", "二、多写。"),
    ]


def test_in_plain_text_lines_are_paragraphs():
    text = "从前有一座很高很高的山，山里有一座很老很老的庙。\n庙里有一个老和尚，正在给一个小和尚讲很长的故事。\n"

    assert len(shown(text, "a.txt")) == 2
    assert len(shown(text, "a.md")) == 1
    assert len(shown("　　" + text.replace("\n", "\n　　").rstrip("　"), "a.md")) == 2


def test_a_whole_paragraph_on_a_line_needs_no_empty_line():
    line = "他走到工人中间，办夜校，建工会，教他们识字，给他们讲革命的道理，工人们渐渐觉醒了起来，第一次挺直了腰杆。"

    assert len(shown(f"{line}\n{line}\n")) == 2
