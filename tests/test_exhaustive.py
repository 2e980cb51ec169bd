"""New kinds are missed nowhere: mypy names every place that tells kinds of segments or spans apart."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("model", "timeline", "render", "qc", "packaging", "workflow/checks")
"""Folders of pipeline/ that hold those places, and what these need to know of each other."""
SEGMENTS = """
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Unheard(Segment):
    pass


AnySegment = Unheard | """
SPANS = """
@dataclass(frozen=True, slots=True, kw_only=True)
class Unseen:
    frames: int


Span = Unseen | """


@pytest.fixture(scope="module")
def missed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """The files in which mypy finds a place that a new segment, `Unheard`, or a new span, `Unseen`, falls through."""
    folder = tmp_path_factory.mktemp("kinds")
    shutil.copytree(ROOT / "pipeline", folder / "pipeline", ignore=shutil.ignore_patterns("__pycache__"))
    changes = (("segments/__init__", "\nAnySegment = ", SEGMENTS), ("timeline/spans", "\nSpan = ", SPANS))
    for name, before, after in changes:
        path = folder / "pipeline/model" / f"{name}.py"
        head, found, tail = path.read_text(encoding="utf-8").partition(before)
        assert found
        path.write_text(head + after + tail, encoding="utf-8")
    # Without what comes from outside it takes seconds instead of half a minute.
    options = ("--follow-imports=skip", "--ignore-missing-imports", "--config-file=", "--cache-dir=", "--no-pretty")
    done = subprocess.run(
        [sys.executable, "-m", "mypy", *options, *(f"pipeline/{room}" for room in ROOMS)],
        cwd=folder, capture_output=True, encoding="utf-8",
    )  # fmt: skip
    places: dict[str, set[str]] = {"Unheard": set(), "Unseen": set()}
    for path, kind in _unreached(done.stdout):
        places[kind].add(path)
    return places


def _unreached(said: str) -> Iterator[tuple[str, str]]:
    found = re.findall(
        r'^pipeline/(.+?):\d+: error: Argument 1 to "assert_never" has.* type "(\w+)"', said, re.MULTILINE
    )
    assert found, said
    yield from found


def test_a_new_kind_of_segment_is_missed_where_segments_are_laid_out(missed: dict[str, set[str]]):
    assert missed["Unheard"] == {"timeline/kinds/__init__.py"}


def test_a_new_kind_of_span_is_missed_wherever_spans_are_told_apart(missed: dict[str, set[str]]):
    assert missed["Unseen"] == {
        "qc/defects.py",
        "qc/sync.py",
        "render/lower.py",
        "render/picture/captions.py",
        "render/picture/overlays.py",
        "render/picture/picture_end.py",
        "render/picture/readings.py",
        "render/picture/reframe.py",
        "workflow/checks/cards.py",
    }
