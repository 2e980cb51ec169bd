"""Feeds, read as podcast apps read them."""

import json
import timeit
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from xml.etree import ElementTree

import pytest

from pipeline.model.programme import ProgrammeChapter
from pipeline.model.publishing.podcast import Listing, Podcast, Soundbite, podcast_guid
from pipeline.publish.feed import feed_pages
from pipeline.publish.item import Item, ItemFile, ItemSeries, TargetContents

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
    catalogue = TargetContents(studio="声音馆", public="https://hall.example.org/lessons/", items=items)
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
        catalogue = TargetContents(studio="声音馆", public="https://h.org/", items=(one,))
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


def test_a_description_is_html_in_which_the_text_stays_itself():
    """Apps show descriptions as HTML, titles as they are."""
    many = feeds(item(summary="一 <b> & ]]> 😀\n\n二\x0b"))["lieshita/feed.xml"].find("channel/item/description").text
    long = feeds(item(summary="<&>" * 2000))["lieshita/feed.xml"].find("channel/item/description").text

    assert many == "<p>一 &lt;b&gt; &amp; ]]&gt; 😀</p><p>二</p>"
    assert 3900 < len(long.encode()) <= 4000
    assert long.endswith("…")


def test_what_an_author_says_of_its_place_is_said_to_apps():
    bite = Soundbite(start=Fraction("1.5"), length=Fraction(30))
    said = item(listing=Listing(season=2, kind="bonus", soundbite=bite), speakers=("李明",))
    entry = feeds(said)["lieshita/feed.xml"].find("channel/item")

    assert (
        entry.findtext("itunes:season", namespaces=NAMES) == entry.findtext("podcast:season", namespaces=NAMES) == "2"
    )
    assert entry.findtext("itunes:episodeType", namespaces=NAMES) == "bonus"
    assert entry.find("podcast:soundbite", NAMES).attrib == {"startTime": "1.500", "duration": "30.000"}
    assert entry.findtext("podcast:soundbite", namespaces=NAMES) == "第1课"
    assert entry.find("podcast:person", NAMES).attrib == {"group": "cast", "role": "host"}


def test_a_soundbite_beyond_the_end_is_none():
    beyond = Listing(soundbite=Soundbite(start=Fraction(50), length=Fraction(30)))

    assert feeds(item(listing=beyond))["lieshita/feed.xml"].find(".//podcast:soundbite", NAMES) is None


def test_a_feed_that_came_from_elsewhere_keeps_its_identity():
    own = "917393e3-1b1e-5cef-ace4-edaa54e1f810"
    channel = feeds(item(series=replace(SERIES, podcast=Podcast(guid=own, ai_content=False))))["lieshita/feed.xml"]

    assert channel.findtext("channel/podcast:guid", namespaces=NAMES) == own
    assert channel.find("channel/podcast:txt", NAMES).attrib == {"purpose": "ai-content"}
    assert channel.findtext("channel/podcast:txt", namespaces=NAMES) == "false"


def test_every_address_is_ascii():
    series = replace(SERIES, id="烈士塔", podcast=Podcast(moved_to="https://新.中国/课"))
    catalogue = TargetContents(
        studio="声音馆", public="https://课堂.例子.中国:8080/烈士 塔/", items=(item(series=series),)
    )
    (page,) = feed_pages(catalogue)
    text = page.make().decode()

    assert page.path.isascii()
    assert "https://xn--" in text
    assert ":8080/%E7%83%88%E5%A3%AB%20%E5%A1%94/" in text
    for element in ElementTree.fromstring(text).iter():
        for name in ("url", "href", "uri"):
            assert element.get(name, "").isascii()
        if element.tag in ("link", "url") or element.tag.endswith("new-feed-url"):
            assert element.text.isascii()


def test_what_nobody_can_hear_is_in_no_feed():
    mute = item(files=(media(".vtt", "captions", "text/vtt"),))

    assert feeds(mute) == {}
    assert [entry.findtext("guid") for entry in feeds(mute, item(2))["lieshita/feed.xml"].iter("item")] == ["guid-2"]


def test_a_programme_in_opus_alone_is_offered_all_the_same():
    alone = item(files=(media(".opus", "audio", "audio/ogg", rendition="sound"),))

    assert feeds(alone)["lieshita/feed.xml"].find("channel/item/enclosure").get("type") == "audio/ogg"


def test_whatever_the_directories_require_is_there():
    """Of Apple and of PSP-1, by their documents."""
    series = replace(SERIES, cover=ItemFile(
        role="cover", rendition="", source="x", name="cover.jpg", type="image/jpeg", sha256="ab" * 32, bytes=1,
    ))  # fmt: skip
    channel = feeds(item(series=series, title="长" * 300, speakers=("名" * 200,)))["lieshita/feed.xml"].find("channel")

    for required in ("title", "description", "link", "language", "itunes:category", "itunes:explicit", "itunes:image"):
        assert channel.find(required, NAMES) is not None, required
    for required in ("title", "enclosure", "guid", "link", "pubDate", "description", "itunes:duration"):
        assert channel.find(f"item/{required}", NAMES) is not None, required
    assert [len(one.text) for one in channel.iterfind("item/podcast:person", NAMES)] == [128]
    assert len(channel.findtext("item/title")) == 255
    kinds = {link.get("rel"): link.get("type") for link in channel.findall("atom:link", NAMES)}
    assert kinds == {"self": "application/rss+xml"}


def test_an_episode_that_is_renamed_renumbered_or_made_anew_stays_who_it_is():
    before = item()
    after = replace(before, title="另", number=9, files=(replace(before.files[1], sha256="cd" * 32, bytes=1),))

    def identity(one: Item) -> str:
        return feeds(one)["lieshita/feed.xml"].findtext("channel/item/guid")

    assert identity(before) == identity(after)


def test_eight_hundred_episodes_are_written_in_half_a_second():
    many = tuple(
        item(number, chapters=(ProgrammeChapter(start=0, stop=60_000, title="开始"),)) for number in range(1, 801)
    )
    catalogue = TargetContents(studio="声音馆", public="https://hall.example.org/", items=many)
    best = min(timeit.repeat(lambda: [page.make() for page in feed_pages(catalogue)], number=1, repeat=3))

    # Generous: machines that test others at the same time are slow.
    assert best < 1.5


def test_chapters_are_in_the_form_that_apps_read():
    chapters = (
        ProgrammeChapter(start=0, stop=1500, title="开始"),
        ProgrammeChapter(start=1500, stop=60_000, title="]]>"),
    )
    catalogue = TargetContents(studio="声音馆", public="https://h.org/", items=(item(chapters=chapters),))
    page = next(page for page in feed_pages(catalogue) if page.path.endswith("chapters.json"))

    assert json.loads(page.make()) == {
        "version": "1.2.0", "title": "第1课", "podcastName": "烈士塔下颂英烈",
        "chapters": [
            {"startTime": 0.0, "endTime": 1.5, "title": "开始"},
            {"startTime": 1.5, "endTime": 60.0, "title": "]]>"},
        ],
    }  # fmt: skip


def test_an_episode_without_a_day_comes_last_and_says_none():
    entries = list(feeds(item(1), item(2, date=None))["lieshita/feed.xml"].iter("item"))

    assert [entry.findtext("guid") for entry in entries] == ["guid-1", "guid-2"]
    assert entries[1].find("pubDate") is None
