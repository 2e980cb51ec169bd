"""The stages by which a work finds its episode; a wrong match is worse than none.

What a person decided or a table states comes first; then a decision on a work of the same title; then the titles:
number and series, number and the account's series and a day that fits, the exact words. Whatever is against a match
leaves the work to a person.
"""

from collections.abc import Iterable
from datetime import datetime

from pipeline.messages import tr
from pipeline.reach.matching.aliases import Aliases
from pipeline.reach.matching.episode_index import EpisodeIndex
from pipeline.reach.matching.explicit import StatedEpisode, parse_stated
from pipeline.reach.matching.match import NONE, Accounts, Evidence, How, Match, matched, undecided
from pipeline.reach.matching.ranking import Candidate, ranked
from pipeline.reach.matching.title_matcher import TitleMatcher
from pipeline.reach.matching.titles import ParsedTitle, parse_title
from pipeline.reach.observation import KnownSeries


class Matcher:
    """Matches works to the episodes of an index; the same evidence always gives the same match."""

    def __init__(
        self, series: Iterable[KnownSeries], accounts: Accounts | None = None, decided: Iterable[Evidence] = ()
    ) -> None:
        self.index = EpisodeIndex(series)
        self.accounts = accounts or Accounts()
        self._aliases = Aliases(decided)
        self._titles: dict[str, ParsedTitle] = {}

    def match(self, work: Evidence) -> Match:
        """What the work is, from everything known of it."""
        default = self.accounts.series_of(work.platform, work.account)
        if work.decision:
            return self._decided(work.decision, "decided")
        word = parse_stated(work.stated, self.index) if work.stated else StatedEpisode()
        if word.nothing or word.whole or word.number is not None:
            return self._stated(word, default)
        if alias := self._aliases.of(work):
            return self._decided(alias, "alias")
        titles = (word.topic, *work.titles) if word.topic else work.titles
        return self._by_titles(work, titles, word.series, default)

    def candidates(self, work: Evidence, match: Match, limit: int = 5) -> tuple[Candidate, ...]:
        """Episodes that an open work may be, the likeliest first: for a person to choose from."""
        default = self.accounts.series_of(work.platform, work.account)
        titles = [self._parsed(title) for title in work.titles]
        named = frozenset[str]().union(*(one.series for one in titles)) or frozenset(filter(None, [default]))
        return ranked(self.index, titles, match.candidates, named=named, published=work.published, limit=limit)

    def _by_titles(self, work: Evidence, titles: Iterable[str], hint: frozenset[str], default: str) -> Match:
        """By the newest title with a number or a known name; an older one may name the series of its number."""
        first = undecided()
        for title in titles:
            found = self._match_title(self._parsed(title), hint, default, work.published)
            if found.settled:
                known = {one.label for one in first.candidates}
                return found if not first.why or found.episode in known else first
            if not first.why:
                first = found
            if first.contrary:
                break
        return first

    def _match_title(self, title: ParsedTitle, hint: frozenset[str], default: str, published: datetime | None) -> Match:
        if hint and title.series and not hint & title.series:
            why = tr(
                "the table says that it belongs to '{series}', but its title names {others}",
                series=min(hint),
                others=", ".join(f"'{name}'" for name in sorted(title.series)),
            )
            return undecided(why, contrary=True)
        matcher = TitleMatcher(
            index=self.index, title=title, named=hint or title.series, default=default, published=published
        )
        return matcher.match()

    def _decided(self, decision: str, how: How) -> Match:
        """A person's decision, as long as there is such an episode."""
        series, slash, number = decision.partition("/")
        if decision == NONE:
            return Match(how=how)
        if slash and self.index.at(series, int(number)):
            return Match(how=how, series=series, number=int(number))
        if not slash and series in self.index.series:
            return Match(how=how, series=series)
        return undecided(tr("it was decided to be '{episode}', which no longer exists", episode=decision))

    def _stated(self, word: StatedEpisode, default: str) -> Match:
        """What a table says outright, as long as there is such an episode."""
        if word.whole and len(word.series) == 1:
            return Match(how="stated", series=min(word.series))
        if word.whole:
            return undecided(tr("it is of a series, but of which one?"))
        if word.nothing or word.number is None:
            return Match(how="stated")
        series = word.series or frozenset(filter(None, [default])) or frozenset(self.index.series)
        found = [one for name in sorted(series) if (one := self.index.at(name, word.number))]
        if len(series) == 1 and found:
            return matched(found[0], "stated")
        if len(series) == 1:
            return undecided(tr("there is no episode '{episode}'", episode=f"{min(series)}/{word.number}"))
        return undecided(tr("it is number {number}, but of which series?", number=word.number), *found)

    def _parsed(self, title: str) -> ParsedTitle:
        if title not in self._titles:
            self._titles[title] = parse_title(title, self.index.names)
        return self._titles[title]
