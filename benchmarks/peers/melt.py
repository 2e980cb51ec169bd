"""MLT's melt, from a project file as an editor would save it; the MP3 is made from its sound."""

import shutil
import subprocess
from pathlib import Path
from xml.etree.ElementTree import Element, ElementTree, SubElement

from benchmarks import peers
from benchmarks.peers import scripts
from benchmarks.support.values import (
    AAC,
    CRF,
    FPS,
    HEIGHT,
    MP3,
    MUSIC,
    PRESET,
    WIDTH,
    Part,
    Programme,
    Shot,
    Slides,
    Title,
    Workload,
)

TRACKS = ("a", "b", "voice", "bed")
"""Pictures in turn on two, so that dissolves can overlap; then speech, and music."""

prepare = scripts.prepare


def available() -> bool:
    return shutil.which("melt") is not None


def command(folder: Path) -> list[str]:
    return peers.script(__name__, folder)


def make(workload: Workload, folder: Path) -> None:
    for programme in workload:
        project, film = folder / f"{programme.name}.mlt", folder / f"{programme.name}.mp4"
        ElementTree(_project(programme)).write(project, encoding="utf-8", xml_declaration=True)
        consumer = [
            f"avformat:{film}", "vcodec=libx264", f"preset={PRESET}", f"crf={CRF}", "pix_fmt=yuv420p", "acodec=aac",
            f"ab={AAC}", "ar=48000", "movflags=+faststart", "real_time=-1", "threads=2",
        ]  # fmt: skip
        subprocess.run(["melt", project, "-silent", "-consumer", *consumer], check=True, stdin=subprocess.DEVNULL)
        scripts.ffmpeg("-i", film, "-vn", "-c:a", "libmp3lame", "-b:a", MP3, folder / f"{programme.name}.mp3")


def _project(programme: Programme) -> Element:
    root = Element("mlt", LC_NUMERIC="C")
    SubElement(
        root, "profile", width=str(WIDTH), height=str(HEIGHT), frame_rate_num=str(FPS), frame_rate_den="1",
        progressive="1", sample_aspect_num="1", sample_aspect_den="1", display_aspect_num="16",
        display_aspect_den="9", colorspace="709",
    )  # fmt: skip
    playlists = {name: Element("playlist", id=name) for name in TRACKS}
    ends = dict.fromkeys(TRACKS, 0)
    blends: list[Element] = []

    def place(track: str, producer: str, start: int, first: int, frames: int) -> None:
        if start > ends[track]:
            SubElement(playlists[track], "blank", length=str(start - ends[track]))
        SubElement(playlists[track], "entry", {"producer": producer, "in": str(first), "out": str(first + frames - 1)})
        ends[track] = start + frames

    at, half = 0, programme.dissolve // 2
    for i, part in enumerate(programme.parts):
        before = half if i else 0
        after = half if i < len(programme.parts) - 1 else 0
        for n, (picture, frames) in enumerate(_pictures(part)):
            name = f"picture-{i}-{n}"
            _producer(root, name, picture, "avformat" if isinstance(part, Shot) else "pixbuf")
            first = round(part.start * FPS) - before if isinstance(part, Shot) else 0
            place("ab"[i % 2] if half else "a", name, at - before, first, before + frames + after)
            if before:
                blends.append(_blend(at - before, at + before - 1, reverse=i % 2 == 0))
            at += frames
        if isinstance(part, Slides):
            for track, sound in (("voice", part.narration), ("bed", part.music)):
                _producer(root, f"{track}-{i}", sound, "avformat", loop=part.frames)
                place(track, f"{track}-{i}", at - part.frames, 0, part.frames)
    level = SubElement(playlists["bed"], "filter")
    _properties(level, mlt_service="volume", level=str(MUSIC))
    root.extend(playlists.values())
    tractor = SubElement(root, "tractor")
    for name in TRACKS:
        SubElement(tractor, "track", producer=name, **({} if name in "ab" else {"hide": "video"}))
    tractor.extend(blends)
    for track in (1, 2, 3):
        mix = SubElement(tractor, "transition")
        _properties(mix, mlt_service="mix", a_track="0", b_track=str(track), always_active="1", sum="1")
    return root


def _pictures(part: Part) -> list[tuple[Path, int]]:
    if isinstance(part, Slides):
        return [(still, part.each) for still in part.stills]
    return [(part.still if isinstance(part, Title) else part.clip, part.frames)]


def _producer(root: Element, name: str, resource: Path, service: str, *, loop: int = 0) -> None:
    producer = SubElement(root, "producer", id=name)
    more = {"eof": "loop", "length": str(loop)} if loop else {}
    _properties(producer, resource=str(resource), mlt_service=service, **more)


def _blend(first: int, last: int, *, reverse: bool) -> Element:
    """A dissolve between the two tracks of pictures."""
    blend = Element("transition", {"in": str(first), "out": str(last)})
    _properties(blend, mlt_service="luma", a_track="0", b_track="1", reverse=str(int(reverse)))
    return blend


def _properties(element: Element, **values: str) -> None:
    for name, value in values.items():
        SubElement(element, "property", name=name).text = value


if __name__ == "__main__":
    scripts.main(make)
