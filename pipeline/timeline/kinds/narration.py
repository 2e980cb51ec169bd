"""Narrations: recordings one after the other, and the pictures shown meanwhile."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import assert_never

from pipeline.messages import tr
from pipeline.model.captions import Cue
from pipeline.model.media import Medium
from pipeline.model.segments import ClipUse, ImageUse, Narration, PictureUse
from pipeline.model.series import MediaUse
from pipeline.model.timeline import Take
from pipeline.timebase import format_time, seconds_to_frames, seconds_to_samples
from pipeline.timeline.hearing import Wanted, hear
from pipeline.timeline.layout import LayoutContext, LayoutError, SegmentLayout, ShotLayout, SoundLayout
from pipeline.timeline.shots import Shot, StillShot

PAGES = 500
"""Of a PDF that is shown whole."""


def lay_narration(segment: Narration, context: LayoutContext) -> SegmentLayout:
    media = [_recording(context, segment, use) for use in segment.takes]
    if not media or None in media:
        raise LayoutError
    takes = tuple(medium for medium in media if medium is not None)
    length = segment.pause * (len(takes) - 1) + sum(_sound_end(medium) for medium in takes)
    frames = context.frames(Fraction(length))
    take = Take(
        media=takes,
        samples=seconds_to_samples(frames / context.rate),
        pause=seconds_to_samples(segment.pause) if len(takes) > 1 else 0,
    )
    _warn_of_late_cues(context, segment.cues, frames / context.rate)
    return SegmentLayout(
        frames=frames,
        shots=_pictures(context, segment, frames),
        sounds=(SoundLayout(take=take, gain=segment.gain, label=segment.takes[0].name),),
        cues=segment.cues,
    )


def _recording(context: LayoutContext, segment: Narration, use: MediaUse) -> Medium | None:
    medium = context.medium(use)
    if medium is not None and medium.info.audio is None:
        context.error("wrong-kind", use.mark, tr("'{file}' has no sound, so it cannot be a narration", file=use.name))
        return None
    if medium is None:
        return None
    wanted = Wanted(channels=segment.channels, track=segment.track, track_mark=segment.track_mark, gain=segment.gain)
    medium = hear(medium, use, wanted, "speech", context.loudness, context)
    if medium is not None and medium.info.audio is not None and medium.info.audio.silent:
        context.warn(
            "silent-narration", use.mark, tr("there is no speech in '{file}'; it is used as it is", file=use.name),
            hint=tr("was the microphone on? Record it again, or make it louder with 'gain:'"),
        )  # fmt: skip
    return medium


def _warn_of_late_cues(context: LayoutContext, cues: Sequence[Cue], length: Fraction) -> None:
    """Add one warning if captions begin after the narration's end, in seconds."""
    lost = next((cue for cue in cues if cue.start >= length * 1000), None)
    if lost is not None and lost.mark is not None:
        context.warn(
            "captions-beyond-end", lost.mark,
            tr("the narration ends at {end}: captions after that are left out", end=format_time(length)),
            hint=tr("are these the captions of another recording?"),
        )  # fmt: skip


def _pictures(context: LayoutContext, segment: Narration, frames: int) -> tuple[ShotLayout, ...]:
    segment = replace(segment, pictures=tuple(page for use in segment.pictures for page in _pages(context, use)))
    starts = _starts(context, segment, frames) if segment.pictures else [frames]
    shots = [
        ShotLayout(start=start, shot=_picture_shot(context, use), into=use.transition)
        for start, use in zip(starts, segment.pictures, strict=False)
    ]
    if starts[0]:
        card = context.text_card(context.title, segment.theme)
        shots.insert(0, ShotLayout(start=0, shot=StillShot(still=card)))
    return tuple(shots)


def _pages(context: LayoutContext, use: PictureUse) -> Iterator[PictureUse]:
    """A PDF that stands for all its pages as one picture for each."""
    if isinstance(use, ImageUse) and use.every_page:
        info = context.opened(use.media).info
        if info.format == "pdf" and info.pictures > 1:
            if info.pictures > PAGES:
                message = tr(
                    "'{file}' has {count} pages; at most {most} are shown one after the other",
                    file=use.media.name, count=info.pictures, most=PAGES,
                )  # fmt: skip
                context.error("too-many", use.mark, message, hint=tr("name those that you want: 'image:' with 'page:'"))
                raise LayoutError
            yield from (replace(use, page=number) for number in range(1, info.pictures + 1))
            return
    yield use


def _starts(context: LayoutContext, segment: Narration, frames: int) -> list[int]:
    """First frames: pictures with `at` at that time, those between them in equal shares.

    The first is shown from the start on, unless its script begins it later.
    """
    pictures = segment.pictures
    pins = {index: seconds_to_frames(use.at, context.rate) for index, use in enumerate(pictures) if use.at is not None}
    for index, frame in pins.items():
        if frame >= frames:
            mark = pictures[index].at_mark or pictures[index].mark
            message = tr("'at' is after the narration's end at {end}", end=format_time(frames / context.rate))
            context.error("at-outside", mark, message)
            raise LayoutError
    opening = pins.get(0, 0) if segment.shows_title else 0
    if pins.get(0) and not opening:
        context.warn(
            "first-picture-late", pictures[0].mark, tr("the first picture is shown from the narration's start"),
            hint=tr("leave out its 'at:', or put another picture before it"),
        )  # fmt: skip
    anchors = sorted({**pins, 0: opening, len(pictures): frames}.items())
    starts = []
    for (first, begin), (last, end) in pairwise(anchors):
        starts += [begin + (end - begin) * step // (last - first) for step in range(last - first)]
    for index, (start, stop) in enumerate(pairwise([*starts, frames])):
        if stop <= start:
            context.error("no-room", pictures[index].mark, tr("there is no time left for this picture"))
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
