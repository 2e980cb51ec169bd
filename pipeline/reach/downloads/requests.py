"""Facts: what of a log is remembered, one short row for each counted request; no address, no agent, no path."""

from typing import Any

import numpy as np
import numpy.typing as npt

FACT = np.dtype(
    [("visitor", "<i8"), ("start", "<i8"), ("stop", "<i8"), ("time", "<u4"), ("medium", "<u4")],
)
"""A visitor's number, the bytes received, seconds since 1970, and the place in the list of media.

Bytes whose place in the file is not known have a negative `start`, -1, -2, ... for requests that are otherwise alike,
and their number as `stop`.
"""

Facts = npt.NDArray[Any]
Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

NONE = np.zeros(0, FACT)


def numbered(facts: Facts) -> Facts:
    """The facts of one log with those told apart that are alike but for their order: a player that fetches pieces of
    equal size within a second has got all of them. Reading the log again gives the same numbers."""
    loose = np.flatnonzero(facts["start"] < 0)
    if len(loose) < 2:
        return facts
    some = facts[loose]
    order = in_order(some)
    some = some[order]
    turn = np.arange(len(some))
    first = turn[_changes(some)]
    some["start"] = -1 - (turn - np.repeat(first, np.diff(np.append(first, len(some)))))
    facts[loose[order]] = some
    return facts


def once(facts: Facts, people: Integers) -> tuple[Facts, Integers]:
    """The facts in order, each once; of those that are alike the first."""
    order = in_order(facts)
    facts, people = facts[order], people[order]
    first = _changes(facts)
    return facts[first], people[first]


def in_order(facts: Facts) -> Integers:
    """The order by visitor, time, medium and bytes."""
    return np.lexsort((facts["stop"], facts["start"], facts["medium"], facts["time"], facts["visitor"]))


def _changes(facts: Facts) -> Flags:
    """Where a fact differs from the one before it."""
    changed = np.zeros(len(facts), bool)
    changed[:1] = True
    for name in FACT.names or ():
        changed[1:] |= facts[name][1:] != facts[name][:-1]
    return changed
