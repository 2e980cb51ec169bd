"""The files of a feed's items in a folder: by the names that their addresses end in, else by their size."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.ingest.feed import IncomingItem
from pipeline.ingest.feed.values import file_name
from pipeline.messages import NOTHING, Message, tr

SMALLEST = 10_000
"""Bytes from which a size alone tells files apart; feeds write 0, 1 or 1024 where they do not know."""


@dataclass(slots=True)
class Folder:
    """The files of a folder, by name and by size."""

    names: dict[str, list[Path]] = field(default_factory=lambda: defaultdict(list))
    sizes: dict[int, list[Path]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, files: Sequence[Path]) -> "Folder":
        found = cls()
        for path in files:
            found.names[_alike(path.name)].append(path)
            found.sizes[path.stat().st_size].append(path)
        return found

    def named(self, url: str) -> Path | None:
        """The only file of the name that an address ends in."""
        some = self.names.get(_alike(file_name(url)), []) if url else []
        return some[0] if len(some) == 1 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """The file of an item, or why there is none."""

    path: Path | None = None
    note: Message = NOTHING
    ambiguous: tuple[str, ...] = ()
    """Files that it may be, one as well as the other."""


def matched(items: Sequence[IncomingItem], folder: Folder) -> Mapping[str, Matched]:
    """What file is whose, by guid; those without an address have none."""
    wanted = Counter(_alike(file_name(url)) for url in {item.url for item in items if item.url})
    lengths = Counter(item.length for item in items)
    found = {item.guid: _match(item, folder, wanted, lengths) for item in items if item.url}
    addresses: dict[Path | None, set[str]] = defaultdict(set)
    for item in items:
        if item.url:
            addresses[found[item.guid].path].add(item.url)
    return {
        guid: Matched(ambiguous=(str(one.path),)) if one.path and len(addresses[one.path]) > 1 else one
        for guid, one in found.items()
    }


def _match(item: IncomingItem, folder: Folder, wanted: Counter[str], lengths: Counter[int | None]) -> Matched:
    name = _alike(file_name(item.url))
    some = folder.names.get(name, [])
    fitting = [path for path in some if path.stat().st_size == item.length]
    if len(fitting) == 1:
        return Matched(path=fitting[0])
    if len(some) == 1 and wanted[name] == 1:
        size, length = some[0].stat().st_size, item.length or 0
        words = tr("its file has {bytes} bytes, the feed says {stated}", bytes=size, stated=length)
        note = words if length >= SMALLEST else NOTHING
        return Matched(path=some[0], note=note)
    if item.length and item.length >= SMALLEST and lengths[item.length] == 1:
        same = folder.sizes.get(item.length, [])
        if len(same) == 1:
            return Matched(path=same[0], note=tr("its file was found by its size, {bytes} bytes", bytes=item.length))
    return Matched(ambiguous=tuple(str(path) for path in some))


def _alike(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
