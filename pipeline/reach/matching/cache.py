"""MatchCache: what works were matched to before, as long as all that a match follows from is what it was.

Thousands of titles take longer to understand than to look up, and from one report to the next hardly one is new.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any

from pipeline.files import write_cache
from pipeline.messages import NOTHING
from pipeline.messages import tr as message_of
from pipeline.model import numerals
from pipeline.reach.matching.match import Accounts, Evidence, Match
from pipeline.reach.matching.matcher import Matcher
from pipeline.reach.observation import KnownEpisode, KnownSeries

_CODE = (*sorted(Path(__file__).parent.glob("*.py")), Path(numerals.__file__))
"""A match follows from these as well: one that they would no longer make is not recalled."""


class MatchCache:
    """Matches works, and remembers how in a file that may be deleted at any time."""

    def __init__(
        self, path: Path, series: Sequence[KnownSeries], accounts: Accounts, decided: Sequence[Evidence]
    ) -> None:
        self._path = path
        self._series, self._accounts, self._decided = series, accounts, decided
        self._episodes = {(one.series, one.number): one for each in series for one in each.episodes}

    @cached_property
    def matcher(self) -> Matcher:
        return Matcher(self._series, self._accounts, self._decided)

    def matches(self, works: Iterable[Evidence]) -> list[Match]:
        """What each of the works is; the same that the matcher finds."""
        known, found, kept = self._read(), [], {}
        for work in works:
            name = _digest(work.platform, work.account, work.stated, work.decision, str(work.published), *work.titles)
            match = self._cached(known[name]) if name in known else self.matcher.match(work)
            found.append(match)
            kept[name] = known[name] if name in known else _plain(match)
        if kept.keys() != known.keys():
            self._write(kept)
        return found

    @cached_property
    def _basis(self) -> str:
        """Digest of all that matches follow from beside the works themselves."""
        return _digest(
            *map(repr, (self._series, self._accounts, self._decided)), *(path.read_text("utf-8") for path in _CODE)
        )

    def _cached(self, note: list[Any]) -> Match:
        how, series, number, why, values, contrary, candidates = note
        return Match(
            how=how,
            series=series,
            number=number,
            # One of the sentences of a match; it is kept so that it can be had in another language.
            why=message_of(why, **values) if why else NOTHING,
            contrary=contrary,
            candidates=tuple(self._episodes[series, number] for series, number in candidates),
        )

    def _read(self) -> dict[str, list[Any]]:
        with suppress(OSError, ValueError, TypeError, KeyError):
            document = json.loads(self._path.read_bytes())
            if document["basis"] == self._basis:
                return dict(document["matches"])
        return {}

    def _write(self, notes: dict[str, list[Any]]) -> None:
        """Best effort: where nothing can be written, the next run matches all works again."""
        text = json.dumps({"basis": self._basis, "matches": notes}, ensure_ascii=False, separators=(",", ":"))
        write_cache(self._path, text)


def _plain(match: Match) -> list[Any]:
    why = match.why
    candidates = [_label(one) for one in match.candidates]
    return [match.how, match.series, match.number, why.id, dict(why.values), match.contrary, candidates]


def _label(episode: KnownEpisode) -> tuple[str, int]:
    return episode.series, episode.number


def _digest(*texts: str) -> str:
    return hashlib.blake2b("\x1f".join(texts).encode("utf-8", "replace"), digest_size=16).hexdigest()
