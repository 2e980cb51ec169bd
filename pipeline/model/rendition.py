"""Renditions: the exact output parameters of one file of a programme."""

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from pipeline.digest import OUTSIDE_RECIPE, RECIPE_WHERE_SET
from pipeline.model.covered import Covered
from pipeline.model.overlays import LogoChange
from pipeline.model.series import CaptionLook, Captions, Fit, Focus


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """Encoding of the picture; every span of a rendition shares it, so that packets join."""

    width: int
    height: int
    rate: Fraction
    crf: int = 21
    preset: str = "veryfast"
    profile: Literal["high", "baseline"] = "high"
    """Of H.264: what the player must be able to do. Old projectors and boxes know the baseline alone."""
    most: int = 0
    """Bits a second that moving pictures take at most, over two seconds; 0 sets no limit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sound:
    """Encoding of the mix."""

    codec: Literal["aac", "mp3", "opus"]
    bitrate: int
    """Bits a second."""
    channels: int = 2
    loudness: Decimal | None = None
    """LUFS; None keeps the mix's."""
    voicing: Literal["full", "horn"] = "full"
    """What it is played on: anything, or a horn loudspeaker, which reproduces speech but no bass."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendition:
    """One file that every programme of a series gets: sound, and a picture unless it is audio-only."""

    name: str
    suffix: str
    """File suffix: .mp4, .mp3, .m4a or .opus."""
    sound: Sound
    picture: Picture | None = None
    shows: Literal["pictures", "sound"] = "pictures"
    """The episode's pictures, or an audiogram: a cover and a wave that fills as the sound is played."""
    reframe: Fit | None = None
    """How pictures of another shape fill its frame; None uses each picture's own `fit`."""
    focus: Focus | None = None
    """Point that a crop keeps in view in pictures without a focus of their own; None is their middle."""
    captions: Captions | None = None
    """How it shows captions; None leaves that to the episode."""
    lettering: Decimal = Decimal(1)
    """Size of captions drawn into its picture, against what is usual for the frame."""
    logo: LogoChange | None = field(default=None, metadata=RECIPE_WHERE_SET)
    """What it changes of the episode's logo."""
    caption_look: CaptionLook = field(default=CaptionLook(), metadata=RECIPE_WHERE_SET)
    """What it changes of the look of captions; its size replaces `lettering`."""
    covered: Covered | None = field(default=None, metadata=RECIPE_WHERE_SET)
    """What the platforms that it goes to lay over its picture; None for all that any of them may."""
    rate_stated: bool = field(default=False, compare=False, metadata=OUTSIDE_RECIPE)
    """Whether a person chose the picture's rate."""


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
        Rendition(
            name="vertical", suffix=".mp4",
            sound=Sound(codec="aac", bitrate=160_000),
            picture=Picture(width=1080, height=1920, rate=Fraction(25)),
            reframe="blur",
        ),
        Rendition(
            name="square", suffix=".mp4",
            sound=Sound(codec="aac", bitrate=160_000),
            picture=Picture(width=1080, height=1080, rate=Fraction(25)),
            reframe="blur",
        ),
        Rendition(
            name="classroom", suffix=".mp4",
            sound=Sound(codec="aac", bitrate=96_000),
            picture=Picture(
                width=1280, height=720, rate=Fraction(25), crf=25, profile="baseline", most=1_500_000
            ),
            captions="burned",
            lettering=Decimal("1.5"),
        ),
        Rendition(
            name="audiogram", suffix=".mp4",
            sound=Sound(codec="aac", bitrate=128_000),
            picture=Picture(width=1080, height=1080, rate=Fraction(25)),
            captions="burned",
            shows="sound",
        ),
        Rendition(name="audio-mp3", suffix=".mp3", sound=Sound(codec="mp3", bitrate=128_000)),
        Rendition(name="audio-m4a", suffix=".m4a", sound=Sound(codec="aac", bitrate=128_000)),
        Rendition(name="audio-opus", suffix=".opus", sound=Sound(codec="opus", bitrate=96_000)),
        Rendition(
            name="loudspeaker", suffix=".mp3",
            sound=Sound(codec="mp3", bitrate=64_000, channels=1, loudness=Decimal(-13), voicing="horn"),
        ),
    )
}  # fmt: skip
"""What `renditions:` may name."""
