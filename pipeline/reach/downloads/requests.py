"""Requests: what of a log is remembered, one short row for each counted request; no address, no agent, no path."""

from typing import Any

import numpy as np
import numpy.typing as npt

REQUEST = np.dtype(
    [("visitor", "<i8"), ("start", "<i8"), ("stop", "<i8"), ("time", "<u4"), ("medium", "<u4")],
)
"""A visitor's number, the bytes received, seconds since 1970, and the place in the list of media.

Bytes whose place in the file is not known have a negative `start`, -1, -2, ... for requests that are otherwise alike,
and their number as `stop`.
"""

Requests = npt.NDArray[Any]
Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

NONE = np.zeros(0, REQUEST)


def numbered(requests: Requests) -> Requests:
    """The requests of one log, with numbers for those that are otherwise alike: a player that fetches pieces of equal
    size within a second has got all of them. Reading the log again gives the same numbers."""
    loose = np.flatnonzero(requests["start"] < 0)
    if len(loose) < 2:
        return requests
    some = requests[loose]
    order = in_order(some)
    some = some[order]
    turn = np.arange(len(some))
    first = turn[_changes(some)]
    some["start"] = -1 - (turn - np.repeat(first, np.diff(np.append(first, len(some)))))
    requests[loose[order]] = some
    return requests


def once(requests: Requests, people: Integers) -> tuple[Requests, Integers]:
    """The requests in order, each once; of those that are alike the first."""
    order = in_order(requests)
    requests, people = requests[order], people[order]
    first = _changes(requests)
    return requests[first], people[first]


def in_order(requests: Requests) -> Integers:
    """The order by visitor, time, medium and bytes."""
    return np.lexsort((requests["stop"], requests["start"], requests["medium"], requests["time"], requests["visitor"]))


def _changes(requests: Requests) -> Flags:
    """Where a request differs from the one before it."""
    changed = np.zeros(len(requests), bool)
    changed[:1] = True
    for name in REQUEST.names or ():
        changed[1:] |= requests[name][1:] != requests[name][:-1]
    return changed
