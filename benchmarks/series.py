"""`python -m benchmarks.series`: what a change in a long series costs, against what it should.

Two workspaces: hundreds of tiny synthetic episodes, where the work is planning and looking, and fifty L80 lessons,
where it is media. Each line says what was changed, what the next render took, and what was encoded.
"""

import argparse
import json
import shutil
import time
from pathlib import Path

from benchmarks.peers import studio
from benchmarks.support import sources
from benchmarks.support.measure import Cost, cost
from benchmarks.support.tools import WORK, ffmpeg
from benchmarks.support.workloads import WORKLOADS

TINY = """\
number: {number}
title: 第{number}课
segments:
  - use: intro
  - card: "{{numbering}} {{title}}"
    for: 1s
  - narration: assets/narration.wav
    pictures: [{{image: assets/picture.jpg}}]
"""
SERIES = "title: 长系列\nrenditions:\n  main: {size: 160x90, rate: 25}\nintro: {clip: assets/intro.mp4}\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--episodes", type=int, default=800, help="of the long series")
    parser.add_argument("--lessons", type=int, default=50, help="L80 lessons that get another intro; 0 leaves them out")
    given = parser.parse_args()
    print(f"{'what':58} {'wall s':>8} {'cpu s':>8} {'peak MB':>8}  encoded")
    _unchanged(given.episodes)
    _one_lesson()
    if given.lessons:
        _new_intro(given.lessons)


def _unchanged(episodes: int) -> None:
    """Second renders of workspaces in which nothing changed, an eighth as long and as long."""
    walls = {}
    for number in (episodes // 8, episodes):
        folder = _tiny(number)
        _told(f"{number} tiny episodes, cold", folder)
        walls[number] = _told(f"{number} tiny episodes, unchanged", folder).wall
    short, long = walls.values()
    print(f"  {long / episodes * 1000:.1f} ms an episode; {long / short:.1f} times what an eighth takes")


def _one_lesson() -> None:
    """Changes to one L600 lesson of 20 stills."""
    folder = _fresh("lesson")
    studio.prepare(WORKLOADS["L600"](), folder)
    manifest = folder / "episodes/bench/001.yaml"
    _told("L600, cold", folder)
    text = manifest.read_text(encoding="utf-8")
    manifest.write_text(text.replace("title: long", "title: 换了标题"), encoding="utf-8")
    _told("L600, another title (no card shows it)", folder)
    began = time.monotonic()
    shutil.copyfile(next((folder / "out/bench").glob("*.mp4")), folder / "copy.mp4")
    print(f"  copying its MP4 takes {time.monotonic() - began:.2f} s")
    still = sorted((folder / "assets").glob("photograph-*"))[5]
    still.unlink()
    shutil.copyfile(sources.photograph(4711), still)
    _told("L600, one still of 20 changed", folder)
    narration = next((folder / "assets").glob("narration-*"))
    narration.unlink()
    shutil.copyfile(sources.narration(4711, 540), narration)
    _told("L600, new narration of the same length", folder)


def _new_intro(lessons: int) -> None:
    """The intro that fifty lessons share becomes another one."""
    workspace = _fresh("intro")
    studio.prepare(WORKLOADS["L80"](), workspace)
    first = (workspace / "episodes/bench/001.yaml").read_text(encoding="utf-8")
    for number in range(1, lessons + 1):
        # Other lengths of the same material: programmes that differ, of which only the intro is encoded in common.
        text = first.replace("number: 1", f"number: {number}").replace("title: lesson", f"title: lesson-{number}")
        text = text.replace("to: 10000ms", f"to: {10000 - 40 * number}ms")
        (workspace / f"episodes/bench/{number:03d}.yaml").write_text(text, encoding="utf-8")
    _told(f"{lessons} L80 lessons, cold", workspace)
    intro = next((workspace / "assets").glob("shot-900-*"))
    intro.unlink()
    shutil.copyfile(sources.camera(902, 5), intro)
    taken = _told(f"{lessons} L80 lessons, another intro", workspace)
    print(f"  {taken.wall / lessons:.2f} s an episode")


def _tiny(number: int) -> Path:
    folder = _fresh(f"tiny-{number}")
    (folder / "assets").mkdir()
    (folder / "episodes/s").mkdir(parents=True)
    ffmpeg("-f", "lavfi", "-i", "testsrc2=s=160x90:r=25", "-t", "2", folder / "assets/intro.mp4")
    ffmpeg("-f", "lavfi", "-i", "sine=300:r=48000", "-t", "2", folder / "assets/narration.wav")
    ffmpeg("-f", "lavfi", "-i", "testsrc2=s=320x180", "-frames:v", "1", folder / "assets/picture.jpg")
    (folder / "studio.yaml").write_text("name: Benchmark\n")
    (folder / "episodes/s/series.yaml").write_text(SERIES, encoding="utf-8")
    for episode in range(1, number + 1):
        place = folder / f"episodes/s/{episode:03d}.yaml"
        place.write_text(TINY.format(number=episode), encoding="utf-8")
    return folder


def _fresh(name: str) -> Path:
    folder = WORK / "series" / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def _told(what: str, folder: Path) -> Cost:
    """Render, and print what it took. What was encoded is asked of the record of spans that `render --json` gives."""
    report = folder / "report.json"
    program = studio.command(folder)[0]
    taken = cost(["sh", "-c", f"'{program}' render --quiet --json --workspace '{folder}' > '{report}'"])
    spans = [one["spans"]["encoded"] for one in json.loads(report.read_text(encoding="utf-8"))["episodes"]]
    print(f"{what:58} {taken.wall:8.2f} {taken.cpu:8.2f} {taken.peak:8.0f}  {sum(spans)} spans", flush=True)
    return taken


if __name__ == "__main__":
    main()
