from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from pipeline.build.action import with_inputs
from pipeline.effects.transitions import BLENDS
from pipeline.model.captions import Cue
from pipeline.model.episode import Episode
from pipeline.model.media import Medium
from pipeline.model.rendition import PRESETS
from pipeline.model.segments.motion import Motion
from pipeline.model.series import Bed, Loudness, Transition
from pipeline.model.timeline import ClipSpan, Lettering
from pipeline.render.lower import Lowered, lower
from pipeline.render.picture.chunks import CHUNK_SECONDS
from pipeline.render.picture.transitions import TransitionStep
from pipeline.render.piece import Context
from pipeline.timeline import plan_timeline
from tests.factories import (
    FONT,
    card,
    clip,
    clip_segment,
    dissolve,
    episode,
    image,
    image_segment,
    media_use,
    narration,
    picture,
    sound,
)

MAIN = PRESETS["video-1080p"]
MEDIA = (clip(), clip("long.mp4", Fraction(300)), image(), image("b.jpg"), sound("n.m4a"), sound("m.mp3", Fraction(30)))


def lowered(subject: Episode, *media: Medium) -> Lowered:
    found = {Path("/w") / medium.path.name: medium for medium in (*MEDIA, *media)}
    timeline = plan_timeline(subject, found, lambda *_: (FONT,), Fraction(25)).timeline
    assert timeline is not None
    return lower(timeline, MAIN, Context(tools="ffmpeg 9", where=subject.label))


def keys(found: Lowered) -> list[str]:
    return [piece.action.key for piece in found.pieces]


def kinds(found: Lowered) -> list[str]:
    return [piece.action.kind for piece in found.pieces]


def test_each_kind_of_span_has_its_action():
    found = lowered(episode(card(), clip_segment(entry=1, transition=dissolve())))

    assert kinds(found) == ["still", "transition", "clip"]
    assert [step.kind for step in with_inputs([found.sound])] == ["level", "mix", "sound"]


def test_a_piece_is_the_same_wherever_and_in_whichever_episode_it_stands():
    here = lowered(episode(clip_segment(), image_segment(entry=1)))
    there = lowered(replace(episode(image_segment("b.jpg"), clip_segment(entry=1), image_segment(entry=2)), number=7))

    assert keys(here) == keys(there)[1:]


def test_a_still_s_action_knows_no_length():
    assert keys(lowered(episode(image_segment(seconds=3)))) == keys(lowered(episode(image_segment(seconds=300))))


def test_a_long_clip_is_cut_on_a_grid_from_its_own_start():
    """So another end leaves the chunks before it as they are."""
    whole = lowered(episode(clip_segment("long.mp4", start=Fraction(3), end=Fraction(103))))
    shorter = lowered(episode(clip_segment("long.mp4", start=Fraction(3), end=Fraction(90))))

    assert [piece.frames for piece in whole.pieces] == [500, 500, 500, 500, 500]
    assert [piece.frames for piece in shorter.pieces] == [500, 500, 500, 675]
    assert keys(whole)[:3] == keys(shorter)[:3]


@given(st.integers(1, 5000))
def test_chunks_tile_their_clip(frames: int):
    found = lowered(episode(clip_segment("long.mp4", end=Fraction(frames, 25))))

    assert sum(piece.frames for piece in found.pieces) == frames
    starts = [piece.action.recipe.span.start for piece in found.pieces]  # type: ignore[attr-defined]
    assert starts == [Fraction(piece.start, 25) for piece in found.pieces]
    assert all(piece.frames <= CHUNK_SECONDS * 25 * 3 // 2 for piece in found.pieces)


def test_the_still_sides_of_a_dissolve_are_the_tiles_beside_it():
    found = lowered(episode(image_segment(), image_segment("b.jpg", entry=1, transition=dissolve())))
    before, blend, after = found.pieces

    assert list(blend.action.inputs) == [before.action, after.action]


def test_a_clip_side_of_a_dissolve_borrows_from_its_file():
    found = lowered(episode(image_segment(), clip_segment(entry=1, start=Fraction(2), transition=dissolve())))

    step = found.pieces[1].action.recipe
    assert isinstance(step, TransitionStep)
    assert isinstance(step.span.incoming, ClipSpan)
    assert step.span.incoming.start == 2 - Fraction(12, 25)


def edited(**changes: object) -> tuple[set[str], set[str]]:
    """Kinds of actions that one edit touches, and of those it leaves alone."""
    bed = Bed(media=media_use("m.mp3"))
    segments = [
        clip_segment(music=bed),
        card("第1期\n毛泽建", entry=1, music=bed),
        narration("n.m4a", picture(), picture("b.jpg", transition=dissolve()), entry=2, music=bed),
    ]
    subject = episode(*segments)
    after = changes.pop("subject", None) or replace(subject, **changes)  # type: ignore[arg-type]
    assert isinstance(after, Episode)
    before, now = (
        with_inputs([*(piece.action for piece in one.pieces), one.sound]) for one in map(lowered, (subject, after))
    )
    old, new = ({action.key: action.kind for action in actions} for actions in (before, now))
    return {kind for key, kind in new.items() if key not in old}, {kind for key, kind in new.items() if key in old}


def test_a_new_number_or_title_touches_nothing():
    touched, kept = edited(number=9, title="别的", summary="别的")

    assert (touched, kept) == (set(), {"clip", "still", "transition", "level", "mix", "sound"})


def test_a_new_loudness_touches_the_mix_only():
    assert edited(loudness=Loudness(target=Decimal(-18)))[0] == {"mix", "sound"}


def test_new_words_on_the_card_touch_the_card_only():
    bed = Bed(media=media_use("m.mp3"))
    after = episode(
        clip_segment(music=bed),
        card("第1期\n杨开慧", entry=1, music=bed),
        narration("n.m4a", picture(), picture("b.jpg", transition=dissolve()), entry=2, music=bed),
    )

    assert edited(subject=after)[0] == {"still"}


def test_more_music_measures_the_bed_no_second_time():
    bed = Bed(media=media_use("m.mp3"))
    short, long = (lowered(episode(card(seconds=seconds, music=bed))) for seconds in (5, 50))

    assert [step.key for step in short.mix.inputs] == [step.key for step in long.mix.inputs]
    assert short.mix.key != long.mix.key


def test_takes_are_joined_before_they_are_measured():
    takes = (media_use("n.m4a"), media_use("m.mp3"))
    found = lowered(episode(narration(takes=takes)))

    level, joined = found.mix.inputs
    assert (level.kind, joined.kind, level.inputs) == ("level", "takes", (joined,))


MOVES = Motion(kind="push-in")


def test_a_picture_over_which_the_view_moves_is_cut_into_chunks_that_go_on():
    found = lowered(episode(image_segment(seconds=50, motion=MOVES)))

    assert kinds(found) == ["motion", "motion"]
    spans = [piece.action.recipe.span for piece in found.pieces]  # type: ignore[attr-defined]
    assert [(one.first, one.frames, one.total) for one in spans] == [(0, 500, 1250), (500, 750, 1250)]


def test_a_motion_goes_on_through_the_transitions_on_either_side():
    found = lowered(
        episode(
            image_segment("b.jpg", seconds=4),
            image_segment(seconds=4, entry=1, motion=MOVES, transition=dissolve()),
            image_segment("b.jpg", seconds=4, entry=2, transition=dissolve()),
        )
    )

    assert kinds(found) == ["still", "transition", "motion", "transition", "still"]
    into, over, out = (piece.action.recipe.span for piece in found.pieces[1:4])  # type: ignore[attr-defined]
    # Seen for 12 frames before its cut, its own 100 and 13 after it.
    assert [(one.first, one.frames, one.total) for one in (into.incoming, over, out.outgoing)] == [
        (0, 25, 125), (25, 75, 125), (100, 25, 125),
    ]  # fmt: skip
    # Only sides that stand still come in as tiles.
    assert [len(piece.action.inputs) for piece in found.pieces] == [0, 1, 0, 1, 0]


def test_auto_takes_turns_and_leaves_a_page_alone():
    page = replace(image("p.pdf"), info=replace(image().info, format="pdf"))
    auto = Motion(kind="auto")
    found = lowered(
        episode(
            *(image_segment(name, entry=entry, motion=auto) for entry, name in enumerate(("a.jpg", "b.jpg", "p.pdf")))
        ),
        page,
    )

    assert kinds(found) == ["motion", "motion", "still"]
    first, second = (piece.action.recipe.span.motion.kind for piece in found.pieces[:2])  # type: ignore[attr-defined]
    assert {first, second} == {"push-in", "pull-out"}


def test_captions_over_a_motion_split_it_nowhere():
    subject = episode(image_segment(seconds=4, motion=MOVES))
    timeline = plan_timeline(subject, {Path("/w/a.jpg"): image()}, lambda *_: (FONT,), Fraction(25)).timeline
    assert timeline is not None

    said = replace(timeline, cues=(Cue(start=1000, stop=2000, text="韶山"),))

    found = lower(said, MAIN, Context(tools="", where=""), lettering=Lettering(fonts=(FONT,)))

    (piece,) = found.pieces
    (run,) = piece.action.recipe.span.captions  # type: ignore[attr-defined]
    assert (run.start, run.stop) == (25, 50)


def test_a_motion_belongs_to_its_shape_of_frame():
    """What fills a wide frame is panned over; in a tall one it is chosen anew, and keeps the point it is about."""
    subject = episode(image_segment(motion=Motion(kind="pan-up"), focus=(Fraction(1, 4), Fraction(1, 3))))
    timeline = plan_timeline(subject, {Path("/w/a.jpg"): image()}, lambda *_: (FONT,), Fraction(25)).timeline
    assert timeline is not None

    wide, tall = (
        lower(timeline, PRESETS[name], Context(tools="", where="")).pieces[0].action.recipe.span  # type: ignore[attr-defined]
        for name in ("video-1080p", "vertical")
    )

    assert wide.motion.focus == tall.motion.focus == (Fraction(1, 4), Fraction(1, 3))
    assert (wide.motion.amount, tall.motion.amount) == (Fraction(1, 3), Fraction(12, 100))


def test_every_transition_has_its_own_key():
    found = [
        lowered(episode(clip_segment(), image_segment(entry=1, transition=Transition(kind=kind, length=Fraction(1)))))
        for kind in BLENDS
    ]

    assert len({keys(one)[1] for one in found}) == len(BLENDS)
    assert all(kinds(one) == ["clip", "transition", "still"] for one in found)
