"""`python -m benchmarks.renditions`: what further renditions of one lesson cost, beside its film alone.

A lesson of still pictures (card, twenty stills of 27 s under a narration and music, captions), rendered from an empty
cache with each set of renditions. A ratio is to the CPU seconds of the film and MP3 that every programme has.
"""

import argparse
import shutil
from dataclasses import dataclass
from pathlib import Path

from benchmarks.peers import studio
from benchmarks.support import measure, sources
from benchmarks.support.tools import WORK

PAUSE = 4
"""Seconds from one caption to the next."""
ALONE = {"main": "video-1080p", "sound": "audio-mp3"}
BESIDE = {
    "9:16": {"tall": "vertical"},
    "9:16 cropped": {"tall": "{preset: vertical, reframe: crop, focus: [0.5, 0.4]}"},
    "1:1": {"round": "square"},
    "720p": {"small": "video-720p"},
    "classroom (captions burned)": {"room": "classroom"},
    "audiogram (captions burned)": {"wave": "audiogram"},
    "M4A": {"apple": "audio-m4a"},
    "Opus": {"open": "audio-opus"},
    "loudspeaker": {"horns": "loudspeaker"},
}
ALL = {
    "tall": "vertical", "round": "square", "room": "classroom", "wave": "audiogram", "apple": "audio-m4a",
    "open": "audio-opus", "horns": "loudspeaker",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    what: str
    cpu: float
    wall: float
    peak: float
    files: tuple[Path, ...]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--short", type=float, default=1, help="lengths times this, to try things out")
    parser.add_argument("--only", nargs="*", default=[], help=f"of {', '.join(BESIDE)}, all")
    given = parser.parse_args()
    alone = _rendered("16:9 and MP3 alone", ALONE, given.short)
    print(f"{'what':40} {'cpu s':>8} {'ratio':>6} {'wall s':>8} {'peak MB':>8}  LUFS, dBTP and MB of each new file")
    _told(alone, alone)
    sets = {f"{name} beside them": ALONE | more for name, more in BESIDE.items()}
    sets["all of them"] = ALONE | ALL
    sets["the audiogram instead of the film"] = {"main": "audiogram", "sound": "audio-mp3"}
    for name, renditions in sets.items():
        if not given.only or any(name.startswith(word) for word in given.only):
            _told(_rendered(name, renditions, given.short), alone)


def _rendered(what: str, renditions: dict[str, str], short: float) -> Row:
    folder = WORK / "renditions"
    shutil.rmtree(folder, ignore_errors=True)
    _prepare(folder, renditions, short)
    taken = measure.cost(studio.command(folder))
    files = tuple(sorted(path for path in folder.glob("out/*/*") if path.suffix in (".mp4", ".mp3", ".m4a", ".opus")))
    return Row(what=what, cpu=taken.cpu, wall=taken.wall, peak=taken.peak, files=files)


def _prepare(folder: Path, renditions: dict[str, str], short: float) -> None:
    """The lesson; sources are linked in, since only what lies in a workspace may be used."""
    each, stills = 27 * short, 20
    seconds = each * stills
    (folder / "assets").mkdir(parents=True)
    pictures = [sources.photograph(300 + index) for index in range(stills)]
    narration, music = sources.narration(300, seconds), sources.music()
    for source in (*pictures, narration, music):
        (folder / "assets" / source.name).hardlink_to(source)
    cues = [
        f"{index + 1}\n{clock(start)} --> {clock(start + PAUSE - 0.5)}\n这一句说的是第{index + 1}个瞬间\n"
        for index, start in enumerate(range(1, int(seconds) - PAUSE, PAUSE))
    ]
    (folder / "assets/narration.srt").write_text("\n".join(cues), encoding="utf-8")
    (folder / "studio.yaml").write_text("name: Benchmark\n")
    lines = [f"  {name}: {preset}\n" for name, preset in renditions.items()]
    (folder / "episodes/bench").mkdir(parents=True)
    (folder / "episodes/bench/series.yaml").write_text(f"title: Benchmark\nrenditions:\n{''.join(lines)}")
    shown = "".join(f"      - image: assets/{picture.name}\n" for picture in pictures)
    (folder / "episodes/bench/001.yaml").write_text(
        "number: 1\ntitle: lesson\nsegments:\n"
        '  - {card: "第一课", for: 5s}\n'
        f"  - narration: assets/{narration.name}\n"
        "    subtitles: assets/narration.srt\n"
        f"    music: {{file: assets/{music.name}, gain: -14 dB}}\n"
        f"    pictures:\n{shown}",
        encoding="utf-8",
    )


def clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds * 1000), 60_000)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{rest // 1000:02d},{rest % 1000:03d}"


def _told(row: Row, alone: Row) -> None:
    known = {path.name for path in alone.files} if row is not alone else set()
    told = []
    for path in row.files:
        if path.name not in known or row.what.endswith("instead of the film"):
            level, peak = measure.loudness(path)
            told.append(f"{path.name.partition('.')[2]} {level:.1f} {peak:.1f} {path.stat().st_size / 1e6:.1f}")
    figures = f"{row.cpu:8.1f} {row.cpu / alone.cpu:6.2f} {row.wall:8.1f} {row.peak:8.0f}"
    print(f"{row.what:40} {figures}  {'; '.join(told)}", flush=True)


if __name__ == "__main__":
    main()
