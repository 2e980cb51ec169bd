"""What the script peers share: the plan on disk, running ffmpeg, and the filters that a good engineer knows."""

import pickle
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks.support.tools import FFMPEG
from benchmarks.support.values import (
    AAC,
    CRF,
    DUCK,
    FPS,
    HEIGHT,
    MP3,
    MUSIC,
    PEAK,
    PRESET,
    TARGET,
    WIDTH,
    Part,
    Programme,
    Shot,
    Slides,
    Workload,
)

SIZE = f"{WIDTH}:{HEIGHT}"
TAGGED = "setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709,setsar=1"
FULL = f"scale={SIZE}:flags=bicubic:out_range=tv:out_color_matrix=bt709,format=yuv420p,{TAGGED}"
X264 = ("-c:v", "libx264", "-preset", PRESET, "-crf", str(CRF), "-pix_fmt", "yuv420p")
SOUND = "aresample=48000,aformat=sample_fmts=fltp:channel_layouts=stereo"


def prepare(workload: Workload, folder: Path) -> None:
    (folder / "plan.pickle").write_bytes(pickle.dumps(workload))


def main(make: Callable[[Workload, Path], None]) -> None:
    folder = Path(sys.argv[1])
    make(pickle.loads((folder / "plan.pickle").read_bytes()), folder)


def ffmpeg(*arguments: str | Path) -> str:
    command = [FFMPEG, "-hide_banner", "-nostats", "-nostdin", "-y", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}\n{done.stderr[-2500:]}")
    return done.stderr


def seconds(frames: int) -> str:
    return f"{frames / FPS:.3f}"


def shown(part: Part, label: str = "") -> str:
    """The filters that bring a clip or still to the frame; `label` keeps their pads apart in a larger graph.

    A portrait shot stands whole over a blurred, darkened copy, which is blurred while it is small.
    """
    if not (isinstance(part, Shot) and part.portrait):
        return FULL
    small = f"{WIDTH // 16}:{HEIGHT // 16}"
    dark = "y='16+(val-16)*0.45':u='128+(val-128)*0.45':v='128+(val-128)*0.45'"
    return (
        f"split[near{label}][far{label}];[far{label}]scale={small}:force_original_aspect_ratio=increase:flags=area,"
        f"crop={small},gblur=sigma=4.2,lutyuv={dark},scale={SIZE}:flags=bilinear[back{label}];"
        f"[near{label}]scale={SIZE}:force_original_aspect_ratio=decrease:flags=bicubic[front{label}];"
        f"[back{label}][front{label}]overlay=x=(W-w)/2:y=(H-h)/2,"
        f"scale=out_range=tv:out_color_matrix=bt709,format=yuv420p,{TAGGED}"
    )


def sound_inputs(programme: Programme) -> list[str]:
    """The input arguments that `mix` counts on, in its order."""
    arguments: list[str] = []
    for part in programme.parts:
        if isinstance(part, Shot):
            arguments += ["-vn", "-ss", str(float(part.start)), "-t", seconds(part.frames), "-i", str(part.clip)]
        elif isinstance(part, Slides):
            arguments += ["-i", str(part.narration), "-stream_loop", "-1", "-i", str(part.music)]
    return arguments


def mix(programme: Programme, first: int = 0) -> str:
    """A graph from the inputs, the first of which has this number, to [mix]."""
    chains, pads = [], ""
    for i, part in enumerate(programme.parts):
        end = f"apad=whole_len={part.frames * 48000 // FPS},atrim=end_sample={part.frames * 48000 // FPS}"
        if isinstance(part, Shot):
            fades = f"afade=d=0.015,afade=t=out:st={part.frames / FPS - 0.015:.3f}:d=0.015"
            chains.append(f"[{first}:a]{SOUND},{end},{fades}[s{i}]")
            first += 1
        elif isinstance(part, Slides):
            faded = f"afade=d=2,afade=t=out:st={part.frames / FPS - 2:.3f}:d=2"
            chains += [
                f"[{first}:a]{SOUND},{end},asplit[voice{i}][key{i}]",
                f"[{first + 1}:a]{SOUND},volume={MUSIC}dB,{faded}[bed{i}]",
                f"[bed{i}][key{i}]sidechaincompress=threshold=0.02:ratio={_ratio()}:attack=80:release=900[ducked{i}]",
                f"[voice{i}][ducked{i}]amix=inputs=2:duration=first:normalize=0[s{i}]",
            ]
            first += 2
        else:
            chains.append(f"anullsrc=r=48000:cl=stereo,atrim=end_sample={part.frames * 48000 // FPS}[s{i}]")
        pads += f"[s{i}]"
    return ";".join([*chains, f"{pads}concat=n={len(programme.parts)}:v=0:a=1[mix]"])


def levelled(measured: str) -> str:
    """The filters that bring a mix to the target, from what ebur128 said about it."""
    loudness = float(re.findall(r"I:\s+(\S+) LUFS", measured)[-1])
    return f"volume={TARGET - loudness:.2f}dB,alimiter=limit={10 ** (PEAK / 20):.4f}:level=disabled:latency=1"


def deliver_sound(label: str) -> list[str]:
    return ["-map", label, "-c:a", "libmp3lame", "-b:a", MP3]


def aac() -> list[str]:
    return ["-c:a", "aac", "-b:a", AAC]


def _ratio() -> float:
    """Of a compressor that takes music down by about DUCK when speech is some 18 dB over its threshold."""
    return round(18 / (18 + DUCK), 2)
