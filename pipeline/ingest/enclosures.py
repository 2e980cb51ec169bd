"""The files of a feed's items in a folder: by the end of their addresses, else by their size."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline.ingest.feed import IncomingItem
from pipeline.ingest.feed.values import file_name, path_of
from pipeline.messages import NOTHING, Message, tr

SMALLEST = 10_000
"""Bytes from which a size alone tells files apart; feeds write 0, 1 or 1024 where they do not know."""


@dataclass(slots=True)
class Folder:
    """The files of a folder, by the ends of their paths and by size."""

    ends: dict[tuple[str, ...], list[Path]] = field(default_factory=lambda: defaultdict(list))
    """By name, by folder and name, and so on."""
    sizes: dict[int, list[Path]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, files: Sequence[Path]) -> "Folder":
        found = cls()
        for path in files:
            parts = tuple(map(_alike, path.parts))
            for count in range(1, len(parts)):
                found.ends[parts[-count:]].append(path)
            found.sizes[path.stat().st_size].append(path)
        return found

    def nearest(self, url: str) -> "Nearest":
        """The files whose paths end most like an address: in its name, and in as many folders as possible.

        A name may have the question behind the address in it, as some tools save it.
        """
        parts, query = tuple(map(_alike, path_of(url))), url.partition("#")[0].partition("?")[2]
        if not parts:
            return Nearest()
        names = [f"{parts[-1]}{sign}{_alike(query)}" for sign in "?@" if query]
        for name in (*names, parts[-1]):
            own = (*parts[:-1], name)
            for start in range(len(own)):
                if some := self.ends.get(own[start:]):
                    # A question in the name tells as much as a folder.
                    return Nearest(tuple(some), len(own) - start + (name != parts[-1]))
        return Nearest()

    def settled(self, urls: Iterable[str]) -> dict[str, Path]:
        """Of several addresses, the files of those that can mean only one.

        A file that is more like another address is that one's, and a name that several have tells nothing by itself.
        """
        near = {url: self.nearest(url) for url in urls if url}
        wanted = Counter(_alike(file_name(url)) for url in near)
        claims = _claims(near.values())
        found = {}
        for url, one in near.items():
            own = [path for path in one.paths if claims[path] == one.parts]
            if len(own) == 1 and (one.parts > 1 or len(one.paths) > 1 or wanted[_alike(file_name(url))] == 1):
                found[url] = own[0]
        owners = Counter(found.values())
        return {url: path for url, path in found.items() if owners[path] == 1}


@dataclass(frozen=True, slots=True)
class Nearest:
    """The files that are most like an address, and how many parts of their paths are the same, the name included."""

    paths: tuple[Path, ...] = ()
    parts: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """The file of an item, or why there is none."""

    path: Path | None = None
    note: Message = NOTHING
    ambiguous: tuple[str, ...] = ()
    """Files that it may be, one as well as the other."""
    place: str = ""
    """Where its file would be told from others: the shortest end of its address that no other item has."""


def matched(items: Sequence[IncomingItem], folder: Folder) -> Mapping[str, Matched]:
    """What file is whose, by guid; those without an address have none."""
    urls = {item.url for item in items if item.url}
    near = {url: folder.nearest(url) for url in urls}
    wanted = Counter(_alike(file_name(url)) for url in urls)
    lengths = Counter(item.length for item in items)
    claims = _claims(near.values())
    ends = _ends(urls)
    found = {
        item.guid: replace(_match(item, near[item.url], folder, wanted, lengths, claims), place=ends[item.url])
        for item in items
        if item.url
    }
    addresses: dict[Path | None, set[str]] = defaultdict(set)
    for item in items:
        if item.url:
            addresses[found[item.guid].path].add(item.url)
    shared = {path for path, some in addresses.items() if path and len(some) > 1}
    return {
        guid: Matched(ambiguous=(str(one.path),), place=one.place) if one.path in shared else one
        for guid, one in found.items()
    }


def _match(
    item: IncomingItem,
    near: Nearest,
    folder: Folder,
    wanted: Counter[str],
    lengths: Counter[int | None],
    claims: Mapping[Path, int],
) -> Matched:
    # A file that is more like another item's address is that one's.
    own = [path for path in near.paths if claims[path] == near.parts]
    alone = len(own) == 1 and (near.parts > 1 or wanted[_alike(file_name(item.url))] == 1)
    fitting = [path for path in own if path.stat().st_size == item.length]
    if alone or len(fitting) == 1:
        path = own[0] if alone else fitting[0]
        size, length = path.stat().st_size, item.length or 0
        words = tr("its file has {bytes} bytes, the feed says {stated}", bytes=size, stated=length)
        return Matched(path=path, note=words if length >= SMALLEST and length != size else NOTHING)
    if item.length and item.length >= SMALLEST and lengths[item.length] == 1:
        same = folder.sizes.get(item.length, [])
        if len(same) == 1 and (same[0] in own or claims.get(same[0], 0) <= 1):
            words = tr("its file was found by its size, {bytes} bytes", bytes=item.length)
            return Matched(path=same[0], note=words)
    return Matched(ambiguous=tuple(str(path) for path in own))


def _claims(near: Iterable[Nearest]) -> Mapping[Path, int]:
    """How like the likest address each file is."""
    claims: dict[Path, int] = defaultdict(int)
    for one in near:
        for path in one.paths:
            claims[path] = max(claims[path], one.parts)
    return claims


def _ends(urls: set[str]) -> dict[str, str]:
    """The shortest end of each address that no other has, with forward slashes; empty where there is none."""
    parts = {url: tuple(map(_alike, path_of(url))) for url in urls}
    counts: Counter[tuple[str, ...]] = Counter(path[start:] for path in parts.values() for start in range(len(path)))
    found = {}
    for url, path in parts.items():
        start = next((start for start in reversed(range(len(path))) if counts[path[start:]] == 1), None)
        found[url] = "/".join(path_of(url)[start:]) if start is not None else ""
    return found


def _alike(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
