"""Mistyped keys: those without a colon and a space, or that begin with a blank or dash that YAML does not know."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.documents.diagnostics import shown
from pipeline.documents.key_names import NAMES, key_in_chinese
from pipeline.messages import Message, tr

_KEY = r"[a-z][a-z_-]*|[\u4e00-\u9fff]{1,8}"
_WIDE = re.compile(rf"(\s*(?:- +)*)({_KEY})\s*：\s*(.*)")
_NO_BLANK = re.compile(rf"(\s*(?:- +)*)({_KEY}):(?=[^\s/:])(.*)")


_FURTHER = re.compile(rf"(?:^|[\s,，;；])({_KEY})\s*(?:：|:(?=\s))")
"""A key behind the value of another one."""


class Mistyped(NamedTuple):
    """A key that is not followed by a colon and a space."""

    column: int
    """Of the colon, from 0."""
    message: Message
    hint: Message
    """The corrected text."""
    more: bool = False
    """Whether further keys stand on the same line."""


def wide_colon(text: str) -> Mistyped | None:
    """The key at the beginning of a line that is followed by a full-width colon."""
    found = _WIDE.match(text)
    return _mistyped(found, tr("a key ends with ':', not with the full-width '：'")) if found else None


_INVISIBLE = ("\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\u2060", "\ufeff")
_DASHES = "－–—−‐‑•·●◦■◆▪"
"""What word processors and Chinese keyboards make of a '-' at the beginning of a line."""


def mistyped_key(text: str) -> Mistyped | None:
    """The same, also where the colon is an ordinary one, but no space follows it."""
    if (wide := wide_colon(text)) or not (found := _NO_BLANK.match(text)):
        return wide
    return _mistyped(found, tr("a key ends with ':' and a space"))


def _mistyped(found: re.Match[str], message: Message) -> Mistyped | None:
    before, key, value = found.groups()
    if not key.isascii():
        # In an entry of a list '片段' is a clip, elsewhere it is the segments.
        keys = [known for known, names in NAMES.items() if key in names]
        if not keys:
            return None
        key = keys[-1 if "-" in before else 0]
    first, *rest = _keys_on(key, value)
    line = f"{before.strip()} {first}".strip()
    if not rest:
        return Mistyped(column=found.end(2), message=message, hint=tr("write '{line}'", line=line))
    indent = " " * (len(line) - len(first))
    lines = "".join(f"\n{one}" for one in (line, *(indent + other for other in rest)))
    return Mistyped(
        column=found.end(2),
        message=message,
        hint=tr("write each key on a line of its own:{lines}", lines=lines),
        more=True,
    )


def _keys_on(key: str, value: str) -> Iterator[str]:
    """`key: value` for a key and each further one that stands in its value: `a.m4a script：b.md`."""
    further = next(
        (one for one in _FURTHER.finditer(value) if one[1] in NAMES or (key_in_chinese(one[1]) and one.start())), None
    )
    if further is None:
        yield f"{key}: {shown(value.strip())}"
        return
    yield f"{key}: {shown(value[: further.start()].strip(' ,，;；'))}"
    yield from _keys_on(further[1] if further[1] in NAMES else str(key_in_chinese(further[1])), value[further.end() :])


def odd_beginning(name: str) -> tuple[Message, Message] | None:
    """Message and hint where a key begins with a blank or dash that YAML takes for a letter of it."""
    first = name[:1]
    if first in _INVISIBLE or (first.isspace() and first not in " \t"):
        called = (
            tr("a full-width blank") if first == "\u3000" else tr("another blank (U+{code})", code=f"{ord(first):04X}")
        )
        return tr("this line is indented with {blank}", blank=called), tr("indent with ordinary spaces")
    if first in _DASHES and name[1:2].isspace():
        rest = name[1:].strip()
        return (
            tr("this entry begins with '{character}'", character=first),
            tr("write a plain '-' and a space: '{example}'", example=shown(f"- {rest}:")),
        )
    return None
