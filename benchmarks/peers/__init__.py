"""The peers: each makes the same programmes in its own way."""

import sys
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from benchmarks.support.values import Workload

MODULES = {
    "voicehall": "studio",
    "ffmpeg-loop-gain": "loop_gain",
    "expert-tile": "expert_tile",
    "moviepy": "movie_py",
    "melt": "melt",
}


class Peer(Protocol):
    """A module with these functions; only `command` is measured."""

    def available(self) -> bool:
        """Whether what it needs is installed."""

    def prepare(self, workload: Workload, folder: Path) -> None:
        """Write down in an empty folder what is to be made."""

    def command(self, folder: Path) -> list[str]:
        """What makes it: `<name>.mp4` and `<name>.mp3` of every programme, anywhere below the folder."""


def peer(name: str) -> Peer:
    return cast(Peer, import_module(f"benchmarks.peers.{MODULES[name]}"))


def script(module: str, folder: Path) -> list[str]:
    """The command of a peer that is a Python script of ours, run on what `scripts.prepare` wrote."""
    return [sys.executable, "-m", module, str(folder)]
