"""The series board: every episode, whether its programme stands and is fresh, and what is odd about it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from statistics import median

from pipeline.errors import Diagnostic
from pipeline.files import write_output
from pipeline.manifest import FailedManifest, WorkspaceContents
from pipeline.messages import NOTHING, Message, tr
from pipeline.model.episode import Episode
from pipeline.model.publishing.policy import Verdict
from pipeline.model.series import Loudness
from pipeline.packaging.output import OutputFolder
from pipeline.packaging.record import Record
from pipeline.publish.ledger import Ledger
from pipeline.qc.verdict import Verdicts
from pipeline.workflow.board.board import Board, Remark, Row, SeriesBoard, StatusReport
from pipeline.workflow.reach.plays import play_counts_by_episode
from pipeline.workflow.rendering.episodes import plan_episode
from pipeline.workflow.session import Session, in_session
from pipeline.workflow.workspace import Workspace

ODD_LENGTH = 2
"""Times longer or shorter than the series' median."""
FEW = 5
"""Episodes below which a series has no usual length."""
LOUDNESS_TOLERANCE = Decimal(1)
"""LU."""
PEAK_TOLERANCE = Decimal("0.1")
"""dB; meters differ by that much."""


@in_session
def status(session: Session, what: Sequence[str] = (), *, page: Path | None = None) -> StatusReport:
    """The board of `what`; written to the file `page` as well, where one is named.

    Raises PipelineError when `what` names nothing, or the page cannot be written, UsageProblem where it is none.
    """
    if page is not None:
        session.page(page)
    workspace = Workspace.open(session)
    reading = workspace.told(what)
    ledger = Ledger.read(workspace.state)
    rows = list(_rows(reading, workspace, ledger))
    workspace.catalogue.save()
    whole = not any("/" in word or word.endswith((".yaml", ".yml")) for word in what)
    found = []
    for series in reading.series:
        own = [row for row in rows if row.series == series.id]
        output = workspace.output(series.id)
        found.append(
            SeriesBoard(
                id=series.id,
                title=series.title,
                language=series.language,
                total=series.total,
                rows=tuple(_remarked(own)),
                gaps=tuple(gaps(row.number for row in own)) if whole else (),
                left_over=tuple(_left_over(output, own)) if whole else (),
                orphans=tuple(_orphans(series.id, own, ledger)) if whole else (),
            )
        )
    board = Board(studio=reading.studio.name, series=tuple(found))
    if page is not None:
        from pipeline.workflow.board.page import board_page

        write_output(page, board_page(board))
    return StatusReport(board=board, page=page)


def gaps(numbers: Iterable[int | None]) -> Iterator[tuple[int, int]]:
    """Runs of numbers that are missing between the lowest and the highest."""
    known = sorted({number for number in numbers if number is not None})
    for low, high in pairwise(known):
        if high > low + 1:
            yield low + 1, high - 1


def _rows(reading: WorkspaceContents, workspace: Workspace, ledger: Ledger) -> Iterator[Row]:
    records: dict[str, dict[str, Record]] = {}
    for series in reading.series:
        output = workspace.output(series.id)
        records[series.id] = {record.guid or record.manifest: record for record in _programmes(output)}
    rows = [_row(episode, workspace, records[episode.series.id]) for episode in reading.episodes]
    rows += [_broken(lost, workspace, records[lost.series_id]) for lost in reading.failed]
    standing = ledger.current()
    heard = play_counts_by_episode(workspace.session)
    rows = [
        replace(
            row,
            published=tuple(standing.get(row.guid, ())),
            heard=heard.get((row.series, row.number or 0), {}),
            verified=_verdict(row, workspace),
        )
        for row in rows
    ]
    yield from sorted(rows, key=lambda row: (row.series, row.number is None, row.number or 0, row.manifest))


def _verdict(row: Row, workspace: Workspace) -> Verdict | None:
    """What `verify` made of the programme, as long as its files still are what was measured."""
    record = row.record
    verdict = Verdicts(folder=workspace.state.verdicts).of(record) if record else None
    if record is None or verdict is None:
        return None
    folder = workspace.out / record.series
    try:
        same = all(workspace.catalogue.content(folder / file.path) == file.sha256 for file in record.files)
    except OSError:
        return None
    return verdict if same else None


def _programmes(output: OutputFolder) -> Iterator[Record]:
    return output.programmes()


def _row(episode: Episode, workspace: Workspace, records: Mapping[str, Record]) -> Row:
    planned = plan_episode(workspace, episode)
    guid = workspace.guid_of(episode)
    row = Row(
        series=episode.series.id,
        number=episode.number,
        title=episode.title,
        date=episode.date,
        manifest=workspace.shown(episode.manifest),
        guid=guid,
        adopted=bool(episode.programme),
        state="broken",
        loudness=episode.loudness,
        record=records.get(guid),
    )
    plan = planned.programme
    if plan is None:
        return replace(row, reason=_first_error(planned.diagnostics))
    output = workspace.output(episode.series.id)
    fresh = output.fresh_record(plan, content=workspace.catalogue.content)
    row = replace(row, duration=plan.stamp.duration)
    if fresh is not None:
        return replace(row, state="fresh", record=fresh)
    if row.record is None:
        return replace(row, state="planned", reason=tr("not rendered yet"))
    return replace(row, state="stale", reason=output.reason(plan, row.record))


def _broken(lost: FailedManifest, workspace: Workspace, records: Mapping[str, Record]) -> Row:
    """What cannot be read may still have a programme from better days."""
    manifest = workspace.shown(lost.path)
    record = next((record for record in records.values() if record.manifest == manifest), None)
    return Row(
        series=lost.series_id,
        number=lost.number,
        title=record.title if record else lost.path.name,
        manifest=manifest,
        guid=record.guid if record else "",
        state="broken",
        reason=_first_error(lost.diagnostics),
        duration=record.duration if record else None,
        loudness=Loudness(),
        record=record,
    )


def _first_error(diagnostics: Iterable[Diagnostic]) -> Message:
    errors = [found for found in diagnostics if found.severity == "error"]
    if not errors:
        return NOTHING
    first = {"place": errors[0].mark, "message": errors[0].message}
    if len(errors) > 1:
        return tr("{place}: {message} (and {number} more)", number=len(errors) - 1, **first)
    return tr("{place}: {message}", **first)


def _remarked(rows: Sequence[Row]) -> Iterator[Row]:
    numbers = Counter(row.number for row in rows if row.number is not None)
    lengths = [row.duration for row in rows if row.duration]
    usual = median(lengths) if len(lengths) >= FEW else None
    for row in rows:
        found = [*_length_remarks(row, usual), *_loudness_remarks(row)]
        if row.number is not None and numbers[row.number] > 1:
            found.insert(0, Remark(kind="duplicate", figure=str(numbers[row.number])))
        yield replace(row, remarks=tuple(found))


def _length_remarks(row: Row, usual: Fraction | None) -> Iterator[Remark]:
    if usual is None or not row.duration:
        return
    if row.duration > usual * ODD_LENGTH:
        yield Remark(kind="long", figure=f"{float(row.duration / usual):.1f}")
    elif row.duration * ODD_LENGTH < usual:
        yield Remark(kind="short", figure=f"{float(row.duration / usual):.2f}")


def _loudness_remarks(row: Row) -> Iterator[Remark]:
    off = row.integrated - row.loudness.target if row.integrated is not None else Decimal(0)
    if abs(off) > LOUDNESS_TOLERANCE:
        yield Remark(kind="loud" if off > 0 else "quiet", figure=f"{abs(off):.1f}")
    if row.true_peak is not None and row.true_peak > row.loudness.peak + PEAK_TOLERANCE:
        yield Remark(kind="peak", figure=f"{row.true_peak:+.1f}")


def _orphans(series: str, rows: Sequence[Row], ledger: Ledger) -> Iterator[str]:
    """What stands at a target and belongs to no row; told by identity."""
    known = {row.guid for row in rows}
    for guid, notes in ledger.current().items():
        for note in notes:
            if note.series == series and note.state == "live" and guid not in known:
                yield f"{note.target}: {series}/{note.number}"


def _left_over(output: OutputFolder, rows: Sequence[Row]) -> Iterator[str]:
    """Programmes in `out/` that no manifest makes any longer, by the names of their records."""
    guids, manifests = {row.guid for row in rows}, {row.manifest for row in rows}
    for path, record in output.records():
        known = record.guid in guids if record.guid else record.manifest in manifests
        if not known and record.manifest not in manifests and not path.stem.endswith(".draft"):
            yield path.name
