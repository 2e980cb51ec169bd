"""The mix: all sounds of a programme added up, at its loudness and below its peak, kept lossless."""

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

import numpy as np

from pipeline.effects.sound import Envelope, SampleRange, ducking, lowered
from pipeline.media.sound.decoding.decode import BLOCK, FLAC_OUT, Samples, has_sound
from pipeline.media.sound.levels import Level, read_level
from pipeline.media.sound.loudness import Measures
from pipeline.media.sound.mastering import MOST_GAIN, finish, raw_sound
from pipeline.media.sound.mix_tags import MixTags, read_mix_tags, write_mix_tags
from pipeline.media.sound.tracks import PlayingSound, open_source
from pipeline.model.series import Loudness
from pipeline.model.timeline import Mix, PlacedSound, Take

HEADROOM = Decimal("1.0")
"""dB below the peak limit at which the mix is limited, since lossy codecs overshoot.

Measured on speech, music, tones and clicks: AAC at 160 kb/s by up to 0.2, MP3 at 128 by 0.6, Opus at 96 by 0.5 dB.
Brighter sound is checked when it is encoded.
"""

CLEAR = 10.0
"""LU by which music lies under speech at least, however quiet that is."""


def make_mix(mix: Mix, levels: Sequence[Path], *, to: Path, joined: Mapping[Take, Path] | None = None) -> None:
    """Mix a programme; leaves a FLAC of exactly `mix.samples` at its target loudness, with its measures in its tags.

    `levels` are the files of `measure_take` for the sounds, in their order; `joined` those of takes that
    are `joined`. Raises MediaError when a sound cannot be decoded.
    """
    found = [read_level(path) for path in levels]
    with raw_sound(_blocks(mix, found, joined or {}, to.parent), mix.samples, to.parent) as raw:
        measures = finish(
            raw,
            (*FLAC_OUT, f"file:{to}"),
            target=float(mix.loudness.target),
            ceiling=float(mix.loudness.peak - HEADROOM),
        )
        brightness = Decimal(f"{raw.brightness:.4f}")
    write_mix_tags(to, MixTags(samples=mix.samples, measures=measures, limit=mix.loudness.peak, brightness=brightness))


def read_measures(path: Path) -> Measures:
    """The measures of a mix, from when it was made."""
    return read_mix_tags(path).measures


def _blocks(mix: Mix, levels: Sequence[Level], joined: Mapping[Take, Path], folder: Path) -> Iterator[Samples]:
    spoken = [
        part.moved(sound.start)
        for sound, level in zip(mix.sounds, levels, strict=True)
        if sound.role == "speech"
        for part in level.active
    ]
    waiting = sorted(zip(mix.sounds, levels, strict=True), key=lambda entry: entry[0].start)
    playing: list[tuple[PlacedSound, PlayingSound, contextlib.ExitStack]] = []
    with contextlib.ExitStack() as everything:
        for start in range(0, mix.samples, BLOCK):
            block = np.zeros((min(BLOCK, mix.samples - start), 2), np.float32)
            while waiting and waiting[0][0].start < start + len(block):
                sound, level = waiting.pop(0)
                if not has_sound(sound.take):
                    continue
                stack = everything.enter_context(contextlib.ExitStack())
                source = open_source(sound, joined.get(sound.take), folder, stack)
                ducked = _bed_level(sound, mix, levels, spoken) if sound.role == "music" else Envelope()
                playing.append((sound, PlayingSound(sound, source, gain_of(sound, level, mix.loudness), ducked), stack))
            for sound, player, stack in playing:
                player.add_to(block, start)
                if sound.stop <= start + len(block):
                    stack.close()
            playing = [entry for entry in playing if entry[0].stop > start + len(block)]
            yield block


def _bed_level(bed: PlacedSound, mix: Mix, levels: Sequence[Level], spoken: Sequence[SampleRange]) -> Envelope:
    """Ducked under speech, and lower still where that is so quiet that the bed would come too near.

    A bed that its author wants nearer keeps the distance that he gave it.
    """
    envelope = ducking(spoken, float(bed.duck))
    under = float(bed.gain or 0) + float(bed.duck)
    for sound, level in zip(mix.sounds, levels, strict=True):
        if sound.role != "speech" or level.integrated is None:
            continue
        placed = float(level.integrated) + gain_of(sound, level, mix.loudness) - float(mix.loudness.target)
        missing = min(CLEAR, -under) - (placed - under)
        if missing > 0 and sound.start < bed.stop and bed.start < sound.stop:
            envelope = envelope.plus(lowered(SampleRange(start=sound.start, stop=sound.stop), -missing))
    return envelope


def gain_of(sound: PlacedSound, level: Level, loudness: Loudness) -> float:
    """dB that are added to a take; none to a silent one."""
    if sound.role == "speech" and sound.gain is not None:
        return float(sound.gain)
    matched = 0.0 if level.integrated is None else min(float(loudness.target - level.integrated), MOST_GAIN)
    return matched + float(sound.gain or 0)
