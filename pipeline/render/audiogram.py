"""Lowering an audiogram: the wave of a mix, and the film of it in stretches that cores and machines share."""

from bisect import bisect_right
from collections.abc import Iterator

from pipeline.build import Action
from pipeline.effects.audiogram import Audiogram, Clock
from pipeline.model.rendition import Picture
from pipeline.model.timeline import Lettering, Timeline
from pipeline.render import steps
from pipeline.render.captions import caption_runs, stretch_of
from pipeline.render.piece import Piece
from pipeline.timebase import SAMPLE_RATE, format_time

PAGES = 6
"""Pages of the wave in one piece."""
WAVE_COST, FRAME_COST = 0.0006, 0.0009
"""CPU seconds for a second of sound, and of a frame at 1920 x 1080."""
FULL_PICTURE = 1920 * 1080


def lower_audiogram(
    timeline: Timeline,
    picture: Picture,
    look: Audiogram,
    mix: Action,
    *,
    lettering: Lettering | None,
    tools: str,
    where: str,
) -> Iterator[Piece]:
    """The pieces of a film that shows `look` while the mix is heard; with `lettering` also its captions."""
    clock = Clock(picture.rate)
    wave = Action(
        kind=steps.WAVE,
        recipe=steps.WaveStep(bar=clock.bar, tools=tools),
        inputs=(mix,),
        suffix=".json",
        label=f"{where}: wave",
        cost=timeline.mix.samples / SAMPLE_RATE * WAVE_COST,
    )
    runs = tuple(caption_runs(timeline, lettering)) if lettering else ()
    starts = [placed.start for placed in timeline.spans]
    for first in range(0, timeline.frames, PAGES * clock.page):
        frames = min(PAGES * clock.page, timeline.frames - first)
        step = steps.AudiogramStep(
            look=look, captions=stretch_of(runs, first, frames), first=first, frames=frames, total=timeline.frames,
            picture=picture, tools=tools,
        )  # fmt: skip
        action = Action(
            kind=steps.AUDIOGRAM,
            recipe=step,
            inputs=(wave,),
            suffix=".mp4",
            label=f"{where}: audiogram at {format_time(first / picture.rate)}",
            cost=FRAME_COST * frames * picture.width * picture.height / FULL_PICTURE,
        )
        yield Piece(action=action, start=first, frames=frames, still=False, span=bisect_right(starts, first) - 1)
