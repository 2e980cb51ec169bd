"""Judging one title: its number with its series, or the account's and a day that fits, or its exact words."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from pipeline.reach.matching.episode_index import Roll
from pipeline.reach.matching.match import Match, matched, undecided
from pipeline.reach.matching.text import key, plain
from pipeline.reach.matching.titles import Said
from pipeline.reach.observation import KnownEpisode

NEAR_DAYS = 7
"""Days between an episode's date and a work's within which a number alone is believed of the account's series."""
TELLING = 3
"""Characters of a title that is believed where nothing else speaks for its series."""
UNMISTAKABLE = 4
"""Characters of an episode's title that is recognised among other words."""
_JOINED = 6
"""Parts of a title that may be one episode's title together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """Looks at one title of a work against the roll."""

    roll: Roll
    said: Said
    named: frozenset[str]
    """Series that the title names, or that somebody named for it."""
    default: str
    """The account's series; may be empty."""
    published: datetime | None

    def judge(self) -> Match:
        """The episode, or why it stays open; an open one without a reason means that the title says nothing."""
        if self.said.about and not self._is_its_own_title():
            return Match(how="about", why=f"'{self.said.about}' says that it is about an episode, or of several")
        if self.said.counted.run:
            return self._several(*self.said.counted.run)
        return self._by_number() or self._by_title()

    def _is_its_own_title(self) -> bool:
        """Whether the word that makes other works trailers is part of what the episode is called."""
        numbered = (self.roll.at(series, value) for series in self._pool for value in self._values)
        called = [*self._wholly, *(one for one in numbered if one)]
        return any(self.said.about in plain(one.title) for one in called)

    def _several(self, first: int, last: int) -> Match:
        """Several episodes in one work: the series', and of no episode."""
        series = sorted(self.named) or [self.default]
        pool = [one for one in series if self.roll.at(one, first) and self.roll.at(one, last)]
        words = f"it holds the episodes {first}-{last}"
        if len(pool) == 1 and (self.named or any(self._near(self.roll.at(pool[0], one)) for one in (first, last))):
            return Match(how="several", series=pool[0], why=words)
        return undecided(f"{words}, but of which series?")

    def _by_number(self) -> Match | None:
        """None where the title says no number that one could go by."""
        strength = self.said.counted.strength
        found = [one for one in (self.roll.at(series, value) for series in self._pool for value in self._values) if one]
        chosen = _only(one for one in found if self._confirmed(one))
        if chosen is None and strength < 1:
            return None
        if chosen is None and len(self._values) > 1:
            return undecided(f"it names the episodes {', '.join(map(str, self._values))}", *found)
        if chosen is None and self.named:
            chosen = _only(found) if self.said.counted.season == 1 and len(self.named) == 1 else None
            return self._unless_contrary(chosen, "number") if chosen else self._unfound(found)
        if chosen is None:
            return self._by_day()
        return self._unless_contrary(chosen, "number")

    def _by_day(self) -> Match:
        """A number of which only the account knows the series."""
        value = self._values[0]
        episode = self.roll.at(self.default, value)
        if episode is None:
            others = [one for one in self.roll.episodes if one.number == value]
            why = (
                f"'{self.default}' has no episode {value}" if self.default else f"it is number {value} of which series?"
            )
            return undecided(why, *self._titled(), *others[:3])
        if self._is_foreign(episode):
            return undecided(f"'{self.said.counted.heading}' may be another series", episode, *self._titled())
        if self.said.counted.season != 1:
            return undecided(f"number {value} of another season?", episode, *self._titled())
        if not self._near(episode):
            return undecided(f"it is not of the days of {episode.label}", episode, *self._titled())
        return self._unless_contrary(episode, "date")

    def _unfound(self, found: Iterable[KnownEpisode]) -> Match:
        """The title names number and series, and yet no one episode."""
        series, value = sorted(self.named), self._values[0]
        if len(series) > 1:
            return undecided(f"it may be of {_either(series)}", *found, *self._titled())
        if self.said.counted.season != 1:
            return undecided(f"number {value} of another season?", *found, *self._titled())
        return undecided(f"'{series[0]}' has no episode {value}", *self._titled(), contrary=True)

    def _unless_contrary(self, episode: KnownEpisode, how: str) -> Match:
        """The episode, unless the title is another's."""
        rivals = [] if self.roll.speaks_of(self.said.text, episode) else self._rivals(episode)
        if rivals:
            why = f"its number says {episode.label}, its title {rivals[0].label}"
            return undecided(why, episode, *rivals, contrary=True)
        return matched(episode, "date" if how == "date" else "number")

    def _rivals(self, episode: KnownEpisode) -> list[KnownEpisode]:
        """Other episodes that the title calls by their names."""
        called = (one for part in (self.said.subject, *self.said.parts) for one in self.roll.called(part))
        near = (one for one in called if one.series == episode.series or len(key(one.title)) >= UNMISTAKABLE)
        return [one for one in dict.fromkeys((*self._titled(), *near)) if one != episode]

    def _by_title(self) -> Match:
        whole = self._wholly
        found = whole or self._titled()
        if not found:
            return undecided()
        own = [one for one in found if one.series in self.named]
        if self.named and not own:
            why = f"it names {_either(sorted(self.named))}, and its title is of '{found[0].series}'"
            return undecided(why, *found, contrary=True)
        # Under 【another heading】 the same words may be another series'.
        plausible = [] if self.said.label and not own and not whole else found
        expected = own or [one for one in plausible if one.series == self.default]
        near = [one for one in expected or found if self._near(one)]
        chosen = _only(expected) or _only(near)
        if chosen is None and whole and len(key(whole[0].title)) >= TELLING:
            chosen = _only(whole)
        if chosen is None:
            return undecided("several episodes have this title" if len(found) > 1 else "", *found)
        return matched(chosen, "title")

    def _titled(self) -> list[KnownEpisode]:
        """Episodes whose whole title stands among other words, the longest title first."""
        found: dict[KnownEpisode, int] = {}
        for parts in (self.said.parts[:32], self.said.spoken[:32]):
            for start in range(len(parts)):
                for stop in range(start + 1, min(len(parts), start + _JOINED) + 1):
                    name = "".join(parts[start:stop])
                    if len(name) >= UNMISTAKABLE:
                        found |= dict.fromkeys(self.roll.titled(name), len(name))
        most = max(found.values(), default=0)
        return [one for one, length in found.items() if length == most]

    @property
    def _wholly(self) -> list[KnownEpisode]:
        """Episodes whose title is all that the work's title says."""
        return self.roll.titled(self.said.subject) or self.roll.titled("".join(self.said.spoken))

    def _confirmed(self, episode: KnownEpisode) -> bool:
        """Whether the title also speaks of the episode that its number names."""
        if not self.named and self._is_foreign(episode):
            # 【红色家书】第005期 半截铅笔头 is not number 5 of the series in which 半截铅笔 is.
            return episode in (*self._wholly, *self._titled())
        if self.named or episode.series == self.default:
            return self.roll.speaks_of(self.said.text, episode)
        name = key(episode.title)
        return len(name) >= TELLING and name in self.said.text

    def _is_foreign(self, episode: KnownEpisode) -> bool:
        """Whether the number stands under a heading that is not the episode's: a series that nobody here knows."""
        heading = key(self.said.counted.heading)
        return bool(heading) and not self.roll.speaks_of(heading, episode)

    def _near(self, episode: KnownEpisode | None) -> bool:
        if episode is None or episode.date is None or self.published is None:
            return False
        return abs((self.published.date() - episode.date).days) <= NEAR_DAYS

    @property
    def _values(self) -> list[int]:
        return [number.value for number in self.said.counted.numbers]

    @property
    def _pool(self) -> Collection[str]:
        """Series whose numbers may be meant: those that are named, else any."""
        return sorted(self.named) or self.roll.series.keys()


def _only(episodes: Iterable[KnownEpisode]) -> KnownEpisode | None:
    known = list(dict.fromkeys(episodes))
    return known[0] if len(known) == 1 else None


def _either(series: Iterable[str]) -> str:
    return " or ".join(f"'{one}'" for one in series)
