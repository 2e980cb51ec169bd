"""Running the ffmpeg binary: where it is, what it may open, its limits, and how it is stopped."""

import contextlib
import os
import re
import shlex
import signal
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import IO

from pipeline.errors import KilledError, MediaError, PipelineError
from pipeline.media.process import Child, kill, limit_memory, text_of
from pipeline.messages import Message, tr
from pipeline.stop import check_stop, current_stop
from pipeline.wording import duration

PROTOCOLS = "file,pipe"
DEMUXERS = (
    "mov,mp4,m4a,3gp,3g2,mj2,mp3,wav,w64,matroska,webm,ogg,flac,aac,aiff,caf,amr,ac3,eac3,mpegts,mpeg,avi,asf,flv,mxf,dv,"
    "webp_anim,apng,nut,png_pipe,jpeg_pipe,webp_pipe,bmp_pipe,tiff_pipe,gif,srt,ass,webvtt,rawvideo,yuv4mpegpipe,"
    "h264,s16le,f32le"
)
"""Real media only: a playlist with the name of a video would otherwise open other local files."""

UNEDITED = ("-ignore_editlist", "1")
"""Before an MP4: all of its recording is read, at its own times, whatever its edit lists play of it."""

MEMORY_LIMIT = 8 << 30
"""Bytes of address space that one ffmpeg process may map."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """An ffmpeg call: what it is for, and its arguments after the binary's name."""

    doing: Message
    """"decoding 'a.mp4'"; failures begin with it."""
    arguments: tuple[str, ...]
    limit: float
    """Seconds of wall time after which it is killed."""

    def as_shell(self) -> str:
        return shlex.join([str(binary()), *_preamble(), *self.arguments])


@cache
def binary() -> Path:
    """The ffmpeg binary: `VOICEHALL_FFMPEG`, else the one that came with imageio-ffmpeg.

    Raises PipelineError when there is none.
    """
    if named := os.environ.get("VOICEHALL_FFMPEG"):
        path = Path(named)
        if not path.is_file() or not os.access(path, os.X_OK):
            raise PipelineError(
                tr("VOICEHALL_FFMPEG names '{path}', which is not a program", path=named),
                hint=tr("correct or unset it"),
            )
        return path
    if "IMAGEIO_FFMPEG_EXE" not in os.environ and (carried := _carried_binary()):
        return carried
    import imageio_ffmpeg

    try:
        return Path(imageio_ffmpeg.get_ffmpeg_exe())
    except RuntimeError as cause:
        raise PipelineError(
            tr("there is no ffmpeg program for this machine"), hint=tr("set VOICEHALL_FFMPEG to the path of one")
        ) from cause


def _carried_binary() -> Path | None:
    """The one in the package's own folder. Asked for it, the package would run it once to see whether it runs."""
    package = find_spec("imageio_ffmpeg")
    folders = package.submodule_search_locations if package else None
    found = (path for folder in folders or () for path in Path(folder, "binaries").glob("ffmpeg-*"))
    return next((path for path in found if os.access(path, os.X_OK)), None)


@cache
def version() -> str:
    """The binary's version as recipes have it: `n9.0.2-17-g2a571b6068`.

    Raises PipelineError when it is not a working ffmpeg.
    """
    try:
        answer = subprocess.run([binary(), "-hide_banner", "-version"], capture_output=True, check=True, timeout=20)
        found = re.match(rb"ffmpeg version (\S+)", answer.stdout)
    except (OSError, subprocess.SubprocessError):
        found = None
    if found is None:
        raise PipelineError(
            tr("'{path}' is not a working ffmpeg", path=binary()),
            hint=tr("correct or unset VOICEHALL_FFMPEG, or install voicehall again"),
        )
    return found[1].decode(errors="replace")


def file_input(path: Path, *before: str, stretch: tuple[int, int] | None = None) -> list[str]:
    """Arguments that open `path`, or a stretch of it, whatever it is called, as a media file and nothing else."""
    protocols = f"{PROTOCOLS},subfile" if stretch else PROTOCOLS
    before = (*before, *(item for name, value in reading_options(path).items() for item in (f"-{name}", value)))
    return ["-protocol_whitelist", protocols, "-format_whitelist", DEMUXERS, *before, "-i", address(path, stretch)]


def reading_options(path: Path) -> dict[str, str]:
    """What a file's demuxer must be told: not to believe the length of a long WAV (RF64) that has none."""
    try:
        with path.open("rb") as file:
            head = file.read(36)
    except OSError:
        return {}
    unknown = head[:4] == b"RF64" and head[12:16] == b"ds64" and not any(head[28:36])
    return {"ignore_length": "1"} if unknown else {}


def address(path: Path, stretch: tuple[int, int] | None = None) -> str:
    """A file, or its bytes from the first of `stretch` up to the second, as FFmpeg opens it."""
    if stretch is None:
        return f"file:{path}"
    return f"subfile,,start,{stretch[0]},end,{stretch[1]},,:file:{path}"


def run(command: Command) -> str:
    """Run to the end; returns what it wrote to stderr.

    Raises MediaError with the command to paste when it fails or takes longer than its limit, Interrupted when the
    user stopped the run.
    """
    with _started(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as (process, log):
        _wait(process, command, log)
        return text_of(log)


@contextlib.contextmanager
def reading(command: Command, *, log: list[str] | None = None) -> Iterator[IO[bytes]]:
    """A running command's stdout. Leaving early, before its end, stops it and is no failure.

    What it wrote to stderr is appended to `log` at its end.
    """
    with _started(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE) as (process, stderr):
        assert process.stdout is not None
        yield process.stdout
        if process.stdout.read(1):
            kill(process)
            return
        _wait(process, command, stderr)
        if log is not None:
            log.append(text_of(stderr))


@contextlib.contextmanager
def writing(command: Command, *, log: list[str] | None = None) -> Iterator[IO[bytes]]:
    """A running command's stdin; leaving closes it and waits for the end.

    What it wrote to stderr is appended to `log` at its end.
    """
    with _started(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as (process, stderr):
        assert process.stdin is not None
        try:
            yield process.stdin
            process.stdin.close()
        except BrokenPipeError:
            # It ended before it had read everything: its own log says more than our broken pipe.
            process.wait()
            _check(process, command, stderr)
            raise
        _wait(process, command, stderr)
        if log is not None:
            log.append(text_of(stderr))


def _preamble() -> list[str]:
    return ["-nostdin", "-hide_banner", "-nostats", "-loglevel", "info", "-max_alloc", str(1 << 30), "-y"]


@contextlib.contextmanager
def _started(command: Command, *, stdin: int, stdout: int) -> Iterator[tuple[subprocess.Popen[bytes], IO[bytes]]]:
    program = binary()
    stop = current_stop()
    # Its stderr goes to a file: a pipe that nobody reads would stop it when full.
    with tempfile.TemporaryFile() as log:
        with stop.starting() as children:
            process = subprocess.Popen(
                [program, *_preamble(), *command.arguments],
                stdin=stdin, stdout=stdout, stderr=log, process_group=0,
                env=os.environ | {"AV_LOG_FORCE_NOCOLOR": "1"},
            )  # fmt: skip
            child = Child(process)
            children.add(child)
        limit_memory(process, MEMORY_LIMIT)
        timer = threading.Timer(command.limit, kill, [process])
        timer.daemon = True
        timer.start()
        try:
            yield process, log
        finally:
            if process.poll() is None:
                kill(process)
                process.wait()
            timer.cancel()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    with contextlib.suppress(OSError):
                        pipe.close()
            stop.forget(child)


def _wait(process: subprocess.Popen[bytes], command: Command, log: IO[bytes]) -> None:
    process.wait()
    _check(process, command, log)


def _check(process: subprocess.Popen[bytes], command: Command, log: IO[bytes]) -> None:
    if process.returncode == 0:
        return
    check_stop()
    if process.returncode == -signal.SIGKILL:
        message = tr(
            "{doing}: ffmpeg was killed: it took longer than {limit}, or too much memory",
            doing=command.doing,
            limit=duration(command.limit),
        )
        raise KilledError(message, command=command.as_shell(), output=text_of(log))
    message = tr("{doing}: ffmpeg failed with status {status}", doing=command.doing, status=process.returncode)
    raise MediaError(message, command=command.as_shell(), output=text_of(log))
