"""The feed's XML: decoded, mended where feeds are wont to be broken, parsed without following anything it names."""

import codecs
import re
from html import escape
from html.entities import html5
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from pipeline.errors import PipelineError
from pipeline.messages import tr

LARGEST = 64 << 20
"""Bytes of a feed; years of daily episodes with long notes have a third of that."""

_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z][\w.-]{0,39})["']""")
_UNTRUE = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs"}
"""Encodings that are declared where a larger one of the family is meant."""
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_REFERENCE = re.compile("&(?:#([0-9]{1,9})|#[xX]([0-9A-Fa-f]{1,8})|([A-Za-z][A-Za-z0-9]{1,31}));")
_OWN = frozenset(["amp", "lt", "gt", "quot", "apos"])


def read_document(path: Path) -> Element:
    """The root of the feed's XML. Raises PipelineError for a file that cannot be read, or is no XML."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as cause:
        raise PipelineError(tr("'{path}' cannot be read: {reason}", path=path, reason=cause.strerror)) from cause
    if len(data) > LARGEST:
        raise PipelineError(
            tr("'{path}' is larger than {limit} MB", path=path, limit=LARGEST >> 20),
            hint=tr("name the feed's XML file"),
        )
    text = _ILLEGAL.sub("", _decoded(data, path).lstrip("\ufeff \t\r\n"))
    try:
        root: Element = fromstring(_REFERENCE.sub(_resolved, text))
    except DefusedXmlException as cause:
        hint = tr("no feed needs that; it may have been made to do harm")
        raise PipelineError(tr("'{path}' declares entities of its own", path=path), hint=hint) from cause
    except ParseError as cause:
        line, column = cause.position
        reason = str(cause).partition(":")[0]
        hint = tr("give the RSS or Atom file as the old host serves it, not a page that shows it")
        words = tr(
            "'{path}' is not XML: line {line}, column {column}: {reason}",
            path=path, line=line, column=column + 1, reason=reason,
        )  # fmt: skip
        raise PipelineError(words, hint=hint) from cause
    return root


def _decoded(data: bytes, path: Path) -> str:
    """By its mark, by what it declares, else as UTF-8 or as what old Chinese editors write."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        tried = ["utf-16"]
    elif data.startswith((b"<\0", b"\0<")):
        tried = ["utf-16-le" if data.startswith(b"<\0") else "utf-16-be"]
    else:
        found = _DECLARED.match(data.removeprefix(codecs.BOM_UTF8))
        declared = found[1].decode().lower() if found else "utf-8"
        tried = [_UNTRUE.get(declared, declared), "utf-8", "gb18030"]
    for encoding in tried:
        try:
            return data.decode(encoding)
        except (UnicodeError, LookupError):
            continue
    raise PipelineError(
        tr("'{path}' is not text in {encoding}", path=path, encoding=tried[0].upper()),
        hint=tr("fetch it again; it may have been cut short"),
    )


def _resolved(found: "re.Match[str]") -> str:
    """A reference as XML without a DTD can hold it: entities of HTML as characters, none to what XML cannot hold."""
    if found[3]:
        meant = html5.get(f"{found[3]};") if found[3] not in _OWN else None
        return escape(meant) if meant else found[0]
    code = int(found[1]) if found[1] else int(found[2], 16)
    legal = code in (9, 10, 13) or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000
    return found[0] if legal else ""
