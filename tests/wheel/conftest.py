"""voicehall as a user has it: built into a wheel, installed without extras, with nothing of the checkout in reach."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests import sources
from tests.e2e.command import ROOT
from tests.e2e.conftest import SERIES, Workspace

BUILT_FROM = (
    "pyproject.toml", "setup.py", "README.md", "LICENSE", "cli.py", "commands", "pipeline", "tools",
)  # fmt: skip
EPISODE = """\
number: 1
title: 毛泽建
segments:
  - narration: assets/n.wav
    script: assets/n.md
    pictures: [{image: assets/a.jpg}]
"""
STUDIO = """\
targets:
  site: {url: "file://site", public: "https://hall.example.org/"}
  school: {url: "sftp://user@127.0.0.1/www", public: "https://hall.example.org/"}
  nas: {url: "webdav+https://127.0.0.1/lessons", public: "https://hall.example.org/"}
  cloud: {url: "s3://bucket/lessons", public: "https://hall.example.org/"}
"""


@dataclass(frozen=True)
class Installed:
    """A virtual environment that has voicehall and what that asks for, and nothing else."""

    folder: Path

    @property
    def programs(self) -> Path:
        return self.folder / ("Scripts" if os.name == "nt" else "bin")

    def run(self, program: str, *arguments: str, cwd: Path, **more: str) -> "subprocess.CompletedProcess[str]":
        """Run one of its programs; no other can be found, FFmpeg's neither."""
        kept = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
        return subprocess.run(
            [self.programs / program, *arguments],
            cwd=cwd,
            env=kept | {"PATH": str(self.programs), "VOICEHALL_LANG": "en"} | more,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
        )


@dataclass(frozen=True)
class Studio(Workspace):
    """A workspace in which the installed command runs."""

    installed: Installed

    def run(self, *arguments: str, env: dict[str, str] | None = None) -> "subprocess.CompletedProcess[str]":
        return self.installed.run("voicehall", *arguments, cwd=self.root, **(env or {}))


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    # From a copy: building in the checkout would take along what an earlier build left there.
    copy = tmp_path_factory.mktemp("copy")
    for path in (ROOT / name for name in BUILT_FROM):
        if path.is_dir():
            shutil.copytree(path, copy / path.name, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
        else:
            shutil.copy(path, copy)
    wheels = tmp_path_factory.mktemp("wheels")
    _do(sys.executable, "-m", "pip", "wheel", "-qq", "--no-deps", "--wheel-dir", str(wheels), str(copy))
    folder = tmp_path_factory.mktemp("installed") / "venv"
    _do(sys.executable, "-m", "venv", str(folder))
    plain = Installed(folder=folder)
    (wheel,) = wheels.glob("*.whl")
    _do(str(plain.programs / "python"), "-m", "pip", "install", "-qq", "--disable-pip-version-check", str(wheel))
    return plain


@pytest.fixture(scope="session")
def studio(installed: Installed, tmp_path_factory: pytest.TempPathFactory) -> Studio:
    """A workspace that `init` made, its first lesson a tone of 3 s, rendered."""
    folder = tmp_path_factory.mktemp("声音馆")
    assert installed.run("voicehall", "init", "hall", cwd=folder).returncode == 0
    made = Studio(root=folder / "hall", installed=installed)
    shutil.rmtree(made.root / "episodes")
    made.write("studio.yaml", f"{(made.root / 'studio.yaml').read_text(encoding='utf-8')}{STUDIO}")
    made.write("episodes/s/series.yaml", SERIES)
    made.asset(sources.tone("wheel.wav", 3), "n.wav")
    made.asset(sources.photo(), "a.jpg")
    made.write("assets/n.md", "毛泽建出生在湖南。\n她自幼家境贫寒。\n")
    made.episode(EPISODE)
    assert made.json("render")["episodes"][0]["status"] == "rendered"
    return made


def _do(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace", timeout=600)
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}{done.stderr}"
