"""Sources for the workloads, the same on every machine: camera-like clips, photographs, speech and music."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from benchmarks.support.tools import WORK, ffmpeg

RATE = 48_000
VERSION = "3"
"""A change here makes them all again."""
FOLDER = WORK / f"sources-{VERSION}"


def camera(seed: int, seconds: float, size: tuple[int, int] = (1920, 1080), rate: str = "25") -> Path:
    """A hand-held shot: a detailed scene that pans and trembles, people who cross it, sensor noise, room sound."""

    def make(path: Path) -> None:
        width, height = size
        scene = photograph(seed, (width * 5 // 4 // 2 * 2, height * 5 // 4 // 2 * 2))
        passer = photograph(seed + 500, (width // 6 // 2 * 2, height // 2 // 2 * 2))
        right = f"(iw-ow)/2*(1+0.8*sin(t*0.31+{seed}))+3*sin(t*7.3)"
        down = "(ih-oh)/2*(1+0.7*sin(t*0.23))+2*sin(t*9.1)"
        # The turn is what makes it hand-held: no block moves by whole pixels.
        pan = f"rotate=a='0.006*sin(t*2.1)+0.002*sin(t*8.7)',crop={width}:{height}:x='{right}':y='{down}'"
        walk = "overlay=x='mod(t*W/7+60,W+w)-w':y='H-h+8*sin(t*6)'"
        graph = (
            f"[0:v]{pan}[scene];[scene][1:v]{walk},eq=brightness='0.04*sin(t*0.9)':eval=frame,"
            f"noise=c0s=4:c0f=t:all_seed={seed + 1},scale=out_range=tv:out_color_matrix=bt709,format=yuv420p,"
            # As cameras write it; the picture it is made from would otherwise lend it its full range.
            "setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709[v];"
            f"anoisesrc=r={RATE}:color=brown:amplitude=0.7:seed={seed},tremolo=f=1.7:d=0.6,pan=stereo|c0=c0|c1=0.8*c0[a]"
        )
        ffmpeg(
            "-loop", "1", "-framerate", rate, "-i", scene, "-loop", "1", "-framerate", rate, "-i", passer,
            "-filter_complex", graph, "-map", "[v]", "-map", "[a]", "-t", str(seconds), "-r", rate,
            "-c:v", "libx264", "-preset", "veryfast", "-crf", "19", "-g", "50", "-c:a", "aac", "-b:a", "128k", path,
        )  # fmt: skip

    return _kept(f"shot-{seed}-{size[0]}x{size[1]}-{rate.replace('/', '_')}-{seconds:g}.mp4", make)


def photograph(seed: int, size: tuple[int, int] = (2560, 1440)) -> Path:
    """A picture with the statistics of photographs: soft large shapes, hard edges, fine texture."""

    def make(path: Path) -> None:
        width, height = size
        random = np.random.default_rng(seed)
        grey = _texture(width, height, 1.3, random)[..., None] * 40
        tint = np.stack([_texture(width, height, 1.9, random) for _ in range(3)], axis=-1) * 22
        sheet = Image.fromarray(np.clip(grey + tint + 118, 0, 255).astype(np.uint8))
        pen = ImageDraw.Draw(sheet, "RGBA")
        for _ in range(70):
            x, y = random.uniform(0, width), random.uniform(0, height)
            reach = random.uniform(0.02, 0.16) * width
            turns = np.sort(random.uniform(0, 2 * np.pi, random.integers(3, 9)))
            corners = [(x + reach * np.cos(t), y + reach * 0.8 * np.sin(t)) for t in turns]
            pen.polygon(corners, fill=(*map(int, random.integers(20, 236, 3)), int(random.integers(90, 220))))
        fine = _texture(width, height, 0.8, random)[..., None] * 4.5
        Image.fromarray(np.clip(np.asarray(sheet) + fine, 0, 255).astype(np.uint8)).save(path, quality=92)

    return _kept(f"photograph-{seed}-{size[0]}x{size[1]}.jpg", make)


def narration(seed: int, seconds: float) -> Path:
    """Somebody reads: syllables with vowels and hisses at the pace of speech, sentences with pauses; mono."""

    def make(path: Path) -> None:
        random = np.random.default_rng(seed)
        sound = np.zeros(round(seconds * RATE), dtype=np.float32)
        at = 0.4
        while at < seconds - 3:
            for _ in range(random.integers(9, 22)):
                long = random.uniform(0.13, 0.27)
                spoken = _syllable(long, random)
                start = round(at * RATE)
                sound[start : start + len(spoken)] += spoken[: len(sound) - start]
                at += long
                if at > seconds - 1:
                    break
            at += random.uniform(0.45, 1.1)
        _encode(sound[:, None] * 0.22, path, "96k")

    return _kept(f"narration-{seed}-{seconds:g}.m4a", make)


def music(seconds: float = 60) -> Path:
    """Plucked chords over a soft ground; stereo."""

    def make(path: Path) -> None:
        t = np.arange(round(seconds * RATE)) / RATE
        sound = np.zeros((len(t), 2), dtype=np.float32)
        for i, start in enumerate(np.arange(0, seconds - 3, 0.5)):
            frequency = 220 * 2 ** ((0, 7, 12, 16, 19, 16, 12, 7)[i % 8] / 12) * (1, 0.89, 0.75, 0.84)[i // 16 % 4]
            rest = t[: round(3 * RATE)]
            string = sum(
                np.sin(2 * np.pi * frequency * k * rest) / k**1.4 * np.exp(-rest * (1 + 0.6 * k)) for k in range(1, 7)
            )
            first = round(start * RATE)
            sound[first : first + len(rest), i % 2] += string * 0.6
            sound[first : first + len(rest), 1 - i % 2] += string * 0.4
        sound += (np.sin(2 * np.pi * 110 * t) * (0.6 + 0.4 * np.sin(2 * np.pi * 0.11 * t)))[:, None] * 0.2
        _encode(sound / np.abs(sound).max() * 0.6, path, "160k")

    return _kept(f"music-{seconds:g}.m4a", make)


def _kept(name: str, make: Callable[[Path], None]) -> Path:
    path = FOLDER / name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f".part-{name}")
        make(part)
        part.rename(path)
    return path


def _texture(width: int, height: int, steepness: float, random: np.random.Generator) -> np.ndarray:
    """Noise whose strength falls with frequency as in photographs; mean 0, deviation 1."""
    across, down = np.fft.rfftfreq(width), np.fft.fftfreq(height)[:, None]
    strength = 1 / np.maximum(np.hypot(across, down), 1 / width) ** steepness
    turn = np.exp(2j * np.pi * random.random(strength.shape))
    waves = np.fft.irfft2(strength * turn, (height, width))
    return ((waves - waves.mean()) / waves.std()).astype(np.float32)


def _syllable(long: float, random: np.random.Generator) -> np.ndarray:
    t = np.arange(round(long * RATE)) / RATE
    pitch = random.uniform(105, 160) * (1 + random.uniform(-0.15, 0.15) * t / long)
    phase = 2 * np.pi * np.cumsum(pitch) / RATE
    formants = [(random.uniform(350, 800), 90), (random.uniform(900, 2200), 130), (2600, 200)]
    voice = np.zeros_like(t)
    for k in range(1, 28):
        frequency = k * float(pitch.mean())
        gain = sum(1 / (1 + ((frequency - centre) / wide) ** 2) for centre, wide in formants)
        voice += gain / k**0.4 * np.sin(k * phase)
    hiss = np.diff(random.normal(0, 1, len(t) + 1)) * np.exp(-t / 0.03) * random.uniform(0, 0.5)
    return ((voice * np.sin(np.pi * t / long) ** 0.7) + hiss).astype(np.float32)


def _encode(sound: np.ndarray, path: Path, bitrate: str) -> None:
    samples = (np.clip(sound, -1, 1) * 32767).astype("<i2").tobytes()
    ffmpeg(
        "-f",
        "s16le",
        "-ar",
        str(RATE),
        "-ac",
        str(sound.shape[1]),
        "-i",
        "pipe:",
        "-c:a",
        "aac",
        "-b:a",
        bitrate,
        path,
        stdin=samples,
    )
