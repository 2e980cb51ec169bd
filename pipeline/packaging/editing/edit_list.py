"""The edit list: which part of which file is seen and heard when, and what such a list cannot say.

It knows no editing program: each form of export is written from the same list.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import PurePath
from typing import Literal

from pipeline.build import Action
from pipeline.messages import Message
from pipeline.model.captions import Cue
from pipeline.model.media import Medium
from pipeline.model.timeline import Chapter
from pipeline.packaging.filenames import safe_name

_IN_ADDRESSES = {ord("%"): "％", ord("#"): "＃", ord(" "): "_"}

Role = Literal["speech", "music", "effect"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file that lies beside the list."""

    name: str
    kind: Literal["image", "film", "sound"]
    of: Action | Medium
    """What makes it, or the file that it is a copy of."""
    rate: Fraction
    """Frames or samples a second, in which its times are counted."""
    first: Fraction = Fraction(0)
    """Seconds from the file's start to what it holds."""
    seconds: Fraction = Fraction(0)
    """How much it holds from there on; 0 for a picture, which stands as long as is wanted."""

    @property
    def end(self) -> Fraction:
        return self.first + self.seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A transition at the beginning of an entry."""

    kind: str
    """As manifests call it."""
    before: int
    """Frames of it before the cut, in which the entry is seen already."""
    after: int
    """Frames of it after the cut, in which the entry before is still seen."""

    @property
    def frames(self) -> int:
        return self.before + self.after


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureEntry:
    """Part of a file that is seen for a while."""

    source: Source
    label: str
    start: int
    """First frame."""
    frames: int
    at: Fraction
    """Seconds from the file's start that are shown in its first frame."""
    way: Way | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundEntry:
    """Part of a file that is heard for a while."""

    role: Role
    source: Source
    label: str
    start: int
    """First sample."""
    samples: int
    at: Fraction
    """Seconds from the file's start."""
    gain: float
    """dB by which it is raised."""
    fade_in: int = 0
    fade_out: int = 0
    """Samples."""

    @property
    def stop(self) -> int:
        return self.start + self.samples


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What is to be seen besides, for whoever puts it there."""

    start: int
    """First frame."""
    frames: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """What the list cannot carry."""

    text: Message
    places: tuple[Fraction, ...] = ()
    """Seconds at which it is missed; none where it is missed all over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Carries:
    """What a form of export can say."""

    levels: bool
    """How loud each sound is, and its fades."""
    markers: bool
    """What begins where: chapters, and what is to be laid over pictures."""
    sound_of_films: bool
    """A film's sound without its picture, out of the same file."""


@dataclass(slots=True)
class Losses:
    """What is lost while a list is made: each once, with all its places."""

    found: dict[Message, list[Fraction]] = field(default_factory=dict)

    def add(self, text: Message, *places: Fraction) -> None:
        known = self.found.setdefault(text, [])
        known += [place for place in places if place not in known]

    def all(self) -> Iterator[Lost]:
        for text, places in self.found.items():
            yield Lost(text=text, places=tuple(sorted(places)))


@dataclass(slots=True)
class Sources:
    """The files beside a list, each once, under names that no two of them share."""

    found: dict[object, Source] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)

    def name(self, label: str, suffix: str) -> str:
        """A free name, on systems too that take capitals and small letters for the same."""
        # They stand in addresses, where these signs mean something.
        stem = _short(safe_name(label).translate(_IN_ADDRESSES)) or "clip"
        number, name = 1, f"{stem}{suffix}"
        while name.casefold() in self.taken:
            number += 1
            name = f"{stem}_{number}{suffix}"
        self.taken.add(name.casefold())
        return name

    def made(
        self, action: Action, label: str, *, kind: Literal["image", "film", "sound"], rate: Fraction, seconds: Fraction
    ) -> Source:
        """What an action makes."""
        if action not in self.found:
            name = self.name(_without_suffix(label), action.suffix)
            self.found[action] = Source(name=name, kind=kind, of=action, rate=rate, seconds=seconds)
        return self.found[action]

    def copy(
        self, medium: Medium, *, kind: Literal["film", "sound"], rate: Fraction, first: Fraction, seconds: Fraction
    ) -> Source:
        """A file as it is. Its picture and its sound are told apart: both have their own length."""
        key = (medium.content, kind)
        if key not in self.found:
            other = self.found.get((medium.content, "sound" if kind == "film" else "film"))
            name = other.name if other else self.name(medium.path.stem, medium.path.suffix)
            self.found[key] = Source(name=name, kind=kind, of=medium, rate=rate, first=first, seconds=seconds)
        return self.found[key]

    @property
    def files(self) -> dict[str, Source]:
        """Each file once, by its name."""
        return {source.name: source for source in reversed(self.found.values())}


@dataclass(frozen=True, slots=True, kw_only=True)
class EditList:
    """An episode as it is cut."""

    name: str
    """`lieshita/3`."""
    title: str
    series: str
    rate: Fraction
    size: tuple[int, int] | None
    """Pixels of the frame; None where there is no picture."""
    frames: int
    samples: int
    """At 48 kHz."""
    pictures: tuple[PictureEntry, ...]
    """They follow each other without a gap."""
    sounds: tuple[SoundEntry, ...]
    cues: tuple[Cue, ...]
    chapters: tuple[Chapter, ...]
    notes: tuple[Note, ...]
    lost: tuple[Lost, ...]
    files: tuple[Source, ...]
    """Each file beside it once."""

    @property
    def lanes(self) -> dict[Role, list[list[SoundEntry]]]:
        """Sounds by what they are, in as many lanes as are needed so that none lies over another."""
        found: dict[Role, list[list[SoundEntry]]] = {"speech": [], "music": [], "effect": []}
        for sound in sorted(self.sounds, key=lambda one: one.start):
            lanes = found[sound.role]
            lane = next((lane for lane in lanes if lane[-1].stop <= sound.start), None)
            if lane is None:
                lanes.append(lane := [])
            lane.append(sound)
        return found


def _without_suffix(label: str) -> str:
    path = PurePath(label)
    return path.stem if 2 <= len(path.suffix) <= 5 and path.suffix[1:].isalnum() and path.suffix.isascii() else label


def _short(name: str) -> str:
    """At most 120 bytes, so that numbers and suffixes find room behind it."""
    return name.encode()[:120].decode(errors="ignore").strip()
