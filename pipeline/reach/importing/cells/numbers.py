"""Amounts: counts, fractions and seconds as platforms write them, each with the bounds that it lies between."""

import re
from datetime import time, timedelta
from decimal import Decimal
from typing import Literal, NamedTuple

from pipeline.messages import tr
from pipeline.reach.importing.cells.text import BrokenCell, Cell, checked_text, is_missing, plain_text

Unit = Literal["count", "fraction", "percent", "bare-percent", "seconds", "minutes", "hours"]
"""How a column writes its values. It belongs to the column: 0.41 may be 41 % in one and 0.41 % in its neighbour."""

LARGEST = 10**12
"""No count is larger; such a value is an id, a time or a mistake."""
LONGEST = 24 * 3600
"""Seconds of an average."""

_SCALES = {
    "": 1, "千": 10**3, "k": 10**3, "万": 10**4, "w": 10**4, "萬": 10**4, "百万": 10**6, "m": 10**6,
    "千万": 10**7, "亿": 10**8, "億": 10**8,
}  # fmt: skip
_COUNT = re.compile(
    r"(?P<sign>[+-]?)(?P<digits>\d{1,3}(?P<mark>[,' ’])\d{3}(?:(?P=mark)\d{3})*|\d+)(?:\.(?P<decimals>\d+))?\s*"
    r"(?P<scale>千万|百万|[千万萬亿億kwm])?\s*(?P<open>\+|余|多)?(?:人次|[次人个条篇])?(?P<late>\+|余|多)?",
    re.IGNORECASE | re.ASCII,
)
_DECIMAL = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?", re.ASCII)
_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{2}(?:\.\d+)?)", re.ASCII)
_SPELT = re.compile(
    r"(?:(\d+)\s*(?:小时|时|h))?\s*(?:(\d+)\s*(?:分钟|分|min|m))?\s*(?:(\d+(?:\.\d+)?)\s*(?:秒钟|秒|sec|s))?",
    re.IGNORECASE | re.ASCII,
)


class Amount(NamedTuple):
    """A value and between what it lies; no `high` for a lower bound such as '10万+'."""

    value: int | float
    low: int | float
    high: int | float | None


def count(cell: Cell, *, signed: bool = False) -> Amount | None:
    """A whole number of things; None where there is none. `1.2万` may be anything from 11500 to 12500.

    Raises BrokenCell for everything else: percent signs, fractions, less than zero unless `signed`.
    """
    if isinstance(cell, int | float):
        return _exact(_whole(cell), signed)
    if isinstance(cell, str) and cell.isascii() and cell.isdigit() and len(cell) < 12:
        return _exact(int(cell), signed)
    if is_missing(cell):
        return None
    text = checked_text(cell)
    found = _COUNT.fullmatch(text)
    # A line break is not what stands between thousands.
    if found is None or (found["mark"] == " " and not set("\r\n\t").isdisjoint(str(cell).strip())):
        raise BrokenCell(tr("a percentage, not a count") if text.endswith("%") else tr("not a count"))
    return _styled(found, signed)


def says_its_scale(cell: Cell) -> bool:
    """Whether a count names its own thousands (`1.2万`), or is nothing in any of them."""
    found = _COUNT.fullmatch(plain_text(cell))
    return found is not None and bool(found["scale"] or not int(_bare(found["digits"]) + (found["decimals"] or "")))


def _whole(number: int | float) -> int:
    if number != number or number in (float("inf"), float("-inf")) or number != int(number):
        raise BrokenCell(tr("not a whole number"))
    return int(number)


def _bare(digits: str) -> str:
    """Digits without what stands between thousands: `12,345`, `12 345`, `12'345`."""
    return re.sub(r"\D", "", digits)


def _exact(number: int, signed: bool) -> Amount:
    if number < 0 and not signed:
        raise BrokenCell(tr("less than zero"))
    if abs(number) > LARGEST:
        raise BrokenCell(tr("too large for a count"))
    return Amount(number, number, number)


def _styled(found: re.Match[str], signed: bool) -> Amount:
    """A count with separators, a scale or an open end."""
    scale, decimals = _SCALES[(found["scale"] or "").lower()], found["decimals"] or ""
    exact = Decimal(f"{found['sign']}{_bare(found['digits'])}.{decimals or 0}") * scale
    if exact != int(exact):
        raise BrokenCell(tr("not a whole number"))
    value, low, high = _exact(int(exact), signed)
    if found["open"] or found["late"]:
        return Amount(value, low, None)
    if scale == 1:
        return Amount(value, low, high)
    half = scale // (2 * 10 ** len(decimals))
    return Amount(value, value - half, value + half)


def rate(cell: Cell, unit: Unit) -> Amount | None:
    """A fraction from 0 to 1, written in `unit`; a percent sign says so itself whatever the unit.

    A workbook keeps a percent cell as the fraction it is. Raises BrokenCell for a bare number in a percent column of a
    text table, and for what lies outside 0 to 1.
    """
    if is_missing(cell):
        return None
    text = checked_text(cell)
    number = text.removesuffix("%").strip()
    if not _DECIMAL.fullmatch(number):
        raise BrokenCell(tr("not a percentage") if unit == "percent" else tr("not a rate"))
    value = Decimal(number.replace(",", ""))
    if number != text or unit == "bare-percent":
        value /= 100
    elif unit == "percent" and isinstance(cell, str):
        raise BrokenCell(tr("a percentage without a percent sign"))
    if not 0 <= value <= 1:
        raise BrokenCell(tr("not between 0 and 100 %"))
    return _same(float(value))


def seconds(cell: Cell, unit: Unit = "seconds") -> Amount | None:
    """A length in seconds: 14.73秒, 1分20秒, 1:20, 0:01:20, a workbook's time, or a bare number in `unit`."""
    if isinstance(cell, timedelta):
        return _lasting(cell.total_seconds())
    if isinstance(cell, time):
        return _lasting(cell.hour * 3600 + cell.minute * 60 + cell.second + cell.microsecond / 1e6)
    if is_missing(cell):
        return None
    text = checked_text(cell)
    if _DECIMAL.fullmatch(text):
        factor = {"minutes": 60, "hours": 3600}.get(unit, 1)
        return _lasting(float(Decimal(text.replace(",", "")) * factor))
    if found := _CLOCK.fullmatch(text):
        hours, minutes, rest = found.groups()
        if float(rest) >= 60 or (hours and int(minutes) >= 60):
            raise BrokenCell(tr("not a length of time"))
        return _lasting(int(hours or 0) * 3600 + int(minutes) * 60 + float(rest))
    if (found := _SPELT.fullmatch(text)) and any(found.groups()):
        hours, minutes, rest = (float(part or 0) for part in found.groups())
        return _lasting(hours * 3600 + minutes * 60 + rest)
    raise BrokenCell(tr("not a length of time"))


def _lasting(value: float) -> Amount:
    if not 0 <= value <= LONGEST:
        raise BrokenCell(tr("less than zero") if value < 0 else tr("longer than a day"))
    return _same(value)


def _same(value: float) -> Amount:
    return Amount(value, value, value)
