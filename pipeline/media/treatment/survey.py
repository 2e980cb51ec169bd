"""The survey: what measuring finds in a recording of a voice, from which it is decided what is done to it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from pipeline.captions.speech import runs
from pipeline.media.sound.decoding.decode import Samples, blocks_of, decoding
from pipeline.media.treatment.clicks import REACH, clicks_in
from pipeline.media.treatment.echo import reverberation
from pipeline.media.treatment.hum import DECIMATED, hum_lines
from pipeline.model.timeline import Take
from pipeline.model.treatment import GRID, Survey
from pipeline.timebase import SAMPLE_RATE

WINDOW = 2048
"""Samples of a spectrum: 43 ms, long enough for a deep voice and shorter than a syllable."""
EDGES = (23, 70, 150, 300, 600, 1200, 2400, 5000, 9500, 16000)
"""Hz between which power is measured; from the third on it is the voice's, the last but one that of sibilants."""
RUMBLE, VOICE, SIBILANTS, HEARD = slice(0, 1), slice(2, 7), slice(7, 8), slice(2, 8)
ECHOING = slice(3, 7)
_BINS = [round(edge * WINDOW / SAMPLE_RATE) for edge in EDGES]
_FINE = slice(17, 171)
"""Bins of 400 to 4000 Hz, of which every second's quietest moments are kept."""
_QUIETEST = 12
"""Hundredths of a second of them."""
_HANN = np.hanning(WINDOW + 1)[:-1].astype(np.float32)
_SCALE = float(2 / (np.square(_HANN).sum() * WINDOW))
"""From bins of such a window to the power of what lies in them."""

SILENT = -60.0
"""dBFS; what nowhere exceeds it is silence, as everywhere in the house."""
DEEPEST = -110.0
RISE = 6.0
"""dB above what is heard in pauses from which on it is more than that."""
FADING, CLEAN = 38.0, 25.0
"""In a clean room a word has faded 38 dB below the voice, but not before it comes within 25 dB of the silence."""
SHORTEST_PAUSE, SHORTEST_WORD, APART = 15, 6, 20
"""Hundredths of a second; what is shorter than a word and so far apart from others is a knock."""
MARGIN = 3
"""Hundredths of a second that belong to a word on either side."""
NEARBY, LOWEST = 800, 3
"""Hundredths of a second on either side within which the lowest level is looked for, and the percentile that it is."""
KNOCK = 12.0
"""dB above what is heard in pauses."""
FEW_DIPS = 0.2
"""Between syllables a voice falls below half of its power, a quarter of the time even in noise as loud as itself; music
does so a tenth of the time."""
UNSTEADY, TONAL = 4.5, 2.2
"""dB by which the background changes from pause to pause, at every frequency for itself, and by which neighbouring
frequencies differ, from which on it is not noise: a fan stays within 4 and 1, music is beyond 5.5 and 2.3."""
STANDING_OUT = 14.0
"""dB by which sibilants are sharper than the voice is otherwise."""
FAINTEST = -24.0
"""dB against the voice, from which on a click is heard beside it."""
POPPING, BEYOND = -8.0, 14.0
"""dB of what lies below 70 Hz: against the voice, and above what is there while it speaks, from which on it pops. The
lows of voices, of 70 Hz and more, stay below -16."""
SHORTEST_POP, LONGEST_POP = 3, 25
"""Hundredths of a second; wind and lorries last longer."""
USUAL = 80
"""Percent of the time in which a voice's own lows are weaker than what pops are lowered to."""
LEAST_LOWS = -24.0
"""dB against the voice."""
PHRASE = 300
"""Hundredths of a second over which the level of a sentence is measured."""


def survey_take(take: Take) -> Survey:
    """Measure a recording. Raises MediaError when it cannot be decoded."""
    with decoding(take) as pcm:
        return survey_of(blocks_of(pcm), take.samples)


def survey_of(blocks: Iterator[Samples], samples: int) -> Survey:
    """Measure blocks of at most so many samples in all."""
    # Kept in one piece from the beginning: small ones, between all that a second needs, would leave holes beside them
    # that are ten times as large.
    seconds = samples // SAMPLE_RATE + 2
    bands = np.empty((seconds * 100, len(EDGES) - 1), np.float32)
    low, quietest = np.empty(seconds * DECIMATED, np.float32), np.empty((seconds, _FINE.stop - _FINE.start), np.float32)
    clicks: list[tuple[int, int, float]] = []
    frames = slow = measured = 0
    for one in _measured(blocks):
        bands[frames : frames + len(one.bands)] = one.bands
        low[slow : slow + len(one.low)] = one.low
        quietest[measured] = one.quietest
        clicks += one.clicks
        frames, slow, measured = frames + len(one.bands), slow + len(one.low), measured + 1
    if not measured:
        return Survey(kind="silence")
    return _found(bands[:frames], low[:slow], quietest[:measured], clicks)


@dataclass(frozen=True, slots=True)
class _Measured:
    """A second of a recording."""

    bands: Any
    """Power in each band of every hundredth of a second."""
    low: Samples
    """The samples, `DECIMATED` a second."""
    quietest: Any
    """Power at fine frequencies where the second is quietest."""
    clicks: tuple[tuple[int, int, float], ...]
    """From one sample to another, and how far each sticks out."""


def _measured(blocks: Iterator[Samples]) -> Iterator[_Measured]:
    before: Any = None
    lead = (WINDOW - GRID) // 2
    last, start = np.zeros(2 * REACH, np.float32), -2 * REACH
    for block in blocks:
        mono = block.mean(axis=1)
        whole = len(mono) // GRID * GRID
        if not whole:
            continue
        low = mono[:whole].reshape(-1, SAMPLE_RATE // DECIMATED).mean(axis=1)
        # The last frames of a block are measured without what follows it, which weighs next to nothing in them.
        held = np.concatenate((np.full(lead, mono[0]) if before is None else before, mono[:whole]))
        padded = np.pad(held, (0, WINDOW - GRID - lead), mode="edge")
        frames = np.lib.stride_tricks.sliding_window_view(padded, WINDOW)[::GRID]
        spectra = np.fft.rfft(frames * _HANN, axis=1)
        power = (np.square(spectra.real) + np.square(spectra.imag)) * _SCALE
        bands = np.add.reduceat(power[:, : _BINS[-1]], _BINS[:-1], axis=1)
        order = np.argsort(bands[:, VOICE].sum(axis=1), kind="stable")[:_QUIETEST]
        joined = np.concatenate((last, mono))
        clicks = [(start + one.start, start + one.stop, one.height) for one in clicks_in(joined)]
        last, start = joined[-2 * REACH :], start + len(mono)
        yield _Measured(bands=bands, low=low, quietest=power[order, _FINE].mean(axis=0), clicks=tuple(clicks))
        before = held[-lead:]


@dataclass(frozen=True, slots=True)
class Activity:
    """When somebody speaks, in hundredths of a second."""

    speaking: Any
    knocks: tuple[tuple[int, int], ...]
    loud: float
    """dBFS of the voice's loud sounds."""
    threshold: Any
    """dBFS above which somebody speaks."""


def _found(bands: Any, low: Samples, quietest: Any, clicks: Sequence[tuple[int, int, float]]) -> Survey:
    level = decibels(smooth(bands[:, VOICE].sum(axis=1), 5))
    if level.max() < SILENT:
        return Survey(kind="silence")
    if _goes_on(bands):
        return Survey(kind="music")
    activity = activity_in(level)
    active = activity.speaking
    pauses = [(start, stop) for start, stop in runs(~active) if stop - start >= SHORTEST_PAUSE]
    heard = bands[:, HEARD].sum(axis=1)
    loud = active & (level > activity.loud - 20)
    if not loud.any():
        return Survey(kind="silence")
    speech = decibels(heard[loud].mean())
    inside = _inside(pauses, activity.knocks, len(active))
    quiet = bands[inside] if inside.any() else np.zeros((1, len(EDGES) - 1))
    lows = max(decibels(np.percentile(bands[active, :2].sum(axis=1), USUAL)) - speech, LEAST_LOWS)
    hum = hum_lines(low, np.repeat(inside, DECIMATED // 100)[: len(low)], speech)
    rumble, noise = (quiet[:, part].sum(axis=1).mean() for part in (RUMBLE, HEARD))
    # The hum is told by itself; a window as short spreads some of it.
    rumble -= 1.3 * sum(10 ** ((line.level + speech) / 10) for line in hum if line.frequency < 100 * EDGES[1])
    noise -= 1.3 * sum(10 ** ((line.level + speech) / 10) for line in hum if line.frequency >= 95 * EDGES[2])
    return Survey(
        speech=round(speech),
        noise=round(max(decibels(noise) - speech, DEEPEST)),
        steady=_steady(quietest, activity.threshold),
        rumble=round(max(decibels(rumble) - speech, DEEPEST)),
        hum=hum,
        knocks=activity.knocks,
        clicks=tuple(_heard_clicks(clicks, speech, activity.knocks)),
        pops=tuple(_pops(bands[:, 0], active, speech)),
        lows=round(lows),
        hiss=_hiss(bands[active, SIBILANTS].sum(axis=1), activity.loud),
        spread=_spread(heard, active),
        pauses=tuple(pauses),
        echo=reverberation(bands[:, ECHOING]),
    )


def activity_in(level: Any, *, least: float = SILENT) -> Activity:
    """When somebody speaks, by the level of every hundredth of a second; nothing below `least` dBFS is a voice."""
    heard = level[level > SILENT]
    loud = float(np.percentile(heard, 95))
    floor = _floor(level)
    threshold = np.maximum(floor + RISE, np.minimum(loud - FADING, floor + CLEAN))
    threshold = np.maximum(threshold, least) if least > SILENT else threshold
    speaking = level > threshold
    knocks = []
    stretches = runs(speaking)
    for index, (start, stop) in enumerate(stretches):
        before = stretches[index - 1][1] if index else -APART
        after = stretches[index + 1][0] if index + 1 < len(stretches) else len(level) + APART
        # The smoothing has made it longer by its own length.
        if stop - start < SHORTEST_WORD + 4 and start - before >= APART and after - stop >= APART:
            speaking[start:stop] = False
            if (level[start:stop] - floor[start:stop]).max() > KNOCK:
                knocks.append((start, stop))
    for start, stop in runs(speaking):
        speaking[max(start - MARGIN, 0) : stop + MARGIN] = True
    return Activity(speaking=speaking, knocks=tuple(knocks), loud=loud, threshold=threshold)


def _floor(level: Any) -> Any:
    """What hardly anything stays below, around every moment: a fan may be switched on and off."""
    at = np.arange(0, len(level), NEARBY // 4)
    lowest = [np.percentile(level[max(0, one - NEARBY) : one + NEARBY], LOWEST) for one in at]
    return np.interp(np.arange(len(level)), at, lowest)


def _goes_on(bands: Any) -> bool:
    """Whether it is music, or whatever else goes on as no voice does."""
    power = bands[:, VOICE].sum(axis=1)
    return bool((smooth(power, 3) < smooth(power, 101) / 2).mean() < FEW_DIPS)


def _inside(pauses: Sequence[tuple[int, int]], knocks: Sequence[tuple[int, int]], length: int) -> Any:
    """The frames of pauses in which neither a knock is heard nor the end of a word or the beginning of the next."""
    inside = np.zeros(length, bool)
    for start, stop in pauses:
        inside[start + 5 : stop - 5] = True
    for start, stop in knocks:
        inside[max(start - 5, 0) : stop + 5] = False
    return inside


def _heard_clicks(
    clicks: Sequence[tuple[int, int, float]], speech: float, knocks: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """Those that are heard beside the voice; knocks are told by themselves."""
    last = 0
    for start, stop, height in clicks:
        knocked = any(begin * GRID - GRID <= start < end * GRID + GRID for begin, end in knocks)
        if start >= last and not knocked and 20 * np.log10(height) > speech + FAINTEST:
            yield start, stop
            last = stop


def _pops(rumble: Any, active: Any, speech: float) -> Iterator[tuple[int, int]]:
    """Where breath strikes the microphone: short bursts of what is deeper than voices."""
    level = decibels(rumble) - speech
    usual = float(np.percentile(level[active], USUAL))
    for start, stop in runs(level > max(POPPING, usual + BEYOND)):
        if SHORTEST_POP <= stop - start <= LONGEST_POP:
            yield start, stop


def _steady(quietest: Any, threshold: Any) -> bool:
    """Whether the background is noise: at every frequency as loud in one pause as in the next, and without tones."""
    seconds = np.minimum(np.arange(len(quietest)) * 100, len(threshold) - 1)
    paused = quietest[decibels(quietest.sum(axis=1)) < threshold[seconds]]
    if len(paused) < 3:
        return True
    levels = decibels(paused)
    changes = np.median(np.abs(np.diff(levels, axis=0)), axis=0)
    mean = decibels(paused.mean(axis=0))
    around = np.median(np.lib.stride_tricks.sliding_window_view(np.pad(mean, 10, mode="reflect"), 21), axis=1)
    return bool(np.median(changes) < UNSTEADY and np.abs(mean - around).mean() < TONAL)


def _hiss(power: Any, loud: float) -> int:
    """The sharpest sibilants against the voice's loud sounds; a whisper is as sharp all the time, and has none."""
    usual, sharpest = decibels(np.percentile(power, (50, 98)))
    return round(float(sharpest) - loud) if sharpest - usual > STANDING_OUT else round(DEEPEST)


def _spread(heard: Any, active: Any) -> int:
    """LU between the quiet and the loud sentences: the levels of stretches in which somebody speaks."""
    levels = []
    for start in range(0, max(len(heard) - PHRASE // 2, 1), PHRASE // 3):
        part = active[start : start + PHRASE]
        if part.sum() >= PHRASE // 4:
            levels.append(float(decibels(heard[start : start + PHRASE][part].mean())))
    if len(levels) < 4:
        return 0
    low, high = np.percentile(levels, (10, 90))
    return round(float(high - low))


def smooth(values: Any, width: int) -> Any:
    """The mean of every so many values; fewer at the ends."""
    sums = np.cumsum(np.pad(values.astype(np.float64), (1, 0)))
    at = np.arange(len(values))
    first, last = np.maximum(at - width // 2, 0), np.minimum(at + width // 2 + 1, len(values))
    return (sums[last] - sums[first]) / (last - first)


def decibels(power: Any) -> Any:
    return 10 * np.log10(np.maximum(power, 1e-12))
