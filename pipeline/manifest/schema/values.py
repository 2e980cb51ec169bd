"""The values that keys take: how each is written, messages for what is wrong with it, and its JSON Schema."""

import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Literal
from unicodedata import normalize

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import core_schema

from pipeline.documents.diagnostics import shown
from pipeline.documents.encodings import encoding_named
from pipeline.documents.scalars import Exact, Mistake, Scalar, Shape, kind_of_data, mistake
from pipeline.documents.values import TEXT, amount, half_width, one_of, share, time_of
from pipeline.errors import did_you_mean
from pipeline.messages import listed, tr
from pipeline.model.media import Sides
from pipeline.model.rendition import PRESETS
from pipeline.model.segments.motion import EASES, MOTIONS, Ease, MotionKind
from pipeline.model.series import PRESETS as THEMES
from pipeline.model.series import Captions, CaptionStyle, Fit, Focus
from pipeline.model.treatment import Amount, Switch


def _colour(value: str) -> str:
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", value):
        hint = tr('write it in quotes: "#7a1414"')
        raise Mistake("bad-colour", tr("'{value}' is not a colour", value=shown(value)), hint)
    return value.lower()


def _theme(value: str) -> str:
    if not value:
        raise Mistake("empty-value", tr("this text is empty"), tr("known: {names}", names=listed(THEMES)))
    named = next((name for name, chinese in THEMES.items() if value in (name, chinese)), None)
    if named is None:
        hint = did_you_mean(shown(value), THEMES if value.isascii() else THEMES.values())
        if re.fullmatch(r"#[0-9a-fA-F]{6}", value):
            hint = tr("write '{example}'", example=f'theme: {{background: "{value}"}}')
        raise Mistake("unknown-theme", tr("unknown theme '{name}'", name=shown(value)), hint)
    return named


def _language(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}", value, re.ASCII):
        hint = tr("write a language tag: zh-CN, zh-TW, en, bo, ug ...")
        raise Mistake("bad-language", tr("'{value}' is not a language", value=shown(value)), hint)
    return value


def _size(value: str) -> tuple[int, int]:
    found = re.fullmatch(r"(\d{1,5})\s*[xX×]\s*(\d{1,5})", value, re.ASCII)
    if found is None:
        hint = tr("write width x height: 1280x720")
        raise Mistake("bad-size", tr("'{value}' is not a size in pixels", value=shown(value)), hint)
    size = int(found[1]), int(found[2])
    if any(side % 2 or not 16 <= side <= 4096 for side in size):
        message = tr("'{value}' cannot be encoded: width and height must be even, from 16 to 4096", value=value)
        raise Mistake("bad-size", message)
    return size


def _rate(value: str) -> Fraction:
    if not re.fullmatch(r"\d{1,6}(/0*[1-9]\d{0,5}|\.\d{1,3})?", value, re.ASCII):
        hint = tr("write 25, 29.97 or 30000/1001")
        raise Mistake("bad-rate", tr("'{value}' is not a frame rate", value=shown(value)), hint)
    rate = Fraction(value)
    if not 1 <= rate <= 120:
        raise Mistake("bad-rate", tr("'{value}' is not between 1 and 120 frames a second", value=value))
    return rate


def _bitrate(value: str) -> int:
    found = re.fullmatch(r"(\d{1,4})\s*k", value, re.IGNORECASE | re.ASCII)
    if found is None:
        hint = tr("write thousands of bits a second: 128k")
        raise Mistake("bad-bitrate", tr("'{value}' is not a bit rate", value=shown(value)), hint)
    if not 32 <= int(found[1]) <= 320:
        raise Mistake("bad-bitrate", tr("'{value}' is not between 32k and 320k", value=value))
    return int(found[1]) * 1000


def _track(value: str) -> int:
    if not re.fullmatch(r"[1-9]\d?", value, re.ASCII):
        hint = tr("sound tracks are counted from 1: track: 2")
        raise Mistake("bad-track", tr("'{value}' is not the number of a sound track", value=shown(value)), hint)
    return int(value)


def _longest_pause(value: str) -> Fraction:
    if value == "none":
        return Fraction(0)
    if re.fullmatch(r"\d{1,5}|\d{0,2}\.\d{1,3}", plain := half_width(value), re.ASCII):
        example = f"{plain}ms" if Fraction(plain) > LONGEST_PAUSE else f"{plain}s"
        raise Mistake("bad-time", tr("'{value}' has no unit", value=value), tr("write '{example}'", example=example))
    seconds = time_of(value)
    if not SHORTEST_PAUSE <= seconds <= LONGEST_PAUSE:
        message = tr("'{value}' is not between 200ms and 10s", value=shown(value))
        raise Mistake("bad-pause", message, tr("shorter pauses belong to the words; 800ms is usual"))
    return seconds


def _speed(value: str) -> Fraction:
    plain = normalize("NFKC", value).lower()
    found = re.fullmatch(r"([0-9]{1,5}(?:\.[0-9]{1,3})?|\.[0-9]{1,3}) ?(%|x|×|倍|倍速)?", plain)
    if found is None:
        hint = tr("write how many times as fast it plays: 0.5, 2x or 150%")
        raise Mistake("bad-speed", tr("'{value}' is not a speed", value=shown(value)), hint)
    speed = Fraction(found[1]) / (100 if found[2] == "%" else 1)
    if SLOWEST <= speed <= FASTEST:
        return speed
    hint = tr("1 is as it was recorded, 0.5 half as fast, 2 twice as fast")
    if speed == 0:
        hint = tr("for a frame that stands write 'hold: 3s': it is the clip's last one")
    elif not found[2] and SLOWEST <= speed / 100 <= FASTEST:
        hint = tr("write '{example}'", example=f"{found[1]}%")
    raise Mistake("bad-speed", tr("'{value}' is not between 0.1 and 10 times its speed", value=shown(value)), hint)


def _hold(value: str) -> Fraction:
    return HELD_AT_WILL if value.lower() in ("yes", "true") else time_of(value)


SLOWEST, FASTEST = Fraction(1, 10), 10
"""Times its own speed that a clip may play: beyond, nobody sees or hears what it is."""
HELD_AT_WILL = Fraction(24 * 3600)
"""Seconds: `hold: yes` lets a frame stand as long as it must."""
SHORTEST_PAUSE, LONGEST_PAUSE = Fraction(1, 5), Fraction(10)
"""Seconds that a pause may be shortened to."""


def _picture_bitrate(value: str) -> int:
    found = re.fullmatch(r"(\d{1,5}(?:\.\d)?)\s*(k|M)(?:b/s|bps)?", value, re.IGNORECASE | re.ASCII)
    if found is None:
        hint = tr("write thousands or millions of bits a second: 6000k or 6M")
        raise Mistake("bad-bitrate", tr("'{value}' is not a bit rate", value=shown(value)), hint)
    bits = int(Fraction(found[1]) * (1000 if found[2].lower() == "k" else 1_000_000))
    if not 200_000 <= bits <= 100_000_000:
        raise Mistake("bad-bitrate", tr("'{value}' is not between 200k and 100M", value=value))
    return bits


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
            message = tr("expected a point in the picture, found {found}", found=kind_of_data(data))
            raise mistake("bad-focus", message, _FOCUS_HINT)
        across, down = (self._share(item.strip()) for item in data)
        return across, down

    def _share(self, value: str) -> Fraction:
        found = re.fullmatch(r"(\d{1,3}(?:\.\d{1,4})?|\.\d{1,4})(%?)", value, re.ASCII)
        share = Fraction(found[1]) / (100 if found[2] else 1) if found else None
        if share is None or share > 1:
            message = tr("'{value}' is not a position between 0 and 1, or 0% and 100%", value=shown(value))
            raise mistake("bad-focus", message, _FOCUS_HINT)
        return share


LONGEST_GUID = 2000
"""Characters of an episode's identity."""
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def _guid(value: str) -> str:
    if not value.strip():
        raise Mistake("empty-value", tr("this text is empty"))
    if found := _NOT_IN_XML.search(value):
        character = f"U+{ord(found[0]):04X}"
        message = tr("the character {character} is not allowed in this text", character=character)
        raise Mistake("control-character", message)
    if len(value) > LONGEST_GUID:
        message = tr(
            "this text has {length} characters; at most {most} are allowed", length=len(value), most=LONGEST_GUID
        )
        raise Mistake("too-long", message)
    return value


_FOCUS_HINT = tr("write [across, down] from the upper left corner: [0.5, 0.3] or [50%, 30%]")
_PERCENT = r"^\s*(\d{1,3}(\.\d{1,4})?|\.\d{1,4})%?\s*$"


_RATE = r"^[0-9]{1,6}(/[0-9]{1,6}|\.[0-9]{1,3})?$"

Gain = Annotated[Decimal, amount("-12 dB", -60, 30, code="bad-gain")]
Loudness = Annotated[Decimal, amount("-16 LUFS", -36, -5, code="bad-loudness")]
Peak = Annotated[Decimal, amount("-1 dBTP", -9, 0, code="bad-loudness", short="dB")]
Guid = Annotated[str, Exact(_guid, **TEXT, minLength=1, maxLength=LONGEST_GUID)]
"""Any text: feeds from elsewhere use addresses, `tag:` URIs, bare numbers, with blanks and line ends in them."""
Colour = Annotated[
    str,
    Scalar(
        _colour, tr('a colour in quotes: "#7a1414"'), type="string", pattern="^#[0-9a-fA-F]{6}$", examples=["#7a1414"]
    ),
]
ThemeName = Annotated[
    str, Scalar(_theme, tr("one of: {words}", words=listed(THEMES)), enum=[*THEMES, *THEMES.values()])
]
Language = Annotated[str, Scalar(_language, type="string", pattern="^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$")]
Size = Annotated[tuple[int, int], Scalar(_size, type="string", pattern="^[0-9]{1,5} *[xX×] *[0-9]{1,5}$")]
Rate = Annotated[Fraction, Scalar(_rate, type=["number", "string"], minimum=1, maximum=120, pattern=_RATE)]
Bitrate = Annotated[int, Scalar(_bitrate, type="string", pattern="^[0-9]{1,4} *[kK]$", examples=["128k"])]
PictureBitrate = Annotated[
    int, Scalar(_picture_bitrate, type="string", pattern="^[0-9]{1,5}([.][0-9])? *[kKmM](b/s|bps)?$", examples=["6M"])
]
Channels = Annotated[Literal["mono", "stereo"], one_of(tr("channels"), ("mono", "stereo"))]
SidesName = Annotated[Sides, one_of(tr("channels"), ("left", "right", "mix", "stereo"))]
Percent = Annotated[int, share(25, 300, "90%", whole=True)]
TrackNumber = Annotated[int, Scalar(_track, type="integer", minimum=1, maximum=64, examples=["2"])]


def _encoding(value: str) -> str:
    if (found := encoding_named(value)) is None:
        message = tr("unknown {what} '{value}'", what=tr("encoding"), value=shown(value))
        raise Mistake("unknown-encoding", message, tr("write one such as {names}", names=listed(_ENCODINGS)))
    return found


_ENCODINGS = ("utf-8", "gb18030", "big5", "shift-jis", "euc-kr", "windows-1251", "windows-1252", "utf-16-le")
EncodingName = Annotated[
    str, Scalar(_encoding, tr("an encoding such as big5"), type="string", minLength=1, examples=["big5"])
]
_SWITCHES = ("auto", "yes", "no")
SwitchName = Annotated[Switch, one_of(tr("answer"), _SWITCHES)]


def _switch_or(example: str, low: int, high: int) -> Scalar:
    """auto, yes, no, or a whole number of a unit."""
    switch, number = one_of(tr("answer"), _SWITCHES), amount(example, low, high, code="bad-amount")

    def read(value: str) -> object:
        if not re.search(r"\d", value):
            return switch.parse(value)
        found = Decimal(str(number.parse(value)))
        if found % 1:
            message = tr("'{value}' is no whole number", value=shown(value))
            raise Mistake("bad-amount", message, tr("write '{example}'", example=example))
        return int(found)

    wanted = tr("auto, yes, no, or an amount such as {example}", example=example)
    pattern = rf"^(auto|yes|no|{str(number.schema['pattern']).strip('^$')})$"
    return Scalar(read, wanted, type="string", pattern=pattern, examples=["auto", example])


Lowered = Annotated[Amount, _switch_or("12 dB", 3, 30)]
Deepest = Annotated[Amount, _switch_or("80 Hz", 40, 200)]
LongestPause = Annotated[
    Fraction, Scalar(_longest_pause, tr("a time such as 800ms"), type="string", examples=["800ms"])
]
"""0 where pauses stay as they are."""
FileName = Annotated[str, Scalar(lambda value: value, **TEXT, minLength=1)]
"""`media_paths` checks that it is a file."""
FocusName = Annotated[Focus, FocusPoint()]
MotionName = Annotated[MotionKind, one_of(tr("motion"), MOTIONS)]
EaseName = Annotated[Ease, one_of(tr("ease"), EASES)]
AmountName = Annotated[Fraction, share(1, 500, "12%", hint=tr("for a picture that stands still write 'motion: none'"))]
SpeedName = Annotated[
    Fraction,
    Scalar(_speed, tr("a speed such as 0.5"), type=["number", "string"], examples=["0.5", "2x", "150%"]),
]
HoldName = Annotated[
    Fraction, Scalar(_hold, tr("yes or a time such as 3s"), type=["boolean", "string"], examples=["3s"])
]
UnderName = Annotated[Literal["under", "none"], one_of(tr("sound"), ("under", "none"))]
FitName = Annotated[Fit, one_of(tr("fit"), ("blur", "pad", "crop"))]
CaptionsName = Annotated[Captions, one_of(tr("captions"), ("soft", "burned", "both", "none"))]
CaptionStyleName = Annotated[CaptionStyle, one_of(tr("caption style"), ("outline", "box", "bar"))]
PresetName = Annotated[str, one_of(tr("preset"), (*PRESETS, "none"))]
AnyMapping = Annotated[Mapping[str, Any], Shape(tr("a mapping"), dict, type="object")]
