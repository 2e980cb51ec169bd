"""Pages of a feed (RFC 5005) as several files."""

from pathlib import Path

import pytest

from pipeline.errors import PipelineError
from pipeline.ingest.feed import IncomingFeed, read_feeds

ATOM = 'xmlns:atom="http://www.w3.org/2005/Atom"'


def page(folder: Path, name: str, guids: list[int], title: str = "馆", **links: str) -> Path:
    """A page; its items' guids are their days in January, newest first."""
    items = "".join(
        f"<item><guid>{guid}</guid><title>{guid} 题</title><pubDate>2022-01-{guid:02d}T00:00:00Z</pubDate></item>"
        for guid in guids
    )
    rels = "".join(f'<atom:link rel="{rel}" href="https://h/{to}"/>' for rel, to in links.items())
    path = folder / name
    path.write_text(f"<rss {ATOM}><channel><title>{title}</title>{rels}{items}</channel></rss>", encoding="utf-8")
    return path


def three(folder: Path, *, own: bool = True) -> list[Path]:
    """Three pages; with their own addresses, or without."""
    return [
        page(folder, "a.xml", [9, 8, 7], **({"self": "feed"} if own else {}), next="feed?page=2", last="feed?page=3"),
        page(folder, "b.xml", [6, 5, 4], **({"self": "feed?page=2"} if own else {}), prev="feed", next="feed?page=3"),
        page(
            folder, "c.xml", [3, 2, 1], **({"self": "feed?page=3"} if own else {}), previous="feed?page=2", first="feed"
        ),
    ]


def guids(feed: IncomingFeed) -> list[str]:
    return [item.guid for item in feed.items]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (1, 2, 0)])
def test_pages_in_any_order_are_one_feed(tmp_path: Path, order: tuple[int, ...]):
    pages = three(tmp_path)

    found = read_feeds([pages[turn] for turn in order])

    assert guids(found) == [str(day) for day in range(9, 0, -1)]
    assert found.missing == ()


def test_pages_that_are_missing_are_named(tmp_path: Path):
    pages = three(tmp_path)

    assert read_feeds(pages[:1]).missing == ("https://h/feed?page=2", "https://h/feed?page=3")
    assert read_feeds(pages[1:2]).missing == ("https://h/feed", "https://h/feed?page=3")
    assert read_feeds([pages[2], pages[0]]).missing == ("https://h/feed?page=2",)


def test_pages_that_do_not_say_their_own_address_are_known_by_their_neighbours(tmp_path: Path):
    silent = three(tmp_path, own=False)

    assert guids(read_feeds(silent)) == [str(day) for day in range(9, 0, -1)]
    assert read_feeds(silent).missing == ()
    assert read_feeds(silent[:1]).missing == ("https://h/feed?page=2", "https://h/feed?page=3")


def test_an_item_on_two_pages_counts_once(tmp_path: Path):
    first = page(tmp_path, "a.xml", [3, 2], self="1", next="2")
    second = page(tmp_path, "b.xml", [2, 1], self="2", previous="1")

    found = read_feeds([second, first, second])

    assert guids(found) == ["3", "2", "1"]
    assert "3 items stand on two pages, and were taken once" in found.notes


def test_a_feed_that_begins_with_its_oldest_item_keeps_its_order(tmp_path: Path):
    first = page(tmp_path, "a.xml", [1, 2], self="1", next="2")
    second = page(tmp_path, "b.xml", [3, 4], self="2", previous="1")

    assert guids(read_feeds([second, first])) == ["1", "2", "3", "4"]


def test_another_podcast_is_no_page(tmp_path: Path):
    with pytest.raises(PipelineError, match=r"'b.xml' is of another podcast, '塔', than 'a.xml', '馆'"):
        read_feeds([page(tmp_path, "a.xml", [1], self="1"), page(tmp_path, "b.xml", [2], title="塔", self="2")])


def test_a_feed_of_one_page_misses_none(tmp_path: Path):
    assert read_feeds([page(tmp_path, "a.xml", [1], self="1", first="1", last="1")]).missing == ()
    assert read_feeds([page(tmp_path, "a.xml", [1], first="1", last="1")]).missing == ()
