"""Verdicts: what was measured on a finished programme, and what a policy makes of it."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from pipeline.digest import digest
from pipeline.documents.stored import read_stored
from pipeline.files import write_whole
from pipeline.messages import Message, told
from pipeline.model.publishing.policy import Policy, Verdict, worst
from pipeline.packaging.record import Record, record_text

VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """Something that was noticed in a file, before any policy."""

    about: str
    """What it is about, by its name in policies."""
    message: Message
    figure: Fraction | Decimal | None = None
    """How much, where the policy has limits for it; seconds, LU or dB."""
    at: Fraction | None = None
    """Seconds from the start, where it has a place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A remark that the policy makes a warning or a failure."""

    code: str
    verdict: Verdict
    message: Message
    at: Fraction | None = None

    def as_json(self) -> dict[str, object]:
        at = None if self.at is None else round(float(self.at), 3)
        return {"code": self.code, "verdict": self.verdict, "message": told(self.message), "at": at}


@dataclass(frozen=True, slots=True, kw_only=True)
class FileVerdict:
    """One file: its measures by name, the unit at the end of the name where it has one, and the findings."""

    path: str
    """From the workspace."""
    rendition: str
    measures: Mapping[str, object] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    @property
    def verdict(self) -> Verdict:
        return worst([found.verdict for found in self.findings])

    def as_json(self) -> dict[str, object]:
        return {
            "path": self.path,
            "rendition": self.rendition,
            "verdict": self.verdict,
            "measures": dict(self.measures),
            "findings": [found.as_json() for found in self.findings],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeVerdict:
    """A programme: the worst of its files."""

    series: str
    number: int
    title: str
    files: tuple[FileVerdict, ...]

    @property
    def verdict(self) -> Verdict:
        return worst([file.verdict for file in self.files])

    def as_json(self) -> dict[str, object]:
        return {
            "series": self.series,
            "number": self.number,
            "title": self.title,
            "verdict": self.verdict,
            "files": [file.as_json() for file in self.files],
        }


def findings_of(remarks: Iterable[Remark], policy: Policy) -> tuple[Finding, ...]:
    """What the policy makes of the remarks; the worst first."""
    return tuple(sorted(_findings(remarks, policy), key=lambda found: found.verdict != "fail"))


def _findings(remarks: Iterable[Remark], policy: Policy) -> Iterator[Finding]:
    for remark in remarks:
        if remark.figure is not None:
            limits = policy.limits.get(remark.about)
            verdict: Verdict = limits.verdict(remark.figure) if limits else "pass"
        else:
            weight = policy.weights.get(remark.about, "fail")
            verdict = "pass" if weight == "ignore" else weight
        if verdict != "pass":
            yield Finding(code=remark.about, verdict=verdict, message=remark.message, at=remark.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    """What of a kept verdict is read again."""

    record: str
    """Digest of the record that it was given on."""
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdicts:
    """The verdicts that a workspace keeps: beside its records and not in them, which would change their bytes.

    A verdict is valid for exactly the record that it was given on, which has the checksum of every file.
    """

    folder: Path

    def keep(self, verdict: ProgrammeVerdict, record: Record) -> None:
        """Keep the verdict on a record's programme. Raises OSError when the disk is full."""
        value = {"voicehall": VERSION, "record": digest(record_text(record))} | verdict.as_json()
        write_whole(self._place(record), json.dumps(value, ensure_ascii=False))

    def of(self, record: Record) -> Verdict | None:
        """The verdict on a record's programme; None where it was never measured as it is."""
        kept = read_stored(self._place(record), _Kept)
        return kept.verdict if kept and kept.record == digest(record_text(record)) else None

    def _place(self, record: Record) -> Path:
        return self.folder / f"{digest([record.guid or record.manifest])[:32]}.json"
