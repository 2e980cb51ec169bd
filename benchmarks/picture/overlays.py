"""`python -m benchmarks.picture.overlays`: what lies over a lesson's pictures, and what it costs.

A lesson of ten minutes on twenty stills under a narration, rendered from an empty cache: bare, with a logo, with labels
as well, with three lower thirds as well, and all of it with burned captions. A ratio is to the CPU seconds of the same
without what lies over it, in the same run.
"""

import argparse
import shutil
from pathlib import Path

from PIL import Image, ImageDraw

from benchmarks.peers import studio
from benchmarks.renditions import PAUSE, clock
from benchmarks.support import measure, sources
from benchmarks.support.tools import WORK

STILLS, SECONDS = 20, 600
LOGO = "logo: {image: assets/logo.png, opacity: 85%}\n"
THIRDS = "[{name: 李明, role: 讲解员, at: 5s}, {name: 王芳, role: 研究员, at: 3m}, {name: 张伟, role: 馆长, at: 7m}]"
BURNED = "captions: burned\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--short", type=float, default=1, help="lengths times this, to try things out")
    given = parser.parse_args()
    print(f"{'what':40} {'cpu s':>8} {'ratio':>6} {'wall s':>8} {'MB':>6}")
    bare = _told("stills", "", labels=False, thirds=False, short=given.short)
    for name, labels, thirds in (
        ("with a logo", False, False), ("with logo and labels", True, False),
        ("with logo, labels, three lower thirds", True, True),
    ):  # fmt: skip
        _told(name, LOGO, labels=labels, thirds=thirds, short=given.short, beside=bare)
    burned = _told("burned captions", BURNED, labels=False, thirds=False, short=given.short)
    _told("burned captions, and all of it", BURNED + LOGO, labels=True, thirds=True, short=given.short, beside=burned)


def _told(name: str, settings: str, *, labels: bool, thirds: bool, short: float, beside: float = 0) -> float:
    folder = WORK / "overlays"
    shutil.rmtree(folder, ignore_errors=True)
    _prepare(folder, settings, short, labels=labels, thirds=thirds)
    taken = measure.cost(studio.command(folder))
    size = sum(path.stat().st_size for path in folder.glob("out/*/*.mp4")) / 1e6
    ratio = taken.cpu / (beside or taken.cpu)
    print(f"{name:40} {taken.cpu:8.1f} {ratio:6.2f} {taken.wall:8.1f} {size:6.1f}", flush=True)
    return taken.cpu


def _prepare(folder: Path, settings: str, short: float, *, labels: bool, thirds: bool) -> None:
    seconds = SECONDS * short
    (folder / "assets").mkdir(parents=True)
    pictures = [sources.photograph(300 + index) for index in range(STILLS)]
    narration = sources.narration(300, seconds)
    for source in (*pictures, narration):
        (folder / "assets" / source.name).hardlink_to(source)
    logo = Image.new("RGBA", (600, 600), (0, 0, 0, 0))
    ImageDraw.Draw(logo).ellipse((10, 10, 590, 590), outline=(232, 182, 76, 255), width=40)
    logo.save(folder / "assets/logo.png")
    cues = [
        f"{index + 1}\n{clock(start)} --> {clock(start + PAUSE - 0.5)}\n这一句说的是第{index + 1}个瞬间\n"
        for index, start in enumerate(range(1, int(seconds) - PAUSE, PAUSE))
    ]
    (folder / "assets/narration.srt").write_text("\n".join(cues), encoding="utf-8")
    (folder / "studio.yaml").write_text("name: Benchmark\n")
    (folder / "episodes/bench").mkdir(parents=True)
    (folder / "episodes/bench/series.yaml").write_text("title: Benchmark\nrenditions: {sound: none}\n")
    label = ", label: '第{}张，湖南省博物馆藏'" if labels else ""
    names = enumerate((picture.name for picture in pictures), start=1)
    shown = "".join(f"      - {{image: assets/{name}{label.format(number)}}}\n" for number, name in names)
    over = f"    lower-third: {THIRDS}\n" if thirds else ""
    (folder / "episodes/bench/001.yaml").write_text(
        f"number: 1\ntitle: lesson\n{settings}segments:\n"
        f"  - narration: assets/{narration.name}\n"
        "    subtitles: assets/narration.srt\n"
        f"{over}    pictures:\n{shown}",
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
