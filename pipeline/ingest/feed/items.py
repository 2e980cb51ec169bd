"""One item of a feed: what its manifest will say."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from fractions import Fraction
from typing import cast, get_args

from pipeline.ingest.feed.nodes import Node, names
from pipeline.ingest.feed.people import is_speaker, location_of, people_of
from pipeline.ingest.feed.text import one_line, plain_text
from pipeline.ingest.feed.values import IncomingItem, Leftover
from pipeline.masking import public
from pipeline.messages import Message, tr
from pipeline.model.publishing.podcast import Kind, Soundbite

HIGHEST = 99_999
"""Number of an episode."""
_FIRST, _LAST = 1970, 2200
"""Years in which an episode can have come out."""
_TEXTS = ("description", "content:encoded", "itunes:summary", "atom:summary", "atom:content")
"""What may hold a summary, the first that does counts."""
_OTHER_TEXTS = ("itunes:subtitle", "googleplay:description", "media:description")
_TITLES = ("itunes:title", "title", "atom:title")
_TAKEN = names("""
    guid atom:id pubDate dc:date atom:published atom:updated itunes:episode podcast:episode itunes:season podcast:season
    itunes:episodeType itunes:duration itunes:author dc:creator atom:author podcast:person itunes:keywords category
    atom:category link atom:link enclosure podcast:alternateEnclosure podcast:transcript itunes:image podcast:chapters
    psc:chapters podcast:soundbite itunes:block googleplay:block itunes:explicit googleplay:explicit podcast:license
    podcast:location
""")
"""What is read here, one by one."""
_READ = frozenset([*_TITLES, *_TEXTS, *_OTHER_TEXTS])
_WORDS = {"yes": True, "true": True, "explicit": True, "no": False, "false": False, "clean": False}


def read_item(entry: Node, *, author: str, image: str, language: str = "") -> IncomingItem:
    """The item in an element. `author` and `image` are the podcast's: an item that has the same has none of its own.

    `language` is the podcast's too.
    """
    left: list[Leftover] = []
    notes: list[Message] = []
    files = list(_enclosures(entry))
    url, length = files[0] if files else ("", "")
    left += [Leftover(tag="enclosure", value=other, reason=tr("an episode has one")) for other, _ in files[1:]]
    written = entry.text("pubDate", "dc:date", "atom:published", "atom:updated")
    # Chicago's time in RFC 822, but China's in what programs write that run in China.
    in_china = re.sub(r"\bCST$", "+0800", written) if language.lower().startswith("zh") else written
    moment = _moment(in_china)
    if moment and in_china != written:
        notes.append(tr("its date '{date}' was taken as China's time", date=one_line(written)[:40]))
    if written and moment is None:
        notes.append(tr("its date '{date}' cannot be read", date=one_line(written)[:40]))
    guid = entry.exact("guid", "atom:id")
    if not guid and url:
        notes.append(tr("it has no guid: apps know it by the address of its file, and so do we"))
    identity = _without_password(guid) or public(url)
    if identity != (guid or url):
        notes.append(tr("its guid holds a password or a token, and is kept without it: everybody reads a feed"))
    number, refused = _whole(entry, ("itunes:episode", "podcast:episode"), HIGHEST)
    season, odd = _whole(entry, ("itunes:season", "podcast:season"), 9_999)
    if odd and not season:
        left.append(Leftover(tag="itunes:season", value=odd, reason=tr("seasons are whole numbers from 1 on")))
    kind = entry.text("itunes:episodeType").lower()
    if kind and kind not in get_args(Kind):
        left.append(Leftover(tag="itunes:episodeType", value=kind[:100], reason=tr("no app knows it")))
    people = tuple(people_of(entry))
    speakers = tuple(dict.fromkeys(person.name for person in people if is_speaker(person)))
    if not people:
        speakers = tuple(filter(None, [name for name in (author_of(entry),) if name != author]))
    bites = list(_soundbites(entry, left))
    chapters = tuple(_simple_chapters(entry))
    links = list(dict.fromkeys(filter(None, (one.said("url") for one in entry.all("podcast:chapters")))))
    title, summary = one_line(plain_text(entry.text(*_TITLES))), plain_text(entry.text(*_TEXTS))
    license = entry.first("podcast:license")
    return IncomingItem(
        guid=identity,
        title=title,
        number=number,
        refused_number="" if number else refused,
        season=season,
        kind=cast(Kind, kind) if kind in get_args(Kind) else "full",
        moment=moment,
        summary=summary,
        duration=duration_of(entry.text("itunes:duration")),
        speakers=speakers,
        people=tuple(person for person in people if person != person.plain),
        tags=tuple(_tags(entry)),
        explicit=explicit_of(entry, left),
        blocked=is_blocked(entry),
        location=location_of(entry),
        license=one_line(license.whole) if license else "",
        license_url=license.said("url") if license else "",
        soundbite=bites[0] if bites else None,
        chapters=chapters,
        chapters_url=links[0] if links else "",
        image=next((one for one in [image_of(entry)] if one != image), ""),
        link=_link(entry),
        url=url,
        length=int(length) if re.fullmatch(r"[0-9]{1,15}", length) else None,
        others=tuple(_alternates(entry)),
        transcripts=tuple(dict.fromkeys(one.said("url") for one in entry.all("podcast:transcript"))),
        left=(
            *left,
            *_texts_left(entry, title, summary),
            *leftovers(entry, _TAKEN | _READ),
        ),
        notes=tuple(notes),
    )


def leftovers(node: Node, taken: frozenset[str]) -> Iterator[Leftover]:
    """Whatever stands in an element under other names than those that are read."""
    for name in node.names():
        if name not in taken:
            for one in node.all(name):
                yield Leftover(tag=name, value=said_in(one))


def said_in(node: Node) -> str:
    """What an element says, on one line: its text, else its attributes."""
    text = one_line(plain_text(node.whole))
    said = " ".join(f'{name}="{value}"' for name, value in node.element.attrib.items() if not name.startswith("{"))
    return " ".join(filter(None, (said, text)))[:200]


def author_of(node: Node) -> str:
    of_atom = node.first("atom:author")
    name = node.text("itunes:author", "dc:creator") or (of_atom.text("atom:name") if of_atom else "")
    return one_line(plain_text(name))


def explicit_of(node: Node, left: list[Leftover]) -> bool | None:
    """Whether it is unsuitable for children; None where nothing is said, or nothing that anybody knows."""
    word = node.text("itunes:explicit", "googleplay:explicit").lower()
    if word and word not in _WORDS:
        left.append(Leftover(tag="itunes:explicit", value=word[:100], reason=tr("it is neither yes nor no")))
    return _WORDS.get(word)


def is_blocked(node: Node) -> bool:
    return any(one.whole.strip().lower() in ("yes", "true") for one in node.all("itunes:block", "googleplay:block"))


def image_of(node: Node) -> str:
    """The address of the element's picture."""
    own = node.first("itunes:image")
    return own.said("href") or own.whole.strip() if own else ""


def duration_of(text: str) -> Fraction | None:
    """`3723`, `62:03` or `1:02:03`, in seconds; None for what is no length."""
    if not re.fullmatch(r"([0-9]{1,4}:){0,2}[0-9]{1,7}(\.[0-9]{1,6})?", text):
        return None
    seconds = Fraction(0)
    for part in text.split(":"):
        seconds = seconds * 60 + Fraction(part)
    return seconds or None


def time_of(text: str) -> Fraction | None:
    """The same, where 0 is a time."""
    return duration_of(text) or (Fraction(0) if re.fullmatch(r"[0:.]+", text) else None)


def _without_password(guid: str) -> str:
    """A guid to the letter, whatever its address asks for: only a user's password is nothing that a feed may say."""
    return public(guid) if re.search(r"://[^\s/?#@]*:[^\s/?#]*@", guid) else guid


def _enclosures(entry: Node) -> Iterator[tuple[str, str]]:
    """Addresses and lengths."""
    for one in entry.all("enclosure"):
        yield one.said("url"), one.said("length")
    for link in entry.all("atom:link"):
        if link.said("rel") == "enclosure":
            yield link.said("href"), link.said("length")


def _alternates(entry: Node) -> Iterator[str]:
    for alternate in entry.all("podcast:alternateEnclosure"):
        yield from (source.said("uri") for source in alternate.all("podcast:source"))


def _link(entry: Node) -> str:
    links = (link.said("href") for link in entry.all("atom:link") if link.said("rel") in ("", "alternate"))
    return entry.text("link") or next(links, "")


def _tags(entry: Node) -> Iterator[str]:
    words = [word for text in (entry.text("itunes:keywords"),) for word in re.split("[,，、;；]", text)]
    words += [one.whole for one in entry.all("category")]
    words += [one.said("term") for one in entry.all("atom:category")]
    yield from dict.fromkeys(filter(None, map(one_line, words)))


def _soundbites(entry: Node, left: list[Leftover]) -> Iterator[Soundbite]:
    """The first that can be used; the others are left."""
    found = False
    for one in entry.all("podcast:soundbite"):
        start, length = time_of(one.said("startTime")), duration_of(one.said("duration"))
        if start is None or length is None:
            left.append(Leftover(tag="podcast:soundbite", value=said_in(one), reason=tr("its times cannot be read")))
        elif found:
            left.append(Leftover(tag="podcast:soundbite", value=said_in(one), reason=tr("an episode has one")))
        else:
            found = True
            yield Soundbite(start=start, length=length, title=one_line(plain_text(one.whole)))


def _simple_chapters(entry: Node) -> Iterator[tuple[Fraction, str]]:
    """Podlove's, which stand in the feed itself."""
    for chapters in entry.all("psc:chapters"):
        for one in chapters.all("psc:chapter"):
            start, title = time_of(one.said("start")), one_line(one.said("title"))
            if start is not None and title:
                yield start, title


def _texts_left(entry: Node, title: str, summary: str) -> Iterator[Leftover]:
    """Texts that say something else than what is taken."""
    known = _letters(f"{title}\n{summary}")
    for name in (*_TITLES, *_TEXTS, *_OTHER_TEXTS):
        for one in entry.all(name):
            text = plain_text(one.whole)
            # The number and the show's name before a title are what numbering goes by.
            if _letters(text) not in known and not (name in _TITLES and _letters(title) in _letters(text)):
                yield Leftover(tag=name, value=one_line(text)[:200], reason=tr("another text of the item is taken"))


def _letters(text: str) -> str:
    return re.sub(r"\W", "", text)


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


def _whole(entry: Node, names: tuple[str, ...], highest: int) -> tuple[int | None, str]:
    """The number under the first of these names that holds one that can be used, and the first that cannot be."""
    refused = ""
    for one in entry.all(*names):
        text = one.whole.strip()
        if re.fullmatch(r"\+?[0-9]{1,9}(\.0{1,9})?", text) and 1 <= int(text.partition(".")[0]) <= highest:
            return int(text.partition(".")[0]), refused
        refused = refused or one_line(text)[:40]
    return None, refused


__all__ = ["HIGHEST", "author_of", "explicit_of", "image_of", "is_blocked", "leftovers", "read_item", "said_in"]
