"""What `reach import` hands back."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Literal, Self

from pipeline.messages import Message, tr, trn
from pipeline.reach.names import GRAIN_NAMES, listed, platform_titles
from pipeline.reach.observation import ParsedFile, RefusedFile
from pipeline.workflow.report import View

if TYPE_CHECKING:
    from pipeline.reach.importing import Explanation
    from pipeline.reach.importing.vocabulary import Doubt
    from pipeline.reach.store import FileRow

Status = Literal["imported", "already-imported", "refused", "planned"]

SKIPPED = {
    "private": tr("private"),
    "total": tr("of totals"),
    "banner": tr("repeating the header"),
    "empty": tr("empty"),
    "note": tr("of notes"),
    "part": tr("of parts"),
    "robot": tr("of robots"),
    "broken": tr("broken"),
    "unknown-platform": tr("of unknown platforms"),
    "unidentified": tr("of no work"),
    "repeated": tr("repeated"),
    "cut": tr("cut short"),
}
"""What rows are that are no figures of a public work, by their reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReport:
    """The outcome for one file."""

    path: str
    status: Status
    sha256: str = ""
    platform: str = ""
    format: str = ""
    grain: str = ""
    as_of: datetime | None = None
    as_of_from: str = ""
    encoding: str | None = None
    rows: int = 0
    """Data rows below the header."""
    stored: int = 0
    """Figures that are new in the store."""
    matched: int = 0
    """Rows of works whose episode is known."""
    unmatched: int = 0
    """All others: of no episode, or of none that is known."""
    open: int = 0
    """Of those, the ones that a person has to decide."""
    skipped: Mapping[str, int] = field(default_factory=dict)
    """Rows that are no figures of a public work, by reason."""
    warnings: tuple[str, ...] = ()
    explanation: "Explanation | None" = None
    doubts: "tuple[Doubt, ...]" = ()
    """Questions that a person has to answer before it can be read."""
    learned: str = ""
    """The format that was written for the next such file."""

    @classmethod
    def refused(cls, file: RefusedFile) -> Self:
        return cls(
            path=file.path,
            status="refused",
            sha256=file.sha256,
            platform=file.platform,
            format=file.format,
            warnings=(file.reason,),
            doubts=tuple(file.doubts),  # type: ignore[arg-type]
        )

    @classmethod
    def of(cls, file: "FileRow | ParsedFile", *, path: str, status: Status, stored: int = 0) -> Self:
        """Of a file in the store, or of one that was read through and not stored."""
        return cls(
            path=path,
            status=status,
            sha256=file.sha256,
            platform=file.platform,
            format=file.format,
            grain=file.grain,
            as_of=file.as_of,
            as_of_from=file.as_of_from,
            encoding=file.encoding,
            rows=file.rows,
            stored=stored,
            skipped=dict(file.skipped),
            warnings=tuple(file.warnings),
        )

    def as_json(self) -> dict[str, object]:
        document: dict[str, object] = {
            "path": self.path,
            "sha256": self.sha256,
            "platform": self.platform,
            "format": self.format,
            "grain": self.grain,
            "as_of": self.as_of.isoformat() if self.as_of else None,
            "as_of_from": self.as_of_from,
            "rows": self.rows,
            "stored": self.stored,
            "matched": self.matched,
            "unmatched": self.unmatched,
            "skipped": dict(self.skipped),
            "warnings": list(self.warnings),
            "status": self.status,
        }
        if self.encoding:
            document["encoding"] = self.encoding
        if self.doubts:
            document["questions"] = [doubt.as_json() for doubt in self.doubts]
        if self.learned:
            document["learned"] = self.learned
        if self.explanation:
            document["explanation"] = self.explanation.as_json()
        return document

    def describe(self, view: View) -> str:
        if self.status == "refused":
            reason = "\n    ".join("\n".join(self.warnings).splitlines())
            return tr("{path}: refused: {reason}", path=self.path, reason=reason)
        lines: list[str] = [
            tr(
                "{path}: {outcome}: {platform}, {grain}, as of {day}: {rows}",
                path=self.path,
                outcome=_OUTCOMES[self.status],
                platform=platform_titles(self.platform) if self.platform else tr("several platforms"),
                grain=GRAIN_NAMES.get(self.grain, self.grain),
                day=f"{self.as_of:%Y-%m-%d}",
                rows=listed(self._rows()),
            )
        ]
        if not view.quiet:
            lines += [f"    {line}" for warning in self.warnings for line in warning.splitlines()]
        if self.explanation:
            lines.append(self.explanation.describe())
        if self.learned:
            lines.append(tr("learnt as '{path}': the next such file is known by it", path=self.learned))
        return "\n".join(lines)

    def _rows(self) -> Iterator[Message]:
        yield trn("{count} row", "{count} rows", self.rows)
        if self.matched or self.unmatched:
            yield tr("{number} matched", number=self.matched)
        if self.open:
            yield tr("{number} of no known episode", number=self.open)
        if self.unmatched > self.open:
            yield tr("{number} of no episode", number=self.unmatched - self.open)
        for reason, number in self.skipped.items():
            if number:
                yield tr("{number} {kind}", number=number, kind=SKIPPED.get(reason, reason))


_OUTCOMES: Mapping[Status, Message] = {
    "imported": tr("imported"),
    "already-imported": tr("imported before"),
    "refused": tr("refused"),
    "planned": tr("would be imported"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """The outcome for all files of an import."""

    files: tuple[FileReport, ...]

    @property
    def ok(self) -> bool:
        return all(file.status != "refused" for file in self.files)

    def as_json(self) -> dict[str, object]:
        return {"ok": self.ok, "files": [file.as_json() for file in self.files]}

    def describe(self, view: View) -> str:
        lines = [file.describe(view) for file in self.files if not view.quiet or file.status == "refused"]
        if len(self.files) > 1:
            numbers = Counter(file.status for file in self.files)
            outcomes = [tr("{number} {kind}", number=n, kind=_OUTCOMES[status]) for status, n in numbers.items()]
            lines.append(
                trn("{count} file: {outcomes}", "{count} files: {outcomes}", len(self.files), outcomes=listed(outcomes))
            )
        if any(file.open for file in self.files) and not view.quiet:
            hint = tr("'voicehall reach match' shows the works whose episode is not known")
            lines.append(tr("hint: {words}", words=hint))
        return "\n".join(lines)
