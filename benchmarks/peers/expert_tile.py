"""The script a very good engineer would write.

Every segment is encoded for itself, two at a time and each but once however many programmes share it; a still is
encoded for five seconds and its packets are repeated by the concat demuxer; the sound is mixed once, measured,
brought to its level and encoded; everything is joined by packet copy.
"""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from benchmarks import peers
from benchmarks.peers import scripts
from benchmarks.support.values import FPS, Part, Programme, Shot, Slides, Workload

TILE = 5 * FPS
"""Frames."""
CLOSED = ("-x264-params", "open-gop=0:stitchable=1", "-threads", "1", "-video_track_timescale", "12800")

prepare = scripts.prepare


def available() -> bool:
    return True


def command(folder: Path) -> list[str]:
    return peers.script(__name__, folder)


def make(workload: Workload, folder: Path) -> None:
    pieces = Pieces(folder)
    lists = [segments(programme, pieces) for programme in workload]
    with ThreadPoolExecutor(2) as pool:
        sounds = [pool.submit(_sound, programme, folder) for programme in workload]
        for done in [*sounds, *(pool.submit(scripts.ffmpeg, *job) for job in pieces.jobs.values())]:
            done.result()
        for done in [pool.submit(_join, *each, folder) for each in zip(workload, lists, strict=True)]:
            done.result()


class Pieces:
    """The segments to encode, each under a name that tells what it shows."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.jobs: dict[str, list[str]] = {}

    def shot(self, part: Shot, start: int, frames: int) -> str:
        """Frames of a shot, counted from its first."""
        name = f"{part.clip.stem}-{start}-{frames}.mp4"
        chain = f"fps={FPS},{scripts.shown(part)},trim=end_frame={frames}"
        self.jobs[name] = [*_read(part, start, frames), "-filter_complex", f"[0:v]{chain}[v]", *self._coded(name)]
        return name

    def still(self, picture: Path, frames: int) -> str:
        name = f"{picture.stem}-{frames}.mp4"
        chain = f"{scripts.FULL},loop=loop={frames - 1}:size=1,setpts=N/{FPS}/TB"
        self.jobs[name] = ["-i", str(picture), "-filter_complex", f"[0:v]{chain}[v]", *self._coded(name)]
        return name

    def dissolve(self, out: Shot, into: Shot, frames: int) -> str:
        """The frames around a cut: half of them lie beyond the end of one shot and before the start of the next."""
        name = f"{out.clip.stem}-to-{into.clip.stem}.mp4"
        sides = [
            f"[{i}:v]fps={FPS},{scripts.shown(part, label=str(i))},trim=end_frame={frames}[side{i}]"
            for i, part in enumerate((out, into))
        ]
        graph = ";".join([*sides, f"[side0][side1]xfade=duration={frames / FPS}:offset=0,trim=end_frame={frames}[v]"])
        half = frames // 2
        inputs = [*_read(out, out.frames - half, frames), *_read(into, -half, frames)]
        self.jobs[name] = [*inputs, "-filter_complex", graph, *self._coded(name)]
        return name

    def _coded(self, name: str) -> list[str]:
        return ["-map", "[v]", *scripts.X264, *CLOSED, str(self.folder / name)]


def _read(part: Shot, start: int, frames: int) -> list[str]:
    at = float(part.start) + start / FPS
    return ["-an", "-ss", f"{at:.3f}", "-t", f"{frames / FPS + 0.5:.3f}", "-i", str(part.clip)]


def segments(programme: Programme, pieces: Pieces) -> list[str]:
    """A programme as the names of its segments, in order and with repeats."""
    names: list[str] = []
    half = programme.dissolve // 2
    for i, part in enumerate(programme.parts):
        before: Part | None = programme.parts[i - 1] if i and half else None
        last = i == len(programme.parts) - 1
        if isinstance(part, Shot):
            if isinstance(before, Shot):
                names.append(pieces.dissolve(before, part, programme.dissolve))
            start = half if before else 0
            names.append(pieces.shot(part, start, part.frames - start - (0 if last else half)))
            continue
        for still in part.stills if isinstance(part, Slides) else (part.still,):
            each = part.each if isinstance(part, Slides) else part.frames
            tiles, rest = divmod(each, TILE)
            names += [pieces.still(still, TILE)] * tiles if tiles else []
            names += [pieces.still(still, rest)] if rest else []
    return names


def _sound(programme: Programme, folder: Path) -> None:
    mixed = folder / f"{programme.name}.wav"
    graph = f"{scripts.mix(programme)};[mix]ebur128[out]"
    said = scripts.ffmpeg(*scripts.sound_inputs(programme), "-filter_complex", graph, "-map", "[out]", mixed)
    graph = f"[0:a]{scripts.levelled(said)},asplit[first][second]"
    scripts.ffmpeg(
        "-i", mixed, "-filter_complex", graph, "-map", "[first]", *scripts.aac(), folder / f"{programme.name}.m4a",
        *scripts.deliver_sound("[second]"), folder / f"{programme.name}.mp3",
    )  # fmt: skip
    mixed.unlink()


def _join(programme: Programme, names: list[str], folder: Path) -> None:
    listing = folder / f"{programme.name}.txt"
    listing.write_text("".join(f"file '{name}'\n" for name in names))
    scripts.ffmpeg(
        "-f", "concat", "-i", listing, "-i", folder / f"{programme.name}.m4a", "-map", "0:v", "-map", "1:a",
        "-c", "copy", "-movflags", "+faststart", folder / f"{programme.name}.mp4",
    )  # fmt: skip


if __name__ == "__main__":
    scripts.main(make)
