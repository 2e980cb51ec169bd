"""The channel of a feed: its series, by Apple's requirements, PSP-1 and the Podcasting 2.0 namespace."""

from pipeline.model.publishing.podcast import Location, Person, podcast_guid
from pipeline.publish.feed.xml import Element, add, ascii_address, markup, short
from pipeline.publish.item import ItemSeries

DESCRIPTION = 4000
"""Bytes that Apple and PSP-1 allow a description."""
NAME_LIMIT = 128
"""Characters of a person's name, a place, a licence and a soundbite's title."""


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
        add_license(channel, podcast.license, podcast.license_url)
    for one in podcast.funding:
        add(channel, "podcast:funding", short(one.text, NAME_LIMIT), {"url": one.url})
    for person in podcast.people:
        add_person(channel, person)
    if podcast.location:
        add_location(channel, podcast.location)
    if podcast.ai_content is not None:
        add(channel, "podcast:txt", "true" if podcast.ai_content else "false", {"purpose": "ai-content"})
    for notice in podcast.txt:
        add(channel, "podcast:txt", notice.text, {"purpose": notice.purpose} if notice.purpose else {})


def add_license(parent: Element, name: str, url: str) -> None:
    add(parent, "podcast:license", short(name, NAME_LIMIT), {"url": url} if url else {})


def add_location(parent: Element, location: Location) -> None:
    places = {name: value for name, value in (("geo", location.geo), ("osm", location.osm)) if value}
    add(parent, "podcast:location", short(location.name, NAME_LIMIT), places)


def add_person(parent: Element, person: Person) -> None:
    links = {name: value for name, value in (("href", person.href), ("img", person.img)) if value}
    add(parent, "podcast:person", short(person.name, NAME_LIMIT), {"group": person.group, "role": person.role} | links)


def _apple(channel: Element, series: ItemSeries, *, image: str) -> None:
    podcast = series.podcast
    if image:
        add(channel, "itunes:image", attributes={"href": image})
    for words in (podcast.category, *podcast.further):
        name, _, subcategory = (part.strip() for part in words.partition(">"))
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
    if podcast.block:
        add(channel, "itunes:block", "Yes")
    if podcast.complete:
        add(channel, "itunes:complete", "Yes")
    if podcast.moved_to:
        add(channel, "itunes:new-feed-url", ascii_address(podcast.moved_to))
