"""The ledger: which programme stands at which target, since when and under which link; it only ever grows."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from pipeline.files import append_line, read_lines, write_whole
from pipeline.publish.from_record import item_digest, item_text, read_item
from pipeline.publish.item import Item
from pipeline.state import StateFolder

State = Literal["approved", "planned", "sent", "verified", "live", "rejected", "retracted"]
STATES: tuple[State, ...] = ("approved", "planned", "sent", "verified", "live", "rejected", "retracted")


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One line: what became of an episode at a target."""

    at: datetime
    """With a time zone."""
    target: str
    """Empty for an approval, which counts for every target."""
    guid: str
    series: str
    number: int
    state: State
    content: str = ""
    """Digest of the item that it is about; its snapshot lies beside the ledger."""
    url: str = ""
    reason: str = ""


@dataclass(slots=True, kw_only=True)
class Ledger:
    """The lines of one workspace: JSON, each synced to disk before anything builds on it."""

    state: StateFolder
    """Holds the ledger and the snapshots of what was published."""
    _notes: list[Note] = field(default_factory=list)
    _approved: set[tuple[str, str]] = field(default_factory=set)
    """Identity and content of what was approved."""

    @classmethod
    def read(cls, state: StateFolder) -> "Ledger":
        """What is noted; a line that a lost power supply cut short is passed over."""
        found = cls(state=state)
        for value in read_lines(state.ledger):
            if note := _note(value):
                found._take(note)
        return found

    def write(self, note: Note, item: Item | None = None) -> None:
        """Add a line; the item's snapshot, where there is one, is kept first.

        Raises OSError when the disk does not take it.
        """
        if item is not None:
            write_whole(self._snapshot(item_digest(item)), item_text(item), sync=True)
        value = {name: getattr(note, name) for name in Note.__slots__} | {"at": note.at.isoformat(timespec="seconds")}
        append_line(self.state.ledger, {name: said for name, said in value.items() if said != ""})
        self._take(note)

    def standing(self) -> dict[str, list[Note]]:
        """The last word on each episode at each target, by guid; a new try counts once it has ended."""
        last: dict[tuple[str, str], Note] = {}
        for note in self._notes:
            before = last.get((note.guid, note.target))
            # A kit made anew does not take away what people see on the platform.
            prepared = note.state == "sent" and (before is None or before.state != "live")
            if prepared or note.state in ("live", "rejected", "retracted"):
                last[note.guid, note.target] = note
        found: dict[str, list[Note]] = {}
        for (guid, _), note in sorted(last.items()):
            if note.state != "retracted":
                found.setdefault(guid, []).append(note)
        return found

    def live(self, target: str) -> dict[str, Note]:
        """What stands at a target, by guid; a retraction takes it away, a failed or unfinished new try does not."""
        found: dict[str, Note] = {}
        for note in self._notes:
            if note.target == target and note.state == "live":
                found[note.guid] = note
            elif note.target == target and note.state == "retracted":
                found.pop(note.guid, None)
        return found

    def links(self, *, apart: str = "") -> dict[str, dict[str, str]]:
        """Where episodes stand, by guid and target, as far as that has a link; but for the target `apart`."""
        return {
            guid: found
            for guid, notes in self.standing().items()
            if (found := {one.target: one.url for one in notes if one.url and one.target != apart})
        }

    def times(self, target: str, state: State) -> Iterator[datetime]:
        """When something came to a state at a target, in the order of the lines."""
        return (note.at for note in self._notes if (note.target, note.state) == (target, state))

    def approved(self, guid: str, content: str) -> bool:
        """Whether just this content was approved."""
        return (guid, content) in self._approved

    def numbers(self, target: str) -> dict[str, set[int]]:
        """All numbers that each episode has ever stood under at a target, by guid."""
        found: dict[str, set[int]] = {}
        for note in self._notes:
            if (note.target, note.state) == (target, "live"):
                found.setdefault(note.guid, set()).add(note.number)
        return found

    def notes(self) -> Iterator[Note]:
        yield from self._notes

    def item(self, note: Note) -> Item | None:
        """The item as it was published; None where its snapshot is lost or damaged."""
        try:
            return read_item(self._snapshot(note.content).read_bytes())
        except OSError:
            return None

    def _take(self, note: Note) -> None:
        self._notes.append(note)
        if note.state == "approved":
            self._approved.add((note.guid, note.content))

    def _snapshot(self, content: str) -> Path:
        return self.state.published / f"{content}.json"


def now() -> datetime:
    return datetime.now(UTC)


def _note(found: Any) -> Note | None:
    try:
        at = datetime.fromisoformat(found.pop("at"))
        if found["state"] not in STATES or not isinstance(found["number"], int):
            return None
        return Note(at=at, **{"target": ""} | found)
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
