"""What became of a folder of finished files that were adopted, or would."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date as Date
from fractions import Fraction
from pathlib import Path

from pipeline.ingest.feed import Leftover
from pipeline.messages import NOTHING, Message, clauses, listed, told, tr, trn
from pipeline.wording import clock
from pipeline.workflow.report import View

HARMLESS = frozenset(["already-adopted", "other-file", "no-programme", "no-item"])
"""Files that were left where nobody has to do anything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A programme that was found, and its manifest."""

    number: int
    title: str
    date: Date | None
    manifest: Path
    text: str = field(repr=False)
    """Of the manifest."""
    files: tuple[str, ...]
    duration: Fraction
    """Seconds."""
    contents: tuple[str, ...] = field(repr=False)
    notes: tuple[Message, ...]
    guid: str = ""
    """That it had in the feed it came from."""
    left: tuple[Leftover, ...] = ()
    """What the feed says of it and its manifest does not."""

    def as_json(self) -> dict[str, object]:
        identity: dict[str, object] = {}
        if self.guid:
            identity = {"guid": self.guid, "left": [one.as_json() for one in self.left]}
        return identity | {
            "number": self.number,
            "title": self.title,
            "date": self.date.isoformat() if self.date else None,
            "manifest": f"{self.manifest.parent.parent.name}/{self.manifest.parent.name}/{self.manifest.name}",
            "files": list(self.files),
            "duration": round(float(self.duration), 3),
            "notes": list(map(told, self.notes)),
        }

    def describe(self) -> str:
        notes = "".join(f"\n{'':12}{tr('note: {words}', words=note)}" for note in self.notes)
        return f"{self.number:5}  {clock(self.duration):>8}  {self.title}  <- {listed(self.files)}{notes}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unplaced:
    """A file, or an item of a feed, that was left, and why."""

    file: str
    code: str
    reason: Message
    hint: Message = NOTHING
    guid: str = ""
    """Of the item."""
    title: str = ""
    url: str = ""
    """Where the item's file can be had."""

    def as_json(self) -> dict[str, object]:
        said: dict[str, object] = {"file": self.file, "code": self.code}
        said |= {"reason": told(self.reason), "hint": told(self.hint)}
        return said | ({"guid": self.guid, "title": self.title, "url": self.url} if self.guid else {})


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptReport:
    """The plan, carried out or not."""

    series: str
    new_series: str
    """Title of the series, where that is new."""
    dry_run: bool
    placed: tuple[Placed, ...]
    unplaced: tuple[Unplaced, ...]
    notes: tuple[Message, ...] = ()
    """What is to be known of the series."""
    left: tuple[Leftover, ...] = ()
    """What the feed says of the podcast, and series.yaml does not."""
    missing: tuple[str, ...] = ()
    """Addresses of the feed's pages that were not given."""

    @property
    def ok(self) -> bool:
        return not self.missing and all(one.code in HARMLESS for one in self.unplaced)

    def as_json(self) -> dict[str, object]:
        return {
            "ok": self.ok,
            "series": self.series,
            "dry_run": self.dry_run,
            "placed": [one.as_json() for one in self.placed],
            "unplaced": [one.as_json() for one in self.unplaced],
            "notes": list(map(told, self.notes)),
            "left": [one.as_json() for one in self.left],
            "missing_pages": list(self.missing),
        }

    def describe(self, view: View) -> str:
        lines = [] if view.quiet else [one.describe() for one in self.placed]
        troubles = [one for one in self.unplaced if one.code not in HARMLESS]
        if troubles:
            lines += ["", tr("left where they are:"), *_reasons(troubles)]
        if not view.quiet:
            lines += ["", *(tr("note: {words}", words=note) for note in self.notes), *self._leftovers()]
        lines += self._pages()
        if not view.quiet:
            lines += self._summary(len(troubles))
        return "\n".join(lines).strip("\n")

    def _pages(self) -> Iterator[str]:
        for address in self.missing:
            yield tr("this feed has another page, which is not among the files: {url}", url=address)
        if self.missing:
            yield tr("hint: {words}", words=tr("download it too, and name all: --feed 1.xml --feed 2.xml ..."))

    def _leftovers(self) -> Iterator[str]:
        """How often each thing was left out; `--json` has them one by one."""
        of_items = Counter(tag for one in self.placed for tag in {left.tag for left in one.left})
        if self.left:
            words = listed(dict.fromkeys(one.tag for one in self.left))
            yield tr("note: {words}", words=tr("of the podcast was left out, as no key takes it: {tags}", tags=words))
        if of_items:
            counted = listed(f"{tag} ({count})" for tag, count in sorted(of_items.items()))
            words = tr("of items was left out, as no key takes it (--json has each): {tags}", tags=counted)
            yield tr("note: {words}", words=words)

    def _summary(self, troubles: int) -> Iterator[str]:
        if self.new_series and self.placed:
            path = f"episodes/{self.series}/series.yaml"
            if self.dry_run:
                yield tr("{path} would be new, with the title '{title}'", path=path, title=self.new_series)
            else:
                yield tr("{path} is new; change its title '{title}' as you like", path=path, title=self.new_series)
        yield clauses(self._counts(troubles))
        if self.placed and not self.dry_run:
            yield tr("look at the manifests, then: voicehall render {series}", series=self.series)

    def _counts(self, troubles: int) -> Iterator[str]:
        codes = Counter(one.code for one in self.unplaced)
        number = sum(len(one.files) for one in self.placed)
        files = trn("{count} file", "{count} files", number)
        programmes = trn("{count} programme", "{count} programmes", len(self.placed))
        if self.dry_run:
            yield tr("would adopt {programmes} ({files})", programmes=programmes, files=files)
        else:
            yield tr("adopted {programmes} ({files})", programmes=programmes, files=files)
        of_a_feed = any(one.guid for one in self.unplaced)
        before = codes["already-adopted"]
        if of_a_feed and troubles:
            yield trn("{count} item could not be placed", "{count} items could not be placed", troubles)
        elif troubles:
            yield trn("{count} file could not be placed", "{count} files could not be placed", troubles)
        if of_a_feed and before:
            yield trn("{count} item adopted before", "{count} items adopted before", before)
        elif before:
            yield trn("{count} file adopted before", "{count} files adopted before", before)
        if others := codes["other-file"] + codes["no-programme"] + codes["no-item"]:
            yield trn("{count} other file left alone", "{count} other files left alone", others)


def _reasons(troubles: list[Unplaced]) -> Iterator[str]:
    """Each file with its reason; a hint after the last that has it."""
    for place, one in enumerate(troubles):
        yield f"  {one.file}: {one.reason} [{one.code}]"
        following = troubles[place + 1] if place + 1 < len(troubles) else None
        if one.hint and (following is None or following.hint != one.hint):
            yield f"  {tr('hint: {words}', words=one.hint)}"
