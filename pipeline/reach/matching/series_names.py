"""Series as titles name them: by title or alias, however they are spaced, quoted and bracketed."""

import re
from collections import defaultdict
from collections.abc import Iterable

from pipeline.reach.matching.text import MARK, key, plain
from pipeline.reach.observation import KnownSeries

DISTINCT = 5
"""Characters from which a name is recognised anywhere in a text; 颂英烈 may also be a part of 歌颂英烈们."""

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
            name = hit[0] if key(hit[0]) in self._series else re.sub(f"{_SUFFIX}$", "", hit[0])
            found.append(self.series_called(name))
            return MARK

        marked = self._pattern.sub(mark, text)
        # A full title beside an alias that two series share says which of the two.
        return marked, frozenset.intersection(*found) or frozenset.union(*found) if found else frozenset()


def _spelling(name: str) -> str:
    """A pattern for a name by its key. A short one must be a word of its own, or be followed by a number."""
    letters = _GAP.join(map(re.escape, plain(name)))
    start = r"(?<![a-z0-9])" if name[0].isascii() else ""
    end = r"(?![a-z0-9])" if name[-1].isascii() else ""
    if len(name) < DISTINCT:
        start, end = r"(?<![^\W_])", rf"(?=$|[\W_]|第|{'' if name[-1].isdigit() else '[0-9]|'}ep|no)"
    return f"{start}{letters}{_SUFFIX}{end}"
