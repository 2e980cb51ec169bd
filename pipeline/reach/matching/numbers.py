"""Episode numbers in titles: 第012期, 第十二集, EP12, No.12, 012, 21-22期; and what only looks like one.

A number has a strength, for a wrong one is worse than none: years, dates, 二十大, 3分钟 and 全20集 have none at all.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from pipeline.model.numerals import WORDS, number_of
from pipeline.reach.matching.text import MARK

Strength = Literal[0, 1, 2]
"""2: written as the number of an episode. 1: at a place where episodes have their number. 0: might be one."""


class Number(NamedTuple):
    """A number that may be an episode's."""

    value: int
    strength: Strength


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleNumbers:
    """The episode numbers in a line of a title."""

    found: tuple[Number, ...] = ()
    """Each once; only those of the greatest strength that there is."""
    run: tuple[int, int] | None = None
    """Where it says that it holds several episodes: the first and the last."""
    season: int = 1
    """Of a series in seasons or parts, where the title says which."""
    heading: str = ""
    """What the number is a number of, as far as the text before it says."""
    rest: str = ""
    """The line without them."""

    @property
    def strength(self) -> int:
        return max((number.strength for number in self.found), default=-1)


_NUMBER = rf"(\d{{1,5}}|[{WORDS}]{{1,9}})"
_UNIT = "[期集讲课回话篇站堂弹节]"
_PART = "(?:[季部辑章卷册编]|单元)"
_YEAR = r"(?:19|20)\d\d"

_DATES = re.compile(
    rf"(?<!\d){_YEAR}\s*(?:[-._/]\s*\d{{1,2}}\s*[-._/]\s*\d{{1,2}}(?!\d)|年(?:\s*\d{{1,2}}\s*月(?:\s*\d{{1,2}}\s*[日号])?)?)"
    rf"|(?<!\d){_YEAR}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d)"
    r"|(?<!\d)\d{1,2}\s*月\s*\d{1,2}\s*[日号]|(?<!\d)\d{1,2}(?:[.·:/]\d{1,2}){1,2}(?!\d)"
)
_TOTALS = re.compile(rf"(?:全|共|更新?至|更新到|近|前|每|连续?|超|满|达|约|多|余)\s*{_NUMBER}\s*{_UNIT}")
"""A number of episodes, not the number of one."""

_FIGURATIVE = re.compile(r"(?<=[^\W_])第一[课站堂回篇弹节讲]")
"""开学第一课: the first of its kind, whatever its number."""
_SEQUEL = re.compile(rf"{MARK}([2-9])(?=\s*(?:第|ep))")

_TO = r"\s*(?:[-~—–−/&+、,]|至|到|和|与|及)\s*"
_RUN = re.compile(rf"第?\s*{_NUMBER}\s*{_UNIT}?{_TO}第?\s*{_NUMBER}\s*{_UNIT}")
_SEASON = re.compile(rf"第\s*{_NUMBER}\s*季|(?<![a-z\d])s(?:eason)?\s*(\d{{1,2}})(?=\s*e?p?\s*\d|\W|$)")
_OF_ALL = re.compile(rf"总第\s*{_NUMBER}\s*{_UNIT}?")
_SURE = re.compile(
    rf"第\s*{_NUMBER}\s*{_UNIT}|(?<![a-z])(?:episode|ep|vol|lesson|e(?=\d))\s*[.\-_#:]?\s*(\d{{1,5}})(?![\da-z])"
)
_NAMED = re.compile(r"(?<![a-z\d])no\s*[.\-_#:]?\s*(0\d{1,4}|[2-9]|[1-9]\d{1,4})(?![^\W_])")
"""No.12; but No.1 is also what the best are called."""
_OF_PART = re.compile(rf"第\s*{_NUMBER}\s*{_PART}")
_BARE = re.compile(r"(?<![^\W_])(?<!\d[.\-/:])(\d{1,5})(?![^\W_])(?![.\-/:]\d)(?!\s*[%‰°℃$€¥])")
_WORDED = re.compile(rf"(?<=[(\[【])([{WORDS}]{{1,9}})(?=[)\]】])")
_ALONE = re.compile(rf"(?<![^\W_])(?!一[期集讲课回]){_NUMBER}\s*[期集讲课回](?![^\W_])")
"""12集 without 第: how many, or which one."""
_GLUED = re.compile(rf"(?:(?<=^)|(?<={MARK}))(\d{{1,5}})(?=[^\W\d_])")
_COUNTER = re.compile(r"\s*[年月日号世周旬载大小个位届岁万亿千百元米名条种次代分秒点后天人多余度期集讲课回]")
"""What follows a number that counts something else."""
_BEHIND_SERIES = re.compile(rf"{MARK}[\W_]*$")
_HEADING = re.compile(r"【([^】]*)】|《([^》]*)》\s*$|([^\W_]{2,})$")


def find_numbers(line: str) -> TitleNumbers:
    """What a line counts; plain text, with `MARK` for the names of series."""
    line = _FIGURATIVE.sub(" ", _TOTALS.sub(" ", _DATES.sub(" ", line)))
    if (run := _run(line)) is not None:
        found, span = run
        return TitleNumbers(run=found, rest=_cut(line, *span), heading=_heading(line, span[0]))
    season, line = _season(line)
    for pattern in (_OF_ALL, _SURE, _NAMED):
        if hits := list(pattern.finditer(line)):
            return _numbered(line, hits, 2, season)
    if hits := list(_OF_PART.finditer(line)):
        return _numbered(line, hits, 0, season)
    return _bare(line, season)


def _run(line: str) -> tuple[tuple[int, int], tuple[int, int]] | None:
    for hit in _RUN.finditer(line):
        first, last = number_of(hit[1]), number_of(hit[2])
        if 0 < first < last and not _is_year(first):
            return (first, last), hit.span()
    return None


def _season(line: str) -> tuple[int, str]:
    """The season that a title names, and the line without it."""
    hit = _SEASON.search(line) or _SEQUEL.search(line)
    if hit is None:
        return 1, line
    return number_of(next(filter(None, hit.groups()))), _cut(line, *hit.span())


def _numbered(line: str, hits: "Sequence[re.Match[str]]", strength: Strength, season: int) -> TitleNumbers:
    if len(hits) == 1 and strength == 2 and (part := _OF_PART.search(line)):
        # 第二部第3集: the finer one counts episodes.
        season = max(season, number_of(part[1]))
    values = dict.fromkeys(number_of(next(filter(None, hit.groups()))) for hit in hits)
    rest = line
    for hit in sorted(hits, key=lambda hit: hit.start(), reverse=True):
        rest = _cut(rest, *hit.span())
    return TitleNumbers(
        found=tuple(Number(value, strength) for value in values),
        season=season,
        heading=_heading(line, min(hit.start() for hit in hits)),
        rest=_SURE.sub(" ", rest),
    )


def _bare(line: str, season: int) -> TitleNumbers:
    """Numbers without a word that says what they count."""
    found: dict[Strength, list[re.Match[str]]] = {1: [], 0: []}
    for hit in (hit for pattern in (_ALONE, _BARE, _WORDED, _GLUED) for hit in pattern.finditer(line)):
        if (strength := _strength(line, hit)) is not None:
            found[strength].append(hit)
    if not found[1] and not found[0]:
        return TitleNumbers(season=season, rest=line)
    return _numbered(line, found[1] or found[0], 1 if found[1] else 0, season)


def _strength(line: str, hit: "re.Match[str]") -> Strength | None:
    """How surely a number by itself is an episode's, by how it is written and where it is."""
    if hit.re is not _ALONE and _COUNTER.match(line, hit.end()):
        return None
    if len(hit[1]) == 4 and _is_year(number_of(hit[1])):
        return None
    before, after = line[: hit.start()].strip("([【 "), line[hit.end() :].strip(")]】 ")
    if hit[1].startswith("0") or not (before or after):
        return 1
    if hit.re is _GLUED:
        return 0
    if _BEHIND_SERIES.search(line, 0, hit.start()) or (hit.re is _ALONE and not before):
        return 1
    return None if before and after else 0


def _heading(line: str, start: int) -> str:
    hit = _HEADING.search(line[:start])
    return next(filter(None, hit.groups()), "").replace(MARK, "").strip() if hit else ""


def _is_year(value: int) -> bool:
    return 1900 <= value <= 2099


def _cut(line: str, start: int, end: int) -> str:
    return f"{line[:start]} {line[end:]}"
