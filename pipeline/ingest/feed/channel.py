"""The channel of a feed: what its series will say."""

from collections.abc import Iterator

from pipeline.ingest.feed.items import author_of, explicit_of, image_of, is_blocked, leftovers
from pipeline.ingest.feed.nodes import Node, names
from pipeline.ingest.feed.people import location_of, location_text, people_of, person_text
from pipeline.ingest.feed.text import one_line, plain_text
from pipeline.ingest.feed.values import Leftover, Plain
from pipeline.messages import tr
from pipeline.model.publishing.podcast import podcast_guid

_TEXTS = ("description", "itunes:summary", "atom:subtitle", "itunes:subtitle", "googleplay:description")
_TAKEN = names("""
    title atom:title language dc:language itunes:author dc:creator atom:author itunes:category googleplay:category
    itunes:explicit googleplay:explicit itunes:type podcast:medium podcast:locked itunes:owner copyright dc:rights
    atom:rights podcast:license itunes:complete podcast:guid itunes:block googleplay:block itunes:new-feed-url
    podcast:funding podcast:person podcast:location podcast:txt itunes:image image googleplay:image atom:logo item
    atom:entry
""")
_ANEW = names("""
    link atom:link generator atom:generator lastBuildDate pubDate docs ttl atom:id atom:updated dc:date items
    sy:updatePeriod sy:updateFrequency cloud fh:complete fh:archive
""")
"""What belongs to the old address, or is made anew."""


def image_of_channel(channel: Node) -> str:
    of_rss = channel.first("image")
    return image_of(channel) or (of_rss.text("url") if of_rss else "") or channel.text("atom:logo")


def settings(channel: Node, left: list[Leftover]) -> Iterator[tuple[str, Plain]]:
    """What a series says under `podcast`; whether that is taken is for its reader to say."""
    if categories := list(_categories(channel)):
        yield "category", categories[0] if len(categories) == 1 else list(categories)
    if (explicit := explicit_of(channel, left)) is not None:
        yield "explicit", "yes" if explicit else "no"
    yield "type", channel.text("itunes:type").lower() or "episodic"
    if medium := channel.text("podcast:medium").lower():
        yield "medium", medium
    if locked := channel.text("podcast:locked").lower():
        yield "locked", "yes" if locked in ("yes", "true") else "no"
    owner = channel.first("itunes:owner")
    if email := (owner.text("itunes:email") if owner else "") or _owner_of_lock(channel):
        yield "owner", email
    name = one_line(plain_text(owner.text("itunes:name"))) if owner else ""
    if name and name != author_of(channel):
        reason = tr("the feed's owner is the series' author")
        left.append(Leftover(tag="itunes:owner", value=name[:200], reason=reason))
    if rights := one_line(plain_text(channel.text("copyright", "dc:rights", "atom:rights"))):
        yield "copyright", rights
    license = channel.first("podcast:license")
    if license and (text := one_line(license.whole)):
        yield "license", text
        if license.said("url"):
            yield "license-url", license.said("url")
    if channel.text("itunes:complete").lower() == "yes":
        yield "complete", "yes"
    if is_blocked(channel):
        yield "block", "yes"
    if moved := channel.text("itunes:new-feed-url"):
        yield "moved-to", moved
    if identity := channel.text("podcast:guid") or _made_of_address(channel):
        yield "guid", identity
    yield from _podcasting(channel)


def _podcasting(channel: Node) -> Iterator[tuple[str, Plain]]:
    """What the Podcasting 2.0 namespace knows beside that."""
    funding: list[Plain] = [
        {"url": one.said("url"), **({"text": one_line(one.whole)} if one.whole.strip() else {})}
        for one in channel.all("podcast:funding")
        if one.said("url")
    ]
    if funding:
        yield "funding", funding
    if people := [person_text(person) for person in people_of(channel)]:
        yield "people", people
    if location := location_of(channel):
        yield "location", location_text(location)
    notices: list[Plain] = []
    for one in channel.all("podcast:txt"):
        purpose, text = one_line(one.said("purpose")), one_line(one.whole)
        if purpose == "ai-content" and text.lower() in ("true", "false"):
            yield "ai-content", "yes" if text.lower() == "true" else "no"
        elif text:
            notices.append({"text": text, **({"purpose": purpose} if purpose else {})})
    if notices:
        yield "txt", notices


def channel_left(channel: Node, title: str, summary: str) -> Iterator[Leftover]:
    """What of it no series takes."""
    known = "".join((title + summary).split())
    for name in _TEXTS:
        for one in channel.all(name):
            text = one_line(plain_text(one.whole))
            if "".join(text.split()) not in known:
                yield Leftover(tag=name, value=text[:200], reason=tr("another text of the feed is taken"))
    yield from leftovers(channel, _TAKEN | _ANEW | {*_TEXTS})


def _categories(channel: Node) -> Iterator[str]:
    seen = set()
    for category in channel.all("itunes:category"):
        below = [one.said("text") for one in category.all("itunes:category")] or [""]
        for name in below:
            words = " > ".join(filter(None, (category.said("text"), name)))
            if words and words not in seen:
                seen.add(words)
                yield words


def _owner_of_lock(channel: Node) -> str:
    lock = channel.first("podcast:locked")
    return lock.said("owner") if lock else ""


def _made_of_address(channel: Node) -> str:
    """What directories know a feed by that states no identity: one made from its address."""
    links = {link.said("rel"): link.said("href") for link in channel.all("atom:link")}
    # Of a later page, the first one has the podcast's address.
    address = links.get("first") or links.get("self", "")
    return podcast_guid(address) if address.startswith(("http://", "https://")) else ""
