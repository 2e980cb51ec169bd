"""Sound as it is delivered: the mix encoded, and the loudness of files that were made elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.build import Action
from pipeline.messages import tr, verbatim
from pipeline.model.media import Medium
from pipeline.model.rendition import Sound
from pipeline.model.timeline import Timeline
from pipeline.render.piece import Context

SOUND, MEASURE = "sound", "measure"
ENCODING_COST = {"aac": 0.009, "mp3": 0.014, "opus": 0.010}
MEASURE_COST = 0.010
"""CPU seconds for a second of sound, by codec and for measuring."""
_ENCODED = {"aac": 2}
"""Versions of how codecs are used: the first AAC was not the same in every run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundStep:
    """The mix, encoded."""

    sound: Sound
    tools: str
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureStep:
    """How loud a finished file is."""

    medium: Medium
    tools: str
    version: int = 1


def lower_sound(mix: Action, timeline: Timeline, sound: Sound, context: Context) -> Action:
    suffix = {"aac": ".m4a", "mp3": ".mp3", "opus": ".opus"}[sound.codec]
    return Action(
        kind=SOUND,
        recipe=SoundStep(sound=sound, tools=context.tools, version=_ENCODED.get(sound.codec, 1)),
        inputs=(mix,),
        suffix=suffix,
        label=context.label(verbatim(sound.codec)),
        cost=float(timeline.seconds) * ENCODING_COST[sound.codec],
    )


def lower_measure(medium: Medium, context: Context) -> Action:
    """Measures the loudness of a file that was made elsewhere."""
    return Action(
        kind=MEASURE,
        recipe=MeasureStep(medium=medium, tools=context.tools),
        suffix=".json",
        label=context.label(tr("loudness of '{name}'", name=medium.path.name)),
        cost=float(medium.info.duration) * MEASURE_COST,
    )


def perform_sound(step: SoundStep, inputs: Sequence[Path], to: Path) -> None:
    from pipeline.media.sound.encode import encode_sound

    encode_sound(inputs[0], step.sound, to=to)


def perform_measure(step: MeasureStep, inputs: Sequence[Path], to: Path) -> None:
    from pipeline.media.sound.loudness import loudness_of, measures_text

    to.write_text(measures_text(loudness_of(step.medium.path)), encoding="utf-8")
