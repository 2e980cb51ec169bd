"""A podcast moves in, as its studio and its subscribers meet it."""

import base64
import hashlib
import json
import shutil
import sqlite3
import subprocess
import threading
from collections.abc import Iterator
from functools import partial
from http.client import HTTPConnection
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

import feedparser
import podcastparser
import pytest

from tests import sources
from tests.e2e.conftest import STUDIO, Workspace
from tests.programs import node_module, program

NAMES = {"itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd", "podcast": "https://podcastindex.org/namespace/1.0"}
GUIDS = [
    "tag:soundcloud,2010:tracks/3",
    "https://old.example.org/?p=2&x=1",
    "Ep One!",
    "9B1DEB4D-3B7D-4BAD-9BDD-2B0D7B3DCB6D",
]
FEED = f"""\
<?xml version="1.0" encoding="GBK"?>
<rss version="2.0" xmlns:itunes="{NAMES["itunes"]}" xmlns:podcast="{NAMES["podcast"]}"><channel>
<title>烈士塔下</title><language>zh-cn</language><itunes:author>开福区</itunes:author>
<description>&lt;p&gt;一个人，&lt;b&gt;一座塔&lt;/b&gt;&lt;/p&gt;</description><itunes:explicit>clean</itunes:explicit>
<itunes:owner><itunes:email>studio@example.org</itunes:email></itunes:owner>
<itunes:category text="History"/><podcast:guid>917393E3-1B1E-5CEF-ACE4-EDAA54E1F810</podcast:guid>
<item><title>没有文件</title><guid>{GUIDS[3]}</guid><pubDate>Thu, 07 Apr 2022 10:00:00 +0800</pubDate>
 <enclosure url="https://cdn.example.org/gone.mp3" length="5" type="audio/mpeg"/></item>
<item><title>烈士塔下 | 第3期：夏明翰 &amp;nbsp;“砍头不要紧”</title><guid isPermaLink="false">{GUIDS[0]}</guid>
 <pubDate>Thu, 31 Mar 2022 22:00:00 GMT</pubDate><itunes:duration>00:01</itunes:duration>
 <description><![CDATA[<p>一 &amp; 二 &lt;三&gt;</p><p>四</p><script>alert(1)</script>]]></description>
 <enclosure url="https://cdn.example.org/r/%E7%AC%AC3%E6%9C%9F.mp3?sign=1" length="0" type="audio/mpeg"/>
 <podcast:person>李明</podcast:person></item>
<item><title>郭亮</title><itunes:episode>2</itunes:episode><guid>{GUIDS[1].replace("&", "&amp;")}</guid>
 <pubDate>Thu, 24 Mar 2022 22:00:00 +0800</pubDate><itunes:episodeType>bonus</itunes:episodeType>
 <enclosure url="https://cdn.example.org/b.mp3" length="1024" type="audio/mpeg"/></item>
<item><title>01. 毛泽建</title><guid>{GUIDS[2]}</guid><pubDate>Thu, 17 Mar 2022 22:00:00 +0800</pubDate>
 <enclosure url="https://cdn.example.org/a.mp3" length="1024" type="audio/mpeg"/></item>
</channel></rss>
"""


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *arguments: object) -> None:
        pass


@pytest.fixture
def arrived(bare: Workspace) -> Workspace:
    """A workspace with an old feed and its files."""
    return with_feed(bare)


def with_feed(bare: Workspace) -> Workspace:
    (bare.root / "旧 feed.xml").write_bytes(FEED.encode("gb18030"))
    for turn, name in enumerate(("第3期.mp3", "b.mp3", "a.mp3"), start=1):
        place = bare.root / "旧 片" / name
        place.parent.mkdir(exist_ok=True)
        shutil.copyfile(sources.tone(f"moved-{turn}.mp3", 3 if turn == 2 else 1, frequency=300 * turn), place)
    return bare


def adopt(studio: Workspace, *more: str, status: int = 1) -> dict[str, object]:
    return studio.json(
        "adopt", "--feed", "旧 feed.xml", "--series", "lieshita", "--media", "旧 片", *more, status=status
    )


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """The same, moved in and published; a server shows it. Its tests look at it and change nothing of it."""
    studio = Workspace(root=tmp_path_factory.mktemp("moved") / "声音馆")
    (studio.root / "site").mkdir(parents=True)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(studio.root / "site")))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/"
    studio.write("studio.yaml", f'{STUDIO}targets:\n  site: {{url: "file://site", public: "{address}"}}\n')
    adopt(with_feed(studio))
    studio.json("render", "lieshita")
    studio.json("publish", "lieshita", "--to", "site")
    yield studio
    server.shutdown()
    server.server_close()


def address_of(studio: Workspace) -> str:
    return (studio.root / "studio.yaml").read_text(encoding="utf-8").split('public: "')[1].split('"')[0]


def test_a_plan_says_who_will_be_what_and_writes_nothing(arrived: Workspace):
    report = adopt(arrived, "--dry-run")

    assert [(one["number"], one["title"], one["date"], one["guid"]) for one in report["placed"]] == [
        (1, "毛泽建", "2022-03-17", GUIDS[2]),
        (2, "郭亮", "2022-03-24", GUIDS[1]),
        (3, "夏明翰 “砍头不要紧”", "2022-04-01", GUIDS[0]),
    ]
    (left,) = report["unplaced"]
    assert (left["code"], left["guid"], left["url"]) == ("no-file", GUIDS[3], "https://cdn.example.org/gone.mp3")
    assert left["hint"] == "download https://cdn.example.org/gone.mp3 into that folder and run this again"
    assert not (arrived.root / "episodes/lieshita").exists()


def test_manifests_hold_what_the_feed_said(arrived: Workspace):
    adopt(arrived)
    home = arrived.root / "episodes/lieshita"

    assert (home / "003-夏明翰-砍头不要紧.yaml").read_text(encoding="utf-8") == (
        "# yaml-language-server: $schema=../../manifest.schema.json\n"
        "number: 3\n"
        "title: 夏明翰 “砍头不要紧”\n"
        "date: 2022-04-01\n"
        "guid: tag:soundcloud,2010:tracks/3\n"
        "summary: |-\n"
        "  一 & 二 <三>\n"
        "  四\n"
        'speakers: ["李明"]\n'
        "programme: ../../旧 片/第3期.mp3\n"
    )
    assert (home / "series.yaml").read_text(encoding="utf-8") == (
        "# yaml-language-server: $schema=../../manifest.schema.json\n"
        "title: 烈士塔下\n"
        "author: 开福区\n"
        "language: zh-cn\n"
        "summary: 一个人，一座塔\n"
        "podcast:\n"
        "  category: History\n"
        "  explicit: no\n"
        "  type: episodic\n"
        "  owner: studio@example.org\n"
        "  guid: 917393E3-1B1E-5CEF-ACE4-EDAA54E1F810\n"
    )
    assert arrived.json("check", "lieshita")["diagnostics"] == []


def test_what_is_here_is_not_adopted_again_and_what_was_missing_is(arrived: Workspace):
    adopt(arrived)
    before = {path: path.read_bytes() for path in arrived.root.rglob("*.yaml")}
    shutil.copyfile(sources.tone("moved-4.mp3", 1, frequency=1200), arrived.root / "旧 片/gone.mp3")

    report = adopt(arrived, status=0)
    again = adopt(arrived, status=0)

    assert [(one["number"], one["guid"]) for one in report["placed"]] == [(4, GUIDS[3])]
    assert {one["code"] for one in report["unplaced"]} == {"already-adopted"}
    assert again["placed"] == []
    assert {path: path.read_bytes() for path in before} == before


def test_the_new_feed_is_the_old_one_to_apps(moved: Workspace):
    data = (moved.root / "site/lieshita/feed.xml").read_bytes()
    read = feedparser.parse(data)
    heard = podcastparser.parse("http://x/", (moved.root / "site/lieshita/feed.xml").open("rb"))

    assert not read.bozo
    assert [entry.id for entry in read.entries] == GUIDS[:3]
    assert [episode["guid"] for episode in heard["episodes"]] == GUIDS[:3]
    assert [episode["number"] for episode in heard["episodes"]] == [3, 2, 1]
    channel = ElementTree.fromstring(data).find("channel")
    assert channel.findtext("podcast:guid", namespaces=NAMES) == "917393e3-1b1e-5cef-ace4-edaa54e1f810"
    assert channel.findall("item")[1].findtext("itunes:episodeType", namespaces=NAMES) == "bonus"


def test_whatever_the_feed_points_to_is_served_as_it_says(moved: Workspace):
    root = ElementTree.parse(moved.root / "site/lieshita/feed.xml").getroot()
    for entry in root.iter("item"):
        enclosure = entry.find("enclosure")
        body = fetched(enclosure.get("url"))
        assert len(body) == int(enclosure.get("length"))
        assert enclosure.get("url").isascii()
        assert fetched(enclosure.get("url"), "HEAD") == b""
        for alternate in entry.findall("podcast:alternateEnclosure", NAMES):
            data = fetched(alternate.find("podcast:source", NAMES).get("uri"))
            sri = f"sha256-{base64.b64encode(hashlib.sha256(data).digest()).decode()}"
            assert alternate.find("podcast:integrity", NAMES).get("value") == sri
            assert len(data) == int(alternate.get("length"))
    for tag in ("itunes:image", "podcast:transcript", "podcast:chapters"):
        for one in root.iterfind(f".//{tag}", NAMES):
            assert fetched(one.get("href") or one.get("url"))


def fetched(url: str, method: str = "GET") -> bytes:
    parts = urlsplit(url)
    connection = HTTPConnection(parts.hostname, parts.port, timeout=10)
    connection.request(method, parts.path)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    assert answer.status == 200, url
    return body


def test_a_reader_that_had_the_old_feed_finds_nothing_new_in_it(moved: Workspace, tmp_path: Path):
    """newsboat asks at the same address, first for the old feed and then for ours."""
    place = moved.root / "site/podcast.xml"
    lines = FEED.replace('encoding="GBK"', 'encoding="UTF-8"')
    place.write_text(lines, encoding="utf-8")
    before = newsboat(moved, tmp_path)
    shutil.copyfile(moved.root / "site/lieshita/feed.xml", place)

    after = newsboat(moved, tmp_path)

    assert sorted(before) == sorted(GUIDS)
    assert sorted(after) == sorted(before)


def newsboat(studio: Workspace, folder: Path) -> list[str]:
    """What it knows after looking at the feed."""
    urls, database = folder / "urls", folder / "cache.db"
    urls.write_text(f"{address_of(studio)}podcast.xml\n")
    subprocess.run(
        [program("newsboat"), "-u", urls, "-c", database, "-x", "reload"],
        check=True, capture_output=True, timeout=60, env={"HOME": str(folder), "PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    with sqlite3.connect(database) as rows:
        return [guid for (guid,) in rows.execute("select guid from rss_item")]


def test_gpodder_downloads_what_was_published(moved: Workspace, tmp_path: Path):
    env = {"GPODDER_HOME": str(tmp_path / "gpodder"), "PATH": "/usr/bin:/bin", "HOME": str(tmp_path)}
    for command in (["subscribe", f"{address_of(moved)}lieshita/feed.xml"], ["download"]):
        subprocess.run([program("gpo"), *command], check=True, capture_output=True, timeout=60, env=env)

    got = {path.read_bytes() for path in (tmp_path / "gpodder").rglob("*.mp3")}
    assert got == {path.read_bytes() for path in (moved.root / "旧 片").iterdir()}


def test_a_number_or_a_guid_that_somebody_has_is_told(arrived: Workspace):
    arrived.episode("number: 3\ntitle: 另\nsegments: [{card: 一}]\n", 3, series="lieshita")
    arrived.write("episodes/lieshita/series.yaml", "title: 烈士塔下\n")
    arrived.episode(f"number: 9\ntitle: 又\nguid: '{GUIDS[1]}'\nsegments: [{{card: 一}}]\n", 9)

    report = adopt(arrived)

    codes = {one["guid"]: one["code"] for one in report["unplaced"] if one["code"] != "no-item"}
    assert codes == {GUIDS[0]: "number-taken", GUIDS[1]: "guid-taken", GUIDS[3]: "no-file"}
    assert [one["number"] for one in report["placed"]] == [1]
    assert report["notes"] == [
        "to keep the feed's own identity, write 'guid: 917393E3-1B1E-5CEF-ACE4-EDAA54E1F810'"
        " under 'podcast' in series.yaml"
    ]


def test_files_without_their_old_names_are_known_by_their_size(arrived: Workspace):
    other = arrived.root / "旧 片/下载 (2).mp3"
    (arrived.root / "旧 片/b.mp3").rename(other)
    size = other.stat().st_size
    feed = arrived.root / "旧 feed.xml"
    feed.write_bytes(feed.read_bytes().replace(b'b.mp3" length="1024"', f'b.mp3" length="{size}"'.encode()))

    report = adopt(arrived)

    found = next(one for one in report["placed"] if one["guid"] == GUIDS[1])
    assert found["files"] == ["旧 片/下载 (2).mp3"]
    assert found["notes"] == [f"its file was found by its size, {size} bytes"]


def test_every_item_that_cannot_be_placed_has_its_reason(arrived: Workspace):
    items = """
<item><title>坏</title><guid>bad</guid><enclosure url="https://h/bad.mp3" length="7"/></item>
<item><title>又</title><guid>bad</guid><enclosure url="https://h/bad.mp3" length="7"/></item>
<item><title>字</title><guid>no-file</guid></item>
<item/>
<item><title>上</title><guid>up</guid><enclosure url="https://h/../../studio.yaml" length="7"/></item>
<item><title>同</title><guid>same</guid><enclosure url="https://h/1/audio.mp3" length="7"/></item>
<item><title>名</title><guid>name</guid><enclosure url="https://h/2/audio.mp3" length="7"/></item>
"""
    arrived.write("旧 feed.xml", f"<rss><channel><title>S</title>{items}</channel></rss>")
    arrived.write("旧 片/bad.mp3", "rubbish")
    arrived.write("旧 片/audio.mp3", "rubbish")

    report = adopt(arrived)

    told = [(one["file"], one["code"]) for one in report["unplaced"] if one["code"] != "no-item"]
    assert told == [
        ("bad.mp3", "duplicate-guid"),
        ("an item without a title", "no-guid"),
        ("字", "no-enclosure"),
        ("studio.yaml", "no-file"),
        ("audio.mp3", "ambiguous-file"),
        ("audio.mp3", "ambiguous-file"),
        ("旧 片/bad.mp3", "not-media"),
        ("bad.mp3", "unreadable-media"),
    ]
    assert report["placed"] == []
    assert not (arrived.root / "episodes/lieshita").exists()


@pytest.mark.parametrize("text", ["<html/>", "", "<!DOCTYPE r [<!ENTITY a 'b'>]><rss><channel/></rss>"])
def test_what_is_no_feed_is_refused(arrived: Workspace, text: str):
    arrived.write("旧 feed.xml", text)

    done = arrived.run("adopt", "--feed", "旧 feed.xml", "--series", "lieshita", "--media", "旧 片")

    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "hint:" in done.stderr


def test_a_folder_and_a_feed_do_not_go_together(arrived: Workspace):
    assert arrived.run("adopt", "旧 片", "--feed", "旧 feed.xml", "--series", "s").returncode == 2
    assert arrived.run("adopt", "--series", "s").returncode == 2


def test_the_text_names_what_is_to_be_downloaded(arrived: Workspace):
    done = arrived.run("adopt", "--feed", "旧 feed.xml", "--series", "lieshita", "--media", "旧 片")

    assert "gone.mp3: '没有文件': its file 'gone.mp3' is not in '旧 片' [no-file]" in done.stdout
    assert "hint: download https://cdn.example.org/gone.mp3 into that folder and run this again" in done.stdout
    assert "adopted 3 programmes (3 files); 1 item could not be placed" in done.stdout


def test_partytime_reads_the_podcasting_tags(moved: Workspace):
    """The parser of the Podcast Index."""
    parser = node_module("podcast-partytime/package.json").parent
    script = (
        f"const f = require({json.dumps(str(parser))}).parseFeed(require('fs').readFileSync(0, 'utf8'));"
        "const said = f.items.map(i => [i.guid, i.podcastEpisode.number, i.alternativeEnclosures[0].integrity.type]);"
        "console.log(JSON.stringify([f.guid, said]));"
    )
    done = subprocess.run(
        [program("node"), "-e", script],
        input=(moved.root / "site/lieshita/feed.xml").read_text(encoding="utf-8"),
        capture_output=True, encoding="utf-8", check=True, timeout=60,
    )  # fmt: skip

    guid, items = json.loads(done.stdout)
    assert guid == "917393e3-1b1e-5cef-ace4-edaa54e1f810"
    assert items == [[guid, 3 - turn, "sri"] for turn, guid in enumerate(GUIDS[:3])]


def test_a_soundbite_beyond_the_end_is_told_at_its_place(arrived: Workspace):
    adopt(arrived)
    manifest = next((arrived.root / "episodes/lieshita").glob("001-*.yaml"))
    manifest.write_text(manifest.read_text(encoding="utf-8") + "soundbite: {at: 1m, for: 30s}\n", encoding="utf-8")

    (found,) = arrived.json("check", "lieshita", status=1)["diagnostics"]

    assert (found["code"], found["message"]) == (
        "beyond-end",
        "this soundbite ends at 1:30, the programme at 0:01",
    )
