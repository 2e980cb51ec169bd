"""The storyboard as one self-contained page."""

import base64
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from pipeline.messages import spoken, told
from pipeline.pages import pages
from pipeline.wording import clock, one_line
from pipeline.workflow.storyboard.board import Board, Row, shot_words

POINTS = 400
"""Of a row's waveform."""
WIDE, HIGH = 1000, 40
"""Of its drawing, in its own units."""


def storyboard_page(boards: Sequence[Board], *, renewing: bool = False, now: datetime | None = None) -> str:
    """The page as HTML; `now` is what it says to show, the present by default.

    A `renewing` page loads itself again every second, where it was scrolled to.
    """
    pictures: dict[Path, str] = {}
    templates = pages(
        "pipeline.workflow.storyboard",
        reporting=True, clock=clock, wave=wave, data=partial(_as_data, pictures), kind=shot_words, one_line=one_line,
    )  # fmt: skip
    return templates.get_template("storyboard.html").render(
        boards=boards,
        language=spoken(),
        told=told,
        renewing=renewing,
        wide=WIDE,
        high=HIGH,
        now=(now or datetime.now()).strftime("%Y-%m-%d %H:%M"),
    )


def wave(row: Row, *, recorded: bool = False) -> str:
    """A row's waveform as a closed shape for SVG; empty where nobody speaks."""
    levels = row.levels(POINTS, recorded=recorded)
    if not any(levels):
        return ""
    step = WIDE / POINTS
    upper = [f"{index * step:.1f},{HIGH * (1 - level) / 2:.1f}" for index, level in enumerate(levels)]
    lower = [f"{index * step:.1f},{HIGH * (1 + level) / 2:.1f}" for index, level in enumerate(levels)]
    return "M" + " L".join([*upper, *reversed(lower)]) + " Z"


def _as_data(kept: dict[Path, str], path: Path) -> str:
    if path not in kept:
        kept[path] = "data:image/jpeg;base64," + base64.b64encode(path.read_bytes()).decode("ascii")
    return kept[path]
