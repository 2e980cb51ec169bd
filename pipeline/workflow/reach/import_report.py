"""What `reach import` hands back."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Literal, Self

from pipeline.reach.observation import ParsedFile, RefusedFile
from pipeline.wording import count
from pipeline.workflow.report import View

if TYPE_CHECKING:
    from pipeline.reach.importing import Explanation
    from pipeline.reach.store import FileRow

Status = Literal["imported", "already-imported", "refused", "planned"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReport:
    """What became of one file."""

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
    """Of those, the ones that a person is to decide."""
    skipped: Mapping[str, int] = field(default_factory=dict)
    """Rows that are none of a public work, by reason."""
    warnings: tuple[str, ...] = ()
    explanation: "Explanation | None" = None

    @classmethod
    def refused(cls, file: RefusedFile) -> Self:
        return cls(
            path=file.path,
            status="refused",
            sha256=file.sha256,
            platform=file.platform,
            format=file.format,
            warnings=(file.reason,),
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
        told: dict[str, object] = {
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
            told["encoding"] = self.encoding
        if self.explanation:
            told["explanation"] = self.explanation.as_json()
        return told

    def describe(self, view: View) -> str:
        if self.status == "refused":
            return f"{self.path}: refused: " + "\n    ".join("\n".join(self.warnings).splitlines())
        told = {"imported": "imported", "already-imported": "imported before", "planned": "would be imported"}
        of = f"{self.platform or 'several platforms'}, {self.grain}, as of {self.as_of:%Y-%m-%d}"
        lines = [f"{self.path}: {told[self.status]}: {of}: {', '.join(self._rows())}"]
        if not view.quiet:
            lines += [f"    {line}" for warning in self.warnings for line in warning.splitlines()]
        if self.explanation:
            lines.append(self.explanation.describe())
        return "\n".join(lines)

    def _rows(self) -> Iterator[str]:
        yield count(self.rows, "row")
        if self.matched or self.unmatched:
            yield f"{self.matched} matched"
        if self.open:
            yield f"{self.open} of no known episode"
        if self.unmatched > self.open:
            yield f"{self.unmatched - self.open} of no episode"
        yield from (f"{number} {reason}" for reason, number in self.skipped.items() if number)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What became of all files of a call."""

    files: tuple[FileReport, ...]

    @property
    def ok(self) -> bool:
        return all(file.status != "refused" for file in self.files)

    def as_json(self) -> dict[str, object]:
        return {"ok": self.ok, "files": [file.as_json() for file in self.files]}

    def describe(self, view: View) -> str:
        lines = [file.describe(view) for file in self.files if not view.quiet or file.status == "refused"]
        if len(self.files) > 1:
            known = Counter(file.status for file in self.files)
            lines.append(f"{count(len(self.files), 'file')}: " + ", ".join(f"{n} {told}" for told, n in known.items()))
        if any(file.open for file in self.files) and not view.quiet:
            lines.append("hint: 'voicehall reach match' shows the works whose episode is not known")
        return "\n".join(lines)
