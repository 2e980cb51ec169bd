"""Series as titles name them: by title or alias, however they are spaced, quoted and bracketed."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from difflib import SequenceMatcher

from pipeline.model.numerals import WORDS
from pipeline.reach.matching.text import MARK, key, plain
from pipeline.reach.observation import KnownSeries

DISTINCT = 5
"""Characters from which a name is recognised anywhere in a text; 颂英烈 may also be a part of 歌颂英烈们."""

SHORTEST = 3
"""Characters of a name that another one can be like."""
ALIKE = 0.6
"""How much of it another one must have."""

_DERIVED_BEFORE = re.compile(r"(?<![^\W_])[新续再重]$")
_DERIVED_AFTER = re.compile(r"(?:外传|番外|前传|后传|外篇|续集?|第二部|二世|ii+(?![a-z])|plus)")
"""What makes another series' name of one."""
_NUMBER = re.compile(rf"第[\d{WORDS}]+[期集讲课回话篇站堂弹节]?|\d+[期集讲课回话篇站堂弹节]|(?:ep|no)\d+|0\d+|\d{{3,}}")
_SUFFIX = "(?:系列|栏目|专栏|节目|专题)?"
_GAP = r"[\W_]{0,3}"


class SeriesNames:
    """All names of all series."""

    def __init__(self, series: Iterable[KnownSeries]) -> None:
        spelled: dict[str, set[str]] = defaultdict(set)
        for one in series:
            for name in (one.title, *one.aliases):
                if key(name):
                    spelled[key(name)].add(one.id)
        self._series = {name: frozenset(ids) for name, ids in spelled.items()}
        # The longest first: where one name is the beginning of another, the whole is meant.
        names = sorted(self._series, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(_spelling, names))) if names else None

    def series_called(self, text: str) -> frozenset[str]:
        """The series whose name this is; several where they share an alias."""
        return self._series.get(key(text), frozenset())

    def marked(self, text: str) -> tuple[str, frozenset[str]]:
        """A plain text with `MARK` wherever a series is named, and those that may be meant."""
        if self._pattern is None:
            return text, frozenset()
        found: list[frozenset[str]] = []

        def mark(hit: "re.Match[str]") -> str:
            if _is_part_of_another(text, hit):
                return hit[0]
            name = hit[0] if key(hit[0]) in self._series else re.sub(f"{_SUFFIX}$", "", hit[0])
            found.append(self.series_called(name))
            return MARK

        marked = self._pattern.sub(mark, text)
        # A full title beside an alias that two series share says which of the two.
        return marked, frozenset.intersection(*found) or frozenset.union(*found) if found else frozenset()

    def alike(self, part: str) -> frozenset[str]:
        """The series whose name is nearly this, a key, and is not: most likely the name of somebody else's series.

        What is wholly a part of the name says nothing: 烈士塔 is a place.
        """
        found = {
            name: ids
            for name, ids in self._series.items()
            if len(name) >= SHORTEST and part != name and part not in name and _likeness(part, name) >= ALIKE
        }
        best = max(found, key=lambda name: _likeness(part, name), default="")
        return found.get(best, frozenset())


def _likeness(part: str, name: str) -> float:
    """From 0 to 1: how much two names have in common, in order or in whatever order."""
    if not len(name) / 2 <= len(part) <= len(name) * 2:
        return 0.0
    shared = sum((Counter(part) & Counter(name)).values())
    return max(SequenceMatcher(None, part, name).ratio(), shared / max(len(part), len(name)))


def _is_part_of_another(text: str, hit: "re.Match[str]") -> bool:
    """Whether a name stands inside a longer one: 【烈士塔下颂英烈外传】, 新烈士塔下颂英烈."""
    before, after = text[: hit.start()], text[hit.end() :]
    if _DERIVED_BEFORE.search(before) or _DERIVED_AFTER.match(after):
        return True
    opening = re.search(r"[【《\[「『“]([^【《\[「『“】》\]」』”\n]*)$", before)
    closing = re.match(r"([^【《\[「『“】》\]」』”\n]*)[】》\]」』”]", after)
    if not (opening and closing):
        return False
    left, right = re.split(r"[\W_]", opening[1])[-1], re.split(r"[\W_]", closing[1])[0]
    return bool(left) or bool(right and not _NUMBER.fullmatch(right))


def _spelling(name: str) -> str:
    """A pattern for a name by its key. A short one must be a word of its own, or be followed by a number."""
    letters = _GAP.join(map(re.escape, plain(name)))
    start = r"(?<![a-z0-9])" if name[0].isascii() else ""
    end = r"(?![a-z0-9])" if name[-1].isascii() else ""
    if len(name) < DISTINCT:
        start, end = r"(?<![^\W_])", rf"(?=$|[\W_]|第|{'' if name[-1].isdigit() else '[0-9]|'}ep|no)"
    return f"{start}{letters}{_SUFFIX}{end}"
