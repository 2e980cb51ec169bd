"""Where everything lies, and ffmpeg for what is not measured."""

import subprocess
from pathlib import Path

import imageio_ffmpeg

WORK = Path(__file__).resolve().parents[1] / "work"
"""Sources, results and workspaces; may be deleted at any time."""
FFMPEG = imageio_ffmpeg.get_ffmpeg_exe()


def ffmpeg(*arguments: str | Path, stdin: bytes | None = None) -> str:
    """Run ffmpeg; returns what it said. Its words are shown when it fails."""
    command = [FFMPEG, "-hide_banner", "-nostats", "-y", *map(str, arguments)]
    done = subprocess.run(command, input=stdin or b"", capture_output=True, check=False)
    said = done.stderr.decode(errors="replace")
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}\n{said[-2000:]}")
    return said
