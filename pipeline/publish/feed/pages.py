"""The files of a series' feed: its pages, the newest episodes on the first, a short one for readers, and chapters."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date as Date
from itertools import groupby
from urllib.parse import quote
from zoneinfo import ZoneInfo

from pipeline.publish.feed.channel import fill_channel
from pipeline.publish.feed.item import add_entry, chapters_text, primary
from pipeline.publish.feed.xml import add, ascii_address, document, written
from pipeline.publish.item import Item, ItemSeries, Page, TargetContents

PAGE = 200
"""Items on a page of a feed (RFC 5005)."""
LATEST = 20
"""Items of the short feed."""


def feed_pages(catalogue: TargetContents) -> Iterator[Page]:
    """The chapters of every item, and the feeds of every series after what they point to."""
    for item in catalogue.items:
        if item.chapters:
            yield Page.of(f"{item.folder}/chapters.json", chapters_text(item))
    catalogue = replace(catalogue, public=ascii_address(catalogue.public))
    for _, group in groupby(catalogue.items, key=lambda item: item.series.id):
        if heard := tuple(item for item in group if primary(item)):
            yield from _feeds(heard, catalogue)


def _feeds(items: Sequence[Item], catalogue: TargetContents) -> Iterator[Page]:
    # What was published last knows the series best.
    newest = sorted(items, key=lambda item: (item.date or Date.min, item.number), reverse=True)
    series = newest[0].series
    pages = [newest[start : start + PAGE] for start in range(0, len(newest), PAGE)]
    names = [_name(number) for number in range(1, len(pages) + 1)]
    # The first page last: it is what subscribers ask for.
    for number, some in reversed(tuple(enumerate(pages))):
        links = {"first": names[0], "last": names[-1]} if len(names) > 1 else {}
        if number > 0:
            links["previous"] = names[number - 1]
        if number < len(names) - 1:
            links["next"] = names[number + 1]
        yield _feed(series, some, catalogue, name=names[number], links=links)
    if len(newest) > LATEST:
        yield _feed(series, newest[:LATEST], catalogue, name="latest.xml", links={})


def _name(number: int) -> str:
    return "feed.xml" if number == 1 else f"feed-{number}.xml"


def _feed(
    series: ItemSeries, items: Sequence[Item], catalogue: TargetContents, *, name: str, links: dict[str, str]
) -> Page:
    home = f"{catalogue.public}{quote(series.slug)}/"
    root = document()
    channel = add(root, "channel")
    for rel, other in {"self": name, **links}.items():
        add(channel, "atom:link", attributes={"rel": rel, "href": home + other, "type": "application/rss+xml"})
    cover = items[0].square_cover
    image = home + series.cover.name if series.cover else f"{home}{items[0].number}/{cover.name}" if cover else ""
    fill_channel(channel, series, home=home, feed=f"{home}feed.xml", image=image)
    zone = ZoneInfo(catalogue.timezone)
    for item in items:
        add_entry(channel, item, public=catalogue.public, zone=zone)
    # Written at once: a digest of all that items say would take longer.
    return Page.of(f"{series.slug}/{name}", written(root))
