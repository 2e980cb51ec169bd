"""Chapters in milliseconds, end to end."""

from fractions import Fraction

import pytest

from pipeline.model.programme import ProgrammeChapter
from pipeline.model.series import Loudness
from pipeline.model.timeline import Chapter, Mix, Timeline
from pipeline.packaging.chapters import programme_chapters


def timeline(*chapters: tuple[int, str], frames: int = 250, rate: Fraction = Fraction(25)) -> Timeline:
    return Timeline(
        rate=rate, frames=frames, spans=(), mix=Mix(samples=0, sounds=(), loudness=Loudness()),
        chapters=tuple(Chapter(start=start, title=title) for start, title in chapters),
    )  # fmt: skip


def spans(found: tuple[ProgrammeChapter, ...]) -> list[tuple[int, int, str]]:
    return [(chapter.start, chapter.stop, chapter.title) for chapter in found]


def test_each_ends_where_the_next_begins():
    found = programme_chapters(timeline((0, "片头"), (125, "生平")))

    assert spans(found) == [(0, 5000, "片头"), (5000, 10000, "生平")]


def test_the_first_begins_with_the_programme():
    assert spans(programme_chapters(timeline((25, "生平")))) == [(0, 10000, "生平")]


def test_frames_round_to_the_nearest_millisecond():
    found = programme_chapters(timeline((0, "a"), (100, "b"), frames=200, rate=Fraction(30000, 1001)))

    assert spans(found) == [(0, 3337, "a"), (3337, 6673, "b")]


@pytest.mark.parametrize(
    "chapters", [((0, "a"), (100, "x"), (100, "b")), ((0, "a"), (100, "b"), (250, "x")), ((100, "b"), (0, "a"))]
)
def test_what_nobody_could_hear_is_left_out(chapters: tuple[tuple[int, str], ...]):
    assert spans(programme_chapters(timeline(*chapters))) == [(0, 4000, "a"), (4000, 10000, "b")]


def test_none_stay_none():
    assert programme_chapters(timeline()) == ()
