"""Decisions as a table: works of no known episode are written for a person to fill in, and read back."""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.documents.diagnostics import Findings, shown
from pipeline.errors import DiagnosedError, Mark, PipelineError
from pipeline.files import write_output
from pipeline.messages import Message, tr, trn
from pipeline.reach.importing.cells import days_in, plain_text
from pipeline.reach.matching import NONE, Match, key, parse_stated
from pipeline.workflow.reach.session import MatchedWork, ReachSession, public_works

if TYPE_CHECKING:
    from pipeline.reach.store import KnownWork, Placement

COLUMNS = ("platform", "account", "work_id", "title", "published", "plays", "candidates", "episode")
NEEDED = ("platform", "work_id", "episode")
HOW = "decided"
"""The `how` of persons' decisions in the store."""

_FORMULA = re.compile(r"'*[=+\-@\t\r＝＋－＠]")
"""How a text begins that a spreadsheet takes for a formula."""
_ESCAPED = re.compile(r"'+[=+\-@\t\r＝＋－＠]")


def escaped(text: str) -> str:
    """A text that a spreadsheet shows as it is."""
    text = " ".join(text.split())
    return f"'{text}" if _FORMULA.match(text) else text


def unescaped(text: str) -> str:
    return text[1:] if _ESCAPED.match(text) else text


def write_open(reach: ReachSession, works: Sequence[MatchedWork], *, to: Path, everything: bool) -> None:
    """Write the open works, or all, as CSV with a byte order mark, which Excel wants; the most played first.

    Raises PipelineError where the file cannot be written.
    """
    out = io.StringIO(newline="")
    table = csv.writer(out)
    table.writerow(COLUMNS)
    for one in public_works(works):
        if everything or not one.match.settled:
            table.writerow(map(escaped, _row(reach, one)))
    write_output(to, out.getvalue().encode("utf-8-sig"))


def _row(reach: ReachSession, one: MatchedWork) -> tuple[str, ...]:
    work, match = one
    found = () if match.settled else reach.candidates(one)
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


def decide(reach: ReachSession, path: Path) -> int:
    """Store the decisions of a filled table, all or none; returns the number of those that are new.

    Raises DiagnosedError with everything that is wrong in it, PipelineError for a file that is no such table.
    """
    found = Findings()
    works = reach.works()
    known = _Works(one.work for one in works)
    decided: dict[int, tuple[Placement, _Line]] = {}
    for line in _lines(path):
        if not line.cells["episode"]:
            continue
        work = known.named(line, found)
        placement = _placement(reach, work, line, found) if work else None
        if work is None or placement is None:
            continue
        before, first = decided.setdefault(work.id, (placement, line))
        if before != placement:
            message = tr("line {line} says that this work is another episode", line=first.mark.line)
            found.error("contrary-decisions", message, line.mark, tr("keep one of the two lines"))
    if problems := found.sorted():
        raise DiagnosedError(problems)
    matches = {one.work.id: one.match for one in works}
    new = {id: placement for id, (placement, _) in decided.items() if not _is_known(placement, matches[id])}
    reach.store.place(new)
    return len(new)


def _is_known(placement: "Placement", match: Match) -> bool:
    """Whether a decision is what the work is matched to anyway: a table of all works may be applied as written."""
    return match.settled and (match.series, match.number) == (placement.series, placement.number)


def _lines(path: Path) -> Iterator[_Line]:
    """The rows of a table, however it was saved: CSV of any encoding, or an Excel workbook."""
    from pipeline.reach.importing.readers import UnreadableFile, contents, fingerprint_of

    try:
        grid = contents(fingerprint_of(path)).grids[0]
        # A decision is no figure: the last one counts although nothing ends its line.
        rows = enumerate(chain(grid.rows(), (row for row in [grid.cut] if row)), grid.first)
        _, first = next(rows, (0, ()))
        header = [plain_text(cell).lower() for cell in first]
        if missing := [name for name in NEEDED if name not in header]:
            raise UnreadableFile(
                tr("its first row lacks the columns {columns}", columns=", ".join(f"'{name}'" for name in missing)),
                hint=tr("fill in what 'voicehall reach match --export FILE' writes, and keep its columns"),
            )
        for number, row in rows:
            cells = dict.fromkeys(COLUMNS, "")
            cells |= {name: unescaped(plain_text(cell)) for name, cell in zip(header, row, strict=False)}
            if any(cells.values()):
                yield _Line(mark=Mark(file=str(path), line=number, column=1), cells=cells)
    except UnreadableFile as cause:
        message = tr("cannot read decisions from '{path}': {problem}", path=path, problem=cause.message)
        raise PipelineError(message, hint=cause.hint) from cause


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
        """The work of a row: by its id, or where a spreadsheet has changed that, by its title and its day."""
        cells = line.cells
        works = [one for one in self._by_id.get((cells["platform"], cells["work_id"]), ()) if _is_of(one, cells)]
        if not works and key(cells["title"]):
            named = self._by_title.get((cells["platform"], key(cells["title"])), ())
            works = [one for one in named if _is_of(one, cells) and _is_dated(one, cells["published"])]
        if len(works) == 1:
            return works[0]
        hint = tr("keep the columns 'platform', 'account' and 'work_id' as they were")
        found.error("unknown-work", _problem(cells, len(works)), line.mark, hint)
        return None


def _problem(cells: Mapping[str, str], works: int) -> Message:
    """Why a row names no single work."""
    id = shown(cells["work_id"])
    if works:
        name = id or shown(cells["title"])
        return trn("{count} work is called '{name}'", "{count} works are called '{name}'", works, name=name)
    if cells["platform"]:
        return tr("'{platform}' has no work '{id}'", platform=shown(cells["platform"]), id=id)
    return tr("there is no work '{id}'", id=id)


def _is_of(work: "KnownWork", cells: Mapping[str, str]) -> bool:
    return work.account == cells["account"] or plain_text(work.account) == cells["account"]


def _is_dated(work: "KnownWork", cell: str) -> bool:
    """Whether a row's day is the work's, in whatever form a spreadsheet writes it."""
    if work.published is None:
        return not cell
    return work.published.date() in {found.when.date() for found in days_in(cell, UTC)}


def _placement(reach: ReachSession, work: "KnownWork", line: _Line, found: Findings) -> "Placement | None":
    """The decision of a row; None where it is wrong, and `found` has the reason."""
    from pipeline.reach.store import Placement

    cell = line.cells["episode"]
    stated = parse_stated(cell, reach.matcher.index)
    if stated.nothing:
        return Placement(series="", number=None, how=HOW)
    default = reach.matcher.accounts.series_of(work.platform, work.account)
    series = sorted(stated.series) or [default or (reach.series[0].id if len(reach.series) == 1 else "")]
    if stated.topic or len(series) != 1 or not series[0]:
        hint = tr("write it as {example}, or {none} for a work that is no episode", example=_example(reach), none=NONE)
        found.error("unknown-episode", tr("'{cell}' is not an episode", cell=shown(cell)), line.mark, hint)
        return None
    if stated.number is not None and reach.matcher.index.at(series[0], stated.number) is None:
        numbers = [f"{series[0]}/{one.number}" for one in reach.matcher.index.series[series[0]].episodes]
        message = tr("there is no episode '{episode}'", episode=f"{series[0]}/{stated.number}")
        found.error("unknown-episode", message, line.mark, _episodes_hint(numbers))
        return None
    return Placement(series=series[0], number=stated.number, how=HOW)


def _episodes_hint(labels: Sequence[str]) -> Message:
    if not labels:
        return tr("the series has no episodes yet")
    return trn(
        "the series has {count} episode, {first}",
        "the series has {count} episodes, {first} to {last}",
        len(labels),
        first=labels[0],
        last=labels[-1],
    )


def _example(reach: ReachSession) -> str:
    episodes = reach.matcher.index.episodes
    return episodes[0].label if episodes else "lieshita/12"
