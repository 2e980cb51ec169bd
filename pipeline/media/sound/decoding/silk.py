"""SILK: voice messages as WeChat keeps them, decoded in a process of its own.

The decoder is C code that reads what strangers send: it gets limits of time, memory and output, and nothing but its
own two files.
"""

import contextlib
import os
import subprocess
import sys
import tempfile
import wave
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from pipeline.media.probe.listening import listen
from pipeline.media.probe.opening import opened
from pipeline.media.probe.sniff import ProbeError
from pipeline.media.sound.decoding import silk_worker
from pipeline.messages import tr
from pipeline.model.media import AudioInfo, MediaInfo
from pipeline.stop import check_stop

RATE = 24_000
"""Samples a second of WeChat's voices."""
MOST_BYTES = 64 << 20
"""Of a file; a minute of speech takes 200 KB."""
MOST_SECONDS = 4 * 3600
"""Of sound."""
CPU_SECONDS = 120
MEMORY = 1 << 30


def silk_info(path: Path) -> MediaInfo:
    """What a voice message contains. Raises ProbeError as `decode_silk` does."""
    with tempfile.TemporaryDirectory(prefix="voicehall-") as folder:
        copy = Path(folder, "sound.wav")
        decode_silk(path, to=copy)
        with wave.open(str(copy)) as file:
            duration = Fraction(file.getnframes(), RATE)
        audio = AudioInfo(codec="silk", sample_rate=RATE, channels=1, start=Fraction(0), duration=duration)
        if not duration:
            raise ProbeError("not-media", tr("'{name}' contains no sound", name=path.name))
        with opened(copy) as container:
            heard = listen(container, container.streams.audio[0], duration)
    audio = replace(audio, silent=heard.silent, heard=heard.heard)
    return MediaInfo(kind="audio", format="silk", start=Fraction(0), duration=duration, audio=audio)


def decode_silk(path: Path, *, to: Path) -> None:
    """Decode a voice message; leaves a WAV of 16 bits in one channel.

    Raises ProbeError when it is damaged, cut off, or the decoder is not there.
    """
    if path.stat().st_size > MOST_BYTES:
        raise ProbeError("unreadable-media", tr("'{name}' is too large for a voice message", name=path.name))
    raw = to.with_suffix(".pcm")
    command = [sys.executable, "-I", silk_worker.__file__, str(path.absolute()), str(raw)]
    limits = [str(RATE), str(CPU_SECONDS), str(MEMORY), str(2 * RATE * MOST_SECONDS)]
    try:
        check_stop()
        done = subprocess.run(
            [*command, *limits],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=2 * CPU_SECONDS,
            check=False,
            env={name: value for name, value in os.environ.items() if not name.startswith("PYTHON")},
        )
        failed = done.returncode
    except subprocess.TimeoutExpired:
        failed = -9
    if failed == silk_worker.MISSING:
        raise ProbeError(
            "unreadable-media",
            tr("'{name}' is a voice message of WeChat (SILK), for which a decoder is missing here", name=path.name),
            hint=tr("pip install silk-python, or play it in WeChat and record it as WAV or MP3"),
        )
    if failed or not raw.exists():
        raise ProbeError(
            "unreadable-media",
            tr("'{name}' is a voice message of WeChat (SILK) that is damaged or cut off", name=path.name),
            hint=tr("copy it from the phone again, or play it in WeChat and record it as WAV or MP3"),
        )
    with wave.open(str(to), "wb") as file, raw.open("rb") as samples:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        while piece := samples.read(1 << 20):
            file.writeframesraw(piece)
    with contextlib.suppress(OSError):
        raw.unlink()
