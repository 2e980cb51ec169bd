"""`pictures:` what is shown during a narration: images and clips, each from its `at:` on or in equal shares."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import PurePath
from typing import Annotated, Any

from pydantic import Field

from pipeline.documents.diagnostics import shown
from pipeline.documents.nodes import Place
from pipeline.documents.scalars import Maybe
from pipeline.documents.validation import mistyped_keys_at, validate
from pipeline.documents.values import Moment, Yes, whole_number
from pipeline.manifest.file_patterns import CLIPS, find_several, is_several
from pipeline.manifest.kinds.base import Scope, kind_of, mark_of, times_of
from pipeline.manifest.schema.keys import PictureDocument
from pipeline.manifest.schema.settings import MotionDocument
from pipeline.manifest.schema.values import FileName, Gain, HoldName, SidesName, SpeedName, TrackNumber, UnderName
from pipeline.manifest.spoken.times import PlacedIllustration
from pipeline.messages import tr
from pipeline.model.segments import ClipUse, ImageUse, PictureUse, UnderSound
from pipeline.model.segments.pictures import UNDER_GAIN


class ImagePictureDocument(PictureDocument):
    """A still picture over a narration."""

    image: FileName = Field(description="Picture file, or a PDF.", examples=["photos/stele.jpg"])
    page: Maybe[Annotated[int, whole_number(1, 100_000)]] = Field(
        None, description="Which page of a PDF file is shown; default the first."
    )
    motion: Maybe[MotionDocument] = Field(
        None, description="How the view moves over it: auto, one of its kinds, or settings."
    )


class ClipPictureDocument(PictureDocument):
    """Moving pictures over a narration."""

    clip: FileName = Field(
        description="Video file; its sound is left out, unless 'sound: under' asks for it.",
        examples=["clips/museum.mp4"],
    )
    start: Maybe[Moment] = Field(
        None, alias="from", description="Where in the file it begins; default the file's start."
    )
    end: Maybe[Moment] = Field(None, alias="to", description="Where in the file it ends; default the file's end.")
    handles: Maybe[Yes] = Field(
        None,
        description="yes lets a transition show what lies before 'from' and after 'to';"
        " default no: the first or last frame is held.",
    )
    speed: Maybe[SpeedName] = Field(
        None, description="How many times as fast it plays, from 0.1 to 10: 0.5, 2x or 150%."
    )
    hold: Maybe[HoldName] = Field(
        None,
        description="How long its last frame may stand where it is shorter than its time, yes for any time: it stands"
        " anyhow, but then without a warning.",
    )
    sound: Maybe[UnderName] = Field(
        None, description="under lets its own sound be heard, low beneath the narration; default none."
    )
    gain: Maybe[Gain] = Field(None, description="Level of that sound against the programme's loudness; default -18 dB.")
    channels: Maybe[SidesName] = Field(
        None, description="What is heard of its two channels: left or right on both sides, the mix of both, or stereo."
    )
    track: Maybe[TrackNumber] = Field(
        None, description="Which of its sound tracks is heard, counted from 1; default the one that players choose."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureKind:
    """A kind of picture: its document, and the function that makes a picture of it."""

    document: type[PictureDocument]
    resolve: Callable[[Any, Place, Scope], PictureUse | None]


def resolve_pictures(places: Place, scope: Scope) -> tuple[PictureUse, ...]:
    """The pictures of a narration, in order; those that cannot be used are left out, with a diagnostic."""
    pictures: list[PictureUse] = []
    latest: tuple[Place, PictureUse] | None = None
    for place in places:
        if scope.found.full:
            break
        if isinstance(place.data, str):
            pictures += _named(place, scope)
            continue
        picture = _picture(place, scope)
        if picture is None:
            continue
        pictures.append(picture)
        if picture.at is not None:
            if latest and latest[1].at is not None and picture.at <= latest[1].at:
                here, before = shown(str(place["at"].data)), shown(str(latest[0]["at"].data))
                message = tr("'at: {here}' must be later than 'at: {before}' above it", here=here, before=before)
                scope.found.error("pins-out-of-order", message, place["at"].mark)
            latest = place, picture
    return tuple(pictures)


def resolve_illustrations(pictures: Sequence[PlacedIllustration], scope: Scope) -> tuple[PictureUse, ...]:
    """The pictures of a script, which take the keys of those of a manifest."""
    uses = []
    for one in pictures:
        if scope.found.full:
            break
        use = _picture(one.written.place, scope)
        if use is not None:
            uses.append(replace(use, label=scope.label(one.written.place, one.written.label), spot=one.spot))
    return tuple(uses)


def _named(place: Place, scope: Scope) -> Iterator[PictureUse]:
    """The pictures that a bare text stands for: a file, all pages of a PDF, a folder, a pattern."""
    if mistyped := mistyped_keys_at(place):
        for diagnostic in mistyped:
            scope.found.add(diagnostic)
        return
    if is_several(scope.paths, place):
        uses = find_several(scope.paths, place, scope.found)
    else:
        use = scope.paths.find(place, scope.found)
        uses = () if use is None else (use,)
    for use in uses:
        if PurePath(use.name).suffix.lower() in CLIPS:
            yield ClipUse(media=use, fit=scope.fit(None), mark=place.mark)
        else:
            yield ImageUse(
                media=use, fit=scope.fit(None), every_page=True, motion=scope.motion(place, None), mark=place.mark
            )


def _picture(place: Place, scope: Scope) -> PictureUse | None:
    name = kind_of(place, {key: kind.document for key, kind in PICTURES.items()}, tr("picture"), scope.found)
    if name is None:
        return None
    kind = PICTURES[name]
    document = validate(kind.document, place, scope.found)
    return None if document is None else kind.resolve(document, place, scope)


def _image(document: ImagePictureDocument, place: Place, scope: Scope) -> ImageUse | None:
    media = scope.media(place, "image")
    transition = scope.transition(place, document)
    if media is None:
        return None
    return ImageUse(
        media=media,
        at=document.at,
        fit=scope.fit(document.fit),
        focus=document.focus,
        page=document.page,
        motion=scope.motion(place, document),
        transition=transition,
        label=scope.label(place),
        mark=place.mark,
        at_mark=mark_of(place, "at"),
    )


def _clip(document: ClipPictureDocument, place: Place, scope: Scope) -> ClipUse | None:
    media = scope.media(place, "clip")
    start, end = times_of(document, place, scope.found)
    transition = scope.transition(place, document)
    if media is None:
        return None
    return ClipUse(
        media=media,
        start=start,
        end=end,
        handles=scope.handles(document.handles),
        speed=document.speed or Fraction(1),
        hold=document.hold or Fraction(0),
        under=_under(document, place, scope),
        at=document.at,
        fit=scope.fit(document.fit),
        focus=document.focus,
        transition=transition,
        label=scope.label(place),
        mark=place.mark,
        at_mark=mark_of(place, "at"),
        start_mark=mark_of(place, "from"),
        end_mark=mark_of(place, "to"),
    )


def _under(document: ClipPictureDocument, place: Place, scope: Scope) -> UnderSound | None:
    if document.sound == "under":
        return UnderSound(
            gain=UNDER_GAIN if document.gain is None else document.gain,
            channels=document.channels,
            track=document.track,
            track_mark=mark_of(place, "track"),
            mark=mark_of(place, "sound"),
        )
    for key in ("gain", "channels", "track"):
        if key in place:
            message = tr("'{key}' does nothing here: the sound of this clip is not heard", key=key)
            scope.found.warning("no-effect", message, place.key_mark(key), tr("write 'sound: under', or leave it out"))
    return None


PICTURES = {
    "image": PictureKind(document=ImagePictureDocument, resolve=_image),
    "clip": PictureKind(document=ClipPictureDocument, resolve=_clip),
}
