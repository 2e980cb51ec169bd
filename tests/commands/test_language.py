"""The language of the command line: said, or the workspace's, or the system's; never a stumbling block."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from commands.language import chosen_language, readable

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def silent_system(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    for name in ("VOICEHALL_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def studio(folder: Path, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "studio.yaml").write_text(text, encoding="utf-8")
    return folder


def test_what_is_said_comes_before_what_is_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    studio(tmp_path, "voicehall: 1\nlanguage: zh-CN\n")
    assert chosen_language(["check"]) == "zh"
    monkeypatch.setenv("VOICEHALL_LANG", "en")
    assert chosen_language(["check"]) == "en"
    assert chosen_language(["check", "--lang", "zh"]) == "zh"
    assert chosen_language(["--lang=zh", "check"]) == "zh"


def test_the_workspace_comes_before_the_system(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert chosen_language([]) == "zh"
    elsewhere = studio(tmp_path / "elsewhere", 'name: x\nlanguage: "en"\n')
    assert chosen_language(["--workspace", str(elsewhere)]) == "en"
    below = elsewhere / "episodes" / "s"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
    assert chosen_language(["check"]) == "en"


@pytest.mark.parametrize("text", ["language: bo\n", "language: [zh]\n", "language:\n", "\udcff"])
def test_a_workspace_in_another_language_leaves_it_to_the_system(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: str
):
    (tmp_path / "studio.yaml").write_bytes(text.encode(errors="surrogateescape"))
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert chosen_language(["check"]) == "zh"


def run(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[bytes]":
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME")}
    return subprocess.run(
        [sys.executable, "-m", "cli", *arguments],
        env={**kept, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
    )


def test_an_unknown_language_is_told_once_and_known_ones_are_named():
    done = run("doctor", "--help", VOICEHALL_LANG="klingon")

    assert done.returncode == 0
    assert done.stderr.decode().count("klingon") == 1
    assert "en, zh" in done.stderr.decode()
    wrong = run("check", "--lang", "klingon")
    assert wrong.returncode == 2
    assert b"'klingon'" in wrong.stderr


@pytest.mark.parametrize("locale", ["C", "POSIX", "xx_YY.BROKEN", "zh_CN.GB18030", "en_US.ISO-8859-1"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_locale_stops_a_command(locale: str, language: str):
    done = run("check", "nowhere", LC_ALL=locale, VOICEHALL_LANG=language)

    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
    assert done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
def test_a_terminal_that_cannot_show_chinese_gets_english_and_is_told_so():
    above, below = pty.openpty()
    done = subprocess.run(
        [sys.executable, "-m", "cli", "--help"],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "VOICEHALL_LANG": "zh",
             "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LC_ALL": "C"},
        stdout=below, stderr=subprocess.PIPE, check=True,
    )  # fmt: skip
    os.close(below)
    shown = os.read(above, 4096)
    os.close(above)

    assert b"cannot show Chinese" in done.stderr
    assert shown.startswith(b"Usage:")


def test_what_is_no_terminal_can_take_every_language():
    assert readable("en")
    assert readable("zh")
