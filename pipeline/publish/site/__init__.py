"""The site: pages of studio, series and episodes that play, follow the transcript and search without a server."""

from pipeline.publish.site.pages import site_pages

__all__ = ["site_pages"]
