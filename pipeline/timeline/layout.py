"""Layouts: how long a segment is, what it shows and sounds, and what every kind of it is laid out with."""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from pipeline.effects.stills import FittedImage, TextCard
from pipeline.errors import Diagnostic, Mark
from pipeline.messages import NOTHING, Message
from pipeline.model.captions import Cue
from pipeline.model.media import Font, Medium
from pipeline.model.segments import ClipSegment, ClipUse, ImageSegment, ImageUse
from pipeline.model.series import MediaUse, Theme, Transition
from pipeline.model.timeline import Take
from pipeline.timebase import format_time, seconds_to_frames
from pipeline.timeline.shots import ClipShot, Shot


@dataclass(frozen=True, slots=True, kw_only=True)
class ShotLayout:
    """A shot inside its segment."""

    start: int
    """First frame, from the segment's start."""
    shot: Shot
    into: Transition | None = None
    """The way into it; None takes the default. The first shot's is the segment's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """The segment's own sound, from its first frame on."""

    take: Take
    gain: Decimal | None
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A segment laid out at a frame rate."""

    frames: int
    shots: tuple[ShotLayout, ...]
    speech: Speech | None = None
    cues: tuple[Cue, ...] = ()


class LayoutError(Exception):
    """Diagnostics were noted that leave nothing to lay out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LayoutContext:
    """What segments are laid out with at one rate; notes what their author should know."""

    rate: Fraction
    medium: Callable[[MediaUse], Medium | None]
    """The medium of a use; None when it could not be opened, which has been said already."""
    fonts: Callable[[Theme], tuple[Font, ...]]
    title: str
    """The episode's: shown where there is nothing else to be seen."""
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def fitted(self, image: MediaUse, use: ImageSegment | ImageUse) -> FittedImage:
        return FittedImage(image=self.image_medium(image), fit=use.fit, focus=use.focus, label=image.name)

    def clip_shot(self, clip: MediaUse, use: ClipSegment | ClipUse) -> tuple[ClipShot, Fraction]:
        """The shot, and the seconds from its `from` to its `to`."""
        medium = self.opened(clip)
        video = medium.info.video
        if medium.info.kind == "image" or video is None:
            hint = "use 'image:' for a picture" if medium.info.kind == "image" else "use 'narration:' for sound"
            self.error("wrong-kind", clip.mark, f"'{clip.name}' holds no moving picture", hint=hint)
            raise LayoutError
        end = video.start + video.duration
        half = 1 / (2 * self.rate)
        name = clip.name
        if use.start >= end:
            self.error(
                "from-beyond-end", use.start_mark or use.mark,
                f"clip '{name}' ends at {format_time(end)}, asked for a start at {format_time(use.start)}",
            )  # fmt: skip
            raise LayoutError
        if use.end is not None and use.end > end + half:
            self.error(
                "to-beyond-end", use.end_mark or use.mark,
                f"clip '{name}' ends at {format_time(end)}, asked for {format_time(use.end)}",
                hint="shorten 'to:', or leave it out to take all there is",
            )  # fmt: skip
            raise LayoutError
        shot = ClipShot(medium=medium, start=use.start, fit=use.fit, focus=use.focus, label=name)
        return shot, (use.end if use.end is not None else end) - use.start

    def image_medium(self, use: MediaUse) -> Medium:
        medium = self.opened(use)
        if medium.info.kind != "image":
            hint = "use 'clip:' for moving pictures" if medium.info.kind == "video" else ""
            self.error("wrong-kind", use.mark, f"'{use.name}' is no picture but {medium.info.kind}", hint=hint)
            raise LayoutError
        return medium

    def opened(self, use: MediaUse) -> Medium:
        medium = self.medium(use)
        if medium is None:
            raise LayoutError
        return medium

    def text_card(self, text: str, theme: Theme) -> TextCard:
        return TextCard(
            text=text,
            background=theme.background,
            foreground=theme.foreground,
            accent=theme.accent,
            picture=self.image_medium(theme.picture) if theme.picture else None,
            fonts=self.fonts(theme),
            label=text.strip().split("\n")[0],
        )

    def frames(self, length: Fraction) -> int:
        return max(1, seconds_to_frames(length, self.rate))

    def error(self, code: str, mark: Mark, message: Message, *, hint: Message = NOTHING) -> None:
        self.diagnostics.append(Diagnostic(code=code, message=message, mark=mark, hint=hint))

    def warn(self, code: str, mark: Mark, message: Message, *, hint: Message) -> None:
        self.diagnostics.append(Diagnostic(code=code, message=message, mark=mark, hint=hint, severity="warning"))
