"""The map of a site, read as search engines read it."""

from datetime import date
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

from pipeline.publish.item import TargetContents
from pipeline.publish.site import discovery, site_pages
from tests.publish.items import item

PUBLIC = "https://声音馆.example.org/课程/"
ROOT = "https://xn--4qs697lt8a.example.org/%E8%AF%BE%E7%A8%8B/"
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def made(*items) -> dict[str, bytes]:
    contents = TargetContents(studio="声音馆", public=PUBLIC, items=items)
    wanted = ("sitemap", "robots")
    return {page.path: page.make() for page in site_pages(contents) if page.path.startswith(wanted)}


def addresses(data: bytes) -> dict[str, str | None]:
    return {
        one.findtext("s:loc", namespaces=NAMES): one.findtext("s:lastmod", namespaces=NAMES)
        for one in ElementTree.fromstring(data)
    }


def test_every_page_is_on_the_map_with_the_day_that_is_known():
    found = addresses(made(item(1), item(2, date=None), item(3, date=date(2024, 2, 29)))["sitemap.xml"])

    assert found == {
        ROOT: "2024-02-29",
        f"{ROOT}lieshita/": "2024-02-29",
        f"{ROOT}lieshita/1/": "2022-03-31",
        f"{ROOT}lieshita/2/": None,
        f"{ROOT}lieshita/3/": "2024-02-29",
    }


def test_robots_may_see_everything_and_are_told_of_the_map():
    robots = RobotFileParser()
    robots.parse(made(item(1))["robots.txt"].decode().splitlines())

    assert f"Sitemap: {ROOT}sitemap.xml" in made(item(1))["robots.txt"].decode().splitlines()
    assert robots.can_fetch("Baiduspider", f"{ROOT}lieshita/1/")


def test_a_map_that_would_be_too_long_is_cut(monkeypatch):
    monkeypatch.setattr(discovery, "MOST", 3)
    pages = made(item(1), item(2), item(3, date=date(2024, 2, 29)))

    index = addresses(pages.pop("sitemap.xml"))
    assert list(index) == [f"{ROOT}sitemap-1.xml", f"{ROOT}sitemap-2.xml"]
    assert [len(addresses(pages[f"sitemap-{number}.xml"])) for number in (1, 2)] == [3, 2]


def test_a_studio_without_anything_has_a_map_of_one_page():
    assert addresses(made()["sitemap.xml"]) == {ROOT: None}
