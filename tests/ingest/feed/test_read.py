"""Feeds from elsewhere, as hosts serve them: in any encoding, half broken, and made to do harm."""

from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

import pytest

from pipeline.errors import PipelineError
from pipeline.ingest.feed import IncomingFeed, IncomingItem, read_feed
from pipeline.ingest.feed.text import plain_text
from pipeline.ingest.feed.values import file_name
from pipeline.model.publishing.podcast import Person

HEAD = '<?xml version="1.0" encoding="{}"?>'
NAMES = (
    'xmlns:itunes="http://www.itunes.com/DTDs/Podcast-1.0.dtd" xmlns:atom="http://www.w3.org/2005/Atom"'
    ' xmlns:podcast="https://podcastindex.org/namespace/1.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
)


def rss(items: str = "", channel: str = "") -> str:
    return f'<rss version="2.0" {NAMES}><channel><title>烈士塔下</title>{channel}{items}</channel></rss>'


def feed(folder: Path, text: str | bytes) -> IncomingFeed:
    path = folder / "旧 feed.xml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_feed(path)


def only(folder: Path, inside: str) -> IncomingItem:
    (item,) = feed(folder, rss(f"<item>{inside}</item>")).items
    return item


@pytest.mark.parametrize(
    ("language", "hour", "notes"),
    [("zh-cn", 2, ["its date 'Sun, 08 Mar 2026 10:00:00 CST' was taken as China's time"]), ("en-us", 16, [])],
)
def test_cst_is_the_time_of_china_in_a_chinese_feed(tmp_path: Path, language: str, hour: int, notes: list[str]):
    date = "<pubDate>Sun, 08 Mar 2026 10:00:00 CST</pubDate>"
    text = rss(f"<item><title>x</title><guid>g</guid>{date}</item>", f"<language>{language}</language>")

    (item,) = feed(tmp_path, text).items

    assert item.moment == datetime(2026, 3, 8, hour, tzinfo=UTC)
    assert [str(note) for note in item.notes] == notes


@pytest.mark.parametrize(
    "address",
    ["https://www.itunes.com/dtds/podcast-1.0.dtd", "http://www.itunes.com/dtds/podcast-1.0.dtd/", "HTTP://WWW.ITUNES.COM/DTDS/PODCAST-1.0.DTD"],
)  # fmt: skip
def test_the_address_of_a_namespace_is_not_taken_exactly(tmp_path: Path, address: str):
    text = rss("<item><title>x</title><guid>g</guid><itunes:episode>7</itunes:episode></item>")

    (item,) = feed(tmp_path, text.replace("http://www.itunes.com/DTDs/Podcast-1.0.dtd", address)).items

    assert item.number == 7


def test_an_item_says_what_its_manifest_will(tmp_path: Path):
    item = only(
        tmp_path,
        "<title>EP3 夏明翰</title><itunes:title>夏明翰</itunes:title><guid isPermaLink='false'> tag:a,2010:T/3 </guid>"
        "<pubDate>Thu, 31 Mar 2022 22:30:00 -0500</pubDate><itunes:episode>3</itunes:episode>"
        "<itunes:season>2</itunes:season><itunes:episodeType>Bonus</itunes:episodeType>"
        "<itunes:duration>1:02:03</itunes:duration><link>https://old/3</link>"
        "<enclosure url='https://cdn/a%20b.mp3?t=1' length='123' type='audio/mpeg'/>"
        "<podcast:person role='host'>李明</podcast:person><podcast:person role='guest'>王芳</podcast:person>"
        "<podcast:transcript url='https://cdn/3.vtt' type='text/vtt'/>"
        "<podcast:alternateEnclosure type='video/mp4'><podcast:source uri='https://cdn/3.mp4'/></podcast:alternateEnclosure>"
        "<itunes:keywords>英烈, 党史</itunes:keywords><category>英烈</category>"
        "<description><![CDATA[<p>一&nbsp;二 &lt;b&gt;</p><script>alert(1)</script><ul><li>三</ul>]]></description>",
    )

    assert item == IncomingItem(
        guid=" tag:a,2010:T/3 ",
        title="夏明翰",
        number=3,
        season=2,
        kind="bonus",
        moment=datetime.fromisoformat("2022-03-31T22:30:00-05:00"),
        summary="一 二 <b>\n- 三",
        duration=Fraction(3723),
        speakers=("李明", "王芳"),
        people=(Person(name="王芳", role="guest"),),
        tags=("英烈", "党史"),
        link="https://old/3",
        url="https://cdn/a%20b.mp3?t=1",
        length=123,
        others=("https://cdn/3.mp4",),
        transcripts=("https://cdn/3.vtt",),
    )


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [("GBK", "gb18030"), ("gb2312", "gb18030"), ("utf-16", "utf-16"), ("UTF-16", "utf-16-le"), ("Big5", "big5"),
     ("UTF-8", "utf-8-sig"), ("no-such-thing", "utf-8"), ("utf-8", "gb18030")],
)  # fmt: skip
def test_any_encoding_is_read(tmp_path: Path, declared: str, encoding: str):
    text = HEAD.format(declared) + rss("<item><title>第一課</title><guid>1</guid></item>").replace("烈士塔下", "故事")

    found = feed(tmp_path, text.encode(encoding))

    assert (found.title, found.items[0].title) == ("故事", "第一課")


def test_what_feeds_are_wont_to_have_wrong_is_mended(tmp_path: Path):
    item = only(tmp_path, "<title>a&nbsp;&hellip; &amp; \x07&#7;b &ldquo;x&rdquo; &#x1F600;</title><guid>1</guid>")

    assert item.title == "a … & b “x” 😀"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('<!DOCTYPE r [<!ENTITY a "1"><!ENTITY b "&a;&a;">]><rss><channel><title>&b;</title></channel></rss>',
         "entities"),
        ('<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><title>&x;</title></channel></rss>',
         "entities"),
        ("<html><body>404</body></html>", "is a web page, not a feed: line 1: '<html'"),
        ("\n<!DOCTYPE html>\n<html><head></head></html>", "is a web page, not a feed: line 2: '<!DOCTYPE html'"),
        ("<html xmlns='http://www.w3.org/1999/xhtml'/>", "is a web page"),
        ("<opml version='2.0'><body/></opml>", "is not a feed: its XML begins with 'opml'"),
        ('{"version": "https://jsonfeed.org/version/1.1", "items": []}', "is JSON, not XML: line 1 begins with '{'"),
        ("<rss><channel><item></channel></rss>", "is not XML: line 1, column 23: mismatched tag"),
        ("<rss>\n<channel>\n<title>x</titel></channel></rss>", "line 3, column 11: mismatched tag"),
        ("<rss><channel><title>x</title><item><title>半", "line 1, column 45: it ends in the middle"),
        ("<rss a='1' a='2'><channel/></rss>", "an attribute that is there twice"),
        ("", "is empty"),
        ("Error 503", "is not XML: line 1 begins with 'Error 503'"),
        (b"\x1f\x8b\x08\x00rest", "is packed by gzip"),
        (b"\xff\xfe\x00", "is not text in UTF-16"),
    ],
)  # fmt: skip
def test_what_is_no_feed_or_does_harm_is_refused(tmp_path: Path, text: str | bytes, said: str):
    with pytest.raises(PipelineError, match=said):
        feed(tmp_path, text)


def test_a_file_of_any_size_is_refused_before_it_is_parsed(tmp_path: Path):
    path = tmp_path / "huge.xml"
    with path.open("wb") as file:
        file.truncate(70 << 20)

    with pytest.raises(PipelineError, match="larger than 64 MB"):
        read_feed(path)


def test_a_document_nested_without_end_is_read(tmp_path: Path):
    deep = "<a>" * 50_000 + "</a>" * 50_000

    assert feed(tmp_path, rss(f"<item><title>一</title><guid>1</guid>{deep}</item>")).items[0].title == "一"


def test_an_item_without_a_guid_is_known_by_its_file(tmp_path: Path):
    item = only(tmp_path, "<title>一</title><enclosure url='https://cdn/1.mp3' length='' type=''/>")

    assert (item.guid, item.length) == ("https://cdn/1.mp3", None)
    assert "no guid" in item.notes[0]


@pytest.mark.parametrize(
    ("written", "day"),
    [("Thu, 31 Mar 2022 22:30:00 GMT", 31), ("2022-03-31 22:30:00", 31), ("2022-03-31T22:30:00Z", 31),
     ("31 Mar 22 22:30 +0000", 31), ("昨天", None), ("Thu, 99 Mar 2022 99:99:99 GMT", None), ("0001-01-01", None)],
)  # fmt: skip
def test_dates_are_read_as_they_are_found(tmp_path: Path, written: str, day: int | None):
    item = only(tmp_path, f"<guid>1</guid><pubDate>{written}</pubDate>")

    assert (item.moment.astimezone(UTC).day if item.moment else None) == day
    assert bool(item.notes) == (day is None)


def test_a_channel_says_what_its_series_will(tmp_path: Path):
    found = feed(
        tmp_path,
        rss(
            channel="<itunes:author>开福区</itunes:author><language>zh-cn</language><description>讲故事</description>"
            "<itunes:category text='Kids &amp; Family'><itunes:category text='Parenting'/></itunes:category>"
            "<itunes:explicit>clean</itunes:explicit><itunes:type>Serial</itunes:type><itunes:complete>Yes</itunes:complete>"
            "<podcast:locked owner='a@b.org'>yes</podcast:locked><copyright>开福区</copyright>"
            "<atom:link rel='self' href='https://podnews.net/rss/'/>"
        ),
    )

    assert (found.author, found.language, found.summary) == ("开福区", "zh-cn", "讲故事")
    assert found.podcast == {
        "category": "Kids & Family > Parenting", "explicit": "no", "type": "serial", "locked": "yes",
        "owner": "a@b.org", "copyright": "开福区", "complete": "yes",
        # What directories make of that address.
        "guid": "9b024349-ccf0-5f69-a609-6b82873eab3c",
    }  # fmt: skip


def test_atom_is_read_as_well(tmp_path: Path):
    found = feed(
        tmp_path,
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN"><title>课</title><entry><id>urn:1</id>'
        '<title type="html">一&amp;nbsp;二</title><published>2022-03-31T22:30:00+08:00</published>'
        '<link href="https://old/1"/><link rel="enclosure" href="https://cdn/1.mp3" length="5"/></entry></feed>',
    )
    (item,) = found.items

    assert (found.title, found.language) == ("课", "zh-CN")
    assert (item.guid, item.title, item.link, item.url, item.length) == (
        "urn:1", "一 二", "https://old/1", "https://cdn/1.mp3", 5,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("一\n二", "一\n二"),
        ("<p>一\n二</p><p>三<br>四</p>", "一 二\n三\n四"),
        ("1 < 2 & 3", "1 < 2 & 3"),
        ("a &lt;b&gt; c", "a <b> c"),
        ("<style>p{}</style><b>一</b><iframe src=x>y</iframe>", "一"),
        ("<p>一</p><p>&nbsp;</p><p>二<!-- x --></p>", "一\n二"),
        ("<p", "<p"),
    ],
)
def test_html_becomes_what_a_reader_sees(markup: str, text: str):
    assert plain_text(markup) == text


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://cdn/a/%E7%AC%AC1%E6%9C%9F.mp3?sign=/x.mp3#t", "第1期.mp3"),
        ("https://op3.dev/e/host/1.mp3", "1.mp3"),
        ("https://anchor.fm/s/1/play/2/https%3A%2F%2Fcdn%2Fb%252Fc.m4a", "c.m4a"),
        ("https://cdn/..%2F..%2Fetc%2Fpasswd", "passwd"),
        ("not an address", "not an address"),
        ("https://[/", "["),
        ("", ""),
    ],
)
def test_the_name_of_a_file_stands_at_the_end_of_its_address(url: str, name: str):
    assert file_name(url) == name
