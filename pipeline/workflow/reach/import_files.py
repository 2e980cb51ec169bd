"""The verb `reach import`: figures of platforms are stored, and their works matched to episodes."""

import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date as Date
from datetime import datetime
from pathlib import Path

from pipeline.errors import PipelineError, did_you_mean, in_words
from pipeline.files import write_output
from pipeline.gc_pause import gc_paused
from pipeline.messages import tr
from pipeline.progress import Progress
from pipeline.reach.observation import Entry, ParsedFile, RefusedFile, Work
from pipeline.workflow.reach.import_report import FileReport, ImportReport
from pipeline.workflow.reach.session import MatchedWork, ReachSession, open_reach
from pipeline.workflow.session import Session, in_session

ACCOUNT_LENGTH = 100
"""Characters of the name of an account."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOptions:
    """What the user says about the files."""

    platform: str | None = None
    new_platform: bool = False
    """Whether it is a new one, although its name is nearly a known one's."""
    series: str | None = None
    as_of: str | None = None
    account: str = ""
    explain: bool = False
    columns: Mapping[str, str] = field(default_factory=dict)
    """What a person says of columns, by header."""
    learn: bool = False
    """Whether a table that is read by its words becomes a format of the studio."""
    dry_run: bool = False


@in_session
def import_files(session: Session, files: Sequence[Path], options: ImportOptions) -> ImportReport:
    """Import some files, each whole or not at all; a bad one does not stop the others.

    Raises PipelineError for options that are wrong, and where the store cannot be used.
    """
    with open_reach(session) as reach:
        return _Import(reach, options).all(files, session.progress)


class _Import:
    """One call's import."""

    def __init__(self, reach: ReachSession, options: ImportOptions) -> None:
        from pipeline.reach.importing import make_request

        self.reach = reach
        self.options = options
        self.series = _series(reach, options.series)
        names = reach.platforms
        self.request = make_request(
            platform=_platform(options, reach.root, names),
            as_of=_as_of(options.as_of, reach),
            account=_account(options.account),
            zone=reach.zone,
            now=reach.now,
            root=reach.root,
            answers=_answers(options.columns),
            platforms=names,
        )
        self.rows: list[Mapping[int, int]] = []
        """Of each file: rows by work id."""

    def all(self, files: Sequence[Path], progress: Progress) -> ImportReport:
        reports = []
        sizes = [path.stat().st_size if path.is_file() else 0 for path in files]
        progress.begin(sum(sizes))
        for path, size in zip(files, sizes, strict=True):
            progress.started(path.name)
            with gc_paused():
                reports.append(self._one(path))
            progress.finished(path.name, size)
        progress.close()
        works = {one.work.id: one for one in (self.reach.works() if any(self.rows) else ())}
        return ImportReport(
            files=tuple(_with_matches(report, rows, works) for report, rows in zip(reports, self.rows, strict=True))
        )

    def _one(self, path: Path) -> FileReport:
        from pipeline.reach.importing import explain, read_file
        from pipeline.reach.importing.format_choice import BY_WORDS
        from pipeline.reach.importing.readers import UnreadableFile

        parsed = read_file(path, self.request)
        if isinstance(parsed, RefusedFile):
            self.rows.append({})
            return FileReport.refused(parsed)
        by_words = parsed.format == BY_WORDS
        explanation = explain(path, self.request) if self.options.explain or by_words else None
        learned = self._learn(path, parsed) if self.options.learn and not self.options.dry_run else ""
        if self.series:
            parsed.entries = _OfSeries(parsed.entries, self.series)
        if parsed.grain == "account-daily" and (by_words or self._is_general(parsed.format)):
            self._of_series_by_day(parsed)
        try:
            report, rows = self._stored(parsed)
        except UnreadableFile as cause:
            rows, report = {}, FileReport.refused(_refusal(parsed, cause))
        self.rows.append(rows)
        return replace(report, explanation=explanation, learned=learned)

    def _is_general(self, format: str) -> bool:
        """Whether its days may be those of whatever the studio says: of a general table, or of an own format."""
        from pipeline.reach.importing.formats import OWN_FORMATS

        return format == "table-daily" or (self.reach.root / OWN_FORMATS / f"{format}.yaml").is_file()

    def _of_series_by_day(self, parsed: ParsedFile) -> None:
        """Take the days of a table without works for those of the series that the user names."""
        from pipeline.reach.importing.files import OTHER_GRAINS

        if not self.series:
            hint = tr("if they are figures of one series and not of the whole account, name it with --series")
            parsed.warnings = (*parsed.warnings, hint)
            return
        title = next(one.title for one in self.reach.series if one.id == self.series)
        work = Work(key=f"series {self.series}", title=title, named=True, episode=f"{self.series}/*")
        parsed.entries = _OfOneWork(parsed.entries, work)
        parsed.grain = "work-daily"
        parsed.warnings = (
            *(said for said in parsed.warnings if said != OTHER_GRAINS["account-daily"]),
            tr(
                "its days are taken for those of the series '{series}' as a whole; figures of its single works on this "
                "platform would count beside them",
                series=self.series,
            ),
        )

    def _learn(self, path: Path, parsed: ParsedFile) -> str:
        """Write the format of a table that was read by its words, or by those of a general one; returns its path in the
        workspace, and nothing for one that has a format already."""
        from pipeline.reach.importing.files import opened
        from pipeline.reach.importing.format_choice import BY_WORDS
        from pipeline.reach.importing.formats import OWN_FORMATS
        from pipeline.reach.importing.vocabulary import as_yaml, of_platform

        found = opened(path, self.request).found[0]
        known = found.format
        if not known.platform and parsed.platform:
            known = of_platform(found, parsed.platform)
        elif parsed.format != BY_WORDS:
            why = tr("there is nothing to learn of it: its format is '{format}'", format=parsed.format)
            parsed.warnings = (*parsed.warnings, why)
            return ""
        stem = "-".join(re.findall(r"\w+", known.platform.lower()))
        names = (f"{OWN_FORMATS}/{stem}{end}.yaml" for end in ("", *(f"-{n}" for n in range(2, 100))))
        name = next(name for name in names if not (self.reach.root / name).exists())
        write_output(self.reach.root / name, as_yaml(known))
        return name

    def _stored(self, parsed: ParsedFile) -> tuple[FileReport, Mapping[int, int]]:
        """The report on a file that was read, and its rows by work."""
        known = self.reach.store.imported(parsed.sha256)
        if known is not None:
            report = FileReport.of(known, path=parsed.path, status="already-imported")
            if parsed.platform and known.platform and parsed.platform != known.platform:
                said = tr(
                    "it was imported as a file of '{platform}' and stays one; it is not imported again as one of "
                    "'{other}'",
                    platform=known.platform,
                    other=parsed.platform,
                )
                report = replace(report, warnings=(*report.warnings, said))
            return report, self._counted(parsed)
        if self.options.dry_run:
            # What is wrong far down in a long file shows only when it is read to its end.
            deque(parsed.entries, maxlen=0)
            return FileReport.of(parsed, path=parsed.path, status="planned"), {}
        stored = self.reach.store.add(parsed)
        return FileReport.of(stored, path=parsed.path, status="imported", stored=stored.stored), stored.works

    def _counted(self, parsed: ParsedFile) -> Mapping[int, int]:
        """The rows of a file that is known already, by work id."""
        ids = {(work.platform, work.account, work.key): work.id for work in self.reach.store.works()}
        rows: Counter[int] = Counter()
        seen: set[tuple[object, ...]] = set()
        for entry in parsed.entries:
            work = entry.work
            if work is None or work.state == "private":
                continue
            name = (work.platform or parsed.platform, parsed.account, work.key)
            if name in ids and (*name, entry.day) not in seen:
                seen.add((*name, entry.day))
                rows[ids[name]] += 1
        return rows


class _OfSeries:
    """Entries of works that belong to one series, as `--series` says."""

    def __init__(self, entries: Iterable[Entry], series: str) -> None:
        self.entries = entries
        self.series = series

    def __iter__(self) -> Iterator[Entry]:
        for entry in self.entries:
            work = entry.work
            if work is None or "/" in work.episode:
                yield entry
            else:
                episode = f"{self.series}/{work.episode}" if work.episode else self.series
                yield entry._replace(work=replace(work, episode=episode))


class _OfOneWork:
    """Entries of a table by day that are about one work."""

    def __init__(self, entries: Iterable[Entry], work: Work) -> None:
        self.entries = entries
        self.work = work

    def __iter__(self) -> Iterator[Entry]:
        return (entry._replace(work=self.work) for entry in self.entries)


def _with_matches(report: FileReport, rows: Mapping[int, int], works: Mapping[int, MatchedWork]) -> FileReport:
    """The report with what its rows were matched to, and with the platforms that the rows themselves name."""
    known = {id: works[id].match for id in rows if id in works}
    matched = sum(rows[id] for id, match in known.items() if match.counts)
    waiting = sum(rows[id] for id, match in known.items() if not match.settled)
    platform = report.platform or ", ".join(sorted({works[id].work.platform for id in known}))
    unmatched = sum(rows[id] for id in known) - matched
    return replace(report, platform=platform, matched=matched, unmatched=unmatched, open=waiting)


def _refusal(parsed: ParsedFile, cause: PipelineError) -> RefusedFile:
    return RefusedFile(
        path=parsed.path,
        name=parsed.name,
        reason=in_words(cause),
        sha256=parsed.sha256,
        platform=parsed.platform,
        format=parsed.format,
    )


def _answers(columns: Mapping[str, str]) -> Mapping[str, str]:
    """Raises PipelineError for a meaning that there is not."""
    from pipeline.reach.importing.words import MEANINGS, NOT_USED

    for header, means in columns.items():
        word = means.partition(":")[0]
        if word not in (*MEANINGS, NOT_USED):
            message = tr("--column '{header}': unknown meaning '{means}'", header=header, means=means)
            raise PipelineError(message, hint=did_you_mean(word, MEANINGS))
    return columns


def _series(reach: ReachSession, name: str | None) -> str:
    if name is None or name in {one.id for one in reach.series}:
        return name or ""
    raise PipelineError(
        tr("unknown series '{name}'", name=name), hint=did_you_mean(name, [one.id for one in reach.series])
    )


def _platform(options: ImportOptions, root: Path, stored: Sequence[str]) -> str | None:
    """Its id; one that is not known yet is called what the user calls it."""
    from pipeline.reach.importing.formats import library
    from pipeline.reach.platforms import Platforms

    if options.platform is None:
        if options.new_platform:
            raise PipelineError(tr("--new-platform says of --platform that it is a new one; there is none"))
        return None
    known = Platforms.of([*stored, *(one.platform for one in library(root))])
    return known.called(options.platform, new=options.new_platform)


def _as_of(text: str | None, reach: ReachSession) -> Date | datetime | None:
    from pipeline.reach.importing.cells import BrokenCell, moment

    if text is None:
        return None
    hint = tr("write year-month-day: 2026-03-31")
    try:
        found = moment(text, reach.zone)
    except BrokenCell as cause:
        message = tr("--as-of '{text}' cannot be used: {reason}", text=text, reason=cause.reason)
        raise PipelineError(message, hint=hint) from None
    if found is None:
        raise PipelineError(tr("--as-of '{text}' is not a day", text=text), hint=hint)
    return found.when.date() if found.day_only else found.when


def _account(name: str) -> str:
    if len(name) > ACCOUNT_LENGTH or not name.isprintable():
        raise PipelineError(
            tr("--account takes a name of at most {limit} characters on one line", limit=ACCOUNT_LENGTH)
        )
    return name.strip()
