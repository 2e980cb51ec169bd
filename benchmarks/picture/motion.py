"""How smooth motion over pictures is, and what it costs, beside FFmpeg's `zoompan`.

`python -m benchmarks.picture.motion [--frames N] [--plot FILE.png]` pushes in on a generated picture of 1920 x 1080
by 12 %, at one pace, in the three ways, and prints for each the CPU milliseconds of a frame (drawing alone), and by
how much a spot in the picture misses the smooth curve that its places follow: root mean square and most, in pixels.
Then it encodes the frames, and prints what the motion costs in all against encoding the same frames from a file.
FFmpeg's own way is `zoompan` on a picture of four times the size, which most people use against its shaking.
"""

import argparse
import resource
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np
from PIL import Image

from pipeline.digest import file_digest
from pipeline.effects.stills import FittedImage
from pipeline.media import ffmpeg
from pipeline.media.probe.probe import probe
from pipeline.media.video import x264
from pipeline.model.media import Medium
from pipeline.model.rendition import Picture
from pipeline.model.segments.motion import Motion
from pipeline.model.timeline import MotionSpan
from pipeline.render.picture.motion import MotionStep, perform_motion, view_of

SIZE = (1920, 1080)
PICTURE = Picture(width=SIZE[0], height=SIZE[1], rate=Fraction(25))
SPOT = (0.31, 0.36)
AROUND = 90
"""Pixels on either side of where the spot is looked for."""
Luma = np.ndarray[tuple[int, ...], np.dtype[np.uint8]]


def painted(path: Path) -> FittedImage:
    """Grain of every coarseness, as photographs have it, and a soft bright spot on plain dark."""
    chance = np.random.default_rng(5)
    width, height = 2560, 1440
    whole = np.zeros((height, width), np.float32)
    for octave in range(3, 11):
        grain = chance.normal(0, 1, (max(2, height * 2**octave // 1024), max(2, width * 2**octave // 1024)))
        scaled = Image.fromarray(grain.astype(np.float32)).resize((width, height), Image.Resampling.BICUBIC)
        whole += np.asarray(scaled) * 2.0 ** (-octave * 0.9)
    whole = 120 + whole / whole.std() * 38
    across, down = np.meshgrid(np.arange(width) + 0.5, np.arange(height) + 0.5)
    far = np.sqrt((across - SPOT[0] * width) ** 2 + (down - SPOT[1] * height) ** 2)
    whole = np.where(far < AROUND * 2, 40 + 180 * np.exp(-(far**2) / (2 * 20**2)), whole)
    tints = (whole * 1.04, whole, whole * 0.9 + 8)
    Image.fromarray(np.stack(tints, -1).clip(0, 255).astype(np.uint8)).save(path)
    return FittedImage(image=Medium(content=file_digest(path), info=probe(path), path=path), fit="blur")


def cpu() -> float:
    """Seconds of this process and of all that it has waited for."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def spent(do: Callable[[], object]) -> float:
    before = cpu()
    do()
    return cpu() - before


def zoompan(path: Path, times: int, frames: int) -> list[str]:
    """FFmpeg's arguments for the same push-in on a picture so many times as large as the frame."""
    zoom = (
        f"scale={SIZE[0] * times}:{SIZE[1] * times}:flags=lanczos,"
        f"zoompan=z='1+0.12*on/{frames - 1}':x='iw/2-iw/zoom/2':y='ih/2-ih/zoom/2'"
        f":d={frames}:s={SIZE[0]}x{SIZE[1]}:fps=25,format=yuv420p"
    )
    return [str(ffmpeg.binary()), "-v", "error", "-threads", "1", "-filter_threads", "1", "-i", str(path), "-vf", zoom]


def read(arguments: list[str]) -> Iterator[Luma]:
    """The light of every frame that a command makes."""
    with subprocess.Popen([*arguments, "-f", "rawvideo", "-"], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        size = SIZE[0] * SIZE[1]
        while len(pixels := process.stdout.read(size * 3 // 2)) == size * 3 // 2:
            yield np.frombuffer(pixels, np.uint8)[:size].reshape(SIZE[1], SIZE[0])


def place(luma: Luma, near: tuple[float, float]) -> tuple[float, float]:
    """The middle of the spot, near a place at which it is by a pixel or two."""
    left, top = (max(round(at) - AROUND, 0) for at in near)
    part = luma[top : top + 2 * AROUND, left : left + 2 * AROUND].astype(float)
    light = np.clip(part - 60, 0, None)
    across, down = np.meshgrid(np.arange(part.shape[1]) + 0.5 + left, np.arange(part.shape[0]) + 0.5 + top)
    return float((light * across).sum() / light.sum()), float((light * down).sum() / light.sum())


def misses(frames: Iterator[Luma]) -> np.ndarray:
    """How far the spot is from the smooth curve in every frame, across and down."""
    places, near = [], (SPOT[0] * SIZE[0], SPOT[1] * SIZE[1])
    for luma in frames:
        near = place(luma, near)
        places.append(near)
    found = np.array(places)
    time = np.linspace(-1, 1, len(found))
    smooth = np.stack([np.polyval(np.polyfit(time, found[:, side], 4), time) for side in (0, 1)], axis=1)
    return found - smooth


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--frames", type=int, default=100)
    parser.add_argument("--plot", type=Path)
    asked = parser.parse_args()
    frames = asked.frames
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        still = painted(folder / "picture.png")
        motion = Motion(kind="push-in", amount=Fraction(12, 100), ease="linear")
        span = MotionSpan(frames=frames, still=still, motion=motion, first=0, total=frames)
        step = MotionStep(span=span, picture=PICTURE, tools="")
        perform_motion(MotionStep(span=span, picture=PICTURE, tools=""), (), folder / "warm")
        ways = {
            "voicehall": (spent(lambda: sum(1 for _ in view_of(span, PICTURE).frames())), misses(drawn(span))),
            **{
                f"zoompan {times}x": (
                    spent(lambda times=times: subprocess.run(
                        [*zoompan(still.image.path, times, frames), "-f", "null", "-"], check=True)),
                    misses(read(zoompan(still.image.path, times, frames))),
                )
                for times in (1, 4)
            },
        }  # fmt: skip
        print(f"{'way':14s} {'ms a frame':>10s} {'jitter rms':>11s} {'most':>6s}  (pixels)")
        for way, (seconds, missed) in ways.items():
            far = np.hypot(missed[:, 0], missed[:, 1])
            print(f"{way:14s} {seconds / frames * 1000:10.2f} {np.sqrt((far**2).mean()):11.3f} {far.max():6.2f}")
        print(f"frames a second against zoompan 4x: {ways['zoompan 4x'][0] / ways['voicehall'][0]:.2f} times")
        raw = folder / "frames.yuv"
        with raw.open("wb") as file:
            for frame in view_of(span, PICTURE).frames():
                file.write(frame.to_ndarray().tobytes())
        size, rate = f"{SIZE[0]}x{SIZE[1]}", "25"
        source = ("-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", size, "-r", rate, "-i", str(raw))
        encoder = (*x264.arguments(PICTURE), "-threads", "1", "-f", "mp4", "-y", str(folder / "plain"))
        command = [str(ffmpeg.binary()), "-v", "error", *source, *encoder]
        plain = min(spent(lambda: subprocess.run(command, check=True)) for _ in range(2))
        whole = min(spent(lambda: perform_motion(step, (), folder / "whole")) for _ in range(2))
        print(f"x264 alone {plain / frames * 1000:.2f} ms a frame, motion in all {whole / frames * 1000:.2f}: "
              f"{whole / plain:.2f} times")  # fmt: skip
    if asked.plot:
        draw({way: missed for way, (_, missed) in ways.items()}, asked.plot)


def drawn(span: MotionSpan) -> Iterator[Luma]:
    """The light of every frame of ours."""
    for frame in view_of(span, PICTURE).frames():
        yield frame.to_ndarray()[: SIZE[1]].copy()


def draw(ways: "dict[str, np.ndarray]", to: Path) -> None:
    """By how much each way misses the smooth curve, frame by frame, as a picture."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(10, 2.2 * len(ways)), layout="constrained")
    most = max(float(np.abs(missed).max()) for missed in ways.values()) * 1.1
    for axes, (way, missed) in zip(figure.subplots(len(ways), 1, sharex=True), ways.items(), strict=True):
        axes.plot(missed[:, 0], linewidth=1, label="across")
        axes.plot(missed[:, 1], linewidth=1, label="down")
        axes.set_ylim(-most, most)
        axes.set_ylabel("pixels")
        rms = np.sqrt((missed**2).sum(axis=1).mean())
        axes.set_title(f"{way}: {rms:.3f} px rms", loc="left", fontsize=10)
        axes.grid(alpha=0.3)
    axes.set_xlabel("frame")
    axes.legend(loc="lower right", fontsize=8)
    figure.savefig(to, dpi=110)


if __name__ == "__main__":
    main()
