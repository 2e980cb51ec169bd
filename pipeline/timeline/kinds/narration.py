"""Narrations: recordings one after the other, and the pictures shown meanwhile."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import assert_never

from pipeline.messages import tr
from pipeline.model.segments import ClipUse, ImageUse, Narration, PictureUse
from pipeline.timebase import format_time, seconds_to_frames
from pipeline.timeline.clip_sound import lay_under
from pipeline.timeline.layout import LayoutContext, LayoutError, SegmentLayout, ShotLayout
from pipeline.timeline.shots import Shot, StillShot
from pipeline.timeline.slide_pages import PAGES, each_page, too_many_pages
from pipeline.timeline.takes import lay_takes


def lay_narration(segment: Narration, context: LayoutContext) -> SegmentLayout:
    frames, sound = lay_takes(segment, context)
    segment = replace(segment, pictures=tuple(page for use in segment.pictures for page in _pages(context, use)))
    starts = _starts(context, segment, frames) if segment.pictures else [frames]
    shots = _pictures(context, segment, starts)
    under = lay_under(context, segment.pictures, [*starts, frames])
    return SegmentLayout(frames=frames, shots=shots, sounds=(sound, *under), cues=segment.cues)


def _pictures(context: LayoutContext, segment: Narration, starts: Sequence[int]) -> tuple[ShotLayout, ...]:
    shots = [
        ShotLayout(
            start=start, shot=picture_shot(context, use), into=use.transition, label=use.label, picture=use.media.name
        )
        for start, use in zip(starts, segment.pictures, strict=False)
    ]
    if starts[0]:
        card = context.text_card(context.title, segment.theme)
        shots.insert(0, ShotLayout(start=0, shot=StillShot(still=card)))
    return tuple(shots)


def _pages(context: LayoutContext, use: PictureUse) -> tuple[PictureUse, ...]:
    """A PDF that stands for all its pages as one picture for each."""
    pages = each_page(use, context.opened(use.media).info)
    if len(pages) > PAGES:
        hint = tr("name those that you want: 'image:' with 'page:'")
        context.diagnostics.append(too_many_pages(len(pages), use.media.name, use.mark, hint))
        raise LayoutError
    return pages


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


def picture_shot(context: LayoutContext, use: PictureUse) -> Shot:
    match use:
        case ImageUse():
            return context.image_shot(use.media, use)
        case ClipUse():
            shot, _ = context.clip_shot(use.media, use)
            return shot
        case _ as never:
            assert_never(never)
