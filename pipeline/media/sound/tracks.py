"""Tracks: the sounds of a mix as they are read from their files, each at its level, music looped to its length."""

import contextlib
import tempfile
from pathlib import Path
from typing import IO, Any, Protocol

import numpy as np

from pipeline.effects.sound import Envelope, SampleRange
from pipeline.media.sound.decoding.decode import FRAME_BYTES, Samples, blocks_of, decoding
from pipeline.media.sound.loudness import factor
from pipeline.model.timeline import SEAM, PlacedSound, Take


class SampleSource(Protocol):
    def read(self, samples: int) -> Samples:
        """The next samples; fewer only at the end."""


class PlayingSound:
    """A sound while it plays: it adds itself to block after block of the mix."""

    def __init__(self, sound: PlacedSound, source: SampleSource, gain: float, ducked: Envelope) -> None:
        self._sound = sound
        self._source = source
        self._gain = gain
        self._ducked = ducked

    def add_to(self, block: Samples, start: int) -> None:
        """Add the part that belongs in the block that begins at sample `start` of the mix."""
        sound = self._sound
        first, last = max(sound.start, start), min(sound.stop, start + len(block))
        samples = self._source.read(last - first)
        if not len(samples):
            return
        span = SampleRange(start=first, stop=first + len(samples))
        level = self._ducked.flat(span)
        if level is None:
            samples *= _curve(self._ducked, span, self._gain)[:, None]
        else:
            samples *= np.float32(factor(self._gain + level))
        _fade(samples, sound, span)
        block[first - start : first - start + len(samples)] += samples


class LoopedMusic:
    """Music repeated without end: decoded into a file beside the mix, with crossfades where it begins again."""

    def __init__(self, file: IO[bytes], samples: int, *, ending: int | None = None) -> None:
        """`ending` is how many samples are read of music that ends with its own end; None of music without end."""
        self._file = file
        self._seam = min(SEAM, samples // 2)
        self._period = samples - self._seam
        self._at = 0
        self._last: int | None = None
        if ending is not None and self._period:
            self._last = max(-(-(ending - samples) // self._period), 0)
            self._at = max(self._last * self._period + samples - ending, 0)
        angle = (np.arange(self._seam, dtype=np.float32) + np.float32(0.5)) * np.float32(np.pi / 2 / max(self._seam, 1))
        # Equal power: the two ends of a piece of music are not correlated.
        self._rising, self._falling = np.sin(angle)[:, None], np.cos(angle)[:, None]

    def read(self, samples: int) -> Samples:
        pieces = []
        while samples and self._period:
            turn, at = divmod(self._at, self._period)
            count = min(samples, self._period - at)
            pieces.append(self._piece(turn, at, count))
            self._at += count
            samples -= count
        return np.concatenate(pieces) if pieces else np.zeros((0, 2), np.float32)

    def _piece(self, turn: int, at: int, count: int) -> Samples:
        if self._last is not None and turn > self._last:
            # Its last turn goes on to its end.
            return self._stored(self._period + at, count)
        piece = self._stored(at, count)
        if turn and at < self._seam:
            crossed = slice(at, min(self._seam, at + count))
            length = crossed.stop - crossed.start
            piece[:length] *= self._rising[crossed]
            piece[:length] += self._stored(self._period + at, length) * self._falling[crossed]
        return piece

    def _stored(self, at: int, count: int) -> Samples:
        self._file.seek(at * FRAME_BYTES)
        return np.frombuffer(self._file.read(count * FRAME_BYTES), "<f4").reshape(-1, 2).copy()


def open_source(sound: PlacedSound, joined: Path | None, folder: Path, stack: contextlib.ExitStack) -> SampleSource:
    """The sound's samples; whatever is opened for them, a file in `folder` too, is closed with `stack`."""
    if sound.role != "music":
        return stack.enter_context(decoding(sound.take, joined=joined))
    file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115
    stack.callback(file.close)
    ending = sound.take.samples if sound.own_end else None
    return LoopedMusic(file, _store(sound.take, joined, file), ending=ending)


def _store(take: Take, joined: Path | None, file: IO[bytes]) -> int:
    """Decode a take into a file; returns how many samples there are."""
    with decoding(take, joined=joined) as pcm:
        for block in blocks_of(pcm):
            file.write(block.data)
    return file.tell() // FRAME_BYTES


def _curve(envelope: Envelope, span: SampleRange, gain: float) -> Any:
    at = np.arange(span.start, span.stop, dtype=np.float64)
    samples, levels = zip(*envelope.points, strict=True)
    level = np.interp(at, samples, levels) + gain
    return np.power(np.float32(10), level.astype(np.float32) / np.float32(20), dtype=np.float32)


def _fade(samples: Samples, sound: PlacedSound, span: SampleRange) -> None:
    """Raised cosines at the sound's ends, in place."""
    into = span.start - sound.start
    if into < sound.fade_in:
        part = np.arange(into, min(sound.fade_in, into + len(samples)))
        samples[: len(part)] *= _rise((part + 0.5) / sound.fade_in)
    left = sound.stop - span.stop
    if left < sound.fade_out:
        part = np.arange(left, min(sound.fade_out, left + len(samples)))[::-1]
        samples[len(samples) - len(part) :] *= _rise((part + 0.5) / sound.fade_out)


def _rise(part: Any) -> Any:
    return (0.5 - 0.5 * np.cos(np.pi * part)).astype(np.float32)[:, None]
