"""The pages of a site: of the studio, of every series and episode, and the files that these load."""

from collections.abc import Iterator, Sequence
from functools import partial
from hashlib import sha256
from itertools import groupby
from urllib.parse import quote, urlsplit

from pipeline.digest import digest
from pipeline.pages.icon import icon
from pipeline.publish.feed.pages import STYLE
from pipeline.publish.from_record import item_text
from pipeline.publish.item import Item, Page, TargetContents
from pipeline.publish.site.colours import palette, theme_css
from pipeline.publish.site.discovery import Address, discovery_pages
from pipeline.publish.site.feed_style import feed_style
from pipeline.publish.site.imprint import contact_lines, filings
from pipeline.publish.site.metadata import episode_data, links, series_data, studio_data
from pipeline.publish.site.player import (
    RATIOS,
    SOUNDS,
    downloads_of,
    file_words,
    film_of,
    films_of,
    picture_of,
    played,
    shape_of,
    sound_of,
    transcript_of,
    transcript_page_of,
)
from pipeline.publish.site.qr import code_page
from pipeline.publish.site.search import script, search_pages, words_key
from pipeline.publish.site.shelf import GROUP, LEAF, Leaf, SeriesEpisodes, age
from pipeline.publish.site.subscribing import apps, feed_address
from pipeline.publish.site.templates import ICON, SiteTemplates

LATEST = 8
"""Episodes that the studio's page shows as new."""
SHEET = 8
"""Cards on a sheet of A4."""


def site_pages(contents: TargetContents) -> Iterator[Page]:
    """Everything of the site but the media; pages that link to others come after those.

    Raises PipelineError where a template of the studio's has mistakes, here or when a page is made.
    """
    templates = SiteTemplates.read(contents.site)
    for name, content in templates.statics.items():
        yield Page.of(name, content)
    if ICON not in templates.statics:
        yield Page.of(ICON, icon(contents.studio).encode(errors="replace"))
    all_series = [_series_of(tuple(group)) for _, group in groupby(contents.items, key=lambda item: item.series.id)]
    for one in all_series:
        yield from _series_pages(one, contents, templates)
    yield _lost_page(all_series, contents, templates)
    yield _studio_page(all_series, contents, templates)
    yield from discovery_pages(_addresses(all_series, contents), public=contents.public)


def _series_of(items: tuple[Item, ...]) -> SeriesEpisodes:
    keys = tuple(sha256(item_text(item)).hexdigest() for item in items)
    return SeriesEpisodes(series=items[0].series, items=items, keys=keys)


def _series_pages(one: SeriesEpisodes, contents: TargetContents, templates: SiteTemplates) -> Iterator[Page]:
    home, series = one.series.slug, one.series
    yield Page.of(f"{home}/theme.css", theme_css(home, series.colours))
    own = palette(series.colours)
    drawn = icon(series.title, ground=own.band, ink=own.on_band)
    yield Page.of(f"{home}/icon.svg", drawn.encode(errors="replace"))
    for item in one.items:
        yield code_page(f"{item.folder}/code.svg", _address(contents, item.folder))
    for place in range(len(one.items)):
        yield _episode_page(one, place, contents, templates)
    yield from search_pages(one.items)

    def cards() -> dict[str, object]:
        sheets = [one.items[start : start + SHEET] for start in range(0, len(one.items), SHEET)]
        return _common(contents, home, series.language) | {
            "series": series,
            "feeding": one.subscribable,
            "sheets": sheets,
        }

    def episodes() -> dict[str, object]:
        data = series_data(series, one.items, public=contents.public)
        return _common(contents, home, series.language) | {
            "series": series,
            "feeding": one.subscribable,
            "shelf": one,
            "data": data,
        }

    made_from = [*_told(contents), one.keys]
    if one.subscribable:
        yield from _subscribing_pages(one, contents, templates)
    yield templates.page(f"{home}/cards.html", "cards.html", made_from, cards)
    yield from _further_leaves(one, contents, templates)
    yield templates.page(f"{home}/index.html", "series.html", made_from, episodes)


def _further_leaves(one: SeriesEpisodes, contents: TargetContents, templates: SiteTemplates) -> Iterator[Page]:
    """What does not stand in the page of a long series: as pages, and as scripts that bring it into that page."""
    home, series, leaves = one.series.slug, one.series, one.leaves
    spans = [(leaf.first, leaf.last) for leaf in leaves]
    for place, leaf in list(enumerate(leaves))[1:]:
        keys = one.keys[place * LEAF * GROUP : (place + 1) * LEAF * GROUP]
        common = {"series": series, "feeding": one.subscribable, "pictured": one.pictured, "leaf": leaf}

        def page(common: dict[str, object] = common) -> dict[str, object]:
            return _common(contents, home, series.language) | common | {"leaves": leaves}

        def rows(common: dict[str, object] = common, leaf: Leaf = leaf) -> bytes:
            values = _common(contents, home, series.language) | common
            texts = (
                templates.render("rows.html", series.page_language, **values, root="../", group=group)
                for group in leaf.groups
            )
            return script(f"{home}/list-{leaf.number}.js", [text.decode() for text in texts])

        made_from = [*_told(contents), one.subscribable, one.pictured, keys]
        path = f"{home}/list-{leaf.number}.js"
        yield Page(path=path, key=digest([templates.key, path, made_from]), make=rows)
        yield templates.page(f"{home}/{leaf.page}", "list.html", [*made_from, spans], page)


def _subscribing_pages(one: SeriesEpisodes, contents: TargetContents, templates: SiteTemplates) -> Iterator[Page]:
    home, series = one.series.slug, one.series
    feed = feed_address(contents.public, home)
    page = f"{_address(contents, home)}subscribe.html"

    def subscribe() -> dict[str, object]:
        # A function: its words are in the language in which the page is made.
        more = {"feed": feed, "apps": partial(apps, feed, series.title), "address": page}
        return _common(contents, home, series.language) | {"series": series, "feeding": True} | more

    yield Page.of(f"{home}/{STYLE}", feed_style(series))
    yield code_page(f"{home}/subscribe.svg", page)
    made_from = [*_told(contents), series]
    yield templates.page(f"{home}/subscribe.html", "subscribe.html", made_from, subscribe)


def _episode_page(one: SeriesEpisodes, place: int, contents: TargetContents, templates: SiteTemplates) -> Page:
    item = one.items[place]
    before = one.items[place - 1] if place else None
    after = one.items[place + 1] if place + 1 < len(one.items) else None

    def context() -> dict[str, object]:
        return _common(contents, item.folder, item.series.language) | {
            "item": item,
            "series": item.series,
            "feeding": one.subscribable,
            "transcript": transcript_of(item),
            "played": played(item),
            "films": films_of(item),
            "ratios": RATIOS,
            "shape_of": shape_of,
            "downloads": downloads_of(item),
            "file_words": file_words,
            "words_key": words_key(item)[:8],
            "previous": before,
            "next": after,
            "links": list(links(item)),
            "data": episode_data(item, public=contents.public),
        }

    neighbours = [(one.number, one.numbering, one.title, picture_of(one)) if one else None for one in (before, after)]
    made_from = [*_told(contents), one.keys[place], neighbours, one.subscribable]
    return templates.page(f"{item.folder}/index.html", "episode.html", made_from, context)


def _studio_page(all_series: Sequence[SeriesEpisodes], contents: TargetContents, templates: SiteTemplates) -> Page:
    def context() -> dict[str, object]:
        everything = [item for one in all_series for item in one.items]
        latest = sorted(everything, key=age, reverse=True)[:LATEST]
        data = studio_data(contents.studio, [one.series for one in all_series], public=contents.public)
        return _common(contents, "", _language(all_series)) | {"shelves": all_series, "latest": latest, "data": data}

    made_from = [*_told(contents), [one.keys for one in all_series]]
    return templates.page("index.html", "studio.html", made_from, context)


def _lost_page(all_series: Sequence[SeriesEpisodes], contents: TargetContents, templates: SiteTemplates) -> Page:
    """What servers show where there is no page: at any depth, so that its addresses begin at the server's root."""

    def context() -> dict[str, object]:
        root = {"root": urlsplit(contents.public).path}
        return _common(contents, "", _language(all_series)) | root | {"shelves": all_series}

    made_from = [*_told(contents), [(one.series.slug, one.series.title) for one in all_series], _language(all_series)]
    return templates.page("404.html", "404.html", made_from, context)


def _addresses(all_series: Sequence[SeriesEpisodes], contents: TargetContents) -> Iterator[Address]:
    """Of all pages that search engines may show."""
    days = [one.newest.date for one in all_series if one.newest.date]
    yield contents.public, max(days, default=None)
    for one in all_series:
        yield _address(contents, one.series.slug), one.newest.date
        for item in one.items:
            yield _address(contents, item.folder), item.date


def _told(contents: TargetContents) -> list[object]:
    """What stands on every page."""
    return [contents.studio, contents.public, contents.imprint]


def _common(contents: TargetContents, folder: str, language: str) -> dict[str, object]:
    """What all templates have."""
    return {
        "studio": contents.studio,
        "address": _address(contents, folder),
        "public": contents.public,
        "imprint": contents.imprint,
        "contact": contact_lines(contents.imprint),
        "filings": filings(contents.imprint),
        "language": language,
        "sounds": SOUNDS,
        "film_of": film_of,
        "sound_of": sound_of,
        "picture_of": picture_of,
        "transcript_page_of": transcript_page_of,
    }


def _address(contents: TargetContents, folder: str) -> str:
    """Of a folder, for visitors."""
    return f"{contents.public}{quote(folder)}/" if folder else contents.public


def _language(all_series: Sequence[SeriesEpisodes]) -> str:
    """Of pages that belong to no series."""
    return all_series[0].series.language if all_series else "zh-CN"
