"""How a browser shows a feed that somebody opens: its titles as a page, with a word on what it is.

By CSS, which shows what is in the feed and adds words of its own. XSLT could make links of addresses, but browsers are
giving it up: Chromium 156 lays a red warning over feeds that use it.
"""

from pipeline.messages import speaking, tr
from pipeline.publish.feed.pages import STYLE
from pipeline.publish.item import ItemSeries


def feed_style(series: ItemSeries) -> bytes:
    """The style sheet of a series' feeds: what all share, its colours, and words in its language."""
    with speaking(series.page_language):
        what = tr(
            "This is a feed: give the address of this page to a podcast app, and new episodes arrive by themselves."
        )
        how = tr("Everything can also be heard in the browser:")
    # Here and not from the feed, whose description may be HTML as text.
    words = {"rss::before": what, "channel > |title::after": series.summary, "channel > |link::before": how}
    said = "".join(f"{selector} {{ content: {_quoted(text)} }}\n" for selector, text in words.items() if text)
    return f'@import "../{STYLE}";\n@import "theme.css";\n{said}'.encode(errors="replace")


def _quoted(text: str) -> str:
    """A string of CSS; what could end it by its number."""
    return '"' + "".join(f"\\{ord(one):x} " if one in '"\\<' or ord(one) < 32 else one for one in text) + '"'
