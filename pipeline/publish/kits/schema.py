"""Documents: the keys of a file of a platform's rules, and how their values are written."""

import re
from fractions import Fraction
from typing import Annotated, Any, get_args

from pydantic import Field

from pipeline.documents.diagnostics import shown
from pipeline.documents.mappings import Document, ShortDocument
from pipeline.documents.scalars import Maybe, Mistake, OneOrMany, Scalar
from pipeline.documents.values import Day, Moment, Paragraphs, Title, Titles, Version, Yes, one_of
from pipeline.messages import Message, tr
from pipeline.publish.kits.platform import SHAPES, UNITS, Shape, Unit

LIFTED = Fraction(-1)
"""The value of a limit that is written as `none`, unlike one that is not written."""


MOST_COVERED = 40
"""Percent of a frame that may be covered from one edge: more leaves no room for captions."""


def _number(value: str) -> Fraction:
    if not re.fullmatch(r"\d{1,9}", value, re.ASCII):
        message = tr("'{value}' is not a whole number", value=shown(value))
        raise Mistake("bad-number", message, tr("write 'none' where there is no limit"))
    return Fraction(value)


def _bytes(value: str) -> Fraction:
    found = re.fullmatch(r"(\d{1,6}(?:\.\d{1,2})?)\s*(kB|MB|GB)", value, re.ASCII)
    if found is None:
        message = tr("'{value}' is not the size of a file", value=shown(value))
        raise Mistake("bad-size", message, tr("write it like '500 kB', '5 MB' or '16 GB'"))
    return Fraction(found[1]) * {"kB": 10**3, "MB": 10**6, "GB": 10**9}[found[2]]


def _pixels(value: str) -> tuple[int, int]:
    found = re.fullmatch(r"(\d{2,4})\s*[xX×]\s*(\d{2,4})", value, re.ASCII)
    if found is None or not all(100 <= int(side) <= 4096 for side in found.groups()):
        message = tr("'{value}' is not the size of a cover", value=shown(value))
        raise Mistake("bad-size", message, tr("write width and height in pixels, from 100 to 4096: 1080x1440"))
    return int(found[1]), int(found[2])


def _share(value: str) -> Fraction:
    found = re.fullmatch(r"(\d{1,2}(?:\.\d)?)\s*%", value, re.ASCII)
    if found is None or Fraction(found[1]) > MOST_COVERED:
        message = tr("'{value}' is not a share of the frame", value=shown(value))
        raise Mistake("bad-share", message, tr("write it like '23%', at most {most}", most=f"{MOST_COVERED}%"))
    return Fraction(found[1]) / 100


def _host(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", value):
        message = tr("'{value}' is not the name of a server", value=shown(value))
        raise Mistake("bad-host", message, tr("write it like 'douyin.com'"))
    return value


def _or_none(parse: Any, wanted: Message) -> Scalar:
    return Scalar(lambda value: LIFTED if value == "none" else parse(value), tr("{wanted}, or none", wanted=wanted))


_Share = Annotated[Fraction, Scalar(_share, tr("a share of the frame"))]
_Number = Annotated[Fraction, _or_none(_number, tr("a number"))]
_Time = Annotated[Fraction, _or_none(get_args(Moment)[1].parse, tr("a time such as 60m"))]
_Bytes = Annotated[Fraction, _or_none(_bytes, tr("a size such as 16 GB"))]


class OriginDocument(Document):
    """Where a rule was found."""

    source: Maybe[Title] = Field(None)
    date: Maybe[Day] = Field(None)
    verified: Maybe[Yes] = Field(None)


class LimitDocument(OriginDocument, ShortDocument):
    """Limits of a number; the short form is the most."""

    short = "most"

    advised: Maybe[Yes] = Field(None)


class TextDocument(LimitDocument):
    least: Maybe[_Number] = Field(None)
    most: Maybe[_Number] = Field(None)
    unit: Maybe[Annotated[Unit, one_of(tr("unit"), UNITS)]] = Field(None)
    required: Maybe[Yes] = Field(None)


class CountDocument(LimitDocument):
    least: Maybe[_Number] = Field(None)
    most: Maybe[_Number] = Field(None)


class TimeDocument(LimitDocument):
    least: Maybe[_Time] = Field(None)
    most: Maybe[_Time] = Field(None)


class SizeDocument(LimitDocument):
    most: Maybe[_Bytes] = Field(None)


class FormatsDocument(OriginDocument):
    any: Annotated[tuple[Annotated[str, one_of(tr("format"), ("mp4", "m4a", "mp3", "opus"))], ...], OneOrMany(least=1)]


class ShapesDocument(OriginDocument):
    any: Annotated[tuple[Annotated[Shape, one_of(tr("shape"), SHAPES)], ...], OneOrMany(least=1)]


class CoverDocument(OriginDocument):
    size: Annotated[tuple[int, int], Scalar(_pixels, tr("a size in pixels"))]
    place: Title = Field("封面", alias="for")


class CoveredDocument(OriginDocument):
    """What lies over a film, in shares of its frame from each edge."""

    top: Maybe[_Share] = Field(None)
    bottom: Maybe[_Share] = Field(None)
    left: Maybe[_Share] = Field(None)
    right: Maybe[_Share] = Field(None)


class CoveredShapesDocument(Document):
    vertical: Maybe[CoveredDocument] = Field(None)
    square: Maybe[CoveredDocument] = Field(None)
    landscape: Maybe[CoveredDocument] = Field(None)


class PatternsDocument(Document):
    """The patterns by which texts are made."""

    title: Maybe[Title] = Field(None)
    longer: Maybe[Title] = Field(None)
    description: Maybe[Paragraphs] = Field(None)
    tag: Maybe[Title] = Field(None)


class PlatformDocument(Document):
    """A platform's rules."""

    voicehall: Version = 1
    name: Maybe[Title] = Field(None)
    address: Maybe[Title] = Field(None)
    kind: Maybe[Annotated[str, one_of(tr("kind"), ("video", "audio"))]] = Field(None)
    title: Maybe[TextDocument] = Field(None)
    description: Maybe[TextDocument] = Field(None)
    tags: Maybe[CountDocument] = Field(None)
    tag: Maybe[TextDocument] = Field(None)
    length: Maybe[TimeDocument] = Field(None)
    size: Maybe[SizeDocument] = Field(None)
    short_side: Maybe[CountDocument] = Field(None, alias="short-side")
    long_side: Maybe[CountDocument] = Field(None, alias="long-side")
    formats: Maybe[FormatsDocument] = Field(None)
    shapes: Maybe[ShapesDocument] = Field(None)
    covers: Annotated[tuple[CoverDocument, ...] | None, OneOrMany()] = Field(None)
    cover_size: Maybe[SizeDocument] = Field(None, alias="cover-size")
    covered: Maybe[CoveredShapesDocument] = Field(None)
    texts: Maybe[PatternsDocument] = Field(None)
    transcript: Maybe[Yes] = Field(None)
    steps: Titles = Field(())
    captions_step: Maybe[Title] = Field(None, alias="captions-step")
    ai_step: Maybe[Title] = Field(None, alias="ai-step")
    hosts: Annotated[tuple[Annotated[str, Scalar(_host)], ...], OneOrMany()] = Field(())
    link: Maybe[Title] = Field(None)
    retract: Maybe[Title] = Field(None)
