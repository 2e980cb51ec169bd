"""A podcast moves in, as its studio meets it."""

import shutil

import pytest

from tests import sources
from tests.e2e.conftest import Workspace
from tests.e2e.old_feed import GUIDS, adopt, with_feed


@pytest.fixture
def arrived(bare: Workspace) -> Workspace:
    """A workspace with an old feed and its files."""
    return with_feed(bare)


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


def test_a_soundbite_beyond_the_end_is_told_at_its_place(arrived: Workspace):
    adopt(arrived)
    manifest = next((arrived.root / "episodes/lieshita").glob("001-*.yaml"))
    manifest.write_text(manifest.read_text(encoding="utf-8") + "soundbite: {at: 1m, for: 30s}\n", encoding="utf-8")

    (found,) = arrived.json("check", "lieshita", status=1)["diagnostics"]

    assert (found["code"], found["message"]) == (
        "beyond-end",
        "this soundbite ends at 1:30, the programme at 0:01",
    )
