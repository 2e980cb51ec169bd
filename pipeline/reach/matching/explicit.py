"""What a person or a table states outright: `lieshita/12`, `12`, 第十二期, a series' name, `none`."""

import re
from dataclasses import dataclass

from pipeline.model.numerals import WORDS, number_of
from pipeline.reach.matching.episode_index import EpisodeIndex
from pipeline.reach.matching.match import NONE
from pipeline.reach.matching.text import plain

_NOTHING = frozenset([NONE, "无", "没有", "不是"])
_NUMBERED = re.compile(
    rf"(.*?)[\s/\\:_\-·]*(?:第|ep\.?|no\.?|#)?\s*(\d{{1,5}}|[{WORDS}]{{1,9}})\s*[期集讲课回话篇站堂弹节]?(?:\.0)?"
)
"""A spreadsheet may have made 12.0 of 12."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedEpisode:
    """An episode as somebody wrote it down."""

    series: frozenset[str] = frozenset()
    """Empty where there is only a number; several where they share the name that was written."""
    number: int | None = None
    nothing: bool = False
    """Whether it is stated to be no episode."""
    whole: bool = False
    """Whether it is stated to be of the series, and of no episode: `lieshita/*`."""
    topic: str = ""
    """What is neither a number nor a series."""


def parse_stated(text: str, index: EpisodeIndex) -> StatedEpisode:
    """The episode that was written, as far as that is clear without guessing."""
    wanted = plain(text).strip()
    if wanted in _NOTHING:
        return StatedEpisode(nothing=True)
    if wanted.endswith("/*") and (series := _series(wanted.removesuffix("/*").strip(), index)):
        return StatedEpisode(series=series, whole=True)
    if series := _series(wanted, index):
        return StatedEpisode(series=series)
    hit = _NUMBERED.fullmatch(wanted)
    if hit is None:
        return StatedEpisode(topic=text)
    series = _series(hit[1], index)
    if hit[1] and not series:
        return StatedEpisode(topic=text)
    return StatedEpisode(series=series, number=number_of(hit[2]))


def _series(name: str, index: EpisodeIndex) -> frozenset[str]:
    """By id, title or alias."""
    ids = frozenset(one for one in index.series if name and plain(one) == name.strip())
    return ids or index.names.series_called(name)
