"""Splits: what each half shows at every frame, in one piece or in several, and beside a cut."""

from dataclasses import replace
from fractions import Fraction
from itertools import chain
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pipeline.effects.split import halves
from pipeline.effects.stills import FittedImage
from pipeline.effects.transitions import Dissolve
from pipeline.errors import MediaError
from pipeline.model.media import Medium
from pipeline.model.rendition import Picture
from pipeline.model.timeline import (
    ClipSpan,
    SplitSpan,
    StillSpan,
    TransitionSpan,
    Within,
    split_stretch_of,
    stretch_of,
)
from pipeline.render.picture.split import SplitStep, perform_split
from pipeline.render.picture.transitions import TransitionStep, perform_transition
from tests import sources
from tests.media.video.spans import clip, medium
from tests.sources import grays, numbered, numbers_in, regular

F = Fraction
WIDE = Picture(width=320, height=180, rate=F(25), crf=8, preset="ultrafast")
SHAPES = [WIDE, replace(WIDE, width=180, height=320), replace(WIDE, width=240, height=240)]
GROUND = "#206040"


def still(name: str = "split-still.png", colour: str = "#d0d0d0") -> Medium:
    path = sources.folder() / name
    if not path.exists():
        Image.new("RGB", (64, 48), colour).save(path)
    return medium(path)


def split(*sides: ClipSpan | StillSpan) -> SplitSpan:
    first, second = sides
    return SplitSpan(frames=first.frames, first=first, second=second, ground=GROUND)


def performed(span: SplitSpan, folder: Path, picture: Picture = WIDE, name: str = "split") -> Path:
    to = folder / name
    perform_split(SplitStep(span=span, picture=picture, tools=""), [], to)
    return to


def parts(picture: Picture) -> list[tuple[float, float, float, float]]:
    """Where the halves are, in shares of the frame."""
    return [
        (
            area.left / picture.width,
            area.top / picture.height,
            (area.left + area.width) / picture.width,
            (area.top + area.height) / picture.height,
        )
        for area in halves(picture.width, picture.height)
    ]


def numbers(path: Path, picture: Picture = WIDE) -> list[list[int | None]]:
    return [numbers_in(path, part=part) for part in parts(picture)]


@pytest.fixture(scope="module")
def clips() -> tuple[Path, Path]:
    """In the shape of the halves, so that nothing of their numbers is cut off."""
    first = numbered("split-a.mp4", regular(25, 60), size=(158, 180))
    return first, numbered("split-b.mp4", regular("30000/1001", 40), last=F(1001, 30000), size=(158, 180))


@pytest.mark.parametrize("picture", SHAPES, ids=lambda one: f"{one.width}x{one.height}")
def test_every_frame_shows_what_each_clip_shows_at_that_time(picture, clips, tmp_path):
    size = halves(picture.width, picture.height)[0]
    first, second = (
        numbered(f"split-{picture.width}-{name}.mp4", times, last=last, size=(size.width, size.height))
        for name, times, last in (("a", regular(25, 60), F(1, 25)), ("b", regular(50, 80), F(1, 50)))
    )

    made = performed(split(clip(first, F(2, 5), 20), clip(second, 0, 20)), tmp_path, picture)

    assert numbers(made, picture) == [list(range(10, 30)), list(range(0, 40, 2))]


def test_of_clips_with_other_rates_the_last_frame_before_each_moment_is_shown(clips, tmp_path):
    made = performed(split(clip(clips[0], 0, 10), clip(clips[1], 0, 10)), tmp_path)

    assert numbers(made) == [list(range(10)), [int(i / 25 * 30000 / 1001) for i in range(10)]]


def test_the_shorter_clip_holds_its_last_frame(clips, tmp_path):
    limited = replace(clip(clips[0], F(1), 10), within=Within(end=F(30, 25)))

    made = performed(split(limited, clip(clips[1], F(5, 4), 10)), tmp_path)

    first, second = numbers(made)
    assert first == [25, 26, 27, 28, 29, 29, 29, 29, 29, 29]
    assert second[-4:] == [39, 39, 39, 39]


def test_one_clip_may_be_on_both_sides_at_other_times(clips, tmp_path):
    same = clip(clips[0], 0, 8)

    assert numbers(performed(split(same, same), tmp_path)) == [list(range(8))] * 2
    assert numbers(performed(split(same, clip(clips[0], 1, 8)), tmp_path)) == [list(range(8)), list(range(25, 33))]


def test_what_stands_still_is_drawn_once_and_exactly(clips, tmp_path):
    side = StillSpan(frames=12, still=FittedImage(image=still(), fit="crop"))

    made = performed(split(side, clip(clips[0], 0, 12)), tmp_path)

    assert numbers(made)[1] == list(range(12))
    left, right = halves(320, 180)
    for gray in grays(made):
        assert np.abs(gray[:, : left.width - 2].astype(int) - (16 + 0xD0 * 219 / 255)).max() <= 2
        # Luma of the ground: BT.709, limited range.
        luma = 16 + (0.2126 * 0x20 + 0.7152 * 0x60 + 0.0722 * 0x40) * 219 / 255
        assert abs(gray[:, left.width + 1 : right.left - 1].mean() - luma) <= 2


def test_a_padded_clip_has_the_ground_beside_it(tmp_path):
    wide = numbered("split-wide.mp4", regular(25, 20), size=(160, 40))

    made = performed(split(clip(wide, 0, 3, "pad"), clip(wide, 0, 3, "blur")), tmp_path)

    luma = 16 + (0.2126 * 0x20 + 0.7152 * 0x60 + 0.0722 * 0x40) * 219 / 255
    assert abs(float(grays(made)[0][:40, :150].mean()) - luma) <= 2


def test_a_split_in_chunks_shows_the_frames_of_the_whole(clips, tmp_path):
    span = split(clip(clips[0], F(1, 5), 24), clip(clips[1], 0, 24))

    whole = performed(span, tmp_path)
    again = performed(span, tmp_path, name="again")
    chunks = [performed(split_stretch_of(span, first, 8, F(25)), tmp_path, name=f"{first}") for first in (0, 8, 16)]

    assert whole.read_bytes() == again.read_bytes()
    assert numbers(whole) == [list(chain(*found)) for found in zip(*map(numbers, chunks), strict=True)]


def test_a_transition_borrows_from_both_halves(clips, tmp_path):
    outgoing = split(clip(clips[0], 1, 4), clip(clips[1], 0, 4))
    incoming = split(clip(clips[1], 0, 4), StillSpan(frames=4, still=FittedImage(image=still(), fit="crop")))
    span = TransitionSpan(frames=4, blend=Dissolve(), outgoing=outgoing, incoming=incoming)
    to = tmp_path / "way"

    perform_transition(TransitionStep(span=span, picture=WIDE, tools=""), [], to)

    apart = [grays(performed(side, tmp_path, name="side")) for side in (outgoing, incoming)]
    for index, gray in enumerate(grays(to)):
        share = (index + 1) / 5
        blended = (1 - share) * apart[0][index] + share * apart[1][index]
        assert np.abs(gray - blended).mean() < 2


def test_a_split_that_dissolves_into_itself_and_into_one_of_its_clips(clips, tmp_path):
    side = split(clip(clips[0], 1, 4), clip(clips[0], 0, 4))
    for name, other in (("itself", side), ("clip", clip(clips[0], 1, 4))):
        span = TransitionSpan(frames=4, blend=Dissolve(), outgoing=side, incoming=other)
        to = tmp_path / name
        perform_transition(TransitionStep(span=span, picture=WIDE, tools=""), [], to)
        assert len(grays(to)) == 4


def test_damage_in_one_half_is_found(tmp_path):
    whole = numbered("split-whole.mp4", regular(25, 100), size=(158, 180), gop=100)
    data = bytearray(whole.read_bytes())
    data[len(data) // 3 : len(data) // 3 + 3000] = b"\xff" * 3000
    broken = sources.folder() / "split-broken.mp4"
    broken.write_bytes(data)

    with pytest.raises(MediaError, match=r"'split-broken.mp4' cannot be decoded at"):
        performed(split(clip(whole, 0, 90), clip(broken, 0, 90)), tmp_path)


def test_a_stretch_of_a_split_counts_from_its_own_start(clips):
    span = split(replace(clip(clips[0], 1, 20), within=Within(end=F(3, 2))), clip(clips[1], 0, 20))

    part = split_stretch_of(span, 15, 5, F(25))

    assert (part.frames, part.clips[0].start, part.clips[1].start) == (5, F(8, 5), F(3, 5))
    assert part.clips[0].within == Within(end=F(3, 2)) and stretch_of(span.clips[0], 0, 5, F(25)).within is None
