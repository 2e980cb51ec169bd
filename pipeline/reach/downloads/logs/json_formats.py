"""Logs of JSON lines: Alibaba CDN's real-time log as it is shipped, and Caddy's."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pipeline.reach.downloads.logs.clients import BEHIND
from pipeline.reach.downloads.logs.timestamps import unix

Row = tuple[bytes, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonFormat:
    """One JSON object a line."""

    id: str
    read: Callable[[Mapping[str, Any]], tuple[Any, ...]]
    """Client, time, method, target, status, bytes, agent, range, and what proxies added. Raises KeyError and such."""
    head: bool = False
    proxied: bool = False
    """Whether rows name what proxies added."""

    def rows(self, block: bytes) -> Iterable[Row]:
        return map(self._row, block.split(b"\n"))

    def time(self, when: bytes) -> int:
        return unix(when)

    def _row(self, line: bytes) -> Row:
        if line.startswith(b"{"):
            try:
                *found, told = (str(one).encode(errors="replace") for one in self.read(json.loads(line)))
            except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
                found = []
            if found and all(found[:5]):
                client = found[0] + BEHIND + told if self.proxied and told else found[0]
                return (client, *found[1:], b"", b"")
        return (*(b"",) * 9, line)


def alibaba(line: Mapping[str, Any]) -> tuple[Any, ...]:
    body = line.get("body_bytes_sent")
    sent = line.get("response_size", "") if body in (None, "", "-") else body
    reply, asked = (str(line.get(name) or "-") for name in ("sent_http_content_range", "http_range"))
    return (
        *(line[name] for name in ("client_ip", "unixtime", "method", "uri", "return_code")),
        sent,
        line.get("user_agent", ""),
        reply if reply != "-" else asked,
        line.get("xforwordfor") or "",
    )


def caddy(line: Mapping[str, Any]) -> tuple[Any, ...]:
    """Of Caddy's access log; `client_ip` is the visitor where Caddy knows its `trusted_proxies`."""
    request = line["request"]
    asked, answer = request.get("headers") or {}, line.get("resp_headers") or {}
    remote = request.get("client_ip") or request.get("remote_ip") or request["remote_addr"]
    when = line["ts"]
    if isinstance(when, str):
        when = datetime.fromisoformat(when).timestamp()
    return (
        remote,
        when,
        request["method"],
        request["uri"],
        line["status"],
        line.get("size", ""),
        _first(asked, "User-Agent"),
        _first(answer, "Content-Range") or _first(asked, "Range") or "-",
        _first(asked, "X-Forwarded-For"),
    )


def _first(headers: Mapping[str, Any], name: str) -> str:
    found = headers.get(name) or [""]
    return ", ".join(found) if isinstance(found, list) else str(found)
