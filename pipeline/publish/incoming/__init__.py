"""Incoming: podcasts that were published elsewhere, read from their feeds."""

from pipeline.publish.incoming.reading import read_feed
from pipeline.publish.incoming.values import IncomingFeed, IncomingItem

__all__ = ["IncomingFeed", "IncomingItem", "read_feed"]
