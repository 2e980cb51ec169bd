"""Encoding sound: a mix as AAC, MP3 or Opus, as long and as loud as it and below its peak limit; any file in mono."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import numpy as np

from pipeline.media.ffmpeg import Command, file_input, run
from pipeline.media.sound.decode import Samples, blocks_of, decoding_mix
from pipeline.media.sound.loudness import loudness_of
from pipeline.media.sound.mastering import Rough, finish, roughed
from pipeline.media.sound.mix import HEADROOM
from pipeline.media.sound.mix_tags import Notes, read_notes
from pipeline.model.rendition import Sound

CODECS = {
    "aac": ("-c:a", "aac", "-aac_coder", "fast", "-f", "ipod"),
    "mp3": ("-c:a", "libmp3lame", "-f", "mp3", "-id3v2_version", "0", "-write_xing", "1"),
    "opus": ("-c:a", "libopus", "-f", "opus"),
}
MONO = "pan=mono|c0=0.5*c0+0.5*c1"
"""The mean of both sides: a single loudspeaker plays it as loud as two play both."""
MONO_BITRATE = 64_000
"""Bits a second; what speech in one channel wants."""
LAME_SCALE = {160_000: 0.95, 192_000: 0.97, 224_000: 0.98}
"""LAME's presets scale the input by this, up to these bits a second, and not above: 0.45 dB that we put back before."""

HORN = (
    "highpass=f=200,highpass=f=200,lowpass=f=7000,lowpass=f=7000,"
    "acompressor=threshold={threshold:.1f}dB:ratio=4:attack=2:release=150:knee=4"
)
"""For horn loudspeakers out of doors. Below some 250 Hz a horn gives its driver no load: bass is not heard, wears the
driver out and takes the amplifier's power from speech. Above some 7 kHz it gives nothing either, where hisses would
only push a codec at 64 kb/s over the peak limit. What is said softly must carry over wind and traffic as what is said
loudly does, so that levels are drawn together."""
HORN_THRESHOLD = -12.0
"""LU below the mix's loudness from where on levels are drawn together: softly spoken words stand about there."""

BRIGHT = Decimal("0.03")
"""From this share above 15 kHz on, codecs take more than 0.2 LU. Speech has a hundredth of it, noise the tenfold."""
ROUGH = 48_000
"""Bits a second for each channel below which codecs change loudness and peaks, whatever the sound."""
NEAR = 0.2
"""LU between a file and its mix."""
MARGIN = 0.1
"""dB by which a file is brought below the limit that it exceeded."""
ROUNDS = 6
LOUDNESS_ROUNDS = 3
"""Loudness is mended in the first rounds, peaks in all of them."""


def encode_sound(mix: Path, sound: Sound, *, to: Path) -> None:
    """Encode a mix made by `make_mix`; leaves one file of its length.

    One channel is the mean of both sides, brought to its loudness as two speakers play it. Raises MediaError when
    ffmpeg fails.
    """
    notes = read_notes(mix)
    stands = notes.measures.integrated
    if stands is None or not _needs_check(notes, sound):
        _encode(mix, sound, to)
        return
    effects = HORN.format(threshold=float(stands) + HORN_THRESHOLD) if sound.voicing == "horn" else ""
    with roughed(_heard(mix, notes.samples, sound.channels, effects), notes.samples, to.parent) as rough:
        _encode_checked(rough, notes, float(stands if sound.loudness is None else sound.loudness), sound, to)


def make_mono(source: Path, *, to: Path) -> None:
    """The mean of all channels of `source` as an MP3 without tags; the same source gives the same bytes.

    Raises MediaError when ffmpeg fails.
    """
    arguments = (
        *file_input(source, "-threads", "1"), "-map", "0:a:0", "-map_metadata", "-1", "-map_chapters", "-1", "-vn",
        "-threads", "1", "-af", f"aformat=channel_layouts=stereo,{MONO}", *_output("mp3", MONO_BITRATE, to),
    )  # fmt: skip
    run(Command(doing=f"making one channel of '{source.name}'", arguments=arguments, limit=6 * 3600))


def _needs_check(notes: Notes, sound: Sound) -> bool:
    changed = sound.channels == 1 or sound.loudness is not None or sound.voicing != "full"
    return changed or notes.brightness > BRIGHT or sound.bitrate < ROUGH * sound.channels


def _encode(mix: Path, sound: Sound, to: Path) -> None:
    arguments = (
        *file_input(mix, "-threads", "1"), "-map", "0:a:0", "-map_metadata", "-1", "-threads", "1",
        "-af", _effects(sound), *_output(sound.codec, sound.bitrate, to),
    )  # fmt: skip
    run(Command(doing=f"encoding the mix as {sound.codec}", arguments=arguments, limit=6 * 3600))


def _encode_checked(rough: Rough, notes: Notes, wanted: float, sound: Sound, to: Path) -> None:
    """Encode, measure the file, and mend what the codec did to loudness and peaks by encoding again."""
    target, limit = wanted, float(notes.limit)
    ceiling = limit - float(HEADROOM)
    for turn in range(ROUNDS):
        finish(rough, _output(sound.codec, sound.bitrate, to), target=target, ceiling=ceiling, effects=_effects(sound))
        measured = loudness_of(to)
        missing = wanted - float(measured.integrated or wanted)
        over = float(measured.true_peak or limit) - limit
        if over <= 0 and (abs(missing) <= NEAR or turn >= LOUDNESS_ROUNDS):
            return
        ceiling -= max(over + MARGIN, 0) if over > 0 else 0
        target += missing if turn < LOUDNESS_ROUNDS else -max(over, 0)


def _heard(mix: Path, samples: int, channels: int, effects: str) -> Iterator[Samples]:
    """The mix's samples through `effects`; for one channel the mean of both on either side."""
    with decoding_mix(mix, samples, effects=effects) as pcm:
        for block in blocks_of(pcm):
            yield block if channels == 2 else np.repeat(block.mean(axis=1, keepdims=True), 2, axis=1)


def _effects(sound: Sound) -> str:
    scales = [scale for most, scale in LAME_SCALE.items() if sound.bitrate <= most and sound.codec == "mp3"]
    layout = MONO if sound.channels == 1 else "aformat=channel_layouts=stereo"
    return f"volume={1 / scales[0] if scales else 1:.6f}:precision=float,{layout}"


def _output(codec: str, bitrate: int, to: Path) -> tuple[str, ...]:
    return (*CODECS[codec], "-b:a", str(bitrate), "-bitexact", f"file:{to}")
