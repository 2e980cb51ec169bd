"""The pages of a site: of the studio, of every series and episode, and the files that these load."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date as Date
from hashlib import sha256
from itertools import groupby
from urllib.parse import quote

from pipeline.publish.from_record import item_text
from pipeline.publish.item import Item, ItemSeries, Page, TargetContents
from pipeline.publish.site.colours import theme_css
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
    sound_of,
    transcript_of,
    transcript_page_of,
)
from pipeline.publish.site.qr import code_page
from pipeline.publish.site.search import search_pages, words_key
from pipeline.publish.site.templates import SiteTemplates

LATEST = 8
"""Episodes that the studio's page shows as new."""
TAGS = 16
"""Tags that a series' page offers."""
SHEET = 8
"""Cards on a sheet of A4."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesEpisodes:
    """A series with its published episodes; `shelf` in templates."""

    series: ItemSeries
    items: tuple[Item, ...]
    """By number."""
    keys: tuple[str, ...]
    """Digests of the items."""

    @property
    def newest(self) -> Item:
        return max(self.items, key=lambda item: (item.date or Date.min, item.number))

    @property
    def tags(self) -> tuple[str, ...]:
        """Tags of several episodes, the most frequent first."""
        tags = [tag for item in self.items for tag in item.tags]
        several = [tag for tag in dict.fromkeys(tags) if tags.count(tag) > 1]
        return tuple(sorted(several, key=tags.count, reverse=True)[:TAGS])


def site_pages(contents: TargetContents) -> Iterator[Page]:
    """Everything of the site but the media; pages that link to others come after those.

    Raises PipelineError where a template of the studio's has mistakes, here or when a page is made.
    """
    templates = SiteTemplates.read(contents.site)
    for name, content in templates.statics.items():
        yield Page.of(name, content)
    all_series = [_series_of(tuple(group)) for _, group in groupby(contents.items, key=lambda item: item.series.id)]
    for one in all_series:
        yield from _series_pages(one, contents, templates)
    yield _studio_page(all_series, contents, templates)


def _series_of(items: tuple[Item, ...]) -> SeriesEpisodes:
    keys = tuple(sha256(item_text(item)).hexdigest() for item in items)
    return SeriesEpisodes(series=items[0].series, items=items, keys=keys)


def _series_pages(one: SeriesEpisodes, contents: TargetContents, templates: SiteTemplates) -> Iterator[Page]:
    home, series = one.series.slug, one.series
    yield Page.of(f"{home}/theme.css", theme_css(home, series.colours))
    for item in one.items:
        yield code_page(f"{item.folder}/code.svg", _address(contents, item.folder))
    for place in range(len(one.items)):
        yield _episode_page(one, place, contents, templates)
    yield from search_pages(one.items)

    def cards() -> dict[str, object]:
        sheets = [one.items[start : start + SHEET] for start in range(0, len(one.items), SHEET)]
        return _common(contents, home, series.language) | {"series": series, "sheets": sheets}

    def episodes() -> dict[str, object]:
        data = series_data(series, one.items, public=contents.public)
        return _common(contents, home, series.language) | {"series": series, "shelf": one, "data": data}

    made_from = [contents.studio, contents.public, one.keys]
    yield templates.page(f"{home}/cards.html", "cards.html", made_from, cards)
    yield templates.page(f"{home}/index.html", "series.html", made_from, episodes)


def _episode_page(one: SeriesEpisodes, place: int, contents: TargetContents, templates: SiteTemplates) -> Page:
    item = one.items[place]
    before = one.items[place - 1] if place else None
    after = one.items[place + 1] if place + 1 < len(one.items) else None

    def context() -> dict[str, object]:
        return _common(contents, item.folder, item.series.language) | {
            "item": item,
            "series": item.series,
            "transcript": transcript_of(item),
            "played": played(item),
            "films": films_of(item),
            "ratios": RATIOS,
            "downloads": downloads_of(item),
            "file_words": file_words,
            "words_key": words_key(item)[:8],
            "previous": before,
            "next": after,
            "links": list(links(item)),
            "data": episode_data(item, public=contents.public),
        }

    neighbours = [(one.number, one.numbering, one.title) if one else None for one in (before, after)]
    made_from = [contents.studio, contents.public, one.keys[place], neighbours]
    return templates.page(f"{item.folder}/index.html", "episode.html", made_from, context)


def _studio_page(all_series: Sequence[SeriesEpisodes], contents: TargetContents, templates: SiteTemplates) -> Page:
    def context() -> dict[str, object]:
        language = all_series[0].series.language if all_series else "zh-CN"
        everything = [item for one in all_series for item in one.items]
        latest = sorted(everything, key=lambda item: (item.date or Date.min, item.number), reverse=True)[:LATEST]
        data = studio_data(contents.studio, [one.series for one in all_series], public=contents.public)
        return _common(contents, "", language) | {"shelves": all_series, "latest": latest, "data": data}

    made_from = [contents.studio, contents.public, [one.keys for one in all_series]]
    return templates.page("index.html", "studio.html", made_from, context)


def _common(contents: TargetContents, folder: str, language: str) -> dict[str, object]:
    """What all templates have."""
    return {
        "studio": contents.studio,
        "address": _address(contents, folder),
        "public": contents.public,
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
