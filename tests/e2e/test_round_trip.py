"""A podcast of ours that is adopted again: its feed says the same, key by key."""

import json
import shutil
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image

from tests import sources
from tests.e2e.conftest import STUDIO, Workspace

TARGET = 'targets:\n  site: {url: "file://site", public: "https://hall.example.org/"}\n'
GUIDS = {
    1: "\u00a0https://old.example.org/?p=1&x=<2>\u00a0 ",
    2: "  line one\n\tline two\u2028\u3000'\"# end\n",
    3: "g" * 500 + "\r\u0085\ufeff😀",
}
SERIES = """\
title: 烈士塔下
author: 开福区
summary: |-
  一个人，一座塔 <&>
  第二行
cover: assets/cover.png
podcast:
  category: [Education > Courses, History, Society & Culture > Documentary]
  explicit: yes
  type: serial
  medium: course
  locked: no
  owner: studio@example.org
  copyright: 开福红课堂
  license: 馆藏许可
  license-url: https://hall.example.org/license?v=1
  complete: yes
  moved-to: https://hall.example.org/s/feed.xml
  guid: 917393e3-1b1e-5cef-ace4-edaa54e1f810
  ai-content: no
  block: yes
  funding: [{url: "https://hall.example.org/give?a=1&b=2", text: 支持我们}, https://example.org/]
  people: [李明, {name: 王芳, role: producer, group: creative direction, href: https://example.org/w?x=1}]
  location: {name: 长沙, geo: "geo:28.2282,112.9388", osm: R3202711}
  txt: [{text: abc-123, purpose: verify}, 随便一句]
"""
MORE = {
    1: """\
season: 2
summary: 一 < 二 & 三
speakers: [李明, 王芳]
people: [{name: 王芳, role: guest, href: https://example.org/w, img: https://example.org/w.jpg},
         {name: 张工, role: editor, group: audio post-production}]
explicit: no
block: yes
location: {name: 烈士公园, geo: "geo:28.2,112.9"}
license: cc-by-4.0
license-url: https://example.org/cc
soundbite: {at: 250ms, for: 1500ms, title: 一句话}
chapters: [{at: 0s, title: 少年}, {at: 1500ms, title: "远行 & 归来"}]
cover: assets/one.png
subtitles: assets/one.srt
""",
    2: "type: trailer\nseason: 2\nsummary: |-\n  一\n  二\n",
    3: "type: bonus\nexplicit: yes\nsoundbite: {at: 0s, for: 1s}\n",
}


def made(root: Path) -> Workspace:
    studio = Workspace(root=root)
    studio.write("studio.yaml", f"{STUDIO}{TARGET}")
    studio.write("episodes/s/series.yaml", SERIES)
    for name, side in (("cover.png", 1500), ("one.png", 1400)):
        (studio.root / "assets").mkdir(exist_ok=True)
        Image.new("RGB", (side, side), (120, 20, 20)).save(studio.root / "assets" / name)
    studio.write("assets/one.srt", "1\n00:00:00,000 --> 00:00:01,000\n一句话\n")
    for number, guid in GUIDS.items():
        name = sources.tone(f"round-{number}.mp3", 3, frequency=300 * number)
        shutil.copyfile(name, studio.root / f"assets/{number}.mp3")
        written = "".join(f"\\U{ord(sign):08x}" for sign in guid)
        studio.write(
            f"episodes/s/{number:03d}.yaml",
            f'number: {number}\ntitle: 她的题 {number} & <名>\ndate: 2022-0{number}-01\nguid: "{written}"\n'
            f"programme: assets/{number}.mp3\n{MORE[number]}",
        )
    return studio


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, Workspace, dict[str, object]]:
    """The studio, another one that has adopted its feed, and what was said of that."""
    first = made(tmp_path_factory.mktemp("first"))
    first.json("render", "s")
    first.json("publish", "s", "--to", "site")
    second = Workspace(root=tmp_path_factory.mktemp("second"))
    second.write("studio.yaml", f"{STUDIO}{TARGET}")
    shutil.copytree(first.root / "site", second.root / "旧")
    said = second.json("adopt", "--feed", "旧/s/feed.xml", "--media", "旧", "--series", "s")
    second.json("render", "s")
    second.json("publish", "s", "--to", "site")
    return first, second, said


def lines(studio: Workspace) -> list[str]:
    """The feed, element by element; sizes and hashes of covers are those of new pictures."""
    root = ElementTree.fromstring((studio.root / "site/s/feed.xml").read_bytes())
    return [f"{one.tag} {sorted(one.attrib.items())} {one.text!r}" for one in root.iter()]


def test_the_feed_is_the_same(twice: tuple[Workspace, Workspace, dict[str, object]]):
    first, second, _ = twice

    assert lines(second) == lines(first)


def test_guids_are_the_same_to_the_letter(twice: tuple[Workspace, Workspace, dict[str, object]]):
    first, second, said = twice
    root = ElementTree.fromstring((second.root / "site/s/feed.xml").read_bytes())
    records = [json_of(second, number)["guid"] for number in GUIDS]

    assert [one["guid"] for one in said["placed"]] == list(GUIDS.values())
    assert records == list(GUIDS.values())
    assert [one.findtext("guid") for one in root.iter("item")] == list(GUIDS.values())[::-1]
    assert [json_of(first, number)["guid"] for number in GUIDS] == records


def test_nothing_of_ours_is_left_out(twice: tuple[Workspace, Workspace, dict[str, object]]):
    _, _, said = twice

    assert (said["left"], said["missing_pages"]) == ([], [])
    assert [one["left"] for one in said["placed"]] == [[], [], []]


def test_a_bundle_takes_any_guid(twice: tuple[Workspace, Workspace, dict[str, object]], tmp_path: Path):
    _, second, _ = twice

    second.json("bundle", "s", "--to", str(tmp_path / "stick"), "--loudspeaker")

    assert len(list((tmp_path / "stick").glob("*.mp3"))) == 3


def json_of(studio: Workspace, number: int) -> dict[str, object]:
    paths = (studio.root / "out/s").glob(f"{number:03d} *.json")
    return json.loads(min(paths, key=lambda path: len(path.name)).read_bytes())
