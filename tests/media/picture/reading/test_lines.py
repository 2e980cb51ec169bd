"""Galleys: how lines of a reading are filled, and how marks stand beside each other."""

from itertools import pairwise

import pytest

from pipeline.media.picture.reading.lines import INDENT, NOTCH, Strip, galley, lines_of
from pipeline.model.captions import Paragraph, ParagraphKind, Words


class Grid:
    """Chinese characters are as wide as high, letters half as wide."""

    def width(self, text: str) -> float:
        return sum(0.5 if character.isascii() else 1.0 for character in text)


def strip(text: str, kind: ParagraphKind = "prose", width: float = 10, **more: object) -> Strip:
    paragraph = Paragraph(kind=kind, lines=((Words(text=text, sentence=0),),), **more)  # type: ignore[arg-type]
    (found,) = galley([paragraph], Grid(), width, mixed=True)
    return found


def lines(text: str, kind: ParagraphKind = "prose", width: float = 10, **more: object) -> list[str]:
    one = strip(text, kind, width, **more)
    return [
        "".join(piece.text for piece in one.pieces[line.first : line.stop]).strip() for line in lines_of(one, 0, width)
    ]


def test_a_paragraph_begins_two_characters_in():
    assert lines("一二三四五六七八九十一二三四五六七八九十一二") == [
        "一二三四五六七八",
        "九十一二三四五六七八",
        "九十一二",
    ]
    assert next(lines_of(strip("一二三"), 0, 10)).left == INDENT
    assert next(lines_of(strip("一二三", continued=True), 0, 10)).left == 0
    assert next(lines_of(strip("One two"), 0, 10)).left == 0


def test_a_mark_hangs_over_the_edge_with_its_blank_half():
    # Eight characters and a comma: nine cells, of which the last is half blank.
    assert lines("一二三四五六七，九十") == ["一二三四五六七，", "九十"]
    assert lines("一二三四五六七八，九十", width=10.5)[0] == "一二三四五六七八，"


def test_no_line_begins_with_a_mark_that_closes_or_ends_with_one_that_opens():
    for width in range(5, 12):
        found = lines("他说：“什么是‘智能’？”《自然》（杂志）写道：“你好！”", width=width)
        assert not any(line[0] in "，。：？！”’》）" or line[-1] in "“‘《（" for line in found), found


@pytest.mark.parametrize(
    ("text", "width"),
    [("光：“好", 3.5), ("好！”", 2.5), ("“‘好", 2.5), ("好）。", 2.5), ("好，天", 3.0), ("《好》", 3.0)],
)
def test_marks_side_by_side_share_a_blank(text: str, width: float):
    one = strip(text, continued=True)
    (line,) = lines_of(one, 0, 20)
    pieces = one.pieces[line.first : line.stop]
    shared = sum(NOTCH for before, after in pairwise(pieces) if before.notch and after.lead)

    assert sum(piece.width for piece in pieces) - shared == width


def test_a_mark_that_opens_a_line_stands_at_its_edge():
    (line,) = lines_of(strip("“好", continued=True), 0, 10)

    assert line.left == -NOTCH


def test_lines_reach_the_edge_by_small_gaps_alone():
    first, *_, last = lines_of(
        strip("一二三四五六七八九十一二三四《六七八九十》一二三四五六七八九十一", width=20), 0, 15.5
    )

    assert 0 < first.gap <= 0.13
    assert last.gap == 0


def test_no_character_stands_alone_on_the_last_line():
    assert lines("一二三四五六七八九。", continued=True, width=9.5) == ["一二三四五六七八九。"]
    assert lines("一二三四五六七八九。", continued=True, width=9) == ["一二三四五六七", "八九。"]
    assert lines("一二三四五六七八九十一。", continued=True, width=10) == ["一二三四五六七八九", "十一。"]


def test_an_address_longer_than_a_line_is_divided():
    assert (
        lines("https://www.example.com/abcdefghijklmnopqrstuvwxyz", width=10, continued=True)[0]
        == "https://www.example."
    )


def test_items_hang_beside_their_marker():
    one = strip("一二三四五六七八九十", "item", marker="1.")
    first, second = lines_of(one, 0, 10)

    assert first.left == second.left == 1.5
    assert one.marker == "1."
