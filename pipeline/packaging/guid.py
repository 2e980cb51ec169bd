"""Identity: the guid of an episode in feeds and play counts, whatever its number, title or file name become."""

from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from unicodedata import normalize
from uuid import UUID, uuid5

from pipeline.files import append_line, read_lines

NAMESPACE = UUID("6c2f9a53-53f1-5d0e-9b39-0d5a3f1e7a40")
"""Of all episodes; another one would give every episode another identity."""


@dataclass(slots=True, kw_only=True)
class Identities:
    """Guids by episode, `lieshita/001-mao-zejian.yaml`: the manifest's first name, later its new ones.

    They are kept in a file that only grows: each line holds some names with their guids, null for a name that is
    no longer used; later lines win, and one that was cut short by a power failure is ignored.
    """

    path: Path
    _known: dict[str, str | None] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> "Identities":
        """The guids in a file; none where there is no file."""
        found = cls(path=path)
        with suppress(OSError):
            for value in read_lines(path):
                found._known |= _names(value)
        return found

    def of(self, name: str, *, stated: str = "", others: Callable[[], Collection[str]] = tuple) -> str:
        """The episode's guid: what its manifest states, else what is kept, else one made from its name.

        `others` gives the guids that other manifests of the series state: a name that was used before gets another.
        """
        name = normalize("NFC", name)
        if stated:
            return stated
        kept = self._known.get(name)
        if kept:
            return kept
        taken = {guid for other, guid in self._known.items() if guid and other != name} | set(others())
        return next(guid for turn in count(1) if (guid := _made(name, turn)) not in taken)

    def keep(self, names: Mapping[str, str | None]) -> None:
        """Keep guids, and names that are no longer used; all or none of them.

        Raises OSError when it cannot be written.
        """
        new = {normalize("NFC", name): guid for name, guid in names.items()}
        new = {name: guid for name, guid in new.items() if name not in self._known or self._known[name] != guid}
        if not new:
            return
        append_line(self.path, new)
        self._known |= new


def _made(name: str, turn: int) -> str:
    return str(uuid5(NAMESPACE, name if turn == 1 else f"{name}#{turn}"))


def _names(found: object) -> dict[str, str | None]:
    if not isinstance(found, dict):
        return {}
    return {str(name): guid for name, guid in found.items() if guid is None or isinstance(guid, str)}
