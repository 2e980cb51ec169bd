"""Adopting finished programmes, as a studio that arrives meets it."""

import json
import os
import shutil
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from pipeline.digest import file_digest
from tests import sources
from tests.e2e.conftest import Workspace


def film(name: str = "adopted.mp4", seconds: int = 1) -> Path:
    return sources.numbered(name, sources.regular(Fraction(25), 25 * seconds), sound=-20.0)


@pytest.fixture
def arrived(bare: Workspace) -> Workspace:
    """A workspace with a folder of old files in it, and a series without episodes."""
    old = bare.root / "旧 片"
    old.mkdir()
    for source, name in (
        (film(), "第012期 毛泽建：巾帼英烈.mp4"),
        (sources.tone("adopted.mp3", 1), "第012期 毛泽建：巾帼英烈.mp3"),
        (sources.photo("photo.jpg"), "第012期 毛泽建：巾帼英烈.jpg"),
        (sources.tone("guo.m4a", 1), "13_郭亮_20220331.m4a"),
        (film("adopted.mkv"), "第十四期 “夏明翰”.mkv"),
    ):
        shutil.copyfile(source, old / name)
    return bare


def unplaced(report: Any) -> dict[str, str]:
    return {Path(one["file"]).name: one["code"] for one in report["unplaced"]}


def test_each_programme_gets_a_small_manifest(arrived: Workspace):
    report = arrived.json("adopt", "旧 片", "--series", "s")

    assert [(one["number"], one["title"], one["date"]) for one in report["placed"]] == [
        (12, "毛泽建：巾帼英烈", None),
        (13, "郭亮", "2022-03-31"),
        (14, "夏明翰", None),
    ]
    assert report["unplaced"] == []
    assert (arrived.root / "episodes/s/012-毛泽建-巾帼英烈.yaml").read_text(encoding="utf-8") == (
        "# yaml-language-server: $schema=../../manifest.schema.json\n"
        "number: 12\n"
        "title: 毛泽建：巾帼英烈\n"
        "programme:\n"
        "  - ../../旧 片/第012期 毛泽建：巾帼英烈.mp4\n"
        "  - ../../旧 片/第012期 毛泽建：巾帼英烈.mp3\n"
        "cover: ../../旧 片/第012期 毛泽建：巾帼英烈.jpg\n"
    )
    assert arrived.json("check")["diagnostics"] == []


def test_a_dry_run_writes_nothing(arrived: Workspace):
    report = arrived.json("adopt", "旧 片", "--series", "s", "--dry-run")

    assert len(report["placed"]) == 3
    assert [path.name for path in (arrived.root / "episodes/s").iterdir()] == ["series.yaml"]


def test_the_files_stand_under_their_names_as_they_are(arrived: Workspace):
    originals = {path: file_digest(path) for path in (arrived.root / "旧 片").iterdir()}
    arrived.json("adopt", "旧 片", "--series", "s")

    report = arrived.json("render")

    assert [episode["status"] for episode in report["episodes"]] == ["rendered"] * 3
    assert {episode["spans"]["encoded"] for episode in report["episodes"]} == {0}
    names = sorted(path.name for path in arrived.out("").iterdir())
    assert names == [
        "012 毛泽建：巾帼英烈.jpg", "012 毛泽建：巾帼英烈.json", "012 毛泽建：巾帼英烈.mp3", "012 毛泽建：巾帼英烈.mp4",
        "012 毛泽建：巾帼英烈.square.jpg",
        "013 郭亮.jpg", "013 郭亮.json", "013 郭亮.m4a", "013 郭亮.square.jpg",
        "014 夏明翰.jpg", "014 夏明翰.json", "014 夏明翰.mkv", "014 夏明翰.square.jpg",
    ]  # fmt: skip
    original = arrived.root / "旧 片/第012期 毛泽建：巾帼英烈.mp4"
    assert original.samefile(arrived.out("012 毛泽建：巾帼英烈.mp4"))
    assert {path: file_digest(path) for path in originals} == originals


def test_the_record_says_what_others_do(arrived: Workspace):
    arrived.json("adopt", "旧 片", "--series", "s")
    arrived.json("render")

    record = json.loads(arrived.out("012 毛泽建：巾帼英烈.json").read_text(encoding="utf-8"))

    assert [(file["path"][-4:], file["rendition"]) for file in record["files"]] == [
        (".mp4", "main"), (".mp3", "sound"), (".jpg", ""), (".jpg", ""),
    ]  # fmt: skip
    assert record["duration"] == pytest.approx(1, abs=0.05)
    assert record["loudness"]["integrated_lufs"] == pytest.approx(-20, abs=1)
    assert record["guid"]
    assert str(arrived.root) not in json.dumps(record, ensure_ascii=False)


def test_rendering_again_changes_nothing(arrived: Workspace):
    arrived.json("adopt", "旧 片", "--series", "s")
    arrived.json("render")
    before = arrived.hashes()

    report = arrived.json("render")

    assert {episode["status"] for episode in report["episodes"]} == {"fresh"}
    assert arrived.hashes() == before


def test_a_new_title_renames_the_programme_and_leaves_the_original(arrived: Workspace):
    arrived.json("adopt", "旧 片", "--series", "s")
    arrived.json("render")
    manifest = arrived.root / "episodes/s/013-郭亮.yaml"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace("title: 郭亮", "title: 郭亮：工运先锋"), "utf-8")

    report = arrived.json("render")

    assert [episode["status"] for episode in report["episodes"]] == ["fresh", "rendered", "fresh"]
    assert arrived.out("013 郭亮：工运先锋.m4a").exists()
    assert not arrived.out("013 郭亮.m4a").exists()
    assert (arrived.root / "旧 片/13_郭亮_20220331.m4a").exists()


def test_adopting_twice_adopts_nothing_twice(arrived: Workspace):
    arrived.json("adopt", "旧 片", "--series", "s")
    before = sorted(arrived.root.rglob("*.yaml"))

    report = arrived.json("adopt", "旧 片", "--series", "s")

    assert report["placed"] == []
    assert set(unplaced(report).values()) == {"already-adopted", "no-programme"}
    assert sorted(arrived.root.rglob("*.yaml")) == before


def test_what_cannot_be_placed_is_told_and_left(arrived: Workspace):
    old = arrived.root / "旧 片"
    shutil.copyfile(film(), old / "012 另一个题目.mp4")
    shutil.copyfile(film(), old / "片头.mp4")
    shutil.copyfile(film(), old / "15 坏.mp4")
    with (old / "15 坏.mp4").open("r+b") as file:
        file.truncate(200)
    (old / "16 空.mp3").touch()
    (old / "17 字.mp4").write_text("hello")
    (old / "说明.docx").write_text("二十个人")
    arrived.episode("number: 14\ntitle: 新的\nsegments: [{card: 一}]\n", 14)

    report = arrived.json("adopt", "旧 片", "--series", "s", status=1)

    assert [one["number"] for one in report["placed"]] == [13]
    codes = unplaced(report)
    assert codes["012 另一个题目.mp4"] == codes["第012期 毛泽建：巾帼英烈.mp4"] == "duplicate-number"
    assert codes["片头.mp4"] == "no-number"
    assert codes["第十四期 “夏明翰”.mkv"] == "number-taken"
    assert codes["说明.docx"] == "other-file"
    assert {codes["15 坏.mp4"], codes["16 空.mp3"], codes["17 字.mp4"]} <= {
        "not-media",
        "unreadable-media",
        "empty-file",
    }
    assert all(one["reason"] for one in report["unplaced"])


def test_files_without_a_number_are_counted_from_where_one_says(arrived: Workspace):
    for name in ("十里长街.mp4", "爱晚亭.mp4"):
        shutil.copyfile(film(), arrived.root / "旧 片" / name)

    report = arrived.json("adopt", "旧 片", "--series", "s", "--from", "13")

    assert [(one["number"], one["title"]) for one in report["placed"]][3:] == [(15, "十里长街"), (16, "爱晚亭")]


def test_tags_tell_what_names_do_not(bare: Workspace):
    import mutagen

    place = bare.root / bare.asset(sources.tone("tagged.mp3", 1), "录音.mp3")
    tags = mutagen.File(place, easy=True)
    tags["title"], tags["tracknumber"], tags["date"] = "向警予", "7/20", "2021-07-01"
    tags.save()

    (placed,) = bare.json("adopt", "assets", "--series", "s")["placed"]

    assert (placed["number"], placed["title"], placed["date"]) == (7, "录音", "2021-07-01")
    assert "programme: assets/录音.mp3\n" in (bare.root / placed["manifest"]).read_text(encoding="utf-8")


def test_a_new_series_is_made(arrived: Workspace):
    shutil.rmtree(arrived.root / "episodes")

    report = arrived.json("adopt", "旧 片", "--series", "lieshita")

    assert len(report["placed"]) == 3
    assert "title: 旧 片\n" in (arrived.root / "episodes/lieshita/series.yaml").read_text(encoding="utf-8")
    assert arrived.json("check")["ok"]


def test_a_folder_outside_is_refused_with_what_to_write(arrived: Workspace, tmp_path: Path):
    outside = tmp_path / "网盘"
    outside.mkdir()
    shutil.copyfile(film(), outside / "第1期 一.mp4")

    refused = arrived.json("adopt", str(outside), "--series", "s", status=1)
    assert f"media_roots: [{outside}]" in refused["hint"]

    arrived.write("studio.yaml", f"name: 声音馆\nmedia_roots: [{outside}]\n")
    arrived.json("adopt", str(outside), "--series", "s")
    arrived.json("render")

    assert arrived.out("001 一.mp4").exists()
    record = arrived.out("001 一.json").read_text(encoding="utf-8")
    assert str(tmp_path) not in record


def test_a_disk_without_links_gets_copies(arrived: Workspace):
    arrived.json("adopt", "旧 片", "--series", "s")
    arrived.write(
        "sitecustomize.py",
        "import os\n\ndef link(*a, **k):\n    raise OSError(18, 'other disk')\n\nos.link = link\n",
    )
    done = arrived.run("render", "--json", env={"PYTHONPATH": f"{arrived.root}{os.pathsep}{Path.cwd()}"})

    assert done.returncode == 0, done.stdout + done.stderr
    original = arrived.root / "旧 片/第012期 毛泽建：巾帼英烈.mp4"
    copy = arrived.out("012 毛泽建：巾帼英烈.mp4")
    assert not original.samefile(copy)
    assert file_digest(original) == file_digest(copy)


def test_the_text_says_what_was_done_and_what_is_left(arrived: Workspace):
    shutil.copyfile(film(), arrived.root / "旧 片/片头.mp4")

    done = arrived.run("adopt", "旧 片", "--series", "s")

    assert done.returncode == 1
    assert "   12      0:01  毛泽建：巾帼英烈  <- 旧 片/第012期 毛泽建：巾帼英烈.mp4" in done.stdout
    assert "  旧 片/片头.mp4: neither its name nor its tags say a number [no-number]" in done.stdout
    assert "adopted 3 programmes (5 files); 1 file could not be placed" in done.stdout


def test_subtitles_of_the_same_name_go_with_their_film(arrived: Workspace):
    text = "1\n00:00:00,200 --> 00:00:00,800\n烈士塔下\n"
    arrived.write("旧 片/13_郭亮_20220331.zh.srt", text)
    arrived.json("adopt", "旧 片", "--series", "s")

    arrived.json("render", "s/13")

    assert "00:00:00.200 --> 00:00:00.800\n烈士塔下" in arrived.out("013 郭亮.vtt").read_text(encoding="utf-8")


def test_a_plan_names_the_files(arrived: Workspace):
    arrived.json("adopt", "旧 片", "--series", "s")

    (episode,) = arrived.json("plan", "s/12")["episodes"]

    assert [file["path"] for file in episode["files"]] == [
        "out/s/012 毛泽建：巾帼英烈.mp4",
        "out/s/012 毛泽建：巾帼英烈.mp3",
    ]
    assert (episode["spans"]["total"], episode["reason"]) == (0, "not rendered yet")
