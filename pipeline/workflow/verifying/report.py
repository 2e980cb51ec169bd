"""What finished programmes were found to be, as text and as JSON."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from pipeline.model.policy import Verdict, worst
from pipeline.qc.verdict import FileVerdict, Finding, ProgrammeVerdict
from pipeline.wording import clock, count, duration, padded, width
from pipeline.workflow.report import View

LINES_TOLD = 6
"""Findings of one file that are shown; --json has all of them."""
WORDS: dict[Verdict, str] = {"pass": "passed", "warn": "passed with warnings", "fail": "failed"}


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingProgramme:
    """An episode that was asked for and has nothing to be measured."""

    series: str
    number: int | None
    title: str
    reason: str

    def as_json(self) -> dict[str, object]:
        told = {"code": "not-rendered", "verdict": "fail", "message": self.reason, "at": None}
        return {
            "series": self.series,
            "number": self.number,
            "title": self.title,
            "verdict": "missing",
            "files": [],
            "findings": [told],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveVerdict:
    """What a sealed archive was found to be, beside the programmes in it."""

    path: str
    files: int
    """In its list."""
    findings: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = ()
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
            "notes": list(self.notes),
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
            lines.append(f"missing  {one.series}/{one.number or '?'}  {one.title}: {one.reason}")
        if not view.quiet:
            lines += ["", self._summary()]
            if self.page is not None:
                lines.append(str(self.page))
        return "\n".join(lines).strip("\n")

    def _summary(self) -> str:
        verdicts = Counter(one.verdict for one in self.programmes)
        parts = [f"{verdicts[verdict]} {words}" for verdict, words in WORDS.items() if verdicts[verdict]]
        parts += [f"{len(self.missing)} missing"] if self.missing else []
        parts += [f"{count(self.waiting, 'episode')} not rendered yet"] if self.waiting else []
        return f"{', '.join(parts) or 'nothing to verify'}; {duration(self.seconds)}"


def _archive(archive: ArchiveVerdict, *, quiet: bool) -> Iterator[str]:
    if not quiet or archive.verdict == "fail":
        yield f"{archive.verdict:5} {archive.path}  {count(archive.files, 'file')} as listed"
        yield from (f"      {finding.message} [{finding.code}]" for finding in archive.findings[:LINES_TOLD])
        if len(archive.findings) > LINES_TOLD:
            yield f"      and {len(archive.findings) - LINES_TOLD} more"
    if not quiet:
        yield from (f"      note: {note}" for note in archive.notes)


def _programme(programme: ProgrammeVerdict) -> Iterator[str]:
    yield f"{programme.verdict:5} {programme.series}/{programme.number}  {programme.title}"
    suffixes = [_name(file, programme) for file in programme.files]
    columns = max(map(width, suffixes), default=0)
    for file, name in zip(programme.files, suffixes, strict=True):
        figures = figures_of(file)
        if figures or file.findings:
            yield f"      {padded(name, columns)}  {figures}".rstrip()
        for finding in file.findings[:LINES_TOLD]:
            yield f"          {finding.verdict}: {finding.message} [{finding.code}]"
        if len(file.findings) > LINES_TOLD:
            yield f"          and {len(file.findings) - LINES_TOLD} more"


def _name(file: FileVerdict, programme: ProgrammeVerdict) -> str:
    """What tells a programme's files apart: their names without what they share."""
    name = Path(file.path).name
    shared = Path(programme.files[0].path).stem
    return name.removeprefix(shared).lstrip(".") or name


def figures_of(file: FileVerdict) -> str:
    """The figures that people ask for first: `1:09  -16.0 LUFS  -2.0 dBTP  sync +0.3 ms`."""
    measures = file.measures
    length = measures.get("decoded_length") or measures.get("video_length") or measures.get("audio_length")
    shown = []
    if isinstance(length, int | float):
        shown.append(clock(Fraction(length)))
    for name, words in (
        ("integrated_lufs", "{:.1f} LUFS"),
        ("true_peak_dbtp", "{:.1f} dBTP"),
        ("range_lu", "range {:.1f} LU"),
        ("sync_ms", "sync {:+.1f} ms"),
    ):
        if isinstance(value := measures.get(name), int | float):
            shown.append(words.format(value))
    return "  ".join(shown)
