"""`python -m benchmarks [WORKLOAD...] [--peers NAME,...]`: make, measure, compare."""

import argparse
import fcntl
import json
import shutil
import statistics
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks import peers
from benchmarks.peers import loop_gain
from benchmarks.support import measure
from benchmarks.support.sources import FOLDER
from benchmarks.support.tools import WORK, ffmpeg
from benchmarks.support.values import Programme, Workload
from benchmarks.support.workloads import WORKLOADS

STANDARD = "voicehall,ffmpeg-loop-gain,expert-tile,moviepy,melt"
SLOW = {("L600", "moviepy"), ("S10", "moviepy"), ("S10", "melt"), ("S10", "ffmpeg-loop-gain")}
"""Left out unless they are named: they take long and tell nothing that L80 has not told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What one peer made of one workload."""

    workload: str
    peer: str
    cpu: float
    wall: float
    peak: float
    size: float
    """MB of all MP4 files."""
    loudness: float
    """LUFS of the MP4 that lies furthest from the target."""
    true_peak: float
    frames_off: int
    """Frames too many or too few, over all programmes."""
    again: float | None = None
    """Seconds of wall time of a second run with nothing changed; only where a peer remembers."""
    vmaf: float | None = None


def main() -> None:
    given = _arguments()
    with _alone():
        sys.exit(_compare(given))


@contextmanager
def _alone() -> Iterator[None]:
    """Only one benchmark at a time: two would disturb each other's figures, and share folders."""
    with (WORK / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("another benchmark is running: waiting for its end", file=sys.stderr, flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _compare(given: argparse.Namespace) -> bool:
    """Run and report; returns whether a peer failed."""
    rows: list[Row] = []
    failed = False
    for name in given.workloads:
        workload = WORKLOADS[name](given.short)
        for peer in given.peers:
            if (name, peer) in SLOW and not given.all:
                continue
            if not peers.peer(peer).available():
                print(f"{peer} is not installed", file=sys.stderr)
                continue
            print(f"{name}: {peer} ...", file=sys.stderr, flush=True)
            try:
                rows.append(_run(name, workload, peer, quality=given.vmaf))
            except measure.CommandError as error:
                failed = True
                print(error, file=sys.stderr)
    started = {
        "voicehall --help": measure.start_up([str(Path(sys.executable).with_name("voicehall")), "--help"]),
        "import click": measure.start_up([sys.executable, "-c", "import click"]),
    }
    report = {"short": given.short, "rows": [asdict(row) for row in rows], "start_up": started}
    given.json.write_text(json.dumps(report, indent=2) + "\n")
    print(_table(rows))
    print("\n" + ", ".join(f"{name}: {seconds:.3f} s" for name, seconds in started.items()))
    return failed


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="The project against its peers.")
    parser.add_argument("workloads", nargs="*", metavar="WORKLOAD", help=f"of {', '.join(WORKLOADS)}; L80 if none")
    parser.add_argument("--peers", default=STANDARD, type=lambda text: text.split(","), help=f"of {STANDARD}")
    parser.add_argument("--all", action="store_true", help="also the pairs that take very long")
    parser.add_argument("--vmaf", action="store_true", help="also the picture's quality (slow)")
    parser.add_argument("--short", type=float, default=1, help="lengths times this, to try things out")
    parser.add_argument("--json", type=Path, default=WORK / "results.json", help="where the figures go")
    given = parser.parse_args()
    given.workloads = given.workloads or ["L80"]
    for name in given.workloads:
        if name not in WORKLOADS:
            parser.error(f"unknown workload '{name}'; known: {', '.join(WORKLOADS)}")
    for name in given.peers:
        if name not in peers.MODULES:
            parser.error(f"unknown peer '{name}'; known: {', '.join(peers.MODULES)}")
    WORK.mkdir(exist_ok=True)
    return given


def _run(name: str, workload: Workload, peer: str, *, quality: bool) -> Row:
    folder = WORK / "made" / name / peer
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    module = peers.peer(peer)
    module.prepare(workload, folder)
    cost = measure.cost(module.command(folder))
    again = measure.cost(module.command(folder)).wall if peer == "voicehall" else None
    films = [_only(folder, f"{programme.name}.mp4") for programme in workload]
    for programme in workload:
        _only(folder, f"{programme.name}.mp3")
    levels = [measure.loudness(film) for film in films]
    score = None
    if quality:
        references = [_reference(name, programme) for programme in workload[:1]]
        score = statistics.mean(
            measure.vmaf(film, reference) for film, reference in zip(films, references, strict=False)
        )
    return Row(
        workload=name, peer=peer, cpu=cost.cpu, wall=cost.wall, peak=cost.peak,
        size=sum(film.stat().st_size for film in films) / 1e6,
        loudness=max((level for level, _ in levels), key=lambda level: abs(level + 16)),
        true_peak=max(peak for _, peak in levels),
        frames_off=sum(abs(measure.frames(films[i]) - programme.frames) for i, programme in enumerate(workload)),
        again=again, vmaf=score,
    )  # fmt: skip


def _only(folder: Path, name: str) -> Path:
    found = list(folder.rglob(name))
    if len(found) != 1:
        raise SystemExit(f"{folder} holds {len(found)} files named {name}")
    return found[0]


def _reference(name: str, programme: Programme) -> Path:
    """The same pictures, near lossless."""
    path = FOLDER / f"reference-{name}-{programme.name}-{programme.frames}.mp4"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        inputs, graph = loop_gain.pictures(programme)
        coded = ("-c:v", "libx264", "-preset", "ultrafast", "-crf", "4")
        ffmpeg(*inputs, "-filter_complex", graph, "-map", "[v]", *coded, path)
    return path


def _table(rows: list[Row]) -> str:
    """Columns; the ratio is of this project's CPU seconds to the peer's in the same run."""
    ours = {row.workload: row.cpu for row in rows if row.peer == "voicehall"}
    head = ("workload", "peer", "cpu s", "ours/its", "wall s", "peak MB", "size MB", "LUFS", "dBTP", "frames off",
            "again s", "VMAF")  # fmt: skip
    lines = [head]
    for row in rows:
        ratio = f"{ours[row.workload] / row.cpu:.2f}" if row.workload in ours else ""
        lines.append((
            row.workload, row.peer, f"{row.cpu:.1f}", ratio, f"{row.wall:.1f}", f"{row.peak:.0f}", f"{row.size:.1f}",
            f"{row.loudness:.1f}", f"{row.true_peak:.1f}", str(row.frames_off),
            "" if row.again is None else f"{row.again:.2f}", "" if row.vmaf is None else f"{row.vmaf:.1f}",
        ))  # fmt: skip
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join("  ".join(_cells(line, widths)) for line in lines)


def _cells(line: tuple[str, ...], widths: list[int]) -> list[str]:
    """Names to the left, figures to the right."""
    return [
        cell.ljust(width) if i < 2 else cell.rjust(width)
        for i, (cell, width) in enumerate(zip(line, widths, strict=True))
    ]


if __name__ == "__main__":
    main()
