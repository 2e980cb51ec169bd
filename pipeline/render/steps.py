"""The recipes: what each kind of action is made from, as values that make keys."""

from dataclasses import dataclass
from fractions import Fraction

from pipeline.effects.audiogram import Audiogram
from pipeline.model.media import Medium
from pipeline.model.rendition import Picture, Sound
from pipeline.model.timeline import CaptionRun, ClipSpan, Mix, Still, StillSpan, Take, TransitionSpan

STILL, CAPTIONS, CLIP, TRANSITION = "still", "captions", "clip", "transition"
TAKES, LEVEL, MIX, SOUND, COVER = "takes", "level", "mix", "sound", "cover"
MEASURE, WAVE, AUDIOGRAM = "measure", "wave", "audiogram"
SOUND_KINDS = frozenset((TAKES, LEVEL, MIX, SOUND, WAVE))


@dataclass(frozen=True, slots=True, kw_only=True)
class StillStep:
    """A picture encoded as a tile that repeats to any length."""

    still: Still
    picture: Picture
    tools: str
    """Versions of whatever draws and encodes: other ones may give other bytes."""
    version: int = 1
    """Counts up when the recipe's own way of making changes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptionsStep:
    """A picture while the captions in it change, encoded whole."""

    runs: tuple[StillSpan, ...]
    picture: Picture
    tools: str
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipStep:
    """Moving frames, encoded."""

    span: ClipSpan
    picture: Picture
    tools: str
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class TransitionStep:
    """Both sides of a cut, blended and encoded; still sides come in as their tiles."""

    span: TransitionSpan
    picture: Picture
    tools: str
    version: int = 1


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
class WaveStep:
    """How loud a mix is from bar to bar."""

    bar: Fraction
    """Seconds."""
    tools: str
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class AudiogramStep:
    """A stretch of the film that is seen while sound is heard; it begins with a page of the wave."""

    look: Audiogram
    captions: tuple[CaptionRun, ...]
    """Counted from the stretch's first frame."""
    first: int
    frames: int
    total: int
    """Frames of the whole programme."""
    picture: Picture
    tools: str
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureStep:
    """How loud a finished file is."""

    medium: Medium
    tools: str
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverStep:
    """A cover of the programme as a JPEG: a given picture, or the title card's."""

    picture: Still | Medium
    width: int
    height: int
    exact: bool
    """Whether a given picture fills this very size; else it keeps its own shape inside it, and is never enlarged."""
    most: int
    """Bytes."""
    tools: str
    version: int = 1
