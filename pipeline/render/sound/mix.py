"""The mix: the level of every take, and all sound of a programme at its loudness."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.build import Action
from pipeline.digest import RECIPE_WHERE_SET
from pipeline.messages import tr
from pipeline.model.timeline import Mix, PlacedSound, Take
from pipeline.render.piece import Context
from pipeline.render.sound.takes import READ_COST, joined_of, whole_file
from pipeline.timebase import SAMPLE_RATE

LEVEL, MIX = "level", "mix"
MIX_COST = 0.008
"""CPU seconds for a second of sound."""
MOST_GAIN, CLEAR = 20.0, 10.0
"""As the mix has them: dB by which sound is raised at most, LU by which music lies under speech at least."""
ROUGHLY = 3.0
"""LU within which the level of speech is known before it is measured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelStep:
    """How loud a take is, and where somebody speaks in it."""

    take: Take
    tools: str
    version: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class MixStep:
    """All sound of a programme, at its loudness."""

    mix: Mix
    tools: str
    follows: bool = field(default=False, metadata=RECIPE_WHERE_SET)
    """Whether speech is known to be so quiet that music must go down for it."""
    version: int = 2


def lower_mix(mix: Mix, context: Context) -> Action:
    """The mix as an action on the levels of its takes."""
    return Action(
        kind=MIX,
        recipe=MixStep(mix=mix, tools=context.tools, follows=_comes_near(mix)),
        inputs=tuple(_inputs(mix.sounds, context)),
        suffix=".flac",
        label=context.label(tr("mix")),
        cost=mix.samples / SAMPLE_RATE * MIX_COST,
    )


def _inputs(sounds: Sequence[PlacedSound], context: Context) -> Iterator[Action]:
    """For every sound its level and, where it is read from a file that is made first, that."""
    for sound in sounds:
        joined = (joined_of(sound, context),) if sound.take.joined else ()
        take = sound.take if sound.role == "speech" else whole_file(sound.take)
        yield Action(
            kind=LEVEL,
            recipe=LevelStep(take=take, tools=context.tools),
            inputs=joined if take.joined else (),
            suffix=".json",
            label=context.label(tr("level of {name}", name=sound.label)),
            cost=take.samples / SAMPLE_RATE * READ_COST,
        )
        yield from joined


def _comes_near(mix: Mix) -> bool:
    """Whether speech is so quiet that a bed, as it was once mixed, would come nearer than it should."""
    beds = [float(sound.gain or 0) + float(sound.duck) for sound in mix.sounds if sound.role == "music"]
    target = float(mix.loudness.target)
    for sound in mix.sounds if beds else ():
        sources = [medium.info.audio for medium in sound.take.media]
        levels = [audio.heard.level for audio in sources if audio is not None and audio.heard is not None]
        if sound.role != "speech" or not levels:
            continue
        raised = float(sound.gain) if sound.gain is not None else min(target - max(levels), MOST_GAIN)
        placed = max(levels) + raised - target
        if placed < -1 and any(placed - bed < min(CLEAR, -bed) + ROUGHLY for bed in beds):
            return True
    return False


def perform_level(step: LevelStep, inputs: Sequence[Path], to: Path) -> None:
    from pipeline.media.sound.levels import measure_take

    measure_take(step.take, joined=inputs[0] if inputs else None, to=to)


def perform_mix(step: MixStep, inputs: Sequence[Path], to: Path) -> None:
    from pipeline.media.sound.mix import make_mix

    files = iter(inputs)
    levels, joined = [], {}
    for sound in step.mix.sounds:
        levels.append(next(files))
        if sound.take.joined:
            joined[sound.take] = next(files)
    make_mix(step.mix, levels, joined=joined, to=to)
