"""What lies over pictures, resolved: logos by the cascade, lower thirds and insets, labels; and what covers show."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction

from pipeline.documents.diagnostics import Findings, shown
from pipeline.documents.nodes import Place
from pipeline.errors import Mark
from pipeline.manifest.media_paths import Paths
from pipeline.manifest.placeholders import check_fields
from pipeline.manifest.schema.keys import ShownDocument
from pipeline.manifest.schema.overlays import InsetDocument, LogoDocument, LowerThirdDocument
from pipeline.manifest.schema.settings import CoverDocument
from pipeline.messages import tr
from pipeline.model.overlays import InsetUse, LogoChange, LogoUse, LowerThirdUse
from pipeline.model.series import CoverWish, MediaUse, Theme

LOWER_THIRD_AT = Fraction(1)
LOWER_THIRD_LENGTH = Fraction(5)
"""Seconds after which a lower third comes, and that it is seen, by default."""

Fill = Callable[[str], str]
"""Puts values in the place of fields."""


def merge_logo(inherited: LogoUse, document: LogoDocument, place: Place, paths: Paths, found: Findings) -> LogoUse:
    """Naming another picture keeps corner, size and opacity."""
    if document.image == "none":
        return LogoUse(off=True)
    media = inherited.media if document.image is None else paths.find(place["image"], found)
    return replace(
        inherited,
        media=media,
        corner=document.corner or inherited.corner,
        size=document.size or inherited.size,
        opacity=document.opacity or inherited.opacity,
        off=inherited.off and document.image is None,
    )


def logo_change(document: LogoDocument, place: Place, paths: Paths, found: Findings) -> LogoChange:
    """What a rendition says of its logo."""
    if document.image == "none":
        return LogoChange(none=True)
    media = None if document.image is None else paths.find(place["image"], found)
    return LogoChange(media=media, corner=document.corner, size=document.size, opacity=document.opacity)


def lower_thirds_of(
    document: ShownDocument, place: Place, theme: Theme, fill: Fill, found: Findings
) -> Iterator[LowerThirdUse]:
    for one, there in zip(document.lower_third or (), place["lower-third"], strict=False):
        yield _lower_third(one, there, theme, fill, found)


def _lower_third(
    document: LowerThirdDocument, place: Place, theme: Theme, fill: Fill, found: Findings
) -> LowerThirdUse:
    for key in ("name", "role"):
        if key in place:
            check_fields(place[key], found)
    return LowerThirdUse(
        name=fill(document.name),
        role=fill(document.role or ""),
        at=LOWER_THIRD_AT if document.at is None else document.at,
        length=document.length or LOWER_THIRD_LENGTH,
        stated=document.length is not None,
        theme=theme,
        mark=place.mark,
        at_mark=_mark(place, "at"),
    )


def insets_of(document: ShownDocument, place: Place, theme: Theme, paths: Paths, found: Findings) -> Iterator[InsetUse]:
    """Those that can be used; what is wrong with the others goes to `found`."""
    for one, there in zip(document.inset or (), place["inset"], strict=False):
        inset = _inset(one, there, theme, paths, found)
        if inset is not None:
            yield inset


def _inset(document: InsetDocument, place: Place, theme: Theme, paths: Paths, found: Findings) -> InsetUse | None:
    if document.image is not None and document.clip is not None:
        message = tr("'image' and 'clip' cannot be in one inset")
        found.error("two-kinds", message, place.key_mark("clip"), tr("make two insets of it, or leave one out"))
        return None
    if document.image is None and document.clip is None:
        hint = tr("write 'image: ...' or 'clip: ...' into it")
        found.error("missing-kind", tr("this inset shows nothing"), place.mark, hint)
        return None
    media = paths.find(place["image" if document.clip is None else "clip"], found)
    times = _times(document, place, found)
    if media is None or times is None:
        return None
    at, length = times
    moving = document.clip is not None
    return InsetUse(
        media=media,
        moving=moving,
        page=document.page,
        start=(document.start or Fraction(0)) if moving else Fraction(0),
        end=document.end if moving else None,
        at=at,
        length=length,
        **{name: value for name in ("corner", "size", "shape", "focus") if (value := getattr(document, name))},
        theme=theme,
        mark=place.mark,
        at_mark=_mark(place, "at") or (None if moving else _mark(place, "from")),
        start_mark=_mark(place, "from"),
        end_mark=_mark(place, "to"),
    )


def _times(document: InsetDocument, place: Place, found: Findings) -> tuple[Fraction, Fraction | None] | None:
    """When an inset appears and for how long, in seconds; None after an error.

    Of an image, which has no time of its own, `from` and `to` are the segment's.
    """
    moving = document.clip is not None
    start, end = document.start or Fraction(0), document.end
    if end is not None and end <= start:
        first, last = (shown(str(place[key].data)) if key in place else "0s" for key in ("from", "to"))
        message = tr("'to' ({to}) must be later than 'from' ({start})", to=last, start=first)
        found.error("bad-time", message, place["to"].mark)
        return None
    if moving:
        return document.at or Fraction(0), document.length
    for key, other, value in (("from", "at", document.at), ("to", "for", document.length)):
        if key in place and value is not None:
            message = tr("'{key}' and '{other}' of an image say the same", key=key, other=other)
            found.error("said-twice", message, place.key_mark(other), tr("leave one of them out"))
            return None
    at = document.at if document.at is not None else start
    if end is not None and end <= at:
        message = tr("'to' ({to}) must be later than 'at' ({at})", to=str(place["to"].data), at=str(place["at"].data))
        found.error("bad-time", message, place["to"].mark)
        return None
    return at, document.length if end is None else end - at


def _mark(place: Place, key: str) -> Mark | None:
    return place[key].mark if key in place else None


def cover_media(document: CoverDocument | None, place: Place, paths: Paths, found: Findings) -> MediaUse | None:
    """The picture or film that was given, if one was. A moment without its film is reported."""
    if document is None:
        return None
    if document.title is False and document.text:
        message = tr("with 'title: no' nothing is written on covers: 'text' does nothing here")
        found.warning("no-effect", message, place.key_mark("text"), tr("leave out one of the two"))
    if document.picture is None:
        if document.at is not None:
            message = tr("'at' is a moment of a film, and none is named")
            found.error("missing-key", message, place["at"].mark, tr("name it under 'picture'"))
        return None
    # The short form has no key of its own.
    own = place["picture"] if "picture" in place else place  # noqa: SIM401
    return paths.find(own, found)


def cover_wish(document: CoverDocument | None, place: Place) -> CoverWish:
    """What was asked beyond it."""
    if document is None:
        return CoverWish()
    return CoverWish(
        title=document.title,
        at=document.at,
        focus=document.focus,
        text=document.text or "",
        at_mark=place["at"].mark if document.at is not None else None,
    )
