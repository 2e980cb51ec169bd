"""Diagnostics in a terminal: in colours, in lines that fit, and the same words as elsewhere."""

import re

import pytest

from pipeline.errors import Diagnostic, Mark
from pipeline.messages import tr
from pipeline.wording import width
from pipeline.workflow.report import View, coloured, describe_diagnostics

LINE = "      - narration: narration/" + "很长的名字" * 12 + ".m4a"


def found(severity: str = "error", *, text: str = "  - clip: a.mp4", column: int = 11, words: int = 1) -> Diagnostic:
    mark = Mark(file="episodes/lieshita/006.yaml", line=5, column=column, text=text)
    message = tr("there is no file '{name}'", name="narration/006.m4a " * words)
    return Diagnostic(
        code="missing-file", message=message, mark=mark, hint=tr("did you mean '{word}'?", word="narration/003.m4a"),
        severity=severity,  # type: ignore[arg-type]
    )  # fmt: skip


def bare(text: str) -> str:
    return re.sub(r"\x1b\[\d+m", "", text)


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_no_line_is_wider_than_the_terminal(monkeypatch: pytest.MonkeyPatch, columns: int):
    monkeypatch.setenv("COLUMNS", str(columns))
    shown = bare(coloured(found(text=LINE, column=60, words=9)))
    lines = shown.split("\n")
    caret = next(index for index, line in enumerate(lines) if line.strip() == "^")

    assert max(map(width, lines)) <= columns
    at = width(lines[caret]) - 1
    above = next(place for place in range(len(lines[caret - 1])) if width(lines[caret - 1][: place + 1]) > at)
    assert lines[caret - 1][above] == LINE[59]


def test_what_fits_is_said_as_it_is_without_colours(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("COLUMNS", "120")

    assert bare(coloured(found())) == found().describe()


@pytest.mark.parametrize(("severity", "colour"), [("error", 31), ("warning", 33)])
def test_mistakes_and_warnings_differ_in_colour(monkeypatch: pytest.MonkeyPatch, severity: str, colour: int):
    monkeypatch.setenv("COLUMNS", "80")

    assert f"\x1b[{colour}m" in coloured(found(severity))
    assert f"\x1b[{64 - colour}m" not in coloured(found(severity))


def test_colours_are_for_terminals_alone():
    assert "\x1b" not in describe_diagnostics([found()], View())
    assert "\x1b" in describe_diagnostics([found()], View(styled=True))
