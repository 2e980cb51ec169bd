"""Reading a feed: RSS with the tags of Apple and of the Podcasting 2.0 namespace, or Atom."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from fractions import Fraction
from pathlib import Path
from typing import cast, get_args
from xml.etree.ElementTree import Element

from pipeline.errors import PipelineError
from pipeline.ingest.feed.text import one_line, plain_text
from pipeline.ingest.feed.values import IncomingFeed, IncomingItem
from pipeline.ingest.feed.xml import read_document
from pipeline.masking import public
from pipeline.messages import Message, tr
from pipeline.model.podcast import Kind, podcast_guid

MOST = 20_000
"""Items of a feed."""
_FIRST, _LAST = 1970, 2200
"""Years in which an episode can have come out."""
_PREFIXES = {
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes:",
    "https://podcastindex.org/namespace/1.0": "podcast:",
    "https://github.com/podcastindex-org/podcast-namespace/blob/main/docs/1.0.md": "podcast:",
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://www.w3.org/2005/atom": "atom:",
    "http://purl.org/rss/1.0/": "",
}
"""Prefixes by address in small letters, as feeds are not exact about them."""


class Node:
    """An element whose children are asked for by their usual names: `itunes:title`."""

    def __init__(self, element: Element) -> None:
        self.element = element
        self._below: dict[str, list[Element]] = {}
        for child in element:
            self._below.setdefault(_name(child), []).append(child)

    def all(self, *names: str) -> Iterator["Node"]:
        return (Node(child) for name in names for child in self._below.get(name, ()))

    def first(self, *names: str) -> "Node | None":
        return next(self.all(*names), None)

    def text(self, *names: str) -> str:
        """Of the first child of these names that holds any, without blanks at its ends."""
        return next(filter(None, ("".join(found.element.itertext()).strip() for found in self.all(*names))), "")

    def said(self, attribute: str) -> str:
        return self.element.get(attribute, "").strip()


def read_feed(path: Path) -> IncomingFeed:
    """The feed in a file; nothing that it names is fetched.

    Raises PipelineError for a file that is none, or holds more than anybody has episodes.
    """
    element = read_document(path)
    root = Node(element)
    kind = _name(element)
    channel = root if kind == "atom:feed" else root.first("channel")
    if channel is None:
        hint = tr("give the RSS or Atom file as the old host serves it")
        raise PipelineError(
            tr("'{path}' is not a feed: its XML begins with '{kind}'", path=path, kind=kind[:60]), hint=hint
        )
    # In RSS 1.0 items stand beside the channel.
    entries = [*channel.all("item", "atom:entry"), *(root.all("item") if channel is not root else ())]
    if len(entries) > MOST:
        raise PipelineError(tr("'{path}' holds more than {limit} items", path=path, limit=MOST))
    author = _author(channel)
    return IncomingFeed(
        title=one_line(plain_text(channel.text("itunes:title", "title", "atom:title"))),
        author=author,
        language=channel.text("language", "dc:language") or channel.said("{http://www.w3.org/XML/1998/namespace}lang"),
        summary=plain_text(channel.text("description", "itunes:summary", "atom:subtitle", "itunes:subtitle")),
        podcast=dict(_settings(channel)),
        items=tuple(_item(entry, author) for entry in entries),
    )


def _settings(channel: Node) -> Iterator[tuple[str, str]]:
    """What a series says under `podcast`; whether that is taken is for its reader to say."""
    if category := channel.first("itunes:category"):
        below = category.first("itunes:category")
        yield "category", " > ".join(filter(None, (category.said("text"), below.said("text") if below else "")))
    if explicit := channel.text("itunes:explicit").lower():
        yield "explicit", "yes" if explicit in ("yes", "true", "explicit") else "no"
    yield "type", channel.text("itunes:type").lower() or "episodic"
    if medium := channel.text("podcast:medium").lower():
        yield "medium", medium
    if locked := channel.text("podcast:locked").lower():
        yield "locked", "yes" if locked in ("yes", "true") else "no"
    owner = channel.first("itunes:owner")
    if email := (owner.text("itunes:email") if owner else "") or _owner_of_lock(channel):
        yield "owner", email
    if rights := one_line(plain_text(channel.text("copyright", "dc:rights", "atom:rights"))):
        yield "copyright", rights
    if license := one_line(channel.text("podcast:license")):
        yield "license", license
    if channel.text("itunes:complete").lower() == "yes":
        yield "complete", "yes"
    if identity := channel.text("podcast:guid") or _made_of_address(channel):
        yield "guid", identity


def _owner_of_lock(channel: Node) -> str:
    lock = channel.first("podcast:locked")
    return lock.said("owner") if lock else ""


def _made_of_address(channel: Node) -> str:
    """What directories know a feed by that states no identity: one made from its address."""
    links = (link for link in channel.all("atom:link") if link.said("rel") == "self")
    address = next((link.said("href") for link in links), "")
    return podcast_guid(address) if address.startswith(("http://", "https://")) else ""


def _item(entry: Node, author: str) -> IncomingItem:
    notes: list[Message] = []
    enclosure = _enclosure(entry)
    url = enclosure.get("url", "")
    length = enclosure.get("length", "")
    written = entry.text("pubDate", "dc:date", "atom:published", "atom:updated")
    moment = _moment(written)
    if written and moment is None:
        notes.append(tr("its date '{date}' cannot be read", date=one_line(written)[:40]))
    guid = entry.text("guid", "atom:id")
    if not guid and url:
        notes.append(tr("it has no guid: apps know it by the address of its file, and so do we"))
    if (identity := public(guid or url)) != (guid or url):
        notes.append(tr("its guid holds a password or a token, and is kept without it: everybody reads a feed"))
    kind = entry.text("itunes:episodeType").lower()
    return IncomingItem(
        guid=identity,
        title=one_line(plain_text(entry.text("itunes:title", "title", "atom:title"))),
        number=_whole(entry.text("itunes:episode", "podcast:episode")),
        season=_whole(entry.text("itunes:season", "podcast:season")),
        kind=cast(Kind, kind) if kind in get_args(Kind) else "full",
        moment=moment,
        summary=plain_text(
            entry.text("description", "content:encoded", "itunes:summary", "atom:summary", "atom:content")
        ),
        duration=_duration(entry.text("itunes:duration")),
        speakers=tuple(_speakers(entry, author)),
        tags=tuple(_tags(entry)),
        link=_link(entry),
        url=url,
        length=int(length) if re.fullmatch(r"[0-9]{1,15}", length) else None,
        others=tuple(_alternates(entry)),
        transcripts=tuple(one.said("url") for one in entry.all("podcast:transcript")),
        notes=tuple(notes),
    )


def _enclosure(entry: Node) -> Mapping[str, str]:
    found = entry.first("enclosure")
    if found:
        return {name: found.said(name) for name in ("url", "length")}
    links = (link for link in entry.all("atom:link") if link.said("rel") == "enclosure")
    return next(({"url": link.said("href"), "length": link.said("length")} for link in links), {})


def _alternates(entry: Node) -> Iterator[str]:
    for alternate in entry.all("podcast:alternateEnclosure"):
        yield from (source.said("uri") for source in alternate.all("podcast:source"))


def _link(entry: Node) -> str:
    links = (link.said("href") for link in entry.all("atom:link") if link.said("rel") in ("", "alternate"))
    return entry.text("link") or next(links, "")


def _author(node: Node) -> str:
    of_atom = node.first("atom:author")
    name = node.text("itunes:author", "dc:creator") or (of_atom.text("atom:name") if of_atom else "")
    return one_line(plain_text(name))


def _speakers(entry: Node, author: str) -> Iterator[str]:
    """Those who are named; else the item's author, where that is not who makes the podcast."""
    named = [one_line("".join(person.element.itertext())) for person in entry.all("podcast:person")]
    if not any(named):
        named = [name for name in (_author(entry),) if name != author]
    yield from dict.fromkeys(filter(None, named))


def _tags(entry: Node) -> Iterator[str]:
    words = [word for text in (entry.text("itunes:keywords"),) for word in re.split("[,，、;；]", text)]
    words += ["".join(one.element.itertext()) for one in entry.all("category")]
    words += [one.said("term") for one in entry.all("atom:category")]
    yield from dict.fromkeys(filter(None, map(one_line, words)))


def _moment(text: str) -> datetime | None:
    """RFC 2822 as RSS has it, ISO 8601 as Atom has it; without a zone, UTC."""
    for read in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            found = read(text)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        if _FIRST <= found.year <= _LAST:
            return found if found.tzinfo else found.replace(tzinfo=UTC)
    return None


def _duration(text: str) -> Fraction | None:
    """`3723`, `62:03` or `1:02:03`; None for what is no length."""
    if not re.fullmatch(r"([0-9]{1,4}:){0,2}[0-9]{1,7}(\.[0-9]{1,6})?", text):
        return None
    seconds = Fraction(0)
    for part in text.split(":"):
        seconds = seconds * 60 + Fraction(part)
    return seconds or None


def _whole(text: str) -> int | None:
    return int(text) if re.fullmatch(r"0{0,5}[1-9][0-9]{0,4}", text) else None


def _name(element: Element) -> str:
    """`itunes:title`; of other namespaces the whole name."""
    # A comment or an instruction has no name.
    if not isinstance(element.tag, str):
        return ""
    address, brace, name = element.tag.removeprefix("{").rpartition("}")
    if not brace:
        return name
    prefix = _PREFIXES.get(address.lower().rstrip("#"))
    return f"{address}|{name}" if prefix is None else f"{prefix}{name}"
