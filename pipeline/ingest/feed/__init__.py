"""Incoming: podcasts that were published elsewhere, read from their feeds."""

from pipeline.ingest.feed.read import read_feed
from pipeline.ingest.feed.values import IncomingFeed, IncomingItem

__all__ = ["IncomingFeed", "IncomingItem", "read_feed"]
