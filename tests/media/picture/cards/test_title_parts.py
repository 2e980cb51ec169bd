"""Parts of title cards: the title is found wherever it stands, by what its author wrote or by what the lines are."""

import pytest

from pipeline.media.picture.cards.title_parts import TitleParts, parts_of
from pipeline.model.fields import Sense


def parts(above: str = "", main: str = "", epithet: str = "", below: str = "") -> TitleParts:
    return TitleParts(above=above, main=main, epithet=epithet, below=below)


@pytest.mark.parametrize(
    ("text", "senses", "expected"),
    [
        ("第4期\n毛泽建：巾帼英烈", ("number", "title"), parts("第4期", "毛泽建", "巾帼英烈")),
        ("烈士塔下颂英烈\n第4期\n毛泽建", ("series", "number", "title"), parts("烈士塔下颂英烈 · 第4期", "毛泽建")),
        ("毛泽建\n第4期", ("title", "number"), parts(main="毛泽建", below="第4期")),
        ("7\n清水塘", ("number", "title"), parts("7", "清水塘")),
        # Nobody said which is which.
        ("第 001 期\n毛泽建：巾帼英烈\n李明", (), parts("第 001 期", "毛泽建", "巾帼英烈", "李明")),
        ("Episode 7\nThe Long March", (), parts("Episode 7", "The Long March")),
        ("谢谢收听\n下期再见", (), parts(main="谢谢收听", below="下期再见")),
        ("第4期", (), parts(main="第4期")),
        ("第4期", ("number",), parts(main="第4期")),
        # On one line.
        ("第4期 毛泽建：巾帼英烈", ("title",), parts("第4期", "毛泽建", "巾帼英烈")),
        ("第4期：毛泽建\n2022年10月8日", ("number", "date"), parts("第4期", "毛泽建", below="2022年10月8日")),
        ("\n第4期\n\n毛泽建\n\n李明\n", ("words", "number", "words", "title"), parts("第4期", "毛泽建", below="李明")),
        ("", (), parts()),
        (" \n\x07", (), parts()),
    ],
)  # fmt: skip
def test_every_line_has_its_rank(text: str, senses: tuple[Sense, ...], expected: TitleParts):
    assert parts_of(text, senses) == expected


def test_points_of_a_list_are_known():
    assert parts_of("要点\n1. 一\n2. 二").is_list
    assert parts_of("要点\n一、甲\n二、乙").is_list
    assert not parts_of("要点\n1905 年生\n1929 年牺牲").is_list
    assert not parts_of("要点\n1. 一").is_list
