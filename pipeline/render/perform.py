"""What carries each kind of action out: its recipe and its inputs' files go to one media function."""

from collections.abc import Callable, Sequence
from functools import singledispatch
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.build import Action
from pipeline.effects.stills import Captioned, FittedImage, TextCard
from pipeline.errors import PipelineError
from pipeline.model.media import Medium
from pipeline.model.timeline import StillSpan
from pipeline.render import steps
from pipeline.render.captions import bare

if TYPE_CHECKING:
    from PIL.Image import Image

THREADS = 1
"""Of every encoder: several processes of one thread cost less than one of several, and the bytes are the same."""


def perform(action: Action, inputs: Sequence[Path], *, to: Path) -> None:
    """Make the action's artefact at `to`. An error says at which place of which episode it failed."""
    try:
        _DOERS[action.kind](action.recipe, inputs, to)
    except PipelineError as error:
        raise error.at(action.label) from error


@singledispatch
def draw(still: object, width: int, height: int) -> "Image":
    """The picture that a still shows, RGB, of exactly this size. A new kind of still registers its drawing here."""
    raise TypeError(f"no way to draw a {type(still).__name__}")


@draw.register(FittedImage)
def _(still: FittedImage, width: int, height: int) -> "Image":
    from pipeline.media.picture.images import draw_image

    return draw_image(still, width, height)


@draw.register(TextCard)
def _(still: TextCard, width: int, height: int) -> "Image":
    from pipeline.media.picture.cards import draw_card

    return draw_card(still, width, height)


@draw.register(Captioned)
def _(still: Captioned, width: int, height: int) -> "Image":
    from pipeline.media.picture.captions import lettered

    return lettered(draw(still.still, width, height), still.caption)


def _still(step: steps.StillStep, inputs: Sequence[Path], to: Path) -> None:
    from pipeline.media.video.stills import encode_still

    encode_still(draw(step.still, step.picture.width, step.picture.height), step.picture, to=to)


def _captions(step: steps.CaptionsStep, inputs: Sequence[Path], to: Path) -> None:
    from pipeline.media.picture.captions import lettered
    from pipeline.media.video.slides import Held, encode_held
    from pipeline.media.video.stills import to_frame

    ground = draw(bare(step.runs[0].still), step.picture.width, step.picture.height)
    drawn = (lettered(ground, run.still.caption) if isinstance(run.still, Captioned) else ground for run in step.runs)
    held = (
        Held(frame=to_frame(image), frames=run.frames, refresh=index == 0)
        for index, (image, run) in enumerate(zip(drawn, step.runs, strict=True))
    )
    encode_held(held, step.picture, to=to)


def _clip(step: steps.ClipStep, inputs: Sequence[Path], to: Path) -> None:
    from pipeline.media.video.clips import encode_clip

    encode_clip(step.span, step.picture, threads=THREADS, to=to)


def _transition(step: steps.TransitionStep, inputs: Sequence[Path], to: Path) -> None:
    from pipeline.media.video.clips import encode_transition

    tiles = iter(inputs)
    outgoing, incoming = (
        next(tiles) if isinstance(side, StillSpan) else None for side in (step.span.outgoing, step.span.incoming)
    )
    encode_transition(step.span, step.picture, outgoing=outgoing, incoming=incoming, threads=THREADS, to=to)


def _takes(step: steps.TakesStep, inputs: Sequence[Path], to: Path) -> None:
    from pipeline.media.sound.takes import join_takes

    join_takes(step.take, to=to)


def _level(step: steps.LevelStep, inputs: Sequence[Path], to: Path) -> None:
    from pipeline.media.sound.levels import measure_take

    measure_take(step.take, joined=inputs[0] if inputs else None, to=to)


def _mix(step: steps.MixStep, inputs: Sequence[Path], to: Path) -> None:
    from pipeline.media.sound.mix import make_mix

    files = iter(inputs)
    levels, joined = [], {}
    for sound in step.mix.sounds:
        levels.append(next(files))
        if len(sound.take.media) > 1:
            joined[sound.take] = next(files)
    make_mix(step.mix, levels, joined=joined, to=to)


def _sound(step: steps.SoundStep, inputs: Sequence[Path], to: Path) -> None:
    from pipeline.media.sound.encode import encode_sound

    encode_sound(inputs[0], step.sound, to=to)


def _cover(step: steps.CoverStep, inputs: Sequence[Path], to: Path) -> None:
    from pipeline.media.picture.artwork import cover_filling, cover_inside, cover_of_picture

    if not isinstance(step.picture, Medium):
        picture = draw(step.picture, step.width, step.height)
        to.write_bytes(cover_of_picture(picture, most=step.most, exact=step.exact))
    elif step.exact:
        to.write_bytes(cover_filling(step.picture, step.width, step.height, most=step.most))
    else:
        to.write_bytes(cover_inside(step.picture.path, step.width, step.height, most=step.most))


def _measure(step: steps.MeasureStep, inputs: Sequence[Path], to: Path) -> None:
    from pipeline.media.sound.loudness import loudness_of, measures_text

    to.write_text(measures_text(loudness_of(step.medium.path)), encoding="utf-8")


def _wave(step: steps.WaveStep, inputs: Sequence[Path], to: Path) -> None:
    from pipeline.media.sound.waveform import measure_wave

    measure_wave(inputs[0], step.bar, to=to)


def _audiogram(step: steps.AudiogramStep, inputs: Sequence[Path], to: Path) -> None:
    from pipeline.media.video.audiogram import Stretch, encode_audiogram
    from pipeline.media.video.audiogram_layout import art_side

    side = art_side(step.picture.width, step.picture.height)
    encode_audiogram(
        step.look,
        draw(step.look.art, side, side) if step.look.art else None,
        step.captions,
        Stretch(first=step.first, frames=step.frames, total=step.total),
        step.picture,
        wave=inputs[0],
        to=to,
    )


_DOERS: dict[str, Callable[[Any, Sequence[Path], Path], None]] = {
    steps.STILL: _still,
    steps.CAPTIONS: _captions,
    steps.CLIP: _clip,
    steps.TRANSITION: _transition,
    steps.TAKES: _takes,
    steps.LEVEL: _level,
    steps.MIX: _mix,
    steps.SOUND: _sound,
    steps.COVER: _cover,
    steps.MEASURE: _measure,
    steps.WAVE: _wave,
    steps.AUDIOGRAM: _audiogram,
}
