"""Clicks: jumps of a few samples in a recording, as of a mouth, a mouse or samples that were lost, found and bridged.

What a voice does next can be predicted from what it just did. A click cannot, and is over at once: the burst of a
plosive goes on for milliseconds, and the strokes of a voice come again with every period, so that neither stands out of
what is around it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from pipeline.timebase import SAMPLE_RATE

CELL = 24
"""Samples whose sharpest bend stands for them: half a millisecond."""
NEAR, FAR = 4, 80
"""Cells on either side that may belong to the click itself, and up to which it is compared with what is around it."""
SHARP = 2.5
"""Times a bend is sharper than all around it, from which on it is looked at closely."""
ORDER = 40
"""Samples from which the next is predicted."""
CONTEXT = SAMPLE_RATE // 50
"""Samples on either side from which the prediction is learned."""
CLEAR = 5.0
"""Times the error of prediction in a click is larger than the largest around it."""
FADED = 2.0
"""Times the mean error, down to which a click fades."""
SURE = 30
"""Times what bridging it changes is stronger than what it may get wrong."""
HIGHEST = 1.3
"""Times what is around it."""
DITHER = 1e-6
"""Of the sound's power is added as noise, without which nothing could be learned of where there is no sound."""
LONGEST = SAMPLE_RATE // 400
"""Samples: what lasts longer is a sound."""
REACH = (FAR + NEAR + 1) * CELL
"""Samples on either side that are needed to judge a moment."""


@dataclass(frozen=True, slots=True)
class Found:
    """A click, from one sample to another."""

    start: int
    stop: int
    height: float
    """How far it sticks out, in full scales."""


def clicks_in(samples: Any) -> Iterator[Found]:
    """The clicks of one channel; none within `REACH` of either end."""
    for at in _candidates(samples):
        if (found := _click(samples, at)) is not None:
            yield found


def _candidates(samples: Any) -> Iterator[int]:
    """Samples at which the sound bends far more sharply than anywhere nearby: hardly more than twenty a second."""
    count = (len(samples) - 2) // CELL
    if count <= 2 * (FAR + NEAR):
        return
    bends = np.abs(np.diff(samples[: count * CELL + 2], n=2)).reshape(count, CELL)
    sharpest = bends.max(axis=1)
    highest = _highest(sharpest, FAR - NEAR)
    judged = slice(FAR, count - FAR)
    around = np.maximum(highest[FAR - NEAR - 1 : count - FAR - NEAR - 1], highest[2 * FAR :])
    last = -NEAR
    sharp = sharpest[judged] > np.maximum(SHARP * around, 1e-6)
    for cell in (FAR + np.flatnonzero(sharp)).tolist():
        if cell - last >= NEAR:
            last = cell + int(np.argmax(sharpest[cell : cell + NEAR]))
            yield int(last * CELL + np.argmax(bends[last]) + 1)


def _highest(values: Any, width: int) -> Any:
    """The highest of so many values up to and with each; of fewer at the beginning."""
    padded = np.concatenate((np.zeros(width - 1, values.dtype), values))
    done = 1
    while done < width:
        step = min(done, width - done)
        padded = np.maximum(padded[step:], padded[:-step])
        done += step
    return padded


def _click(samples: Any, at: int) -> Found | None:
    """The click about a sample, or None where it is something else."""
    first = at - CONTEXT
    part = samples[first : at + CONTEXT].astype(np.float64)
    middle = slice(CONTEXT - LONGEST, CONTEXT + LONGEST)
    taps = _prediction(part[: middle.start], part[middle.stop :])
    # Forwards a click spoils the prediction of what follows it, backwards of what comes before: it is where both fail.
    ahead, back = (np.abs(np.convolve(part, one, "valid")) for one in (taps, taps[::-1]))
    ahead, back = np.pad(ahead, (ORDER, 0)), np.pad(back, (0, ORDER))
    beside = np.concatenate((ahead[ORDER : middle.start], ahead[middle.stop + ORDER :]))
    usual = max(float(beside.max()), float(back[: middle.start - ORDER].max()), float(back[middle.stop : -ORDER].max()))
    if min(ahead[middle].max(), back[middle].max()) <= CLEAR * max(usual, 1e-7):
        return None
    start = first + middle.start + int(np.argmax(ahead[middle] > usual))
    stop = first + middle.stop - int(np.argmax(back[middle][::-1] > usual))
    if not 0 < stop - start <= LONGEST:
        return None
    bridge, doubt = _bridge(samples, start, stop)
    change = np.abs(samples[start:stop] - bridge)
    sure = np.square(change).sum() > SURE * doubt * np.square(beside).mean()
    # A bridge that rises above either bank was learned from too little.
    banks = np.concatenate((part[: middle.start], part[middle.stop :]))
    level = np.abs(bridge).max() <= HIGHEST * np.abs(banks).max()
    return Found(start, stop, float(change.max())) if sure and level else None


def _prediction(*parts: Any) -> Any:
    """What a sample and those before it are multiplied with to give the error of its prediction."""
    lags = np.zeros(ORDER + 1)
    for part in parts:
        shaped = part * np.hanning(len(part))
        lags += [shaped[: len(shaped) - lag] @ shaped[lag:] for lag in range(ORDER + 1)]
    lags[0] = lags[0] * (1 + DITHER) + 1e-12
    apart = np.abs(np.subtract.outer(np.arange(ORDER), np.arange(ORDER)))
    return np.concatenate(([1.0], -np.linalg.solve(lags[apart], lags[1:])))


def bridged(samples: Any, start: int, stop: int) -> Any:
    """What stood in place of a click: the samples that are predicted best from either side."""
    return _bridge(samples, start, stop)[0]


def _bridge(samples: Any, start: int, stop: int) -> tuple[Any, float]:
    """And how strong its error is to be expected, against that of one prediction."""
    count = stop - start
    before, after = samples[max(start - CONTEXT, 0) : start], samples[stop : stop + CONTEXT]
    around = np.concatenate((before[-ORDER:], np.zeros(count), after[:ORDER])).astype(np.float64)
    taps = _prediction(before.astype(np.float64), after.astype(np.float64))[::-1]
    # Each row is the prediction of one of the samples that the gap has part in.
    rows = np.zeros((count + ORDER, count + 2 * ORDER))
    for row in range(count + ORDER):
        rows[row, row : row + ORDER + 1] = taps
    gap = rows[:, ORDER : ORDER + count]
    inverse = np.linalg.inv(gap.T @ gap)
    return (inverse @ (gap.T @ (-rows @ around))).astype(np.float32), float(np.trace(inverse))
