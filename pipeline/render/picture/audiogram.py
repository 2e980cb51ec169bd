"""Audiograms: the waveform of a mix, and the video that shows it, in parts that cores and machines share."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from pipeline.build import Action
from pipeline.effects.audiogram import Audiogram, Clock
from pipeline.effects.overlays import AiLabel, Logo
from pipeline.messages import tr
from pipeline.model.covered import is_upright
from pipeline.model.overlays import LogoChange
from pipeline.model.rendition import Picture
from pipeline.model.timeline import CaptionRun, Lettering, Timeline, runs_within
from pipeline.render.picture.captions import caption_runs
from pipeline.render.picture.stills import draw, drawing_tools, drawn_version
from pipeline.render.piece import Context, Piece, share
from pipeline.timebase import SAMPLE_RATE, format_time

WAVE, AUDIOGRAM = "wave", "audiogram"
PAGES = 6
"""Pages of the waveform in one piece."""
WAVE_COST, FRAME_COST = 0.0006, 0.0009
"""CPU seconds for a second of sound, and of a frame at 1920 x 1080."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WaveStep:
    """How loud a mix is from bar to bar."""

    bar: Fraction
    """Seconds."""
    tools: str
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class AudiogramStep:
    """A part of an audiogram's video; it begins with a page of the waveform."""

    look: Audiogram
    captions: tuple[CaptionRun, ...]
    """Counted from the part's first frame."""
    first: int
    frames: int
    total: int
    """Frames of the whole programme."""
    picture: Picture
    tools: str
    version: int = 1


def lower_audiogram(
    timeline: Timeline,
    picture: Picture,
    look: Audiogram,
    mix: Action,
    context: Context,
    *,
    logo: LogoChange | None,
    lettering: Lettering | None,
) -> Iterator[Piece]:
    """The pieces of a video that shows the mix as `look` says; with `lettering` also its captions.

    `logo` is what the rendition says of it.
    """
    clock = Clock(picture.rate)
    wave = Action(
        kind=WAVE,
        recipe=WaveStep(bar=clock.bar, tools=context.tools),
        inputs=(mix,),
        suffix=".json",
        label=context.label(tr("waveform")),
        cost=timeline.mix.samples / SAMPLE_RATE * WAVE_COST,
    )
    labels = (one.overlay for one in timeline.overlays if isinstance(one.overlay, AiLabel))
    ai = next((replace(one, corner="top-left") for one in labels), None)
    look = replace(look, logo=_logo(timeline, logo), ai=ai)
    runs = tuple(caption_runs(timeline, lettering)) if lettering else ()
    starts = [placed.start for placed in timeline.spans]
    for first in range(0, timeline.frames, PAGES * clock.page):
        frames = min(PAGES * clock.page, timeline.frames - first)
        step = AudiogramStep(
            look=look, captions=runs_within(runs, first, frames), first=first, frames=frames, total=timeline.frames,
            picture=picture, tools=drawing_tools(drawing_tools(context.tools, look.art), look.logo),
            version=max(drawn_version(look.art), 3 if is_upright(picture.width, picture.height) else 1),
        )  # fmt: skip
        action = Action(
            kind=AUDIOGRAM,
            recipe=step,
            inputs=(wave,),
            suffix=".mp4",
            label=context.label(tr("audiogram at {time}", time=format_time(first / picture.rate))),
            cost=FRAME_COST * frames * share(picture),
        )
        yield Piece(action=action, start=first, frames=frames, still=False, span=bisect_right(starts, first) - 1)


def _logo(timeline: Timeline, change: LogoChange | None) -> Logo | None:
    """That of the first pictures that have one, in the corner that is free."""
    logos = (one.overlay for one in timeline.overlays if one.logo_of == change)
    first = next((logo for logo in logos if isinstance(logo, Logo)), None)
    return replace(first, corner="top-right") if first else None


def perform_wave(step: WaveStep, inputs: Sequence[Path], to: Path) -> None:
    from pipeline.media.sound.waveform import measure_wave

    measure_wave(inputs[0], step.bar, to=to)


def perform_audiogram(step: AudiogramStep, inputs: Sequence[Path], to: Path) -> None:
    from pipeline.media.video.audiogram import Part, encode_audiogram
    from pipeline.media.video.audiogram_layout import art_side

    side = art_side(step.picture.width, step.picture.height)
    encode_audiogram(
        step.look,
        draw(step.look.art, side, side) if step.look.art else None,
        step.captions,
        Part(first=step.first, frames=step.frames, total=step.total),
        step.picture,
        wave=inputs[0],
        to=to,
    )
