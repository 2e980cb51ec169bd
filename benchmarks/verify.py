"""`python -m benchmarks.verify`: what verifying a programme costs on top of plainly decoding the same files."""

import argparse
import shutil
import sys
from pathlib import Path

from benchmarks.peers import studio
from benchmarks.support.measure import cost
from benchmarks.support.tools import FFMPEG, WORK
from benchmarks.support.workloads import WORKLOADS

MOST = 0.25
"""Of a plain decode, that measuring may add to it."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workload", default="L600", choices=sorted(WORKLOADS))
    parser.add_argument("--runs", type=int, default=3, help="of each, one after the other by turns; the best counts")
    given = parser.parse_args()
    folder = WORK / "verify"
    if not (folder / "out").is_dir():
        shutil.rmtree(folder, ignore_errors=True)
        studio.prepare(WORKLOADS[given.workload](), folder)
        cost(studio.command(folder))
    sys.exit(_compare(folder, given.runs))


def _compare(folder: Path, runs: int) -> bool:
    """Print the figures; returns whether verifying costs too much."""
    films = sorted((folder / "out").rglob("*.mp4"))
    sounds = sorted((folder / "out").rglob("*.mp3"))
    start = min(_voicehall(folder, "status") for _ in range(runs))
    films_alone, both, verified = [], [], []
    for _ in range(runs):
        films_alone.append(sum(map(_decoded, films)))
        both.append(films_alone[-1] + sum(map(_decoded, sounds)))
        verified.append(_voicehall(folder, "verify"))
    decode, whole, verify = min(films_alone), min(both), min(verified)
    print(f"plain decode of the film                 {decode:7.2f} cpu s")
    print(f"plain decode of all files                {whole:7.2f} cpu s")
    print(f"voicehall verify, all files              {verify:7.2f} cpu s, of which starting and planning {start:.2f}")
    print(f"on top of the decode                     {verify / whole - 1:7.2f} of it; at most {MOST}")
    return verify / whole - 1 > MOST


def _decoded(path: Path) -> float:
    return cost([FFMPEG, "-v", "error", "-nostdin", "-i", str(path), "-f", "null", "-"]).cpu


def _voicehall(folder: Path, verb: str) -> float:
    program, _, *rest = studio.command(folder)
    return cost([program, verb, *rest]).cpu


if __name__ == "__main__":
    main()
