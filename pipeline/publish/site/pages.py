"""The pages of a site: of the studio, of every series, of every episode, and what these need beside them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date as Date
from hashlib import sha256
from itertools import groupby
from urllib.parse import quote

from pipeline.publish.from_record import item_text
from pipeline.publish.item import Item, ItemSeries, Page, TargetContents
from pipeline.publish.site.colours import theme_css
from pipeline.publish.site.locale import words_of
from pipeline.publish.site.metadata import episode_data, links, series_data, studio_data
from pipeline.publish.site.player import SOUNDS, film_of, picture_of, reading_of, sound_of, transcript_of
from pipeline.publish.site.qr import code_page
from pipeline.publish.site.search import search_pages, words_key
from pipeline.publish.site.templates import Dress

LATEST = 8
"""Episodes that the studio's page shows as new."""
TAGS = 16
"""Tags that a series' page offers."""
SHEET = 8
"""Cards on a sheet of A4."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """A series with its episodes."""

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
        """Those that several episodes have, the most frequent first."""
        told = [tag for item in self.items for tag in item.tags]
        several = [tag for tag in dict.fromkeys(told) if told.count(tag) > 1]
        return tuple(sorted(several, key=told.count, reverse=True)[:TAGS])


def site_pages(catalogue: TargetContents) -> Iterator[Page]:
    """Everything of the site but the media; what points to others comes after them.

    Raises PipelineError where templates of the studio's own have mistakes, here or when a page is made.
    """
    dress = Dress.read(catalogue.site)
    for name, content in dress.statics.items():
        yield Page.of(name, content)
    shelves = [_shelf(tuple(group)) for _, group in groupby(catalogue.items, key=lambda item: item.series.id)]
    for shelf in shelves:
        yield from _series_pages(shelf, catalogue, dress)
    yield _studio_page(shelves, catalogue, dress)


def _shelf(items: tuple[Item, ...]) -> Shelf:
    keys = tuple(sha256(item_text(item)).hexdigest() for item in items)
    return Shelf(series=items[0].series, items=items, keys=keys)


def _series_pages(shelf: Shelf, catalogue: TargetContents, dress: Dress) -> Iterator[Page]:
    home, series = shelf.series.slug, shelf.series
    yield Page.of(f"{home}/theme.css", theme_css(home, series.colours))
    for item in shelf.items:
        yield code_page(f"{item.folder}/code.svg", _address(catalogue, item.folder))
    for place in range(len(shelf.items)):
        yield _episode_page(shelf, place, catalogue, dress)
    yield from search_pages(shelf.items)

    def cards() -> dict[str, object]:
        sheets = [shelf.items[start : start + SHEET] for start in range(0, len(shelf.items), SHEET)]
        return _common(catalogue, home, series.language) | {"series": series, "sheets": sheets}

    def listed() -> dict[str, object]:
        data = series_data(series, shelf.items, public=catalogue.public)
        return _common(catalogue, home, series.language) | {"series": series, "shelf": shelf, "data": data}

    made_from = [catalogue.studio, catalogue.public, shelf.keys]
    yield dress.page(f"{home}/cards.html", "cards.html", made_from, cards)
    yield dress.page(f"{home}/index.html", "series.html", made_from, listed)


def _episode_page(shelf: Shelf, place: int, catalogue: TargetContents, dress: Dress) -> Page:
    item = shelf.items[place]
    before = shelf.items[place - 1] if place else None
    after = shelf.items[place + 1] if place + 1 < len(shelf.items) else None

    def told() -> dict[str, object]:
        return _common(catalogue, item.folder, item.series.language) | {
            "item": item,
            "series": item.series,
            "transcript": transcript_of(item),
            "words_key": words_key(item)[:8],
            "previous": before,
            "next": after,
            "links": list(links(item)),
            "data": episode_data(item, public=catalogue.public),
        }

    neighbours = [(one.number, one.numbering, one.title) if one else None for one in (before, after)]
    made_from = [catalogue.studio, catalogue.public, shelf.keys[place], neighbours]
    return dress.page(f"{item.folder}/index.html", "episode.html", made_from, told)


def _studio_page(shelves: Sequence[Shelf], catalogue: TargetContents, dress: Dress) -> Page:
    def told() -> dict[str, object]:
        language = shelves[0].series.language if shelves else "zh-CN"
        everything = [item for shelf in shelves for item in shelf.items]
        latest = sorted(everything, key=lambda item: (item.date or Date.min, item.number), reverse=True)[:LATEST]
        data = studio_data(catalogue.studio, [shelf.series for shelf in shelves], public=catalogue.public)
        return _common(catalogue, "", language) | {"shelves": shelves, "latest": latest, "data": data}

    made_from = [catalogue.studio, catalogue.public, [shelf.keys for shelf in shelves]]
    return dress.page("index.html", "studio.html", made_from, told)


def _common(catalogue: TargetContents, folder: str, language: str) -> dict[str, object]:
    """What all templates know."""
    return {
        "studio": catalogue.studio,
        "address": _address(catalogue, folder),
        "public": catalogue.public,
        "language": language,
        "words": words_of(language),
        "sounds": SOUNDS,
        "film_of": film_of,
        "sound_of": sound_of,
        "picture_of": picture_of,
        "reading_of": reading_of,
    }


def _address(catalogue: TargetContents, folder: str) -> str:
    """Of a folder, for visitors."""
    return f"{catalogue.public}{quote(folder)}/" if folder else catalogue.public
