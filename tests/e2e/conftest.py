"""A workspace in a folder with blanks and Chinese in its name, and the real command run in it."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests import sources
from tests.e2e.command import run_command
from tests.e2e.devtools import Browser, chromium

STUDIO = "name: 声音馆\n"
SERIES = """\
title: 烈士塔下颂英烈
author: 开福区
category: 党史
numbering: 第{number}期
total: 3
renditions:
  main: {size: 320x180, rate: 25}
"""
SHORTEST = """\
number: 1
title: 毛泽建
segments:
  - narration: ../../assets/n.m4a
    pictures: [{image: assets/a.jpg}]
"""


@dataclass(frozen=True)
class Workspace:
    root: Path

    def write(self, name: str, text: str) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def episode(self, text: str, number: int = 1, series: str = "s") -> Path:
        return self.write(f"episodes/{series}/{number:03d}.yaml", text)

    def asset(self, source: Path, name: str = "") -> str:
        """Copy a medium in; returns its name in manifests."""
        place = self.root / "assets" / (name or source.name)
        place.parent.mkdir(exist_ok=True)
        shutil.copyfile(source, place)
        return f"assets/{place.name}"

    def copied(self, folder: Path, *without: str) -> "Workspace":
        """A copy in another folder, without what lies under these names."""
        ignored = shutil.ignore_patterns(*without)
        return Workspace(root=shutil.copytree(self.root, folder / self.root.name, symlinks=True, ignore=ignored))

    def run(self, *arguments: str, env: dict[str, str] | None = None) -> "subprocess.CompletedProcess[str]":
        return run_command(*arguments, cwd=self.root, env=env)

    def json(self, *arguments: str, status: int = 0) -> Any:
        """Run with --json; the document, after its exit status was looked at."""
        done = self.run(*arguments, "--json")
        assert done.returncode == status, done.stdout + done.stderr
        return json.loads(done.stdout)

    def out(self, name: str, series: str = "s") -> Path:
        return self.root / "out" / series / name

    def hashes(self) -> dict[str, str]:
        """Content of everything in `out/`, by name."""
        from pipeline.digest import file_digest

        folder = self.root / "out"
        return {str(path.relative_to(folder)): file_digest(path) for path in folder.rglob("*") if path.is_file()}


def bare_workspace(folder: Path) -> Workspace:
    """A studio and a series of small pictures, no episode, no media."""
    made = Workspace(root=folder / "声音馆 工作区")
    made.write("studio.yaml", STUDIO)
    made.write("episodes/s/series.yaml", SERIES)
    return made


def shortest_workspace(folder: Path) -> Workspace:
    """The same with the shortest episode: one narration of 2 s, one picture."""
    made = bare_workspace(folder)
    made.asset(sources.tone("n.m4a"))
    made.asset(sources.photo("photo.jpg"), "a.jpg")
    made.episode(SHORTEST.replace("../../assets", "assets"))
    return made


@pytest.fixture(scope="module")
def whole_covers() -> Iterator[None]:
    """Commands of the module draw covers as those that are started afresh do (`warmth`)."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WHOLE_COVERS", "yes")
        yield


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture
def bare(tmp_path: Path) -> Workspace:
    return bare_workspace(tmp_path)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return shortest_workspace(tmp_path)


@pytest.fixture(scope="session")
def shortest(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The shortest episode, rendered. Tests copy it: `rendered`."""
    made = shortest_workspace(tmp_path_factory.mktemp("shortest"))
    made.json("render")
    return made


@pytest.fixture
def rendered(shortest: Workspace, tmp_path: Path) -> Workspace:
    """The shortest episode, rendered, to be changed."""
    return shortest.copied(tmp_path)
