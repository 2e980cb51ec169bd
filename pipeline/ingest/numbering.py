"""Numbers for the items of a feed: what it says, what titles say, else the order in which they came out."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from pipeline.ingest.feed import HIGHEST, IncomingItem
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


@dataclass(frozen=True, slots=True)
class _Said:
    """What the feed says of where an item belongs."""

    number: int | None
    season: int | None
    refused: str = ""
    """A number that cannot be one."""


def numbered(
    items: Sequence[IncomingItem], *, fixed: Mapping[str, int], taken: Collection[int] = (), show: str = ""
) -> list[Numbered]:
    """Every item under its number, in the order in which they came out.

    `fixed` holds the numbers of those that are here already, by guid; `taken` numbers belong to other episodes: an
    item that says one of them keeps it, for its user to decide.
    """
    ordered = by_age(items, show=show)
    said = _said(ordered, show)
    if _begins_anew(ordered, said):
        return list(_counted_through(ordered, fixed, taken, said))
    return list(_filled(ordered, fixed, taken, said))


def by_age(items: Sequence[IncomingItem], *, show: str = "") -> list[IncomingItem]:
    """The oldest first; those without a date stay beside the older neighbour that they have in the feed."""
    last = min((item.moment for item in items if item.moment), default=None)
    upwards = list(items if _rises(items, show) else reversed(items))
    ages: list[tuple[datetime, int]] = []
    for place, item in enumerate(upwards):
        last = item.moment or last
        # Without any date they stand in the feed's own order.
        ages.append((last or datetime.min, place))
    return [upwards[place] for _, place in sorted(ages)]


def _rises(items: Sequence[IncomingItem], show: str) -> bool:
    """Whether a feed begins with its oldest item: by its dates, else by its numbers. Most begin with the newest."""
    dates = [item.moment for item in items if item.moment]
    said = ((item.season or 0, item.number or said_number(item.title, show=show)) for item in items)
    numbers = [(season, number) for season, number in said if number]
    for steps in (
        [after > before for before, after in pairwise(dates) if after != before],
        [after > before for before, after in pairwise(numbers) if after != before],
    ):
        # One item that is kept at the top is no order.
        if sum(steps) * 2 != len(steps):
            return sum(steps) * 2 > len(steps)
    return False


def _said(items: Sequence[IncomingItem], show: str) -> dict[int, _Said]:
    """Numbers that can be used, and seasons: an item that names none belongs to that of its elder neighbour.

    Where that one has its number already, it belongs to the next.
    """
    numbers: dict[int, tuple[int | None, str]] = {}
    for item in items:
        of_title = said_number(item.title, show=show) if item.number is None else None
        usable = of_title is not None and 1 <= of_title <= HIGHEST
        refused = item.refused_number or ("" if usable or of_title is None else str(of_title))
        numbers[id(item)] = item.number or (of_title if usable else None), refused
    places: set[tuple[int | None, int | None]] = {(item.season, numbers[id(item)][0]) for item in items if item.season}
    following: list[int | None] = [None] * len(items)
    season: int | None = None
    for place in reversed(range(len(items))):
        following[place] = season = items[place].season or season
    found: dict[int, _Said] = {}
    last: int | None = None
    for item, coming in zip(items, following, strict=True):
        number, refused = numbers[id(item)]
        last = own = item.season or last
        if not item.season:
            some = [one for one in (last, coming) if one is not None]
            own = next((one for one in some if number is None or (one, number) not in places), next(iter(some), None))
            places.add((own, number))
        found[id(item)] = _Said(number, own, refused)
    return found


def _begins_anew(items: Sequence[IncomingItem], said: Mapping[int, _Said]) -> bool:
    """Whether episodes are counted from 1 again in each season: then their numbers alone tell nobody apart.

    A number that was given twice by mistake, in a podcast that counts through, is not that.
    """
    seasons: dict[int, set[int]] = defaultdict(set)
    for item in items:
        own = said[id(item)]
        if own.number is not None and own.season is not None and item.kind == "full":
            seasons[own.season].add(own.number)
    known: set[int] = set()
    for _, numbers in sorted(seasons.items()):
        shared = numbers & known
        if shared and (1 in shared or len(shared) * 2 > len(numbers)):
            return True
        known |= numbers
    return False


def _counted_through(
    items: Sequence[IncomingItem], fixed: Mapping[str, int], taken: Collection[int], said: Mapping[int, _Said]
) -> Iterator[Numbered]:
    used = {*fixed.values(), *taken}
    number = 0
    for item in _season_by_season(items, said):
        if item.guid in fixed:
            number = fixed[item.guid]
        else:
            number += 1
            while number in used:
                number += 1
            used.add(number)
        own = said[id(item)]
        note = NOTHING
        if own.refused and own.number is None:
            note = _refusal(own.refused, number)
        elif own.number is None:
            note = tr("the feed says no number; seasons are counted through")
        elif own.number != number:
            note = tr(
                "the feed says season {season}, number {number}; seasons are counted through",
                season=own.season or 1, number=own.number,
            )  # fmt: skip
        yield Numbered(item=item, number=number, said=own.number, note=note)


def _season_by_season(items: Sequence[IncomingItem], said: Mapping[int, _Said]) -> Iterator[IncomingItem]:
    """Each season by its numbers; those without one after the elder neighbour.

    What came out before the first number, mostly a trailer, comes last: it takes no number away.
    """
    place = {id(item): index for index, item in enumerate(items)}
    before: list[IncomingItem] = []
    line: list[IncomingItem] = []
    for season in sorted({said[id(item)].season or 0 for item in items}):
        own = [item for item in items if (said[id(item)].season or 0) == season]
        counted = [item for item in own if said[id(item)].number is not None]
        some = sorted(counted, key=lambda item: (said[id(item)].number or 0, item.kind != "full", place[id(item)]))
        for item in own:
            if said[id(item)].number is None:
                elder = [one for one in some if place[id(one)] < place[id(item)]]
                if not elder and not line:
                    before.append(item)
                    continue
                last = max(elder, key=lambda one: place[id(one)], default=None)
                some.insert(some.index(last) + 1 if last else 0, item)
        line += some
    yield from (*line, *before)


def _filled(
    items: Sequence[IncomingItem], fixed: Mapping[str, int], taken: Collection[int], said: Mapping[int, _Said]
) -> Iterator[Numbered]:
    """Who says a number first has it; the others come after their elder neighbour, or at the end if that is taken.

    Trailers and bonus items may say the number of the episode that they belong to: that one has it.
    """
    owners: dict[int, int] = {}
    for item in sorted(items, key=lambda item: item.kind != "full"):
        own = said[id(item)].number
        if item.guid not in fixed and own is not None and own not in fixed.values():
            owners.setdefault(own, id(item))
    used = {*fixed.values(), *taken, *owners}
    counts = Counter(one.number for one in said.values())
    last = 0
    for item in items:
        own, refused = said[id(item)].number, said[id(item)].refused
        note = NOTHING
        if item.guid in fixed:
            last = fixed[item.guid]
        elif own is not None and owners.get(own) == id(item):
            last = own
            if refused:
                note = _refusal(refused, own)
        else:
            free = last + 1 if last + 1 not in used else max(used, default=0) + 1
            used.add(free)
            if refused:
                note = _refusal(refused, free)
            elif own is not None:
                if counts[own] > 1:
                    note = tr("the feed gives number {number} to other items too", number=own)
            elif owners:
                note = tr("the feed says no number; it is counted by its date")
            yield Numbered(item=item, number=free, said=own, note=note)
            # One at the end is no neighbour of those that came out after it.
            last = free if free == last + 1 else last
            continue
        yield Numbered(item=item, number=last, said=own, note=note)


def _refusal(refused: str, number: int) -> Message:
    return tr(
        "the feed says number {refused}: numbers begin with 1 and go up to {highest}; it is number {number} here",
        refused=refused, highest=HIGHEST, number=number,
    )  # fmt: skip
