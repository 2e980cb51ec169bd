"""Takes: what is heard of recordings, as files of our own: treated, joined, computed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import singledispatch
from pathlib import Path

from pipeline.build import Action
from pipeline.digest import RECIPE_WHERE_SET
from pipeline.effects.chimes import Chime
from pipeline.messages import tr, verbatim
from pipeline.model.media import Medium
from pipeline.model.scene import SceneSound
from pipeline.model.timeline import PlacedSound, Take, Tone
from pipeline.render.piece import Context, scene_tools
from pipeline.render.sound.tempo import lower_tempo
from pipeline.timebase import SAMPLE_RATE, seconds_to_samples

TREAT, TAKES, TONE = "treat", "takes", "tone"
TREAT_COST, READ_COST = 0.012, 0.003
"""CPU seconds for a second of sound: treated, and read from one end to the other."""


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


def joined_of(sound: PlacedSound, context: Context) -> Action:
    """The file that a take is read from which is more than a part of one file."""
    if sound.take.tone is not None:
        return Action(
            kind=TONE,
            recipe=ToneStep(tone=sound.take.tone, tools=_tone_tools(sound.take.tone, context)),
            suffix=".flac",
            label=context.label(verbatim(sound.take.tone.label)),
            cost=sound.take.tone.samples / SAMPLE_RATE * READ_COST,
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
        cost=sound.take.samples / SAMPLE_RATE * READ_COST,
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
        cost=take.samples / SAMPLE_RATE * TREAT_COST,
    )


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
    from pipeline.media.treatment.treat import treat

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
