"""The board as values, as JSON and as a table for people."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date as Date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from statistics import median
from typing import Literal, assert_never

from pipeline.messages import Message, clauses, listed, told, tr, trn
from pipeline.model.publishing.policy import Verdict
from pipeline.model.series import Loudness
from pipeline.packaging.record import Record
from pipeline.publish.ledger import LedgerEntry
from pipeline.reach.names import platform_title
from pipeline.wording import NOTHING, clock, duration, lines, run, terminal_columns
from pipeline.workflow.board.table import HEADINGS, coloured, plain
from pipeline.workflow.reach.plays import PLAY_METRICS, PlayCounts, play_counts_text
from pipeline.workflow.report import BOLD, DIM, GREEN, RED, YELLOW, View, beside, counted, painted

State = Literal["fresh", "stale", "planned", "broken"]
"""The programme stands as it would be made today, or another one stands; or none does, or none can be made."""

STATES: tuple[State, ...] = ("fresh", "stale", "planned", "broken")
VERDICTS: dict[Verdict, Message] = {"pass": tr("passed"), "warn": tr("with warnings"), "fail": tr("failed")}
COLOURS: dict[State, int] = {"fresh": GREEN, "stale": YELLOW, "planned": DIM, "broken": RED}
STATE_WORDS: dict[State, Message] = {
    "fresh": tr("fresh"), "stale": tr("stale"), "planned": tr("planned"), "broken": tr("broken"),
}  # fmt: skip
PLACED = {
    "approved": tr("approved"), "planned": tr("waiting to be sent"), "sent": tr("kit made, still to be uploaded"),
    "verified": tr("sent and checked"), "rejected": tr("turned down"), "retracted": tr("retracted"),
}  # fmt: skip
"""How far it is on its way to a target; only kits are `sent`, which people upload."""


RemarkKind = Literal["duplicate", "short", "long", "loud", "quiet", "peak"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """Something odd about an episode."""

    kind: RemarkKind
    figure: str
    """How odd: the number in its sentence."""

    @property
    def text(self) -> Message:
        match self.kind:
            case "duplicate":
                return tr("number given {number} times", number=self.figure)
            case "short" | "long":
                return tr("{number} times the usual length", number=self.figure)
            case "loud":
                return tr("{number} LU too loud", number=self.figure)
            case "quiet":
                return tr("{number} LU too quiet", number=self.figure)
            case "peak":
                return tr("true peak at {number} dBTP", number=self.figure)
            case _ as never:
                assert_never(never)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One episode on the board."""

    series: str
    number: int | None
    title: str
    date: Date | None = None
    manifest: str
    guid: str
    """Empty where it cannot be told."""
    adopted: bool = False
    state: State
    reason: str = ""
    """Why it is not fresh."""
    duration: Fraction | None = None
    """Seconds."""
    loudness: Loudness
    """Where it should stand."""
    record: Record | None = None
    """Of the programme that stands, fresh or not."""
    remarks: tuple[Remark, ...] = ()
    published: tuple[LedgerEntry, ...] = ()
    """The last word of the ledger on it, target by target; what was taken back again is left out."""
    verified: Verdict | None = None
    """What measuring it, as it stands, came to."""
    heard: PlayCounts = field(default_factory=dict)
    """What platforms report of it, all together."""

    @property
    def out(self) -> str:
        """The targets where it stands, with the others' states; empty for none."""
        return listed(_place(note) for note in self.published)

    @property
    def integrated(self) -> Decimal | None:
        return self.record.loudness.get("integrated_lufs") if self.record else None

    @property
    def true_peak(self) -> Decimal | None:
        return self.record.loudness.get("true_peak_dbtp") if self.record else None

    def as_json(self) -> dict[str, object]:
        return {
            "series": self.series,
            "number": self.number,
            "title": self.title,
            "date": self.date.isoformat() if self.date else None,
            "manifest": self.manifest,
            "guid": self.guid,
            "adopted": self.adopted,
            "planned": self.state != "broken",
            "rendered": None if self.record is None else "fresh" if self.state == "fresh" else "stale",
            "status": self.state,
            "reason": told(self.reason),
            "duration": None if self.duration is None else round(float(self.duration), 3),
            "loudness": None if self.integrated is None else float(self.integrated),
            "true_peak": None if self.true_peak is None else float(self.true_peak),
            "files": [file.path for file in self.record.files] if self.record else [],
            "verified": self.verified,
            "published": {
                note.target: {"state": note.state, "url": note.url, "at": note.at.isoformat(timespec="seconds")}
                for note in self.published
            }
            or None,
            **{name: self.heard[name].value if name in self.heard else None for name in PLAY_METRICS},
            "remarks": [{"kind": remark.kind, "text": told(remark.text)} for remark in self.remarks],
        }

    def cells(self) -> tuple[str, ...]:
        """Under the headings of `table.HEADINGS`."""
        remarks = [told(remark.text) for remark in self.remarks]
        if self.state != "planned" and self.reason:
            remarks.append(told(self.reason))
        return (
            "?" if self.number is None else str(self.number),
            self.title,
            told(STATE_WORDS[self.state]),
            clock(self.duration),
            NOTHING if self.integrated is None else f"{self.integrated:.1f}",
            told(VERDICTS[self.verified]) if self.verified else NOTHING,
            self.out or NOTHING,
            play_counts_text(self.heard) or NOTHING,
            clauses(remarks),
        )


def _place(note: LedgerEntry) -> str:
    """A target by its name, a platform by that which people know."""
    name = platform_title(note.target)
    return name if note.state == "live" else told(tr("{place} ({state})", place=name, state=PLACED[note.state]))


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesBoard:
    """One series on the board."""

    id: str
    title: str
    language: str
    total: int | None
    rows: tuple[Row, ...]
    gaps: tuple[tuple[int, int], ...]
    """Runs of numbers that are missing, first and last."""
    left_over: tuple[str, ...]
    """Records in `out/` of programmes that no manifest makes."""
    orphans: tuple[str, ...] = ()
    """What stands at targets and no manifest makes: `site: lieshita/3`."""

    @property
    def states(self) -> Counter[str]:
        return Counter(row.state for row in self.rows)

    @property
    def usual(self) -> Fraction | None:
        """The median length in seconds."""
        lengths = [row.duration for row in self.rows if row.duration]
        return median(lengths) if lengths else None

    @property
    def seconds(self) -> Fraction:
        return sum((row.duration for row in self.rows if row.duration), Fraction(0))

    @property
    def duplicates(self) -> tuple[int, ...]:
        numbers = Counter(row.number for row in self.rows if row.number is not None)
        return tuple(sorted(number for number, times in numbers.items() if times > 1))

    def as_json(self) -> dict[str, object]:
        return {
            "id": self.id,
            "title": self.title,
            "total": self.total,
            "states": {state: self.states[state] for state in STATES},
            "duration": round(float(self.seconds), 3),
            "median": None if self.usual is None else round(float(self.usual), 3),
            "gaps": [list(run) for run in self.gaps],
            "duplicates": list(self.duplicates),
            "left_over": list(self.left_over),
            "orphans": list(self.orphans),
        }

    def summary(self) -> Iterator[str]:
        """What is to be said of the series as a whole."""
        found = [counted(self.states[state], STATE_WORDS[state]) for state in STATES if self.states[state]]
        if self.seconds:
            found.append(tr("{time} in all", time=duration(float(self.seconds))))
        episodes = trn("{count} episode", "{count} episodes", len(self.rows))
        yield beside(episodes, listed(found)) if found else episodes
        if self.gaps:
            yield tr("missing numbers: {numbers}", numbers=runs(self.gaps))
        if self.duplicates:
            yield tr("numbers given more than once: {numbers}", numbers=listed(map(str, self.duplicates)))
        if self.left_over:
            yield tr("in {folder} without a manifest: {names}", folder=f"out/{self.id}", names=listed(self.left_over))
        if self.orphans:
            yield tr(
                "published without a manifest: {names}; 'voicehall retract' takes them back",
                names=listed(self.orphans),
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    studio: str
    series: tuple[SeriesBoard, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusReport:
    """A board that could be drawn; what stands on it is no failure of the command."""

    board: Board
    page: Path | None
    """Where it was written as a page."""
    ok: bool = True

    def as_json(self) -> dict[str, object]:
        return {
            "ok": True,
            "series": [series.as_json() for series in self.board.series],
            "episodes": [row.as_json() for series in self.board.series for row in series.rows],
            "page": None if self.page is None else str(self.page),
        }

    def describe(self, view: View) -> str:
        if self.page is not None:
            return "" if view.quiet else str(self.page)
        parts = []
        for series in self.board.series:
            heading = f"{series.title} ({series.id})"
            rows, headings = [row.cells() for row in series.rows], list(map(told, HEADINGS.values()))
            if not view.styled:
                parts.append("\n".join([heading, *plain(headings, rows), *series.summary()]))
                continue
            tones = [(COLOURS[row.state], RED if row.remarks or row.state == "broken" else DIM) for row in series.rows]
            columns = terminal_columns()
            said = [line for one in series.summary() for line in lines(one, columns)]
            parts.append("\n".join([painted(heading, BOLD), *coloured(headings, rows, tones, columns), *said]))
        return "\n\n".join(parts)


def runs(found: Iterable[tuple[int, int]]) -> str:
    """`3, 5-9`."""
    return listed(run(low, high) for low, high in found)
