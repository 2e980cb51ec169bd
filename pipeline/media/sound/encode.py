"""Encoding sound: a mix as AAC, MP3 or Opus, of its length and loudness and below its peak limit; any file in mono."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import numpy as np

from pipeline.media.ffmpeg import Command, file_input, run
from pipeline.media.sound.decoding.decode import Samples, blocks_of, decoding_mix
from pipeline.media.sound.loudness import loudness_of
from pipeline.media.sound.mastering import RawSound, finish, raw_sound
from pipeline.media.sound.mix import HEADROOM
from pipeline.media.sound.mix_tags import MixTags, read_mix_tags
from pipeline.messages import tr
from pipeline.model.rendition import Sound

CODECS = {
    # With temporal noise shaping FFmpeg's encoder has two results for one long sound, by where it lies in memory.
    "aac": ("-c:a", "aac", "-aac_coder", "fast", "-aac_tns", "0", "-f", "ipod"),
    "mp3": ("-c:a", "libmp3lame", "-f", "mp3", "-id3v2_version", "0", "-write_xing", "1"),
    "opus": ("-c:a", "libopus", "-f", "opus"),
}
MONO = "pan=mono|c0=0.5*c0+0.5*c1"
"""The mean of both channels: one loudspeaker plays it as loud as two play both."""
MONO_BITRATE = 64_000
"""Bits a second; enough for speech in one channel."""
LAME_SCALE = {160_000: 0.95, 192_000: 0.97, 224_000: 0.98}
"""LAME's presets scale the input by this, up to these bits a second and not above: 0.45 dB, which we add before."""

HORN = (
    "highpass=f=200,highpass=f=200,lowpass=f=7000,lowpass=f=7000,"
    "acompressor=threshold={threshold:.1f}dB:ratio=4:attack=2:release=150:knee=4"
)
"""For horn loudspeakers out of doors. Below about 250 Hz a horn does not load its driver: bass is inaudible, wears the
driver out and takes the amplifier's power from speech. Above about 7 kHz it reproduces nothing either, and hiss would
only push a codec at 64 kb/s over the peak limit. Soft words must be heard over wind and traffic like loud ones, so
levels are compressed."""
HORN_THRESHOLD = -12.0
"""LU below the mix's loudness from which on levels are compressed: about the level of softly spoken words."""

BRIGHT = Decimal("0.03")
"""From this share above 15 kHz on, codecs lose more than 0.2 LU. Speech has a hundredth of it, noise ten times as
much."""
ROUGH = 48_000
"""Bits a second for each channel below which codecs change loudness and peaks, whatever the sound."""
NEAR = 0.2
"""LU between a file and its mix."""
MARGIN = 0.1
"""dB by which a file is brought below the limit that it exceeded."""
ROUNDS = 6
LOUDNESS_ROUNDS = 3
"""Loudness is corrected in the first rounds, peaks in all of them."""


def encode_sound(mix: Path, sound: Sound, *, to: Path) -> None:
    """Encode a mix made by `make_mix`; leaves one file of its length.

    One channel is the mean of both, as loud as two speakers play them. Raises MediaError when
    ffmpeg fails.
    """
    tags = read_mix_tags(mix)
    integrated = tags.measures.integrated
    if integrated is None or not _needs_check(tags, sound):
        _encode(mix, sound, to)
        return
    effects = HORN.format(threshold=float(integrated) + HORN_THRESHOLD) if sound.voicing == "horn" else ""
    with raw_sound(_samples(mix, tags.samples, sound.channels, effects), tags.samples, to.parent) as raw:
        _encode_checked(raw, tags, float(integrated if sound.loudness is None else sound.loudness), sound, to)


def make_mono(source: Path, *, to: Path) -> None:
    """The mean of all channels of `source` as an MP3 without tags; the same source gives the same bytes.

    Raises MediaError when ffmpeg fails.
    """
    arguments = (
        *file_input(source, "-threads", "1"), "-map", "0:a:0", "-map_metadata", "-1", "-map_chapters", "-1", "-vn",
        "-threads", "1", "-af", f"aformat=channel_layouts=stereo,{MONO}", *_output("mp3", MONO_BITRATE, to),
    )  # fmt: skip
    run(Command(doing=tr("encoding '{name}' in one channel", name=source.name), arguments=arguments, limit=6 * 3600))


def _needs_check(tags: MixTags, sound: Sound) -> bool:
    changed = sound.channels == 1 or sound.loudness is not None or sound.voicing != "full"
    return changed or tags.brightness > BRIGHT or sound.bitrate < ROUGH * sound.channels


def _encode(mix: Path, sound: Sound, to: Path) -> None:
    arguments = (
        *file_input(mix, "-threads", "1"), "-map", "0:a:0", "-map_metadata", "-1", "-threads", "1",
        "-af", _effects(sound), *_output(sound.codec, sound.bitrate, to),
    )  # fmt: skip
    run(Command(doing=tr("encoding the mix as {codec}", codec=sound.codec), arguments=arguments, limit=6 * 3600))


def _encode_checked(raw: RawSound, tags: MixTags, wanted: float, sound: Sound, to: Path) -> None:
    """Encode, measure the file, and correct what the codec changed in loudness and peaks by encoding again."""
    target, limit = wanted, float(tags.limit)
    ceiling = limit - float(HEADROOM)
    for turn in range(ROUNDS):
        finish(raw, _output(sound.codec, sound.bitrate, to), target=target, ceiling=ceiling, effects=_effects(sound))
        measured = loudness_of(to)
        missing = wanted - float(measured.integrated or wanted)
        over = float(measured.true_peak or limit) - limit
        if over <= 0 and (abs(missing) <= NEAR or turn >= LOUDNESS_ROUNDS):
            return
        ceiling -= max(over + MARGIN, 0) if over > 0 else 0
        target += missing if turn < LOUDNESS_ROUNDS else -max(over, 0)


def _samples(mix: Path, samples: int, channels: int, effects: str) -> Iterator[Samples]:
    """The mix's samples through `effects`; for one channel the mean of both in each."""
    with decoding_mix(mix, samples, effects=effects) as pcm:
        for block in blocks_of(pcm):
            yield block if channels == 2 else np.repeat(block.mean(axis=1, keepdims=True), 2, axis=1)


def _effects(sound: Sound) -> str:
    scales = [scale for most, scale in LAME_SCALE.items() if sound.bitrate <= most and sound.codec == "mp3"]
    layout = MONO if sound.channels == 1 else "aformat=channel_layouts=stereo"
    return f"volume={1 / scales[0] if scales else 1:.6f}:precision=float,{layout}"


def _output(codec: str, bitrate: int, to: Path) -> tuple[str, ...]:
    return (*CODECS[codec], "-b:a", str(bitrate), "-bitexact", f"file:{to}")
