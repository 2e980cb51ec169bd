"""Pages of a site, read as browsers, search engines and messengers read them."""

import posixpath
import re
from dataclasses import replace
from fractions import Fraction
from gzip import compress
from importlib.resources import files
from urllib.parse import unquote, urlsplit

import pytest

from pipeline.model.captions import Cue
from pipeline.model.programme import ProgrammeChapter
from pipeline.model.publishing.podcast import Podcast
from pipeline.publish.feed import feed_pages
from pipeline.publish.site import site_pages
from tests.publish.site.sites import HOSTILE, PUBLIC, SERIES, Reader, captions, catalogue, item, made, media


def test_every_link_leads_somewhere_from_a_stick_too():
    series = replace(SERIES, id="开福红", title="开福红")
    items = (item(1), item(2), item(3), item(7, series=series, files=media(7, series)))
    pages = made(*items)
    there = set(pages) | {page.path for page in feed_pages(catalogue(*items))}
    there |= {f"{one.folder}/{file.name}" for one in items for file in one.files}
    there |= {f"{one.slug}/cover.jpg" for one in (SERIES, series)}

    for path, text in pages.items():
        if not path.endswith(".html"):
            continue
        for link in Reader(text).links():
            if link.startswith(PUBLIC):
                name = link.removeprefix(PUBLIC)
                assert name in there or f"{name}index.html" in there, (path, link)
                continue
            parts = urlsplit(link)
            if path == "404.html":
                # It is shown at any depth.
                assert parts.path.removeprefix("/lessons/") in there or link == "#main", link
                continue
            if path.endswith("subscribe.html") and parts.scheme in ("podcast", "pktc", "overcast", "https"):
                continue
            assert not parts.scheme and not parts.netloc and not parts.path.startswith("/"), (path, link)
            place = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(parts.path)))
            assert not parts.path or place in there, (path, link)


def test_an_episode_says_what_it_is():
    page = Reader(made(item(1), item(2), item(3))["lieshita/2/index.html"])
    home = f"{PUBLIC}lieshita/2/"
    film, sound = page.data["associatedMedia"]

    assert page.all("html")[0]["lang"] == "zh-CN"
    assert page.texts["title"] == ["第2课：毛泽建 · 第2期 · 烈士塔下颂英烈"]
    assert page.texts["h1"] == ["第2课：毛泽建"]
    assert page.all("link", rel="canonical")[0]["href"] == page.meta("og:url") == home
    assert page.meta("og:image") == f"{home}lieshita-002.jpg"
    assert page.meta("og:video") == film["contentUrl"] == f"{home}lieshita-002.mp4"
    assert page.meta("twitter:card") == "summary_large_image"
    assert page.meta("description") == page.meta("og:description") == "一位女战士的一生"
    assert page.all("link", rel="alternate", type="application/rss+xml")[0]["href"] == "../../lieshita/feed.xml"
    assert [page.all("a", rel=rel)[0]["href"] for rel in ("prev", "next")] == ["../1/index.html", "../3/index.html"]
    assert (page.data["@type"][0], page.data["episodeNumber"], page.data["timeRequired"]) == (
        "PodcastEpisode", 2, "PT12M34S",
    )  # fmt: skip
    assert [part["startOffset"] for part in film["hasPart"]] == [0, 60]
    assert (sound["@type"], film["uploadDate"]) == ("AudioObject", "2022-03-03")
    assert "2022年3月3日" in page.texts["time"]


def test_film_sound_captions_chapters_and_transcript_stand_on_the_page():
    page = Reader(made(item(1))["lieshita/1/index.html"])

    assert page.all("video")[0]["src"] == "lieshita-001.mp4"
    assert page.all("source") == [{"src": "lieshita-001.mp3", "type": "audio/mpeg"}]
    track = page.all("track")[0]
    assert (track["kind"], track["srclang"], track["src"]) == ("captions", "zh-CN", "lieshita-001.vtt")
    assert not [one for one in (*page.all("video"), *page.all("audio")) if "autoplay" in one]
    starts = [one["data-start"] for one in page.all("a") if "data-start" in one]
    assert starts[:2] == ["0", "60"]
    assert starts[2:5] == ["0", "5", "10"]
    assert page.all("a", **{"data-start": "95"})[0]["data-stop"] == "99.5"


@pytest.mark.parametrize(
    ("kinds", "shown"),
    [
        (".mp3 .jpg", {"audio"}),
        (".mp4", {"video"}),
        (".jpg", set()),
    ],
)
def test_a_lesson_has_the_player_for_what_there_is(kinds: str, shown: set[str]):
    page = Reader(made(item(1, files=media(1, kinds=kinds), cues=(), chapters=()))["lieshita/1/index.html"])

    assert {tag for tag, _ in page.tags} & {"audio", "video"} == shown
    assert not page.all("track")
    assert "这一期没有文字稿。" in page.texts["p"]


def test_hostile_texts_stay_texts():
    series = replace(SERIES, title=HOSTILE, author=HOSTILE, summary=HOSTILE, numbering="{number}" + HOSTILE)
    one = item(
        1, series=series, title=HOSTILE, summary=HOSTILE, speakers=(HOSTILE,), tags=(HOSTILE, HOSTILE),
        chapters=(ProgrammeChapter(start=0, stop=9000, title=HOSTILE),), cues=captions(2, HOSTILE),
        public={"douyin": "https://v.douyin.com/x/", "evil": "javascript:alert(1)"},
    )  # fmt: skip
    pages = {path: text for path, text in made(one).items() if path.endswith(".html")}
    page = Reader(pages["lieshita/1/index.html"])

    assert {tag for text in pages.values() for tag, _ in Reader(text).tags} & {"b"} == set()
    assert page.texts["h1"] == [HOSTILE]
    assert page.data["name"] == page.meta("og:title") == HOSTILE
    assert page.data["sameAs"] == ["https://v.douyin.com/x/"]
    assert not [link for text in pages.values() for link in Reader(text).links() if link.startswith("javascript")]
    assert Reader(pages["lieshita/index.html"]).texts["h3"] == [HOSTILE]
    assert Reader(pages["index.html"]).texts["strong"] == [HOSTILE]


def test_what_machines_made_is_labelled():
    series = replace(SERIES, podcast=Podcast(ai_content=True, copyright="开福区"))

    assert "本节目含人工智能生成合成内容" in made(item(1, series=series))["lieshita/1/index.html"]
    assert "人工智能" not in made(item(1))["lieshita/1/index.html"]


def test_a_page_is_light_however_long_the_lesson():
    """Three hours, spoken without a pause; the words that do not stand there are loaded, and can be read without."""
    cues = tuple(Cue(start=n * 4000, stop=n * 4000 + 4000, text="她走进学堂读书明理，没有停顿") for n in range(2700))
    pages = made(item(1), item(2, cues=cues, duration=Fraction(10_800)), item(3))
    long, short = (Reader(pages[f"lieshita/{number}/index.html"]) for number in (2, 1))
    needed = ["lieshita/2/index.html", "lieshita/2/code.svg", "lieshita/theme.css", "favicon.svg", "house.css",
              "site.css", "player.css", "site.js", "player.js", "episode.js"]  # fmt: skip

    assert sum(len(pages[path].encode()) for path in needed) < 80_000
    assert sum(len(compress(pages[path].encode())) for path in needed) < 26_000
    assert long.all("section", id="transcript")[0]["data-words"].startswith("lieshita/2/words.js?")
    assert "lieshita-002.html" in [one["href"] for one in long.all("a") if "href" in one]
    assert 100 < len([one for one in long.all("a") if "data-stop" in one]) < 400
    assert "data-words" not in short.all("section", id="transcript")[0]
    assert pages["lieshita/2/words.js"].count("她走进学堂") == 2700


def test_a_series_lists_its_episodes_and_offers_feed_cards_and_playing():
    page = Reader(made(item(1), item(2), item(11))["lieshita/index.html"])
    rows = [one for one in page.all("li") if "data-number" in one]

    assert [row["data-number"] for row in rows] == ["1", "2", "11"]
    assert rows[0]["data-sound"] == "1/lieshita-001.mp3"
    assert [one["id"] for one in page.all("input", type="search")] == ["q"]
    assert {"subscribe.html", "cards.html", "#listen=1"} <= set(page.links())
    assert page.data["numberOfEpisodes"] == 3


def test_cards_come_eight_on_a_sheet():
    page = Reader(made(*(item(number) for number in range(1, 18)))["lieshita/cards.html"])

    assert len(page.all("section")) == 3
    assert len(page.all("div", **{"class": "card"})) == 17
    assert f"{PUBLIC}lieshita/17/" in page.texts["p"]


def test_the_pages_of_an_english_series_speak_english():
    series = replace(SERIES, language="en-GB", numbering="Lesson {number}")
    page = Reader(made(item(1, series=series))["lieshita/1/index.html"])

    assert page.texts["h2"] == [
        "Keyboard shortcuts", "Chapters", "Transcript", "Tags", "Share", "Downloads",
    ]  # fmt: skip
    assert "2 March 2022" in page.texts["time"]
    assert page.all("html")[0]["lang"] == "en-GB"


def test_a_studio_that_took_everything_back_still_has_a_page():
    assert Reader(made()["index.html"]).texts["h1"] == ["烈士塔下声音馆"]


def test_the_same_items_give_the_same_bytes():
    items = [item(number) for number in range(1, 4)]

    def pages() -> dict[str, tuple[str, bytes]]:
        return {page.path: (page.key, page.make()) for page in site_pages(catalogue(*items))}

    assert pages() == pages()


@pytest.mark.parametrize(
    ("change", "remade"),
    [
        ({"title": "另一课"}, {"1/index.html", "2/index.html", "3/index.html", "index.js"}),
        ({"cues": captions(3, "另一句")}, {"2/index.html", "2/words.js", "index.js", "search/0-0.js"}),
        ({"tags": ()}, {"2/index.html", "index.js"}),
    ],
)
def test_one_change_leaves_all_other_pages_alone(change: dict[str, object], remade: set[str]):
    before = [item(number) for number in range(1, 6)]
    after = [replace(one, **change) if one.number == 2 else one for one in before]
    keys = [{page.path: page.key for page in site_pages(catalogue(*items))} for items in (before, after)]

    changed = {path for path in keys[0].keys() | keys[1].keys() if keys[0].get(path) != keys[1].get(path)}
    assert changed == {f"lieshita/{name}" for name in (*remade, "index.html", "cards.html")} | {"index.html"}


def test_what_points_to_others_comes_after_them():
    order = [page.path for page in site_pages(catalogue(item(1), item(2)))]

    assert order.index("site.css") < order.index("lieshita/1/code.svg") < order.index("lieshita/1/index.html")
    assert order.index("lieshita/2/index.html") < order.index("lieshita/index.html") < order.index("index.html")


def test_no_feed_is_announced_where_nothing_can_be_heard():
    silent = made(item(1, files=media(1, kinds=".jpg .html")))
    spoken = made(item(1))

    for path in ("index.html", "lieshita/index.html", "lieshita/1/index.html"):
        assert "feed.xml" not in silent[path]
        assert "feed.xml" in spoken[path]


def test_scripts_and_styles_have_no_backticks_within_backticks():
    """What makes them small takes the inner ones for the end of the outer ones."""
    folder = files("pipeline.publish")
    scripts = (*folder.joinpath("site/statics").iterdir(), *folder.joinpath("player/scripts").iterdir())

    found = [
        (script.name, line)
        for script in scripts
        if script.name.endswith(".js")
        for line in script.read_text("utf-8").splitlines()
        if re.search(r"`[^`]*\$\{[^}`]*`", line)
    ]
    assert found == []
