"""How well sentences are found in sound: a corpus that espeak-ng speaks, with the times at which it does.

`python -m benchmarks.alignment` speaks Chinese sentences at random paces with random pauses, alone, with a second
speaker, over noise and over music, lets the aligner find them, and prints by how much it misses, and which scripts it
tells to be none of theirs.
"""

import io
import random
import subprocess
import sys
import tempfile
import wave
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import cycle
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.captions.alignment import align
from pipeline.captions.mismatch import misfits
from pipeline.captions.phrases import Phrase, phrases, syllables
from pipeline.errors import Mark
from pipeline.media.probe.index import Catalogue
from pipeline.media.sound.loudness_curve import loudness_curve
from pipeline.model.captions import Sentence

RATE = 22_050
"""Samples a second, as espeak-ng speaks."""
KINDS = ("plain", "speakers", "noise", "music")
READINGS = 6
"""Of each kind."""
NOISE, MUSIC = -18, -16
"""dB against the speech."""
TOLD = 0.9
"""Share of other scripts that must be told to be none of a reading's."""
MEDIAN, MOST = 150, 500
"""Milliseconds that the median, and 95 of 100, may miss by."""

Samples = np.ndarray[Any, np.dtype[np.float32]]

SENTENCES = """\
一九零五年，毛泽建出生在湖南湘潭韶山。
她自幼家境贫寒，很早就尝到了生活的艰辛。
在堂兄毛泽东的帮助下，她走进学堂，读书明理。
一九二三年，她加入了中国共产党。
此后，她在衡阳、衡山一带发动群众，坚持斗争。
她写道：只要革命成功了，就是万死也无恨。
一九二九年八月，她在衡山英勇就义，年仅二十四岁。
烈士塔下，我们记住她的名字：毛泽建。
长沙小吴门外的清水塘边，有一座普通的小院。
一盏油灯，照亮了许多个不眠的夜晚。
星星之火，从这里传向湖南各地。
2021年，全区生产总值增长7.5%，达到1200亿元。
好！
你听，江声浩荡。
社区里有3个服务站，志愿者超过500人，他们来自机关、学校、企业和街道，每周末都会走进居民家中，送去关怀和温暖。
人民没有忘记他。
郭亮在岳州带领工人卧轨拦车，寸步不让。
罢工取得了胜利，工人们第一次挺直了腰杆。
清晨，人们沿着江边散步；入夜，灯火倒映水中。
他们用脚步丈量大地用双手建设家园用真心温暖邻里用歌声传递希望让这座老城在新时代焕发出勃勃生机。
WiFi已经覆盖了所有公园。
孩子们问：“后来呢？”老人笑了。
为了新中国，前进！""".splitlines()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was spoken, and when."""

    lines: tuple[str, ...]
    times: tuple[tuple[float, float], ...]
    """Seconds."""
    sound: Samples


def reading(kind: str, seed: int) -> Reading:
    """The same reading for the same seed."""
    chance = random.Random(f"{kind} {seed}")
    lines = chance.sample(SENTENCES, chance.randint(12, len(SENTENCES)))
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


def is_told(made: Reading, lines: Sequence[str], folder: Path) -> bool:
    """Whether these lines are told not to be what is read."""
    parts = _phrases(lines)
    return any(misfits(parts, align(parts, _curve(made, folder))))


def others(made: Reading, other: Reading) -> list[str]:
    """As much of another reading's script as this one has syllables, repeated where it is shorter."""
    room, lines = sum(map(syllables, made.lines)), []
    for line in cycle(other.lines):
        if room <= 0:
            return lines
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


def main() -> int:
    whole: list[float] = []
    print(f"{'kind':10} {'sentences':>9} {'median ms':>9} {'95 % ms':>9} {f'within {MOST} ms':>14}")
    with tempfile.TemporaryDirectory() as folder:
        for kind in KINDS:
            found = [miss for seed in range(READINGS) for miss in misses(reading(kind, seed), Path(folder))]
            whole += found
            print(_row(kind, found))
        made = [reading(kind, seed) for kind in KINDS for seed in range(READINGS)]
        own = [is_told(one, one.lines, Path(folder)) for one in made]
        foreign = [
            is_told(one, others(one, other), Path(folder))
            for one in made
            for other in made[:READINGS]
            if one is not other
        ]
    print(_row("all", whole))
    print(f"told as no match: {sum(own)} of {len(own)} own scripts, {sum(foreign)} of {len(foreign)} others")
    good = np.median(whole) <= MEDIAN and np.percentile(whole, 95) <= MOST
    return 0 if good and not any(own) and sum(foreign) >= TOLD * len(foreign) else 1


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
    sys.exit(main())
