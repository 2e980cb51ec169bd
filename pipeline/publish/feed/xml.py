"""XML of feeds: elements of a few namespaces, the same bytes for the same value."""

from collections.abc import Mapping
from html import escape
from urllib.parse import quote, urlsplit, urlunsplit
from xml.etree import ElementTree

NAMESPACES = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "atom": "http://www.w3.org/2005/Atom",
}
Element = ElementTree.Element
_ILLEGAL = dict.fromkeys([*range(9), 11, 12, *range(14, 32), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF])
"""Characters that XML 1.0 cannot hold, not even escaped."""


def add(parent: Element, tag: str, text: str | None = None, attributes: Mapping[str, str] | None = None) -> Element:
    """An element below another: `add(item, "itunes:duration", "61")`."""
    element = ElementTree.SubElement(parent, tag, {name: _legal(value) for name, value in (attributes or {}).items()})
    if text is not None:
        element.text = _legal(text)
    return element


def document() -> Element:
    """The root element of a feed, its namespaces declared with their usual prefixes."""
    names = {f"xmlns:{prefix}": address for prefix, address in NAMESPACES.items()}
    return Element("rss", {"version": "2.0", **names})


def xml_bytes(root: Element, *, style: str) -> bytes:
    """The document in UTF-8, indented; `style` is the address of its style sheet, for browsers."""
    ElementTree.indent(root)
    text = ElementTree.tostring(root, encoding="unicode")
    # Readers take a bare carriage return for a line end.
    text = text.replace("\r", "&#13;")
    styled = f'<?xml-stylesheet type="text/css" href="{style}"?>'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{styled}\n{text}\n'.encode()


def cut(text: str, limit: int) -> str:
    """The text in at most `limit` bytes of UTF-8, as podcast directories count; what is cut ends in an ellipsis."""
    data = text.strip().encode()
    if len(data) <= limit:
        return text.strip()
    return data[: limit - 3].decode(errors="ignore").rstrip() + "…"


def markup(text: str, limit: int) -> str:
    """The text as HTML in at most `limit` bytes: a line as it is, several as paragraphs.

    Apps read descriptions as HTML, so that a `<` in the text must be escaped.
    """
    room = limit
    while len(html := _paragraphs(cut(text, room)).encode()) > limit:
        room = room * limit // len(html)
    return html.decode()


def _paragraphs(text: str) -> str:
    lines = [escape(line.strip(), quote=False) for line in text.splitlines() if line.strip()]
    return lines[0] if len(lines) == 1 else "".join(f"<p>{line}</p>" for line in lines)


def short(text: str, limit: int = 255) -> str:
    """The text on one line, in at most `limit` characters (by default PSP-1's limit for all short texts)."""
    line = " ".join(text.split())
    return line if len(line) <= limit else f"{line[: limit - 1].rstrip()}…"


def ascii_address(address: str) -> str:
    """A web address in ASCII, for every app: its host in punycode, other characters percent-encoded."""
    parts = urlsplit(address)
    host = parts.netloc
    if not host.isascii():
        name, colon, port = host.partition(":")
        try:
            host = f"{name.encode('idna').decode()}{colon}{port}"
        except UnicodeError:
            host = quote(host, safe=":@")
    return urlunsplit((parts.scheme, host, quote(parts.path, safe="/%~!$&'()*+,;=:@"), "", ""))


def _legal(text: str) -> str:
    return text.translate(_ILLEGAL)
