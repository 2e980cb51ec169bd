"""Bars: where each bar of a piece of music begins, told by which of its beats are heavy."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import log, log2
from typing import Any

import numpy as np

from pipeline.media.sound.beats import RATE, SPREAD, USUAL, Pulse
from pipeline.media.sound.decoding.decode import blocks_of, decoding
from pipeline.media.sound.onsets import STEP, STRIDE, Onsets, onsets_of
from pipeline.model.bars import Bars
from pipeline.model.timeline import Take

RATIOS = (1.0, 0.5, 2.0, 2 / 3, 1.5, 1 / 3, 3.0)
"""Of the period that is likeliest: half of a beat is as regular, and so are three."""
QUICKEST, SLOWEST = 320, 45
"""Beats a minute that are tried."""
LIKE = 0.25
"""Likeness from which on there is a beat: noise, and notes that come as they like, stay below 0.2."""
ALIVE = 3.0
"""Strength of onsets at beats: held sounds that swell reach 2.6, soft chords 6, drums 15."""
LEAST = 8
"""Beats."""
METRES = (1, 2, 3, 4, 6, 8, 12)
"""After how many beats music may weigh them alike."""
DISTINCT = 0.1
"""Of what sets beats apart, what is never explained: music that machines made would else explain all."""
TAPPED = 8.0
"""How much the tempo that people tap weighs against what is explained."""
LOW = 18
"""Of the notes, those of a bass."""
LONGEST, TWOS, THREES = 4.2, 1.3, 0.98
"""Seconds: of a bar at most, and of one of two or four beats and one of three at least."""
ALIKE = 0.6
"""Of how heavy the first beat is, how heavy others are at least that begin bars too."""
EARLY = 1
"""Steps by which an onset begins before it is strongest."""
LATE = RATE // 20
"""Steps by which the music may end before its last bar does."""


def bars_of_take(take: Take) -> Bars:
    """Listen to a piece of music. Raises MediaError when it cannot be decoded."""
    with decoding(take) as pcm:
        return bars_of(onsets_of(blocks_of(pcm)), pcm.samples)


def bars_of(onsets: Onsets, samples: int) -> Bars:
    """The bars of a piece of music of so many samples; none where there is no beat."""
    none = Bars(samples=samples)
    if len(onsets.strength) < 2 * RATE:
        return none
    pulse = Pulse(onsets.strength)
    ways = [
        way
        for ratio in RATIOS
        if SLOWEST <= pulse.tempo(ratio) <= QUICKEST and pulse.likeness(ratio) >= LIKE
        for way in _ways(onsets, pulse.beats(ratio), pulse.tempo(ratio))
    ]
    if not ways:
        return none
    best = max(ways, key=lambda way: way.gain)
    first, metre = _bar(best)
    starts = _filled(best.beats, first, metre, min(len(onsets.strength), samples // STEP))
    return Bars(
        starts=tuple(max((start - EARLY) * STEP, 0) for start in starts), samples=samples,
        tempo=round(10 * best.tempo), metre=metre, counted=best.metre == 1,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Way:
    """One way to count."""

    beats: Any
    heavy: Any
    """How heavy each beat is."""
    metre: int
    """After how many it is the same again."""
    tempo: float
    gain: float
    """By how much better it explains which beats are heavy than if all were the same."""


def _ways(onsets: Onsets, beats: Any, tempo: float) -> Iterator[_Way]:
    """Ways to count these beats."""
    count = len(beats)
    strength = _around(onsets.strength, beats)
    if count < LEAST or np.median(strength) < ALIVE:
        return
    loud, bass = (_behind(one, beats) for one in (onsets.loud, onsets.bass))
    between = _around(onsets.strength, np.append((beats[1:] + beats[:-1]) // 2, beats[-1]))
    usual = float(loud.mean()) / 10
    signs = [
        _standard(strength, 0.3),
        _standard(loud, usual),
        _standard(bass, usual),
        _standard(_changes(onsets.notes, beats), 0.05),
        _standard(_changes(onsets.notes[:, :LOW], beats), 0.05),
        _standard(between, 0.3),
    ]
    heavy = sum(weight * sign for weight, sign in zip((0.5, 1, 1, 0.75, 0.75), signs, strict=False))
    tapped = -TAPPED * (log2(tempo / USUAL) / SPREAD) ** 2
    for metre in METRES:
        if count >= 2 * metre:
            # Bayes' criterion: whoever tells more beats apart explains more by chance.
            gain = sum(count * _explained(sign, metre) for sign in signs) - len(signs) * (metre - 1) * log(count)
            yield _Way(beats, heavy, metre, tempo, gain / 2 + tapped)


def _explained(sign: Any, metre: int) -> float:
    """How much smaller the differences are among beats at the same place of a bar, as a logarithm."""
    phase = np.arange(len(sign)) % metre
    means = np.bincount(phase, sign) / np.bincount(phase)
    left, all_ = (float(np.square(one).mean()) + DISTINCT for one in (sign - means[phase], sign))
    return log(all_ / left)


def _around(values: Any, beats: Any) -> Any:
    """The most within 40 ms of every beat."""
    return values[np.clip(beats[:, None] + np.arange(-8, 9), 0, len(values) - 1)].max(axis=1)


def _behind(values: Any, beats: Any) -> Any:
    """The most within 80 ms behind every beat."""
    return values[np.clip(beats[:, None] + np.arange(16), 0, len(values) - 1)].max(axis=1)


def _changes(notes: Any, beats: Any) -> Any:
    """How much the notes of every beat differ from those of the one before."""
    at = np.clip(beats // STRIDE, 0, len(notes) - 1)
    ends = np.append(at[1:], len(notes))
    each = np.stack([notes[start : max(end, start + 1)].mean(axis=0) for start, end in zip(at, ends, strict=True)])
    size = np.linalg.norm(each, axis=1)
    each /= np.maximum(size, max(float(size.max()) / 20, 1e-9))[:, None]
    return np.append(1, np.square(each[1:] - each[:-1]).sum(axis=1))


def _standard(values: Any, least: float) -> Any:
    """Against how they usually differ, or by `least` where they hardly do."""
    return (values - values.mean()) / max(float(values.std()), least)


def _bar(way: _Way) -> tuple[int, int]:
    """The first beat that begins a bar, and how many beats a bar has."""
    # One beat alone, or two in turn, are parts of what everybody counts in four.
    metre = way.metre if way.metre > 2 else 4
    beat = float(np.median(np.diff(way.beats))) / RATE
    while metre * beat < THREES:
        metre *= 2
    phase = np.arange(len(way.beats)) % metre
    heavy = np.bincount(phase, way.heavy, minlength=metre) / np.maximum(np.bincount(phase, minlength=metre), 1)
    first = 0 if way.metre == 1 else int(heavy.argmax())
    parts = [one for one in range(3, metre) if metre % one == 0 and one * beat >= (TWOS if one % 3 else THREES)]
    for part in parts:
        begins = np.arange(metre) % part == first % part
        lightest = heavy[begins].min()
        # A beat in the middle of four is heavy too; in the middle of two bars of three nothing else is.
        threes = part == 3 and lightest > max(heavy[~begins].max(), heavy[first] / 4)
        if lightest >= ALIKE * heavy[first] or threes:
            return first % part, part
    if metre * beat > LONGEST and (short := [one for one in parts if one * beat <= LONGEST]):
        metre = max(short, key=lambda one: float(heavy[np.arange(metre) % one == first % one].mean()))
    return first % metre, metre


def _filled(beats: Any, first: int, metre: int, steps: int) -> list[int]:
    """The steps at which bars begin, also before the first beat and behind the last, at the pace of those there."""
    head, tail = (metre * float(np.median(np.diff(part))) for part in (beats[: 2 * metre], beats[-2 * metre :]))
    found = [int(one) for one in beats[first::metre]]
    before = np.arange(found[0] - head, -LATE, -head)[::-1]
    behind = np.arange(found[-1] + tail, steps + LATE, tail)
    return [*(round(one) for one in before), *found, *(min(round(one), steps) for one in behind)]
