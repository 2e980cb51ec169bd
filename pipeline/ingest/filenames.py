"""Old names: the number, title and date that a studio's file names tell, however they are written."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date as Date
from unicodedata import normalize

from pipeline.model.numerals import WORDS, number_of


@dataclass(frozen=True, slots=True, kw_only=True)
class OldName:
    """What a file's name says."""

    number: int | None
    title: str
    """What is left of it; may be empty."""
    date: Date | None


UNITS = "期集课讲回话章部篇辑堂站"
_YEAR = r"(?:19|20)\d\d"
_COUNTED = "年月日号世周大个位届岁万亿千百元米名条种次代分秒点%"
"""What follows a number that counts something else."""

_DATES = (
    re.compile(rf"(?<!\d)({_YEAR})\s*[-._年/]\s*(\d{{1,2}})\s*[-._月/]\s*(\d{{1,2}})\s*日?(?!\d)"),
    re.compile(rf"(?<!\d)({_YEAR})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)"),
)
_NOISE = re.compile(
    r"(?<![0-9a-z])(?:\d{3,4}\s*[x×*]\s*\d{3,4}|\d{3,4}[pi]|[248]k|[hx]\.?26[45]|hevc|avc|aac|\d+\s*kbps|\d+\s*fps)(?![0-9a-z])"
    r"|[-_\s]*副本|(?<![a-z])copy(?![a-z])"
    r"|[\[(（【][^\])）】]*(?:高清|超清|标清|成片|定稿|终版|最终版|完整版)[^\])）】]*[\])）】]"
    r"|(?<=[-_\s])(?:高清|超清|标清|成片|定稿|终版|最终版|完整版)(?=[-_\s]|$)"
)
_NUMBERS = (
    re.compile(rf"第\s*(\d{{1,5}}|[{WORDS}]{{1,9}})\s*[{UNITS}]"),
    re.compile(r"(?<![a-z])(?:s\d{1,2}\s*)?(?:episode|ep|e|no|vol|lesson|#)\s*[.\-_#]?\s*(\d{1,5})(?!\d)"),
    re.compile(rf"(?<![\d全共])(\d{{1,5}})[{UNITS[:6]}]"),
    re.compile(rf"第\s*(\d{{1,5}})(?![\d{_COUNTED}])"),
    re.compile(rf"^[\s\[(（【]*(?!{_YEAR}(?!\d))(\d{{1,5}})(?![\d{_COUNTED}])[\])）】]*"),
    re.compile(rf"[\[(（【]*(?<!\d)(?<!\d\.)(?!{_YEAR}(?!\d))(\d{{1,5}})[\])）】\s]*$"),
    re.compile(rf"(?<![{WORDS}全共])([{WORDS}]{{1,9}})[{UNITS[:4]}](?=[\s_\-—:：]|$)"),
)
_LONE = re.compile(rf"(?<!\d)(?!{_YEAR}(?!\d))(\d{{1,5}})(?![\d{_COUNTED}])")
FULL_WIDTH = {0xFF01 + offset: 0x21 + offset for offset in range(94)} | {0x3000: 0x20}
"""One character for one, so that places in the plain text are places in the name."""
EDGE = " \t_-—–―·•.．、,，:：;；|｜~～+#=&/"
_EMPTY = re.compile(r"[\[(（【《「『“\"]\s*[\])）】》」』”\"]")


def read_name(stem: str, *, series: Iterable[str] = ()) -> OldName:
    """What a file's name without its suffix says; `series` are titles that are no part of an episode's own."""
    name = normalize("NFC", stem)
    for title in sorted(filter(None, series), key=len, reverse=True):
        name = name.replace(f"《{title}》", " ").replace(title, " ")
    plain = name.translate(FULL_WIDTH).lower()
    date, plain, name = _date(plain, name)
    plain, name = _without_noise(plain, name)
    number, left = _number(plain, name)
    return OldName(number=number, title=_tidy(left), date=date)


def in_order(name: str) -> tuple[object, ...]:
    """A key by which names stand as people count: 2 before 10."""
    parts = re.split(r"(\d+)", normalize("NFC", name).translate(FULL_WIDTH).casefold())
    return tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts if part)


def _date(plain: str, name: str) -> tuple[Date | None, str, str]:
    for pattern in _DATES:
        for found in pattern.finditer(plain):
            try:
                day = Date(*(int(group) for group in found.groups()))
            except ValueError:
                continue
            return day, _cut(plain, found), _cut(name, found)
    return None, plain, name


def _without_noise(plain: str, name: str) -> tuple[str, str]:
    while found := _NOISE.search(plain):
        plain, name = _cut(plain, found), _cut(name, found)
    return plain, name


def _number(plain: str, name: str) -> tuple[int | None, str]:
    """The number by the surest sign that there is, and the name without it."""
    for pattern in _NUMBERS:
        if found := pattern.search(plain):
            return number_of(found[1]), _cut(name, found)
    lone = list(_LONE.finditer(plain))
    if len(lone) == 1:
        return int(lone[0][1]), _cut(name, lone[0])
    return None, name


def _cut(text: str, found: "re.Match[str]") -> str:
    return f"{text[: found.start()]} {text[found.end() :]}"


def _tidy(text: str) -> str:
    text = re.sub(r"[_\s]+", " ", _EMPTY.sub(" ", text)).strip(EDGE)
    wrapped = re.fullmatch(r"《([^《》]+)》|“([^“”]+)”|【([^【】]+)】", text)
    return next(filter(None, wrapped.groups()), text).strip(EDGE) if wrapped else text
