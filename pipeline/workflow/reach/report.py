"""The verb `reach report`: the figures of series are read, and written in the form that is asked for."""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date as Date
from pathlib import Path

from pipeline.errors import PipelineError, UsageProblem, did_you_mean
from pipeline.files import write_output
from pipeline.messages import tr
from pipeline.model.language import is_chinese
from pipeline.reach.observation import KnownSeries
from pipeline.reach.report.collect import compared_gains, curves_of, gains_since, gather_known, monthly_gains
from pipeline.reach.report.periods import period_of
from pipeline.reach.report.report import ReachReport
from pipeline.reach.report.tables import By
from pipeline.workflow.reach.report_result import Format, ReachReportResult
from pipeline.workflow.reach.session import ReachSession, open_reach
from pipeline.workflow.session import Session, in_session

BINARY: frozenset[Format] = frozenset(["xlsx", "png"])
"""Forms that are no text and need a file."""

_SUFFIXES: dict[str, Format] = {
    ".csv": "csv", ".xlsx": "xlsx", ".html": "html", ".htm": "html", ".png": "png", ".json": "json",
}  # fmt: skip
_PLAIN = ("", ".txt", ".text")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is asked of a report."""

    series: tuple[str, ...] = ()
    """Ids; nothing means all."""
    by: By = "platform"
    as_of: Date | None = None
    """None: everything that is known."""
    since: Date | None = None
    """With what was gained since the end of this day."""
    period: str | None = None
    """A month, a quarter or a year, in place of `as_of` and `since`; it is compared."""
    compare: bool = False
    """Beside the period of the same length before it."""
    format: Format | None = None
    """None: what the name of `output` asks for."""
    press: bool = False
    """The sentence for a monthly report instead of tables."""
    sources: bool = False
    """With the file and row of every figure."""
    output: Path | None = None


@in_session
def report(session: Session, request: Request) -> ReachReportResult:
    """The figures of some series.

    Raises UsageProblem for options that do not go together, PipelineError for unknown series, days in the wrong order,
    and a file that cannot be written.
    """
    request = _dated(request)
    form = request.format or form_of(request.output)
    if request.press and form not in ("table", "json"):
        raise UsageProblem(tr("--press prints a sentence: of --format it goes only with table or json"))
    with open_reach(session) as reach, reach.store.snapshot(), _gc_frozen():
        report = _report(reach, request, form)
    made = ReachReportResult(
        report=report,
        by=request.by,
        format=form,
        press=request.press,
        sources=request.sources,
        root=session.root,
        studio=session.studio_file.studio.name,
        chinese_studio=is_chinese(session.studio_file.document.language or "zh-CN"),
        language=session.language,
        output=request.output or _default_output(form, report),
    )
    if made.output is not None:
        write_output(made.output, made.content())
    return made


def _dated(request: Request) -> Request:
    """The request with the days of its period. Raises UsageProblem where they do not go together."""
    if request.period is None:
        if request.compare and request.since is None:
            raise UsageProblem(tr("--compare goes with --since or --period: they say which days are compared"))
        return request
    if request.since or request.as_of:
        raise UsageProblem(tr("--period says which days are reported: it goes without --since and --as-of"))
    period = period_of(request.period)
    if period is None:
        message = tr("'{text}' is no period: a month is 2026-03, a quarter 2026-Q1, a year 2026", text=request.period)
        raise UsageProblem(message)
    return replace(request, since=period.start, as_of=period.stop, compare=True)


@contextmanager
def _gc_frozen() -> Iterator[None]:
    """Without garbage collection: a report keeps tens of thousands of figures, and searching them takes a fifth of the
    time."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _default_output(format: Format, report: ReachReport) -> Path | None:
    """The file of a form that is no text, where none is named."""
    return Path(f"reach-{report.data.as_of}.{format}") if format in BINARY else None


def _report(reach: ReachSession, request: Request, form: Format) -> ReachReport:
    series = chosen(reach.series, request.series)
    works = reach.placed_works()
    data = gather_known(reach.store, works, series, reach.settings, as_of=request.as_of, today=reach.now.date())
    if request.since and request.since >= data.as_of:
        message = tr(
            "there are no figures after {since}: the newest are of {as_of}", since=request.since, as_of=data.as_of
        )
        hint = tr("give an earlier period") if request.period else tr("give an earlier day with --since")
        raise PipelineError(message, hint=hint)
    report = ReachReport(data=data)
    if request.since and request.compare:
        since, before = compared_gains(reach.store, report, request.since)
        report = report.with_more(since=since, before=before)
    elif request.since:
        report = report.with_more(since=gains_since(reach.store, report, request.since))
    page = form == "html"
    return report.with_more(
        months=monthly_gains(reach.store, report) if page or request.by == "month" else (),
        curves=curves_of(reach.store, data) if page or request.by == "episode" else {},
    )


def chosen(series: Sequence[KnownSeries], names: Sequence[str]) -> tuple[KnownSeries, ...]:
    """The series of those ids; all where none is named. Raises PipelineError for an unknown one."""
    known = {one.id: one for one in series}
    for name in names:
        if name not in known:
            hint = did_you_mean(name, known) if known else tr("there is no series in this workspace yet")
            raise PipelineError(tr("unknown series '{name}'", name=name), hint=hint)
    return tuple(known[name] for name in dict.fromkeys(names)) if names else tuple(series)


def form_of(output: Path | None) -> Format:
    """The form that a file's name asks for; a table where it names none.

    Raises PipelineError for a form that there is none of: a table called `reach.pdf` could not be opened.
    """
    suffix = output.suffix.lower() if output else ""
    if suffix in _SUFFIXES:
        return _SUFFIXES[suffix]
    if output is None or suffix in _PLAIN:
        return "table"
    message = tr("no report can be written as '{suffix}': '{file}'", suffix=suffix, file=output)
    hint = did_you_mean(suffix, [*_SUFFIXES, ".txt"])
    if suffix == ".pdf":
        hint = tr("write a page, '{file}', open it in a browser and print it as PDF", file=output.with_suffix(".html"))
    raise PipelineError(message, hint=hint)
