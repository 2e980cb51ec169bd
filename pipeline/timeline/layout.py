"""Layouts: how long a segment is, what it shows and plays, and the context in which every kind is laid out."""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from pipeline.effects.look import Look, look_of
from pipeline.effects.stills import OWN, FittedImage, TextCard
from pipeline.errors import Diagnostic, Mark
from pipeline.messages import NOTHING, Message, tr, trn
from pipeline.model.captions import Cue
from pipeline.model.fields import Sense
from pipeline.model.media import Font, MediaInfo, MediaKind, Medium
from pipeline.model.overlays import LabelUse
from pipeline.model.segments import ClipSegment, ClipUse, ImageSegment, ImageUse
from pipeline.model.series import MediaUse, Theme, Transition
from pipeline.model.timeline import Take
from pipeline.timebase import format_time, seconds_to_frames, speed_text
from pipeline.timeline.hearing import Role, Wanted, hear
from pipeline.timeline.shots import ClipShot, MotionShot, Shot, StillShot

JERKY = 10
"""Pictures a second, below which the eye sees them one by one."""
PADDING = Fraction(1, 10)
"""Seconds by which sound may be longer than the picture and be left out: what coders and recorders fill up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShotLayout:
    """A shot inside its segment."""

    start: int
    """First frame, from the segment's start."""
    shot: Shot
    into: Transition | None = None
    """The way into it; None takes the default. The first shot's is the segment's."""
    goes_on: bool = False
    """Whether it is the still before it, with something on it changed: a transition may reach over both."""
    label: LabelUse | None = None
    """What it shows."""
    picture: str = ""
    """Name of its file, where it has a label."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundLayout:
    """A sound inside its segment."""

    start: int = 0
    """First frame, from the segment's start."""
    stop: int | None = None
    """Frame at which it ends; None is the segment's end. The take plays until then, or else falls silent before."""
    take: Take
    gain: Decimal | None = None
    """dB. Speech: applied to the take as it is, None matches it to the target. Effects: against the target loudness."""
    label: str
    role: Literal["speech", "effect"] = "speech"
    fade: int | None = None
    """Samples at either end; None are just enough to prevent clicks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """When a question is thought about and answered: frames from its segment's start."""

    think: int
    answer: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentLayout:
    """A segment laid out at a frame rate."""

    frames: int
    shots: tuple[ShotLayout, ...]
    sounds: tuple[SoundLayout, ...] = ()
    """In the order of their starts; they may overlap."""
    cues: tuple[Cue, ...] = ()
    asked: Asked | None = None
    """Of a question."""


class LayoutError(Exception):
    """A segment cannot be laid out; the context's diagnostics say why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LayoutContext:
    """What segments of an episode are laid out with, at one frame rate, and the diagnostics about them."""

    rate: Fraction
    medium: Callable[[MediaUse], Medium | None]
    """The medium of a use; None when it could not be opened, which has been reported already."""
    fonts: Callable[[Theme, str], tuple[Font, ...]]
    content: Callable[[MediaUse], str | None]
    """SHA-256 of a file that is no medium; None when it cannot be read, which has been reported already."""
    title: str
    """The episode's title: shown where there is no picture."""
    loudness: Decimal = Decimal(-16)
    """LUFS that the programme will have."""
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def fitted(self, image: MediaUse, use: ImageSegment | ImageUse) -> FittedImage:
        medium = self.image_medium(image, page=use.page)
        label = image.name if use.page is None else f"{image.name} {use.page}"
        ground = OWN if isinstance(use, ImageUse) and use.slide else ""
        return FittedImage(image=medium, fit=use.fit, focus=use.focus, page=use.page or 1, ground=ground, label=label)

    def image_shot(self, image: MediaUse, use: ImageSegment | ImageUse) -> StillShot | MotionShot:
        """A picture that stands still, or over which the view moves."""
        still = self.fitted(image, use)
        return MotionShot(still=still, motion=use.motion) if use.motion else StillShot(still=still)

    def clip_shot(self, clip: MediaUse, use: ClipSegment | ClipUse) -> tuple[ClipShot, Fraction]:
        """The shot, and the seconds that it plays from its `from` to its `to`; what it holds apart."""
        medium = self.opened(clip)
        video = medium.info.video
        if medium.info.kind == "image" or video is None:
            hint = tr("use 'image:' for a picture") if medium.info.kind == "image" else tr("use 'narration:' for sound")
            self.error("wrong-kind", clip.mark, tr("'{file}' is not a video", file=clip.name), hint=hint)
            raise LayoutError
        if video.tilt:
            self.warn(
                "tilted-clip", clip.mark,
                tr(
                    "'{file}' asks to be turned by {degrees} degrees; it is turned by {turned}",
                    file=clip.name, degrees=video.rotation + video.tilt, turned=video.rotation,
                ),
                hint=tr("turn it in a video editor if that is not what you want"),
            )  # fmt: skip
        end = shown_until(medium.info, heard=isinstance(use, ClipSegment) and not use.mute)
        half = 1 / (2 * self.rate)
        name = clip.name
        if use.start >= end:
            self.error(
                "from-beyond-end", use.start_mark or use.mark,
                tr(
                    "clip '{file}' ends at {end}, asked for a start at {start}",
                    file=name, end=format_time(end), start=format_time(use.start),
                ),
            )  # fmt: skip
            raise LayoutError
        if use.end is not None and use.end > end + half:
            self.error(
                "to-beyond-end", use.end_mark or use.mark,
                tr(
                    "clip '{file}' ends at {end}, asked for {to}",
                    file=name, end=format_time(end), to=format_time(use.end),
                ),
                hint=tr("make 'to:' earlier, or leave it out to use the whole file"),
            )  # fmt: skip
            raise LayoutError
        shot = ClipShot(
            medium=medium,
            start=use.start,
            fit=use.fit,
            focus=use.focus,
            first=None if use.handles or not use.start else use.start,
            end=None if use.handles and not use.hold else use.end,
            speed=use.speed,
            hold=use.hold,
            label=name,
        )
        if use.speed < 1 and video.rate * use.speed < JERKY:
            self._tell_of_jerks(use, name, video.rate)
        return shot, ((use.end if use.end is not None else end) - use.start) / use.speed

    def _tell_of_jerks(self, use: ClipSegment | ClipUse, name: str, rate: Fraction) -> None:
        self.warn(
            "jerky-motion", use.mark,
            tr(
                "at {speed} times its speed '{file}' shows {count} new pictures a second: it will move in jerks",
                file=name, speed=speed_text(use.speed), count=speed_text(rate * use.speed),
            ),
            hint=tr("slow it down less; for slow motion a camera records 50 pictures a second or more"),
        )  # fmt: skip

    def heard(self, medium: Medium, use: MediaUse, wanted: Wanted, role: Role = "speech") -> Medium:
        """The medium as it is heard. Raises LayoutError where it cannot be."""
        found = hear(medium, use, wanted, role, self.loudness, self)
        if found is None:
            raise LayoutError
        return found

    def image_medium(self, use: MediaUse, *, page: int | None = None) -> Medium:
        """The medium of a picture; what is not shown of it is said."""
        medium = self.opened(use)
        if not medium.info.is_picture:
            hint = tr("use 'clip:' for moving pictures") if medium.info.kind == "video" else NOTHING
            self.error("wrong-kind", use.mark, not_a_picture(use.name, medium.info.kind), hint=hint)
            raise LayoutError
        video = medium.info.video
        if video is not None and video.tilt and not medium.info.is_animation:
            self.warn(
                "tilted-picture", use.mark,
                tr(
                    "the EXIF of '{file}' asks for a turn by {degrees} degrees,"
                    " which readers of its format do not make",
                    file=use.name, degrees=video.tilt,
                ),
                hint=tr("if it lies on its side, turn it in a photo program and save it again"),
            )  # fmt: skip
        problem = page_problem(use, medium.info, page)
        self.diagnostics.extend(problem)
        if any(one.severity == "error" for one in problem):
            raise LayoutError
        return medium

    def opened(self, use: MediaUse) -> Medium:
        medium = self.medium(use)
        if medium is None:
            raise LayoutError
        return medium

    def content_of(self, use: MediaUse) -> str:
        content = self.content(use)
        if content is None:
            raise LayoutError
        return content

    def text_card(self, text: str, theme: Theme, senses: tuple[Sense, ...] = ()) -> TextCard:
        return TextCard(
            text=text, look=self.look(theme, text), senses=senses, label=text.strip().split("\n")[0],
        )  # fmt: skip

    def look(self, theme: Theme, text: str) -> Look:
        """What a card with this text is drawn in."""
        picture = self.image_medium(theme.picture) if theme.picture else None
        return look_of(theme, picture=picture, fonts=self.fonts(theme, text))

    def frames(self, length: Fraction) -> int:
        return max(1, seconds_to_frames(length, self.rate))

    def error(self, code: str, mark: Mark, message: Message, *, hint: Message = NOTHING) -> None:
        self.diagnostics.append(Diagnostic(code=code, message=message, mark=mark, hint=hint))

    def warn(self, code: str, mark: Mark, message: Message, *, hint: Message) -> None:
        self.diagnostics.append(Diagnostic(code=code, message=message, mark=mark, hint=hint, severity="warning"))


def shown_until(info: MediaInfo, *, heard: bool) -> Fraction:
    """Seconds at which a clip ends: with its picture, or with its sound where that is `heard` and goes on."""
    video, audio = info.video, info.audio
    assert video is not None
    end = video.start + video.duration
    if heard and audio is not None and audio.start + audio.duration > end + PADDING:
        return audio.start + audio.duration
    return end


def page_problem(use: MediaUse, info: MediaInfo, page: int | None = None) -> tuple[Diagnostic, ...]:
    """What is to be said of a picture that holds more than is shown, or less than is asked for."""
    if page is not None and info.format != "pdf":
        return (
            Diagnostic(
                code="no-pages", mark=use.mark, message=tr("'{file}' is no PDF, it has no pages", file=use.name),
                hint=tr("leave out 'page:'"),
            ),
        )  # fmt: skip
    if page is not None and page > info.pictures:
        message = trn(
            "'{file}' has {count} page, there is no page {page}", "'{file}' has {count} pages, there is no page {page}",
            info.pictures, file=use.name, page=page,
        )  # fmt: skip
        return (Diagnostic(code="no-such-page", mark=use.mark, message=message),)
    if info.is_animation:
        message = tr("'{file}' moves; as a picture only its beginning is shown", file=use.name)
        hint = tr("use 'clip:' to have it play")
        return (Diagnostic(code="animated-picture", mark=use.mark, message=message, hint=hint, severity="warning"),)
    if info.pictures > 1 and page is None:
        paged = info.format == "pdf"
        message = (
            tr("'{file}' has {count} pages; the first is shown", count=info.pictures, file=use.name)
            if paged
            else tr("'{file}' holds {count} pictures; the first is shown", count=info.pictures, file=use.name)
        )
        hint = tr("'page: 2' under a picture's 'image:' shows another") if paged else tr("save the one you want alone")
        return (Diagnostic(code="more-pictures", mark=use.mark, message=message, hint=hint, severity="warning"),)
    return ()


def not_a_picture(name: str, kind: MediaKind) -> Message:
    """Said of a file that should be a picture."""
    if kind == "video":
        return tr("'{file}' is not a picture but a video", file=name)
    return tr("'{file}' is not a picture but a sound file", file=name)
