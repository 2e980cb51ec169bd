"""Decoding sound: a take as 48 kHz stereo samples, each at the time that its file says."""

import contextlib
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import assert_never

from pipeline.errors import MediaError
from pipeline.media.sound.decoding.pcm import BLOCK, FRAME_BYTES, LEAD, STEREO, Pcm, Samples, blocks_of, pcm_of, placed
from pipeline.media.sound.decoding.plain_copy import needs_copy, plain_copy
from pipeline.messages import tr
from pipeline.model.media import Hearing, Medium
from pipeline.model.timeline import Take
from pipeline.timebase import SAMPLE_RATE, format_time, seconds_to_samples

__all__ = [
    "BLOCK",
    "FLAC_OUT",
    "FRAME_BYTES",
    "STEREO",
    "Pcm",
    "Samples",
    "blocks_of",
    "decoding",
    "decoding_mix",
    "has_sound",
]

FLAC_OUT = ("-c:a", "flac", "-sample_fmt", "s16", "-compression_level", "5", "-bitexact", "-f", "flac")
"""16 bits: their noise is 80 dB below a programme, far below that of any lossy codec. Level 5 takes 0.3 s of CPU for
300 s, as much as level 0, at two thirds of its size."""

SHORTFALL = Fraction(3, 20)
"""Seconds of sound that may be missing at a file's end: coders' padding, which some headers count and some do not."""
CHANGED = "Reconfiguring filter graph because audio parameters changed"
"""What ffmpeg writes where channels or sampling rate change: everything that follows is late."""
HALF_POWER = "0.70711"
"""One channel on both sides, each at -3 dB, is as loud as it was."""


@contextlib.contextmanager
def decoding(
    take: Take, *, joined: Path | None = None, effects: str = "", log: list[str] | None = None
) -> Iterator[Pcm]:
    """The samples of a take, at most `take.samples`; `joined` is the file of a take that is `joined`.

    `effects` are further filters, whose output is appended to `log`. Raises MediaError when the file cannot be
    decoded, or gives less than its packets promise.
    """
    if joined is None and take.joined:
        raise ValueError("a take of several media, or of none, is decoded from its joined file")
    filters = [f"atrim=end_sample={take.samples}", *([effects] if effects else [])]
    if joined is not None:
        with pcm_of(joined, [], ["aformat=sample_fmts=flt", *filters], take.samples, log) as pcm:
            yield pcm
        return
    medium = take.media[0]
    output = log if log is not None else []
    with contextlib.ExitStack() as stack:
        path, first, track = stack.enter_context(_readable(medium, take.start, take.samples))
        # Samples that were put together lie as they should already.
        audio = None if medium.info.edited else medium.info.audio
        early = Fraction(0) if medium.info.edited else max(take.start - LEAD, Fraction(0))
        # The container's own timestamps count: what ffmpeg takes for a file's start may be that of its cover picture.
        before = ["-copyts", "-noaccurate_seek", *(["-ss", f"{float(early):.6f}"] if early else [])]
        chain = [*placed(first + take.start, audio), *_sides(medium.hearing)]
        pcm = stack.enter_context(pcm_of(path, before, [*chain, *filters], take.samples, output, track=track))
        yield pcm
    _check_whole(take, medium, pcm, output)


@contextlib.contextmanager
def _readable(medium: Medium, start: Fraction, samples: int) -> Iterator[tuple[Path, Fraction, int]]:
    """A file that ffmpeg reads from end to end in one go, the timestamp in it at the medium's start, and the track.

    It holds at least so many samples from `start` seconds on; of edited sound it holds no more.
    """
    audio = medium.info.audio
    if audio is None or not needs_copy(medium.info):
        yield medium.path, medium.info.start, audio.track if audio else 1
        return
    with plain_copy(medium, (start, start + Fraction(samples, SAMPLE_RATE))) as (path, first):
        yield path, first, 1


def _check_whole(take: Take, medium: Medium, pcm: Pcm, output: list[str]) -> None:
    audio = medium.info.audio
    if any(CHANGED in text for text in output):
        raise MediaError(
            tr("the sound of '{name}' changes its format on the way, and cannot be read whole", name=medium.path.name),
            hint=tr("export it again as one file"),
        )
    if audio is None or not pcm.ended:
        return
    promised = min(seconds_to_samples(max(audio.end - take.start, Fraction(0))), take.samples)
    if promised - pcm.samples > max(int(SHORTFALL * SAMPLE_RATE), promised // 1000):
        raise MediaError(
            tr(
                "the sound of '{name}' breaks off: {got} of {promised} came",
                name=medium.path.name,
                got=format_time(Fraction(pcm.samples, SAMPLE_RATE)),
                promised=format_time(Fraction(promised, SAMPLE_RATE)),
            ),
            hint=tr("the file is damaged: copy or export it again"),
        )


def _sides(hearing: Hearing | None) -> list[str]:
    """Filters after which the channels are heard as they should be."""
    match hearing.channels if hearing else "stereo":
        case "left":
            return [f"pan=stereo|c0={HALF_POWER}*c0|c1={HALF_POWER}*c0"]
        case "right":
            return [f"pan=stereo|c0={HALF_POWER}*c1|c1={HALF_POWER}*c1"]
        case "mix":
            return ["pan=stereo|c0=0.5*c0+0.5*c1|c1=0.5*c0+0.5*c1"]
        case "inverted":
            return ["pan=stereo|c0=c0|c1=-1*c1"]
        case "stereo":
            return []
        case _ as never:
            assert_never(never)


@contextlib.contextmanager
def decoding_mix(path: Path, samples: int, *, effects: str = "") -> Iterator[Pcm]:
    """The samples of a file made by us: 48 kHz, both channels; `effects` are filters that keep their number."""
    with pcm_of(path, [], [*([effects] if effects else []), "aformat=sample_fmts=flt"], samples, None) as pcm:
        yield pcm


def has_sound(take: Take) -> bool:
    return take.tone is not None or any(medium.info.audio for medium in take.media)
