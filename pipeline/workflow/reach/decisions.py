"""Decisions as a table: works of no known episode written out for a person to fill in, and read back."""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.documents.diagnostics import Findings, shown
from pipeline.errors import DiagnosedError, Mark, PipelineError
from pipeline.files import write_output
from pipeline.reach.importing.cells import days_in, plain_text
from pipeline.reach.matching import NONE, Match, key, stated
from pipeline.workflow.reach.session import MatchedWork, ReachDesk, public_works

if TYPE_CHECKING:
    from pipeline.reach.store import KnownWork, Placement

COLUMNS = ("platform", "account", "work_id", "title", "published", "plays", "candidates", "episode")
NEEDED = ("platform", "work_id", "episode")
HOW = "decided"
"""By what a person's decisions are known in the store."""

_FORMULA = re.compile(r"'*[=+\-@\t\r＝＋－＠]")
"""What a spreadsheet takes for the beginning of a formula."""
_ESCAPED = re.compile(r"'+[=+\-@\t\r＝＋－＠]")


def escaped(text: str) -> str:
    """A text that a spreadsheet shows as it is, whoever wrote it."""
    text = " ".join(text.split())
    return f"'{text}" if _FORMULA.match(text) else text


def unescaped(text: str) -> str:
    return text[1:] if _ESCAPED.match(text) else text


def write_open(desk: ReachDesk, works: Sequence[MatchedWork], *, to: Path, everything: bool) -> None:
    """Write the open works, or all, as CSV with a byte order mark, which Excel wants; the most played first.

    Raises PipelineError where the file cannot be written.
    """
    out = io.StringIO(newline="")
    table = csv.writer(out)
    table.writerow(COLUMNS)
    for one in public_works(works):
        if everything or not one.match.settled:
            table.writerow(map(escaped, _row(desk, one)))
    write_output(to, out.getvalue().encode("utf-8-sig"))


def _row(desk: ReachDesk, one: MatchedWork) -> tuple[str, ...]:
    work, match = one
    found = () if match.settled else desk.candidates(one)
    return (
        work.platform,
        work.account,
        work.key,
        work.title,
        f"{work.published:%Y-%m-%d %H:%M}" if work.published else "",
        "" if work.plays is None else str(work.plays),
        "；".join(f"{episode.label} {episode.title}" for episode, _ in found),
        match.episode,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """A row of a filled table."""

    mark: Mark
    cells: Mapping[str, str]


def decide(desk: ReachDesk, path: Path) -> int:
    """Take the decisions of a filled table in, all or none; the number of those that are new.

    Raises DiagnosedError with everything that stands in the way, PipelineError for a file that is no such table.
    """
    found = Findings()
    works = desk.works()
    known = _Works(one.work for one in works)
    decided: dict[int, tuple[Placement, _Line]] = {}
    for line in _lines(path):
        if not line.cells["episode"]:
            continue
        work = known.named(line, found)
        placement = _placement(desk, work, line, found) if work else None
        if work is None or placement is None:
            continue
        before, first = decided.setdefault(work.id, (placement, line))
        if before != placement:
            message = f"line {first.mark.line} says that this work is another episode"
            found.error("contrary-decisions", message, line.mark, "keep one of the two lines")
    if problems := found.sorted():
        raise DiagnosedError(problems)
    matches = {one.work.id: one.match for one in works}
    new = {id: placement for id, (placement, _) in decided.items() if not _is_known(placement, matches[id])}
    desk.store.place(new)
    return len(new)


def _is_known(placement: "Placement", match: Match) -> bool:
    """Whether a decision only says what follows anyway: a table of all works may be handed back as it is."""
    return match.settled and (match.series, match.number) == (placement.series, placement.number)


def _lines(path: Path) -> Iterator[_Line]:
    """The rows of a table, however it was saved: CSV of any encoding, or an Excel workbook."""
    from pipeline.reach.importing.readers import NotRead, contents, stamped

    try:
        grid = contents(stamped(path)).grids[0]
        rows = enumerate(grid.rows(), grid.first)
        _, first = next(rows, (0, ()))
        header = [plain_text(cell).lower() for cell in first]
        if missing := [name for name in NEEDED if name not in header]:
            raise NotRead(
                f"its first row lacks {', '.join(missing)}",
                hint="fill in what 'voicehall reach match --export FILE' writes, and keep its columns",
            )
        for number, row in rows:
            cells = dict.fromkeys(COLUMNS, "")
            cells |= {name: unescaped(plain_text(cell)) for name, cell in zip(header, row, strict=False)}
            if any(cells.values()):
                yield _Line(mark=Mark(file=str(path), line=number, column=1), cells=cells)
    except NotRead as cause:
        raise PipelineError(f"cannot take decisions from '{path}': {cause.message}", hint=cause.hint) from cause


class _Works:
    """Works by how a table names them."""

    def __init__(self, works: Iterable["KnownWork"]) -> None:
        self._by_id: dict[tuple[str, str], list[KnownWork]] = defaultdict(list)
        self._by_title: dict[tuple[str, str], list[KnownWork]] = defaultdict(list)
        for work in works:
            self._by_id[work.platform, plain_text(work.key)].append(work)
            for title in dict.fromkeys(map(key, work.titles)):
                self._by_title[work.platform, title].append(work)

    def named(self, line: _Line, found: Findings) -> "KnownWork | None":
        """The work of a row: by its id, or where a spreadsheet has spoilt that, by its title and its day."""
        cells = line.cells
        works = [one for one in self._by_id.get((cells["platform"], cells["work_id"]), ()) if _is_of(one, cells)]
        if not works and key(cells["title"]):
            named = self._by_title.get((cells["platform"], key(cells["title"])), ())
            works = [one for one in named if _is_of(one, cells) and _is_dated(one, cells["published"])]
        if len(works) == 1:
            return works[0]
        told = f"'{shown(cells['platform'])}' has" if cells["platform"] else "there is"
        problem = f"{told} no work '{shown(cells['work_id'])}'"
        if works:
            problem = f"{len(works)} works are called '{shown(cells['work_id'] or cells['title'])}'"
        found.error(
            "unknown-work", problem, line.mark, "keep the columns 'platform', 'account' and 'work_id' as they were"
        )
        return None


def _is_of(work: "KnownWork", cells: Mapping[str, str]) -> bool:
    return work.account == cells["account"] or plain_text(work.account) == cells["account"]


def _is_dated(work: "KnownWork", cell: str) -> bool:
    """Whether a row's day is the work's, in whatever style a spreadsheet writes it."""
    if work.published is None:
        return not cell
    return work.published.date() in {told.when.date() for told in days_in(cell, UTC)}


def _placement(desk: ReachDesk, work: "KnownWork", line: _Line, found: Findings) -> "Placement | None":
    """The decision of a row; None where it cannot be taken, and `found` says why."""
    from pipeline.reach.store import Placement

    cell = line.cells["episode"]
    said = stated(cell, desk.matcher.roll)
    if said.nothing:
        return Placement(series="", number=None, how=HOW)
    default = desk.matcher.accounts.series_of(work.platform, work.account)
    series = sorted(said.series) or [default or (desk.series[0].id if len(desk.series) == 1 else "")]
    if said.topic or len(series) != 1 or not series[0]:
        hint = f"write it as {_example(desk)}, or {NONE} for a work that is no episode"
        found.error("unknown-episode", f"'{shown(cell)}' is no episode", line.mark, hint)
        return None
    if said.number is not None and desk.matcher.roll.at(series[0], said.number) is None:
        numbers = [f"{series[0]}/{one.number}" for one in desk.matcher.roll.series[series[0]].episodes]
        hint = f"it has {len(numbers)}, from {numbers[0]} to {numbers[-1]}" if numbers else "it has none yet"
        found.error("unknown-episode", f"there is no episode '{series[0]}/{said.number}'", line.mark, hint)
        return None
    return Placement(series=series[0], number=said.number, how=HOW)


def _example(desk: ReachDesk) -> str:
    episodes = desk.matcher.roll.episodes
    return episodes[0].label if episodes else "lieshita/12"
