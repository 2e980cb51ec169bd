"""The limiter keeps true peaks below its ceiling, moves gently, and leaves everything else alone."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from pipeline.media.sound import limiter
from pipeline.media.sound.limiter import (
    ATTACK,
    GRAIN,
    HOLD,
    RELEASE,
    SHORT_RELEASE,
    energies,
    limited_peak,
    limiting,
    loss,
    sample_peaks,
    true_peaks,
)
from tests.media.sounds import SECOND, Wave


def reader(samples: Wave):
    """Reads samples x channels, silence outside."""

    def read(start: int, stop: int) -> Wave:
        block = np.zeros((stop - start, 2), np.float32)
        first, last = max(start, 0), min(stop, len(samples))
        block[first - start : last - start] = samples[first:last]
        return block

    return read


def limited(samples: Wave, ceiling: float) -> Wave:
    peaks = true_peaks(sample_peaks(samples), 10 ** (ceiling / 20), reader(samples))
    factors = limiting(peaks, 0, ceiling).on(0, len(samples))
    return samples if factors is None else samples * factors[:, None]


def true_peak(samples: Wave) -> float:
    """dB of the highest point, by exact interpolation to eight times the rate."""
    size = len(samples)
    spectrum = np.fft.rfft(samples, axis=0)
    padded = np.concatenate((spectrum, np.zeros((size * 8 // 2 + 1 - len(spectrum), samples.shape[1]))))
    return float(20 * np.log10(np.abs(np.fft.irfft(padded, size * 8, axis=0) * 8).max()))


def tone(frequency: float, amplitude: float, seconds: float = 0.5, phase: float = 0) -> Wave:
    at = np.arange(round(seconds * SECOND)) / SECOND
    wave = amplitude * np.sin(2 * np.pi * frequency * at + phase) * np.sin(np.pi * at / seconds)
    return np.repeat(wave[:, None], 2, axis=1).astype(np.float32)


@pytest.mark.parametrize("frequency", [60, 997, 6_000, 12_000, 15_000])
def test_tones_stay_below_the_ceiling(frequency: float):
    loud = tone(frequency, 1.5, phase=np.pi / 4)

    assert true_peak(limited(loud, -2)) == pytest.approx(-2, abs=0.1)


def test_a_click_on_the_border_of_two_grains_stays_below_the_ceiling():
    samples = np.zeros((SECOND, 2), np.float32)
    samples[100 * GRAIN], samples[100 * GRAIN + 1] = 0.9, -0.9

    assert true_peak(samples) > -0.5
    assert true_peak(limited(samples, -3)) == pytest.approx(-3, abs=0.1)


def test_what_is_low_enough_is_not_touched():
    assert limiting(sample_peaks(tone(997, 0.5)), 0, -2).idle
    assert limiting(sample_peaks(tone(997, 0.5)), 0, -2).on(0, SECOND // 2) is None


@pytest.mark.parametrize(
    ("length", "release"), [(10, SHORT_RELEASE), (SECOND // 10, RELEASE)], ids=["short", "lasting"]
)
def test_it_falls_before_a_peak_and_comes_back_after_it(length: int, release: float):
    samples = tone(997, 0.3, seconds=3)
    samples[SECOND : SECOND + length] = 1.0

    factors = limiting(sample_peaks(samples), 0, -6).on(0, 3 * SECOND)

    assert factors is not None
    level = 20 * np.log10(factors)
    assert level[SECOND] == pytest.approx(-6, abs=0.01)
    assert level[SECOND - 5 * GRAIN] == 0
    back = SECOND + length + HOLD * GRAIN
    assert level[back - GRAIN] == pytest.approx(-6, abs=0.01)
    assert level[back + 4 * GRAIN] == pytest.approx(-6 + release * 4, abs=2 * release)
    assert level[back + round(8 / release) * GRAIN] == 0


@settings(max_examples=50, deadline=None)
@given(arrays.arrays(np.float32, st.integers(1, 300), elements=st.floats(0, 4, width=32)))
def test_no_grain_exceeds_the_ceiling_and_no_slope_its_limit(peaks: Wave):
    reduction = limiting(peaks, 3, -2)

    assert 20 * np.log10(limited_peak(peaks, 3, reduction) + 1e-9) <= -2 + 1e-3
    slopes = np.diff(reduction.nodes)
    assert slopes.min(initial=0) >= -ATTACK - 1e-3
    assert slopes.max(initial=0) <= SHORT_RELEASE + 1e-3


def test_long_sound_is_limited_as_in_one_piece(monkeypatch: pytest.MonkeyPatch):
    random = np.random.default_rng(1)
    peaks = (random.random(5_000) ** 40 * 8).astype(np.float32)
    whole = limiting(peaks, 0, -2)

    monkeypatch.setattr(limiter, "CHUNK", 700)

    assert whole.nodes.min() < -10
    assert np.allclose(limiting(peaks, 0, -2).nodes, whole.nodes, atol=1e-4)


def test_the_energy_it_takes_is_foreseen():
    loud = tone(997, 1.0)
    foreseen = loss(energies(loud), limiting(sample_peaks(loud), 0, -6))

    taken = 10 * np.log10((limited(loud, -6) ** 2).sum() / (loud**2).sum())
    assert foreseen == pytest.approx(taken, abs=0.1)
    assert foreseen < -3
