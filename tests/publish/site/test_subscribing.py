"""Subscribing: what apps get, and how a browser shows the feed."""

from dataclasses import replace
from xml.etree import ElementTree

import feedparser

from pipeline.publish.feed import feed_pages
from pipeline.publish.item import TargetContents
from pipeline.publish.site import site_pages
from pipeline.publish.site.subscribing import apps, feed_address
from tests.publish.items import SERIES, item

PUBLIC = "https://hall.example.org/lessons/"


def made(**series: object) -> dict[str, str]:
    contents = TargetContents(studio="声音馆", public=PUBLIC, items=(item(1, series=replace(SERIES, **series)),))
    pages = [*feed_pages(contents), *site_pages(contents)]
    return {page.path: page.make().decode() for page in pages if page.path.startswith("lieshita/")}


def test_apps_get_the_feed_as_their_makers_want_it():
    links = {app.name: app.link for app in apps("https://h.org/a/feed.xml", "红 & 色")}

    assert links == {
        "小宇宙": "",
        "Apple Podcasts": "podcast://h.org/a/feed.xml",
        "Pocket Casts": "pktc://subscribe/h.org/a/feed.xml",
        "AntennaPod": "https://antennapod.org/deeplink/subscribe?url=https%3A%2F%2Fh.org%2Fa%2Ffeed.xml"
        "&title=%E7%BA%A2%20%26%20%E8%89%B2",
        "Overcast": "overcast://x-callback-url/add?url=https%3A%2F%2Fh.org%2Fa%2Ffeed.xml",
    }


def test_addresses_of_feeds_are_ascii():
    assert (
        feed_address("https://声音馆.example.org/课/", "s-1")
        == "https://xn--4qs697lt8a.example.org/%E8%AF%BE/s-1/feed.xml"
    )


def test_the_page_says_what_a_feed_is_and_gives_its_address():
    page = made()["lieshita/subscribe.html"]

    assert f'value="{PUBLIC}lieshita/feed.xml"' in page
    assert "订阅源是一个地址" in page
    assert 'href="pktc://subscribe/hall.example.org/lessons/lieshita/feed.xml"' in page
    assert "A feed is an address" in made(language="en-GB")["lieshita/subscribe.html"]


def test_what_cannot_be_heard_cannot_be_subscribed_to():
    contents = TargetContents(studio="声音馆", public=PUBLIC, items=(item(1, files=()),))
    pages = {page.path: page.make().decode(errors="replace") for page in site_pages(contents)}

    assert "lieshita/subscribe.html" not in pages
    assert "subscribe.html" not in pages["lieshita/index.html"]


def test_a_feed_has_a_style_and_stays_a_feed():
    files = made(summary='她说："走" \\ </style> 第二\n行')
    feed, style = files["lieshita/feed.xml"], files["lieshita/feed.css"]

    assert '<?xml-stylesheet type="text/css" href="feed.css"?>' in feed.splitlines()[1]
    assert ElementTree.fromstring(feed.encode()).tag == "rss"
    assert feedparser.parse(feed.encode()).bozo is False
    assert feedparser.parse(feed.encode()).entries[0].title == "毛泽建：巾帼英烈"
    assert '@import "../feed.css";' in style
    assert r"她说：\22 走\22  \5c  \3c /style> 第二\a 行" in style
    assert "这是订阅源" in style
