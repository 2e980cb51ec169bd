"""The site: pages for studio, series and episode that play, follow and search without any server behind them."""

from pipeline.publish.site.pages import site_pages

__all__ = ["site_pages"]
