"""Adopted feeds: what comes along beside title and sound, and what is told because it cannot."""

import json
import shutil
from pathlib import Path

import pytest
from PIL import Image

from tests import sources
from tests.e2e.conftest import Workspace

NAMES = (
    'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:podcast="https://podcastindex.org/namespace/1.0"'
    ' xmlns:psc="http://podlove.org/simple-chapters" xmlns:atom="http://www.w3.org/2005/Atom"'
)
CHANNEL = """\
<title>馆</title><itunes:explicit>no</itunes:explicit><itunes:block>Yes</itunes:block>
<itunes:category text="History"/><itunes:category text="Nonsense"/>
<itunes:category text="Education"><itunes:category text="Courses"/></itunes:category>
<itunes:image href="https://h/cover.png"/><podcast:funding url="https://h/give?a=1">支持</podcast:funding>
<itunes:new-feed-url>https://new.example.org/feed</itunes:new-feed-url><podcast:value type="lightning"/>
<itunes:owner><itunes:name>别人</itunes:name><itunes:email>a@b.org</itunes:email></itunes:owner>
"""
FIRST = """\
<item><title>一</title><guid>1</guid><pubDate>2022-01-01T00:00:00Z</pubDate><itunes:explicit>yes</itunes:explicit>
<enclosure url="https://h/1/a.mp3" length="5"/><itunes:image href="https://h/1/cover.png"/>
<podcast:chapters url="https://h/1/chapters.json" type="application/json+chapters"/>
<podcast:soundbite startTime="0.5" duration="1">句</podcast:soundbite>
<podcast:soundbite startTime="1" duration="1">又</podcast:soundbite>
<podcast:transcript url="https://h/1/t.html"/><podcast:value type="lightning"/><x>不认得</x></item>
"""
SECOND = """\
<item><title>二</title><guid>2</guid><pubDate>2022-01-02T00:00:00Z</pubDate><itunes:explicit>no</itunes:explicit>
<enclosure url="https://h/2/a.mp3" length="5"/><itunes:image href="https://h/2/gone.png"/>
<psc:chapters><psc:chapter start="00:00:01.500" title="乙"/><psc:chapter start="0" title="甲"/>
<psc:chapter start="99" title="太晚"/></psc:chapters><itunes:episode>0</itunes:episode></item>
"""


@pytest.fixture
def arrived(bare: Workspace) -> Workspace:
    feed = f"<rss {NAMES}><channel>{CHANNEL}{SECOND}{FIRST}</channel></rss>"
    bare.write("旧.xml", feed)
    for number in (1, 2):
        place = bare.root / f"旧片/{number}/a.mp3"
        place.parent.mkdir(parents=True)
        shutil.copyfile(sources.tone(f"details-{number}.mp3", 3, frequency=400 * number), place)
    for name in ("cover.png", "1/cover.png"):
        Image.linear_gradient("L").resize((1400, 1400)).save(bare.root / "旧片" / name)
    chapters = [{"startTime": 0, "title": "头"}, {"startTime": 1.25, "title": "尾", "img": "https://h/x.png"}]
    bare.write("旧片/1/chapters.json", json.dumps({"version": "1.2.0", "chapters": chapters}))
    return bare


def adopt(studio: Workspace, *more: str, status: int = 0) -> dict[str, object]:
    return studio.json("adopt", "--feed", "旧.xml", "--series", "馆", "--media", "旧片", *more, status=status)


def test_manifests_hold_what_has_a_key(arrived: Workspace):
    adopt(arrived)
    home = arrived.root / "episodes/馆"
    first, second = ((home / name).read_text(encoding="utf-8") for name in ("001-一.yaml", "002-二.yaml"))

    assert "explicit: yes\n" in first
    assert 'soundbite: {at: "0.5s", for: "1s", title: "句"}\n' in first
    assert 'chapters: [{at: "0s", title: "头"}, {at: "1.25s", title: "尾"}]\n' in first
    assert "cover: ../../旧片/1/cover.png\n" in first
    assert "explicit" not in second
    assert 'chapters: [{at: "1.5s", title: "乙"}, {at: "0s", title: "甲"}]\n' in second
    series = (home / "series.yaml").read_text(encoding="utf-8")
    assert "cover: ../../旧片/cover.png\n" in series
    assert '  category: ["History", "Education > Courses"]\n' in series
    assert "  block: yes\n" in series
    assert '  funding: [{url: "https://h/give?a=1", text: "支持"}]\n' in series
    assert arrived.json("check", "馆")["diagnostics"] == []


def test_what_has_none_is_told_one_by_one(arrived: Workspace):
    report = adopt(arrived, "--dry-run")
    first, second = ([(one["tag"], one["value"]) for one in placed["left"]] for placed in report["placed"])

    assert first == [
        ("podcast:soundbite", 'startTime="1" duration="1" 又'),
        ("podcast:value", 'type="lightning"'),
        ("x", "不认得"),
        ("podcast:transcript", "https://h/1/t.html"),
        ("podcast:chapters", "尾 img=https://h/x.png"),
    ]
    assert second == [("itunes:image", "https://h/2/gone.png"), ("podcast:chapters", "99s 太晚")]
    assert [(one["tag"], one["value"]) for one in report["left"]] == [
        ("itunes:owner", "别人"), ("podcast:value", 'type="lightning"'),
    ]  # fmt: skip
    assert report["notes"] == [
        "'category: Nonsense' is left out of series.yaml: podcast directories have no category 'Nonsense'",
        "the feed says that it has moved to https://new.example.org/feed; so does ours, unless you take 'moved-to' out",
    ]
    assert report["placed"][1]["notes"] == [
        "the feed says number 0: numbers begin with 1 and go up to 99999; it is number 2 here"
    ]


def test_the_text_counts_them(arrived: Workspace):
    done = arrived.run("adopt", "--feed", "旧.xml", "--series", "馆", "--media", "旧片", "--dry-run")

    assert "note: of the podcast was left out, as no key takes it: itunes:owner, podcast:value" in done.stdout
    assert "podcast:soundbite (1), podcast:transcript (1), podcast:value (1), x (1)" in done.stdout


def test_explicit_goes_where_it_was_said(arrived: Workspace):
    arrived.write("studio.yaml", 'name: 馆\ntargets: {site: {url: "file://site", public: "https://h/"}}\n')
    adopt(arrived)
    arrived.json("render", "馆")
    arrived.json("publish", "馆", "--to", "site")
    (feed,) = (arrived.root / "site").glob("s-*/feed.xml")
    text = feed.read_text(encoding="utf-8")

    assert [line.strip() for line in text.splitlines() if "itunes:explicit" in line] == [
        "<itunes:explicit>false</itunes:explicit>",
        "<itunes:explicit>false</itunes:explicit>",
        "<itunes:explicit>true</itunes:explicit>",
    ]
    chapters = json.loads(next((arrived.root / "site").glob("s-*/2/chapters.json")).read_bytes())["chapters"]
    assert [(one["startTime"], one["title"]) for one in chapters] == [(0, "甲"), (1.5, "乙")]


def test_a_page_that_is_missing_is_named_and_several_are_one(arrived: Workspace):
    text = (arrived.root / "旧.xml").read_text(encoding="utf-8")
    link = '<atom:link rel="{}" href="https://h/feed?page={}"/>'
    arrived.write("旧.xml", text.replace(FIRST, "").replace("<title>馆", link.format("next", 2) + "<title>馆", 1))
    other = text.replace(SECOND, "").replace("<title>馆", link.format("self", 2) + "<title>馆", 1)
    Path(arrived.root / "旧2.xml").write_text(other, encoding="utf-8")

    alone = adopt(arrived, "--dry-run", status=1)
    both = adopt(arrived, "--feed", "旧2.xml", "--dry-run")

    assert (alone["missing_pages"], len(alone["placed"])) == (["https://h/feed?page=2"], 1)
    assert (both["missing_pages"], [one["guid"] for one in both["placed"]]) == ([], ["1", "2"])
