"""Measuring: what a command and everything it starts costs, and how good its results are."""

import ctypes
import json
import os
import re
import resource
import subprocess
import sys
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.support.tools import WORK, ffmpeg

EVERY = 0.05
"""Seconds between looks at the memory."""
PR_SET_CHILD_SUBREAPER = 36


class CommandError(Exception):
    """A measured command failed; with its last words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Of a command and all its descendants."""

    wall: float
    cpu: float
    """Seconds, user and system."""
    peak: float
    """Largest sum of proportional set sizes at any look, in MB."""


def cost(command: list[str]) -> Cost:
    """Run a command to its end and return what it cost; its output is kept beside the work for when it fails."""
    WORK.mkdir(parents=True, exist_ok=True)
    log, report = WORK / "last.log", WORK / "last.json"
    with log.open("wb") as said:
        watched = [sys.executable, "-m", "benchmarks.support.measure", str(report), *command]
        status = subprocess.run(watched, stdin=subprocess.DEVNULL, stdout=said, stderr=said, check=False).returncode
    if status:
        raise CommandError(f"{' '.join(command[:6])} ...: status {status}\n{log.read_text(errors='replace')[-3000:]}")
    return Cost(**json.loads(report.read_text()))


def loudness(path: Path) -> tuple[float, float]:
    """Integrated loudness in LUFS and true peak in dBTP."""
    said = ffmpeg("-i", path, "-map", "0:a:0", "-af", "ebur128=peak=true", "-f", "null", "-")
    summary = said[said.rindex("Summary:") :]
    found = re.search(r"I:\s+(\S+) LUFS.*Peak:\s+(\S+) dBFS", summary, re.DOTALL)
    assert found
    return float(found[1]), float(found[2])


def frames(path: Path) -> int:
    said = ffmpeg("-stats", "-i", path, "-map", "0:v:0", "-c", "copy", "-f", "null", "-")
    return int(re.findall(r"frame=\s*(\d+)", said)[-1])


def vmaf(path: Path, reference: Path, *, every: int = 5) -> float:
    """Mean VMAF of every fifth frame."""
    graph = f"[0:v]setpts=N/25/TB[a];[1:v]setpts=N/25/TB[b];[a][b]libvmaf=n_subsample={every}:n_threads=2"
    said = ffmpeg("-i", path, "-i", reference, "-lavfi", graph, "-f", "null", "-")
    return float(re.findall(r"VMAF score: (\S+)", said)[-1])


def start_up(command: list[str], runs: int = 9) -> float:
    """Seconds of wall time of a short command: the best of some runs."""
    times = []
    for _ in range(runs):
        begin = time.perf_counter()
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
        times.append(time.perf_counter() - begin)
    return min(times)


def _watch(report: Path, command: list[str]) -> int:
    """Run the command here, adopt what it leaves behind, wait for all of it, and write down the cost."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    peak, over = 0.0, threading.Event()

    def look() -> None:
        nonlocal peak
        while not over.wait(EVERY):
            peak = max(peak, _memory(os.getpid()))

    looking = threading.Thread(target=look, daemon=True)
    begin = time.perf_counter()
    child = subprocess.Popen(command)
    looking.start()
    status = child.wait()
    while True:
        try:
            os.wait()
        except ChildProcessError:
            break
    wall = time.perf_counter() - begin
    over.set()
    looking.join()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    report.write_text(json.dumps(asdict(Cost(wall=wall, cpu=used.ru_utime + used.ru_stime, peak=peak))))
    return status


def _memory(parent: int) -> float:
    """Proportional set sizes of all descendants, in MB."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                before = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except (OSError, IndexError):
                continue
            children.setdefault(before, []).append(int(entry.name))
    total, waiting = 0, children.get(parent, [])[:]
    while waiting:
        process = waiting.pop()
        waiting += children.get(process, [])
        try:
            rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
    return total / 1000


if __name__ == "__main__":
    sys.exit(_watch(Path(sys.argv[1]), sys.argv[2:]))
