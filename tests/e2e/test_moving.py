"""A podcast that has moved in, as its subscribers meet it."""

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

from tests.e2e.conftest import STUDIO, Workspace
from tests.e2e.old_feed import FEED, GUIDS, NAMES, adopt, with_feed
from tests.programs import node_module, program


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *arguments: object) -> None:
        pass


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """A studio that has adopted and published the podcast; a server shows it. Tests only look at it."""
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
