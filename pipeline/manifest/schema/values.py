"""The values that keys take: how each is written, what is wrong with it otherwise, and its JSON Schema."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import core_schema

from pipeline.documents.diagnostics import shown
from pipeline.documents.scalars import Leaf, Mistake, OneOrMany, Shape, kind_of_data, mistake
from pipeline.errors import did_you_mean
from pipeline.model.rendition import PRESETS
from pipeline.model.series import Captions, Fit, Focus
from pipeline.timebase import parse_time

LONGEST = Fraction(24 * 3600)
"""Seconds that one stated length may have."""

_BREAKS = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029\ufeff\ufffe\uffff]")
_CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029\ufeff\ufffe\uffff]")
_DECIMAL = r"([+-]?\d{1,3}(?:\.\d{1,2})?)"


TEXT: dict[str, Any] = {"type": ["string", "number", "boolean"]}
"""An editor's YAML takes `title: 2022` for a number; to us it is the text 2022."""


def text(limit: int, *, lines: bool = False) -> Leaf:
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

    return Leaf(parse, **TEXT, minLength=1, maxLength=limit)


def whole(low: int, high: int) -> Leaf:
    """A whole number between two others, both allowed."""

    def parse(value: str) -> int:
        if not re.fullmatch(r"\d{1,9}", value, re.ASCII) or not low <= int(value) <= high:
            raise Mistake("bad-number", f"'{shown(value)}' is not a whole number from {low} to {high}")
        return int(value)

    return Leaf(parse, "a whole number", type=["integer", "string"], minimum=low, maximum=high, pattern="^[0-9]{1,9}$")


def one_of(what: str, words: Sequence[str]) -> Leaf:
    """One of some words; `what` names them in messages."""

    def parse(value: str) -> str:
        if value not in words:
            raise Mistake(
                f"unknown-{what.replace(' ', '-')}",
                f"unknown {what} '{shown(value)}'",
                did_you_mean(shown(value), words),
            )
        return value

    return Leaf(parse, f"one of: {', '.join(words)}", enum=list(words))


def amount(example: str, low: int, high: int, *, code: str, short: str = "") -> Leaf:
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
    return Leaf(parse, f"a level such as {example}", type="string", pattern=pattern, examples=[example])


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


def _colour(value: str) -> str:
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", value):
        raise Mistake("bad-colour", f"'{shown(value)}' is not a colour", 'write it in quotes as "#7a1414"')
    return value.lower()


def _language(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}", value, re.ASCII):
        raise Mistake("bad-language", f"'{shown(value)}' is not a language", "write it as zh-CN, zh-TW, en, bo, ug ...")
    return value


def _size(value: str) -> tuple[int, int]:
    found = re.fullmatch(r"(\d{1,5})\s*[xX×]\s*(\d{1,5})", value, re.ASCII)
    if found is None:
        raise Mistake("bad-size", f"'{shown(value)}' is not a size in pixels", "write width x height: 1280x720")
    size = int(found[1]), int(found[2])
    if any(side % 2 or not 16 <= side <= 4096 for side in size):
        raise Mistake("bad-size", f"'{value}' cannot be encoded: both sides must be even, from 16 to 4096")
    return size


def _rate(value: str) -> Fraction:
    if not re.fullmatch(r"\d{1,6}(/0*[1-9]\d{0,5}|\.\d{1,3})?", value, re.ASCII):
        raise Mistake("bad-rate", f"'{shown(value)}' is not a frame rate", "write 25, 29.97 or 30000/1001")
    rate = Fraction(value)
    if not 1 <= rate <= 120:
        raise Mistake("bad-rate", f"'{value}' is not between 1 and 120 frames a second")
    return rate


def _bitrate(value: str) -> int:
    found = re.fullmatch(r"(\d{1,4})\s*k", value, re.IGNORECASE | re.ASCII)
    if found is None:
        raise Mistake("bad-bitrate", f"'{shown(value)}' is not a bit rate", "write thousands of bits a second: 128k")
    if not 32 <= int(found[1]) <= 320:
        raise Mistake("bad-bitrate", f"'{value}' is not between 32k and 320k")
    return int(found[1]) * 1000


class FocusPoint:
    """Annotation of a point in a picture: two shares, `[0.5, 0.3]` or `[50%, 30%]`."""

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        share = {"anyOf": [{"type": "number", "minimum": 0, "maximum": 1}, {"type": "string", "pattern": _PERCENT}]}
        return {"type": "array", "items": share, "minItems": 2, "maxItems": 2, "examples": [["0.5", "0.3"]]}

    def read(self, data: object) -> Focus:
        if not isinstance(data, list) or len(data) != 2 or not all(isinstance(item, str) for item in data):
            raise mistake("bad-focus", f"expected a point in the picture, found {kind_of_data(data)}", _FOCUS_HINT)
        across, down = (self._share(item.strip()) for item in data)
        return across, down

    def _share(self, value: str) -> Fraction:
        found = re.fullmatch(r"(\d{1,3}(?:\.\d{1,4})?|\.\d{1,4})(%?)", value, re.ASCII)
        share = Fraction(found[1]) / (100 if found[2] else 1) if found else None
        if share is None or share > 1:
            raise mistake("bad-focus", f"'{shown(value)}' is not a share of a picture's side", _FOCUS_HINT)
        return share


_FOCUS_HINT = "write [across, down] from the upper left corner: [0.5, 0.3] or [50%, 30%]"
_PERCENT = r"^\s*(\d{1,3}(\.\d{1,4})?|\.\d{1,4})%?\s*$"


def _yes(value: str) -> bool:
    if value.lower() not in _ANSWERS:
        raise Mistake("bad-answer", f"'{shown(value)}' is neither yes nor no")
    return _ANSWERS[value.lower()]


_ANSWERS = {"yes": True, "true": True, "no": False, "false": False}


_TIME = r"^\s*((\d{1,3}:)?\d{1,3}:[0-5]\d(\.\d{1,3})?|(?=\d)(\d+h)?(\d+m(?!s))?(\d+(\.\d{1,3})?s)?(\d+ms)?)\s*$"

_RATE = r"^[0-9]{1,6}(/[0-9]{1,6}|\.[0-9]{1,3})?$"

Version = Annotated[Literal[1], Leaf(_version, enum=[1, "1"])]
Moment = Annotated[
    Fraction, Leaf(_moment, "a time such as 4s", type="string", pattern=_TIME, examples=["00:12.5", "1m30s"])
]
Length = Annotated[Fraction, Leaf(_length, "a time such as 4s", type="string", pattern=_TIME, examples=["4s", "250ms"])]
Gain = Annotated[Decimal, amount("-12 dB", -60, 30, code="bad-gain")]
Loudness = Annotated[Decimal, amount("-16 LUFS", -36, -5, code="bad-loudness")]
Peak = Annotated[Decimal, amount("-1 dBTP", -9, 0, code="bad-loudness", short="dB")]
Day = Annotated[
    date,
    Leaf(_day, "a date such as 2022-03-31", type="string", pattern=r"^\d{4}-\d{2}-\d{2}$", examples=["2022-03-31"]),
]
Yes = Annotated[bool, Leaf(_yes, "yes or no", type=["boolean", "string"], enum=[True, False, "yes", "no"])]
Guid = Annotated[str, text(2000)]
"""Any text on one line, as it is: feeds from elsewhere have addresses, `tag:` URIs, bare numbers."""
Colour = Annotated[
    str,
    Leaf(_colour, 'a colour in quotes: "#7a1414"', type="string", pattern="^#[0-9a-fA-F]{6}$", examples=["#7a1414"]),
]
Language = Annotated[str, Leaf(_language, type="string", pattern="^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$")]
Size = Annotated[tuple[int, int], Leaf(_size, type="string", pattern="^[0-9]{1,5} *[xX×] *[0-9]{1,5}$")]
Rate = Annotated[Fraction, Leaf(_rate, type=["number", "string"], minimum=1, maximum=120, pattern=_RATE)]
Bitrate = Annotated[int, Leaf(_bitrate, type="string", pattern="^[0-9]{1,4} *[kK]$", examples=["128k"])]
Channels = Annotated[Literal["mono", "stereo"], one_of("channels", ("mono", "stereo"))]
Title = Annotated[str, text(300)]
Paragraphs = Annotated[str, text(4000, lines=True)]
FileName = Annotated[str, Leaf(lambda value: value, **TEXT, minLength=1)]
"""Whether it is a file is for `paths` to say."""
FocusName = Annotated[Focus, FocusPoint()]
FitName = Annotated[Fit, one_of("fit", ("blur", "pad", "crop"))]
CaptionsName = Annotated[Captions, one_of("captions", ("soft", "burned", "both", "none"))]
PresetName = Annotated[str, one_of("preset", (*PRESETS, "none"))]
Titles = Annotated[tuple[Title, ...], OneOrMany()]
AnyMapping = Annotated[Mapping[str, Any], Shape("a mapping", dict, type="object")]
