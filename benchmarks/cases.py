"""`python -m benchmarks.cases`: media as people have them: what `check` and `render` say of each, and what they take.

Makes small files of every odd kind, one episode of each, and one of all that pass; prints a table, then the times
against what they should be. Exit status 1 where it takes longer, or where something passes `check` and cannot be
rendered.
"""

import argparse
import json
import math
import shutil
import struct
import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks.support.measure import cost
from benchmarks.support.tools import WORK, ffmpeg

CHECK_SECONDS, RENDER_SECONDS = 20, 90
X264 = "-c:v libx264 -preset ultrafast -pix_fmt yuv420p"
SERIES = "title: cases\nrenditions:\n  main: {size: 320x180, rate: 25}\n  sound: none\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--keep", action="store_true", help="keep the files that were made the last time")
    folder = WORK / "cases"
    if not (parser.parse_args().keep and folder.is_dir()):
        shutil.rmtree(folder, ignore_errors=True)
        (folder / "assets").mkdir(parents=True)
        for name, make in CASES.items():
            make(folder / "assets" / name)
    sys.exit(_run(folder))


def _run(folder: Path) -> bool:
    """Check and render; returns whether anything is wrong."""
    shutil.rmtree(folder / ".voicehall", ignore_errors=True)
    shutil.rmtree(folder / "out", ignore_errors=True)
    (folder / "episodes/s").mkdir(parents=True, exist_ok=True)
    (folder / "studio.yaml").write_text("name: Benchmark\n")
    (folder / "episodes/s/series.yaml").write_text(SERIES)
    for number, name in enumerate(CASES, start=1):
        (folder / f"episodes/s/{number:03d}.yaml").write_text(_episode(number, name, [name]), encoding="utf-8")
    checking, checked = _timed(folder, "check")
    said: dict[str, list[dict[str, str]]] = {f"episodes/s/{n:03d}.yaml": [] for n in range(1, len(CASES) + 1)}
    for found in checked["diagnostics"]:
        said.setdefault(found["file"], []).append(found)
    refused = {file for file, all_found in said.items() if any(one["severity"] == "error" for one in all_found)}
    whole = [name for n, name in enumerate(CASES, start=1) if f"episodes/s/{n:03d}.yaml" not in refused]
    last = len(CASES) + 1
    (folder / f"episodes/s/{last:03d}.yaml").write_text(_episode(last, "all of them", whole), encoding="utf-8")
    rendering, rendered = _timed(folder, "render")
    again, _ = _timed(folder, "check")
    status = {one["number"]: one["status"] for one in rendered["episodes"]}
    broken = False
    for number, name in enumerate([*CASES, "all that pass"], start=1):
        file = f"episodes/s/{number:03d}.yaml"
        wrong = status.get(number) == "failed" and file not in refused
        broken |= wrong
        words = "; ".join(f"{one['code']}: {one['message']}" for one in said.get(file, []))
        what = "refused" if file in refused else status.get(number, "?")
        print(f"{name:24} {what:9} {words}{' <-- !' if wrong else ''}")
    print(f"\n{'check':24} {checking:6.1f} s, at most {CHECK_SECONDS}")
    print(f"{'render':24} {rendering:6.1f} s, at most {RENDER_SECONDS}")
    print(f"{'check again':24} {again:6.1f} s")
    return broken or checking > CHECK_SECONDS or rendering > RENDER_SECONDS


def _timed(folder: Path, verb: str) -> tuple[float, dict[str, list[dict[str, str]]]]:
    """Seconds of wall time, and the report."""
    report = folder / f"{verb}.json"
    command = f"'{sys.executable}' -m cli {verb} --quiet --json --workspace '{folder}' > '{report}' || true"
    taken = cost(["sh", "-c", command])
    return taken.wall, json.loads(report.read_text(encoding="utf-8"))


def _episode(number: int, title: str, names: list[str]) -> str:
    kinds = {True: "narration", False: "clip"}
    sounds = (".wav", ".mp3", ".opus", ".m4a")
    lines = [f"  - {kinds[name.endswith(sounds)]}: assets/{name}" for name in names]
    return "\n".join([f"number: {number}", f"title: {title}", "segments:", *lines, ""])


def _made(arguments: str) -> Callable[[Path], object]:
    """By one run of ffmpeg; `@` stands for a generator."""
    words = arguments.replace("@", "-f lavfi -i ").split()
    return lambda to: ffmpeg(*words, to)


def _picture(seconds: float, rate: str = "25") -> str:
    return f"@testsrc2=s=320x180:r={rate}:d={seconds} "


def _joined(*parts: str) -> Callable[[Path], object]:
    """Files one after the other, each made by ffmpeg."""

    def make(to: Path) -> None:
        data = b""
        for part in parts:
            piece = to.with_name(f"part-{to.name}")
            _made(part)(piece)
            data += piece.read_bytes()
            piece.unlink()
        to.write_bytes(data)

    return make


def _changed(change: Callable[[bytearray], bytes | bytearray], arguments: str) -> Callable[[Path], object]:
    """Made by ffmpeg, then changed byte by byte."""

    def make(to: Path) -> None:
        _made(arguments)(to)
        to.write_bytes(change(bytearray(to.read_bytes())))

    return make


def _mirrored(data: bytearray) -> bytearray:
    at = data.rfind(b"tkhd") + 44
    data[at : at + 4] = (-65536).to_bytes(4, "big", signed=True)
    return data


def _holed(data: bytearray) -> bytearray:
    first, last = len(data) * 3 // 10, len(data) * 4 // 10
    data[first:last] = bytes(last - first)
    return data


def _edited(data: bytearray) -> bytes:
    """Its edit lists become two parts of half a second each."""
    return b"".join(_rebuilt(bytes(part), 1000) for part in _boxes(bytes(data), 0))


def _boxes(data: bytes, at: int) -> list[bytes]:
    found = []
    while at < len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        found.append(data[at : at + length])
        at += length
    return found


def _rebuilt(part: bytes, movie: int) -> bytes:
    kind = part[4:8]
    if kind == b"edts":
        edits = struct.pack(">IIIiIIiI", 0, 2, movie // 2, 0, 65536, movie // 2, 30_000, 65536)
        return struct.pack(">I4sI4s", 16 + len(edits), b"edts", 8 + len(edits), b"elst") + edits
    if kind not in (b"moov", b"trak"):
        return part
    inner = _boxes(part, 8)
    header = next((one for one in inner if one[4:8] == b"mvhd"), b"")
    movie = int.from_bytes(header[20:24], "big") if header else movie
    body = b"".join(_rebuilt(one, movie) for one in inner)
    return struct.pack(">I4s", 8 + len(body), kind) + body


def _wave(channels: int, heard: int, stated: int | None = None) -> Callable[[Path], object]:
    """A tone in one of many channels; `stated` is the length that the header promises."""
    samples = [round(9000 * math.sin(i * 0.06)) for i in range(48_000)]
    data = b"".join(struct.pack("<h", one if c == heard else 0) for one in samples for c in range(channels))
    size = len(data) if stated is None else stated
    form = struct.pack("<IHHIIHH", 16, 1, channels, 48_000, 96_000 * channels, 2 * channels, 16)
    head = b"RIFF" + struct.pack("<I", min(size + 36, 0xFFFFFFFF)) + b"WAVEfmt " + form
    return lambda to: to.write_bytes(head + b"data" + struct.pack("<I", size) + data)


TONE, HIGH = "@sine=440:d=2 ", "@sine=1000:d=2 "
PLAIN = f"{_picture(2)}{TONE}{X264} -c:a aac "
LATE = "setpts=if(eq(N\\,49)\\,PTS+10800/TB\\,PTS)"
CASES: dict[str, Callable[[Path], object]] = {
    "plain.mp4": _made(PLAIN),
    "channels-change.mp3": _joined(f"{TONE}-ar 44100 -ac 1", f"{HIGH}-ar 44100 -ac 2"),
    "chained.opus": _joined(f"{TONE}-c:a libopus", f"{HIGH}-c:a libopus"),
    "joined.ts": _joined(PLAIN, PLAIN),
    "joined.mpg": _joined(*2 * [f"{_picture(2)}{TONE}-c:v mpeg2video -c:a mp2 -f vob"]),
    "joined.webm": _joined(*2 * [f"{_picture(2)}{TONE}-c:v libvpx -c:a libopus"]),
    "joined.mp4": _joined(PLAIN, PLAIN),
    "jump.ts": _joined(PLAIN, f"{PLAIN}-output_ts_offset 36000"),
    "wrap.ts": _made(f"{PLAIN}-output_ts_offset 95442.5"),
    "one-late.mp4": _made(f"{PLAIN}-vf {LATE} -fps_mode passthrough"),
    "slides.mp4": _made(f"{_picture(120, '1/40')}{X264}"),
    "hot.wav": _made("@sine=300:d=2,aformat=sample_fmts=flt,volume=27dB -c:a pcm_f32le"),
    "opposite.wav": _made("@sine=300:d=2,pan=stereo|c0=c0|c1=-1*c0"),
    "left-only.wav": _made("@sine=300:d=2,pan=stereo|c0=c0|c1=0*c0"),
    "second-track.mkv": _made(
        f"{_picture(2)}@anullsrc {HIGH}-map 0 -map 1 -map 2 -shortest {X264} -c:a aac"
        " -disposition:a:0 0 -disposition:a:1 default"
    ),
    "long-sound.mp4": _made(f"{_picture(1)}@sine=440:d=4 {X264} -c:a aac"),
    "long-picture.mp4": _made(f"{_picture(4)}@sine=440:d=1 {X264} -c:a aac"),
    "three.wav": _wave(3, 2),
    "sixty.wav": _wave(60, 0),
    "two.wav": _joined(f"{TONE}-bitexact", f"{TONE}-bitexact"),
    "placeholder.wav": _wave(1, 0, 0x7FFFFFFF),
    "mirror.mp4": _changed(_mirrored, f"{_picture(1)}{X264}"),
    "bare.h264": _made(f"{_picture(1)}{X264}"),
    "alpha.webm": _made(f"{_picture(1)}-vf format=yuva420p,colorchannelmixer=aa=0.5,format=yuva420p -c:v libvpx-vp9"),
    "two-edits.mp4": _changed(_edited, PLAIN),
    "hole.mp4": _changed(_holed, f"{_picture(8)}{X264} -g 25"),
    "half.mp4": _changed(lambda data: data[: len(data) // 2], f"{PLAIN}-movflags faststart"),
    "thirty.mp4": _made(f"{_picture(2, '30')}{X264}"),
    "bt601.mp4": _made(f"{_picture(1)}-vf scale=out_color_matrix=smpte170m {X264} -colorspace smpte170m"),
}


if __name__ == "__main__":
    main()
