"""Overlays in renditions: stills are cut where something changes, moving spans carry it, keys hold what is seen."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as some

from pipeline.effects.overlays import Logo, LowerThird, MovingInset, Overlaid, PictureLabel, Sliding, StillInset
from pipeline.effects.stills import Captioned
from pipeline.model.captions import Cue
from pipeline.model.overlays import LogoChange, LogoUse
from pipeline.model.rendition import PRESETS, Rendition
from pipeline.model.timeline import (
    ClipSpan,
    Lettering,
    StagedSpan,
    StillSpan,
    Timeline,
    TransitionSpan,
    overlays_within,
)
from pipeline.render.lower import Lowered, lower
from pipeline.render.picture.overlays import overlay_runs, with_overlays
from tests.factories import FONT, clip_segment, dissolve, image_segment, narration, picture
from tests.render.picture.laid_over import CONTEXT, LOGO, planned
from tests.timeline.laid_over import inset, label, named


def lowered(timeline: Timeline, rendition: Rendition = PRESETS["video-1080p"], **more: object) -> Lowered:
    return lower(timeline, rendition, CONTEXT, **more)  # type: ignore[arg-type]


def shown(timeline: Timeline) -> list[tuple[int, int, list[str]]]:
    """Start, frames and kinds of overlays of every still."""
    found = []
    for placed in with_overlays(timeline, None, None).spans:
        assert isinstance(placed.span, StillSpan)
        still = placed.span.still
        over = [type(one).__name__ for one in still.overlays] if isinstance(still, Overlaid) else []
        found.append((placed.start, placed.span.frames, over))
    return found


def test_without_overlays_nothing_changes():
    timeline = planned(narration("n.m4a", picture()))

    assert with_overlays(timeline, None, None) is timeline


def test_a_logo_is_part_of_the_still():
    timeline = planned(narration("n.m4a", picture(), picture("b.jpg"), logo=LOGO))

    assert shown(timeline) == [(0, 125, ["Logo"]), (125, 125, ["Logo"])]
    assert [piece.action.kind for piece in lowered(timeline).pieces] == ["still", "still"]


def test_only_sliding_frames_are_frames_of_their_own():
    timeline = planned(narration("n.m4a", picture(label=label()), logo=LOGO, lower_thirds=(named(),)))

    found = shown(timeline)
    assert len(found) == 1 + 10 + 1 + 10 + 1
    assert found[0] == (0, 25, ["PictureLabel", "Logo"])
    assert found[1] == (25, 1, ["PictureLabel", "Logo", "Sliding"])
    assert found[11] == (35, 105, ["PictureLabel", "Logo", "LowerThird"])
    assert found[-1] == (150, 100, ["PictureLabel", "Logo"])
    pieces = lowered(timeline).pieces
    assert [(piece.action.kind, piece.frames) for piece in pieces] == [("overlays", 250)]


def test_the_same_picture_with_a_name_for_long_is_still_a_still():
    timeline = planned(
        image_segment(seconds=100, lower_thirds=(named(at="10", length="60"),)),
    )

    kinds = [(piece.action.kind, piece.frames) for piece in lowered(timeline).pieces]
    assert ("still", 60 * 25 - 20) in kinds
    assert sum(frames for kind, frames in kinds if kind == "overlays") <= 20 * 25


def test_captions_lie_over_all():
    timeline = replace(planned(narration("n.m4a", picture(), logo=LOGO)), cues=(Cue(start=1000, stop=3000, text="一"),))

    stills = [placed.span.still for placed in lowered(timeline, lettering=Lettering(fonts=(FONT,))).timeline.spans]  # type: ignore[union-attr]
    assert isinstance(stills[1], Captioned)
    assert isinstance(stills[1].still, Overlaid)


def test_moving_spans_carry_what_lies_over_them():
    shots = (picture(), picture("b.jpg", transition=dissolve()))
    timeline = planned(
        narration("n.m4a", *shots, lower_thirds=(named(at="4", length="3"),)),
        clip_segment("long.mp4", end=Fraction(60), lower_thirds=(named(at="19.8", length="3"),), entry=1),
    )
    spans = [placed.span for placed in lowered(timeline).timeline.spans]

    (blend,) = [span for span in spans if isinstance(span, TransitionSpan)]
    assert [(run.start, run.stop, type(run.overlay).__name__) for run in blend.overlays] == [(0, 25, "LowerThird")]
    pieces = [piece for piece in lowered(timeline).pieces if piece.action.kind == "clip"]
    first, second = [piece.action.recipe.span for piece in pieces][:2]  # type: ignore[attr-defined]
    assert [(run.start, run.stop) for run in first.overlays] == [(495, 500)]
    assert [(run.start, run.stop) for run in second.overlays] == [(0, 5), (5, 60), (60, 70)]
    # What had begun to slide goes on where it was.
    (sliding, _, _) = (run.overlay for run in second.overlays)
    assert isinstance(sliding, Sliding)
    assert (sliding.frame, sliding.frames) == (5, 10)


def test_a_later_name_leaves_other_chunks_of_a_clip_as_they_are():
    plain, named_late = (
        lowered(planned(clip_segment("long.mp4", end=Fraction(60), lower_thirds=thirds))).pieces
        for thirds in ((), (named(at="50", length="3"),))
    )

    same = [one.action.key == other.action.key for one, other in zip(plain, named_late, strict=True)]
    assert same == [True, True, False]


def test_a_rendition_shows_its_own_logo():
    changes = (None, LogoChange(corner="top-left"), LogoChange(none=True))
    renditions = tuple(replace(PRESETS["video-1080p"], logo=change) for change in changes)
    timeline = planned(image_segment(logo=LOGO), renditions=renditions)

    found = [
        [run.overlay.corner for run in overlay_runs(timeline, change, None) if isinstance(run.overlay, Logo)]
        for change in changes
    ]
    assert found == [["top-right"], ["top-left"], []]


def test_what_comes_and_goes_keeps_clear_of_what_stays():
    renditions = (PRESETS["video-1080p"],)
    left = replace(LOGO, corner="top-left")
    timeline = planned(
        narration(
            "n.m4a", picture(label=label()), logo=left, lower_thirds=(named(),),
            insets=(inset("b.jpg", corner="top-left"), inset("b.jpg", corner="bottom-left", at=Fraction(2))),
        ),
        renditions=renditions,
    )  # fmt: skip
    by_kind: dict[str, list[object]] = {}
    for run in overlay_runs(timeline, None, Lettering(fonts=(FONT,), size=Decimal("1.5"))):
        by_kind.setdefault(type(run.overlay).__name__, []).append(run.overlay)

    (logo,), (words,), (third,) = by_kind["Logo"], by_kind["PictureLabel"], by_kind["LowerThird"]
    assert isinstance(words, PictureLabel) and words.clear == (logo,)
    assert isinstance(third, LowerThird) and third.captions == Decimal("1.5")
    above, below = by_kind["StillInset"]
    assert isinstance(above, StillInset) and above.clear == (logo, words) and above.captions is None
    assert isinstance(below, StillInset) and below.clear == (third,) and below.captions == Decimal("1.5")


def test_a_moving_inset_over_a_still_is_encoded_while_it_moves():
    timeline = planned(narration("n.m4a", picture(), insets=(inset(at=Fraction(2)),), lower_thirds=(named(at="3"),)))

    spans = [placed.span for placed in with_overlays(timeline, None, None).spans]
    (staged,) = [span for span in spans if isinstance(span, StagedSpan)]
    assert staged.frames == 75
    assert [(type(run.overlay).__name__, run.start, run.stop) for run in staged.overlays] == [
        ("MovingInset", 0, 75), ("Sliding", 25, 35), ("LowerThird", 35, 75),
    ]  # fmt: skip
    assert [piece.action.kind for piece in lowered(timeline).pieces] == ["still", "staged", "overlays"]


def test_a_moving_inset_goes_on_from_picture_to_picture():
    timeline = planned(narration("n.m4a", picture(), picture("b.jpg"), insets=(inset(at=Fraction(4)),)))

    staged = [
        placed.span for placed in with_overlays(timeline, None, None).spans if isinstance(placed.span, StagedSpan)
    ]
    starts = [run.overlay.start for span in staged for run in span.overlays if isinstance(run.overlay, MovingInset)]
    assert starts == [0, 1]


def test_a_moving_inset_over_a_clip_is_carried_by_it():
    timeline = planned(clip_segment("long.mp4", end=Fraction(10), insets=(inset(at=Fraction(2)),)))

    (span,) = [placed.span for placed in with_overlays(timeline, None, None).spans]
    assert isinstance(span, ClipSpan)
    assert [(run.start, run.stop) for run in span.overlays] == [(50, 125)]


@given(some.integers(0, 400), some.integers(1, 400), some.integers(1, 60))
def test_cutting_twice_is_cutting_once(start: int, frames: int, further: int):
    timeline = planned(image_segment(seconds=30, logo=LOGO, lower_thirds=(named(at="3", length="9"),)))
    runs = tuple(overlay_runs(timeline, None, None))

    once = overlays_within(runs, start + further, frames, Fraction(25))
    twice = overlays_within(overlays_within(runs, start, frames + further, Fraction(25)), further, frames, Fraction(25))
    assert once == twice


@given(some.lists(some.integers(0, 90), max_size=3, unique=True), some.booleans())
def test_spans_still_tile_the_timeline(starts: list[int], logo: bool):
    thirds = tuple(named(str(at), at=str(Fraction(at, 10)), length="0.1") for at in starts)
    timeline = planned(
        narration("n.m4a", picture(label=label()), picture("b.jpg", transition=dissolve()), lower_thirds=thirds,
                  logo=LOGO if logo else LogoUse(), insets=(inset(at=Fraction(1)),))
    )  # fmt: skip
    at = 0
    for placed in with_overlays(timeline, None, None).spans:
        assert placed.start == at
        at += placed.span.frames
    assert at == timeline.frames


def test_an_inset_stands_above_captions_wherever_they_come_from():
    timeline = planned(narration("n.m4a", picture(), insets=(inset("b.jpg"),)))

    def raised(shown: Timeline, lettering: Lettering | None) -> Decimal | None:
        (run,) = overlay_runs(shown, None, lettering)
        assert isinstance(run.overlay, StillInset)
        return run.overlay.captions

    said = replace(timeline, cues=(Cue(start=0, stop=900, text="一"),))
    assert raised(timeline, None) is None
    assert raised(said, None) == 1
    assert raised(said, Lettering(fonts=(FONT,), size=Decimal("1.5"))) == Decimal("1.5")
