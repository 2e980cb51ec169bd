"""Laying a segment out: how long it is, what it shows and sounds. A new kind registers its own way here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import singledispatchmethod
from itertools import pairwise

from pipeline.effects.stills import FittedImage, TextCard
from pipeline.errors import Diagnostic, Mark
from pipeline.model.captions import Cue
from pipeline.model.episode import Card, ClipSegment, ClipUse, ImageSegment, ImageUse, Narration, PictureUse, Segment
from pipeline.model.media import Font, Medium
from pipeline.model.series import MediaUse, Theme, Transition
from pipeline.model.timeline import Take
from pipeline.timebase import format_time, seconds_to_frames, seconds_to_samples
from pipeline.timeline.shots import ClipShot, Shot, StillShot


@dataclass(frozen=True, slots=True, kw_only=True)
class LaidShot:
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
class Laid:
    """A segment laid out at a frame rate."""

    frames: int
    shots: tuple[LaidShot, ...]
    speech: Speech | None = None
    cues: tuple[Cue, ...] = ()


class CannotLay(Exception):
    """Diagnostics were noted that leave nothing to lay out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """Lays segments out at one rate, noting what their author should know."""

    rate: Fraction
    medium: Callable[[MediaUse], Medium | None]
    """The medium of a use; None when it could not be opened, which has been said already."""
    fonts: Callable[[Theme], tuple[Font, ...]]
    title_text: str
    """Shown under a narration that has no pictures."""
    diagnostics: list[Diagnostic] = field(default_factory=list)

    @singledispatchmethod
    def lay(self, segment: Segment) -> Laid:
        """The segment's layout. Raises CannotLay after noting an error."""
        raise TypeError(f"no way to lay out a {type(segment).__name__}")

    @lay.register
    def _card(self, segment: Card) -> Laid:
        card = self._text_card(segment.text, segment.theme)
        return Laid(frames=self._frames(segment.length), shots=(LaidShot(start=0, shot=StillShot(still=card)),))

    @lay.register
    def _image(self, segment: ImageSegment) -> Laid:
        image = self._fitted(segment)
        return Laid(frames=self._frames(segment.length), shots=(LaidShot(start=0, shot=StillShot(still=image)),))

    @lay.register
    def _clip(self, segment: ClipSegment) -> Laid:
        shot, length = self._clip_shot(segment)
        frames = self._frames(length)
        speech = None
        if shot.medium.info.audio is not None:
            samples = seconds_to_samples(frames / self.rate)
            take = Take(media=(shot.medium,), start=segment.start, samples=samples)
            speech = Speech(take=take, gain=segment.gain, label=segment.media.name)
        return Laid(frames=frames, shots=(LaidShot(start=0, shot=shot),), speech=speech, cues=segment.cues)

    @lay.register
    def _narration(self, segment: Narration) -> Laid:
        media = [self._spoken(use) for use in segment.takes]
        if None in media:
            raise CannotLay
        takes = tuple(medium for medium in media if medium is not None)
        length = segment.pause * (len(takes) - 1) + sum(_sound_end(medium) for medium in takes)
        frames = self._frames(Fraction(length))
        take = Take(
            media=takes,
            samples=seconds_to_samples(frames / self.rate),
            pause=seconds_to_samples(segment.pause) if len(takes) > 1 else 0,
        )
        self._look_beyond(segment.cues, frames / self.rate)
        return Laid(
            frames=frames,
            shots=self._pictures(segment, frames),
            speech=Speech(take=take, gain=segment.gain, label=segment.takes[0].name),
            cues=segment.cues,
        )

    def _look_beyond(self, cues: Sequence[Cue], length: Fraction) -> None:
        """Say it once where captions come after all is said."""
        lost = next((cue for cue in cues if cue.start >= length * 1000), None)
        if lost is not None and lost.mark is not None:
            self._warn(
                "captions-beyond-end", lost.mark,
                f"the narration is over at {format_time(length)}: what comes later is left out",
                hint="are these the captions of another recording?",
            )  # fmt: skip

    def _pictures(self, segment: Narration, frames: int) -> tuple[LaidShot, ...]:
        if not segment.pictures:
            card = self._text_card(self.title_text, segment.theme)
            return (LaidShot(start=0, shot=StillShot(still=card)),)
        starts = self._starts(segment.pictures, frames)
        return tuple(
            LaidShot(start=start, shot=self._picture_shot(use), into=use.transition)
            for start, use in zip(starts, segment.pictures, strict=True)
        )

    def _starts(self, pictures: Sequence[PictureUse], frames: int) -> list[int]:
        """First frames: pins where they say, the others sharing the room between pins equally."""
        pins = {index: seconds_to_frames(use.at, self.rate) for index, use in enumerate(pictures) if use.at is not None}
        for index, frame in pins.items():
            if frame >= frames:
                length = format_time(frames / self.rate)
                mark = pictures[index].at_mark or pictures[index].mark
                self._error("at-outside", mark, f"'at' lies beyond the narration's end at {length}")
                raise CannotLay
        if pins.get(0):
            self._warn(
                "first-picture-late", pictures[0].mark, "the first picture is shown from the narration's start",
                hint="leave its 'at:' out, or put another picture before it",
            )  # fmt: skip
        anchors = sorted({**pins, 0: 0, len(pictures): frames}.items())
        starts = []
        for (first, begin), (last, end) in pairwise(anchors):
            starts += [begin + (end - begin) * step // (last - first) for step in range(last - first)]
        for index, (start, stop) in enumerate(pairwise([*starts, frames])):
            if stop <= start:
                self._error("no-room", pictures[index].mark, "there is not one frame of room for this picture")
                raise CannotLay
        return starts

    def _picture_shot(self, use: PictureUse) -> Shot:
        if isinstance(use, ImageUse):
            return StillShot(still=self._fitted(use))
        shot, _ = self._clip_shot(use)
        return shot

    def _fitted(self, use: ImageSegment | ImageUse) -> FittedImage:
        return FittedImage(image=self._image_medium(use.media), fit=use.fit, focus=use.focus, label=use.media.name)

    def _clip_shot(self, use: ClipSegment | ClipUse) -> tuple[ClipShot, Fraction]:
        """The shot, and the seconds from its `from` to its `to`."""
        medium = self._opened(use.media)
        video = medium.info.video
        if medium.info.kind == "image" or video is None:
            hint = "use 'image:' for a picture" if medium.info.kind == "image" else "use 'narration:' for sound"
            self._error("wrong-kind", use.media.mark, f"'{use.media.name}' holds no moving picture", hint=hint)
            raise CannotLay
        end = video.start + video.duration
        half = 1 / (2 * self.rate)
        name = use.media.name
        if use.start >= end:
            self._error(
                "from-beyond-end", use.start_mark or use.mark,
                f"clip '{name}' ends at {format_time(end)}, asked for a start at {format_time(use.start)}",
            )  # fmt: skip
            raise CannotLay
        if use.end is not None and use.end > end + half:
            self._error(
                "to-beyond-end", use.end_mark or use.mark,
                f"clip '{name}' ends at {format_time(end)}, asked for {format_time(use.end)}",
                hint="shorten 'to:', or leave it out to take all there is",
            )  # fmt: skip
            raise CannotLay
        shot = ClipShot(medium=medium, start=use.start, fit=use.fit, focus=use.focus, label=name)
        return shot, (use.end if use.end is not None else end) - use.start

    def _spoken(self, use: MediaUse) -> Medium | None:
        medium = self.medium(use)
        if medium is not None and medium.info.audio is None:
            self._error("wrong-kind", use.mark, f"'{use.name}' holds no sound to narrate with")
            return None
        if medium is not None and medium.info.audio is not None and medium.info.audio.silent:
            self._warn(
                "silent-narration", use.mark, f"nobody is to be heard in '{use.name}'; it stays as it is",
                hint="was the microphone on? Record it again, or raise it with 'gain:'",
            )  # fmt: skip
        return medium

    def _image_medium(self, use: MediaUse) -> Medium:
        medium = self._opened(use)
        if medium.info.kind != "image":
            hint = "use 'clip:' for moving pictures" if medium.info.kind == "video" else ""
            self._error("wrong-kind", use.mark, f"'{use.name}' is no picture but {medium.info.kind}", hint=hint)
            raise CannotLay
        return medium

    def _opened(self, use: MediaUse) -> Medium:
        medium = self.medium(use)
        if medium is None:
            raise CannotLay
        return medium

    def _text_card(self, text: str, theme: Theme) -> TextCard:
        return TextCard(
            text=text,
            background=theme.background,
            foreground=theme.foreground,
            accent=theme.accent,
            picture=self._image_medium(theme.picture) if theme.picture else None,
            fonts=self.fonts(theme),
            label=text.strip().split("\n")[0],
        )

    def _frames(self, length: Fraction) -> int:
        return max(1, seconds_to_frames(length, self.rate))

    def _error(self, code: str, mark: Mark, message: str, *, hint: str = "") -> None:
        self.diagnostics.append(Diagnostic(code=code, message=message, mark=mark, hint=hint))

    def _warn(self, code: str, mark: Mark, message: str, *, hint: str) -> None:
        self.diagnostics.append(Diagnostic(code=code, message=message, mark=mark, hint=hint, severity="warning"))


def _sound_end(medium: Medium) -> Fraction:
    """Seconds until the last sample; silence at the head counts."""
    assert medium.info.audio is not None
    return medium.info.audio.start + medium.info.audio.duration
