"""Documents of what lies over pictures: logos, lower thirds, insets, labels."""

import re
from decimal import Decimal
from fractions import Fraction
from typing import Annotated

from pydantic import ConfigDict, Field

from pipeline.documents.diagnostics import shown
from pipeline.documents.mappings import Document, ShortDocument
from pipeline.documents.scalars import Maybe, Mistake, OneOrMany, Scalar
from pipeline.documents.value_names import word_in_chinese
from pipeline.documents.values import Length, Moment, one_of, share, text, whole_number
from pipeline.manifest.schema import values
from pipeline.messages import Message, tr
from pipeline.model.overlays import Corner, Labels, Shape

LINE = 60
"""Characters of a name, a role or a label: more find no room in any frame."""


def _share(low: int, high: int, example: str) -> Scalar:
    """A share in percent, such as 12%, or the same as a number between 0 and 1."""
    percent = share(low, high, example)

    def parse(value: str) -> object:
        plain = re.fullmatch(r"(?:0|1)?\.\d{1,4}|1", value, re.ASCII)
        return percent.parse(f"{Decimal(value) * 100:f}%" if plain else value)

    return Scalar(
        parse, type="string", pattern=r"^\s*(\d{1,3}([.]\d{1,2})? ?%|[01]?[.]\d{1,4})\s*$", examples=[example]
    )


def _labels(value: str) -> Labels:
    answers: dict[str, Labels] = {"yes": "yes", "true": "yes", "no": "no", "false": "no", "readers": "readers"}
    if value.lower() not in answers:
        message = tr("'{value}' is neither yes, readers nor no", value=shown(value))
        word = word_in_chinese(value, ("yes", "no"))
        readers = tr("readers keeps labels for readers without drawing them")
        hint = tr("write '{example}'", example=word) if word else readers
        raise Mistake("bad-answer", message, hint)
    return answers[value.lower()]


_CORNERS = ("top-left", "top-right", "bottom-left", "bottom-right")
_ANSWER: Message = tr("yes, readers or no")
Line = Annotated[str, text(LINE)]
CornerName = Annotated[Corner, one_of(tr("corner"), _CORNERS)]
ShapeName = Annotated[Shape, one_of(tr("shape"), ("rect", "circle"))]
LogoSize = Annotated[Fraction, _share(2, 40, "8%")]
InsetSize = Annotated[Fraction, _share(5, 60, "25%")]
Opacity = Annotated[Fraction, _share(5, 100, "80%")]
LabelsName = Annotated[
    Labels, Scalar(_labels, _ANSWER, type=["boolean", "string"], enum=[True, False, "yes", "no", "readers"])
]


class LogoDocument(ShortDocument):
    """A small picture that stands in a corner of every picture."""

    short = "image"

    image: Maybe[values.FileName] = Field(
        None, description="Picture file, best with transparent ground, or none for no logo.", examples=["none"]
    )
    corner: Maybe[CornerName] = Field(None, description="Where it stands; default top-right.")
    size: Maybe[LogoSize] = Field(
        None,
        description="Side of the square that holds it, as a share of the frame's width; in upright frames it is half"
        " as large again; default 8%.",
    )
    opacity: Maybe[Opacity] = Field(None, description="How much it covers what is beneath; default 100%.")


class LowerThirdDocument(ShortDocument):
    """Who somebody is, written over the lower third of the picture for a while."""

    short = "name"

    name: Line = Field(description="The name, or another short line.", examples=["李明"])
    role: Maybe[Line] = Field(None, description="What they are, below the name.", examples=["烈士塔讲解员"])
    at: Maybe[Moment] = Field(None, description="When it slides in, from the segment's start; default 1s.")
    length: Maybe[Length] = Field(
        None, alias="for", description="How long it is seen, with sliding in and out; default 5s."
    )


class InsetDocument(Document):
    """A picture in the picture."""

    model_config = ConfigDict(json_schema_extra={"oneOf": [{"required": [key]} for key in ("image", "clip")]})

    image: Maybe[values.FileName] = Field(
        None, description="Picture file, or a PDF; either this or 'clip'.", examples=["photos/map.png"]
    )
    clip: Maybe[values.FileName] = Field(
        None, description="Video file; its sound is left out.", examples=["clips/teacher.mp4"]
    )
    page: Maybe[Annotated[int, whole_number(1, 100_000)]] = Field(
        None, description="Which page of a PDF file is shown; default the first."
    )
    start: Maybe[Moment] = Field(
        None,
        alias="from",
        description="Of a clip: where in the file it begins, default the file's start. Of an image the same as 'at'.",
    )
    end: Maybe[Moment] = Field(
        None,
        alias="to",
        description="Of a clip: where in the file it ends, default the file's end. Of an image: when it goes, from the"
        " segment's start.",
    )
    at: Maybe[Moment] = Field(None, description="When it appears, from the segment's start; default with the segment.")
    length: Maybe[Length] = Field(
        None, alias="for", description="How long it is seen; default as long as the clip, or to the segment's end."
    )
    corner: Maybe[CornerName] = Field(None, description="Where it stands; default bottom-right.")
    size: Maybe[InsetSize] = Field(
        None,
        description="Its width as a share of the frame's; in upright frames it is half as large again; default 25%.",
    )
    shape: Maybe[ShapeName] = Field(None, description="rect (the whole picture, default) or circle (cut out of it).")
    focus: Maybe[values.FocusName] = Field(
        None, description="Point that a circle keeps in its middle, as shares of the picture's width and height."
    )


LowerThirds = Annotated[tuple[LowerThirdDocument, ...], OneOrMany(least=1, mappings=True)]
Insets = Annotated[tuple[InsetDocument, ...], OneOrMany(least=1, mappings=True)]
