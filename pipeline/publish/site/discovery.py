"""What search engines ask a site for: a map of its pages, and where that is (sitemaps.org 0.9)."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date as Date
from xml.etree import ElementTree

from pipeline.publish.feed.xml import ascii_address
from pipeline.publish.item import Page

MOST = 50_000
"""Addresses of one map, as the protocol allows."""
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
Address = tuple[str, Date | None]
"""Of a page, and the day since which it has been there, where that is known."""


def discovery_pages(addresses: Iterable[Address], *, public: str) -> Iterator[Page]:
    """`sitemap.xml`, cut into several maps where one may not hold all, and `robots.txt`, which points to it."""
    everything = [(ascii_address(address), day) for address, day in addresses]
    maps = [everything[start : start + MOST] for start in range(0, len(everything), MOST)]
    root = ascii_address(public)
    if len(maps) > 1:
        names = [f"sitemap-{number}.xml" for number in range(1, len(maps) + 1)]
        for name, one in zip(names, maps, strict=True):
            yield Page.of(name, _xml("urlset", "url", one))
        index = [(root + name, _latest(one)) for name, one in zip(names, maps, strict=True)]
        yield Page.of("sitemap.xml", _xml("sitemapindex", "sitemap", index))
    else:
        yield Page.of("sitemap.xml", _xml("urlset", "url", everything))
    yield Page.of("robots.txt", f"User-agent: *\nDisallow:\n\nSitemap: {root}sitemap.xml\n".encode())


def _latest(addresses: Sequence[Address]) -> Date | None:
    return max((day for _, day in addresses if day), default=None)


def _xml(root: str, entry: str, addresses: Sequence[Address]) -> bytes:
    document = ElementTree.Element(root, {"xmlns": _NAMESPACE})
    for address, day in addresses:
        one = ElementTree.SubElement(document, entry)
        ElementTree.SubElement(one, "loc").text = address
        if day:
            ElementTree.SubElement(one, "lastmod").text = day.isoformat()
    ElementTree.indent(document)
    text = ElementTree.tostring(document, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()
