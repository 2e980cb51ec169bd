"""What a media file contains, and the file itself, identified by its content."""

from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Literal

from pipeline.digest import OUTSIDE_RECIPE, RECIPE_WHERE_SET
from pipeline.model.edits import Edit
from pipeline.model.treatment import Treatment
from pipeline.timebase import SAMPLE_RATE

MediaKind = Literal["video", "audio", "image"]
ANIMATIONS = ("gif", "apng", "webp_anim")
"""Demuxers of pictures that move."""
Sides = Literal["left", "right", "mix", "stereo"]
"""Which channels of a recording are heard: one of them on both sides, the mean of both, or both as they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoInfo:
    """A moving or still picture stream."""

    codec: str
    width: int
    """Coded pixels, before rotation and sample aspect."""
    height: int
    rate: Fraction
    """Average frames a second; 0 for a still."""
    start: Fraction
    """Seconds from the file's start to the first frame."""
    duration: Fraction
    """Seconds from the first frame's start to the last frame's end; 0 for a still."""
    rotation: int = 0
    """Degrees clockwise by which a player turns the picture: 0, 90, 180 or 270."""
    mirrored: bool = False
    """Whether left and right change places, before it is turned."""
    tilt: int = 0
    """Degrees clockwise that the file asks for beyond `rotation`, which no rectangular frame can show."""
    sample_aspect: Fraction = Fraction(1)
    pixel_format: str = ""
    range: Literal["tv", "pc", "unknown"] = "unknown"
    matrix: str = "unknown"
    """FFmpeg's name of the colour matrix: bt709, smpte170m, bt2020nc, ..."""
    transfer: str = "unknown"
    primaries: str = "unknown"
    interlaced: bool = False
    decoder: str = ""
    """FFmpeg's decoder where its first choice would not show all: that of transparency in VP8 and VP9."""
    transparent: bool = False
    """Whether nothing is to be seen at the picture's edges."""
    uneven: bool = False
    """Whether the picture's size, shape or format may change within the file."""
    edits: tuple[Edit, ...] = ()
    """Of a file that is played by its edits: those of its picture."""

    @property
    def shown_size(self) -> tuple[Fraction, Fraction]:
        """Width and height as a player shows them: after sample aspect and rotation."""
        wide, high = self.width * self.sample_aspect, Fraction(self.height)
        return (high, wide) if self.rotation in (90, 270) else (wide, high)

    @property
    def hdr(self) -> bool:
        return self.transfer in ("smpte2084", "arib-std-b67")

    @property
    def shown_matrix(self) -> str:
        """The colour matrix; where the file does not say, the one that is usual for its size."""
        if self.matrix not in ("unknown", "gbr"):
            return self.matrix
        return "bt709" if self.height >= 720 or self.width >= 1280 else "smpte170m"

    @property
    def is_rgb(self) -> bool:
        return self.pixel_format.startswith(("rgb", "bgr", "gbr", "argb", "abgr", "0rgb", "0bgr", "pal8"))

    @property
    def has_alpha(self) -> bool:
        return self.pixel_format.startswith(("yuva", "rgba", "bgra", "argb", "abgr", "gbrap", "ya8", "ya16", "pal8"))

    @property
    def wide_gamut(self) -> bool:
        """Whether it has colours beyond those of BT.709."""
        return self.hdr or self.primaries in ("bt2020", "smpte431", "smpte432")


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundPart:
    """A stretch of a file that is a file of its own: several were written one behind the other."""

    first: int
    """Its first byte in the file."""
    stop: int
    """The byte after its last."""
    duration: Fraction
    """Seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeJump:
    """A place at which the times of a stream do not go on where they were."""

    at: Fraction
    """Seconds from the stream's start."""
    by: Fraction
    """Seconds that are left out; below 0 where times go back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listened:
    """What is heard in a stream. Shares are percent of the time in which anything is heard."""

    level: int
    """About as many LUFS."""
    left: int = 0
    """Share in which only the left channel is heard."""
    right: int = 0
    opposite: int = 0
    """Share in which the channels are in opposite phase: together, as on one loudspeaker, they cancel each other."""
    uneven_at: Fraction = Fraction(0)
    """Seconds to the first place of any of these."""
    clipped: int = 0
    """Share in which the tops of the waves are cut off."""
    clipped_at: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class AudioInfo:
    """A sound stream."""

    codec: str
    sample_rate: int
    channels: int
    start: Fraction
    """Seconds from the file's start to the first sample."""
    duration: Fraction
    silent: bool = False
    """Whether nothing can be heard in it."""
    track: int = 1
    """Which of the file's sound tracks it is."""
    laid_out: bool = True
    """Whether the file says where its channels belong."""
    changing: bool = False
    """Whether channels or sampling rate change on the way."""
    hot: bool = False
    """Whether samples go beyond full scale, as those of floating point may."""
    parts: tuple[SoundPart, ...] = ()
    """Where the file is several files one behind the other, each of them."""
    jumps: tuple[TimeJump, ...] = ()
    """The first few; without the short pauses that coders leave out."""
    unread: int = 0
    """Percent of the file that lie behind its own end, where no player looks."""
    heard: Listened | None = None
    """None where it is silent, or was not listened to."""
    edits: tuple[Edit, ...] = ()
    """Of a file that is played by its edits: those of this sound."""

    @property
    def end(self) -> Fraction:
        """Seconds from the file's start to the last sample."""
        return self.start + self.duration


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaInfo:
    """What probing found. Times count from the file's start: the earliest stream's first timestamp."""

    kind: MediaKind
    format: str
    """The demuxer's name, as opened by content."""
    start: Fraction
    """The container's own timestamp at the file's start, in seconds; seek to `start + t` for time t."""
    duration: Fraction
    """Seconds; 0 for an image."""
    video: VideoInfo | None = None
    audio: AudioInfo | None = None
    """The track that players choose."""
    tracks: tuple[AudioInfo, ...] = ()
    """All sound tracks in order, where there are several."""
    suspects: tuple[Fraction, ...] = ()
    """Seconds at which pictures look damaged, before anything was decoded; the first few."""
    lost: tuple[tuple[Fraction, Fraction], ...] = ()
    """From and to: stretches whose pictures are lost in damage; the first few."""
    pictures: int = 1
    """Of a file that holds several pictures, one of which is shown: pages, photos of a burst."""
    edited: bool = False
    """Whether it is played by its edits: its times are those of what is played, and `start` is the recording's."""

    @property
    def is_animation(self) -> bool:
        """Whether it is a picture that moves."""
        return self.kind == "video" and self.format in ANIMATIONS

    @property
    def is_picture(self) -> bool:
        """Whether it can be shown as a picture that stands still."""
        return self.kind == "image" or self.is_animation


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearing:
    """How a recording is heard, where that is not simply its first track with its channels as they are."""

    track: int = 1
    channels: Sides | Literal["inverted"] = "stereo"
    """Inverted: the right channel is turned over, so that both are in phase."""
    reading: Literal["plain", "parts", "changing", "even"] = "plain"
    """How it must be read: as several files, through changes of its format, all channels mixed evenly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Medium:
    """A media file, identified in recipes by its content; path and contents are not part of recipes."""

    content: str
    """SHA-256 of the file's bytes."""
    hearing: Hearing | None = field(default=None, metadata=RECIPE_WHERE_SET)
    """How its sound is heard; None as it is."""
    edited: bool = field(default=False, metadata=RECIPE_WHERE_SET)
    """Whether it is played by its edits."""
    treatment: Treatment | None = field(default=None, metadata=RECIPE_WHERE_SET)
    """What is done to its sound; None leaves it as it is."""
    info: MediaInfo = field(compare=False, metadata=OUTSIDE_RECIPE)
    path: Path = field(compare=False, metadata=OUTSIDE_RECIPE)
    """Where this machine finds it."""

    @property
    def sound_end(self) -> Fraction:
        """Seconds until its last sample is heard: silence at its head counts, pauses that are cut do not."""
        assert self.info.audio is not None
        left_out = self.treatment.shortened if self.treatment else 0
        return self.info.audio.end - Fraction(left_out, SAMPLE_RATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Font:
    """A face of a font file, identified by content like all media."""

    content: str
    """SHA-256 of the file's bytes."""
    index: int = 0
    """Face inside a collection (.ttc)."""
    typesetting: int = 2
    """Version of how text is set, raised when lines break or characters stand elsewhere: all that is drawn with fonts
    is then drawn again, and nothing else."""
    path: Path = field(compare=False, metadata=OUTSIDE_RECIPE)
