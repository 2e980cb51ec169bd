"""The feed: what podcast apps subscribe to, RSS 2.0 with the tags of Apple and of the Podcasting 2.0 namespace."""

from pipeline.publish.feed.pages import feed_pages

__all__ = ["feed_pages"]
