"""Elements of a feed, asked for by their usual names: `itunes:title`, whatever prefix the feed has for it."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

ADDRESSES = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "atom": "http://www.w3.org/2005/Atom",
    "media": "http://search.yahoo.com/mrss/",
    "psc": "http://podlove.org/simple-chapters",
    "googleplay": "http://www.google.com/schemas/play-podcasts/1.0",
    "spotify": "http://www.spotify.com/ns/rss",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
    "wfw": "http://wellformedweb.org/CommentAPI/",
    "slash": "http://purl.org/rss/1.0/modules/slash/",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
    "fh": "http://purl.org/syndication/history/1.0",
    "rawvoice": "http://www.rawvoice.com/rawvoiceRssModule/",
}
"""What usual prefixes stand for."""


def _alike(address: str) -> str:
    """An address without what feeds are not exact about: small letters, `http` or `https`, a slash at the end."""
    return address.lower().partition("://")[2].rstrip("#/") or address


_PREFIXES = {_alike(address): f"{prefix}:" for prefix, address in ADDRESSES.items()} | {
    _alike("https://github.com/podcastindex-org/podcast-namespace/blob/main/docs/1.0.md"): "podcast:",
    _alike("http://purl.org/rss/1.0/"): "",
}


class Node:
    """An element with what is below it."""

    def __init__(self, element: Element) -> None:
        self.element = element
        self._below: dict[str, list[Element]] = {}
        for child in element:
            self._below.setdefault(name_of(child), []).append(child)

    @property
    def whole(self) -> str:
        """All text in it, to the letter."""
        return "".join(self.element.itertext())

    def names(self) -> Iterator[str]:
        """Of what is below it, each once; comments have none."""
        return (name for name in self._below if name)

    def all(self, *names: str) -> Iterator["Node"]:
        return (Node(child) for name in names for child in self._below.get(name, ()))

    def first(self, *names: str) -> "Node | None":
        return next(self.all(*names), None)

    def text(self, *names: str) -> str:
        """Of the first child of these names that holds any, without blanks at its ends."""
        return self.exact(*names).strip()

    def exact(self, *names: str) -> str:
        """The same to the letter, with whatever blanks stand around it."""
        return next((found.whole for found in self.all(*names) if found.whole.strip()), "")

    def said(self, attribute: str) -> str:
        return self.element.get(attribute, "").strip()


def names(text: str) -> frozenset[str]:
    """Usual names, as they stand in a text."""
    return frozenset(text.split())


def name_of(element: Element) -> str:
    """`itunes:title`; of namespaces that nobody knows the whole name."""
    # A comment or an instruction has no name.
    if not isinstance(element.tag, str):
        return ""
    address, brace, name = element.tag.removeprefix("{").rpartition("}")
    if not brace:
        return name
    prefix = _PREFIXES.get(_alike(address))
    return f"{address}|{name}" if prefix is None else f"{prefix}{name}"
