"""How many clicks and pops in words are found and mended: voices of espeak-ng with known ones, and what is left.

`python -m benchmarks.sound.clicks` counts what is found, what is taken for one and is none, by how much what is found
comes nearer to what was spoken, and what it costs; beside it stands FFmpeg's `adeclick`.
"""

import sys
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from benchmarks.sound.voice import RATE, Samples, _decibels, _filtered, _level, _treated, _voices
from pipeline.model.treatment import Treat, Treatment

CLICKS = ("one sample", "mouth, 1 ms", "mouse, 2 ms", "12 samples lost", "40 samples lost")
AROUND = slice(-60, 200)
Places = list[int]


def main() -> None:
    print(
        f"{'voice':8} {'what':16} {'found':>9} {'wrong':>5} {'nearer':>8} {'worse':>5} {'adeclick':>9} {'CPU s/s':>8}"
    )
    for name, clean in _voices():
        ends = np.pad(clean, RATE // 2)
        for kind in CLICKS:
            _clicks(name, kind, ends)
        _pops(name, ends)
        for how, heard in _clean(ends):
            survey = _treated(heard, want=Treat()).survey
            print(f"{name:8} clean, {how}: {len(survey.clicks)} clicks, {len(survey.pops)} pops")


def _clean(voice: Samples) -> Iterator[tuple[str, Samples]]:
    """The voice in other throats."""
    at = np.arange(len(voice))
    yield "as it is", voice
    yield "a child", np.interp(np.arange(0, len(voice) - 1, 1.5), at, voice)
    yield "a deep voice", np.interp(np.arange(0, len(voice) - 1, 0.75), at, voice)
    envelope = np.sqrt(np.convolve(np.square(voice), np.ones(960) / 960, "same"))
    yield "whispered", np.diff(np.random.default_rng(5).standard_normal(len(voice) + 1)) * envelope


def _loud_places(voice: Samples, chance: np.random.Generator) -> Places:
    level = _level(voice)
    every = (one + int(chance.integers(0, RATE // 8)) for one in range(RATE, len(voice) - RATE, RATE // 4))
    return [one for one in every if np.sqrt(np.square(voice[one - 480 : one + 480]).mean()) > level / 4]


def _clicks(name: str, kind: str, voice: Samples) -> None:
    chance = np.random.default_rng(3)
    places, spoiled, height = _loud_places(voice, chance), voice.copy(), 1.5 * _level(voice)
    for place in places:
        match kind:
            case "one sample":
                spoiled[place] += height
            case "mouth, 1 ms":
                time = np.arange(48)
                spoiled[place : place + 48] += height * np.exp(-time / 12) * np.sin(time)
            case "mouse, 2 ms":
                spoiled[place : place + 96] += height * np.exp(-np.arange(96) / 20) * chance.standard_normal(96)
            case _:
                spoiled[place : place + int(kind.split()[0])] = 0
    made = _treated(spoiled, want=replace(Treat(), declick="yes"))
    found = made.treatment.clicks if made.treatment else ()
    hit = [one for one in places if any(start - 60 <= one < stop + 60 for start, stop in found)]
    wrong = [start for start, _ in found if not any(abs(start - one) < 200 for one in places)]
    other = _filtered(spoiled, "adeclick")[0]
    left, before, peers = (_errors(one, voice, hit) for one in (made.after, spoiled, other))
    nearer = 10 * np.log10(before.sum() / left.sum()) if hit else 0.0
    peer = 10 * np.log10(before.sum() / peers.sum()) if hit else 0.0
    count = f"{len(hit)} of {len(places)}"
    worse = int((left > before).sum())
    print(f"{name:8} {kind:16} {count:>9} {len(wrong):5} {nearer:5.1f} dB {worse:5} {peer:6.1f} dB {made.cost:8.4f}")


def _errors(samples: Samples, voice: Samples, places: Places) -> Samples:
    parts = [slice(place + AROUND.start, place + AROUND.stop) for place in places]
    return np.array([np.square(samples[part] - voice[part]).sum() + 1e-12 for part in parts])


def _pops(name: str, voice: Samples) -> None:
    """Breath that strikes the microphone: 40 to 100 ms of 35 to 75 Hz, twice as high as the voice is loud and more."""
    chance = np.random.default_rng(1)
    places = _loud_places(voice, chance)[::6]
    for factor in (2, 4):
        popped = voice.copy()
        for place in places:
            time = np.arange(int(RATE * chance.uniform(0.04, 0.1))) / RATE
            pop = (1 - np.exp(-time / 0.004)) * np.exp(-time / chance.uniform(0.012, 0.03))
            pop *= np.sin(2 * np.pi * chance.uniform(35, 75) * time * (1 - 2 * time))
            popped[place : place + len(pop)] += pop / np.abs(pop).max() * factor * _level(voice)
        made = _treated(popped, want=replace(Treat(), plosives="yes"))
        how = made.treatment or Treatment(samples=len(voice))
        hit = [one for one in places if any(start - 3 <= one / 480 <= stop for start, stop in how.pops)]
        wrong = len(how.pops) - len(hit)
        parts = [slice(one - 480, one + 5760) for one in hit]
        gains = [_decibels(popped[part] - voice[part]) - _decibels(made.after[part] - voice[part]) for part in parts]
        far = np.ones(len(voice), bool)
        for start, stop in how.pops:
            far[(start - 5) * 480 : (stop + 5) * 480] = False
        kept = np.abs(made.after - popped)[far].max()
        print(
            f"{name:8} pops x{factor}: {len(hit)} of {len(places)}, {wrong} wrong, lower by"
            f" {np.mean(gains or [0]):.1f} dB, elsewhere changed by {kept:.0e}, {made.cost:.4f} s/s"
        )


if __name__ == "__main__":
    sys.exit(main())
