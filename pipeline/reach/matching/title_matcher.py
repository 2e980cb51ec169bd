"""Matching one title: by its number and its series, or the account's series and a day that fits, or its exact words."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from pipeline.messages import NOTHING, Message, tr
from pipeline.reach.matching.episode_index import EpisodeIndex
from pipeline.reach.matching.match import Match, matched, undecided
from pipeline.reach.matching.text import key, plain
from pipeline.reach.matching.titles import ParsedTitle
from pipeline.reach.observation import KnownEpisode
from pipeline.wording import run

NEAR_DAYS = 7
"""Days between an episode's date and a work's within which a number alone is believed of the account's series."""
LONG_ENOUGH = 3
"""Characters of a title that is believed where nothing else points to its series."""
UNMISTAKABLE = 4
"""Characters of an episode's title that is recognised among other words."""
_JOINED = 6
"""Parts of a title that may be one episode's title together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleMatcher:
    """Compares one title of a work with the episodes of the index."""

    index: EpisodeIndex
    title: ParsedTitle
    named: frozenset[str]
    """Series that the title names, or that somebody named for it."""
    default: str
    """The account's series; may be empty."""
    published: datetime | None

    def match(self) -> Match:
        """The episode, or why it stays open; an open one without a reason means that the title says nothing."""
        if self.title.about and not self._is_its_own_title():
            why = tr("'{word}' in its title says that it is about episodes and is not one", word=self.title.about)
            return Match(how="about", why=why)
        if another := self._alike():
            return another
        if self.title.numbers.run:
            return self._several(*self.title.numbers.run)
        return self._by_number() or self._by_title()

    def _alike(self) -> Match | None:
        """Open, where the title names no series but something very like one: that is another's."""
        if self.named:
            return None
        heading = key(self.title.numbers.heading)
        for part in dict.fromkeys((heading, self.title.label, *self.title.parts, *self.title.tags)):
            if part and not self.index.called(part) and (like := self.index.names.alike(part)):
                why = tr("'{heading}' is like '{series}', and may be another series", heading=part, series=min(like))
                return undecided(why, *self._titled(), contrary=True)
        return None

    def _is_its_own_title(self) -> bool:
        """Whether the word that makes other works trailers is part of what the episode is called."""
        numbered = (self.index.at(series, value) for series in self._pool for value in self._values)
        called = [*self._wholly, *(one for one in numbered if one)]
        return any(self.title.about in plain(one.title) for one in called)

    def _several(self, first: int, last: int) -> Match:
        """Several episodes in one work: the series', and of no episode."""
        series = sorted(self.named) or [self.default]
        pool = [one for one in series if self.index.at(one, first) and self.index.at(one, last)]

        if len(pool) == 1 and (self.named or any(self._near(self.index.at(pool[0], one)) for one in (first, last))):
            return Match(how="several", series=pool[0], why=tr("it holds episodes {numbers}", numbers=run(first, last)))
        return undecided(tr("it holds episodes {numbers}, but of which series?", numbers=run(first, last)))

    def _by_number(self) -> Match | None:
        """None where the title has no number that could be an episode's."""
        strength = self.title.numbers.strength
        found = [
            one for one in (self.index.at(series, value) for series in self._pool for value in self._values) if one
        ]
        chosen = _only(one for one in found if self._confirmed(one))
        if chosen is None and strength < 1:
            return None
        if chosen is None and len(self._values) > 1:
            why = tr("its title names several episodes: {numbers}", numbers=", ".join(map(str, self._values)))
            return undecided(why, *found)
        if chosen is None and self.named:
            chosen = _only(found) if self.title.numbers.season == 1 and len(self.named) == 1 else None
            return self._unless_contrary(chosen, "number") if chosen else self._unfound(found)
        if chosen is None:
            return self._by_day()
        return self._unless_contrary(chosen, "number")

    def _by_day(self) -> Match:
        """A number of which only the account knows the series."""
        value = self._values[0]
        episode = self.index.at(self.default, value)
        if episode is None:
            others = [one for one in self.index.episodes if one.number == value]
            return undecided(self._no_such_episode(self.default, value), *self._titled(), *others[:3])
        if self._is_foreign(episode):
            why = tr("'{heading}' may be another series", heading=self.title.numbers.heading)
            return undecided(why, episode, *self._titled())
        if self.title.numbers.season != 1:
            return undecided(_other_season(value), episode, *self._titled())
        if not self._near(episode):
            why = tr("it did not come out near the date of {episode}", episode=episode.label)
            return undecided(why, episode, *self._titled())
        return self._unless_contrary(episode, "date")

    def _no_such_episode(self, series: str, number: int) -> Message:
        if not series:
            return tr("it is number {number}, but of which series?", number=number)
        return tr("'{series}' has no episode {number}", series=series, number=number)

    def _unfound(self, found: Iterable[KnownEpisode]) -> Match:
        """The title names number and series, and yet no one episode."""
        series, value = sorted(self.named), self._values[0]
        if len(series) > 1:
            why = tr("it may belong to any of these series: {series}", series=_quoted(series))
            return undecided(why, *found, *self._titled())
        if self.title.numbers.season != 1:
            return undecided(_other_season(value), *found, *self._titled())
        return undecided(self._no_such_episode(series[0], value), *self._titled(), contrary=True)

    def _unless_contrary(self, episode: KnownEpisode, how: str) -> Match:
        """The episode, unless the title is another's."""
        rivals = [] if self.index.mentions(self.title.text, episode) else self._rivals(episode)
        if rivals:
            why = tr("its number says {episode}, its title {other}", episode=episode.label, other=rivals[0].label)
            return undecided(why, episode, *rivals, contrary=True)
        return matched(episode, "date" if how == "date" else "number")

    def _rivals(self, episode: KnownEpisode) -> list[KnownEpisode]:
        """Other episodes that the title calls by their names."""
        called = (one for part in (self.title.subject, *self.title.parts) for one in self.index.called(part))
        near = (one for one in called if one.series == episode.series or len(key(one.title)) >= UNMISTAKABLE)
        return [one for one in dict.fromkeys((*self._titled(), *near)) if one != episode]

    def _by_title(self) -> Match:
        whole = self._wholly
        found = whole or self._titled()
        if not found:
            return undecided()
        own = [one for one in found if one.series in self.named]
        if self.named and not own:
            why = tr(
                "it names the series {series}, but its title is one of '{other}'",
                series=_quoted(sorted(self.named)),
                other=found[0].series,
            )
            return undecided(why, *found, contrary=True)
        # Under 【another heading】 the same words may be another series'.
        plausible = [] if self.title.label and not own and not whole else found
        expected = own or [one for one in plausible if one.series == self.default]
        near = [one for one in expected or found if self._near(one)]
        chosen = _only(expected) or _only(near)
        if chosen is None and whole and len(key(whole[0].title)) >= LONG_ENOUGH:
            chosen = _only(whole)
        if chosen is None:
            return undecided(tr("several episodes have this title") if len(found) > 1 else NOTHING, *found)
        return matched(chosen, "title")

    def _titled(self) -> list[KnownEpisode]:
        """Episodes whose whole title is among other words, those with the longest title."""
        found: dict[KnownEpisode, int] = {}
        for parts in (self.title.parts[:32], self.title.parts_with_numbers[:32]):
            for start in range(len(parts)):
                for stop in range(start + 1, min(len(parts), start + _JOINED) + 1):
                    name = "".join(parts[start:stop])
                    if len(name) >= UNMISTAKABLE:
                        found |= dict.fromkeys(self.index.titled(name), len(name))
        most = max(found.values(), default=0)
        return [one for one, length in found.items() if length == most]

    @property
    def _wholly(self) -> list[KnownEpisode]:
        """Episodes whose title is all that the work's title says."""
        return self.index.titled(self.title.subject) or self.index.titled("".join(self.title.parts_with_numbers))

    def _confirmed(self, episode: KnownEpisode) -> bool:
        """Whether the title also mentions the episode that its number names."""
        if not self.named and self._is_foreign(episode):
            # 【红色家书】第005期 半截铅笔头 is not number 5 of the series in which 半截铅笔 is.
            return episode in (*self._wholly, *self._titled())
        if self.named or episode.series == self.default:
            return self.index.mentions(self.title.text, episode)
        name = key(episode.title)
        return len(name) >= LONG_ENOUGH and name in self.title.text

    def _is_foreign(self, episode: KnownEpisode) -> bool:
        """Whether the number follows a heading that is not the episode's: the name of an unknown series."""
        heading = key(self.title.numbers.heading)
        return bool(heading) and not self.index.mentions(heading, episode)

    def _near(self, episode: KnownEpisode | None) -> bool:
        if episode is None or episode.date is None or self.published is None:
            return False
        return abs((self.published.date() - episode.date).days) <= NEAR_DAYS

    @property
    def _values(self) -> list[int]:
        return [number.value for number in self.title.numbers.found]

    @property
    def _pool(self) -> Collection[str]:
        """Series whose numbers may be meant: those that are named, else any."""
        return sorted(self.named) or self.index.series.keys()


def _only(episodes: Iterable[KnownEpisode]) -> KnownEpisode | None:
    known = list(dict.fromkeys(episodes))
    return known[0] if len(known) == 1 else None


def _other_season(number: int) -> Message:
    return tr("number {number} may be of another season", number=number)


def _quoted(series: Iterable[str]) -> str:
    return ", ".join(f"'{one}'" for one in series)
