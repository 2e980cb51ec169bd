"""The stages by which a work finds its episode; a wrong match is worse than none.

What a person decided or a table states comes first; then a decision on a work of the same title; then what the titles
say: number and series, number and the account's series and a day that fits, the exact words. Whatever speaks against
a match leaves the work to a person.
"""

from collections.abc import Iterable
from datetime import datetime

from pipeline.reach.matching.aliases import Aliases
from pipeline.reach.matching.episode_index import Roll
from pipeline.reach.matching.explicit import Stated, stated
from pipeline.reach.matching.judge import Judge
from pipeline.reach.matching.match import NONE, Accounts, Evidence, How, Match, matched, undecided
from pipeline.reach.matching.ranking import Candidate, ranked
from pipeline.reach.matching.titles import Said, said
from pipeline.reach.observation import KnownSeries


class Matcher:
    """Matches works to the episodes of a roll; the same evidence always gives the same match."""

    def __init__(
        self, series: Iterable[KnownSeries], accounts: Accounts | None = None, decided: Iterable[Evidence] = ()
    ) -> None:
        self.roll = Roll(series)
        self.accounts = accounts or Accounts()
        self._aliases = Aliases(decided)
        self._said: dict[str, Said] = {}

    def match(self, work: Evidence) -> Match:
        """What the work is, from everything known of it."""
        default = self.accounts.series_of(work.platform, work.account)
        if work.decision:
            return self._decided(work.decision, "decided")
        word = stated(work.stated, self.roll) if work.stated else Stated()
        if word.nothing or word.number is not None:
            return self._stated(word, default)
        if alias := self._aliases.of(work):
            return self._decided(alias, "alias")
        titles = (word.topic, *work.titles) if word.topic else work.titles
        return self._by_titles(work, titles, word.series, default)

    def candidates(self, work: Evidence, match: Match, limit: int = 5) -> tuple[Candidate, ...]:
        """Episodes that an open work may be, the likeliest first: for a person to choose from."""
        default = self.accounts.series_of(work.platform, work.account)
        heard = [self._heard(title) for title in work.titles]
        named = frozenset[str]().union(*(one.series for one in heard)) or frozenset(filter(None, [default]))
        return ranked(self.roll, heard, match.candidates, named=named, published=work.published, limit=limit)

    def _by_titles(self, work: Evidence, titles: Iterable[str], hint: frozenset[str], default: str) -> Match:
        """By the newest title that says anything; an older one may say of which series its number was."""
        first = undecided()
        for title in titles:
            found = self._judged(self._heard(title), hint, default, work.published)
            if found.settled:
                known = {one.label for one in first.candidates}
                return found if not first.why or found.episode in known else first
            if not first.why:
                first = found
            if first.contrary:
                break
        return first

    def _judged(self, heard: Said, hint: frozenset[str], default: str, published: datetime | None) -> Match:
        if hint and heard.series and not hint & heard.series:
            names = "', '".join(sorted(heard.series))
            return undecided(f"it is said to be of '{min(hint)}', and its title names '{names}'", contrary=True)
        judge = Judge(roll=self.roll, said=heard, named=hint or heard.series, default=default, published=published)
        return judge.judge()

    def _decided(self, decision: str, how: How) -> Match:
        """A person's decision, as long as there is such an episode."""
        series, slash, number = decision.partition("/")
        if decision == NONE:
            return Match(how=how)
        if slash and self.roll.at(series, int(number)):
            return Match(how=how, series=series, number=int(number))
        if not slash and series in self.roll.series:
            return Match(how=how, series=series)
        return undecided(f"it was decided to be '{decision}', which is no longer there")

    def _stated(self, word: Stated, default: str) -> Match:
        """What a table says outright, as long as there is such an episode."""
        if word.nothing or word.number is None:
            return Match(how="stated")
        series = word.series or frozenset(filter(None, [default])) or frozenset(self.roll.series)
        found = [one for name in sorted(series) if (one := self.roll.at(name, word.number))]
        if len(series) == 1 and found:
            return matched(found[0], "stated")
        if len(series) == 1:
            return undecided(f"there is no episode '{min(series)}/{word.number}'")
        return undecided(f"it is said to be number {word.number}, but of which series?", *found)

    def _heard(self, title: str) -> Said:
        if title not in self._said:
            self._said[title] = said(title, self.roll.names)
        return self._said[title]
