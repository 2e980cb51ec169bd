"""One episode in a feed."""

import json
from base64 import b64encode
from collections.abc import Iterator
from datetime import date as Date
from datetime import datetime, time
from email.utils import format_datetime
from fractions import Fraction
from urllib.parse import quote
from zoneinfo import ZoneInfo

from pipeline.model.publishing.podcast import Person
from pipeline.publish.feed.channel import DESCRIPTION, NAME_LIMIT, add_license, add_location, add_person
from pipeline.publish.feed.xml import Element, add, markup, short
from pipeline.publish.item import Item, ItemFile
from pipeline.wording import passed

PLAYABLE = ("audio/mpeg", "audio/x-m4a", "video/mp4", "video/x-m4v", "video/quicktime")
"""MIME types that every podcast app plays, the best enclosure first; Opus is none of them."""


def add_entry(channel: Element, item: Item, *, public: str, zone: ZoneInfo) -> None:
    """Add the item's element. `public` is the address of the target's root, `zone` the studio's.

    Nothing is added for a programme without sound or video: an app could not play it.
    """
    main = primary(item)
    if main is None:
        return
    home = f"{public}{quote(item.folder)}/"
    entry = add(channel, "item")
    add(entry, "title", short(item.title))
    add(entry, "link", home)
    add(entry, "guid", item.guid, {"isPermaLink": "false"})
    if item.date:
        add(entry, "pubDate", published(item.date, zone))
    add(entry, "description", markup(item.summary or item.title, DESCRIPTION))
    add(entry, "enclosure", attributes={"url": home + main.name, "length": str(main.bytes), "type": main.type})
    _apple(entry, item, home)
    if item.listing.season:
        add(entry, "podcast:season", str(item.listing.season))
    add(entry, "podcast:episode", str(item.number), {"display": short(item.numbering, 32)})
    for person in _people(item):
        add_person(entry, person)
    if item.listing.location:
        add_location(entry, item.listing.location)
    if item.listing.license:
        add_license(entry, item.listing.license, item.listing.license_url)
    for file in item.files:
        if file.role in ("captions", "subtitles", "transcript"):
            rel = {"rel": "captions"} if file.role != "transcript" else {}
            language = {"language": item.series.language.lower()}
            add(entry, "podcast:transcript", attributes={"url": home + file.name, "type": file.type} | language | rel)
    if item.ai_content:
        add(entry, "podcast:txt", "true", {"purpose": "ai-content"})
    if item.chapters:
        chapters = {"url": f"{home}chapters.json", "type": "application/json+chapters"}
        add(entry, "podcast:chapters", attributes=chapters)
    soundbite = item.listing.soundbite
    if soundbite and soundbite.start + soundbite.length <= item.duration:
        times = {"startTime": seconds(soundbite.start), "duration": seconds(soundbite.length)}
        add(entry, "podcast:soundbite", short(soundbite.title or item.title, NAME_LIMIT), times)
    for file in item.files:
        if file.role in ("audio", "video"):
            _alternate(entry, file, home, first=file == main)


def _people(item: Item) -> Iterator[Person]:
    """Speakers in their order, as what they are said to be, else as hosts; then everybody else."""
    told = {person.name: person for person in reversed(item.listing.people) if person.group == "cast"}
    first = [told.get(name, Person(name=name)) for name in item.speakers]
    yield from dict.fromkeys((*first, *item.listing.people))


def primary(item: Item) -> ItemFile | None:
    """The enclosure: sound before video, since podcast apps download it every time; else what there is."""
    playable = [file for file in item.files if file.type in PLAYABLE]
    others = (file for file in item.files if file.role in ("audio", "video"))
    return min(playable, key=lambda file: PLAYABLE.index(file.type), default=next(others, None))


def published(day: Date, zone: ZoneInfo) -> str:
    """The beginning of the day in the studio's time zone, in the form of RFC 2822."""
    return format_datetime(datetime.combine(day, time(), zone))


def seconds(time: Fraction) -> str:
    """Seconds with three decimals."""
    return f"{float(time):.3f}"


def chapters_text(item: Item) -> bytes:
    """The item's chapters as JSON, version 1.2.0 of the Podcasting 2.0 format."""
    chapters = [
        {"startTime": one.start / 1000, "endTime": one.stop / 1000, "title": one.title} for one in item.chapters
    ]
    value = {"version": "1.2.0", "title": item.title, "podcastName": item.series.title, "chapters": chapters}
    return json.dumps(value, ensure_ascii=False, indent=1).encode() + b"\n"


def _apple(entry: Element, item: Item, home: str) -> None:
    add(entry, "itunes:title", short(item.title))
    add(entry, "itunes:duration", str(max(1, passed(item.duration))))
    if item.listing.season:
        add(entry, "itunes:season", str(item.listing.season))
    add(entry, "itunes:episode", str(item.number))
    add(entry, "itunes:episodeType", item.listing.kind)
    own = item.listing.explicit
    explicit = item.series.podcast.explicit if own is None else own
    add(entry, "itunes:explicit", "true" if explicit else "false")
    if item.listing.block:
        add(entry, "itunes:block", "Yes")
    if item.square_cover:
        add(entry, "itunes:image", attributes={"href": home + item.square_cover.name})


def _alternate(entry: Element, file: ItemFile, home: str, *, first: bool) -> None:
    attributes = {"type": file.type, "length": str(file.bytes), "title": file.rendition[:32] or file.role}
    if file.duration:
        attributes["bitrate"] = str(round(file.bytes * 8 / file.duration))
    if first:
        attributes["default"] = "true"
    alternate = add(entry, "podcast:alternateEnclosure", attributes=attributes)
    add(alternate, "podcast:source", attributes={"uri": home + file.name})
    sri = f"sha256-{b64encode(bytes.fromhex(file.sha256)).decode()}"
    add(alternate, "podcast:integrity", attributes={"type": "sri", "value": sri})
