"""`image:` a still picture for a given time."""

from collections.abc import Mapping
from typing import Annotated, ClassVar

from pydantic import Field

from pipeline.documents.nodes import Place
from pipeline.documents.scalars import Maybe
from pipeline.documents.values import Length, whole_number
from pipeline.manifest.kinds.base import Common, Kind, Scope
from pipeline.manifest.schema.keys import ShownDocument
from pipeline.manifest.schema.overlays import Line
from pipeline.manifest.schema.settings import MotionDocument
from pipeline.manifest.schema.values import FileName, FitName, FocusName
from pipeline.model.segments import ImageSegment


class ImageDocument(ShownDocument):
    """A still picture for a given time, silent except for music."""

    fallbacks: ClassVar[Mapping[str, str]] = {"for": "1s"}

    image: FileName = Field(description="Picture file, or a PDF.", examples=["photos/stele.jpg"])
    page: Maybe[Annotated[int, whole_number(1, 100_000)]] = Field(
        None, description="Which page of a PDF file is shown; default the first."
    )
    length: Length = Field(alias="for", description="How long it is shown.", examples=["4s"])
    fit: Maybe[FitName] = Field(None, description="How it fills the frame: blur, pad or crop.")
    focus: Maybe[FocusName] = Field(
        None,
        description="Point that a crop keeps in view, as shares of the picture's width and height.",
    )
    motion: Maybe[MotionDocument] = Field(
        None, description="How the view moves over it: auto, one of its kinds, or settings."
    )
    label: Maybe[Line] = Field(
        None, description="What it shows, or whence it comes, drawn small into a corner.", examples=["韶山，1927年"]
    )


def _resolve(document: ImageDocument, place: Place, scope: Scope, common: Common) -> ImageSegment | None:
    image = scope.media(place, "image")
    if image is None:
        return None
    return ImageSegment(
        **common,
        image=image,
        length=document.length,
        fit=scope.fit(document.fit),
        focus=document.focus,
        label=scope.label(place),
        page=document.page,
        motion=scope.motion(place, document),
    )


IMAGE = Kind(key="image", document=ImageDocument, resolve=_resolve)
