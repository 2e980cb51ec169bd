"""Values that any document may hold: text, numbers, times and days, with messages for what is wrong with them."""

import json
import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Literal
from unicodedata import normalize

from pipeline.documents.diagnostics import shown
from pipeline.documents.scalars import Mistake, OneOrMany, Remark, Scalar
from pipeline.documents.value_names import word_in_chinese
from pipeline.errors import did_you_mean
from pipeline.messages import NOTHING, Message, listed, tr
from pipeline.timebase import BadTime, canonical_time, parse_time

LONGEST = Fraction(24 * 3600)
"""Seconds that one stated length may have."""
_BREAKS = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029\ufeff\ufffe\uffff]")
_CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029\ufeff\ufffe\uffff]")
_LINE_BREAK = re.compile(r"(?<![A-Za-z]:)(?<!\\)\\(?:r\\n|n)(?![A-Za-z0-9_]*[\\/.])")
r"""Not in `C:\new\plan.txt`."""
_DECIMAL = r"([+-]?\d{1,3}(?:\.\d{1,2})?)"
TEXT: dict[str, Any] = {"type": ["string", "number", "boolean"]}
"""Editors read `title: 2022` as a number; here it is the text 2022."""


def text(limit: int, *, lines: bool = False) -> Scalar:
    """Text of at most `limit` characters, on one line or on several."""

    def parse(value: str) -> str:
        if not value:
            raise Mistake("empty-value", tr("this text is empty"))
        if found := (_CONTROLS if lines else _BREAKS).search(value):
            if found[0] == "\n":
                raise Mistake("control-character", tr("this text must be on one line"))
            character = f"U+{ord(found[0]):04X}"
            raise Mistake(
                "control-character", tr("the character {character} is not allowed in this text", character=character)
            )
        if len(value) > limit:
            raise Mistake(
                "too-long",
                tr("this text has {length} characters; at most {most} are allowed", length=len(value), most=limit),
            )
        return value

    remark = _line_break_as_text if lines else None
    return Scalar(parse, remark=remark, **TEXT, minLength=1, maxLength=limit)


def _line_break_as_text(key: str, value: str, written: str) -> Remark | None:
    r"""For a `\n` that is shown as it stands: YAML makes a new line of it between double quotes alone."""
    if written.startswith('"') or not (found := _LINE_BREAK.search(value)):
        return None
    message = tr("'{mark}' is shown as it stands here; it is a new line only between double quotes", mark=found[0])
    lines = _LINE_BREAK.sub("\n", value)
    line = f"{key}: {shown(json.dumps(lines, ensure_ascii=False), 300)}"
    return Remark("literal-line-break", message, tr("write {line}", line=line))


def whole_number(low: int, high: int) -> Scalar:
    """A whole number from `low` to `high`."""

    def parse(value: str) -> int:
        plain = normalize("NFKC", value)
        if plain != value and re.fullmatch(r"\d{1,9}", plain, re.ASCII):
            message = tr("'{value}' is written with full-width digits", value=shown(value))
            raise Mistake("bad-number", message, tr("write '{example}'", example=plain))
        if not re.fullmatch(r"\d{1,9}", value, re.ASCII) or not low <= int(value) <= high:
            message = tr("'{value}' is not a whole number from {low} to {high}", value=shown(value), low=low, high=high)
            raise Mistake("bad-number", message)
        return int(value)

    return Scalar(
        parse, tr("a whole number"), type=["integer", "string"], minimum=low, maximum=high, pattern="^[0-9]{1,9}$"
    )


def one_of(what: Message, words: Sequence[str]) -> Scalar:
    """One of some words; `what` names them in messages, and its English the code: `unknown-transition`."""

    def parse(value: str) -> str:
        if not value:
            raise Mistake("empty-value", tr("this text is empty"), tr("expected {wanted}", wanted=wanted))
        if value not in words:
            message = tr("unknown {what} '{value}'", what=what, value=shown(value))
            word = word_in_chinese(value, words)
            hint = tr("write '{example}'", example=word) if word else did_you_mean(shown(value), words)
            raise Mistake(f"unknown-{what.id.replace(' ', '-')}", message, hint)
        return value

    wanted = tr("one of: {words}", words=listed(words))
    return Scalar(parse, wanted, enum=list(words))


def share(low: int, high: int, example: str, *, whole: bool = False, hint: Message = NOTHING) -> Scalar:
    """A share in percent, from `low` to `high`, as a Fraction; or `whole` percent, as an int."""

    def parse(value: str) -> Fraction | int:
        plain = half_width(value)
        found = re.fullmatch(r"([+-]?\d{1,40}(?:\.\d{1,40})?) ?%", plain, re.ASCII)
        if found is None:
            message = tr("'{value}' is not a share in percent", value=shown(value))
            raise Mistake("bad-percent", message, _percent_hint(plain, low, high, example))
        if not low <= Fraction(found[1]) <= high:
            limits = {"low": f"{low}%", "high": f"{high}%"}
            message = tr("'{value}' is not between {low} and {high}", value=shown(value), **limits)
            raise Mistake("bad-percent", message, hint)
        if not whole:
            return Fraction(found[1]) / 100
        if "." in found[1]:
            message = tr("'{value}' is no whole number", value=shown(value))
            raise Mistake("bad-percent", message, tr("write '{example}'", example=f"{round(Decimal(found[1]))}%"))
        return int(found[1])

    pattern = r"^\s*[0-9]{1,3} ?%\s*$" if whole else r"^\s*[0-9]{1,3}([.][0-9]+)? ?%\s*$"
    return Scalar(parse, type="string", pattern=pattern, examples=[example])


def _percent_hint(plain: str, low: int, high: int, example: str) -> Message:
    """For a number without its sign, which means 120% as well as 1.2 does."""
    if re.fullmatch(r"\d{1,3}|\d{0,3}\.\d{1,4}", plain, re.ASCII):
        meant = Decimal(plain) * (100 if "." in plain else 1)
        if low <= meant <= high:
            return tr("write '{example}'", example=f"{meant.normalize():f}%")
    return tr("write for example {example}", example=example)


def amount(example: str, low: int, high: int, *, code: str, short: str = "") -> Scalar:
    """A number with its unit, written as in `example`; `short` is another way to write the unit."""
    unit = example.split()[1]
    units = "|".join(map(_any_case, filter(None, (unit, short))))

    def parse(value: str) -> Decimal:
        found = re.fullmatch(rf"{_DECIMAL}\s*(?:{units})", value, re.ASCII)
        if found is None:
            if re.fullmatch(_DECIMAL, value, re.ASCII):
                hint = tr("write '{example}'", example=f"{value} {unit}")
                raise Mistake(code, tr("'{value}' has no unit", value=value), hint)
            message = tr("'{value}' is not a number in {unit}", value=shown(value), unit=unit)
            meant = re.fullmatch(rf"{_DECIMAL}\s*(?:{units}|分贝)", half_width(value), re.ASCII)
            raise Mistake(code, message, tr("write '{example}'", example=f"{meant[1]} {unit}" if meant else example))
        if not low <= Decimal(found[1]) <= high:
            message = tr("'{value}' is not between {low} and {high} {unit}", value=value, low=low, high=high, unit=unit)
            raise Mistake(code, message)
        return Decimal(found[1])

    pattern = rf"^\s*[+-]?\d{{1,3}}(\.\d{{1,2}})?\s*({units})\s*$"
    return Scalar(
        parse, tr("a level such as {example}", example=example), type="string", pattern=pattern, examples=[example]
    )


def _any_case(word: str) -> str:
    """A pattern for a word in any case; JSON Schema has no flags."""
    return "".join(f"[{letter.upper()}{letter.lower()}]" for letter in word)


def _version(value: str) -> int:
    if value != "1":
        message = tr("manifests of version '{version}' cannot be read", version=shown(value))
        raise Mistake("unknown-version", message, tr("this voicehall reads version 1"))
    return 1


def time_of(value: str) -> Fraction:
    """Seconds from a time as people write it, see `parse_time` and `canonical_time`. Raises Mistake."""
    try:
        return parse_time(canonical_time(value))
    except BadTime as cause:
        if cause.overflow:
            message = tr("'{time}' is not a time: seconds and minutes after a ':' go up to 59", time=shown(value))
            raise Mistake("bad-time", message) from None
        hint = tr('write a time such as 4s, 1m30s, 250ms, "00:12.5" or "1:02:03"')
        raise Mistake("bad-time", tr("'{time}' is not a time", time=shown(value)), hint) from None


def _as_read(_: str, value: str, written: str) -> Remark | None:
    """That a time is written in another way than voicehall writes it."""
    read = canonical_time(value)
    if read == value:
        return None
    message = tr("'{value}' is read as {time}", value=shown(value), time=read)
    return Remark("time-spelling", message, tr("write '{example}'", example=read))


def _moment(value: str) -> Fraction:
    plain = half_width(value)
    if re.fullmatch(r"[+-]?\d+([.,]\d*)?", plain):
        hint = tr("write '{time}s', or a time such as '1m30s' or '00:12.5'", time=shown(plain))
        raise Mistake("bad-time", tr("'{value}' has no unit", value=shown(value)), hint)
    if plain.startswith("-"):
        raise Mistake("bad-time", tr("'{time}' is before the beginning", time=shown(value)))
    return time_of(value)


def _length(value: str) -> Fraction:
    seconds = _moment(value)
    if seconds == 0:
        raise Mistake("bad-time", tr("'{time}' is not a length: it must be more than 0", time=value))
    if seconds > LONGEST:
        raise Mistake("bad-time", tr("'{time}' is longer than a day", time=value))
    return seconds


def _day(value: str) -> date:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
        raise Mistake("bad-date", tr("'{value}' is not a date", value=shown(value)), _date_hint(value))
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise Mistake("bad-date", tr("the calendar has no day '{date}'", date=value)) from None


def _date_hint(value: str) -> Message:
    """How the day is written that a text means, as `2026/1/4` or `2026年1月4日`."""
    if found := re.fullmatch(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?", half_width(value)):
        year, month, day = map(int, found.groups())
        return tr("write '{example}'", example=f"{year:04d}-{month:02d}-{day:02d}")
    return tr("write year-month-day: 2022-03-31")


def half_width(value: str) -> str:
    """A text without the full-width digits and signs of Chinese keyboards."""
    return normalize("NFKC", value).replace("\u2212", "-").replace("\u2013", "-").strip()


def _yes(value: str) -> bool:
    if value.lower() not in _ANSWERS:
        word = word_in_chinese(value, ("yes", "no"))
        hint = tr("write '{example}'", example=word) if word else NOTHING
        raise Mistake("bad-answer", tr("'{value}' is neither yes nor no", value=shown(value)), hint)
    return _ANSWERS[value.lower()]


_ANSWERS = {"yes": True, "true": True, "no": False, "false": False}
_TIME = r"^\s*((\d{1,3}:)?\d{1,3}:[0-5]\d(\.\d{1,3})?|(?=\d)(\d+h)?(\d+m(?!s))?(\d+(\.\d{1,3})?s)?(\d+ms)?)\s*$"
Version = Annotated[Literal[1], Scalar(_version, enum=[1, "1"])]
Moment = Annotated[
    Fraction,
    Scalar(
        _moment, tr("a time such as 4s"), remark=_as_read, type="string", pattern=_TIME, examples=["00:12.5", "1m30s"]
    ),
]
Length = Annotated[
    Fraction,
    Scalar(_length, tr("a time such as 4s"), remark=_as_read, type="string", pattern=_TIME, examples=["4s", "250ms"]),
]
Day = Annotated[
    date,
    Scalar(
        _day, tr("a date such as 2022-03-31"), type="string", pattern=r"^\d{4}-\d{2}-\d{2}$", examples=["2022-03-31"]
    ),
]
Yes = Annotated[bool, Scalar(_yes, tr("yes or no"), type=["boolean", "string"], enum=[True, False, "yes", "no"])]
Title = Annotated[str, text(300)]
Paragraphs = Annotated[str, text(4000, lines=True)]
Titles = Annotated[tuple[Title, ...], OneOrMany()]
