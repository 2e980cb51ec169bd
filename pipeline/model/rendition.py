"""Renditions: the exact output parameters of one file of a programme."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """Encoding of the picture; every span of a rendition shares it, so that packets join."""

    width: int
    height: int
    rate: Fraction
    crf: int = 21
    preset: str = "veryfast"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sound:
    """Encoding of the mix."""

    codec: Literal["aac", "mp3", "opus"]
    bitrate: int
    """Bits a second."""
    channels: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendition:
    """One file that every programme of a series gets: sound, and a picture unless it is audio-only."""

    name: str
    suffix: str
    """File suffix: .mp4, .mp3, .m4a or .opus."""
    sound: Sound
    picture: Picture | None = None


PRESETS: dict[str, Rendition] = {
    preset.name: preset
    for preset in (
        Rendition(
            name="video-1080p", suffix=".mp4",
            sound=Sound(codec="aac", bitrate=160_000),
            picture=Picture(width=1920, height=1080, rate=Fraction(25)),
        ),
        Rendition(
            name="video-720p", suffix=".mp4",
            sound=Sound(codec="aac", bitrate=128_000),
            picture=Picture(width=1280, height=720, rate=Fraction(25)),
        ),
        Rendition(
            name="video-draft", suffix=".mp4",
            sound=Sound(codec="aac", bitrate=96_000),
            picture=Picture(width=640, height=360, rate=Fraction(25), crf=28, preset="superfast"),
        ),
        Rendition(name="audio-mp3", suffix=".mp3", sound=Sound(codec="mp3", bitrate=128_000)),
        Rendition(name="audio-m4a", suffix=".m4a", sound=Sound(codec="aac", bitrate=128_000)),
        Rendition(name="audio-opus", suffix=".opus", sound=Sound(codec="opus", bitrate=96_000)),
    )
}  # fmt: skip
"""What `renditions:` may name."""
