"""Studio and series: what all their episodes share."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Literal, get_args

from pipeline.digest import OUTSIDE_RECIPE
from pipeline.errors import Mark
from pipeline.model.bars import Bars
from pipeline.model.media import Sides
from pipeline.model.publishing.imprint import Imprint
from pipeline.model.publishing.podcast import Podcast
from pipeline.model.publishing.schedule import Schedule
from pipeline.model.publishing.target import Target
from pipeline.model.reach import TIMEZONE, ReachSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaUse:
    """A media file as a manifest names it; when the manifest was read, the file was in the workspace."""

    path: Path = field(metadata=OUTSIDE_RECIPE)
    """Absolute."""
    name: str
    """As written, for messages and for the record."""
    mark: Mark = field(compare=False, repr=False, metadata=OUTSIDE_RECIPE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Loudness:
    """How loud every programme of a series is (EBU R 128 / ITU-R BS.1770)."""

    target: Decimal = Decimal(-16)
    """Integrated loudness, LUFS."""
    peak: Decimal = Decimal(-1)
    """Highest true peak of any delivered file, dBTP."""


TransitionKind = Literal[
    "dissolve", "dip-to-black", "dip-to-white", "wipe-left", "wipe-right", "slide-left", "slide-right", "push-left",
    "push-right", "circle-open",
]  # fmt: skip
"""Ways from one picture to the next that take time."""
TRANSITIONS = ("cut", *get_args(TransitionKind))
"""As manifests name them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """The way into a segment or picture; centred on the cut, borrowing frames from both sides."""

    kind: TransitionKind | Literal["cut"] = "cut"
    length: Fraction = Fraction(0)
    """Seconds; 0 for a cut."""
    mark: Mark | None = field(default=None, compare=False, repr=False, metadata=OUTSIDE_RECIPE)


Ending = Literal["fade", "own", "bar"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bed:
    """Music under a run of segments, looped to its length."""

    media: MediaUse
    gain: Decimal = Decimal(-14)
    """dB against the programme's target loudness: the bed is first levelled to the target, then moved by this."""
    duck: Decimal = Decimal(-8)
    """Further dB while somebody speaks; 0 leaves the bed as it is."""
    fade: Fraction = Fraction(2)
    """Seconds of fade at either end of the bed."""
    ends: Ending = "fade"
    """With a fade, with its own last note, or with the last bar that is over in its time."""
    bars: Bars | None = None
    """What was heard of its bars, where it ends with one."""
    channels: Sides | None = None
    """What is heard of its channels; None leaves it to the file."""
    track: int | None = None
    """Which of the file's sound tracks, from 1; None is the one that players choose."""
    track_mark: Mark | None = field(default=None, compare=False, repr=False, metadata=OUTSIDE_RECIPE)


PRESETS: Mapping[str, str] = {
    "red-gold": "红金", "celadon": "青瓷", "ink": "水墨", "archive-paper": "档案纸", "night": "夜", "plain": "素",
}  # fmt: skip
"""Themes that come with voicehall, each with its name in Chinese."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """How cards, covers, captions and pages look; colours are #rrggbb."""

    preset: str = "red-gold"
    """One of `PRESETS`: all but the colours."""
    background: str = "#7a1414"
    foreground: str = "#fff6e0"
    accent: str = "#e8b64c"
    picture: MediaUse | None = None
    """A picture behind the text of cards instead of the plain background."""
    font: MediaUse | None = None
    """A font file; by default the system's, with or without serifs as the preset wants it."""
    named: str = field(default="", compare=False, metadata=OUTSIDE_RECIPE)
    """The preset that somebody named; empty where nobody did."""
    own: Mapping[str, str] = field(default_factory=dict, compare=False, hash=False, metadata=OUTSIDE_RECIPE)
    """The colours that were written since, as they were written."""


Fit = Literal["blur", "pad", "crop"]
"""How a picture of another shape fills the frame, aspect kept: over a blurred copy, over black, or cut to fill."""

Focus = tuple[Fraction, Fraction]
"""The point of a picture that a crop keeps as near to the frame's middle as it can: shares of its width and height."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverWish:
    """What its author asks of covers beyond a picture."""

    title: bool | None = None
    """Whether the title is set over the picture; None leaves a given picture as it is where its shape fits."""
    at: Fraction | None = None
    """Seconds from the start of the film that was given."""
    focus: Focus | None = None
    text: str = ""
    """In the place of the title."""
    at_mark: Mark | None = field(default=None, compare=False, repr=False, metadata=OUTSIDE_RECIPE)


Captions = Literal["soft", "burned", "both", "none"]
"""A track that viewers switch on, text drawn into the picture, both, or neither."""

CaptionStyle = Literal["outline", "box", "bar"]
"""What captions are drawn on: an outline and a shade around the letters, a box around the lines, or a band."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptionLook:
    """How captions are drawn into pictures, as far as it is said; None leaves it to whoever stands above."""

    style: CaptionStyle | None = None
    size: Decimal | None = None
    """Against what is usual for the frame."""
    punctuation: bool | None = None
    """Whether commas and full stops are drawn."""

    def over(self, above: "CaptionLook") -> "CaptionLook":
        """What this says, and what `above` says of all else."""
        return CaptionLook(
            style=self.style or above.style,
            size=above.size if self.size is None else self.size,
            punctuation=above.punctuation if self.punctuation is None else self.punctuation,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Aligner:
    """What finds the sentences of scripts in their sound."""

    engine: Literal["pauses", "faster-whisper"] = "pauses"
    """Built in, or speech recognition that the user has installed."""
    model: Path | None = field(default=None, metadata=OUTSIDE_RECIPE)
    """Folder of the speech recognition model, on this machine."""
    mark: Mark | None = field(default=None, compare=False, repr=False, metadata=OUTSIDE_RECIPE)


EngineName = Literal["espeak-ng", "piper", "command", "edge"]
"""What makes speech of text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """A voice that speaks where nobody recorded the text."""

    engine: EngineName | None = None
    """None where nobody chose one."""
    name: str = ""
    """Of one of the engine's voices; piper's model file. Empty takes the one for the series' language."""
    folder: Path | None = field(default=None, metadata=OUTSIDE_RECIPE)
    """From which `name` counts where it is a file."""
    rate: int = 100
    """Percent of the engine's usual pace."""
    pitch: int = 100
    """Percent of the engine's usual pitch."""
    lexicon: tuple[tuple[str, str], ...] = ()
    """Words and what is spoken in their place."""
    command: tuple[str, ...] = ()
    """Of the engine `command`: a program and its arguments, with places such as `{out}`."""
    mark: Mark | None = field(default=None, compare=False, repr=False, metadata=OUTSIDE_RECIPE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Studio:
    """The workspace and who works in it."""

    root: Path
    name: str
    media_roots: tuple[Path, ...] = ()
    """Folders outside the workspace that manifests may take media from."""
    targets: tuple[Target, ...] = ()
    timezone: str = TIMEZONE
    """As the IANA database names it."""
    reach: ReachSettings = field(default_factory=ReachSettings)
    imprint: Imprint = field(default_factory=Imprint)


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """What the episodes of one folder share; the cascade has already been applied."""

    id: str
    """The folder's name."""
    title: str
    author: str
    language: str = "zh-CN"
    category: str = ""
    numbering: str = "{number}"
    name: str = "{number:03d} {title}"
    """Pattern of the file stem."""
    total: int | None = None
    """How many episodes the series will have, if that is known; shown beside the number in tags."""
    aliases: tuple[str, ...] = ()
    summary: str = ""
    cover: MediaUse | None = None
    """Picture of the series' cover; None where it is made from the title."""
    cover_wish: CoverWish = field(default_factory=CoverWish)
    seal: MediaUse | None = None
    """The logo over its pictures, which its cover has as well."""
    theme: Theme = field(default_factory=Theme)
    podcast: Podcast = field(default_factory=Podcast)
    schedule: Schedule = field(default_factory=Schedule)
    platforms: tuple[str, ...] = ()
    """Ids of the platforms that its programmes go to."""
