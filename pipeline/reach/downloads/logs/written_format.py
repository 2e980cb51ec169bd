"""Formats as servers' settings write them: nginx's `log_format` and Apache's `LogFormat`, made into one pattern.

Names of variables: nginx.org/en/docs/varindex.html, httpd.apache.org/docs/2.4/mod/mod_log_config.html.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from pipeline.errors import PipelineError
from pipeline.messages import listed, tr
from pipeline.reach.downloads.logs.clients import BEHIND
from pipeline.reach.downloads.logs.formats import QUOTED, TARGET, Row, TextFormat
from pipeline.reach.downloads.logs.timestamps import clf, unix

ID = "log-format"

NGINX = {
    "remote_addr": "client", "http_x_forwarded_for": "told", "proxy_add_x_forwarded_for": "told",
    "http_x_real_ip": "told", "time_local": "clf", "time_iso8601": "iso", "msec": "unix", "request": "request",
    "request_method": "method", "request_uri": "target", "uri": "target", "document_uri": "target", "status": "status",
    "body_bytes_sent": "sent", "bytes_sent": "sent-with-head", "http_user_agent": "agent", "http_range": "range",
    "sent_http_content_range": "answer", "is_args": "is_args",
}  # fmt: skip
APACHE = {
    "h": "client", "a": "client", "r": "request", "m": "method", "U": "target", "q": "query", "s": "status",
    "B": "sent", "b": "sent", "O": "sent-with-head", "t": "clf-in-brackets",
    "{user-agent}i": "agent", "{range}i": "range", "{x-forwarded-for}i": "told", "{x-real-ip}i": "told",
    "{content-range}o": "answer",
    "{sec}t": "unix", "{msec}t": "unix", "{%s}t": "unix",
    "{%d/%b/%y:%h:%m:%s %z}t": "clf", "{[%d/%b/%y:%h:%m:%s %z]}t": "clf-in-brackets",
    "{%y-%m-%dt%h:%m:%s%z}t": "iso", "{%y-%m-%d %h:%m:%s %z}t": "iso", "{%y-%m-%d %h:%m:%s%z}t": "iso",
}  # fmt: skip
"""By directive, in lower case between braces."""

_CLF = rb"\d{1,2}/\w{3}/\d{4}:\d\d:\d\d:\d\d [+-]\d{4}"
_SHAPES = {
    "client": rb'([^\s",]+)',
    "clf": rb"(" + _CLF + rb")",
    "clf-in-brackets": rb"\[(" + _CLF + rb")\]",
    "iso": rb"(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?: ?[+-]\d\d:?\d\d|Z))",
    "unix": rb"(\d+(?:\.\d+)?)",
    "method": rb"([A-Z]+)",
    "status": rb"(\d{3})",
    "sent": rb"(\d+|-)",
    "is_args": rb"\??",
    "query": rb'(?:\?[^\s"]*)?',
}
"""Of variables that end by themselves. What is captured is a group."""
_GROUPS = {
    **dict.fromkeys(("clf", "clf-in-brackets", "iso", "unix"), ("when",)),
    "request": ("method", "target"),
    **{kind: (kind,) for kind in ("client", "told", "method", "target", "status", "sent", "agent", "range")},
    "sent-with-head": ("sent-with-head",),
    "answer": ("answer",),
}
"""What is captured of a variable, by its kind."""
_BETTER = {"request": ("method", "target"), "sent": ("sent-with-head",), "range": ("answer",)}
_LIST = rb'(-|[^\s,"]+(?:, *[^\s,"]+)*)'
_UPSTREAM = rb"[^\s,]+(?:(?:, | : )[^\s,]+)*"
_NEEDED = {
    "client": (tr("the visitor's address"), "$remote_addr", "%h"),
    "when": (tr("the time"), "$time_local", "%t"),
    "target": (tr("the request"), "$request", "%r"),
    "status": (tr("the status"), "$status", "%>s"),
    "sent": (tr("the bytes sent"), "$body_bytes_sent", "%B"),
    "agent": (tr("the user agent"), "$http_user_agent", "%{User-Agent}i"),
}
_NGINX = re.compile(r"\$(?:\{(\w+)\}|(\w+))")
_APACHE = re.compile(r"%(?:(%)|[<>]?(?:!?\d{3}(?:,\d{3})*)?[<>]?((?:\{[^}]*\})?(?:\^[A-Za-z]{2}|[A-Za-z])))")
_PIECES = re.compile(r"""\s*'((?:[^'\\]|\\.)*)'|\s*"((?:[^"\\]|\\.)*)\"""", re.DOTALL)
_ESCAPES = {"t": "\t", "n": "\n", "r": "\r"}


@dataclass(frozen=True, slots=True)
class _Variable:
    """A place of a format that holds a value."""

    name: str
    """As the format writes it."""
    kind: str
    """What it is; empty for what is not used."""


@lru_cache(maxsize=16)
def written_format(text: str) -> TextFormat:
    """The format that a server's setting describes, with or without the directive around it.

    Raises PipelineError for one that lacks what counting needs, or whose values cannot be told apart.
    """
    bare = _bare(text)
    nginx = bool(_NGINX.search(bare))
    parts = _parts(bare, nginx=nginx)
    if not any(isinstance(part, _Variable) for part in parts):
        raise PipelineError(
            tr("--log-format has none of the variables of nginx ($status) or Apache (%>s): '{text}'", text=bare[:80]),
            hint=tr("copy what stands behind 'log_format' or 'LogFormat' in the server's settings"),
        )
    pattern, found, clock = _pattern(parts)
    kinds = {"answer": "range", "sent-with-head": "sent"}
    have = {kinds.get(kind, kind) for kind in found}
    missing = [name for name in _NEEDED if name not in have and not (name == "client" and "told" in have)]
    if missing:
        wanted = listed(
            tr("{what} ({variable})", what=_NEEDED[name][0], variable=_NEEDED[name][1 if nginx else 2])
            for name in missing
        )
        raise PipelineError(
            tr("--log-format lacks {wanted}", wanted=wanted),
            hint=tr("without it downloads cannot be counted: let the server write it, see docs/reach.md"),
        )
    return TextFormat(
        id=ID,
        pattern=re.compile(rb"^(?:" + pattern + rb"[ \t\r]*|([^\n]*))$", re.MULTILINE),
        order=_ordered([*found, "line"]),
        clock=clock,
        head="sent" not in found,
    )


def _bare(text: str) -> str:
    """The format itself: without the directive, its name, quotes, and line breaks between pieces."""
    text = text.strip().removesuffix(";").strip()
    if found := re.match(r"log_format\s+\S+\s+(?:escape=\w+\s+)?", text):
        text = text[found.end() :]
        return "".join(_unescaped(one or two) for one, two in _PIECES.findall(text)) or text
    if found := re.match(r"(?i:LogFormat)\s+(?=\")", text):
        piece = _PIECES.match(text, found.end())
        return _unescaped(piece[2] or "") if piece else text
    if re.fullmatch(r"(?:\s*'(?:[^'\\]|\\.)*')+", text):
        return "".join(_unescaped(one) for one, _ in _PIECES.findall(text))
    # As it is written within the quotes of a configuration.
    return text.replace('\\"', '"')


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", lambda found: _ESCAPES.get(found[1], found[1]), text)


def _parts(text: str, *, nginx: bool) -> list[str | _Variable]:
    parts: list[str | _Variable] = []
    end = 0
    for found in (_NGINX if nginx else _APACHE).finditer(text):
        parts.append(text[end : found.start()])
        if nginx:
            name = found[1] or found[2]
            parts.append(_Variable(found[0], NGINX.get(name, "upstream" if name.startswith("upstream_") else "")))
        elif found[1]:
            parts[-1] = f"{parts[-1]}%"
        else:
            parts.append(_Variable(found[0], _apache(found[2])))
        end = found.end()
    parts.append(text[end:])
    return [part for part in _joined(parts) if part]


def _joined(parts: Sequence[str | _Variable]) -> list[str | _Variable]:
    """The same, with neighbouring texts as one."""
    found: list[str | _Variable] = []
    for part in parts:
        last = found[-1] if found else None
        if isinstance(part, str) and isinstance(last, str):
            found[-1] = last + part
        else:
            found.append(part)
    return found


def _apache(directive: str) -> str:
    """What a directive is. Raises PipelineError for a time that cannot be read."""
    inner, _, letter = directive.rpartition("}")
    inner = inner.removeprefix("{")
    if letter == "a" and inner:
        return ""
    if letter != "t" or not inner:
        return APACHE.get(f"{{{inner.lower()}}}{letter}" if inner else letter, "")
    style = re.sub(r"^(begin|end):", "", inner).replace("%F", "%Y-%m-%d").replace("%T", "%H:%M:%S")
    kind = APACHE.get(f"{{{style.lower()}}}t", "")
    if not kind and style not in ("usec", "msec_frac", "usec_frac"):
        raise PipelineError(
            tr("--log-format: times written as '{style}' cannot be read", style=f"%{directive}"),
            hint=tr("let the server write %t"),
        )
    return kind


def _pattern(parts: Sequence[str | _Variable]) -> tuple[bytes, list[str], Callable[[bytes], int]]:
    """The pattern of a line, what its groups are, and how its time is read."""
    pattern = b""
    clock: Callable[[bytes], int] = clf
    found: list[str] = []
    present = {part.kind for part in parts if isinstance(part, _Variable)}
    # What is there twice is read once: the whole request before its parts, bytes without heads before those with them.
    skipped = {worse for better, several in _BETTER.items() if better in present for worse in several}
    for place, part in enumerate(parts):
        if isinstance(part, str):
            pattern += re.escape(part.encode())
            continue
        before = parts[place - 1] if place else ""
        after = parts[place + 1] if place + 1 < len(parts) else ""
        shape = _shape(part, before, after)
        kinds = _GROUPS.get(part.kind, ())
        if not kinds or part.kind in skipped or kinds[0] in found:
            pattern += re.sub(rb"(?<!\\)\((?!\?)", b"(?:", shape)
            continue
        pattern += shape
        found += kinds
        if kinds == ("when",):
            clock = _CLOCKS.get(part.kind, clf)
    return pattern, found, clock


def _shape(variable: _Variable, before: str | _Variable, after: str | _Variable) -> bytes:
    """What a variable may hold, as a group. Raises PipelineError where its end cannot be known."""
    quoted = isinstance(before, str) and isinstance(after, str) and before[-1:] == after[:1] == '"'
    match variable.kind:
        case "request":
            # Never gone back into: a line that fails later on would cost every way of reading it.
            return rb"([A-Z]+) " + (rb"(?>" + TARGET + rb')[^"\n]*' if quoted else rb"(\S+)(?: HTTP/[\d.]+)?")
        case "told":
            return rb"(" + QUOTED + rb")" if quoted else _LIST
        case "upstream":
            return QUOTED if quoted else _UPSTREAM
        case "target":
            return rb'([^"?\n]*(?:\?[^"\n]*)?)' if quoted else rb'([^\s"?]+)' if _is_query(after) else rb'([^\s"]+)'
        case kind if kind in _SHAPES:
            return _SHAPES[kind]
    if quoted:
        return rb"(" + QUOTED + rb")"
    if isinstance(after, _Variable):
        message = tr(
            "--log-format: nothing stands between '{first}' and '{second}': nobody can know where one ends",
            first=variable.name,
            second=after.name,
        )
        raise PipelineError(message, hint=tr("let the server write a blank or quotes between them"))
    if not after:
        return rb"([^\n]*)"
    return rb"(\S*)" if after[0].isspace() else rb"([^" + re.escape(after[0].encode()) + rb"\n]*)"


def _is_query(after: str | _Variable) -> bool:
    return isinstance(after, _Variable) and after.kind in ("is_args", "query")


def _ordered(found: Sequence[str]) -> Callable[[Row], Row]:
    """Puts groups in the order of a row."""
    places = {kind: place for place, kind in enumerate(found)}
    client, told, line = places.get("client"), places.get("told"), places["line"]
    method, sent = places.get("method"), places.get("sent", places.get("sent-with-head", 0))
    span = places.get("range", places.get("answer"))
    when, target, status, agent = (places[name] for name in ("when", "target", "status", "agent"))

    def row(groups: Row) -> Row:
        if not groups[when]:
            return (*(b"",) * 9, groups[line])
        head = b"" if client is None else groups[client] + b" - -"
        if told is not None and groups[told] not in (b"", b"-"):
            head += BEHIND + groups[told]
        asked = b"" if span is None else groups[span]
        verb = b"GET" if method is None else groups[method]
        whole = (groups[place] for place in (target, status, sent, agent))
        return (head or b"-", groups[when], verb, *whole, asked, b"", b"")

    return row


@lru_cache(maxsize=4096)
def _iso(when: bytes) -> int:
    """`2026-03-31T13:55:36+08:00`. Raises ValueError where that is no time."""
    return int(
        datetime.fromisoformat(when.decode("ascii").replace(",", ".").replace(" +", "+").replace(" -", "-")).timestamp()
    )


_CLOCKS: Mapping[str, Callable[[bytes], int]] = {"iso": _iso, "unix": unix}
"""How times are read that are not as nginx and Apache write them by default."""
