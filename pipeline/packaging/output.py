"""The output folder of a series: its programmes, with the records that say whether they are fresh."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.digest import digest
from pipeline.files import left_behind, part_of
from pipeline.manifest import number_in
from pipeline.messages import Message, listed, tr
from pipeline.packaging.plan import ProgrammePlan
from pipeline.packaging.questions import questions
from pipeline.packaging.record import Record, read_record
from pipeline.packaging.subtitles import vtt_text
from pipeline.packaging.transcript import JSON as TRANSCRIPT


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputFolder:
    """`out/<series>/`."""

    folder: Path

    def record_path(self, plan: ProgrammePlan) -> Path:
        return self.folder / f"{plan.stem}{'.draft' if plan.draft else ''}.json"

    def records(self) -> Iterator[tuple[Path, Record]]:
        """Every programme's record, without damaged ones."""
        return ((path, record) for path, record in self._read() if record is not None)

    def damaged(self) -> Iterator[Path]:
        """Files that should be records and cannot be read as such."""
        return (path for path, record in self._read() if record is None)

    def _read(self) -> Iterator[tuple[Path, Record | None]]:
        for path in sorted(self.folder.glob("*.json")):
            # A name that begins with a dot is a record that another run is still writing; a transcript is not a record.
            if not (path.name.startswith(".") or path.name.endswith(TRANSCRIPT)):
                yield path, read_record(path)

    def programmes(self, *, draft: bool = False) -> Iterator[Record]:
        """The records of programmes, or of drafts."""
        return (record for path, record in self.records() if path.stem.endswith(".draft") == draft)

    def is_of(self, record: Record, plan: ProgrammePlan) -> bool:
        """Whether a record is of the plan's episode, whatever number, title or manifest it had then."""
        return record.guid == plan.provenance.guid if record.guid else record.manifest == plan.provenance.manifest

    def owner(self, plan: ProgrammePlan, *, root: Path) -> str:
        """The manifest whose programme has the plan's name: another one only as long as it exists under its number."""
        record = read_record(self.record_path(plan))
        if record is None or not record.manifest or self.is_of(record, plan):
            return plan.provenance.manifest
        other = root / record.manifest
        exists = other.is_file() and number_in(other) in (None, record.number)
        return record.manifest if exists else plan.provenance.manifest

    def fresh_record(self, plan: ProgrammePlan, *, content: Callable[[Path], str]) -> Record | None:
        """The record of the plan's programme, if that is complete and would be made the same again.

        `content` gives the SHA-256 of a file.
        """
        record = read_record(self.record_path(plan))
        if record is None or record.programme != plan.key:
            return None
        made = {file.path: file.made_from for file in record.files}
        if any(made.get(name) != key for name, key in plan.made_from.items()) or has_surplus(plan, record):
            return None
        try:
            whole = all(content(self.folder / file.path) == file.sha256 for file in record.files)
        except OSError:
            return None
        return record if whole else None

    def reason(self, plan: ProgrammePlan, record: Record | None = None) -> Message:
        """Why the plan's programme is not fresh; `record` is that of the existing one, where it is known."""
        record = record or read_record(self.record_path(plan))
        if record is None:
            return tr("its record is damaged") if self.record_path(plan).exists() else tr("not rendered yet")
        changed = changed_words(plan, record) + ([tr("list of renditions")] if has_surplus(plan, record) else [])
        made = {file.path: file.made_from for file in record.files}
        if changed:
            return tr("{fields} changed", fields=listed(changed))
        if all(made.get(name) == key for name, key in plan.made_from.items()):
            return tr("one of its files is missing or was changed")
        return tr("what it is made of changed")

    def part(self, name: str) -> Path:
        """Where a file is written until it is complete."""
        return part_of(self.folder / name)

    def sweep(self) -> None:
        """Remove unfinished files of killed runs; those of processes that still run are left alone."""
        for stray in left_behind(self.folder):
            stray.unlink(missing_ok=True)


def has_surplus(plan: ProgrammePlan, record: Record) -> bool:
    """Whether the record holds files of renditions that the episode no longer has."""
    if plan.adopted or plan.draft:
        return False
    return bool({file.rendition for file in record.files} - {one.name for one in plan.episode.renditions} - {""})


def recaptioned(plan: ProgrammePlan, record: Record) -> bool:
    """Whether the plan's programme has other captions than the record's; of drafts nobody knows."""
    text = vtt_text(plan.stamp.cues) if plan.stamp.cues else ""
    kept = next((file.made_from for file in record.files if file.path.endswith(".vtt")), "")
    return not plan.draft and kept != (digest(text) if text else "")


def changed_words(plan: ProgrammePlan, record: Record) -> list[Message]:
    """Names of the fields in which the plan's programme differs from the record."""
    stamp = plan.stamp
    fields = (
        (tr("title"), record.title, stamp.title),
        (tr("number"), record.number, stamp.number),
        (tr("planned number of episodes"), record.total, stamp.total),
        (tr("summary"), record.summary, stamp.summary),
        (tr("date"), record.date, stamp.date),
        (tr("series' title"), record.series_title, stamp.series),
        (tr("language"), record.language, stamp.language),
        (tr("speakers"), record.speakers, plan.episode.speakers),
        (tr("tags"), record.tags, plan.episode.tags),
        (tr("chapters"), record.chapters, stamp.chapters),
        (tr("identity"), record.guid, plan.provenance.guid),
        (tr("questions"), record.questions, questions(plan.episode, plan.timeline)),
        (tr("voices of machines"), record.speech, plan.episode.synthetic),
        (tr("AI content"), record.ai_content, plan.episode.ai_content),
        (tr("place in the feed"), record.listing, plan.episode.listing),
    )
    return [name for name, before, after in fields if before != after]
