"""Values that any document may hold: text, numbers, times, days, and what is wrong with one otherwise."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Literal

from pipeline.documents.diagnostics import shown
from pipeline.documents.scalars import Mistake, OneOrMany, Scalar
from pipeline.errors import did_you_mean
from pipeline.messages import Message, tr
from pipeline.timebase import parse_time

LONGEST = Fraction(24 * 3600)
"""Seconds that one stated length may have."""
_BREAKS = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029\ufeff\ufffe\uffff]")
_CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029\ufeff\ufffe\uffff]")
_DECIMAL = r"([+-]?\d{1,3}(?:\.\d{1,2})?)"
TEXT: dict[str, Any] = {"type": ["string", "number", "boolean"]}
"""An editor's YAML takes `title: 2022` for a number; to us it is the text 2022."""


def text(limit: int, *, lines: bool = False) -> Scalar:
    """Text of at most `limit` characters, on one line or on several."""

    def parse(value: str) -> str:
        if not value:
            raise Mistake("empty-value", "this text is empty")
        if found := (_CONTROLS if lines else _BREAKS).search(value):
            if found[0] == "\n":
                raise Mistake("control-character", "this text is to stand on one line")
            raise Mistake("control-character", f"the character U+{ord(found[0]):04X} may not stand in this text")
        if len(value) > limit:
            raise Mistake("too-long", f"this text has {len(value)} characters, at most {limit} are allowed")
        return value

    return Scalar(parse, **TEXT, minLength=1, maxLength=limit)


def whole(low: int, high: int) -> Scalar:
    """A whole number between two others, both allowed."""

    def parse(value: str) -> int:
        if not re.fullmatch(r"\d{1,9}", value, re.ASCII) or not low <= int(value) <= high:
            raise Mistake("bad-number", f"'{shown(value)}' is not a whole number from {low} to {high}")
        return int(value)

    return Scalar(
        parse, "a whole number", type=["integer", "string"], minimum=low, maximum=high, pattern="^[0-9]{1,9}$"
    )


def one_of(what: Message, words: Sequence[str]) -> Scalar:
    """One of some words; `what` names them in messages, and its English the code: `unknown-transition`."""

    def parse(value: str) -> str:
        if value not in words:
            message = tr("unknown {what} '{value}'", what=what, value=shown(value))
            raise Mistake(f"unknown-{what.id.replace(' ', '-')}", message, did_you_mean(shown(value), words))
        return value

    return Scalar(parse, tr("one of: {words}", words=", ".join(words)), enum=list(words))


def amount(example: str, low: int, high: int, *, code: str, short: str = "") -> Scalar:
    """A number with its unit, written as in `example`, or with the unit in short."""
    unit = example.split()[1]
    units = "|".join(map(_any_case, filter(None, (unit, short))))

    def parse(value: str) -> Decimal:
        found = re.fullmatch(rf"{_DECIMAL}\s*(?:{units})", value, re.ASCII)
        if found is None:
            if re.fullmatch(_DECIMAL, value, re.ASCII):
                raise Mistake(code, f"'{value}' has no unit", f"write '{value} {unit}'")
            raise Mistake(code, f"'{shown(value)}' is not a number of {unit}", f"write '{example}'")
        if not low <= Decimal(found[1]) <= high:
            raise Mistake(code, f"'{value}' does not lie between {low} and {high} {unit}")
        return Decimal(found[1])

    pattern = rf"^\s*[+-]?\d{{1,3}}(\.\d{{1,2}})?\s*({units})\s*$"
    return Scalar(parse, f"a level such as {example}", type="string", pattern=pattern, examples=[example])


def _any_case(word: str) -> str:
    """A pattern for a word in any case; JSON Schema has no flags."""
    return "".join(f"[{letter.upper()}{letter.lower()}]" for letter in word)


def _version(value: str) -> int:
    if value != "1":
        raise Mistake(
            "unknown-version", f"manifests of version '{shown(value)}' are unknown here", "this voicehall reads 1"
        )
    return 1


def _moment(value: str) -> Fraction:
    if re.fullmatch(r"[+-]?\d+([.,]\d*)?", value):
        raise Mistake(
            "bad-time",
            f"'{shown(value)}' has no unit",
            f"write '{shown(value)}s', or a time such as '1m30s' or '00:12.5'",
        )
    if value.startswith("-"):
        raise Mistake("bad-time", f"'{shown(value)}' lies before the beginning")
    try:
        return parse_time(value)
    except ValueError as cause:
        words, _, hint = shown(str(cause), 200).partition(": ")
        raise Mistake("bad-time", words, hint) from None


def _length(value: str) -> Fraction:
    seconds = _moment(value)
    if seconds == 0:
        raise Mistake("bad-time", f"a length of '{value}' shows nothing")
    if seconds > LONGEST:
        raise Mistake("bad-time", f"'{value}' is longer than a day")
    return seconds


def _day(value: str) -> date:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
        raise Mistake("bad-date", f"'{shown(value)}' is not a date", "write year-month-day: 2022-03-31")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise Mistake("bad-date", f"there is no day '{value}' in the calendar") from None


def _yes(value: str) -> bool:
    if value.lower() not in _ANSWERS:
        raise Mistake("bad-answer", f"'{shown(value)}' is neither yes nor no")
    return _ANSWERS[value.lower()]


_ANSWERS = {"yes": True, "true": True, "no": False, "false": False}
_TIME = r"^\s*((\d{1,3}:)?\d{1,3}:[0-5]\d(\.\d{1,3})?|(?=\d)(\d+h)?(\d+m(?!s))?(\d+(\.\d{1,3})?s)?(\d+ms)?)\s*$"
Version = Annotated[Literal[1], Scalar(_version, enum=[1, "1"])]
Moment = Annotated[
    Fraction, Scalar(_moment, "a time such as 4s", type="string", pattern=_TIME, examples=["00:12.5", "1m30s"])
]
Length = Annotated[
    Fraction, Scalar(_length, "a time such as 4s", type="string", pattern=_TIME, examples=["4s", "250ms"])
]
Day = Annotated[
    date,
    Scalar(_day, "a date such as 2022-03-31", type="string", pattern=r"^\d{4}-\d{2}-\d{2}$", examples=["2022-03-31"]),
]
Yes = Annotated[bool, Scalar(_yes, "yes or no", type=["boolean", "string"], enum=[True, False, "yes", "no"])]
Title = Annotated[str, text(300)]
Paragraphs = Annotated[str, text(4000, lines=True)]
Titles = Annotated[tuple[Title, ...], OneOrMany()]
