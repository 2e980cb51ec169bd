"""Clients: the address of a visitor, by what stands before the time of a line and by what proxies have added to it.

A proxy writes whom it serves behind what it was told itself (`X-Forwarded-For: told, told, added`). Anybody may have
told anything, so addresses are believed from the right, as long as the one who added them is trusted: the first that
is no trusted proxy is the visitor. Without trusted proxies it is whoever connected.
"""

import re
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

PRIVATE = tuple(
    map(
        ip_network,
        # RFC 1918, 6598, 1122, 3927; RFC 4193, 4291
        (
            "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
            "fc00::/7", "fe80::/10", "::1/128",
        ),
    )
)  # fmt: skip
"""Networks whose addresses nobody has on the internet."""

BEHIND = b"\0"
"""Between what stands before the time and the addresses that follow the agent."""

_USUAL = re.compile(rb"((?:\d{1,3}\.){3}\d{1,3}|[0-9a-fA-F]*:[0-9a-fA-F]*:[0-9a-fA-F:.]*) - [^\s\"(,:]+ ?")
"""A client, no name by ident, a user: nearly every line of nearly every log."""
_MAYBE_PRIVATE = re.compile(rb"(?:10|127|169\.254|192\.168|172|100)\.|f[cdefCDEF]|::", re.IGNORECASE)

_BEGINNINGS = (b"1", b"f", b"F", b":")
_FIELD = re.compile(r'"[^"]*"|\([^)]*\)|(?:[^\s,]+,\s*)+[^\s,]+|\S+')
_PORT = re.compile(r"(?:\[(?P<six>[0-9a-fA-F:.]+)\]|(?P<four>\d+(?:\.\d+){3}))(?::(?P<port>\d+))?")
_SERVED = {"80", "443", "8080", "8443"}
"""Ports of servers: an address with one of them, before another address, is that of a virtual host."""
_LIST = re.compile(rb"[\w.:%\[\]-]+(?:\s*,\s*[\w.:%\[\]-]+)*")


def forwarded(tail: bytes) -> bytes:
    """The addresses in what follows the agent of a line: the first text in quotes, or by itself, that is a list.

    One with an address of the internet comes first: servers also write which machine behind them gave the answer.
    """
    lists = []
    for found in re.finditer(rb'"([^"\n]*)"|([^\s"]+)', tail):
        text = (found[1] if found[1] is not None else found[2]).strip()
        addresses = [_read(part) for part in text.decode("latin-1").split(",")] if _LIST.fullmatch(text) else []
        if any(address is not None and not _within(address, PRIVATE) for address in addresses):
            return text
        if any(addresses):
            lists.append(text)
    return lists[0] if lists else b""


def client(text: bytes, trusted: Sequence[Network] = ()) -> bytes:
    """The visitor of a line by the text before its time, which may have more behind `BEHIND`."""
    if (usual := _USUAL.fullmatch(text)) and not (trusted and _within(_read(usual[1].decode()), trusted)):
        return usual[1]
    head, _, tail = text.decode("utf-8", "replace").partition(BEHIND.decode())
    remote, told = _parts(head)
    if tail:
        told.append(tail)
    if not trusted:
        # Where only the list was logged, its last address is the one that the own proxy has added.
        return (remote or (_last(told[0]) if told else "")).encode()
    chain = [entry.strip() for one in told for entry in one.split(",")]
    believed = _read(remote)
    if remote and not _within(believed, trusted):
        return (str(believed) if believed else remote).encode()
    for entry in reversed(chain):
        address = _read(entry)
        if address is None:
            # '-', 'unknown', or what somebody made up: nobody beyond it is known.
            break
        believed = address
        if not _within(address, trusted):
            break
    return str(believed).encode() if believed else (remote or head).encode()


def unbelieved(text: bytes, trusted: Sequence[Network] = ()) -> tuple[str, str] | None:
    """The client of a line and whom it says that it serves, where nobody told us to believe it."""
    head, _, tail = text.decode("utf-8", "replace").partition(BEHIND.decode())
    remote, told = _parts(head)
    counted, connected = _read(client(text, trusted).decode()), _read(remote)
    named = [address for one in (*told, tail) for entry in one.split(",") if (address := _read(entry))]
    # Somebody was believed, by us or by the server itself.
    if counted is None or (connected is not None and (connected != counted or connected in named)):
        return None
    others = [address for address in named if address != counted and not _within(address, PRIVATE)]
    return (str(counted), str(others[0])) if others else None


def is_private(client: bytes) -> bool:
    if client[:1] not in _BEGINNINGS or not _MAYBE_PRIVATE.match(client):
        return False
    return _within(_read(client.decode("utf-8", "replace")), PRIVATE)


def _parts(head: str) -> tuple[str, list[str]]:
    """Who connected, and the lists of addresses beside: `[virtual host] client [user ...]`, in whatever brackets."""
    fields = _FIELD.findall(head)
    remote, told = "", []
    for place, field in enumerate(fields):
        bare = field.strip('"()').strip()
        if bare != field or "," in field:
            if _LIST.fullmatch(bare.encode("utf-8", "replace")):
                told.append(bare)
        elif _read(field) is not None:
            if not remote and place == 0 and _is_host(field, fields[1:]):
                continue
            if remote:
                told.append(field)
            else:
                remote = str(_read(field))
    if not remote and not told and fields:
        # A server that looks names up.
        remote = fields[0]
    return remote, told


def _is_host(field: str, others: Sequence[str]) -> bool:
    found = _PORT.fullmatch(field)
    return bool(found and found["port"] in _SERVED and others and _read(others[0]) is not None)


def _last(told: str) -> str:
    return next((str(address) for entry in reversed(told.split(",")) if (address := _read(entry.strip()))), "")


def _read(text: str) -> Address | None:
    """An address without its port and zone; None for what is none."""
    text = text.strip().strip('"')
    if found := _PORT.fullmatch(text):
        text = found["six"] or found["four"]
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return address.ipv4_mapped or address if isinstance(address, IPv6Address) else address


def _within(address: Address | None, networks: Sequence[Network]) -> bool:
    return address is not None and any(address in one for one in networks)
