"""The ffmpeg of the program, for media that nothing else makes."""

import subprocess

from pipeline.media.ffmpeg import binary


def run_ffmpeg(*arguments: object) -> None:
    subprocess.run([binary(), "-nostdin", "-v", "error", "-y", *map(str, arguments)], check=True)
