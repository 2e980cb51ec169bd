"""What a person or a table states outright: `lieshita/12`, `12`, 第十二期, a series' name, `none`."""

import re
from dataclasses import dataclass

from pipeline.model.numerals import WORDS, number_of
from pipeline.reach.matching.episode_index import Roll
from pipeline.reach.matching.match import NONE
from pipeline.reach.matching.text import plain

_NOTHING = frozenset([NONE, "无", "没有", "不是"])
_NUMBERED = re.compile(
    rf"(.*?)[\s/\\:_\-·]*(?:第|ep\.?|no\.?|#)?\s*(\d{{1,5}}|[{WORDS}]{{1,9}})\s*[期集讲课回话篇站堂弹节]?(?:\.0)?"
)
"""A spreadsheet may have made 12.0 of 12."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """An episode as somebody wrote it down."""

    series: frozenset[str] = frozenset()
    """Empty where only a number is said; several where they share the name that was written."""
    number: int | None = None
    nothing: bool = False
    """Whether it is said to be no episode."""
    topic: str = ""
    """What is neither a number nor a series."""


def stated(text: str, roll: Roll) -> Stated:
    """What was written, as far as it can be told without guessing."""
    wanted = plain(text).strip()
    if wanted in _NOTHING:
        return Stated(nothing=True)
    if series := _series(wanted, roll):
        return Stated(series=series)
    hit = _NUMBERED.fullmatch(wanted)
    if hit is None:
        return Stated(topic=text)
    series = _series(hit[1], roll)
    if hit[1] and not series:
        return Stated(topic=text)
    return Stated(series=series, number=number_of(hit[2]))


def _series(name: str, roll: Roll) -> frozenset[str]:
    """By id, title or alias."""
    ids = frozenset(one for one in roll.series if name and plain(one) == name.strip())
    return ids or roll.names.series_called(name)
