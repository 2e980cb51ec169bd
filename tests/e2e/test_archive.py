"""Sealed archives: everything of a programme in one folder or zip, which proves itself and renders the same bytes."""

import json
import shutil
import subprocess
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

from pipeline.archive import write
from tests import sources
from tests.e2e.conftest import Workspace

LESSON = """\
number: 1
title: 毛泽建
segments:
  - use: intro
  - narration: assets/n.m4a
    script: words.md
    pictures: [{image: 图 片.jpg}]
"""


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A rendered episode with a part of its series, media beside it, in assets and on a network disk; and another."""
    place = tmp_path_factory.mktemp("archive")
    made = Workspace(root=place / "声音馆 工作区")
    disk = place / "网盘"
    disk.mkdir()
    shutil.copyfile(sources.numbered("clip.mp4", sources.regular(25, 50)), disk / "片头.mp4")
    made.write("studio.yaml", f"name: 声音馆\nmedia_roots: [../网盘, {disk}]\n")
    made.write(
        "episodes/s/series.yaml",
        "title: 颂英烈\nrenditions:\n  main: {size: 320x180, rate: 25}\n"
        f"intro: {{clip: ../../../网盘/片头.mp4}}\noutro: {{clip: {disk}/片头.mp4, chapter: 片尾}}\n",
    )
    made.asset(sources.tone("n.m4a"))
    made.asset(sources.photo("photo.jpg"), "unused.jpg")
    shutil.copyfile(sources.photo("photo.jpg"), made.root / "episodes/s/图 片.jpg")
    made.write("episodes/s/words.md", "[00:00] 烈士塔\n[00:01] 颂英烈\n")
    made.episode(LESSON)
    made.episode("number: 2\ntitle: 郭亮\nsegments: [{image: assets/unused.jpg, for: 2s}]\n", 2)
    made.json("render", "s/1")
    return made


@pytest.fixture(scope="module")
def sealed(studio: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first episode's archive as a zip."""
    place = tmp_path_factory.mktemp("sealed") / "档案 1.zip"
    report = studio.json("export", "archive", "s/1", "--to", str(place))
    assert (report["ok"], report["status"], report["path"]) == (True, "written", str(place))
    return place


@pytest.fixture
def folder(sealed: Path, tmp_path: Path) -> Workspace:
    """The archive, unpacked by another program."""
    with zipfile.ZipFile(sealed) as file:
        file.extractall(tmp_path / "a")
    return Workspace(root=tmp_path / "a")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def verdict(path: Path, status: int) -> dict[str, object]:
    nowhere = Workspace(root=path.parent)
    report = nowhere.json("verify", "--archive", str(path), status=status)
    (archive,) = report["archives"]
    return archive | {"episodes": [one["verdict"] for one in report["episodes"]]}


def test_an_archive_holds_what_it_takes_and_no_more(sealed: Path):
    with zipfile.ZipFile(sealed) as file:
        held = set(file.namelist())
        assert all(entry.compress_type == zipfile.ZIP_STORED for entry in file.infolist())
        sheet = json.loads(file.read("archive.json"))
        readme = file.read("README.md").decode()

    outside = {name for name in held if name.startswith("outside/")}
    made = {f"out/s/001 毛泽建.{suffix}" for suffix in ("mp4", "mp3", "jpg", "vtt", "srt", "json")}
    assert made <= held
    assert {"studio.yaml", "episodes/s/series.yaml", "episodes/s/001.yaml", "episodes/s/words.md"} <= held
    assert {"episodes/s/图 片.jpg", "assets/n.m4a", "SHA256SUMS", ".voicehall/identity.jsonl"} <= held
    assert [name.rsplit("/")[-1] for name in outside] == ["片头.mp4", "片头.mp4"]
    assert not any("unused" in name or "002" in name for name in held)
    assert (sheet["voicehall"], sheet["programmes"][0]["title"]) == (1, "毛泽建")
    assert {"voicehall", "ffmpeg", "av"} <= sheet["tools"].keys()
    assert "sha256sum -c SHA256SUMS" in readme
    assert "封存档案" in readme


def test_the_same_programmes_give_the_same_archive(studio: Workspace, sealed: Path, tmp_path: Path):
    again = tmp_path / "again.zip"
    studio.json("export", "archive", "s/1", "--to", str(again))

    assert again.read_bytes() == sealed.read_bytes()
    assert studio.json("export", "archive", "s/1", "--to", str(again))["status"] == "unchanged"


def test_other_programs_can_prove_it(folder: Workspace):
    done = subprocess.run(["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=folder.root, capture_output=True)

    assert done.returncode == 0, done.stderr


def test_it_is_proved_without_its_workspace(sealed: Path, folder: Workspace, studio: Workspace, tmp_path: Path):
    disk = studio.root.parent / "网盘"
    disk.rename(disk.with_name("away"))
    try:
        before = folder.root / ".voicehall"
        held = names(before)
        for path in (sealed, folder.root):
            found = verdict(path, 0)
            assert (found["verdict"], found["findings"], found["notes"], found["episodes"]) == (
                "pass",
                [],
                [],
                ["pass"],
            )
        assert names(before) == held
        copied = shutil.copy(sealed, tmp_path)
        assert Workspace(root=tmp_path).json("verify", copied)["archives"][0]["verdict"] == "pass"
    finally:
        disk.with_name("away").rename(disk)


def test_rendered_from_it_the_bytes_are_the_same(folder: Workspace, studio: Workspace):
    """Without the network disk, in another place, with everything made again."""
    before = folder.hashes()
    shutil.rmtree(folder.root / "out")
    disk = studio.root.parent / "网盘"
    disk.rename(disk.with_name("away"))
    try:
        folder.json("render")
    finally:
        disk.with_name("away").rename(disk)

    assert folder.hashes() == before
    assert verdict(folder.root, 0)["verdict"] == "pass"


@pytest.mark.parametrize(
    "name", ["out/s/001 毛泽建.mp4", "assets/n.m4a", "episodes/s/001.yaml", "archive.json", "README.md"]
)
def test_a_changed_file_is_reported(folder: Workspace, name: str):
    with (folder.root / name).open("ab") as file:
        file.write(b"\n")

    found = verdict(folder.root, 1)

    assert [one["message"] for one in found["findings"]] == [f"'{name}' is not what was sealed"]  # type: ignore[attr-defined]


def test_missing_and_strange_files_are_reported(folder: Workspace):
    (folder.root / "assets/n.m4a").unlink()
    folder.write("assets/more.txt", "x")

    found = verdict(folder.root, 1)

    codes = [one["code"] for one in found["findings"]]  # type: ignore[attr-defined]
    assert codes == ["archive-missing", "archive-unlisted"]


@pytest.mark.parametrize("name", ["episodes/s/002.yaml", "out/s/002 郭亮.mp4", "verify.yaml", "evidence.txt"])
def test_a_file_that_came_later_is_not_sealed(folder: Workspace, name: str):
    folder.write(name, "number: 2\n")

    assert [one["code"] for one in verdict(folder.root, 1)["findings"]] == ["archive-unlisted"]  # type: ignore[attr-defined]


def test_what_computers_leave_behind_is_worth_a_warning(folder: Workspace):
    for name in ("assets/Thumbs.db", "out/.DS_Store", "._studio.yaml"):
        folder.write(name, "x")

    assert verdict(folder.root, 0)["verdict"] == "warn"


def test_other_tools_are_worth_a_note(folder: Workspace):
    sheet = json.loads((folder.root / "archive.json").read_bytes())
    sheet["tools"]["av"] = "1.0"
    text = json.dumps(sheet)
    (folder.root / "archive.json").write_text(text)
    sums = (folder.root / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    new = f"{sha256(text.encode()).hexdigest()}  archive.json"
    folder.write("SHA256SUMS", "\n".join(new if line.endswith("archive.json") else line for line in sums))

    found = verdict(folder.root, 0)

    (note,) = found["notes"]  # type: ignore[misc]
    assert note.startswith("sealed with av 1.0, here it is ")


def packed(path: Path, entries: dict[str, bytes], *, mode: int = 0o100644) -> Path:
    with zipfile.ZipFile(path, "w") as file:
        for name, data in entries.items():
            entry = zipfile.ZipInfo(name)
            entry.external_attr = mode << 16
            file.writestr(entry, data)
    return path


@pytest.mark.parametrize("name", ["../out.txt", "/etc/x", "a/../../x", "a\\..\\x", "C:x", "a\nb"])
def test_names_that_lead_out_of_a_zip_are_refused(tmp_path: Path, name: str):
    path = packed(tmp_path / "a.zip", {"SHA256SUMS": b"", name: b"x"})

    done = Workspace(root=tmp_path).run("verify", "--archive", str(path))

    assert done.returncode == 1
    assert "would lead out of it" in done.stderr
    assert names(tmp_path) == ["a.zip"]


def test_names_in_the_list_that_lead_out_are_refused(tmp_path: Path):
    path = packed(tmp_path / "a.zip", {"SHA256SUMS": b"0" * 64 + b"  ../x\n"})

    done = Workspace(root=tmp_path).run("verify", "--archive", str(path))

    assert "line 1 of SHA256SUMS is not the checksum of a file in the archive" in done.stderr


def test_links_and_bombs_are_refused(tmp_path: Path, folder: Workspace):
    link = packed(tmp_path / "link.zip", {"SHA256SUMS": b"", "a": b"/etc/passwd"}, mode=0o120777)
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("a", bytes(50_000_000))
    (folder.root / "assets/link").symlink_to("/etc/passwd")

    errors = [Workspace(root=tmp_path).run("verify", str(path)).stderr for path in (link, bomb, folder.root)]

    assert "is a link or a device, not a file" in errors[0]
    assert "would grow to 50.0 MB when unpacked" in errors[1]
    assert "is a link or a device, not a file" in errors[2]


def test_a_zip_that_breaks_off_is_reported(sealed: Path, tmp_path: Path):
    path = tmp_path / "a.zip"
    path.write_bytes(sealed.read_bytes()[:-2000])

    done = Workspace(root=tmp_path).run("verify", "--archive", str(path))

    assert (done.returncode, "is not a complete zip" in done.stderr) == (1, True)


def test_what_does_not_stand_as_it_would_be_made_now_is_not_sealed(studio: Workspace, tmp_path: Path):
    done = studio.run("export", "archive", "s", "--to", str(tmp_path / "a.zip"))

    assert done.returncode == 1
    assert "s/2: not rendered yet" in done.stderr
    assert names(tmp_path) == []


def test_nothing_is_written_over(studio: Workspace, tmp_path: Path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a/mine.txt").write_text("x")

    done = studio.run("export", "archive", "s/1", "--to", str(tmp_path / "a"))

    assert (done.returncode, names(tmp_path / "a")) == (1, ["mine.txt"])
    assert "exists already and is not this archive" in done.stderr


def test_an_archive_that_cannot_be_finished_leaves_nothing(
    studio: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def full(source: object, target: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(write, "copied", full)
    for name in ("a.zip", "a"):
        with pytest.raises(write.PipelineError, match="No space left"):
            write.seal({"studio.yaml": studio.root / "studio.yaml"}, {}, wanted={}, to=tmp_path / name)

    assert names(tmp_path) == []


def test_what_a_killed_run_left_goes_with_the_next(studio: Workspace, tmp_path: Path):
    (tmp_path / ".a.zip.999999999.part").write_bytes(b"half")
    (tmp_path / ".a.999999999.part").mkdir()

    for name in ("a.zip", "a"):
        write.seal({"studio.yaml": studio.root / "studio.yaml"}, {}, wanted={}, to=tmp_path / name)

    assert names(tmp_path) == ["a", "a.zip"]
