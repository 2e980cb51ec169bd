"""Edits: where on the file's time a moment of its recording is played."""

from fractions import Fraction
from pathlib import Path

from pipeline.digest import plain
from pipeline.model.edits import Edit, begun_by, length_of, parts_of, played
from pipeline.model.media import MediaInfo, Medium

F = Fraction
EDITS = (
    Edit(duration=F(1), at=None),
    Edit(duration=F(2), at=F(5)),
    Edit(duration=F(3), at=F(6), held=True),
    Edit(duration=F(1), at=None),
    Edit(duration=F(2), at=F(5)),
)


def test_parts_stand_at_their_times():
    assert [(part.start, part.at, part.stop) for part in parts_of(EDITS)] == [(1, 5, 3), (3, 6, 6), (7, 5, 9)]
    assert (begun_by(EDITS), length_of(EDITS)) == (1, 9)


def test_a_list_that_plays_nothing_never_begins():
    assert begun_by(EDITS[:1]) == length_of(EDITS[:1]) == 1


def test_a_moment_may_be_played_several_times_or_never():
    assert played(EDITS, F(11, 2), F(11, 2)) == [(F(3, 2), F(3, 2)), (F(15, 2), F(15, 2))]
    assert played(EDITS, F(4), F(4)) == played(EDITS, F(7), F(7)) == []


def test_of_a_stretch_what_is_left_of_it():
    assert played(EDITS, F(4), F(11, 2)) == [(1, F(3, 2)), (7, F(15, 2))]


def test_what_was_made_of_other_media_keeps_its_key():
    info = MediaInfo(kind="audio", format="wav", start=F(0), duration=F(1))

    assert plain(Medium(content="c", info=info, path=Path("/w/a"))) == {"is": "Medium", "content": "c"}
    edited = Medium(content="c", edited=True, info=info, path=Path("/w/a"))
    assert plain(edited) == {"is": "Medium", "content": "c", "edited": True}
