"""The mix: all sounds of a programme added up, brought to its loudness below its peak, kept lossless."""

import contextlib
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import IO

import numpy as np

from pipeline.effects.sound import Envelope, ducking
from pipeline.media.decode import BLOCK, FLAC_OUT, FRAME_BYTES, Samples, has_sound
from pipeline.media.levels import Level, read_level
from pipeline.media.limiter import Array, Reduction, limited_peak, limiting, sample_peaks, true_peaks
from pipeline.media.loudness import Measures, decibels, factor, hundredths, integrated_in, metering
from pipeline.media.voices import Voice, open_source
from pipeline.model.series import Loudness
from pipeline.model.timeline import Mix, PlacedSound, Take

HEADROOM = Decimal("1.0")
"""dB below the peak limit at which the mix is limited: lossy codecs overshoot."""
MOST_GAIN = 20.0
"""dB by which a take or the whole mix is raised at most: beyond, only noise would come up."""
NEAR = 0.05
"""LU; a mix this near to its target is there."""
ATTEMPTS = 3
"""Limiting takes loudness away, which is put back and limited again: it settles at the second attempt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rough:
    """The sounds added up, as yet at no particular loudness."""

    file: IO[bytes]
    samples: int
    integrated: float | None
    peaks: Array

    def read(self, start: int, stop: int) -> Samples:
        """Samples from `start` up to `stop`, silence outside."""
        first, last = max(start, 0), min(stop, self.samples)
        self.file.seek(first * FRAME_BYTES)
        block = np.zeros((stop - start, 2), np.float32)
        data = np.frombuffer(self.file.read((last - first) * FRAME_BYTES), "<f4")
        block[first - start : last - start] = data.reshape(-1, 2)
        return block


def make_mix(mix: Mix, levels: Sequence[Path], *, to: Path, joined: Mapping[Take, Path] | None = None) -> None:
    """Mix a programme; leaves a FLAC of exactly `mix.samples` at its target loudness that knows its measures.

    `levels` are the files of `measure_take` for the sounds, in their order; `joined` those of `join_takes`. Raises
    MediaError when a sound cannot be decoded.
    """
    found = [read_level(path) for path in levels]
    with tempfile.TemporaryFile(dir=to.parent) as file:
        rough = _add_up(mix, found, joined or {}, file, to.parent)
        _write_measures(to, _finish(rough, mix.loudness, to))


def read_measures(path: Path) -> Measures:
    """What a mix was measured to be when it was made."""
    from mutagen.flac import FLAC

    tags = FLAC(path)
    kept = {name: tags.get(name, [""])[0] for name in ("integrated", "true_peak", "range")}
    return Measures(**{name: Decimal(text) if text else None for name, text in kept.items()})


def _add_up(mix: Mix, levels: Sequence[Level], joined: Mapping[Take, Path], file: IO[bytes], folder: Path) -> _Rough:
    words: list[str] = []
    peaks = []
    with metering("measuring the mix", words) as meter:
        for block in _blocks(mix, levels, joined, folder):
            peaks.append(sample_peaks(block))
            file.write(block.data)
            meter.write(block.data)
    return _Rough(file=file, samples=mix.samples, integrated=integrated_in(words[0]), peaks=np.concatenate(peaks))


def _blocks(mix: Mix, levels: Sequence[Level], joined: Mapping[Take, Path], folder: Path) -> Iterator[Samples]:
    spoken = [
        stretch.moved(sound.start)
        for sound, level in zip(mix.sounds, levels, strict=True)
        if sound.role == "speech"
        for stretch in level.active
    ]
    waiting = sorted(zip(mix.sounds, levels, strict=True), key=lambda entry: entry[0].start)
    playing: list[tuple[PlacedSound, Voice, contextlib.ExitStack]] = []
    with contextlib.ExitStack() as everything:
        for start in range(0, mix.samples, BLOCK):
            block = np.zeros((min(BLOCK, mix.samples - start), 2), np.float32)
            while waiting and waiting[0][0].start < start + len(block):
                sound, level = waiting.pop(0)
                if not has_sound(sound.take):
                    continue
                stack = everything.enter_context(contextlib.ExitStack())
                source = open_source(sound, joined.get(sound.take), folder, stack)
                ducked = ducking(spoken, float(sound.duck)) if sound.role == "music" else Envelope()
                playing.append((sound, Voice(sound, source, _gain(sound, level, mix.loudness), ducked), stack))
            for sound, voice, stack in playing:
                voice.add_to(block, start)
                if sound.stop <= start + len(block):
                    stack.close()
            playing = [entry for entry in playing if entry[0].stop > start + len(block)]
            yield block


def _gain(sound: PlacedSound, level: Level, loudness: Loudness) -> float:
    """dB by which a take is moved. A silent one stays as it is."""
    if sound.role == "speech" and sound.gain is not None:
        return float(sound.gain)
    matched = 0.0 if level.integrated is None else min(float(loudness.target - level.integrated), MOST_GAIN)
    return matched + float(sound.gain or 0)


def _finish(rough: _Rough, loudness: Loudness, to: Path) -> Measures:
    """Write the rough mix at its loudness; returns how it came out."""
    if rough.integrated is None:
        _write(rough, 0.0, limiting(rough.peaks, 0.0, float(loudness.peak - HEADROOM)), to)
        return Measures(integrated=None, true_peak=None, range=None)
    target, ceiling = float(loudness.target), float(loudness.peak - HEADROOM)
    gain = min(target - rough.integrated, MOST_GAIN)
    # The limit seen from the rough mix; corrections of the gain stay within a few dB.
    peaks = true_peaks(rough.peaks, factor(ceiling - gain - 3), rough.read)
    for _ in range(ATTEMPTS):
        reduction = limiting(peaks, gain, ceiling)
        measured = _write(rough, gain, reduction, to)
        if reduction.idle or abs(target - measured) <= NEAR:
            break
        gain = min(gain + target - measured, MOST_GAIN)
    peak = hundredths(decibels(limited_peak(peaks, gain, reduction)))
    return Measures(integrated=hundredths(measured), true_peak=peak, range=None)


def _write(rough: _Rough, gain: float, reduction: Reduction, to: Path) -> float:
    """Leaves the mix with gain and limiter applied; returns its integrated loudness."""
    words: list[str] = []
    with metering("writing the mix", words, *FLAC_OUT, f"file:{to}") as meter:
        for start in range(0, rough.samples, BLOCK):
            block = rough.read(start, min(start + BLOCK, rough.samples))
            block *= np.float32(factor(gain))
            held = reduction.on(start, len(block))
            if held is not None:
                block *= held[:, None]
            meter.write(block.data)
    return integrated_in(words[0]) or 0.0


def _write_measures(path: Path, measures: Measures) -> None:
    from mutagen.flac import FLAC

    tags = FLAC(path)
    for name in ("integrated", "true_peak", "range"):
        value = getattr(measures, name)
        if value is not None:
            tags[name] = str(value)
    tags.save()
