"""The harvest of a run: facts from its logs by day, in memory while they are few and in temporary files beyond."""

from pathlib import Path

import numpy as np

from pipeline.reach.downloads.filter import Sifted
from pipeline.reach.downloads.requests import FACT, NONE, Facts, Integers, numbered, once

MANY = 1 << 20
"""Facts that are held in memory at most, some 40 MB."""
_DAY = 86_400


class Harvest:
    """Takes in what was sifted, and gives it back by day (UTC, since 1970)."""

    def __init__(self, folder: Path) -> None:
        """`folder` is for temporary files."""
        self.ties: dict[int, int] = {}
        self.days: set[int] = set()
        self._folder = folder
        self._facts: list[Facts] = []
        self._people: list[Integers] = []
        self._held = 0

    def take(self, sifted: Sifted) -> None:
        """Facts of the log at hand."""
        self._facts.append(sifted.facts)
        self._people.append(sifted.people)
        self._held += len(sifted.facts)
        self.ties.update(sifted.ties)
        if self._held > MANY:
            self.end_of_log()

    def end_of_log(self) -> None:
        """What comes next is of another log. A very long one is taken in parts, always cut at the same places."""
        if not self._held:
            return
        facts, people = numbered(np.concatenate(self._facts)), np.concatenate(self._people)
        self.drop_log()
        days = facts["time"] // _DAY
        order = np.argsort(days, kind="stable")
        found, begin = np.unique(days[order], return_index=True)
        for day, part in zip(found.tolist(), np.split(order, begin[1:]), strict=True):
            self.days.add(day)
            for name, values in (("facts", facts), ("people", people)):
                with (self._folder / f"{day}.{name}").open("ab") as file:
                    file.write(values[part].tobytes())

    def drop_log(self) -> None:
        """Forget what is held of the log at hand."""
        self._facts, self._people, self._held = [], [], 0

    def day(self, day: int) -> tuple[Facts, Integers]:
        """The facts of a day, and for each its visitor's number in this run."""
        if day not in self.days:
            return NONE, np.zeros(0, np.int64)
        return (
            np.fromfile(self._folder / f"{day}.facts", FACT),
            np.fromfile(self._folder / f"{day}.people", np.int64),
        )


def together(known: Facts, found: Facts, people: Integers) -> tuple[Facts, Integers]:
    """Facts known before and those of this run, each once; those of this run with their visitors' numbers."""
    facts = np.concatenate((found, known))
    people = np.concatenate((people, np.zeros(len(known), np.int64)))
    return once(facts, people)
