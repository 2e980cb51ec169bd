"""A plain `pip install` does the three jobs; what needs an extra says so in one line."""

import json
from pathlib import Path

import pytest

from tests.e2e.command import ROOT
from tests.wheel.conftest import EPISODE, Installed, Studio

pytestmark = pytest.mark.wheel

IMPORT_ALL = """
import importlib, json, pkgutil, commands, pipeline
unfit = []
for package in (commands, pipeline):
    for found in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        if not found.name.endswith("__main__"):
            try:
                importlib.import_module(found.name)
            except ImportError:
                unfit.append(found.name)
print(json.dumps(unfit))
"""
TABLE = "平台,期,播放量,点赞量\nbilibili,1,12345,321\ndouyin,1,23456,1200\n"
LOG = '203.0.113.7 - - [01/Apr/2026:10:00:00 +0800] "GET /s/1/s-001.mp4 HTTP/1.1" 200 400000 "-" "AppleCoreMedia/1.0"\n'


def test_all_of_it_can_be_imported_but_what_speaks_with_servers(installed: Installed, tmp_path: Path):
    done = installed.run("python", "-W", "ignore", "-c", IMPORT_ALL, cwd=tmp_path)

    assert done.returncode == 0, done.stderr
    assert [name.rpartition(".")[2] for name in json.loads(done.stdout)] == ["bucket", "sftp", "ssh", "webdav"]


def test_every_file_that_is_no_code_comes_along(installed: Installed):
    there = next(installed.folder.rglob("site-packages/pipeline"))
    files = [path.relative_to(ROOT / "pipeline") for path in (ROOT / "pipeline").rglob("*.*") if path.is_file()]
    wanted = {path.with_suffix(".mo") if path.suffix == ".po" else path for path in files if path.suffix != ".pyc"}

    assert {str(path) for path in wanted if not (there / path).is_file()} == set()


def test_what_is_installed_fits_together(installed: Installed, studio: Studio):
    done = installed.run("python", "-m", "pip", "check", "--disable-pip-version-check", cwd=studio.root)

    assert done.returncode == 0, done.stdout
    assert studio.json("doctor")["ok"]


def test_renders_and_verifies(studio: Studio):
    assert studio.json("render")["episodes"][0]["status"] == "fresh"
    assert studio.json("verify", "--html", "verify.html")["episodes"][0]["files"]
    assert "毛泽建" in (studio.root / "verify.html").read_text(encoding="utf-8")


def test_publishes_to_a_folder_a_platform_and_a_stick(studio: Studio):
    assert studio.json("publish", "--to", "site")["episodes"][0]["status"] == "published"
    assert studio.json("publish", "--to", "bilibili")["ok"]
    assert studio.json("bundle", "s", "--to", "stick")["ok"]
    assert studio.json("export", "archive", "s", "--to", "archive.zip")["ok"]

    assert studio.json("verify", "--archive", "archive.zip")["ok"]
    assert (studio.root / "site" / "s" / "feed.xml").is_file()
    assert list(studio.root.glob("kits/bilibili/s/*/checklist.html"))
    assert (studio.root / "stick" / "index.html").is_file()


def test_counts(studio: Studio):
    table, log = studio.write("figures.csv", TABLE), studio.write("access.log", LOG)
    media = {"path": "/s/1/s-001.mp4", "series": "s", "episode": 1, "duration_s": 3, "size": 400_000}
    known = studio.write("media.json", json.dumps({"files": [media | {"header_bytes": 0, "bytes_per_second": 99_000}]}))

    (told,) = studio.json("reach", "import", str(table), "--series", "s", "--as-of", "2026-04-01")["files"]
    assert told["status"] == "imported"
    assert studio.json("reach", "match")["ok"]
    assert studio.json("reach", "downloads", str(log), "--media", str(known))["ok"]
    for suffix in ("csv", "html", "json", "png", "xlsx"):
        done = studio.run("reach", "report", "-o", f"report.{suffix}")
        assert (done.returncode, (studio.root / f"report.{suffix}").stat().st_size > 0) == (0, True), done.stderr
    assert "12,345" in studio.run("reach", "report").stdout


def test_shows_the_board_and_helps_in_chinese(studio: Studio):
    assert studio.run("status", "--html", "board.html").returncode == 0
    assert "毛泽建" in (studio.root / "board.html").read_text(encoding="utf-8")
    assert "选项" in studio.run("render", "--help", env={"VOICEHALL_LANG": "zh"}).stdout


@pytest.mark.parametrize(
    ("extra", "needed_by", "arguments"),
    [
        ("remote", "target 'school'", ["publish", "--to", "school"]),
        ("remote", "target 'nas'", ["publish", "--to", "nas"]),
        ("remote", "target 'cloud'", ["publish", "--to", "cloud"]),
        ("cluster", "rendering on a cluster", ["render", "--cluster", "tcp://127.0.0.1:8786"]),
        ("edit", "'export otio'", ["export", "otio", "--to", "handover"]),
        ("edit", "'export jianying'", ["export", "jianying", "--to", "drafts"]),
    ],
)
def test_a_missing_extra_is_one_line(studio: Studio, extra: str, needed_by: str, arguments: list[str]):
    done = studio.run(*arguments)

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == line(extra, needed_by)


@pytest.mark.parametrize(("extra", "store"), [("cluster", "memory://cache"), ("remote", "s3://bucket/cache")])
def test_a_store_elsewhere_needs_an_extra(studio: Studio, extra: str, store: str):
    done = studio.run("render", env={"VOICEHALL_STORE": store})

    assert (done.returncode, done.stderr) == (1, line(extra, f"the store '{store}'"))


def test_a_database_of_figures_elsewhere_needs_an_extra(studio: Studio):
    other = _other(studio, "database")
    other.write("studio.yaml", "name: 声音馆\nreach: {store: 'postgresql://hall@127.0.0.1/reach'}\n")
    done = other.run("reach", "report")

    assert (done.returncode, done.stderr) == (1, line("postgres", "storing figures in PostgreSQL"))


def test_a_recogniser_needs_an_extra_and_says_so_where_it_is_asked_for(studio: Studio):
    other = _other(studio, "recogniser")
    (other.root / "models").mkdir()
    other.episode(f"{EPISODE}aligner: {{engine: faster-whisper, model: ../../models}}\n")
    (found,) = other.json("check", status=1)["diagnostics"]

    assert (found["code"], found["line"]) == ("aligner-failed", 7)
    assert f"{found['message']}: {found['hint']}\n" == line("voices", "the aligner 'faster-whisper'")


def line(extra: str, needed_by: str) -> str:
    return f"{needed_by} needs the extra '{extra}', which is not installed: pip install 'voicehall[{extra}]'\n"


def _other(studio: Studio, name: str) -> Studio:
    """Another workspace with the same episode, not rendered."""
    other = Studio(root=studio.root.parent / name, installed=studio.installed)
    for path in (studio.root / "studio.yaml", *studio.root.glob("episodes/*/*"), *studio.root.glob("assets/*")):
        place = other.root / path.relative_to(studio.root)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(path.read_bytes())
    return other
