"""Where things go, and ffmpeg, which encodes them."""

import io
import subprocess
import tempfile
import wave
from collections.abc import Iterable
from itertools import chain
from pathlib import Path

import imageio_ffmpeg
import numpy as np
from PIL import Image

WORKSPACE = Path(__file__).resolve().parents[2]
ASSETS = WORKSPACE / "assets"
EPISODES = WORKSPACE / "episodes"
BT709 = (
    "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p,"
    "setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709"
)
EXACT = ("-map_metadata", "-1", "-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact")
"""No dates and no version words: a second run makes the same file."""


def made(path: Path) -> Path:
    """Announce a file that is about to be written, and make its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    print(path.relative_to(WORKSPACE), flush=True)
    return path


def ffmpeg(*arguments: str | Path, stdin: bytes | None = None) -> None:
    subprocess.run(_command(*arguments), input=stdin, check=True)


def encode_sound(sound: np.ndarray, path: Path, *, bitrate: str, title: str = "") -> None:
    """Samples between -1 and 1 at 48 kHz, one column a channel; with a `title` it is named in credits."""
    tags = ("-metadata", f"title={title}") if title else ()
    ffmpeg("-i", "pipe:", "-c:a", "aac", "-b:a", bitrate, *tags, *EXACT, path, stdin=_wave(sound))


def encode_clip(
    frames: Iterable[Image.Image], path: Path, *, rate: str, crf: int, sound: np.ndarray | None = None
) -> None:
    frames = iter(frames)
    first = next(frames)
    with tempfile.NamedTemporaryFile(suffix=".wav") as beside:
        beside.write(_wave(sound) if sound is not None else b"")
        beside.flush()
        heard = ("-i", beside.name, "-c:a", "aac", "-b:a", "96k") if sound is not None else ()
        size = f"{first.width}x{first.height}"
        shown = ("-f", "rawvideo", "-pix_fmt", "rgb24", "-s", size, "-r", rate, "-i", "pipe:", *heard, "-vf", BT709)
        coded = ("-c:v", "libx264", "-preset", "slow", "-crf", str(crf), "-threads", "2", "-movflags", "+faststart")
        command = _command(*shown, *coded, *EXACT, path)
        with subprocess.Popen(command, stdin=subprocess.PIPE) as process:
            assert process.stdin is not None
            for frame in chain([first], frames):
                process.stdin.write(frame.tobytes())
            process.stdin.close()
        if process.returncode:
            raise SystemExit(f"{path.name}: ffmpeg failed")


def _wave(sound: np.ndarray) -> bytes:
    to = io.BytesIO()
    with wave.open(to, "wb") as file:
        file.setparams((sound.shape[1], 2, 48_000, len(sound), "NONE", ""))
        file.writeframes((np.clip(sound, -1, 1) * 32767).astype("<i2").tobytes())
    return to.getvalue()


def _command(*arguments: str | Path) -> list[str]:
    return [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-loglevel", "error", "-y", *map(str, arguments)]
