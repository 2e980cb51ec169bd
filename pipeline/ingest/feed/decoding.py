"""The text of a feed's file: by its byte order mark, by what it declares, and by what its bytes really are."""

import codecs
import re
from dataclasses import dataclass

from pipeline.errors import PipelineError
from pipeline.messages import NOTHING, Message, tr

_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z][\w.-]{0,39})["']""")
_HEAD = 4096
"""Bytes in which the declaration is looked for: junk may stand before it."""
_UNTRUE = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs"}
"""Encodings that are declared where a larger one of the family is meant."""
_WIDE = "\u0800"
"""From here on UTF-8 takes three bytes: no other encoding has such runs by chance."""
_FEW = 20
"""One damaged character among so many sound ones is damage, and not another encoding."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, and what is to be said of how it was read."""

    text: str
    note: Message = NOTHING


def decoded(data: bytes, name: str) -> Decoded:
    """The text of the file `name`. Raises PipelineError where it is none in any encoding that feeds have."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _strictly(data, "utf-16", name)
    if data.startswith((b"<\0", b"\0<")):
        return _strictly(data, "utf-16-le" if data.startswith(b"<\0") else "utf-16-be", name)
    found = _DECLARED.search(data[:_HEAD])
    written = found[1].decode() if found else "UTF-8"
    declared = _known(written.lower())
    unicode, own = _try(data, "utf-8"), _try(data, declared) if declared not in ("", "utf-8") else None
    if unicode is not None and (own is None or not _is_own(data, unicode, declared)):
        other = declared not in ("", "utf-8") and not unicode.isascii()
        return Decoded(unicode, _other(written, "utf-8") if other else NOTHING)
    if own is not None:
        return Decoded(own)
    if mostly := _mostly(data, declared or "utf-8") or _mostly(data, "utf-8"):
        return mostly
    for encoding in ("gb18030", "cp1252") if _in_pairs(data) else ("cp1252", "gb18030"):
        if (text := _try(data, encoding)) is not None:
            return Decoded(text, _other(written, encoding))
    raise _no_text(declared or "utf-8", name)


def _known(declared: str) -> str:
    """The codec of a declared name; empty where there is none."""
    meant = _UNTRUE.get(declared, declared)
    try:
        name = codecs.lookup(meant).name
    except LookupError:
        return ""
    # A text of single bytes cannot be in it, whatever it declares.
    return "" if name.startswith(("utf-16", "utf-32")) else name


def _is_own(data: bytes, unicode: str, declared: str) -> bool:
    """Whether bytes that are UTF-8 as well are in the encoding that they declare."""
    if b"\x1b" in data:
        # Encodings that change by escape sequences are ASCII to others.
        return declared.startswith("iso2022")
    one_byte = declared.startswith(("iso8859", "cp125", "latin", "ascii", "koi8", "mac"))
    return not one_byte and not unicode.isascii() and max(unicode) < _WIDE


def _mostly(data: bytes, encoding: str) -> Decoded | None:
    """The text with some characters damaged, as where a summary was cut within one."""
    try:
        text = data.decode(encoding, errors="replace")
    except LookupError:
        return None
    damaged = text.count("\ufffd")
    sound = sum(character > "\x7f" for character in text) - damaged
    if not damaged or sound < damaged * _FEW:
        return None
    line = text.count("\n", 0, text.index("\ufffd")) + 1
    words = tr(
        "line {line}: a character is damaged there ({count} in all); '\ufffd' stands in its place",
        line=line, count=damaged,
    )  # fmt: skip
    return Decoded(text, words)


def _in_pairs(data: bytes) -> bool:
    """Whether bytes beyond ASCII stand together, as in Chinese; in Latin script most of them stand alone."""
    runs = re.findall(rb"[\x80-\xff]+", data)
    return sum(len(run) > 1 for run in runs) * 2 >= len(runs)


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding).removeprefix("\ufeff")
    except (UnicodeError, LookupError):
        return None


def _strictly(data: bytes, encoding: str, name: str) -> Decoded:
    text = _try(data, encoding)
    if text is None:
        raise _no_text(encoding[:6], name)
    return Decoded(text)


def _other(declared: str, real: str) -> Message:
    names = {"gb18030": "GB18030", "cp1252": "Windows-1252", "utf-8": "UTF-8"}
    return tr(
        "the file declares {declared}, but is {real}; it was read as that",
        declared=declared, real=names[real],
    )  # fmt: skip


def _no_text(encoding: str, name: str) -> PipelineError:
    return PipelineError(
        tr("'{path}' is not text in {encoding}", path=name, encoding=encoding.upper()),
        hint=tr("fetch it again; it may have been cut short"),
    )
