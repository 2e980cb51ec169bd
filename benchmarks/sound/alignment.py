"""How well sentences are found in sound: a corpus that espeak-ng speaks, with the times at which it does.

`python -m benchmarks.sound.alignment [READINGS]` speaks Chinese sentences in three voices at random paces with random
pauses, alone, with a second speaker, over noise and over music, lets the aligner find them, and prints by how much it
misses; then it gives readings of two sentences and more the scripts of others of the same length, and prints how many
it tells to be none of theirs, how many right ones it doubts, and of how many sentences it is not certain. Last comes
the time that ten minutes and ninety take.
"""

import io
import random
import resource
import subprocess
import sys
import tempfile
import time
import wave
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import cycle
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.support.sentences import sentences
from pipeline.captions.alignment import align
from pipeline.captions.mismatch import MISMATCH, find_mismatches
from pipeline.captions.phrases import Phrase, phrases, syllables
from pipeline.captions.speech import STEPS
from pipeline.errors import Mark
from pipeline.media.probe.index import Catalogue
from pipeline.media.sound.loudness_curve import loudness_curve
from pipeline.model.captions import Sentence

RATE = 22_050
"""Samples a second, as espeak-ng speaks."""
KINDS = ("plain", "speakers", "noise", "music")
READINGS = 40
"""Of each kind: some 3,000 sentences."""
NOISE, MUSIC = -20, -16
"""dB against the speech."""
PAIRS = 200
"""Readings that are given their own script, and another."""
TOLD, DOUBTED = 0.95, 0.02
"""Share of other scripts that must be told to be none of a reading's, and of right ones that may be."""
MOST = 200
"""Milliseconds that 95 of 100 may miss by."""

Samples = np.ndarray[Any, np.dtype[np.float32]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was spoken, and when."""

    lines: tuple[str, ...]
    times: tuple[tuple[float, float], ...]
    """Seconds."""
    sound: Samples


def reading(kind: str, seed: int, count: int | None = None) -> Reading:
    """The same reading for the same seed; of 12 to 26 sentences where their `count` is not given."""
    chance = random.Random(f"{kind} {seed}")
    lines = sentences(chance, count or chance.randint(12, 26))
    voice, pace = chance.choice(["cmn", "cmn+f3", "cmn+m3"]), chance.randint(110, 220)
    parts = [_silence(chance.uniform(0, 3))]
    times, at = [], len(parts[0])
    for index, line in enumerate(lines):
        if kind == "speakers" and index == len(lines) // 2:
            voice, pace = chance.choice(["cmn+f2", "cmn+m5"]), 330 - pace
        spoken = _spoken(line, voice, round(pace * chance.uniform(0.93, 1.07))) * np.float32(chance.uniform(0.6, 1))
        times.append((at / RATE, (at + len(spoken)) / RATE))
        pause = _silence(chance.uniform(0.2, 1.3) if chance.random() > 0.08 else chance.uniform(1.3, 3))
        parts += [spoken, pause]
        at += len(spoken) + len(pause)
    sound = _accompanied(np.concatenate(parts), kind, seed)
    return Reading(lines=tuple(lines), times=tuple(times), sound=sound)


def misses(made: Reading, folder: Path) -> Iterator[float]:
    """Milliseconds by which the start of each sentence is missed."""
    parts = _phrases(made.lines)
    found = align(parts, _curve(made, folder))
    starts: dict[int, int] = {}
    for part, stretch in zip(parts, found.spoken, strict=True):
        starts.setdefault(part.sentence, stretch.start)
    for index, (start, _) in enumerate(made.times):
        yield abs(starts[index] - start * 1000)


def said(lines: Sequence[str], curve: bytes) -> list[str]:
    """The codes of what is said of these lines."""
    parts = _phrases(lines)
    return [one.code for one in find_mismatches(parts, align(parts, curve))]


def another(made: Reading, seed: int) -> list[str]:
    """A script of other sentences with as many syllables."""
    chance, room, lines = random.Random(seed), sum(map(syllables, made.lines)), []
    while room > 0:
        (line,) = sentences(chance, 1)
        if syllables(line) > room and lines:
            break
        room -= syllables(line)
        lines.append(line)
    return lines


def _phrases(lines: Sequence[str]) -> tuple[Phrase, ...]:
    return phrases([Sentence(text=line, mark=Mark(file="", line=1, column=1)) for line in lines])


def _curve(made: Reading, folder: Path) -> bytes:
    file = folder / "reading.wav"
    with wave.open(str(file), "wb") as out:
        out.setparams((1, 2, RATE, 0, "NONE", ""))
        out.writeframes((np.clip(made.sound * 0.8, -1, 1) * 32767).astype("<i2").tobytes())
    return loudness_curve(Catalogue(folder / "catalogue.json").medium(file))


def main(readings: int = READINGS) -> int:
    whole: list[float] = []
    print(f"{'kind':10} {'sentences':>9} {'median ms':>9} {'95 % ms':>9} {f'within {MOST} ms':>14}")
    with tempfile.TemporaryDirectory() as folder:
        for kind in KINDS:
            found = [miss for seed in range(readings) for miss in misses(reading(kind, seed), Path(folder))]
            whole += found
            print(_row(kind, found), flush=True)
        print(_row("all", whole))
        told, doubted, uncertain = _judged(max(1, PAIRS * readings // READINGS), Path(folder))
        _time(10)
        _time(90)
    print(f"{told:.1%} of other scripts told, {doubted:.1%} of right ones doubted")
    print(f"{uncertain:.2%} of the sentences of right ones said to be uncertain")
    return 0 if np.percentile(whole, 95) <= MOST and told >= TOLD and doubted <= DOUBTED else 1


def _judged(pairs: int, folder: Path) -> tuple[float, float, float]:
    """Shares of other scripts that are told, of right ones that are doubted, and of sentences that are uncertain."""
    told = doubted = uncertain = count = 0
    for seed in range(pairs):
        # From two sentences on: one sentence is only known by its length.
        made = reading(KINDS[seed % len(KINDS)], 1000 + seed, count=2 + seed % 14)
        curve = _curve(made, folder)
        own = said(made.lines, curve)
        told += MISMATCH in said(another(made, seed), curve)
        doubted += MISMATCH in own
        uncertain += len(own) - own.count(MISMATCH)
        count += len(made.lines)
    return told / pairs, doubted / pairs, uncertain / count


def _time(minutes: int) -> None:
    """Print the processor time that a narration takes, once it is heard, and the most memory so far."""
    made = [reading("plain", 5000 + seed) for seed in range(4)]
    lines = (line for one in cycle(made) for line in one.lines)
    with tempfile.TemporaryDirectory() as folder:
        curve = b"".join(_curve(one, Path(folder)) for one in made)
    times = -(-minutes * 60 * STEPS // len(curve))
    parts = _phrases([line for _, line in zip(range(times * sum(len(one.lines) for one in made)), lines, strict=False)])
    begun = time.process_time()
    align(parts, curve * times)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{minutes} minutes, {len(parts)} phrases: {time.process_time() - begun:.2f} s of CPU, {memory} MB at most")


def _row(name: str, found: list[float]) -> str:
    within = Fraction(sum(miss <= MOST for miss in found), len(found))
    median, most = np.median(found), np.percentile(found, 95)
    return f"{name:10} {len(found):9} {median:9.0f} {most:9.0f} {float(within):14.1%}"


def _spoken(text: str, voice: str, pace: int) -> Samples:
    command = ["espeak-ng", "-v", voice, "-s", str(pace), "--stdout", text]
    sound = io.BytesIO(subprocess.run(command, capture_output=True, check=True).stdout)
    # espeak-ng cannot know the length when it writes to a pipe: read what is there, not what the header says.
    with wave.open(sound) as source:
        samples = np.frombuffer(source.readframes(RATE * 60), dtype="<i2").astype(np.float32) / 32768
    loud = np.flatnonzero(np.abs(samples) > 0.004)
    return samples[loud[0] : loud[-1] + 1]


def _silence(seconds: float) -> Samples:
    return np.zeros(round(seconds * RATE), np.float32)


def _accompanied(speech: Samples, kind: str, seed: int) -> Samples:
    power = float(np.sqrt(np.square(speech[np.abs(speech) > 0.01]).mean()))
    if kind == "noise":
        return speech + _like_a_room(len(speech), seed) * np.float32(power * 10 ** (NOISE / 20))
    if kind == "music":
        return speech + _chords(len(speech), seed) * np.float32(power * 10 ** (MUSIC / 20))
    return speech


def _like_a_room(samples: int, seed: int) -> Samples:
    """Noise with more bass than hiss, at power 1."""
    spectrum = np.fft.rfft(np.random.default_rng(seed).standard_normal(samples))
    spectrum /= np.sqrt(np.arange(len(spectrum)) + 50)
    noise = np.fft.irfft(spectrum, samples)
    return (noise / noise.std()).astype(np.float32)


def _chords(samples: int, seed: int) -> Samples:
    """Struck chords of plucked strings, one every second and a half, at power 1."""
    chance = random.Random(seed)
    music = np.zeros(samples, np.float32)
    for start in range(0, samples, RATE * 3 // 2):
        at = np.arange(min(RATE * 3, samples - start)) / RATE
        root = 110 * 2 ** (chance.choice([0, 3, 5, 7, 10]) / 12)
        for ratio in (1, 1.5, 2, 2.5):
            strength = np.exp(-at / 0.9) * np.minimum(at / 0.01, 1)
            music[start : start + len(at)] += (np.sin(2 * np.pi * root * ratio * at) * strength).astype(np.float32)
    return music / music.std()


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
