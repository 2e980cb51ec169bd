"""Cells as text: what counts as missing, what is broken, and ids that a spreadsheet may have changed."""

import re
from datetime import date, datetime, time, timedelta
from unicodedata import normalize

from pipeline.messages import Message, tr

Cell = str | int | float | datetime | date | time | timedelta | None
"""What a reader hands on. Text formats know text only; a workbook's numbers and dates come typed."""

MISSING = frozenset(
    ["", "-", "--", "---", "—", "——", "–", "––", "−", "/", "n/a", "na", "nan", "null", "none", "暂无", "暂无数据", "无"]
)
"""What platforms write where they have no figure; none of them is a zero."""

_ERROR = re.compile(r"#(NAME\?|REF!|VALUE!|N/A|DIV/0!|NULL!|NUM!|SPILL!|CALC!|#+)", re.IGNORECASE)
_ROUNDED = re.compile(r"[+-]?\d(?:\.\d+)?[eE]\+\d{1,3}|[+-]?\d\.\d+[eE]\d{1,3}")
"""As spreadsheets and programs write a number that is too long: always with a sign, or with a point."""
_MAYBE_ROUNDED = re.compile(r"\d[eE]\d{1,3}")
"""7E18 may be a rounded number, and one of many short ids with letters."""
_WRAPPED = re.compile(r'="([^"=]*)"')
_STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_EXACT = 2**53
"""Whole numbers up to here survive a spreadsheet."""


class BrokenCell(ValueError):
    """A cell that is not empty and cannot be used; `reason` follows a colon in warnings."""

    def __init__(self, reason: Message) -> None:
        super().__init__(reason)
        self.reason = reason


def plain_text(cell: Cell) -> str:
    """A cell as text on one line: compatibility forms made plain (full-width digits), blanks at the ends taken off."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < _EXACT:
        return str(int(cell))
    return " ".join(normalize("NFKC", str(cell)).split())


def as_written(cell: Cell) -> str:
    """A cell as people read it, with its lines and its own punctuation; control characters are left out."""
    if not isinstance(cell, str):
        return plain_text(cell)
    lines = (" ".join(_STEERING.sub(" ", line).split()) for line in cell.splitlines())
    return "\n".join(line for line in lines if line)


def is_missing(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and plain_text(cell).lower() in MISSING)


def checked_text(cell: Cell) -> str:
    """The cell's plain text; raises BrokenCell for a spreadsheet's error mark and for a formula."""
    text = plain_text(cell)
    if _ERROR.fullmatch(text):
        raise BrokenCell(tr("an error of a spreadsheet"))
    if text.startswith(("=", "@")):
        raise BrokenCell(tr("a formula"))
    return text


def identity(cell: Cell, *, lettered: bool = False) -> str:
    """A platform's id as text, empty where there is none. `lettered`: the others of its column have letters in them.

    Raises BrokenCell for one that a spreadsheet has rounded (7.5E+18), calculated with, or lost (#NAME?).
    """
    if is_missing(cell):
        return ""
    if isinstance(cell, str) and (wrapped := _WRAPPED.fullmatch(cell.strip())):
        return wrapped[1].strip()
    if isinstance(cell, datetime | date | time | timedelta):
        raise BrokenCell(tr("an id that a spreadsheet has turned into a date"))
    text = checked_text(cell).removeprefix("'")
    if (isinstance(cell, int | float) and abs(cell) >= _EXACT) or _ROUNDED.fullmatch(text):
        raise BrokenCell(tr("an id that a spreadsheet has rounded"))
    if not lettered and _MAYBE_ROUNDED.fullmatch(text):
        raise BrokenCell(tr("an id that a spreadsheet has rounded"))
    return text


def quoted(cell: Cell) -> str:
    """A cell as a message may show it."""
    text = "".join(c if c.isprintable() else " " for c in str(cell)[:61])
    return f"'{text[:60]}…'" if len(text) > 60 else f"'{text}'"
