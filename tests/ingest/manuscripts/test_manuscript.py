"""Manuscripts as scripts: whatever words a document has, the script says them, and nothing else."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.documents.source import Source
from pipeline.ingest.manuscripts.manuscript import Block, Manuscript, Picture, script_of, seems_title
from pipeline.ingest.manuscripts.portable import pages_read
from pipeline.manifest.spoken.scripts import read_script

PICTURE = Picture(data=b"x", suffix=".png", label="图 [一]")


def spoken(*blocks: Block) -> tuple[list[str], int]:
    text = script_of(Manuscript(blocks=blocks), lambda one: "图 1.png", "题")
    read = read_script(Source(path=Path("/a.md"), file="a.md", text=text))
    return [one.text for one in read.sentences], len(read.pictures)


@pytest.mark.parametrize(
    "words",
    [
        "价格5*3元。", "*重点*。", "a_b_c 和 `x`。", "# 不是标题。", "- 不是列表。", "1. 第一。", "12) 第十二。",
        "> 引用。",
        "<b>粗</b>。", "|甲|乙|。", "[甲]: 你好。", "&lt;小于&amp;号。", r"反斜杠\。", "~~删~~。", "+ 加。",
    ],
)  # fmt: skip
def test_words_stay_words(words: str):
    found, _ = spoken(Block(pieces=(words,)))

    assert "".join(found).replace(" ", "") == words.replace(" ", "")


@given(
    st.lists(
        st.one_of(st.text(alphabet="毛泽建出生在湖南ab 1*_`#<>&|~\\。，！", min_size=1, max_size=12), st.just(PICTURE)),
        min_size=1,
        max_size=6,
    )
)
def test_every_picture_is_found_again_and_every_character_spoken(pieces: list[str | Picture]):
    found, pictures = spoken(Block(pieces=tuple(pieces)), Block(pieces=("最后一句话。",)))

    assert pictures == sum(isinstance(one, Picture) for one in pieces)
    assert found[-1].endswith("最后一句话。")
    letters = "".join(one for piece in pieces if isinstance(piece, str) for one in piece if one.isalnum())
    # A digit before a full stop that ends a list's number, and what has no syllables, may go.
    assert "".join(one for one in "".join(found) if one.isalnum()) == letters + "最后一句话"


def test_pictures_of_headings_stand_behind_them():
    text = script_of(Manuscript(blocks=(Block(pieces=(PICTURE, "题目"), level=1),)), lambda one: "a.png", "题")

    assert text == "# 题目\n![图 (一)](a.png)\n"


@pytest.mark.parametrize(
    ("first", "others", "title"),
    [
        ("毛泽建：巾帼英烈", ["一句。", "二句！"], True),
        ("静夜思", ["床前明月光，", "疑是地上霜。"], True),
        ("The tower", ["One sentence. Two", "Three."], True),
        ("各位听众，大家好！", ["一句。"], False),
        ("大家好，", ["一句。"], False),
        ("一句没有标点的诗", ["又一句没有标点的诗", "还有一句"], False),
        ("[00:12.5] 一句", ["二句。"], False),
        ("![](a.jpg)", ["二句。"], False),
        ("- 一项", ["二句。"], False),
        ("1. 一项", ["二句。"], False),
        ("一" * 41, ["二句。"], False),
        ("毛泽建", [], False),
    ],
)
def test_a_short_first_line_above_sentences_is_a_title(first: str, others: list[str], title: bool):
    assert seems_title(first, others) == title


def test_the_first_line_of_a_pdf_becomes_its_heading():
    made = pages_read(["烈士塔\n我们来到塔下。\n二句。", "三句。"])

    assert made.title == "烈士塔"
    assert [(block.level, block.text) for block in made.blocks if block.text] == [
        (1, "烈士塔"), (0, "我们来到塔下。"), (0, "二句。"), (0, "三句。"),
    ]  # fmt: skip
