"""Media files: those whose requests are counted, found by the addresses that logs name."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import ceil
from unicodedata import normalize
from urllib.parse import unquote_to_bytes

MINUTE = 60
"""Seconds that must have come before a request is a download."""
UNKNOWN, AMBIGUOUS = -1, -2
LONGEST = 4096
"""Bytes of a target; a longer one is no file of ours."""
ROOM = 50_000
"""Targets that are kept in memory."""

_HOST = re.compile(rb"^[a-zA-Z][a-zA-Z0-9+.-]*://[^/]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaFile:
    """A file of an episode."""

    series: str
    """Empty where it is not known."""
    number: int | None
    """None for what belongs to the series and to no episode: a trailer, say."""
    name: str
    """Different for each file of an episode."""
    size: int
    need: int
    """Bytes that make a download."""
    guid: str = ""
    """The episode's identity, if it has one."""

    @property
    def episode(self) -> str:
        """What its episode is known by: the guid, which stays the same under another number, else series and number."""
        return self.guid or (
            f"{self.series}: {self.name}" if self.number is None else label(self.series, self.number)
        )  # fmt: skip


def label(series: str, number: int | None) -> str:
    """`lieshita/12`; `12` where the series is not known, `lieshita` for what is of no episode."""
    if number is None:
        return series
    return f"{series}/{number}" if series else str(number)


def tidied(path: str) -> str:
    """A path without what leads nowhere else: slashes beside slashes, `.` and `..`; in composed characters."""
    folders: list[str] = []
    for part in normalize("NFC", path).split("/"):
        if part == ".." and folders:
            folders.pop()
        elif part not in ("", ".", ".."):
            folders.append(part)
    return "/".join(folders)


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where a medium is known to be served: the end of a path, in folders; the longer end wins."""

    path: str
    medium: int
    """Its place in the list of media."""
    whole: bool = False
    """Whether `path` is the whole path."""


def need(size: int, *, head: int | None, duration: float | None, rate: float | None = None) -> int:
    """Bytes that make a download: the head of the file and one minute of its content.

    The whole file where it is shorter, or where that is not known. `rate` is in bytes a second; without it the
    content is taken as even.
    """
    if head is None or not 0 <= head < size:
        return size
    if duration is None and rate:
        duration = (size - head) / rate
    if duration is None or duration < MINUTE:
        return size
    rate = rate or (size - head) / duration
    return min(size, head + ceil(rate * MINUTE - 1e-6))


@dataclass(slots=True)
class MediaFinder:
    """Finds media by the target of a request."""

    whole: Mapping[str, int]
    ends: Mapping[str, int]
    """By the end of a path: file name, folder and file name, and so on."""
    depth: int
    known: dict[bytes, int] = field(default_factory=dict)
    """Targets that were looked for before."""

    @classmethod
    def of(cls, addresses: Iterable[Address]) -> "MediaFinder":
        whole: dict[str, int] = {}
        ends: dict[str, int] = {}
        depth = 0
        for address in addresses:
            path = tidied(address.path)
            if address.whole:
                whole[path] = address.medium
                continue
            folders = path.split("/")
            depth = max(depth, len(folders))
            ends[path] = address.medium if ends.get(path, address.medium) == address.medium else AMBIGUOUS
        return cls(whole=whole, ends=ends, depth=depth)

    def find(self, target: bytes) -> int:
        """The medium that a target names: a path, percent-encoded or not, or a URL; UNKNOWN or AMBIGUOUS if none."""
        found = self.known.get(target)
        if found is None:
            if len(target) > LONGEST:
                return UNKNOWN
            if len(self.known) > ROOM:
                self.known.clear()
            found = self.known[target] = self._look(target)
        return found

    def _look(self, target: bytes) -> int:
        path = unescaped(unquote_to_bytes(_HOST.sub(b"", target).partition(b"?")[0].partition(b"#")[0]))
        found = self._named(path)
        # Some proxies encode what is encoded already; some players write blanks as forms do.
        if found == UNKNOWN and b"%" in path:
            found = self._named(unquote_to_bytes(path))
        if found == UNKNOWN and b"+" in path:
            found = self._named(path.replace(b"+", b" "))
        return found

    def _named(self, path: bytes) -> int:
        text = tidied(path.decode("utf-8", "replace"))
        if text in self.whole:
            return self.whole[text]
        folders = text.split("/")
        for count in range(min(self.depth, len(folders)), 0, -1):
            found = self.ends.get("/".join(folders[-count:]))
            if found is not None:
                return found
        return UNKNOWN


_ESCAPE = re.compile(rb"\\x([0-9a-fA-F]{2})")


def unescaped(text: bytes) -> bytes:
    r"""Bytes that a log wrote as `\xE6`."""
    return _ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), text) if b"\\x" in text else text
