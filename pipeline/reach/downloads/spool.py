"""The spool of a run: requests from its logs by day, in memory while they are few, else in temporary files."""

from pathlib import Path

import numpy as np

from pipeline.reach.downloads.filter import FilteredPiece
from pipeline.reach.downloads.requests import NONE, REQUEST, Integers, Requests, numbered, once

MANY = 1 << 20
"""Requests that are held in memory at most, some 40 MB."""
_DAY = 86_400


class RequestSpool:
    """Takes requests as they come and returns them by day (UTC, since 1970)."""

    def __init__(self, folder: Path) -> None:
        """`folder` is for temporary files."""
        self.previous: dict[int, int] = {}
        self.days: set[int] = set()
        self._folder = folder
        self._requests: list[Requests] = []
        self._people: list[Integers] = []
        self._held = 0

    def take(self, filtered: FilteredPiece) -> None:
        """Requests of the log at hand."""
        self._requests.append(filtered.requests)
        self._people.append(filtered.people)
        self._held += len(filtered.requests)
        self.previous.update(filtered.previous)
        if self._held > MANY:
            self.end_of_log()

    def end_of_log(self) -> None:
        """What comes next is of another log. A very long log is taken in parts, always cut at the same places."""
        if not self._held:
            return
        requests, people = numbered(np.concatenate(self._requests)), np.concatenate(self._people)
        self.drop_log()
        days = requests["time"] // _DAY
        order = np.argsort(days, kind="stable")
        found, begin = np.unique(days[order], return_index=True)
        for day, part in zip(found.tolist(), np.split(order, begin[1:]), strict=True):
            self.days.add(day)
            for name, values in (("requests", requests), ("people", people)):
                with (self._folder / f"{day}.{name}").open("ab") as file:
                    file.write(values[part].tobytes())

    def drop_log(self) -> None:
        """Forget what is held of the log at hand."""
        self._requests, self._people, self._held = [], [], 0

    def day(self, day: int) -> tuple[Requests, Integers]:
        """The requests of a day, and for each its visitor's number in this run."""
        if day not in self.days:
            return NONE, np.zeros(0, np.int64)
        return (
            np.fromfile(self._folder / f"{day}.requests", REQUEST),
            np.fromfile(self._folder / f"{day}.people", np.int64),
        )


def together(known: Requests, found: Requests, people: Integers) -> tuple[Requests, Integers]:
    """Requests known before and those of this run, each once; those of this run with their visitors' numbers."""
    requests = np.concatenate((found, known))
    people = np.concatenate((people, np.zeros(len(known), np.int64)))
    return once(requests, people)
