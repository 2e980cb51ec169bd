"""Numbers for the items of a feed: what it says, what titles say, else the order in which they came out."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from pipeline.ingest.feed import IncomingItem
from pipeline.ingest.titles import said_number
from pipeline.messages import NOTHING, Message, tr


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbered:
    """An item of a feed with its number."""

    item: IncomingItem
    number: int
    said: int | None
    """The number that the feed or the title says."""
    note: Message = NOTHING
    """Why the two differ."""


def numbered(
    items: Sequence[IncomingItem], *, fixed: Mapping[str, int], taken: Collection[int] = (), show: str = ""
) -> list[Numbered]:
    """Every item under its number, in the order in which they came out.

    `fixed` holds the numbers of those that are here already, by guid; `taken` numbers belong to other episodes: an
    item that says one of them keeps it, for its user to decide.
    """
    ordered = by_age(items)
    said = {id(item): item.number or said_number(item.title, show=show) for item in ordered}
    if _begins_anew(ordered, said):
        return list(_counted_through(ordered, fixed, taken, said))
    return list(_filled(ordered, fixed, taken, said))


def by_age(items: Sequence[IncomingItem]) -> list[IncomingItem]:
    """The oldest first; those without a date stay beside the older neighbour that they have in the feed."""
    dated = [item.moment for item in items if item.moment]
    rising = len(dated) > 1 and dated[0] < dated[-1]
    ages: list[tuple[datetime, int]] = []
    last = min(dated, default=None)
    upwards = list(items if rising else reversed(items))
    for place, item in enumerate(upwards):
        last = item.moment or last
        # Without any date they stand in the feed's own order.
        ages.append((last or datetime.min, place))
    return [upwards[place] for _, place in sorted(ages)]


def _begins_anew(items: Sequence[IncomingItem], said: Mapping[int, int | None]) -> bool:
    """Whether episodes are counted from 1 again in each season: then their numbers alone tell nobody apart."""
    seasons: dict[int, set[int | None]] = defaultdict(set)
    for item in items:
        number = said[id(item)]
        if number is not None and item.kind == "full":
            seasons[number].add(item.season)
    return any(len(some) > 1 for some in seasons.values())


def _counted_through(
    items: Sequence[IncomingItem], fixed: Mapping[str, int], taken: Collection[int], said: Mapping[int, int | None]
) -> Iterator[Numbered]:
    place = {id(item): index for index, item in enumerate(items)}
    order = sorted(items, key=lambda item: (item.season or 0, said[id(item)] or 0, place[id(item)]))
    used = {*fixed.values(), *taken}
    number = 0
    for item in order:
        if item.guid in fixed:
            number = fixed[item.guid]
        else:
            number += 1
            while number in used:
                number += 1
            used.add(number)
        own = said[id(item)]
        note = NOTHING
        if own is None:
            note = tr("the feed says no number; seasons are counted through")
        elif own != number:
            note = tr(
                "the feed says season {season}, number {number}; seasons are counted through",
                season=item.season or 1, number=own,
            )  # fmt: skip
        yield Numbered(item=item, number=number, said=own, note=note)


def _filled(
    items: Sequence[IncomingItem], fixed: Mapping[str, int], taken: Collection[int], said: Mapping[int, int | None]
) -> Iterator[Numbered]:
    """Who says a number first has it; the others come after their elder neighbour, or at the end if that is taken."""
    owners: dict[int, int] = {}
    for item in items:
        own = said[id(item)]
        if item.guid not in fixed and own is not None and own not in fixed.values():
            owners.setdefault(own, id(item))
    used = {*fixed.values(), *taken, *owners}
    counts = Counter(said.values())
    last = 0
    for item in items:
        own = said[id(item)]
        note = NOTHING
        if item.guid in fixed:
            last = fixed[item.guid]
        elif own is not None and owners.get(own) == id(item):
            last = own
        else:
            free = last + 1 if last + 1 not in used else max(used, default=0) + 1
            used.add(free)
            if own is not None:
                if counts[own] > 1:
                    note = tr("the feed gives number {number} to other items too", number=own)
            elif owners:
                note = tr("the feed says no number; it is counted by its date")
            yield Numbered(item=item, number=free, said=own, note=note)
            # One at the end is no neighbour of those that came out after it.
            last = free if free == last + 1 else last
            continue
        yield Numbered(item=item, number=last, said=own, note=note)
