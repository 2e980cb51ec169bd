"""The feed's XML: decoded, mended where feeds are wont to be broken, parsed without following anything it names."""

import re
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError
from xml.parsers.expat import errors

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from pipeline.errors import PipelineError, in_words
from pipeline.ingest.feed.decoding import decoded
from pipeline.ingest.feed.mending import Mender
from pipeline.ingest.feed.nodes import ADDRESSES
from pipeline.messages import Message, tr, verbatim

LARGEST = 64 << 20
"""Bytes of a feed; years of daily episodes with long notes have a third of that."""
_UNBOUND, _CUT = (
    errors.codes[errors.XML_ERROR_UNBOUND_PREFIX],
    (errors.codes[errors.XML_ERROR_NO_ELEMENTS], errors.codes[errors.XML_ERROR_UNCLOSED_TOKEN],
     errors.codes[errors.XML_ERROR_UNCLOSED_CDATA_SECTION]),
)  # fmt: skip
_REASONS = {
    errors.codes[errors.XML_ERROR_TAG_MISMATCH]: tr("mismatched tag"),
    errors.codes[errors.XML_ERROR_INVALID_TOKEN]: tr("a sign that cannot stand there"),
    errors.codes[errors.XML_ERROR_DUPLICATE_ATTRIBUTE]: tr("an attribute that is there twice"),
    errors.codes[errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT]: tr("something behind the end"),
}


@dataclass(frozen=True, slots=True)
class FeedText:
    """The root of a feed's XML, and what had to be put right."""

    root: Element
    notes: tuple[Message, ...]


def read_document(path: Path) -> FeedText:
    """The feed's XML. Raises PipelineError for a file that cannot be read, or is no XML, saying what it is."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as cause:
        raise PipelineError(tr("'{path}' cannot be read: {reason}", path=path, reason=in_words(cause))) from cause
    if len(data) > LARGEST:
        raise PipelineError(
            tr("'{path}' is larger than {limit} MB", path=path, limit=LARGEST >> 20),
            hint=tr("name the feed's XML file"),
        )
    if not data.strip():
        raise PipelineError(tr("'{path}' is empty", path=path), hint=tr("fetch it again; it may have been cut short"))
    if data.startswith(b"\x1f\x8b"):
        raise PipelineError(tr("'{path}' is packed by gzip", path=path), hint=tr("unpack it first: gunzip, or 7-Zip"))
    read = decoded(data, str(path))
    _refuse_others(read.text, path)
    mender = Mender(read.text)
    mender.mend()
    root = _parsed(mender, path)
    return FeedText(root, tuple(filter(None, (read.note, *mender.notes()))))


def _parsed(mender: Mender, path: Path, *, again: bool = True) -> Element:
    try:
        root: Element = fromstring(mender.text)
    except DefusedXmlException as cause:
        hint = tr("no feed needs that; it may have been made to do harm")
        raise PipelineError(tr("'{path}' declares entities of its own", path=path), hint=hint) from cause
    except ParseError as cause:
        if cause.code == _UNBOUND and again and mender.declare(ADDRESSES):
            return _parsed(mender, path, again=False)
        line, column = cause.position
        reason = _REASONS.get(cause.code, verbatim(str(cause).partition(":")[0]))
        hint = tr("give the RSS or Atom file as the old host serves it, not a page that shows it")
        if cause.code in _CUT:
            reason, hint = tr("it ends in the middle"), tr("fetch it again; it may have been cut short")
        words = tr(
            "'{path}' is not XML: line {line}, column {column}: {reason}",
            path=path, line=line, column=column + 1, reason=reason,
        )  # fmt: skip
        excerpt = mender.text.split("\n")[line - 1 : line]
        if near := "".join(excerpt)[max(0, column - 40) : column + 40].strip():
            hint = tr("it is near '{text}'; {hint}", text=near, hint=hint)
        raise PipelineError(words, hint=hint) from cause
    return root


def _refuse_others(text: str, path: Path) -> None:
    """Raises PipelineError for what is something else than XML of a feed: a web page, JSON, text."""
    plain = text.lstrip("\ufeff \t\r\n")
    if plain.startswith(("{", "[")):
        hint = tr("give the RSS or Atom file: hosts that serve a JSON feed have one beside it")
        raise PipelineError(
            tr("'{path}' is JSON, not XML: line 1 begins with '{sign}'", path=path, sign=plain[0]), hint=hint
        )
    page = re.search(r"<(?:!doctype\s+html|html)\b", text[:50_000], re.IGNORECASE)
    if page and not re.search(r"<(?:[\w.-]+:)?(?:rss|feed|RDF)[\s>]", text):
        line = text.count("\n", 0, page.start()) + 1
        words = tr("'{path}' is a web page, not a feed: line {line}: '{text}'", path=path, line=line, text=page[0])
        raise PipelineError(words, hint=_feed_of(text))
    if not re.search(r"<[A-Za-z_]", text):
        first = " ".join(plain.split())[:40]
        raise PipelineError(
            tr("'{path}' is not XML: line 1 begins with '{text}'", path=path, text=first),
            hint=tr("give the RSS or Atom file as the old host serves it"),
        )


def _feed_of(page: str) -> Message:
    """Where a web page says that its feed is."""
    for link in re.findall(r"<link\b[^>]{0,2000}>", page, re.IGNORECASE):
        kind = re.search(r"application/(?:rss|atom)\+xml", link, re.IGNORECASE)
        address = re.search(r"""href\s*=\s*["']([^"'<>]{1,500})["']""", link, re.IGNORECASE)
        if kind and address:
            return tr("the page says its feed is at {url}: download that", url=unescape(address[1]))
    return tr("give the RSS or Atom file as the old host serves it, not a page that shows it")
