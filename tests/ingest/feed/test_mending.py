"""What feeds have wrong in their XML: mended where only one thing can be meant, each told with its line."""

from pathlib import Path

import pytest

from pipeline.ingest.feed import IncomingFeed, read_feed

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def read(folder: Path, text: str | bytes) -> IncomingFeed:
    path = folder / "feed.xml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_feed(path)


def rss(title: str, *, root: str = '<rss version="2.0">') -> str:
    return (
        f"{HEAD}{root}<channel>\n<title>馆</title>\n<item><title>{title}</title><guid>1</guid></item></channel></rss>"
    )


@pytest.mark.parametrize(
    ("text", "title", "note"),
    [
        (rss("甲 & 乙"), "甲 & 乙", "line 4: a bare '&' was read as that sign"),
        (rss("a&b & c &x d"), "a&b & c &x d", "line 4: a bare '&' was read as that sign, 3 times in all"),
        (rss("1 < 2"), "1 < 2", "line 4: a bare '<' was read as that sign"),
        (rss("a&nbsp;b"), "a b", "line 4: '&nbsp;' is HTML, not XML; it was read as the character it stands for"),
        (rss("&hellip;&mdash;"), "…—", "line 4: '&hellip;' is HTML, not XML; 2 such entities were read as characters"),
        (rss("a &mine; b"), "a &mine; b", "line 4: nobody knows the entity '&mine;'; it was left as text"),
        (rss("a\x07b"), "ab", "line 4: U+0007 cannot stand in XML; it was left out"),
        (rss("a&#x1F;b"), "ab", "line 4: &#x1F; cannot stand in XML; it was left out"),
        ("<br />\n<b>Warning</b>: mysql\n" + rss("甲"), "甲",
         "line 1: '<br /> <b>Warning</b>: mysql' stands before the feed; it was passed over"),
        ("\n\n" + rss("甲"), "甲", None),
        ("<!-- cached -->\n" + rss("甲"), "甲", "line 1: '<!-- cached -->' stands before the feed; it was passed over"),
        (rss("甲") + "\n<!-- 12 ms -->\n", "甲", None),
        (rss("甲") + "\n</body></html>", "甲",
         "line 5: '</body></html>' stands behind the feed's end; it was passed over"),
        (rss("甲<!-- -- -->"), "甲", None),
        (rss("<![CDATA[a & b < c]]>"), "a & b < c", None),
        (rss("<![CDATA[a\x02b]]>"), "ab", "line 4: U+0002 cannot stand in XML; it was left out"),
    ],
)  # fmt: skip
def test_what_can_be_meant_is_read_and_told(tmp_path: Path, text: str, title: str, note: str | None):
    found = read(tmp_path, text)

    assert found.items[0].title == title
    assert list(found.notes) == ([note] if note else [])


def test_a_prefix_that_is_declared_nowhere_is_taken_as_usual(tmp_path: Path):
    text = rss("甲</title><itunes:episode>7</itunes:episode><x:y>1</x:y><title>")

    found = read(tmp_path, text)

    assert found.items[0].number == 7
    assert [left.tag for left in found.items[0].left] == ["urn:undeclared:x|y"]
    assert list(found.notes) == [
        "line 4: the prefix 'itunes' is declared nowhere; what is usual was taken for it",
        "line 4: the prefix 'x' is declared nowhere; what is usual was taken for it",
    ]


def test_a_prefix_that_is_declared_too_far_down_is_declared_above(tmp_path: Path):
    inner = '<a xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"><itunes:author>x</itunes:author></a>'

    found = read(tmp_path, rss(f"甲</title>{inner}<itunes:season>2</itunes:season><title>"))

    assert found.items[0].season == 2


def test_guids_are_never_mended(tmp_path: Path):
    text = rss("甲").replace("<guid>1</guid>", "<guid><![CDATA[https://x/?a=1&copy;=2&b <c>&#7;]]></guid>")

    assert read(tmp_path, text).items[0].guid == "https://x/?a=1&copy;=2&b <c>&#7;"
    commented = rss("甲").replace("<guid>1</guid>", "<guid> a<!-- x -- y\n -->b\u00a0\n</guid>")
    assert read(tmp_path, commented).items[0].guid == " ab\u00a0\n"


@pytest.mark.parametrize(
    ("declared", "real", "note"),
    [
        ("ISO-8859-1", "utf-8", "the file declares ISO-8859-1, but is UTF-8; it was read as that"),
        ("GBK", "utf-8", "the file declares GBK, but is UTF-8; it was read as that"),
        ("Windows-1252", "utf-8", "the file declares Windows-1252, but is UTF-8; it was read as that"),
        ("UTF-8", "gb18030", "the file declares UTF-8, but is GB18030; it was read as that"),
        ("GBK", "gb18030", None),
        ("Big5", "big5", None),
        ("Shift_JIS", "shift_jis", None),
    ],
)
def test_bytes_say_more_than_a_declaration(tmp_path: Path, declared: str, real: str, note: str | None):
    title = "英雄之塔第一回"
    text = rss(title).replace('encoding="UTF-8"', f'encoding="{declared}"').replace("馆", "館")

    found = read(tmp_path, text.encode(real))

    assert found.items[0].title == title
    assert list(found.notes) == ([note] if note else [])


def test_latin_text_that_declares_utf_8_keeps_its_letters(tmp_path: Path):
    found = read(tmp_path, rss("Café déjà vu").replace("馆", "Le café").encode("cp1252"))

    assert (found.title, found.items[0].title) == ("Le café", "Café déjà vu")


def test_one_damaged_character_spoils_no_other(tmp_path: Path):
    data = rss("英雄之塔" * 10).encode().replace(b"</title><guid>", "塔".encode()[:2] + b"</title><guid>")

    found = read(tmp_path, data)

    assert found.items[0].title == "英雄之塔" * 10 + "\ufffd"
    assert list(found.notes) == [
        "line 4: a character is damaged there (1 in all); '\ufffd' stands in its place",
    ]


def test_a_web_page_says_where_its_feed_is(tmp_path: Path):
    page = (
        "<!doctype html><html><head><link rel='alternate' type='application/rss+xml'"
        " href='https://old.example.org/feed?a=1&amp;b=2'></head><body>404</body></html>"
    )

    with pytest.raises(Exception, match=r"the page says its feed is at https://old\.example\.org/feed\?a=1&b=2"):
        read(tmp_path, page)
