"""`python -m benchmarks.cluster`: how much sooner two workers are done than one, with a batch that is all encoding.

With `--local` there is no cluster: `render -j 2` on two cores against `render -j 1` on one.

Needs idle cores: every worker is a process of one thread that is held to one core of this machine, as if it were a
machine of its own; otherwise a single one, whose ffmpeg decodes beside encoding, would already use part of the second.
What other programs took meanwhile is printed beside each time; where that is more than a second or two, the times tell
of them and not of us.
"""

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

from benchmarks.support import sources
from benchmarks.support.tools import WORK
from pipeline.digest import file_digest
from tests.cluster import ROOT, Cluster

EPISODES = 16
SECONDS = 10
"""Of each episode: one clip, whose pieces are all different."""
SERIES = "title: 集群\nrenditions:\n  main: {size: 1280x720, rate: 25}\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """One render."""

    wall: float
    others: float
    """CPU seconds that other programs took meanwhile."""
    content: tuple[str, ...]
    """Of everything it made."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--workers", default="1,2", help="numbers of workers to compare, the first is the measure")
    parser.add_argument("--rounds", type=int, default=3, help="each number so often, by turns; the median counts")
    parser.add_argument("--local", action="store_true", help="pools of this machine instead of Dask workers")
    given = parser.parse_args()
    measured = _locally if given.local else _measured
    numbers = [int(number) for number in given.workers.split(",")]
    place = WORK / "cluster"
    shutil.rmtree(place, ignore_errors=True)
    workspace = _workspace(place / "workspace")
    taken: dict[int, list[Taken]] = {number: [] for number in numbers}
    for turn in range(given.rounds):
        for number in numbers:
            taken[number].append(measured(workspace, place / f"{turn}-{number}", number))
    if len({one.content for several in taken.values() for one in several}) != 1:
        sys.exit("the results differ")
    print(f"{EPISODES} episodes of {SECONDS} s, 1280x720p25, all moving; {os.cpu_count()} cores")
    print("workers  wall s  times as fast  each round: wall s (cpu s of others)")
    single = statistics.median(one.wall for one in taken[numbers[0]])
    for number, several in taken.items():
        wall = statistics.median(one.wall for one in several)
        rounds = ", ".join(f"{one.wall:.1f} ({one.others:.1f})" for one in several)
        print(f"{number:7}  {wall:6.1f}  {single / wall:13.2f}  {rounds}")


def _workspace(root: Path) -> Path:
    shot = sources.camera(4000, EPISODES * SECONDS / 4 + SECONDS, (1280, 720))
    (root / "episodes/s").mkdir(parents=True)
    (root / "assets").mkdir()
    shutil.copyfile(shot, root / "assets/shot.mp4")
    (root / "studio.yaml").write_text("name: 声音馆\n", encoding="utf-8")
    (root / "episodes/s/series.yaml").write_text(SERIES, encoding="utf-8")
    for number in range(1, EPISODES + 1):
        start = (number - 1) * SECONDS // 4
        clip = f'  - clip: assets/shot.mp4\n    from: "00:{start:02d}"\n    to: "00:{start + SECONDS:02d}"\n'
        text = f"number: {number}\ntitle: 第{number}期\nsegments:\n{clip}"
        (root / f"episodes/s/{number:03d}.yaml").write_text(text, encoding="utf-8")
    _voicehall(root, "check")
    return root


def _locally(workspace: Path, place: Path, jobs: int) -> Taken:
    """A render from an empty store by a pool that deep, held to so many cores."""
    _emptied(workspace)
    every = os.sched_getaffinity(0)
    before = _busy() - _own()
    os.sched_setaffinity(0, sorted(every)[:jobs])
    try:
        begun = time.monotonic()
        _voicehall(workspace, "render", "--quiet", "-j", str(jobs))
        taken = time.monotonic() - begun
    finally:
        os.sched_setaffinity(0, every)
    return _taken(workspace, taken, before)


def _measured(workspace: Path, place: Path, workers: int) -> Taken:
    """A render from an empty store by so many workers."""
    _emptied(workspace)
    before = _busy() - _own()
    cluster = Cluster(place)
    try:
        names = [f"worker {number}" for number in range(1, workers + 1)]
        for name, core in zip(names, cycle(sorted(os.sched_getaffinity(0))), strict=False):
            os.sched_setaffinity(cluster.worker(name).pid, {core})
        cluster.has(*names)
        begun = time.monotonic()
        _voicehall(workspace, "render", "--quiet", "--cluster", cluster.address)
        taken = time.monotonic() - begun
    finally:
        cluster.close()
    return _taken(workspace, taken, before)


def _emptied(workspace: Path) -> None:
    for made in ("out", ".voicehall/cache"):
        shutil.rmtree(workspace / made, ignore_errors=True)


def _taken(workspace: Path, wall: float, before: float) -> Taken:
    """`before` is what others than this process and its children had taken when the render began."""
    others = _busy() - _own() - before
    files = [path for path in sorted((workspace / "out").rglob("*")) if path.is_file()]
    return Taken(wall=wall, others=others, content=tuple(map(file_digest, files)))


def _busy() -> float:
    """CPU seconds that this machine has spent at work since it was started."""
    user, nice, system = Path("/proc/stat").read_text().split()[1:4]
    return (int(user) + int(nice) + int(system)) / os.sysconf("SC_CLK_TCK")


def _own() -> float:
    """CPU seconds of this process and of all that it has started and seen end."""
    return sum(sum(resource.getrusage(whose)[:2]) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def _voicehall(workspace: Path, *arguments: str) -> None:
    command = [sys.executable, "-m", "cli", *arguments]
    done = subprocess.run(command, cwd=workspace, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True)
    if done.returncode:
        sys.exit(done.stderr.decode(errors="replace"))


if __name__ == "__main__":
    main()
