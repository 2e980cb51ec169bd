"""Sound: takes, their levels, the mix at its loudness, its encodings, and the loudness of files made elsewhere."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import singledispatch
from pathlib import Path

from pipeline.build import Action
from pipeline.digest import RECIPE_WHERE_SET
from pipeline.effects.chimes import Chime
from pipeline.messages import tr, verbatim
from pipeline.model.media import Medium
from pipeline.model.rendition import Sound
from pipeline.model.scene import SceneSound
from pipeline.model.timeline import Mix, PlacedSound, Take, Timeline, Tone
from pipeline.render.piece import Context, scene_tools
from pipeline.render.tempo import lower_tempo
from pipeline.timebase import SAMPLE_RATE, seconds_to_samples

TREAT, TAKES, TONE, LEVEL, MIX, SOUND, MEASURE = "treat", "takes", "tone", "level", "mix", "sound", "measure"
SOUND_COST = {
    "treat": 0.012,
    "tempo": 0.006,
    "level": 0.003,
    "mix": 0.008,
    "measure": 0.010,
    "aac": 0.009,
    "mp3": 0.014,
    "opus": 0.010,
}
"""CPU seconds for a second of sound."""

MOST_GAIN, CLEAR = 20.0, 10.0
"""As the mix has them: dB by which sound is raised at most, LU by which music lies under speech at least."""
ROUGHLY = 3.0
"""LU within which the level of speech is known before it is measured."""


_ENCODED = {"aac": 2}
"""Versions of how codecs are used: the first AAC was not the same in every run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TreatStep:
    """A recording of a voice, treated."""

    take: Take
    tools: str
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class TakesStep:
    """Several takes of a narration joined into one."""

    take: Take
    tools: str
    floating: bool = field(default=False, metadata=RECIPE_WHERE_SET)
    """Whether samples beyond full scale are known to be in it."""
    version: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class ToneStep:
    """A sound that is computed."""

    tone: Tone
    tools: str
    version: int = 1


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
        recipe=MixStep(mix=mix, tools=context.tools, follows=_comes_near(mix)),
        inputs=tuple(_inputs(mix.sounds, context)),
        suffix=".flac",
        label=context.label(tr("mix")),
        cost=mix.samples / SAMPLE_RATE * SOUND_COST["mix"],
    )


def lower_sound(mix: Action, timeline: Timeline, sound: Sound, context: Context) -> Action:
    suffix = {"aac": ".m4a", "mp3": ".mp3", "opus": ".opus"}[sound.codec]
    return Action(
        kind=SOUND,
        recipe=SoundStep(sound=sound, tools=context.tools, version=_ENCODED.get(sound.codec, 1)),
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
            cost=take.samples / SAMPLE_RATE * SOUND_COST["level"],
        )
        yield from joined


def joined_of(sound: PlacedSound, context: Context) -> Action:
    """The file that a take is read from which is more than a part of one file."""
    if sound.take.tone is not None:
        return Action(
            kind=TONE,
            recipe=ToneStep(tone=sound.take.tone, tools=_tone_tools(sound.take.tone, context)),
            suffix=".flac",
            label=context.label(verbatim(sound.take.tone.label)),
            cost=sound.take.tone.samples / SAMPLE_RATE * SOUND_COST["level"],
        )
    treated = tuple(lower_treat(medium, sound.take.start, context) for medium in sound.take.media if medium.treatment)
    if sound.take.tempo != 1:
        return lower_tempo(sound.take, treated, context, floating=_beyond_full_scale(sound.take))
    if len(sound.take.media) == 1:
        return treated[0]
    return Action(
        kind=TAKES,
        recipe=TakesStep(take=sound.take, tools=context.tools, floating=_beyond_full_scale(sound.take)),
        inputs=treated,
        suffix=".flac",
        label=context.label(tr("takes of {name}", name=sound.label)),
        cost=sound.take.samples / SAMPLE_RATE * SOUND_COST["level"],
    )


def lower_treat(medium: Medium, start: Fraction, context: Context) -> Action:
    """The file of a medium that is treated, from so many seconds on."""
    assert medium.treatment is not None
    take = Take(media=(medium,), start=start, samples=medium.treatment.samples)
    return Action(
        kind=TREAT,
        recipe=TreatStep(take=take, tools=context.tools),
        suffix=".flac",
        label=context.label(tr("treatment of {name}", name=medium.path.name)),
        cost=take.samples / SAMPLE_RATE * SOUND_COST["treat"],
    )


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


def _beyond_full_scale(take: Take) -> bool:
    """Of coded sound it is only known when it is decoded."""
    sounds = [medium.info.audio for medium in take.media]
    return any(audio is not None and audio.hot and audio.codec.startswith("pcm_f") for audio in sounds)


def whole_file(take: Take) -> Take:
    """The file from end to end: music and effects have one level however long they play, so a series measures each
    once."""
    if take.tone is not None:
        return Take(tone=take.tone, samples=take.tone.samples)
    audio = take.media[0].info.audio
    samples = seconds_to_samples(audio.start + audio.duration) if audio else take.samples
    return Take(media=take.media, samples=max(1, samples))


def perform_treat(step: TreatStep, inputs: Sequence[Path], to: Path) -> None:
    from pipeline.media.treating.treat import treat

    treat(step.take, to=to)


def perform_takes(step: TakesStep, inputs: Sequence[Path], to: Path) -> None:
    from pipeline.media.sound.takes import join_takes

    treated = dict(zip((medium for medium in step.take.media if medium.treatment), inputs, strict=True))
    join_takes(step.take, to=to, floating=step.floating, treated=treated)


def perform_tone(step: ToneStep, inputs: Sequence[Path], to: Path) -> None:
    make_tone(step.tone, to)


@singledispatch
def make_tone(tone: object, to: Path) -> None:
    """Compute a sound; leaves a lossless file of exactly its samples. A new kind of tone registers its making here."""
    raise TypeError(f"no way to make a {type(tone).__name__}")


def _tone_tools(tone: Tone, context: Context) -> str:
    return scene_tools(context.tools) if isinstance(tone, SceneSound) else context.tools


@make_tone.register(SceneSound)
def _(tone: SceneSound, to: Path) -> None:
    from pipeline.media.scenes.sound import make_scene_sound

    make_scene_sound(tone, to=to)


@make_tone.register(Chime)
def _(tone: Chime, to: Path) -> None:
    from pipeline.media.sound.chimes import make_chime

    make_chime(tone, to=to)


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


def perform_sound(step: SoundStep, inputs: Sequence[Path], to: Path) -> None:
    from pipeline.media.sound.encode import encode_sound

    encode_sound(inputs[0], step.sound, to=to)


def perform_measure(step: MeasureStep, inputs: Sequence[Path], to: Path) -> None:
    from pipeline.media.sound.loudness import loudness_of, measures_text

    to.write_text(measures_text(loudness_of(step.medium.path)), encoding="utf-8")
