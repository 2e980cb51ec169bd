"""Narrations: takes one after the other, and the pictures that are shown meanwhile."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import assert_never

from pipeline.model.captions import Cue
from pipeline.model.media import Medium
from pipeline.model.segments import ClipUse, ImageUse, Narration, PictureUse
from pipeline.model.series import MediaUse
from pipeline.model.timeline import Take
from pipeline.timebase import format_time, seconds_to_frames, seconds_to_samples
from pipeline.timeline.layout import Layout, LayoutContext, LayoutError, ShotLayout, Speech
from pipeline.timeline.shots import Shot, StillShot


def lay_narration(segment: Narration, context: LayoutContext) -> Layout:
    media = [_spoken(context, use) for use in segment.takes]
    if None in media:
        raise LayoutError
    takes = tuple(medium for medium in media if medium is not None)
    length = segment.pause * (len(takes) - 1) + sum(_sound_end(medium) for medium in takes)
    frames = context.frames(Fraction(length))
    take = Take(
        media=takes,
        samples=seconds_to_samples(frames / context.rate),
        pause=seconds_to_samples(segment.pause) if len(takes) > 1 else 0,
    )
    _look_beyond(context, segment.cues, frames / context.rate)
    return Layout(
        frames=frames,
        shots=_pictures(context, segment, frames),
        speech=Speech(take=take, gain=segment.gain, label=segment.takes[0].name),
        cues=segment.cues,
    )


def _spoken(context: LayoutContext, use: MediaUse) -> Medium | None:
    medium = context.medium(use)
    if medium is not None and medium.info.audio is None:
        context.error("wrong-kind", use.mark, f"'{use.name}' holds no sound to narrate with")
        return None
    if medium is not None and medium.info.audio is not None and medium.info.audio.silent:
        context.warn(
            "silent-narration", use.mark, f"nobody is to be heard in '{use.name}'; it stays as it is",
            hint="was the microphone on? Record it again, or raise it with 'gain:'",
        )  # fmt: skip
    return medium


def _look_beyond(context: LayoutContext, cues: Sequence[Cue], length: Fraction) -> None:
    """Say it once where captions come after all is said."""
    lost = next((cue for cue in cues if cue.start >= length * 1000), None)
    if lost is not None and lost.mark is not None:
        context.warn(
            "captions-beyond-end", lost.mark,
            f"the narration is over at {format_time(length)}: what comes later is left out",
            hint="are these the captions of another recording?",
        )  # fmt: skip


def _pictures(context: LayoutContext, segment: Narration, frames: int) -> tuple[ShotLayout, ...]:
    if not segment.pictures:
        card = context.text_card(context.title, segment.theme)
        return (ShotLayout(start=0, shot=StillShot(still=card)),)
    starts = _starts(context, segment.pictures, frames)
    return tuple(
        ShotLayout(start=start, shot=_picture_shot(context, use), into=use.transition)
        for start, use in zip(starts, segment.pictures, strict=True)
    )


def _starts(context: LayoutContext, pictures: Sequence[PictureUse], frames: int) -> list[int]:
    """First frames: pins where they say, the others sharing the room between pins equally."""
    pins = {index: seconds_to_frames(use.at, context.rate) for index, use in enumerate(pictures) if use.at is not None}
    for index, frame in pins.items():
        if frame >= frames:
            length = format_time(frames / context.rate)
            mark = pictures[index].at_mark or pictures[index].mark
            context.error("at-outside", mark, f"'at' lies beyond the narration's end at {length}")
            raise LayoutError
    if pins.get(0):
        context.warn(
            "first-picture-late", pictures[0].mark, "the first picture is shown from the narration's start",
            hint="leave its 'at:' out, or put another picture before it",
        )  # fmt: skip
    anchors = sorted({**pins, 0: 0, len(pictures): frames}.items())
    starts = []
    for (first, begin), (last, end) in pairwise(anchors):
        starts += [begin + (end - begin) * step // (last - first) for step in range(last - first)]
    for index, (start, stop) in enumerate(pairwise([*starts, frames])):
        if stop <= start:
            context.error("no-room", pictures[index].mark, "there is not one frame of room for this picture")
            raise LayoutError
    return starts


def _picture_shot(context: LayoutContext, use: PictureUse) -> Shot:
    match use:
        case ImageUse():
            return StillShot(still=context.fitted(use.media, use))
        case ClipUse():
            shot, _ = context.clip_shot(use.media, use)
            return shot
        case _ as never:
            assert_never(never)


def _sound_end(medium: Medium) -> Fraction:
    """Seconds until the last sample; silence at the head counts."""
    assert medium.info.audio is not None
    return medium.info.audio.start + medium.info.audio.duration
