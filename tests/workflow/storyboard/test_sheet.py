"""The picture of a storyboard: what is to be said stands below each other, and all of it."""

from dataclasses import replace
from fractions import Fraction
from io import BytesIO
from itertools import pairwise

import pytest
from PIL import Image

from pipeline.errors import Diagnostic, Mark
from pipeline.media.picture.canvas import Canvas
from pipeline.messages import tr
from pipeline.workflow.storyboard import sheet as module
from pipeline.workflow.storyboard.board import Board, Remark
from pipeline.workflow.storyboard.sheet import MOST_TOLD, TOLD, sheet
from tests.workflow.storyboard.boards import board


def remark(number: int, at: int | None) -> Remark:
    mark = Mark(file="s/n.md", line=number, column=1)
    diagnostic = Diagnostic(
        message=tr("missing key '{key}'", key=str(number)), mark=mark, code="odd", severity="warning"
    )
    return Remark(number=number, diagnostic=diagnostic, at=None if at is None else Fraction(at))


def drawn(monkeypatch: pytest.MonkeyPatch, one: Board) -> tuple[int, list[tuple[str, float, float]]]:
    """How high the picture is, and its texts with their places."""
    texts: list[tuple[str, float, float]] = []

    class Noting(Canvas):
        def text(self, text: str, left: float, top: float, **more: object) -> None:  # type: ignore[override]
            texts.append((text, left, top))

    monkeypatch.setattr(module, "Canvas", Noting)
    data, _ = sheet([replace(one, pictures={})], [])
    with Image.open(BytesIO(data)) as image:
        return image.height, texts


def test_remarks_of_one_moment_are_told_below_each_other(monkeypatch: pytest.MonkeyPatch):
    none, _ = drawn(monkeypatch, board(60))
    high, texts = drawn(monkeypatch, board(60, remarks=tuple(remark(number, 20) for number in range(1, 4))))

    told = [(top, text) for text, _, top in texts if "missing key" in text]
    assert [text for _, text in told] == [f"0:20  missing key '{number}'" for number in (1, 2, 3)]
    assert [after - before for (before, _), (after, _) in pairwise(told)] == [TOLD, TOLD]
    numbers = [left for text, left, top in texts if text in "123" and top < told[0][0]]
    assert len(set(numbers)) == 3
    assert high > none + 3 * TOLD


def test_a_remark_without_a_moment_is_told_as_well(monkeypatch: pytest.MonkeyPatch):
    _, texts = drawn(monkeypatch, board(60, remarks=(remark(1, None),)))

    assert [text for text, _, _ in texts][-3:] == ["1", "missing key '1'", "s/n.md:1:1  odd"]


def test_more_remarks_than_a_picture_can_hold_are_counted(monkeypatch: pytest.MonkeyPatch):
    _, texts = drawn(monkeypatch, board(60, remarks=tuple(remark(n, 3) for n in range(1, MOST_TOLD + 8))))

    words = [text for text, _, _ in texts]
    assert sum("missing key" in text for text in words) == MOST_TOLD
    assert words[-1] == "... and 7 more remarks"
