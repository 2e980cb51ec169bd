"""The channel of a feed: its series, by Apple's requirements, PSP-1 and the Podcasting 2.0 namespace."""

from pipeline.model.podcast import podcast_guid
from pipeline.publish.feed.xml import Element, add, ascii_address, markup, short
from pipeline.publish.item import ItemSeries

DESCRIPTION = 4000
"""Bytes that Apple and PSP-1 allow a description."""


def fill_channel(channel: Element, series: ItemSeries, *, home: str, feed: str, image: str) -> None:
    """Fill in everything but the items. `home` is the address of the series' page, `feed` of the first feed page."""
    podcast = series.podcast
    add(channel, "title", short(series.title))
    add(channel, "link", home)
    add(channel, "description", markup(series.summary or series.title, DESCRIPTION))
    add(channel, "language", series.language.lower())
    if podcast.copyright:
        add(channel, "copyright", short(podcast.copyright))
    add(channel, "generator", "voicehall")
    if image:
        picture = add(channel, "image")
        for name, value in (("url", image), ("title", short(series.title)), ("link", home)):
            add(picture, name, value)
    _apple(channel, series, image=image)
    add(channel, "podcast:guid", podcast.guid or podcast_guid(feed))
    owner = {"owner": podcast.owner} if podcast.owner else {}
    add(channel, "podcast:locked", "yes" if podcast.locked else "no", owner)
    add(channel, "podcast:medium", podcast.medium)
    if podcast.license:
        add(channel, "podcast:license", short(podcast.license, 128))
    if podcast.ai_content is not None:
        add(channel, "podcast:txt", "true" if podcast.ai_content else "false", {"purpose": "ai-content"})


def _apple(channel: Element, series: ItemSeries, *, image: str) -> None:
    podcast = series.podcast
    if image:
        add(channel, "itunes:image", attributes={"href": image})
    name, _, subcategory = (part.strip() for part in podcast.category.partition(">"))
    category = add(channel, "itunes:category", attributes={"text": name})
    if subcategory:
        add(category, "itunes:category", attributes={"text": subcategory})
    add(channel, "itunes:explicit", "true" if podcast.explicit else "false")
    add(channel, "itunes:author", short(series.author))
    add(channel, "itunes:type", podcast.kind)
    if podcast.owner:
        owner = add(channel, "itunes:owner")
        add(owner, "itunes:name", short(series.author))
        add(owner, "itunes:email", podcast.owner)
    if podcast.complete:
        add(channel, "itunes:complete", "Yes")
    if podcast.moved_to:
        add(channel, "itunes:new-feed-url", ascii_address(podcast.moved_to))
