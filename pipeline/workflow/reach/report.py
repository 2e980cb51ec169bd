"""Reporting reach: what is known of the series gathered, told, and written in the form that is asked for."""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date as Date
from pathlib import Path

from pipeline.errors import PipelineError, UsageProblem, did_you_mean
from pipeline.files import write_output
from pipeline.reach.observation import ListedSeries
from pipeline.reach.report.collect import curves_of, gains_since, gather_known, monthly_gains
from pipeline.reach.report.report import Told
from pipeline.reach.report.tables import By
from pipeline.workflow.reach.report_result import Format, ReachReport
from pipeline.workflow.reach.session import ReachDesk, open_desk
from pipeline.workflow.session import Session, in_session

BINARY: frozenset[Format] = frozenset(["xlsx", "png"])
"""Forms that are no text, and so need a file."""

_SUFFIXES: dict[str, Format] = {
    ".csv": "csv", ".xlsx": "xlsx", ".html": "html", ".htm": "html", ".png": "png", ".json": "json",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is asked of a report."""

    series: tuple[str, ...] = ()
    """Ids; nothing means all."""
    by: By = "platform"
    as_of: Date | None = None
    """None: everything that is known."""
    since: Date | None = None
    """Tell also what was gained since the end of this day."""
    format: Format | None = None
    """None: what the name of `output` asks for."""
    press: bool = False
    """The sentence for a monthly report instead of tables."""
    sources: bool = False
    """Trace every figure to its row."""
    output: Path | None = None


@in_session
def report(session: Session, request: Request) -> ReachReport:
    """Tell how far the series reached.

    Raises PipelineError for series that there are none of, days in the wrong order, and a file that cannot be
    written.
    """
    form = request.format or form_of(request.output)
    if request.press and form not in ("table", "json"):
        raise UsageProblem("--press is a sentence: it does not go with another --format than table or json")
    with open_desk(session) as desk, desk.store.snapshot(), _nothing_thrown_away():
        told = _told(desk, request, form)
    made = ReachReport(
        told=told,
        by=request.by,
        format=form,
        press=request.press,
        sources=request.sources,
        studio=session.studio_file.studio.name,
        language=session.studio_file.document.language or "zh-CN",
        output=request.output or _own_place(form, told),
    )
    if made.output is not None:
        write_output(made.output, made.content())
    return made


@contextmanager
def _nothing_thrown_away() -> Iterator[None]:
    """Figures come by the ten thousand and all are kept: looking for rubbish among them takes a fifth of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _own_place(format: Format, told: Told) -> Path | None:
    """Where a form that is no text goes when nobody says."""
    return Path(f"reach-{told.known.as_of}.{format}") if format in BINARY else None


def _told(desk: ReachDesk, request: Request, form: Format) -> Told:
    series = chosen(desk.series, request.series)
    works = desk.placed_works()
    known = gather_known(desk.store, works, series, desk.settings, as_of=request.as_of, today=desk.now.date())
    if request.since and request.since >= known.as_of:
        raise PipelineError(
            f"nothing is known of the time between the end of {request.since} and {known.as_of}",
            hint="name an earlier day with --since",
        )
    told = Told(known=known)
    page = form == "html"
    return Told(
        known=known,
        since=gains_since(desk.store, told, request.since) if request.since else None,
        months=monthly_gains(desk.store, told) if page or request.by == "month" else (),
        curves=curves_of(desk.store, known) if page or request.by == "episode" else {},
    )


def chosen(series: Sequence[ListedSeries], names: Sequence[str]) -> tuple[ListedSeries, ...]:
    """The series of those ids; all where none is named. Raises PipelineError for one that there is none of."""
    known = {one.id: one for one in series}
    for name in names:
        if name not in known:
            hint = did_you_mean(name, known) if known else "there is no series in this workspace yet"
            raise PipelineError(f"unknown series '{name}'", hint=hint)
    return tuple(known[name] for name in dict.fromkeys(names)) if names else tuple(series)


def form_of(output: Path | None) -> Format:
    """The form that a file's name asks for; a table where it names none."""
    suffix = output.suffix.lower() if output else ""
    return _SUFFIXES.get(suffix, "table")
