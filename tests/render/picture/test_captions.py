"""Captions in pictures: stills are cut where the text changes, moving spans carry it; keys hold their own text."""

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from pipeline.effects.stills import Captioned
from pipeline.model.captions import Cue
from pipeline.model.episode import Episode
from pipeline.model.rendition import PRESETS, Picture
from pipeline.model.timeline import CaptionRun, ClipSpan, Lettering, StillSpan, Timeline, TransitionSpan
from pipeline.render.lower import lower
from pipeline.render.picture.captions import runs_within, with_captions
from pipeline.render.piece import Context
from pipeline.timeline import plan_timeline
from tests.factories import FONT, clip, clip_segment, dissolve, episode, image, narration, picture, sound
from tests.render.picture.looks import LOOK

CONTEXT = Context(tools="x", where="s/1")

MEDIA = (clip("long.mp4", Fraction(300)), image(), image("b.jpg"), sound("n.m4a"), sound("long.m4a", Fraction(40)))


def cue(start: int, stop: int, text: str = "一") -> Cue:
    return Cue(start=start, stop=stop, text=text)


def planned(subject: Episode, *cues: Cue) -> Timeline:
    media = {Path("/w") / medium.path.name: medium for medium in MEDIA}
    timeline = plan_timeline(subject, media, lambda *_: (FONT,), Fraction(25)).timeline
    assert timeline is not None
    return replace(timeline, cues=cues)


def still(*cues: Cue) -> list[tuple[int, int, str]]:
    """Start, frames and caption of every span of ten seconds of one picture."""
    spans = with_captions(planned(episode(narration("n.m4a", picture())), *cues), LOOK).spans
    assert all(isinstance(placed.span, StillSpan) for placed in spans)
    return [
        (one.start, one.span.frames, one.span.still.caption.text if isinstance(one.span.still, Captioned) else "")  # type: ignore[union-attr]
        for one in spans
    ]


def keys(timeline: Timeline, look: Lettering | None = LOOK) -> list[str]:
    return [piece.action.key for piece in lower(timeline, PRESETS["video-1080p"], CONTEXT, lettering=look).pieces]


def test_a_still_is_cut_where_the_text_changes():
    assert still(cue(1000, 3000, "一"), cue(3080, 5000, "二")) == [
        (0, 25, ""), (25, 50, "一"), (75, 2, ""), (77, 48, "二"), (125, 125, ""),
    ]  # fmt: skip


def test_a_caption_from_end_to_end_cuts_nothing():
    assert still(cue(0, 10_000)) == [(0, 250, "一")]


def test_a_caption_is_seen_for_a_frame_at_least_and_never_beyond_the_end():
    assert still(cue(1000, 1001), cue(9900, 20_000, "二")) == [
        (0, 25, ""),
        (25, 1, "一"),
        (26, 222, ""),
        (248, 2, "二"),
    ]


def test_a_transition_keeps_the_caption_that_stands_over_it():
    shots = (picture(), picture("b.jpg", transition=dissolve()))
    before, during, after = with_captions(planned(episode(narration("n.m4a", *shots)), cue(0, 5000)), LOOK).spans[:3]

    assert isinstance(during.span, TransitionSpan)
    assert [(run.start, run.stop) for run in during.span.captions] == [(0, 12)]
    assert isinstance(before.span, StillSpan)
    assert isinstance(before.span.still, Captioned)
    assert isinstance(after.span, StillSpan)
    assert not isinstance(after.span.still, Captioned)


def test_a_clip_stays_whole_and_its_chunks_carry_what_stands_over_them():
    timeline = planned(episode(clip_segment("long.mp4", end=Fraction(45))), cue(1000, 2000), cue(39_000, 41_000, "二"))
    (span,) = (placed.span for placed in with_captions(timeline, LOOK).spans)
    pieces = lower(timeline, PRESETS["video-1080p"], CONTEXT, lettering=LOOK).pieces
    chunks = [piece.action.recipe.span for piece in pieces]  # type: ignore[attr-defined]

    assert isinstance(span, ClipSpan)
    assert [[(run.start, run.stop, run.caption.text) for run in chunk.captions] for chunk in chunks] == [
        [(25, 50, "一")],
        [(475, 525, "二")],
    ]


def test_one_caption_changes_one_key():
    subject = episode(narration("long.m4a", picture()))
    first, last = cue(1000, 3000), cue(24_000, 25_000)
    before = keys(planned(subject, first, cue(11_000, 12_000, "二"), last))
    after = keys(planned(subject, first, cue(11_000, 12_000, "三"), last))

    assert [index for index, (one, other) in enumerate(zip(before, after, strict=True)) if one != other] == [1]


def test_captions_of_one_picture_cost_one_picture_for_ten_seconds():
    subject = episode(narration("long.m4a", picture(), picture("b.jpg")))
    timeline = planned(subject, *(cue(start * 1000, start * 1000 + 1500, str(start)) for start in range(0, 40, 2)))

    pieces = lower(timeline, PRESETS["video-1080p"], CONTEXT, lettering=LOOK).pieces

    assert [(piece.action.kind, piece.frames) for piece in pieces] == [("captions", 250)] * 4
    assert [piece.start for piece in pieces] == [0, 250, 500, 750]


def test_without_lettering_captions_cut_and_change_nothing():
    subject = episode(narration("n.m4a", picture()))

    assert keys(planned(subject, cue(1000, 3000)), None) == keys(planned(subject), None)
    assert len(keys(planned(subject, cue(1000, 3000)), None)) == 1


def test_letters_of_another_size_are_another_picture():
    timeline = planned(episode(narration("n.m4a", picture())), cue(0, 10_000))

    assert keys(timeline) != keys(timeline, Lettering(fonts=(FONT,), size=2))  # type: ignore[arg-type]


@pytest.mark.parametrize(("start", "frames", "expected"), [(0, 10, [(5, 10)]), (5, 20, [(0, 5), (7, 20)]), (30, 9, [])])
def test_a_stretch_counts_from_its_own_start(start: int, frames: int, expected: list[tuple[int, int]]):
    caption = (
        with_captions(planned(episode(narration("n.m4a", picture())), cue(0, 9000)), LOOK).spans[0].span.still.caption
    )  # type: ignore[union-attr]
    runs = [CaptionRun(start=5, stop=10, caption=caption), CaptionRun(start=12, stop=30, caption=caption)]

    assert [(run.start, run.stop) for run in runs_within(runs, start, frames)] == expected


@given(times=some.lists(some.integers(0, 11_000), max_size=10, unique=True))
def test_spans_still_tile_the_timeline(times: list[int]):
    edges = sorted(times)
    spans = still(*(cue(start, stop, str(start)) for start, stop in zip(edges[::2], edges[1::2], strict=False)))

    assert spans[0][0] == 0
    assert all(before[0] + before[1] == after[0] for before, after in pairwise(spans))
    assert spans[-1][0] + spans[-1][1] == 250


def test_without_punctuation_marks_of_pauses_are_not_drawn_and_nothing_stands_where_nothing_is_left():
    look = replace(LOOK, punctuation=False)
    found = with_captions(
        planned(episode(narration("n.m4a", picture())), cue(0, 1000, "你好，世界。"), cue(2000, 3000, "，")), look
    )
    texts = [one.span.still.caption.text for one in found.spans if isinstance(one.span.still, Captioned)]  # type: ignore[union-attr]

    assert texts == ["你好 世界"]


@pytest.mark.parametrize(
    ("size", "below"),
    [((1600, 1200), Fraction(1365, 1920)), ((1600, 900), None), ((900, 1600), None), ((1000, 1000), None)],
)
def test_upright_captions_know_where_the_picture_above_them_ends(size: tuple[int, int], below: Fraction | None):
    medium = image("p.jpg", *size)
    timeline = plan_timeline(
        episode(narration("n.m4a", picture("p.jpg"))), {Path("/w/p.jpg"): medium, Path("/w/n.m4a"): MEDIA[3]},
        lambda *_: (FONT,), Fraction(25),
    ).timeline  # fmt: skip
    assert timeline is not None
    upright, flat = PRESETS["vertical"].picture, PRESETS["video-1080p"].picture
    cued = replace(timeline, cues=(cue(0, 1000),))

    def ends(shown: Picture | None) -> set[Fraction | None]:
        stills = [one.span.still for one in with_captions(cued, LOOK, shown).spans if isinstance(one.span, StillSpan)]
        return {still.caption.below for still in stills if isinstance(still, Captioned)}

    assert ends(upright) == {below}
    assert ends(flat) == ends(None) == {None}
