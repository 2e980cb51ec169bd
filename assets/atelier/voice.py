"""The narrator: espeak-ng speaks sentence by sentence, a little room and warmth are added, times go into the script."""

import io
import shutil
import subprocess
import wave
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml

from atelier.tools import EPISODES, EXACT, ffmpeg, made
from pipeline.captions.cues import wrap_caption

VOICES = {"male": "cmn-latn-pinyin", "female": "cmn-latn-pinyin+f2"}
RATE = 22_050
"""Samples a second of espeak-ng's voices."""
HEAD, PAUSE, TAIL = 0.4, 0.65, 0.9
"""Seconds of silence before a take's first sentence, between two, and after the last."""

WARMTH = (
    "highpass=f=85,equalizer=f=180:t=q:w=1:g=2.5,equalizer=f=3000:t=q:w=1.2:g=-3,lowpass=f=8200,"
    "acompressor=threshold=-22dB:ratio=2.2:attack=12:release=160,"
    "aecho=in_gain=0.9:out_gain=0.9:delays=23|37|53:decays=0.16|0.11|0.07,loudnorm=I=-19:TP=-2:LRA=7,aresample=48000"
)
"""Takes the edge off a formant voice and stands it in a small room."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A sentence and when it is said, in seconds from the narration's start."""

    start: float
    stop: float
    text: str


def make() -> None:
    """All narrations (.m4a) and, beside them, their texts with times."""
    if not shutil.which("espeak-ng"):
        raise SystemExit("the narrator is espeak-ng: apt-get install espeak-ng")
    for reading in yaml.safe_load((Path(__file__).parent / "words.yaml").read_text(encoding="utf-8")):
        _read(**reading)


def _read(*, series: str, file: str, heading: str, voice: str, script: str, takes: list[dict[str, str]],
          pause: float = 0) -> None:  # fmt: skip
    folder = EPISODES / series / "narration"
    lines: list[Line] = []
    begin = 0.0
    for number, sentences in enumerate(takes, 1):
        parts = [_silence(HEAD)]
        for text, pinyin in sentences.items():
            start = begin + sum(map(len, parts)) / RATE
            parts += [_spoken(pinyin, VOICES[voice]), _silence(PAUSE)]
            lines.append(Line(start=start, stop=start + len(parts[-2]) / RATE, text=text))
        parts[-1] = _silence(TAIL)
        sound = np.concatenate(parts)
        begin += len(sound) / RATE + pause
        _encode(sound, to=made(folder / (f"{file}.m4a" if len(takes) == 1 else f"{file}-{number}.m4a")))
    if script != "none":
        suffix, text = _WRITTEN[script](heading, lines)
        made(folder / f"{file}{suffix}").write_text(text, encoding="utf-8")


def _spoken(pinyin: str, voice: str) -> np.ndarray:
    command = ["espeak-ng", "-v", voice, "-s", "158", "-p", "46", "-a", "120", "--stdout", pinyin]
    sound = io.BytesIO(subprocess.run(command, capture_output=True, check=True).stdout)
    # espeak-ng cannot know the length when it writes to a pipe: read what is there, not what the header says.
    with wave.open(sound) as source:
        samples = np.frombuffer(source.readframes(RATE * 60), dtype="<i2")
    loud = np.flatnonzero(np.abs(samples) > 60)
    return samples[loud[0] : loud[-1] + RATE // 25]


def _silence(seconds: float) -> np.ndarray:
    return np.zeros(round(seconds * RATE), dtype="<i2")


def _encode(sound: np.ndarray, *, to: Path) -> None:
    ffmpeg(
        "-f", "s16le", "-ar", str(RATE), "-ac", "1", "-i", "pipe:", "-af", WARMTH,
        "-c:a", "aac", "-b:a", "72k", *EXACT, to, stdin=sound.tobytes(),
    )  # fmt: skip


def _plain(heading: str, lines: list[Line]) -> tuple[str, str]:
    """Most scripts have no times: they are found in the sound."""
    return ".md", "\n".join([f"# {heading}", "", *(line.text for line in lines), ""])


def _timed(heading: str, lines: list[Line]) -> tuple[str, str]:
    timed = [f"[{int(line.start) // 60:02d}:{line.start % 60:04.1f}] {line.text}" for line in lines]
    return ".md", "\n".join([f"# {heading}", "", *timed, ""])


def _subrip(heading: str, lines: list[Line]) -> tuple[str, str]:
    def clock(seconds: float) -> str:
        minutes, rest = divmod(round(seconds * 1000), 60_000)
        return f"00:{minutes:02d}:{rest // 1000:02d},{rest % 1000:03d}"

    cues = enumerate(lines, 1)
    return ".srt", "\n".join(
        f"{number}\n{clock(line.start)} --> {clock(line.stop)}\n{wrap_caption(line.text)}\n" for number, line in cues
    )


_WRITTEN = {"plain": _plain, "timed": _timed, "srt": _subrip}
"""How what is said is written down beside its sound."""
