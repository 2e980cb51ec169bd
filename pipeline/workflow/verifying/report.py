"""What finished programmes were found to be, as text and as JSON."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from pipeline.messages import Message, clauses, listed, told, tr, trn
from pipeline.model.publishing.policy import Verdict, worst
from pipeline.qc.verdict import FileVerdict, Finding, ProgrammeVerdict
from pipeline.wording import clock, duration, padded, width
from pipeline.workflow.report import View, beside, counted, episode_name

LINES_SHOWN = 6
"""Findings of one file that are shown; --json has all of them."""
WORDS: dict[Verdict, Message] = {
    "pass": tr("passed"), "warn": tr("passed with warnings"), "fail": tr("failed"),
}  # fmt: skip
MARKS: dict[Verdict, Message] = {"pass": tr("pass"), "warn": tr("warn"), "fail": tr("fail")}
"""At the head of a line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingProgramme:
    """An episode that was asked for and has nothing to be measured."""

    series: str
    number: int | None
    title: str
    reason: Message

    def as_json(self) -> dict[str, object]:
        finding = {"code": "not-rendered", "verdict": "fail", "message": told(self.reason), "at": None}
        return {
            "series": self.series,
            "number": self.number,
            "title": self.title,
            "verdict": "missing",
            "files": [],
            "findings": [finding],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveVerdict:
    """What a sealed archive was found to be, beside the programmes in it."""

    path: str
    files: int
    """In its list."""
    findings: tuple[Finding, ...] = ()
    notes: tuple[Message, ...] = ()
    """What is good to know, and no fault: tools of other versions."""

    @property
    def verdict(self) -> Verdict:
        return worst([found.verdict for found in self.findings])

    def as_json(self) -> dict[str, object]:
        return {
            "path": self.path,
            "verdict": self.verdict,
            "files": self.files,
            "findings": [found.as_json() for found in self.findings],
            "notes": list(map(told, self.notes)),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyReport:
    """Verdicts on programmes and archives."""

    programmes: tuple[ProgrammeVerdict, ...]
    missing: tuple[MissingProgramme, ...] = ()
    """Of those that were asked for by name."""
    waiting: int = 0
    """Episodes without a programme, where nobody asked for them by name."""
    archives: tuple[ArchiveVerdict, ...] = ()
    page: Path | None = None
    seconds: float = 0.0

    @property
    def ok(self) -> bool:
        verdicts = [one.verdict for one in self.programmes] + [one.verdict for one in self.archives]
        return worst(verdicts) != "fail" and not self.missing

    def as_json(self) -> dict[str, object]:
        return {
            "ok": self.ok,
            "episodes": [one.as_json() for one in self.programmes] + [one.as_json() for one in self.missing],
            "archives": [one.as_json() for one in self.archives],
            "page": None if self.page is None else str(self.page),
            "seconds": round(self.seconds, 3),
        }

    def describe(self, view: View) -> str:
        lines: list[str] = []
        for archive in self.archives:
            lines += _archive(archive, quiet=view.quiet)
        for programme in self.programmes:
            if not view.quiet or programme.verdict == "fail":
                lines += _programme(programme)
        for one in self.missing:
            lines.append(f"{tr('missing')}  {episode_name(one.series, one.number)}  {beside(one.title, one.reason)}")
        if not view.quiet:
            lines += ["", self._summary()]
            if self.page is not None:
                lines.append(str(self.page))
        return "\n".join(lines).strip("\n")

    def _summary(self) -> str:
        verdicts = Counter(one.verdict for one in self.programmes)
        parts = [counted(verdicts[verdict], words) for verdict, words in WORDS.items() if verdicts[verdict]]
        parts += [tr("{number} missing", number=len(self.missing))] if self.missing else []
        parts += (
            [trn("{count} episode not rendered yet", "{count} episodes not rendered yet", self.waiting)]
            if self.waiting
            else []
        )
        return clauses([listed(parts) or tr("nothing to verify"), duration(self.seconds)])


def mark(verdict: Verdict) -> str:
    return padded(told(MARKS[verdict]), 5)


def _archive(archive: ArchiveVerdict, *, quiet: bool) -> Iterator[str]:
    if not quiet or archive.verdict == "fail":
        files = trn("{count} file as listed", "{count} files as listed", archive.files)
        yield f"{mark(archive.verdict)} {archive.path}  {files}"
        yield from (f"      {told(finding.message)} [{finding.code}]" for finding in archive.findings[:LINES_SHOWN])
        if len(archive.findings) > LINES_SHOWN:
            yield f"      {tr('and {number} more', number=len(archive.findings) - LINES_SHOWN)}"
    if not quiet:
        yield from (f"      {tr('note: {words}', words=note)}" for note in archive.notes)


def _programme(programme: ProgrammeVerdict) -> Iterator[str]:
    yield f"{mark(programme.verdict)} {programme.series}/{programme.number}  {programme.title}"
    suffixes = [_name(file, programme) for file in programme.files]
    columns = max(map(width, suffixes), default=0)
    for file, name in zip(programme.files, suffixes, strict=True):
        figures = figures_of(file)
        if figures or file.findings:
            yield f"      {padded(name, columns)}  {'  '.join(map(str, figures))}".rstrip()
        for finding in file.findings[:LINES_SHOWN]:
            yield f"          {told(MARKS[finding.verdict])}: {told(finding.message)} [{finding.code}]"
        if len(file.findings) > LINES_SHOWN:
            yield f"          {tr('and {number} more', number=len(file.findings) - LINES_SHOWN)}"


def _name(file: FileVerdict, programme: ProgrammeVerdict) -> str:
    """What tells a programme's files apart: their names without what they share."""
    name = Path(file.path).name
    shared = Path(programme.files[0].path).stem
    return name.removeprefix(shared).lstrip(".") or name


def figures_of(file: FileVerdict) -> list[str]:
    """The figures that people ask for first: `1:09`, `-16.0 LUFS`, `-2.0 dBTP`, `sync +0.3 ms`."""
    measures = file.measures
    length = measures.get("decoded_length") or measures.get("video_length") or measures.get("audio_length")
    shown = []
    if isinstance(length, int | float):
        shown.append(clock(Fraction(length)))
    figures: tuple[tuple[str, Callable[[float], str]], ...] = (
        ("integrated_lufs", lambda value: f"{value:.1f} LUFS"),
        ("true_peak_dbtp", lambda value: f"{value:.1f} dBTP"),
        ("range_lu", lambda value: tr("range {value} LU", value=f"{value:.1f}")),
        ("sync_ms", lambda value: tr("sync {value} ms", value=f"{value:+.1f}")),
    )
    for name, words in figures:
        if isinstance(value := measures.get(name), int | float):
            shown.append(words(value))
    return shown
