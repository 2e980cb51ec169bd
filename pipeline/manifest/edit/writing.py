"""Values as YAML writes them, so that reading gives them back to the letter."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from pipeline.documents.diagnostics import Findings
from pipeline.documents.nodes import parse
from pipeline.documents.source import Source


def scalar(value: str) -> str:
    """A text as YAML writes it: without quotes where YAML reads it back the same, else with."""
    place = parse(Source(path=Path(), file="", text=f"title: {value}\n"), Findings())
    return value if place and place.data == {"title": value} else quoted(value)


def exact(value: str) -> str:
    """The same, with every character that one does not see, or not surely, written as its number."""
    return scalar(value) if value.isprintable() else quoted(value)


def quoted(value: str) -> str:
    """A text in quotes; a line end, a no-break space and the like stand in it as `\\n`, `\\xa0`."""
    text = json.dumps(value, ensure_ascii=False)
    return "".join(sign if sign.isprintable() else _escape(sign) for sign in text)


def block(value: str) -> str:
    """A text as YAML writes it below a key at the margin: several lines as a block, if YAML reads it back the same."""
    if "\n" not in value:
        return scalar(value)
    written = "|-" + "".join(f"\n  {line}" if line else "\n" for line in value.split("\n"))
    place = parse(Source(path=Path(), file="", text=f"title: {written}\n"), Findings())
    return written if place and place.data == {"title": value} else quoted(value)


def flow(value: object) -> str:
    """A list or a mapping on one line, its texts in quotes; a text as `scalar` has it."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_within(one)}" for key, one in value.items()) + "}"
    if isinstance(value, str) or not isinstance(value, Sequence):
        return block(str(value))
    return "[" + ", ".join(map(_within, value)) + "]"


def _within(value: object) -> str:
    return quoted(value) if isinstance(value, str) else flow(value)


def _escape(sign: str) -> str:
    code = ord(sign)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
