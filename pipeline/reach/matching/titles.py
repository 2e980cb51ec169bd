"""Titles of works taken apart: series, number, subject, or that it is no episode."""

import re
from dataclasses import dataclass

from pipeline.reach.matching.numbers import TitleNumbers, find_numbers
from pipeline.reach.matching.series_names import SeriesNames
from pipeline.reach.matching.text import MARK, key, plain

_HASHTAG = re.compile(r"#([^\s#@,。!?;|《》]{1,60})")
_MENTION = re.compile(r"@[^\s@#]{1,40}")
_ABOUT = re.compile(
    r"预告|先导|片花|花絮|合集|合辑|集锦|精彩(?:片段|瞬间|看点|回顾)"
    r"|(?<![a-z])(?:trailer|teaser|highlights|behind the scenes)(?![a-z])"
)
"""Words of works that are about episodes and are none."""
_TAGGED_ABOUT = re.compile(r"(?:预告|先导)片?|片花|花絮|集锦|精彩片段")
"""As a hashtag 合集 is what platforms call a playlist."""
_BETWEEN = re.compile(rf"[\s#|丨/\\·—:,。!?;、《》【】()“”\"「」『』{MARK}\[\]-]+")
_LABEL = re.compile(r"\s*[【\[]([^】\]]*)[】\]]")
_EDITIONS = frozenset(
    map(key, ("完整版", "高清", "高清版", "字幕版", "竖版", "横版", "上", "下", "上集", "下集", "新", "重播"))
)
"""Words about a work and not about its episode."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedTitle:
    """One title, taken apart."""

    text: str
    """The whole of it as a key."""
    series: frozenset[str]
    """Series that may be meant; several where a name is shared, or more than one is named."""
    numbers: TitleNumbers
    label: str
    """Key of the text in brackets at the beginning, if it names no series; else empty."""
    about: str
    """The word by which it is about episodes and none itself; else empty."""
    parts: tuple[str, ...]
    """Keys of the texts between separators, without series, hashtags and numbers of episodes."""
    tags: tuple[str, ...]
    """Keys of the hashtags."""
    parts_with_numbers: tuple[str, ...]
    """The same with the numbers: 1921年的三个人 may be a title."""

    @property
    def subject(self) -> str:
        """What it is about, as one key."""
        return "".join(self.parts)


def parse_title(title: str, names: SeriesNames) -> ParsedTitle:
    """A title, taken apart; of a caption of many lines mainly the first."""
    text = plain(title)
    tags = [hit[1].replace("[话题]", "") for hit in _HASHTAG.finditer(text)]
    body = _MENTION.sub(" ", _HASHTAG.sub(lambda hit: MARK if names.series_called(hit[1]) else " ", text))
    body, named = names.marked(body)
    lines = [line for line in body.split("\n") if key(line)] or [body]
    first = _counts(lines)
    tagged = [names.marked(tag) for tag in tags]
    if first.strength < 1 and first.run is None:
        first = max((first, *(find_numbers(tag) for tag, _ in tagged)), key=lambda one: one.strength)
    rest = find_numbers(lines[0]).rest
    return ParsedTitle(
        text=key(title),
        series=named or frozenset[str]().union(*(found for _, found in tagged)),
        numbers=first,
        label=key(hit[1]) if (hit := _LABEL.match(rest)) else "",
        about=_about(lines[0], tags),
        parts=_parts(rest),
        tags=tuple(filter(None, map(key, tags))),
        parts_with_numbers=_parts(lines[0]),
    )


def _parts(line: str) -> tuple[str, ...]:
    return tuple(part for part in map(key, _BETWEEN.split(line)) if part and part not in _EDITIONS)


def _counts(lines: list[str]) -> TitleNumbers:
    """Of the first line with a sure number, since further down other episodes may be mentioned; else of the surest."""
    found = [find_numbers(line) for line in lines[:8]]
    return next((one for one in found if one.strength > 0 or one.run), max(found, key=lambda one: one.strength))


def _about(line: str, tags: list[str]) -> str:
    hit = _ABOUT.search(line)
    tagged = next((tag for tag in tags if _TAGGED_ABOUT.fullmatch(tag)), "")
    return hit[0] if hit else tagged
