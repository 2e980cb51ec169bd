"""Reading a feed: RSS with the tags of Apple and of the Podcasting 2.0 namespace, or Atom."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.errors import PipelineError
from pipeline.ingest.feed.channel import channel_left, image_of_channel, settings
from pipeline.ingest.feed.items import author_of, read_item
from pipeline.ingest.feed.nodes import Node, name_of
from pipeline.ingest.feed.pages import joined
from pipeline.ingest.feed.text import one_line, plain_text
from pipeline.ingest.feed.values import IncomingFeed, Leftover
from pipeline.ingest.feed.xml import read_document
from pipeline.messages import tr

MOST = 20_000
"""Items of a feed."""
_RELATIONS = {"self": "self", "next": "next", "prev": "previous", "previous": "previous", "first": "first",
              "last": "last", "prev-archive": "next", "next-archive": "previous"}  # fmt: skip
"""Of RFC 5005: archives go back in time as pages do."""


def read_feeds(paths: Sequence[Path]) -> IncomingFeed:
    """One podcast from the pages of its feed, in any order. Raises PipelineError as `read_feed` does."""
    pages = [read_feed(path) for path in paths]
    if len(pages) > 1:
        # Which page it is of.
        pages = [
            replace(page, notes=tuple(tr("{file}: {note}", file=path.name, note=note) for note in page.notes))
            for path, page in zip(paths, pages, strict=True)
        ]
    return joined(pages, [path.name for path in paths])


def read_feed(path: Path) -> IncomingFeed:
    """The feed in a file; nothing that it names is fetched.

    Raises PipelineError for a file that is none, or holds more than anybody has episodes.
    """
    document = read_document(path)
    root = Node(document.root)
    kind = name_of(document.root)
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
    left: list[Leftover] = []
    author, image = author_of(channel), image_of_channel(channel)
    title = one_line(plain_text(channel.text("title", "atom:title")))
    summary = plain_text(channel.text("description", "itunes:summary", "atom:subtitle", "itunes:subtitle"))
    podcast = dict(settings(channel, left))
    language = channel.text("language", "dc:language") or channel.said("{http://www.w3.org/XML/1998/namespace}lang")
    return IncomingFeed(
        title=title,
        author=author,
        language=language,
        summary=summary,
        image=image,
        podcast=podcast,
        items=tuple(read_item(entry, author=author, image=image, language=language) for entry in entries),
        left=(*left, *channel_left(channel, title, summary)),
        notes=document.notes,
        pages={
            _RELATIONS[link.said("rel")]: link.said("href")
            for link in channel.all("atom:link")
            if link.said("rel") in _RELATIONS
        },
    )
