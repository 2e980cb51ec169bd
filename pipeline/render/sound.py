"""Sound: takes, their levels, the mix at its loudness, its encodings, and the loudness of files made elsewhere."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.build import Action
from pipeline.messages import tr, verbatim
from pipeline.model.media import Medium
from pipeline.model.rendition import Sound
from pipeline.model.timeline import Mix, PlacedSound, Take, Timeline
from pipeline.render.piece import Context
from pipeline.timebase import SAMPLE_RATE, seconds_to_samples

TAKES, LEVEL, MIX, SOUND, MEASURE = "takes", "level", "mix", "sound", "measure"
SOUND_COST = {"level": 0.003, "mix": 0.008, "measure": 0.010, "aac": 0.009, "mp3": 0.014, "opus": 0.010}
"""CPU seconds for a second of sound."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakesStep:
    """Several takes of a narration joined into one."""

    take: Take
    tools: str
    version: int = 2


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
    version: int = 2


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


def lower_mix(mix: Mix, context: Context) -> Action:
    """The mix as an action on the levels of its takes."""
    return Action(
        kind=MIX,
        recipe=MixStep(mix=mix, tools=context.tools),
        inputs=tuple(_inputs(mix.sounds, context)),
        suffix=".flac",
        label=context.label(tr("mix")),
        cost=mix.samples / SAMPLE_RATE * SOUND_COST["mix"],
    )


def lower_sound(mix: Action, timeline: Timeline, sound: Sound, context: Context) -> Action:
    suffix = {"aac": ".m4a", "mp3": ".mp3", "opus": ".opus"}[sound.codec]
    return Action(
        kind=SOUND,
        recipe=SoundStep(sound=sound, tools=context.tools),
        inputs=(mix,),
        suffix=suffix,
        label=context.label(verbatim(sound.codec)),
        cost=float(timeline.seconds) * SOUND_COST[sound.codec],
    )


def lower_measure(medium: Medium, context: Context) -> Action:
    """Measures the loudness of a file that was made elsewhere."""
    return Action(
        kind=MEASURE,
        recipe=MeasureStep(medium=medium, tools=context.tools),
        suffix=".json",
        label=context.label(tr("loudness of '{name}'", name=medium.path.name)),
        cost=float(medium.info.duration) * SOUND_COST["measure"],
    )


def _inputs(sounds: Sequence[PlacedSound], context: Context) -> Iterator[Action]:
    """For every sound its level and, where it is made of several takes, these joined."""
    for sound in sounds:
        joined: tuple[Action, ...] = ()
        if len(sound.take.media) > 1:
            joined = (
                Action(
                    kind=TAKES,
                    recipe=TakesStep(take=sound.take, tools=context.tools),
                    suffix=".flac",
                    label=context.label(tr("takes of {name}", name=sound.label)),
                    cost=sound.take.samples / SAMPLE_RATE * SOUND_COST["level"],
                ),
            )
        take = _whole_file(sound.take) if sound.role == "music" else sound.take
        yield Action(
            kind=LEVEL,
            recipe=LevelStep(take=take, tools=context.tools),
            inputs=joined,
            suffix=".json",
            label=context.label(tr("level of {name}", name=sound.label)),
            cost=take.samples / SAMPLE_RATE * SOUND_COST["level"],
        )
        yield from joined


def _whole_file(take: Take) -> Take:
    """The file from end to end: music has one level however long it plays, so a series measures its bed once."""
    audio = take.media[0].info.audio
    samples = seconds_to_samples(audio.start + audio.duration) if audio else take.samples
    return Take(media=take.media, samples=max(1, samples))


def perform_takes(step: TakesStep, inputs: Sequence[Path], to: Path) -> None:
    from pipeline.media.sound.takes import join_takes

    join_takes(step.take, to=to)


def perform_level(step: LevelStep, inputs: Sequence[Path], to: Path) -> None:
    from pipeline.media.sound.levels import measure_take

    measure_take(step.take, joined=inputs[0] if inputs else None, to=to)


def perform_mix(step: MixStep, inputs: Sequence[Path], to: Path) -> None:
    from pipeline.media.sound.mix import make_mix

    files = iter(inputs)
    levels, joined = [], {}
    for sound in step.mix.sounds:
        levels.append(next(files))
        if len(sound.take.media) > 1:
            joined[sound.take] = next(files)
    make_mix(step.mix, levels, joined=joined, to=to)


def perform_sound(step: SoundStep, inputs: Sequence[Path], to: Path) -> None:
    from pipeline.media.sound.encode import encode_sound

    encode_sound(inputs[0], step.sound, to=to)


def perform_measure(step: MeasureStep, inputs: Sequence[Path], to: Path) -> None:
    from pipeline.media.sound.loudness import loudness_of, measures_text

    to.write_text(measures_text(loudness_of(step.medium.path)), encoding="utf-8")
