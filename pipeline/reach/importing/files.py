"""Files as readings: opened, recognised, dated and counted, each whole or refused with its reason."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date as Date
from datetime import datetime, tzinfo
from pathlib import Path

from pipeline.errors import PipelineError
from pipeline.reach.definitions import definition_of
from pipeline.reach.importing.as_of import as_of_file
from pipeline.reach.importing.cache import ImportCache
from pipeline.reach.importing.formats import Format, FoundTable, library, recognised
from pipeline.reach.importing.readers import Contents, Fingerprint, UnreadableFile, contents, fingerprint_of
from pipeline.reach.importing.row_counts import RowCounts, compared
from pipeline.reach.importing.rows import RowReader
from pipeline.reach.observation import Entry, ParsedFile, RefusedFile

HELD = 4_000_000
"""Bytes up to which a file's entries are read at once, so that a bad place in it is known before anything is stored.
Those of a larger one are read while they are run through."""
_OTHER_GRAINS = {
    "work-daily": "it holds figures of single days, which are kept apart from figures since publication",
    "account-daily": "it holds figures of the whole account by day, not of single works: kept apart, in no total",
    "summary": "it sums up an account or a span of time: kept apart, in no total",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What the user said about some files, and when it is."""

    platform: str | None
    as_of: Date | datetime | None
    account: str
    zone: tzinfo
    now: datetime
    """In the studio's zone, without zone."""
    formats: tuple[Format, ...]
    known: ImportCache
    """What its files have said so far."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedFile:
    """A file whose format was recognised."""

    path: Path
    fingerprint: Fingerprint
    contents: Contents
    found: tuple[FoundTable, ...]
    """Once for every sheet that holds such a table."""
    beside: tuple[FoundTable, ...]
    """Tables of other formats in the same file."""

    @property
    def format(self) -> Format:
        return self.found[0].format


def make_request(
    *,
    platform: str | None = None,
    as_of: Date | datetime | None = None,
    account: str = "",
    zone: tzinfo,
    now: datetime,
    root: Path | None = None,
) -> Request:
    """What is the same for every file of a call; `root` is the workspace, whose own formats are known as well.

    Raises DiagnosedError for mistakes in the studio's own formats, PipelineError for an `as_of` that is yet to come.
    """
    here = now.astimezone(zone).replace(tzinfo=None) if now.tzinfo else now
    if as_of is not None and (as_of.date() if isinstance(as_of, datetime) else as_of) > here.date():
        raise PipelineError(f"--as-of {as_of:%Y-%m-%d} is yet to come", hint="give the day on which it was exported")
    return Request(
        platform=platform,
        as_of=as_of,
        account=account,
        zone=zone,
        now=here,
        formats=library(root),
        known=ImportCache(zone),
    )


def opened(path: Path, request: Request) -> OpenedFile:
    """A file with its format. Raises UnreadableFile where it cannot be read or has none."""
    fingerprint = fingerprint_of(path)
    try:
        held = contents(fingerprint)
        found, beside = recognised(held.grids, request.formats, request.platform)
    except UnreadableFile as cause:
        raise _Refusal(cause, fingerprint.sha256) from cause
    return OpenedFile(path=path, fingerprint=fingerprint, contents=held, found=found, beside=beside)


class _Refusal(UnreadableFile):
    """A file that was read to its end and is refused."""

    def __init__(self, cause: UnreadableFile, sha256: str, known: Format | None = None) -> None:
        super().__init__(cause.message, hint=cause.hint)
        self.sha256 = sha256
        self.known = known


def read_file(path: Path, request: Request) -> ParsedFile | RefusedFile:
    """One file: whole, or why not."""
    try:
        return _read(path, request)
    except UnreadableFile as cause:
        known = cause.known if isinstance(cause, _Refusal) else None
        return RefusedFile(
            path=str(path),
            name=path.name,
            reason=str(cause),
            sha256=cause.sha256 if isinstance(cause, _Refusal) else "",
            platform=known.platform if known else "",
            format=known.id if known else "",
        )


def _read(path: Path, request: Request) -> ParsedFile:
    """A file's parsed. Raises UnreadableFile where it is refused."""
    file = opened(path, request)
    known = file.format
    platform = known.platform or _platform(file, request)
    dated = as_of_file(path, file.found[0].above, option=request.as_of, zone=request.zone, now=request.now)
    stream = EntryStream(file, request)
    parsed = ParsedFile(
        path=str(path),
        name=path.name,
        sha256=file.fingerprint.sha256,
        platform=platform,
        account=request.account,
        format=known.id,
        grain=known.grain,
        as_of=dated.when,
        as_of_from=dated.source,
        encoding=file.contents.encoding,
        entries=stream,
        definitions=_definitions(file, platform, dated.when.date()),
    )
    said = [
        dated.warning if _hangs_on_day(file) else "",
        known.note,
        _OTHER_GRAINS.get(known.grain, ""),
        *_left_out(file),
    ]
    if request.platform and platform and request.platform != platform:
        said.append(f"it is a file of '{platform}', not of '{request.platform}': --platform only settles a tie")
    stream.fills(parsed, [words for words in said if words])
    if file.fingerprint.size <= HELD:
        try:
            parsed.entries = tuple(stream)
        except UnreadableFile as cause:
            raise _Refusal(cause, file.fingerprint.sha256, known) from cause
        for words in compared(stream.row_counts.totals, parsed.entries):
            stream.row_counts.warnings.add(words)
    return parsed


def _platform(file: OpenedFile, request: Request) -> str:
    """Of a table that may name the platform of each row; it must be said where it does not."""
    if "platform" in _roles(file):
        return ""
    if request.platform is None:
        cause = UnreadableFile(
            "no column says which platform its figures are from", hint="add one, or say it: --platform ..."
        )
        raise _Refusal(cause, file.fingerprint.sha256, file.format)
    return request.platform


def _hangs_on_day(file: OpenedFile) -> bool:
    """Whether it matters as of when the file is: its rows do not say it themselves, and there are figures at all."""
    roles = _roles(file)
    figures = "metric" in roles or any(placed.table.counts for placed in file.found[0].tables)
    return figures and not (file.format.grain == "work-cumulative" and "day" in roles)


def _roles(file: OpenedFile) -> set[str]:
    return {column.role for placed in file.found[0].tables for column in placed.columns.values()}


def _left_out(file: OpenedFile) -> Iterator[str]:
    for found in file.beside:
        name = f"'{found.grid.name}'" if found.grid.name else "a further table"
        yield f"{name} in it is left out: it is '{found.format.id}' ({found.format.grain})"


def _definitions(file: OpenedFile, platform: str, day: Date) -> dict[str, str]:
    """By metric; those that depend on a row's own platform or day are left to the row."""
    columns = [column for placed in file.found[0].tables for column in placed.columns.values() if column.metric]
    counted = {placed.table.counts for placed in file.found[0].tables if placed.table.counts}
    said = {column.metric: column.definition for column in columns if column.definition}
    if not platform or "day" in _roles(file):
        return said
    metrics = {column.metric for column in columns} | counted
    return {metric: definition_of(platform, metric, day).id for metric in metrics} | said


class EntryStream:
    """The entries of a file, read anew each time they are run through; the parsed they belong to learns the rest."""

    def __init__(self, file: OpenedFile, request: Request) -> None:
        self.file, self.request = file, request
        self.row_counts = RowCounts()
        self.parsed: ParsedFile | None = None
        self.said: Sequence[str] = ()

    def fills(self, parsed: ParsedFile, said: Sequence[str]) -> None:
        """Whom to tell what became of the rows, and what there is to say before."""
        self.parsed, self.said = parsed, said
        parsed.warnings = tuple(said)

    def __iter__(self) -> Iterator[Entry]:
        row_counts = self.row_counts = RowCounts()
        for words in self.said:
            row_counts.warnings.add(words)
        if self.parsed is not None:
            self.parsed.skipped, self.parsed.warnings = row_counts.skipped, row_counts.warnings
        for found in self.file.found:
            for placed in found.tables:
                reader = RowReader(
                    found, placed, zone=self.request.zone, now=self.request.now, known=self.request.known
                )
                yield from reader.entries(row_counts)
        self.file.fingerprint.check()
        if self.parsed is not None:
            self.parsed.rows = row_counts.rows
