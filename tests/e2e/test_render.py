"""Rendering, from a manifest to finished files, as a producer meets it."""

import json
from fractions import Fraction
from pathlib import Path

import av
import pytest

from pipeline.media.sound.loudness import loudness_of
from tests import sources
from tests.e2e.conftest import SERIES, SHORTEST, Workspace, shortest_workspace

EVERYTHING = """\
number: 2
title: 郭亮“带镣行”
summary: 一位工人领袖的一生
date: 2022-03-31
speakers: [李明]
tags: [英烈]
segments:
  - use: intro
  - card: "{numbering}\\n{title}"
    for: 1s
  - narration: [assets/n.m4a, assets/m.mp3]
    pause: 500ms
    subtitles: assets/n.srt
    pictures:
      - image: assets/a.jpg
      - clip: assets/numbered.mp4
        from: 500ms
        transition: dissolve
      - image: assets/b.png
        at: 3s
        fit: crop
  - clip: assets/numbered.mp4
    from: "00:00.2"
    to: "00:01.4"
    transition: {kind: dissolve, for: 200ms}
    music: none
    chapter: 访谈
  - image: assets/b.png
    for: 700ms
    fit: pad
"""
WITH_PARTS = (
    SERIES
    + """\
music: {file: assets/music.m4a, gain: -20 dB, fade: 300ms}
intro:
  clip: assets/flash.mp4
  music: none
"""
)
SUBTITLES = "1\n00:00:00,500 --> 00:00:01,500\n烈士塔下\n\n2\n00:00:02,000 --> 00:00:03,000\n颂英烈\n"


def full_workspace(folder: Path) -> Workspace:
    """A workspace whose second episode uses everything."""
    workspace = shortest_workspace(folder)
    workspace.asset(sources.tone("m.mp3", level=-30))
    workspace.asset(sources.tone("music.m4a", 3, frequency=300))
    workspace.asset(sources.photo("b.png", (300, 500), seed=2), "b.png")
    workspace.asset(sources.numbered("numbered.mp4", sources.regular(Fraction(30000, 1001), 60)), "numbered.mp4")
    workspace.asset(sources.flash_and_beep("flash.mp4", 2), "flash.mp4")
    workspace.write("assets/n.srt", SUBTITLES)
    workspace.write("episodes/s/series.yaml", WITH_PARTS)
    workspace.episode(EVERYTHING, 2)
    return workspace


@pytest.fixture
def full(tmp_path: Path) -> Workspace:
    return full_workspace(tmp_path)


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Both episodes, rendered. Tests look at it; those that change something copy it: `made`."""
    workspace = full_workspace(tmp_path_factory.mktemp("everything"))
    workspace.json("render", "-j", "2")
    return workspace


@pytest.fixture
def made(everything: Workspace, tmp_path: Path) -> Workspace:
    return everything.copied(tmp_path)


def test_the_shortest_manifest_becomes_a_programme(workspace: Workspace):
    report = workspace.json("render")

    (episode,) = report["episodes"]
    assert (report["ok"], episode["status"], episode["spans"]) == (
        True,
        "rendered",
        {"total": 1, "encoded": 1, "reused": 0},
    )
    assert sorted(path.name for path in workspace.out("").iterdir()) == [
        "001 毛泽建.jpg", "001 毛泽建.json", "001 毛泽建.mp3", "001 毛泽建.mp4", "001 毛泽建.square.jpg",
    ]  # fmt: skip
    with av.open(str(workspace.out("001 毛泽建.mp4"))) as file:
        assert sum(1 for _ in file.decode(video=0)) == 50
        assert file.metadata["title"] == "毛泽建"
        assert file.metadata["track"] == "1/3"


def test_a_second_render_encodes_nothing_and_touches_nothing(made: Workspace):
    before = {path: path.stat().st_mtime_ns for path in made.out("").iterdir()}

    report = made.json("render")

    assert [episode["status"] for episode in report["episodes"]] == ["fresh", "fresh"]
    assert {episode["spans"]["encoded"] for episode in report["episodes"]} == {0}
    assert {path: path.stat().st_mtime_ns for path in made.out("").iterdir()} == before


def test_an_episode_that_uses_everything(everything: Workspace):
    path = everything.out("002 郭亮“带镣行”.mp4")
    with av.open(str(path)) as file:
        video, audio = file.streams.video[0], file.streams.audio[0]
        assert sum(1 for _ in file.decode(video)) == 2 * 25 + 25 + round(4.5 * 25 + 0.01) + 30 + 18
        assert (video.codec_context.color_range, video.codec_context.colorspace) == (1, 1)
        assert (video.language, audio.language) == ("zho", "zho")
        assert len(file.streams.subtitles) == 1
        assert video.start_time == 0
        assert abs(float(video.duration * video.time_base - audio.duration * audio.time_base)) < 1024 / 48_000
    record = json.loads(everything.out("002 郭亮“带镣行”.json").read_text(encoding="utf-8"))
    assert (record["number"], record["total"], record["speakers"]) == (2, 3, ["李明"])
    assert record["sync"] == {"start_ms": 0.0, "end_ms": 0.0}
    assert "assets/n.m4a" in {one["name"] for one in record["inputs"]}
    assert str(everything.root) not in json.dumps(record, ensure_ascii=False)
    vtt = everything.out("002 郭亮“带镣行”.vtt").read_text(encoding="utf-8")
    assert "00:00:03.500 --> 00:00:04.500\n烈士塔下" in vtt


def test_both_files_meet_their_loudness(everything: Workspace):
    for suffix in (".mp4", ".mp3"):
        measures = loudness_of(everything.out(f"002 郭亮“带镣行”{suffix}"))
        assert measures.integrated is not None
        assert measures.true_peak is not None
        assert abs(float(measures.integrated) + 16) <= 0.3, suffix
        assert measures.true_peak <= -1, suffix


def test_any_number_of_cores_and_any_folder_give_the_same_bytes(everything: Workspace, tmp_path: Path):
    elsewhere = everything.copied(tmp_path / "elsewhere", "out", ".voicehall")

    elsewhere.json("render", "-j", "1")

    assert everything.hashes() == elsewhere.hashes()
    assert len(elsewhere.hashes()) == 5 + 10


def test_forcing_makes_everything_again_with_the_same_bytes(made: Workspace):
    before = made.hashes()

    report = made.json("render", "--force")

    # The picture that both show is encoded once, for the first.
    assert [one["spans"] for one in report["episodes"]] == [
        {"total": 1, "encoded": 1, "reused": 0},
        {"total": 9, "encoded": 8, "reused": 1},
    ]
    assert made.hashes() == before


def test_a_new_title_encodes_its_card_only(made: Workspace):
    made.episode(EVERYTHING.replace("郭亮“带镣行”", "郭亮"), 2)

    report = made.json("render", "s/2")

    assert report["episodes"][0]["spans"]["encoded"] == 1
    names = {path.name for path in made.out("").iterdir()}
    assert "002 郭亮.mp4" in names
    assert not [name for name in names if "带镣行" in name]


def test_new_narration_encodes_no_picture_that_stays(rendered: Workspace):
    rendered.asset(sources.tone("longer.m4a", 3), "n.m4a")

    report = rendered.json("render")

    assert report["episodes"][0]["spans"] == {"total": 1, "encoded": 0, "reused": 1}
    with av.open(str(rendered.out("001 毛泽建.mp4"))) as file:
        assert sum(1 for _ in file.decode(video=0)) == 75


def test_what_several_episodes_share_is_encoded_once_in_the_first(workspace: Workspace):
    workspace.episode(SHORTEST.replace("../../", "").replace("number: 1", "number: 2").replace("毛泽建", "郭亮"), 2)

    report = workspace.json("render")

    assert [episode["spans"]["encoded"] for episode in report["episodes"]] == [1, 0]


def test_a_draft_is_small_and_leaves_the_programme_alone(made: Workspace):
    before = made.hashes()

    report = made.json("render", "s/2", "--draft")

    assert [file["path"] for file in report["episodes"][0]["files"]] == ["out/s/002 郭亮“带镣行”.draft.mp4"]
    assert {name: made.hashes()[name] for name in before} == before


def test_one_rendition_alone(workspace: Workspace):
    report = workspace.json("render", "--rendition", "sound")

    assert [file["rendition"] for file in report["episodes"][0]["files"] if file["rendition"]] == ["sound"]
    assert not workspace.out("001 毛泽建.mp4").exists()


def test_text_output_names_each_episode_and_sums_up(workspace: Workspace):
    done = workspace.run("render")

    assert done.returncode == 0
    assert done.stdout.startswith("rendered s/1  毛泽建  1 span, 1 encoded")
    assert "1 rendered; 1 span encoded" in done.stdout


def test_renditions_of_different_rates_have_timelines_of_their_own(full: Workspace):
    both = "  main: {size: 320x180, rate: 25}\n  small: {preset: video-720p, size: 160x90, rate: 30000/1001}\n"
    full.write("episodes/s/series.yaml", WITH_PARTS.replace("  main: {size: 320x180, rate: 25}\n", both))

    full.json("render", "s/2")

    for name, rate in (("", Fraction(25)), (".small", Fraction(30000, 1001))):
        with av.open(str(full.out(f"002 郭亮“带镣行”{name}.mp4"))) as file:
            video = file.streams.video[0]
            assert video.average_rate == rate
            assert abs(sum(1 for _ in file.decode(video)) / rate - Fraction(94, 10)) < Fraction(1, 10)


def test_one_rendition_alone_leaves_the_others_in_the_record(rendered: Workspace):
    before = rendered.hashes()

    rendered.json("render", "--rendition", "main", "--force")

    assert {name: content for name, content in rendered.hashes().items() if not name.endswith(".json")} == {
        name: content for name, content in before.items() if not name.endswith(".json")
    }
    record = json.loads(rendered.out("001 毛泽建.json").read_text(encoding="utf-8"))
    assert sorted(file["rendition"] for file in record["files"]) == ["", "", "main", "sound"]
    assert rendered.json("render")["episodes"][0]["status"] == "fresh"
    rendered.episode(SHORTEST.replace("../../", "").replace("毛泽建", "郭亮"))
    rendered.json("render")
    assert not [path for path in rendered.out("").iterdir() if "毛泽建" in path.name]


def test_what_lies_beyond_a_file_is_told_at_its_value(full: Workspace):
    full.episode(
        "number: 3\ntitle: 远\nsegments:\n  - {clip: assets/numbered.mp4, from: 1s, to: 9s}\n"
        "  - narration: assets/n.m4a\n    pictures:\n      - image: assets/a.jpg\n"
        "      - {image: assets/a.jpg, at: 5s}\n",
        3,
    )

    report = full.json("check", "s/3", status=1)

    found = [(one["code"], one["line"], one["column"]) for one in report["diagnostics"]]
    assert found == [("to-beyond-end", 4, 47), ("at-outside", 8, 35)]


def test_plan_and_render_tell_why_each_file_is_made(workspace: Workspace):
    workspace.episode(SHORTEST)
    first = workspace.json("plan")["episodes"][0]["files"]
    workspace.json("render")
    workspace.out("001 毛泽建.mp3").unlink()
    lost = workspace.json("plan")["episodes"][0]["files"]
    workspace.episode(SHORTEST.replace("毛泽建", "郭亮"))
    retitled = workspace.json("plan")["episodes"][0]["files"]
    rendered = workspace.json("render")["episodes"][0]

    assert [(file["action"], file["reason"]) for file in first] == [("make", "not made yet")] * 2
    assert [(file["rendition"], file["action"], file["reason"]) for file in lost] == [
        ("main", "keep", "unchanged"),
        ("sound", "make", "the file is missing or was changed"),
    ]
    assert [file["path"] for file in retitled] == ["out/s/001 郭亮.mp4", "out/s/001 郭亮.mp3"]
    assert all(file["action"] == "make" and "title" in file["reason"] for file in retitled)
    assert rendered["reason"] == "title, chapters changed"
