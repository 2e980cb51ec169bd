"""Incoming: podcasts that were published elsewhere, read from their feeds."""

from pipeline.ingest.feed.items import HIGHEST
from pipeline.ingest.feed.read import read_feed, read_feeds
from pipeline.ingest.feed.values import IncomingFeed, IncomingItem, Leftover, Plain

__all__ = ["HIGHEST", "IncomingFeed", "IncomingItem", "Leftover", "Plain", "read_feed", "read_feeds"]
