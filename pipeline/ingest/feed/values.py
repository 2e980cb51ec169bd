"""What a feed from elsewhere says of its podcast and of each episode, in plain text."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from urllib.parse import unquote

from pipeline.messages import NOTHING, Message, told
from pipeline.model.publishing.podcast import Kind, Location, Person, Soundbite

Plain = str | bool | list["Plain"] | dict[str, "Plain"]
"""A value as a manifest holds it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leftover:
    """Something that the feed says and no manifest takes."""

    tag: str
    """`podcast:value`."""
    value: str
    """What it says there, shortened."""
    reason: Message = NOTHING

    def as_json(self) -> dict[str, object]:
        return {"tag": self.tag, "value": self.value, "reason": told(self.reason)}


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingItem:
    """One episode."""

    guid: str
    """As it stands there, character by character; the address of its file where it has none, as apps do."""
    title: str
    number: int | None = None
    """What the feed counts it as; may begin anew with each season."""
    refused_number: str = ""
    """A number of the feed's that cannot be one, as it stands there: `0`, `-3`, `3.5`."""
    season: int | None = None
    kind: Kind = "full"
    moment: datetime | None = None
    summary: str = ""
    duration: Fraction | None = None
    """Seconds."""
    speakers: tuple[str, ...] = ()
    people: tuple[Person, ...] = ()
    """Those of whom more is said than that they speak."""
    tags: tuple[str, ...] = ()
    explicit: bool | None = None
    """None where it says nothing of its own."""
    blocked: bool = False
    location: Location | None = None
    license: str = ""
    license_url: str = ""
    soundbite: Soundbite | None = None
    chapters: tuple[tuple[Fraction, str], ...] = ()
    """Seconds and title, as they stand in the feed itself."""
    chapters_url: str = ""
    """Of a file with the chapters."""
    image: str = ""
    """Address of its picture; empty where that is the podcast's."""
    link: str = ""
    """Its page."""
    url: str = ""
    """Of its file; empty where it has none."""
    length: int | None = None
    """Bytes of its file, as the feed has it: often wrong."""
    others: tuple[str, ...] = ()
    """Addresses of the same programme in other forms: a film beside the sound."""
    transcripts: tuple[str, ...] = ()
    left: tuple[Leftover, ...] = ()
    notes: tuple[Message, ...] = ()
    """What of it could not be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingFeed:
    """A podcast."""

    title: str
    author: str = ""
    language: str = ""
    summary: str = ""
    image: str = ""
    """Address of its picture."""
    podcast: Mapping[str, Plain] = field(default_factory=dict)
    """What a series says under `podcast`, by key, as it is written there."""
    items: tuple[IncomingItem, ...] = ()
    """In the feed's order, mostly the newest first."""
    left: tuple[Leftover, ...] = ()
    notes: tuple[Message, ...] = ()
    """What had to be put right, or is to be known."""
    pages: Mapping[str, str] = field(default_factory=dict)
    """Addresses of this page and of others, by relation: self, next, previous, first, last."""
    missing: tuple[str, ...] = ()
    """Addresses of pages that are not among the files."""


def path_of(url: str) -> tuple[str, ...]:
    """The parts of the path at the end of an address, whatever stands around it; the file's name comes last.

    Some hosts wrap the address of another server, percent-encoded, into their own.
    """
    path = unquote(re.split("[?#]", url, maxsplit=1)[0])
    return tuple(filter(None, re.split(r"[?#]", unquote(path), maxsplit=1)[0].split("/")))


def file_name(url: str) -> str:
    """The name of the file at an address."""
    return (path_of(url) or ("",))[-1]
