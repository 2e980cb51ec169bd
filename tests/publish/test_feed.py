"""Feeds, read as podcast apps read them."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from xml.etree import ElementTree

import pytest

from pipeline.model.podcast import Podcast
from pipeline.model.programme import ProgrammeChapter
from pipeline.publish.feed import feed_pages
from pipeline.publish.feed.channel import podcast_guid
from pipeline.publish.item import Catalogue, Item, ItemFile, ItemSeries

NAMES = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "atom": "http://www.w3.org/2005/Atom",
}
SERIES = ItemSeries(id="lieshita", title="烈士塔下颂英烈", author="开福区", language="zh-CN")


def media(suffix: str, role: str, kind: str, **more: object) -> ItemFile:
    base = "001"
    return ItemFile(
        role=role, rendition=more.pop("rendition", ""), source=f"out/lieshita/{base}{suffix}",
        name=f"lieshita-{base}{suffix}",
        type=kind, sha256="ab" * 32, bytes=480_000, **more,
    )  # fmt: skip


def item(number: int = 1, **more: object) -> Item:
    standard = {
        "series": SERIES,
        "number": number,
        "title": f"第{number}课",
        "guid": f"guid-{number}",
        "summary": "一位女战士的一生",
        "date": date(2022, 3, 31) + timedelta(days=number - 1),
        "duration": Fraction(60),
        "files": (
            media(".mp4", "video", "video/mp4", rendition="main", duration=Fraction(60)),
            media(".mp3", "audio", "audio/mpeg", rendition="sound", duration=Fraction(60)),
            media(".vtt", "captions", "text/vtt"),
        ),
    }
    return Item(**standard | more)


def feeds(*items: Item) -> dict[str, ElementTree.Element]:
    catalogue = Catalogue(studio="声音馆", public="https://hall.example.org/lessons/", items=items)
    pages = {page.path: page for page in feed_pages(catalogue)}
    return {path: ElementTree.fromstring(page.make()) for path, page in pages.items() if path.endswith(".xml")}


def test_an_entry_names_sound_first_and_pictures_beside_it():
    entry = feeds(item())["lieshita/feed.xml"].find("channel/item")
    alternates = entry.findall("podcast:alternateEnclosure", NAMES)

    assert entry.find("enclosure").attrib == {
        "url": "https://hall.example.org/lessons/lieshita/1/lieshita-001.mp3", "length": "480000", "type": "audio/mpeg",
    }  # fmt: skip
    assert entry.findtext("guid") == "guid-1"
    assert entry.find("guid").get("isPermaLink") == "false"
    assert entry.findtext("pubDate") == "Thu, 31 Mar 2022 00:00:00 +0800"
    assert entry.findtext("itunes:duration", namespaces=NAMES) == "60"
    assert [one.get("type") for one in alternates] == ["video/mp4", "audio/mpeg"]
    assert [one.get("bitrate") for one in alternates] == ["64000", "64000"]
    assert alternates[1].get("default") == "true"
    # base64 of 32 bytes 0xab
    assert alternates[0].find("podcast:integrity", NAMES).get("value") == (
        "sha256-q6urq6urq6urq6urq6urq6urq6urq6urq6urq6urq6s="
    )
    assert entry.find("podcast:transcript", NAMES).get("rel") == "captions"


def test_a_lesson_without_sound_alone_is_subscribed_to_as_a_film():
    alone = item(files=(media(".mp4", "video", "video/mp4", rendition="main"),))

    assert feeds(alone)["lieshita/feed.xml"].find("channel/item/enclosure").get("type") == "video/mp4"


@pytest.mark.parametrize(
    ("address", "guid"),
    [
        ("https://mp3s.nashownotes.com/pc20rss.xml", "917393e3-1b1e-5cef-ace4-edaa54e1f810"),
        ("https://podnews.net/rss/", "9b024349-ccf0-5f69-a609-6b82873eab3c"),
    ],
)
def test_a_feed_is_known_by_its_address(address: str, guid: str):
    """The examples of the namespace's documentation."""
    assert podcast_guid(address) == guid


def test_text_that_xml_cannot_hold_is_left_out_and_the_rest_escaped():
    entry = feeds(item(title="a & <b> \x07 ]]> 😀", summary="行\n" * 4000))["lieshita/feed.xml"].find("channel/item")

    assert entry.findtext("title") == "a & <b>  ]]> 😀"
    assert len(entry.findtext("description").encode()) <= 4000


def test_many_episodes_are_paged_the_newest_first():
    found = feeds(*(item(number) for number in range(1, 451)))
    first, second, third = (found[f"lieshita/{name}"] for name in ("feed.xml", "feed-2.xml", "feed-3.xml"))
    titles = [entry.findtext("title") for page in (first, second, third) for entry in page.iter("item")]

    assert titles == [f"第{number}课" for number in range(450, 0, -1)]
    assert links(first) == {"self": "feed.xml", "first": "feed.xml", "last": "feed-3.xml", "next": "feed-2.xml"}
    assert links(second)["previous"] == "feed.xml"
    assert "next" not in links(third)
    assert len(list(found["lieshita/latest.xml"].iter("item"))) == 20


def links(feed: ElementTree.Element) -> dict[str, str]:
    return {
        link.get("rel"): link.get("href").removeprefix("https://hall.example.org/lessons/lieshita/")
        for link in feed.findall("channel/atom:link", NAMES)
    }


def test_the_same_items_give_the_same_bytes_and_another_title_another_key():
    def pages(one: Item):
        catalogue = Catalogue(studio="声音馆", public="https://h.org/", items=(one,))
        return {page.path: (page.key, page.make()) for page in feed_pages(catalogue)}

    chaptered = item(chapters=(ProgrammeChapter(start=0, stop=60_000, title="开始"),))

    assert pages(chaptered) == pages(item(chapters=chaptered.chapters))
    assert pages(chaptered)["lieshita/feed.xml"] != pages(replace(chaptered, title="另"))["lieshita/feed.xml"]


def test_a_channel_says_what_its_series_says():
    series = replace(
        SERIES, podcast=Podcast(category="Education > Courses", owner="a@b.org", complete=True, license="cc-by-4.0")
    )
    channel = feeds(item(series=series))["lieshita/feed.xml"].find("channel")

    assert channel.findtext("language") == "zh-cn"
    assert channel.find("itunes:category", NAMES).get("text") == "Education"
    assert channel.find("itunes:category/itunes:category", NAMES).get("text") == "Courses"
    assert channel.findtext("itunes:owner/itunes:email", namespaces=NAMES) == "a@b.org"
    assert channel.findtext("itunes:complete", namespaces=NAMES) == "Yes"
    assert channel.findtext("podcast:license", namespaces=NAMES) == "cc-by-4.0"
