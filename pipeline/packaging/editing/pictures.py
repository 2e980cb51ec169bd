"""The pictures of an edit list: originals where a program can cut them as we do, else what only we can make."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import ceil

from pipeline.effects.overlays import Logo, MovingInset, StillInset
from pipeline.messages import tr, verbatim
from pipeline.model.rendition import Picture, Rendition
from pipeline.model.timeline import (
    ClipSpan,
    MotionSpan,
    Placed,
    SceneSpan,
    Side,
    SplitSpan,
    StagedSpan,
    StillSpan,
    Timeline,
    TransitionSpan,
    stretch_of,
)
from pipeline.packaging.editing.edit_list import Losses, Note, PictureEntry, Source, Sources, Way
from pipeline.render.handover import lower_drawing
from pipeline.render.lower import fitted, pieces
from pipeline.render.picture.overlays import with_overlays
from pipeline.render.piece import Context

LATE = 2
"""Frames by which a film may begin after its file without being said to."""


@dataclass(slots=True, kw_only=True)
class Cutting:
    """Pictures on their way into a list."""

    timeline: Timeline
    picture: Picture
    context: Context
    sources: Sources
    losses: Losses
    found: list[PictureEntry] = field(default_factory=list)

    def cut(self) -> tuple[PictureEntry, ...]:
        starts = set(self.timeline.starts)
        for placed in self.timeline.spans:
            span = placed.span
            if isinstance(span, TransitionSpan) and self._is_free(span):
                half = span.frames // 2
                way = Way(kind=span.blend.label, before=half, after=span.frames - half)
                self._side(span.outgoing, placed, 0, half, goes_on=True)
                self._side(span.incoming, placed, half, span.frames - half, way=way)
                self._tell_of_way(way, placed)
                if any(isinstance(side, ClipSpan) and side.within for side in (span.outgoing, span.incoming)):
                    self.losses.add(
                        tr("in transitions programs show what 'from:' and 'to:' cut away, where we hold a frame"),
                        placed.start / self.timeline.rate,
                    )
            elif isinstance(span, StillSpan) or (isinstance(span, ClipSpan) and self._is_held(span)):
                self._side(span, placed, 0, span.frames, goes_on=placed.start not in starts)
            else:
                self._finished(placed)
        return tuple(self.found)

    def _is_free(self, span: TransitionSpan) -> bool:
        """Whether a program can make the transition itself, of the files on its sides.

        It shows what the author has cut away there, where we hold the first frame or the last.
        """
        sides = (span.outgoing, span.incoming)
        whole = all(
            isinstance(side, StillSpan) or (isinstance(side, ClipSpan) and self._is_held(replace(side, within=None)))
            for side in sides
        )
        return whole and not span.overlays

    def _is_held(self, clip: ClipSpan) -> bool:
        """Whether the file itself holds all its frames, and a program shows them as we do."""
        video = clip.medium.info.video
        if video is None or clip.within or clip.overlays or clip.medium.info.is_animation:
            return False
        if video.decoder or video.uneven or video.tilt:
            return False
        source = self._film(clip)
        return source.first <= clip.start and clip.start + clip.frames / self.timeline.rate <= source.end

    def _film(self, clip: ClipSpan) -> Source:
        video = clip.medium.info.video
        assert video is not None
        rate = self.timeline.rate
        first = video.start if video.start * rate > LATE else Fraction(0)
        # Its last frame is seen to the end of the frame in which it begins.
        end = Fraction(ceil((video.start + video.duration) * rate)) / rate
        return Source(
            name="",
            kind="film",
            of=clip.medium,
            rate=video.rate or rate,
            first=first,
            seconds=max(end - first, Fraction(0)),
        )

    def _side(
        self, side: Side, placed: Placed, first: int, frames: int, *, goes_on: bool = False, way: Way | None = None
    ) -> None:
        """So many frames of a side from its frame `first` on."""
        if not frames:
            return
        rate = self.timeline.rate
        if isinstance(side, StillSpan):
            action = lower_drawing(side.still, self.picture, self.context)
            source = self.sources.made(action, side.still.label, kind="image", rate=rate, seconds=Fraction(0))
            entry = PictureEntry(
                source=source, label=str(side.still.label), start=placed.start + first, frames=frames, at=Fraction(0),
                way=way,
            )  # fmt: skip
        else:
            assert isinstance(side, ClipSpan)
            part = stretch_of(side, first, frames, rate)
            film = self._film(side)
            source = self.sources.copy(side.medium, kind="film", rate=film.rate, first=film.first, seconds=film.seconds)
            entry = PictureEntry(
                source=source, label=side.medium.path.name, start=placed.start + first, frames=frames, at=part.start,
                way=way,
            )  # fmt: skip
            self._tell_of_shape(side, placed)
        self._put(entry, goes_on=goes_on)

    def _put(self, entry: PictureEntry, *, goes_on: bool) -> None:
        before = self.found[-1] if self.found else None
        if goes_on and before is not None and before.source == entry.source:
            next_at = before.at + before.frames / self.timeline.rate
            if entry.source.kind == "image" or next_at == entry.at:
                self.found[-1] = replace(before, frames=before.frames + entry.frames)
                return
        self.found.append(entry)

    def _finished(self, placed: Placed) -> None:
        """A span as we encode it, in as many files as that takes."""
        span, rate = placed.span, self.timeline.rate
        alone = replace(self.timeline, spans=(placed,))
        for piece in pieces(alone, self.picture, self.context):
            number = placed.segment + 1
            source = self.sources.made(
                piece.action, f"{number:02d} {placed.label}", kind="film", rate=rate,
                seconds=piece.frames / rate,
            )  # fmt: skip
            self.found.append(
                PictureEntry(
                    source=source, label=str(placed.label), start=piece.start, frames=piece.frames, at=Fraction(0)
                )
            )
        at = placed.start / rate
        match span:
            case MotionSpan():
                self.losses.add(tr("motion over a picture: a finished clip, in which it cannot be changed"), at)
            case SceneSpan():
                self.losses.add(tr("a scene made by a script: a finished clip"), at)
            case SplitSpan():
                self.losses.add(tr("two pictures side by side: a finished clip"), at)
            case StagedSpan():
                self.losses.add(tr("a film within a picture: a finished clip"), at)
            case TransitionSpan(blend=blend):
                self.losses.add(
                    tr(
                        "the transition '{name}' beside what only voicehall can make, or what is held beyond its end: "
                        "a finished clip",
                        name=blend.label,
                    ),
                    at,
                )
            case ClipSpan(overlays=over) if over:
                self.losses.add(tr("a picture within a film: a finished clip"), at)
            case ClipSpan():
                self.losses.add(
                    tr("a film that is held beyond its end, or that programs show in another way: a finished clip"),
                    at,
                )
            case StillSpan():
                pass

    def _tell_of_way(self, way: Way, placed: Placed) -> None:
        if way.kind != "dissolve":
            self.losses.add(
                tr(
                    "the transition '{name}': programs make that of theirs which comes nearest, or a dissolve",
                    name=way.kind,
                ),
                placed.start / self.timeline.rate,
            )

    def _tell_of_shape(self, clip: ClipSpan, placed: Placed) -> None:
        video = clip.medium.info.video
        assert video is not None
        wide, high = video.shown_size
        if wide * self.picture.height != high * self.picture.width:
            self.losses.add(
                tr(
                    "how '{name}', which has another shape than the frame, fills it: 'fit: {fit}'",
                    name=clip.medium.path.name, fit=verbatim(clip.fit),
                ),
                placed.start / self.timeline.rate,
            )  # fmt: skip


def bare_timeline(timeline: Timeline, rendition: Rendition) -> Timeline:
    """The timeline as a rendition shows it, without captions, and without what an editor puts over pictures himself:
    only pictures within pictures are there.
    """
    assert rendition.picture is not None
    shown = fitted(timeline, rendition, rendition.picture)
    insets = tuple(one for one in shown.overlays if isinstance(one.overlay, StillInset | MovingInset))
    return with_overlays(replace(shown, overlays=insets), None, None)


def notes_of(timeline: Timeline, rendition: Rendition) -> Iterator[Note]:
    """What lies over the pictures, but for captions and pictures within them."""
    for one in timeline.overlays:
        if isinstance(one.overlay, StillInset | MovingInset):
            continue
        if isinstance(one.overlay, Logo) and one.logo_of != rendition.logo:
            continue
        yield Note(start=one.start, frames=one.stop - one.start, text=str(one.overlay.label))
