"""Tempo: the sound of clips that play faster or slower than they were recorded."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.build import Action
from pipeline.digest import RECIPE_WHERE_SET
from pipeline.messages import tr
from pipeline.model.timeline import Take
from pipeline.render.piece import Context
from pipeline.timebase import SAMPLE_RATE, speed_text

TEMPO = "tempo"
COST = 0.004
"""CPU seconds for a second of sound."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TempoStep:
    """A recording at another speed and its own pitch."""

    take: Take
    tools: str
    floating: bool = field(default=False, metadata=RECIPE_WHERE_SET)
    """Whether samples beyond full scale are known to be in it."""
    version: int = 1


def lower_tempo(take: Take, treated: tuple[Action, ...], context: Context, *, floating: bool) -> Action:
    """The file of a take that is not heard at the speed at which it was recorded."""
    name = take.media[0].path.name
    return Action(
        kind=TEMPO,
        recipe=TempoStep(take=take, tools=context.tools, floating=floating),
        inputs=treated,
        suffix=".flac",
        label=context.label(tr("{name} at {speed} times its speed", name=name, speed=speed_text(take.tempo))),
        cost=take.samples / SAMPLE_RATE * max(float(take.tempo), 1.0) * COST,
    )


def perform_tempo(step: TempoStep, inputs: Sequence[Path], to: Path) -> None:
    from pipeline.media.sound.tempo import change_tempo

    change_tempo(step.take, to=to, treated=inputs[0] if inputs else None, floating=step.floating)
