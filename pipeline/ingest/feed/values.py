"""What a feed from elsewhere says of its podcast and of each episode, in plain text."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from urllib.parse import unquote

from pipeline.messages import Message
from pipeline.model.podcast import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingItem:
    """One episode."""

    guid: str
    """As it stands there, character by character; the address of its file where it has none, as apps do."""
    title: str
    number: int | None = None
    """What the feed counts it as; may begin anew with each season."""
    season: int | None = None
    kind: Kind = "full"
    moment: datetime | None = None
    summary: str = ""
    duration: Fraction | None = None
    """Seconds."""
    speakers: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    link: str = ""
    """Its page."""
    url: str = ""
    """Of its file; empty where it has none."""
    length: int | None = None
    """Bytes of its file, as the feed has it: often wrong."""
    others: tuple[str, ...] = ()
    """Addresses of the same programme in other forms: a film beside the sound."""
    transcripts: tuple[str, ...] = ()
    notes: tuple[Message, ...] = ()
    """What of it could not be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingFeed:
    """A podcast."""

    title: str
    author: str = ""
    language: str = ""
    summary: str = ""
    podcast: Mapping[str, str] = field(default_factory=dict)
    """What a series says under `podcast`, by key, as it is written there."""
    items: tuple[IncomingItem, ...] = ()
    """In the feed's order, mostly the newest first."""


def file_name(url: str) -> str:
    """The name of the file at an address, whatever stands around it.

    Some hosts wrap the address of another server, percent-encoded, into their own.
    """
    path = unquote(re.split("[?#]", url, maxsplit=1)[0])
    return unquote(path.rstrip("/").rpartition("/")[2]).rpartition("/")[2].partition("?")[0]
