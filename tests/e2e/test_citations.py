"""Quotations, people and credits, from the manifest to the frames, the record and the site."""

import json
import re
from pathlib import Path

import av
import pytest
from PIL import Image

from tests.e2e.conftest import Workspace, bare_workspace
from tests.e2e.spoken import SPOKEN, recording

EPISODE = """\
number: 1
title: 毛泽建
speakers: [李明]
segments:
  - quote: “为有牺牲多壮志，敢教日月换新天。”
    by: ——毛泽东
    source: 《七律·到韶山》
    for: 3s
  - person: 毛泽建
    portrait: assets/p.png
    years: 1905-1929
    text: 湖南湘潭韶山人。
    narration: n.wav
    script: n.md
  - quote: 她自幼家境贫寒。
    narration: [n.wav, n.wav]
    pause: 1s
    script: n.md
  - credits: auto
    for: 4s
"""
SCRIPT = "毛泽建出生在湖南湘潭韶山。她自幼家境贫寒。人民没有忘记她。\n"


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    made = bare_workspace(tmp_path_factory.mktemp("citations"))
    made.write("studio.yaml", 'name: 声音馆\ntargets: {site: {url: "file://site", public: "https://x.example/"}}\n')
    made.write(
        "episodes/s/series.yaml",
        "title: 颂英烈\nauthor: 开福区\npodcast: {license: cc-by-4.0}\nrenditions:\n"
        "  main: {size: 320x180, rate: 25}\n  tall: {size: 180x320, rate: 25, captions: burned}\n",
    )
    (made.root / "assets").mkdir(exist_ok=True)
    Image.new("RGB", (300, 700), "#00ff00").save(made.root / "assets/p.png", exif=_artist("湖南省博物馆"))
    (made.root / "episodes/s/n.wav").write_bytes(recording("in-card.wav", SPOKEN).read_bytes())
    made.write("episodes/s/n.md", SCRIPT)
    made.episode(EPISODE)
    (done,) = made.json("render")["episodes"]
    assert done["diagnostics"] == []
    return made


def _artist(name: str) -> Image.Exif:
    tags = Image.Exif()
    tags[0x013B] = name.encode()
    return tags


def record(workspace: Workspace) -> dict[str, object]:
    found: dict[str, object] = json.loads(workspace.out("001 毛泽建.json").read_text())
    return found


def test_each_lasts_as_long_as_it_says_or_is_spoken(rendered: Workspace):
    found = record(rendered)

    assert [(one["start"], one["stop"]) for one in found["quotes"]] == [(0, 3), (12, 31)]  # type: ignore[index,attr-defined]
    assert [(one["start"], one["stop"]) for one in found["people"]] == [(3, 12)]  # type: ignore[index,attr-defined]
    assert found["duration"] == 35
    for name in ("001 毛泽建.mp4", "001 毛泽建.tall.mp4", "001 毛泽建.mp3"):
        with av.open(str(rendered.out(name))) as container:
            assert container.duration / av.time_base == pytest.approx(35, abs=0.1)


def test_the_record_has_what_they_show(rendered: Workspace):
    found = record(rendered)
    quotes, people = found["quotes"], found["people"]

    assert isinstance(quotes, list) and isinstance(people, list)
    assert quotes[0] == {
        "start": 0, "stop": 3, "text": "为有牺牲多壮志，敢教日月换新天。", "by": "毛泽东", "source": "《七律·到韶山》",
    }  # fmt: skip
    assert people[0] == {
        "start": 3, "stop": 12, "name": "毛泽建", "years": "1905—1929", "born": 1905, "died": 1929,
        "text": "湖南湘潭韶山人。",
    }  # fmt: skip
    assert [(one["role"], one["names"]) for one in found["credits"]] == [  # type: ignore[index,attr-defined]
        ("主讲", ["李明"]),
        ("引文", ["毛泽东《七律·到韶山》"]),
        ("图片", ["湖南省博物馆"]),
        ("出品", ["开福区"]),
        ("许可", ["CC BY 4.0"]),
    ]
    assert [one["title"] for one in found["chapters"]] == ["毛泽建", "她自幼家境贫寒"]  # type: ignore[index,attr-defined]


def test_the_portrait_is_seen_while_somebody_speaks(rendered: Workspace):
    for name in ("001 毛泽建.mp4", "001 毛泽建.tall.mp4"):
        with av.open(str(rendered.out(name))) as container:
            seen = [_green(frame) for index, frame in enumerate(container.decode(video=0)) if index % 25 == 12]
        assert [second for second, there in enumerate(seen) if there] == list(range(3, 12))


def _green(frame: av.VideoFrame) -> bool:
    pixels = frame.to_ndarray(format="rgb24").astype(int)
    return bool(((pixels[:, :, 1] > 180) & (pixels[:, :, 0] < 80)).mean() > 0.02)


def test_what_is_read_out_stands_once_in_the_transcript(rendered: Workspace):
    text, page = (rendered.out(f"001 毛泽建.{suffix}").read_text() for suffix in ("txt", "html"))

    assert "“为有牺牲多壮志，敢教日月换新天。”\n—— 毛泽东 《七律·到韶山》" in text
    assert "毛泽建 1905—1929\n湖南湘潭韶山人。" in text
    assert "“她自幼家境贫寒。”" not in text and text.count("她自幼家境贫寒。") == 2
    assert page.count("<blockquote") == 1 and page.count('class="person"') == 1 and '<dl class="credits">' in page
    for suffix in ("vtt", "srt", "transcript.json"):
        captions = rendered.out(f"001 毛泽建.{suffix}").read_text()
        assert "人民没有忘记她" in captions and "为有牺牲" not in captions


def test_the_site_shows_them_to_people_and_to_search_engines(rendered: Workspace):
    rendered.json("publish", "s", "--to", "site")
    page = Path(rendered.root, "site/s/1/index.html").read_text()
    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    found = json.loads(data)

    assert page.count("<blockquote>") == 2 and '<div class="person"' in page
    assert page.index('id="shown"') < page.index('id="said"') < page.index('id="credits"')
    assert found["about"] == [
        {
            "@type": "Person", "name": "毛泽建", "birthDate": "1905", "deathDate": "1929",
            "description": "湖南湘潭韶山人。",
        }
    ]  # fmt: skip
    assert found["hasPart"][0] == {
        "@type": "Quotation", "text": "为有牺牲多壮志，敢教日月换新天。",
        "creator": {"@type": "Person", "name": "毛泽东"}, "citation": "《七律·到韶山》",
    }  # fmt: skip
    assert found["creditText"].startswith("主讲：李明；引文：毛泽东《七律·到韶山》；图片：湖南省博物馆")


def test_a_bundle_has_them_too(rendered: Workspace, tmp_path: Path):
    to = tmp_path / "stick"
    assert rendered.run("bundle", "s", "--to", str(to)).returncode == 0
    page = (to / "index.html").read_text()

    assert page.count("<blockquote>") == 2 and "主讲 李明 · 引文 毛泽东《七律·到韶山》" in page


def test_nothing_is_made_twice_and_a_new_name_makes_one_card(rendered: Workspace, tmp_path: Path):
    copy = rendered.copied(tmp_path)
    assert copy.json("plan")["episodes"][0]["spans"]["encoded"] == 0

    copy.episode(EPISODE.replace("——毛泽东", "毛润之"))
    planned = copy.json("plan")["episodes"][0]["spans"]

    # The quotation, and the credits that name its source, in two shapes each.
    assert planned["encoded"] == 4
    copy.json("render")
    assert copy.run("verify").returncode == 0


def test_a_small_portrait_and_one_that_is_none_are_told(bare: Workspace):
    (bare.root / "assets").mkdir(exist_ok=True)
    Image.new("RGB", (60, 90)).save(bare.root / "assets/p.png")
    (bare.root / "assets/t.jpg").write_text("text")
    bare.episode(
        "number: 1\ntitle: 一\nsegments:\n  - person: 毛\n    portrait: assets/p.png\n"
        "  - person: 毛\n    portrait: assets/t.jpg\n"
    )
    found = bare.json("check", status=1)["diagnostics"]

    first = found[0]
    assert (first["code"], first["severity"], first["line"]) == ("small-portrait", "warning", 5)
    assert {(one["severity"], one["line"]) for one in found[1:]} == {("error", 7)}


def test_what_is_too_much_is_told_before_rendering(bare: Workspace):
    bare.episode(f"number: 1\ntitle: 一\nsegments:\n  - person: 毛\n    text: {'言，' * 500}\n")
    found = bare.json("check", status=1)["diagnostics"]

    assert [(one["code"], one["line"]) for one in found] == [("crowded-card", 4)]
