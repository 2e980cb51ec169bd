"""The files of a series' feed: its pages, newest episodes first, a short one for feed readers, and chapters."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date as Date
from itertools import groupby
from urllib.parse import quote
from zoneinfo import ZoneInfo

from pipeline.publish.feed.channel import fill_channel
from pipeline.publish.feed.item import add_entry, chapters_text, primary
from pipeline.publish.feed.xml import add, ascii_address, document, xml_bytes
from pipeline.publish.item import Item, ItemSeries, Page, TargetContents

PAGE = 200
"""Items on a page of a feed (RFC 5005)."""
LATEST = 20
"""Items of the short feed."""
STYLE = "feed.css"
"""Beside the feed, made with the site: how browsers show it to whoever opens it."""


def feed_pages(contents: TargetContents) -> Iterator[Page]:
    """The chapters of every item, then the feeds of every series, which link to them."""
    for item in contents.items:
        if item.chapters:
            yield Page.of(f"{item.folder}/chapters.json", chapters_text(item))
    contents = replace(contents, public=ascii_address(contents.public))
    for _, group in groupby(contents.items, key=lambda item: item.series.id):
        if playable := tuple(item for item in group if primary(item)):
            yield from _feeds(playable, contents)


def _feeds(items: Sequence[Item], contents: TargetContents) -> Iterator[Page]:
    # The newest item has the latest description of the series.
    newest = sorted(items, key=lambda item: (item.date or Date.min, item.number), reverse=True)
    series = newest[0].series
    pages = [newest[start : start + PAGE] for start in range(0, len(newest), PAGE)]
    names = [_name(number) for number in range(1, len(pages) + 1)]
    # The first page last: subscribers load it, and it links to the others.
    for number, page in reversed(tuple(enumerate(pages))):
        links = {"first": names[0], "last": names[-1]} if len(names) > 1 else {}
        if number > 0:
            links["previous"] = names[number - 1]
        if number < len(names) - 1:
            links["next"] = names[number + 1]
        yield _feed(series, page, contents, name=names[number], links=links)
    if len(newest) > LATEST:
        yield _feed(series, newest[:LATEST], contents, name="latest.xml", links={})


def _name(number: int) -> str:
    return "feed.xml" if number == 1 else f"feed-{number}.xml"


def _feed(
    series: ItemSeries, items: Sequence[Item], contents: TargetContents, *, name: str, links: dict[str, str]
) -> Page:
    home = f"{contents.public}{quote(series.slug)}/"
    root = document()
    channel = add(root, "channel")
    for rel, other in {"self": name, **links}.items():
        add(channel, "atom:link", attributes={"rel": rel, "href": home + other, "type": "application/rss+xml"})
    cover = items[0].square_cover
    image = home + series.cover.name if series.cover else f"{home}{items[0].number}/{cover.name}" if cover else ""
    fill_channel(channel, series, home=home, feed=f"{home}feed.xml", image=image)
    zone = ZoneInfo(contents.timezone)
    for item in items:
        add_entry(channel, item, public=contents.public, zone=zone)
    # Made at once: a digest of all its items would take longer.
    return Page.of(f"{series.slug}/{name}", xml_bytes(root, style=STYLE))
