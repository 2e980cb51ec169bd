"""This project: a workspace with manifests, and the command line as its users know it."""

import os
import sys
from pathlib import Path

from benchmarks.support.values import DUCK, FPS, MUSIC, Part, Programme, Shot, Slides, Workload


def available() -> bool:
    return _program().exists()


def prepare(workload: Workload, folder: Path) -> None:
    """Sources are linked into the workspace; only what lies in it may be used."""
    series = folder / "episodes" / "bench"
    series.mkdir(parents=True)
    (folder / "studio.yaml").write_text("name: Benchmark\n")
    (series / "series.yaml").write_text(f"title: Benchmark\nname: '{{title}}'\n{_transition(workload[0])}")
    for number, programme in enumerate(workload, 1):
        lines = [f"number: {number}", f"title: {programme.name}", "captions: none", "segments:"]
        for part in programme.parts:
            lines += _entry(part, folder)
        (series / f"{number:03d}.yaml").write_text("\n".join(lines) + "\n")


def command(folder: Path) -> list[str]:
    return [str(_program()), "render", "--workspace", str(folder), "--quiet"]


def _program() -> Path:
    return Path(sys.executable).with_name("voicehall")


def _transition(programme: Programme) -> str:
    return f"transition: {{kind: dissolve, for: {_time(programme.dissolve)}}}\n" if programme.dissolve else ""


def _entry(part: Part, folder: Path) -> list[str]:
    if isinstance(part, Shot):
        start = round(part.start * 1000)
        end = start + part.frames * 1000 // FPS
        return [f"  - clip: {_linked(part.clip, folder)}", f"    from: {start}ms", f"    to: {end}ms"]
    if isinstance(part, Slides):
        return [
            f"  - narration: {_linked(part.narration, folder)}",
            f"    music: {{file: {_linked(part.music, folder)}, gain: {MUSIC:g} dB, duck: {DUCK:g} dB}}",
            "    pictures:",
            *(f"      - image: {_linked(still, folder)}" for still in part.stills),
        ]
    return [f"  - image: {_linked(part.still, folder)}", f"    for: {_time(part.frames)}"]


def _linked(source: Path, folder: Path) -> str:
    place = folder / "assets" / source.name
    if not place.exists():
        place.parent.mkdir(exist_ok=True)
        os.link(source, place)
    return f"assets/{source.name}"


def _time(frames: int) -> str:
    return f"{frames * 1000 // FPS}ms"
