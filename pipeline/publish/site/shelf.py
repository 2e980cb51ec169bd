"""A series with its episodes, as its page lists them: in groups, and in several pages where it is long."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as Date

from pipeline.digest import digest
from pipeline.publish.feed.item import primary
from pipeline.publish.item import Item, ItemSeries
from pipeline.publish.site.player import picture_of

TAGS = 16
"""Tags that a series' page offers, and speakers."""
GROUP = 100
"""Episodes of a series' page between which one can leap; browsers lay out no group that is out of sight."""
LEAF = 3
"""Groups that stand in one page; those behind them come when somebody gets there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """What one page lists of a long series; the first is the page of the series itself."""

    number: int
    """From 1."""
    groups: tuple[tuple[Item, ...], ...]

    @property
    def count(self) -> int:
        return len(self.groups)

    @property
    def page(self) -> str:
        """In the series' folder."""
        return f"list-{self.number}.html" if self.number > 1 else "index.html"

    @property
    def first(self) -> int:
        return self.groups[0][0].number

    @property
    def last(self) -> int:
        return self.groups[-1][-1].number


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesEpisodes:
    """A series with its published episodes; `shelf` in templates."""

    series: ItemSeries
    items: tuple[Item, ...]
    """By number."""
    keys: tuple[str, ...]
    """Digests of the items."""

    @property
    def newest(self) -> Item:
        return max(self.items, key=age)

    @property
    def groups(self) -> tuple[tuple[Item, ...], ...]:
        """The items, so many at a time."""
        return tuple(self.items[start : start + GROUP] for start in range(0, len(self.items), GROUP))

    @property
    def leaves(self) -> tuple[Leaf, ...]:
        """The groups, so many in a page."""
        starts = range(0, len(self.groups), LEAF)
        return tuple(
            Leaf(number=number, groups=self.groups[start : start + LEAF]) for number, start in enumerate(starts, 1)
        )

    @property
    def version(self) -> str:
        """Another one when its list is another one."""
        return digest(self.keys)[:8]

    @property
    def tags(self) -> tuple[str, ...]:
        """Tags of several episodes, the most frequent first; none that all of them have."""
        return self._frequent([tag for item in self.items for tag in dict.fromkeys(item.tags)])

    @property
    def speakers(self) -> tuple[str, ...]:
        """Who speaks in several episodes, but not in all of them."""
        return self._frequent([name for item in self.items for name in dict.fromkeys(item.speakers)])

    @property
    def subscribable(self) -> bool:
        """Whether it has a feed: that takes something to be heard."""
        return any(primary(item) for item in self.items)

    @property
    def pictured(self) -> bool:
        """Whether any of its episodes has a cover."""
        return any(picture_of(item) for item in self.items)

    def _frequent(self, words: Sequence[str]) -> tuple[str, ...]:
        counts = dict.fromkeys(words, 0)
        for word in words:
            counts[word] += 1
        several = [word for word, count in counts.items() if 1 < count < len(self.items)]
        return tuple(sorted(several, key=lambda word: -counts[word])[:TAGS])


def age(item: Item) -> tuple[Date, int]:
    """By which the newest is found."""
    return item.date or Date.min, item.number
