"""Visitors: an address and an agent become a number that nobody can turn back, since its salt changes every month.

A salt is a small file under the workspace's hidden folder, made with the first request of its month. For requests of a
month's first day a second number is made with the salt of the month before: so a download at 23:59 and its rest at
00:01 stay one, and nobody is followed any further.
"""

import secrets
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from pathlib import Path

from pipeline.files import whole

DAY = 86_400
Network = IPv4Network | IPv6Network


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """A month of UTC with its salts."""

    name: str
    start: int
    stop: int
    """Seconds since 1970."""
    salt: bytes
    """Empty once the month is closed: its visitors are forgotten, and its figures stay as they are."""
    before: bytes
    """The salt of the month before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Salts:
    """The salts in a folder; new ones are written to `news`, which a run that may leave no trace points elsewhere."""

    folder: Path
    news: Path

    def month(self, moment: int) -> Month:
        """The month that a moment lies in."""
        day = datetime.fromtimestamp(moment, UTC).replace(day=1, hour=0, minute=0, second=0)
        after = (day + timedelta(days=32)).replace(day=1)
        names = [one.strftime("%Y-%m") for one in (day, day - timedelta(days=1))]
        salt, before = (self._salt(name) for name in names)
        return Month(name=names[0], start=int(day.timestamp()), stop=int(after.timestamp()), salt=salt, before=before)

    def close(self, name: str) -> None:
        """Forget a month's salt for good."""
        (self.folder / name).write_bytes(b"")

    def _salt(self, name: str) -> bytes:
        for place in (self.folder, self.news):
            if (place / name).exists():
                return (place / name).read_bytes()
        # Several processes may meet a month at once: the first one's salt counts, for all.
        with suppress(FileExistsError), whole(self.news / name, new=True) as part:
            part.touch(mode=0o600)
            part.write_bytes(secrets.token_bytes(32))
        return (self.news / name).read_bytes()


def visitor(address: bytes, agent: bytes, salt: bytes) -> int:
    """The number of a visitor under a salt, of 63 bits, never 0."""
    key = blake2b(address + b"\0" + agent, digest_size=8, key=salt).digest()
    return int.from_bytes(key) >> 1 or 1


def network_of(address: bytes) -> bytes:
    """The part of an address by which visitors differ: all of an IPv4 address, the first 64 bits of an IPv6 one."""
    if b":" not in address:
        return address
    try:
        found = IPv6Address(address.decode("ascii").partition("%")[0])
    except ValueError:
        return address
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped).encode()
    return found.packed[:8]


@dataclass(frozen=True, slots=True, kw_only=True)
class Networks:
    """Networks whose requests are programs', by the studio's own list; without it there are none."""

    dropped: tuple[Network, ...] = ()
    kept: tuple[Network, ...] = field(default=())
    """Nevertheless people: a campus, a company."""

    @classmethod
    def of(cls, dropped: Iterable[str], kept: Iterable[str]) -> "Networks":
        """Raises ValueError for what is no network."""
        return cls(dropped=tuple(map(ip_network, dropped)), kept=tuple(map(ip_network, kept)))

    def drops(self, address: bytes) -> bool:
        if not self.dropped:
            return False
        try:
            found = ip_address(address.decode("ascii"))
        except ValueError:
            return False
        return any(found in one for one in self.dropped) and not any(found in one for one in self.kept)
