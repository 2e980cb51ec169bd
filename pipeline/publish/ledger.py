"""The ledger: which programme is at which target, since when and under which link; lines are only ever added."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from pipeline.files import append_line, read_lines, write_whole
from pipeline.masking import show_always
from pipeline.publish.from_record import item_digest, item_text, read_item
from pipeline.publish.item import Item
from pipeline.state import StateFolder

State = Literal["approved", "planned", "sent", "verified", "live", "rejected", "retracted"]
STATES: tuple[State, ...] = ("approved", "planned", "sent", "verified", "live", "rejected", "retracted")


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerEntry:
    """One line: what happened to an episode at a target."""

    at: datetime
    """With a time zone."""
    target: str
    """Empty for an approval, which counts for every target."""
    guid: str
    series: str
    number: int
    state: State
    content: str = ""
    """Digest of the item that was published; its snapshot lies beside the ledger."""
    url: str = ""
    reason: str = ""


@dataclass(slots=True, kw_only=True)
class Ledger:
    """The lines of one workspace: JSON, each synced to disk before work goes on."""

    state: StateFolder
    """Holds the ledger and the snapshots of what was published."""
    _entries: list[LedgerEntry] = field(default_factory=list)
    _approved: set[tuple[str, str]] = field(default_factory=set)
    """Identity and content of what was approved."""

    @classmethod
    def read(cls, state: StateFolder) -> "Ledger":
        """All entries; a line that a power failure cut short is passed over."""
        found = cls(state=state)
        for value in read_lines(state.ledger):
            if entry := _entry(value):
                found._add(entry)
        return found

    def write(self, entry: LedgerEntry, item: Item | None = None) -> None:
        """Add a line; the item's snapshot, where there is one, is kept first.

        Raises OSError when it cannot be written.
        """
        if item is not None:
            write_whole(self._snapshot(item_digest(item)), item_text(item), sync=True)
        fields = {name: getattr(entry, name) for name in LedgerEntry.__slots__}
        fields["at"] = entry.at.isoformat(timespec="seconds")
        append_line(self.state.ledger, {name: value for name, value in fields.items() if value != ""})
        self._add(entry)

    def current(self) -> dict[str, list[LedgerEntry]]:
        """Of each episode the last entry at each target, by guid; a new try counts once it has ended."""
        last: dict[tuple[str, str], LedgerEntry] = {}
        for entry in self._entries:
            before = last.get((entry.guid, entry.target))
            # A kit that is made again changes nothing about what people see on the platform.
            prepared = entry.state == "sent" and (before is None or before.state != "live")
            if prepared or entry.state in ("live", "rejected", "retracted"):
                last[entry.guid, entry.target] = entry
        found: dict[str, list[LedgerEntry]] = {}
        for (guid, _), entry in sorted(last.items()):
            if entry.state != "retracted":
                found.setdefault(guid, []).append(entry)
        return found

    def live(self, target: str) -> dict[str, LedgerEntry]:
        """What is at a target, by guid: until it is retracted, whatever becomes of later tries."""
        found: dict[str, LedgerEntry] = {}
        for entry in self._entries:
            if entry.target == target and entry.state == "live":
                found[entry.guid] = entry
            elif entry.target == target and entry.state == "retracted":
                found.pop(entry.guid, None)
        return found

    def links(self, *, except_target: str = "") -> dict[str, dict[str, str]]:
        """Addresses of episodes by guid and target, where they are known."""
        return {
            guid: found
            for guid, entries in self.current().items()
            if (found := {one.target: one.url for one in entries if one.url and one.target != except_target})
        }

    def times(self, target: str, state: State) -> Iterator[datetime]:
        """When episodes came to a state at a target, in the order of the lines."""
        return (entry.at for entry in self._entries if (entry.target, entry.state) == (target, state))

    def approved(self, guid: str, content: str) -> bool:
        """Whether just this content was approved."""
        return (guid, content) in self._approved

    def numbers(self, target: str) -> dict[str, set[int]]:
        """All numbers that each episode has ever had at a target, by guid."""
        found: dict[str, set[int]] = {}
        for entry in self._entries:
            if (entry.target, entry.state) == (target, "live"):
                found.setdefault(entry.guid, set()).add(entry.number)
        return found

    def entries(self) -> Iterator[LedgerEntry]:
        yield from self._entries

    def item(self, entry: LedgerEntry) -> Item | None:
        """The item as it was published; None where its snapshot is lost or damaged."""
        try:
            return read_item(self._snapshot(entry.content).read_bytes())
        except OSError:
            return None

    def _add(self, entry: LedgerEntry) -> None:
        self._entries.append(entry)
        # Under which people find it: a platform's links may have to be opened with a token.
        show_always(entry.url)
        if entry.state == "approved":
            self._approved.add((entry.guid, entry.content))

    def _snapshot(self, content: str) -> Path:
        return self.state.published / f"{content}.json"


def now() -> datetime:
    return datetime.now(UTC)


def _entry(found: Any) -> LedgerEntry | None:
    try:
        at = datetime.fromisoformat(found.pop("at"))
        if found["state"] not in STATES or not isinstance(found["number"], int):
            return None
        return LedgerEntry(at=at, **{"target": ""} | found)
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
