"""Parsing files: opened, recognised, dated and counted, each whole or refused with its reason."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date as Date
from pathlib import Path

from pipeline.errors import in_words
from pipeline.messages import NOTHING, Message, listed, tr, trn
from pipeline.model.publishing.platform import platforms_in
from pipeline.reach.definitions import definition_of
from pipeline.reach.importing.as_of import as_of_file, span_of
from pipeline.reach.importing.cells import Cell, plain_text, quoted
from pipeline.reach.importing.format_choice import BY_WORDS as BY_WORDS
from pipeline.reach.importing.format_choice import chosen_format
from pipeline.reach.importing.formats import Format, FoundTable
from pipeline.reach.importing.readers import Contents, Fingerprint, UnreadableFile, contents, fingerprint_of
from pipeline.reach.importing.request import Request
from pipeline.reach.importing.row_counts import RowCounts, compared
from pipeline.reach.importing.rows import RowReader
from pipeline.reach.importing.subjects import new_platform
from pipeline.reach.importing.units import check_units
from pipeline.reach.importing.unknown_columns import check_periods, not_stored
from pipeline.reach.importing.vocabulary import DoubtfulTable
from pipeline.reach.names import GRAIN_NAMES, platform_title
from pipeline.reach.observation import Entry, ParsedFile, RefusedFile

HELD = 4_000_000
"""Bytes up to which a file's entries are read at once, so that a bad place in it is known before anything is stored.
Those of a larger one are read while they are iterated."""
OTHER_GRAINS = {
    "work-daily": tr("it holds figures of single days; they are kept apart from figures since publication"),
    "account-daily": tr("it holds figures of the whole account by day, not of single works; no total includes them"),
    "summary": tr("it sums up an account or a period; no total includes it"),
}


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


def opened(path: Path, request: Request) -> OpenedFile:
    """A file with its format. Raises UnreadableFile where it cannot be read or has none."""
    fingerprint = fingerprint_of(path)
    try:
        held = contents(fingerprint)
        found, beside = chosen_format(held.grids, request)
        for one in found:
            check_periods(one)
    except UnreadableFile as cause:
        raise _Refusal(cause, fingerprint.sha256) from cause
    return OpenedFile(path=path, fingerprint=fingerprint, contents=held, found=found, beside=beside)


class _Refusal(UnreadableFile):
    """A file that was read to its end and cannot be used."""

    def __init__(self, cause: UnreadableFile, sha256: str, known: Format | None = None) -> None:
        super().__init__(cause.message, hint=cause.hint)
        self.sha256 = sha256
        self.known = known
        self.doubts = cause.doubts if isinstance(cause, DoubtfulTable) else ()


def read_file(path: Path, request: Request) -> ParsedFile | RefusedFile:
    """One file, whole or refused."""
    try:
        return _read(path, request)
    except UnreadableFile as cause:
        known = cause.known if isinstance(cause, _Refusal) else None
        return RefusedFile(
            path=str(path),
            name=path.name,
            reason=in_words(cause),
            sha256=cause.sha256 if isinstance(cause, _Refusal) else "",
            platform=known.platform if known else "",
            format=known.id if known else "",
            doubts=cause.doubts if isinstance(cause, _Refusal) else (),
        )


def _read(path: Path, request: Request) -> ParsedFile:
    """A file, parsed. Raises UnreadableFile where it is to be refused."""
    file = opened(path, request)
    known = file.format
    platform = known.platform or _platform(file, request)
    if cause := _contradiction(path, platform, request):
        raise _Refusal(cause, file.fingerprint.sha256, known)
    for found in file.found:
        try:
            check_units(found)
        except UnreadableFile as cause:
            raise _Refusal(cause, file.fingerprint.sha256, known) from cause
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
    warnings = [
        _new(platform, request),
        dated.warning if _depends_on_day(file) else NOTHING,
        known.note,
        OTHER_GRAINS.get(known.grain, NOTHING),
        *map(not_stored, file.found),
        *_left_out(file),
    ]
    if request.platform and platform and request.platform != platform:
        warning = tr(
            "it is a file of '{platform}', not of '{other}'; --platform only decides where several platforms fit",
            platform=platform,
            other=request.platform,
        )
        warnings.append(warning)
    stream.fill(parsed, [warning for warning in warnings if warning])
    if file.fingerprint.size <= HELD:
        try:
            parsed.entries = entries = tuple(stream)
            if not entries and parsed.rows and parsed.skipped.get("broken") == parsed.rows:
                raise UnreadableFile(tr("no row of it can be used: {reason}", reason=parsed.warnings[-1]))
        except UnreadableFile as cause:
            raise _Refusal(cause, file.fingerprint.sha256, known) from cause
        for warning in (_of_a_span(file, entries), *compared(stream.row_counts, entries)):
            if warning:
                stream.row_counts.warnings.add(warning)
    return parsed


def _contradiction(path: Path, platform: str, request: Request) -> UnreadableFile | None:
    """Said of a file whose name speaks of another platform than its columns; nothing that was counted is taken back."""
    named = sorted(platforms_in(path.stem))
    if request.platform or not platform or not named or platform in named:
        return None
    return UnreadableFile(
        tr(
            "its name speaks of {named}, but its columns are those of {platform}",
            named=listed(platform_title(one) for one in named),
            platform=platform_title(platform),
        ),
        hint=tr(
            "if it is of {platform}, say --platform {id}, or give it another name; if it is of {named}, say --platform "
            "{other}",
            platform=platform_title(platform),
            id=platform,
            named=listed(platform_title(one) for one in named),
            other=named[0],
        ),
    )


def _new(platform: str, request: Request) -> Message:
    """What is said of a platform of which there was nothing before."""
    if not platform or request.platforms.named(platform) is not None:
        return NOTHING
    return new_platform(platform)


def _platform(file: OpenedFile, request: Request) -> str:
    """The platform of a table of no certain one: empty where a column names it, else the one that the user gave."""
    if "platform" in _roles(file):
        return ""
    if request.platform is None:
        cause = UnreadableFile(
            tr("no column says which platform its figures are from"),
            hint=tr("add a column 'platform', or name the platform with --platform"),
        )
        raise _Refusal(cause, file.fingerprint.sha256, file.format)
    return request.platform


def _depends_on_day(file: OpenedFile) -> bool:
    """Whether it matters as of when the file is: its rows do not say it, and it has figures at all."""
    roles = _roles(file)
    figures = "metric" in roles or any(placed.table.counts for placed in file.found[0].tables)
    return figures and not (file.format.grain == "work-cumulative" and "day" in roles)


def _of_a_span(file: OpenedFile, entries: Iterable[Entry]) -> Message:
    """Said of figures since publication under a title that names a stretch of time, where works are older than that:
    they may be figures of it alone."""
    span = span_of(file.path, file.found[0].above) if file.format.grain == "work-cumulative" else None
    works = [entry.work for entry in entries if entry.work] if span and _depends_on_day(file) else []
    older = sum(1 for work in works if span and not (work.published and work.published.date() >= span.first))
    if not span or not older:
        return NOTHING
    return trn(
        "it names the days '{days}', and {count} of its works may be older: its figures are taken for all since "
        "publication, as they stood on {last}; if they are those of these days alone, export the longest time that the "
        "platform offers instead",
        "it names the days '{days}', and {count} of its works may be older: its figures are taken for all since "
        "publication, as they stood on {last}; if they are those of these days alone, export the longest time that the "
        "platform offers instead",
        older,
        days=span.text,
        last=str(span.last),
    )


def _roles(file: OpenedFile) -> set[str]:
    return {column.role for placed in file.found[0].tables for column in placed.columns.values()}


def _left_out(file: OpenedFile) -> Iterator[Message]:
    for found in file.beside:
        grain = GRAIN_NAMES[found.format.grain]
        if found.grid.name:
            yield tr(
                "'{name}' in it is left out: its format is '{format}', {grain}",
                name=found.grid.name,
                format=found.format.id,
                grain=grain,
            )
        else:
            yield tr(
                "a further table in it is left out: its format is '{format}', {grain}",
                format=found.format.id,
                grain=grain,
            )


def _definitions(file: OpenedFile, platform: str, day: Date) -> dict[str, str]:
    """By metric; those that depend on a row's own platform or day are left to the row."""
    columns = [column for placed in file.found[0].tables for column in placed.columns.values() if column.metric]
    counted = {placed.table.counts for placed in file.found[0].tables if placed.table.counts}
    said = {column.metric: column.definition for column in columns if column.definition}
    if not platform or "day" in _roles(file):
        return said
    metrics = {column.metric for column in columns} | counted
    return {metric: definition_of(platform, metric, day).id for metric in metrics} | said


def _leave_cut_row(row: Sequence[Cell], row_counts: RowCounts) -> None:
    """Count the last row as one of which nothing is known."""
    row_counts.rows += 1
    row_counts.skipped["cut"] += 1
    row_counts.warnings.add(
        tr(
            "the last row ({row}) has no line end, so that its last figure may be cut short: the row is left out; "
            "export the file again, or end the line if it is whole",
            row=quoted(", ".join(plain_text(cell) for cell in row)),
        )
    )


class EntryStream:
    """The entries of a file, read again each time they are iterated; each time they fill in its counts."""

    def __init__(self, file: OpenedFile, request: Request) -> None:
        self.file, self.request = file, request
        self.row_counts = RowCounts()
        self.parsed: ParsedFile | None = None
        self.warnings: Sequence[Message] = ()

    def fill(self, parsed: ParsedFile, warnings: Sequence[Message]) -> None:
        """Put the counts and warnings into `parsed` from now on, these warnings first."""
        self.parsed, self.warnings = parsed, warnings
        parsed.warnings = tuple(warnings)

    def __iter__(self) -> Iterator[Entry]:
        row_counts = self.row_counts = RowCounts()
        for warning in self.warnings:
            row_counts.warnings.add(warning)
        if self.parsed is not None:
            self.parsed.skipped, self.parsed.warnings = row_counts.skipped, row_counts.warnings
        for found in self.file.found:
            for placed in found.tables:
                reader = RowReader(
                    found,
                    placed,
                    zone=self.request.zone,
                    now=self.request.now,
                    known=self.request.known,
                    platforms=self.request.platforms,
                )
                yield from reader.entries(row_counts)
            if found.grid.cut:
                _leave_cut_row(found.grid.cut, row_counts)
        self.file.fingerprint.check()
        if self.parsed is not None:
            self.parsed.rows = row_counts.rows
