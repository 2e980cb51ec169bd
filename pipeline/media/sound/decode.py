"""Decoding sound: a take as 48 kHz stereo samples, each at the time that its file says."""

import contextlib
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import IO, Any, assert_never

import numpy as np

from pipeline.errors import MediaError
from pipeline.media.ffmpeg import Command, file_input, reading
from pipeline.messages import tr
from pipeline.model.media import AudioInfo, Hearing, Medium
from pipeline.model.timeline import Take
from pipeline.stop import check_stop
from pipeline.timebase import SAMPLE_RATE, format_time, seconds_to_samples

Samples = np.ndarray[Any, np.dtype[np.float32]]
"""Samples x 2 channels, full scale at 1."""

BLOCK = SAMPLE_RATE
"""Samples handled at a time: small enough for a processor's cache."""
FRAME_BYTES = 8
"""Bytes of one sample of both channels as float32."""
FLAC_OUT = ("-c:a", "flac", "-sample_fmt", "s16", "-compression_level", "5", "-bitexact", "-f", "flac")
"""16 bits: their noise is 80 dB below a programme, far below that of any lossy codec. Level 5 takes 0.3 s of CPU for
300 s, as much as level 0, at two thirds of its size."""
LEAD = Fraction(1)
"""Seconds decoded before a start inside a file: a codec's first frames after seeking lack the frames before them."""

SHORTEST_GAP = 0.01
"""Seconds; clocks that count in milliseconds, or are not exact, often leave shorter ones."""

STEREO = "out_chlayout=stereo:out_sample_fmt=flt:internal_sample_fmt=fltp"
"""One channel goes to both sides at -3 dB each, so that it stays as loud (BS.1770) as its file; 5.1 is folded down by
ITU-R BS.775, without its LFE."""


SHORTFALL = Fraction(3, 20)
"""Seconds of sound that may be missing at a file's end: coders' padding, which some headers count and some do not."""
CHANGED = "Reconfiguring filter graph because audio parameters changed"
"""What ffmpeg writes where channels or sampling rate change: everything that follows is late."""
HALF_POWER = "0.70711"
"""One channel on both sides, each at -3 dB, is as loud as it was."""


class Pcm:
    """A running decoder's samples."""

    def __init__(self, pipe: IO[bytes]) -> None:
        self._pipe = pipe
        self.samples = 0
        """That have come."""
        self.ended = False
        """Whether fewer came than were asked for."""

    def read(self, samples: int) -> Samples:
        """The next samples; fewer only at the end."""
        check_stop()
        data = bytearray(samples * FRAME_BYTES)
        view, filled = memoryview(data), 0
        while filled < len(data):
            count: int = self._pipe.readinto(view[filled:])  # type: ignore[attr-defined]
            if not count:
                break
            filled += count
        self.samples += filled // FRAME_BYTES
        self.ended = self.ended or filled < len(data)
        return np.frombuffer(data, "<f4", count=filled // FRAME_BYTES * 2).reshape(-1, 2)


@contextlib.contextmanager
def decoding(
    take: Take, *, joined: Path | None = None, effects: str = "", log: list[str] | None = None
) -> Iterator[Pcm]:
    """The samples of a take, at most `take.samples`; `joined` is the file of a take of several media.

    `effects` are further filters, whose output is appended to `log`. Raises MediaError when the file cannot be
    decoded, or gives less than its packets promise.
    """
    if joined is None and len(take.media) > 1:
        raise ValueError("a take of several media is decoded from its joined file")
    filters = [f"atrim=end_sample={take.samples}", *([effects] if effects else [])]
    if joined is not None:
        with _reading(joined, [], ["aformat=sample_fmts=flt", *filters], take.samples, log) as pcm:
            yield pcm
        return
    medium = take.media[0]
    output = log if log is not None else []
    with contextlib.ExitStack() as stack:
        path, first, track = stack.enter_context(_readable(medium))
        early = max(take.start - LEAD, Fraction(0))
        # The container's own timestamps count: what ffmpeg takes for a file's start may be that of its cover picture.
        before = ["-copyts", "-noaccurate_seek", *(["-ss", f"{float(early):.6f}"] if early else [])]
        placed = [*_placed(first + take.start, medium.info.audio), *_sides(medium.hearing)]
        pcm = stack.enter_context(_reading(path, before, [*placed, *filters], take.samples, output, track=track))
        yield pcm
    _check_whole(take, medium, pcm, output)


@contextlib.contextmanager
def _readable(medium: Medium) -> Iterator[tuple[Path, Fraction, int]]:
    """A file that ffmpeg reads from end to end in one go, the timestamp at its start, and the track in it."""
    # Here and not above: it decodes what it copies.
    from pipeline.media.sound.plain_copy import needs_copy, plain_copy

    audio = medium.info.audio
    if audio is None or not needs_copy(medium.info):
        yield medium.path, medium.info.start, audio.track if audio else 1
        return
    with plain_copy(medium) as (path, start):
        yield path, start, 1


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
    with _reading(path, [], [*([effects] if effects else []), "aformat=sample_fmts=flt"], samples, None) as pcm:
        yield pcm


@contextlib.contextmanager
def _reading(
    path: Path, before: list[str], filters: list[str], samples: int, log: list[str] | None, *, track: int = 1
) -> Iterator[Pcm]:
    command = Command(
        doing=tr("decoding the sound of '{name}'", name=path.name),
        arguments=(
            *file_input(path, "-threads", "1", *before), "-map", f"0:a:{track - 1}",
            "-af", ",".join(filters), "-threads", "1", "-c:a", "pcm_f32le", "-f", "f32le", "pipe:1",
        ),
        limit=600 + samples / SAMPLE_RATE,
    )  # fmt: skip
    with reading(command, log=log) as pipe:
        yield Pcm(pipe)


def has_sound(take: Take) -> bool:
    return any(medium.info.audio for medium in take.media)


def blocks_of(pcm: Pcm) -> Iterator[Samples]:
    """All blocks to the end."""
    while len(block := pcm.read(BLOCK)):
        yield block


def _placed(first: Fraction, audio: AudioInfo | None) -> list[str]:
    """Filters after which the first sample is the one at timestamp `first`, silence where the stream begins later.

    Gaps in the timestamps, as in broken recordings, are filled with silence: what follows would otherwise come early.
    """
    return [
        f"asetpts=round(PTS-{float(first):.9f}/TB)",
        "atrim=start=0",
        *([] if audio is None or audio.laid_out else [evenly(audio.channels)]),
        f"aresample={SAMPLE_RATE}:{STEREO}:async=1:min_comp=0.00001:min_hard_comp={SHORTEST_GAP}:first_pts=0",
    ]


def evenly(channels: int) -> str:
    """A filter that mixes channels of which nobody knows where they belong; as loud as one of them, if all differ."""
    each = "+".join(f"{channels**-0.5:.5f}*c{channel}" for channel in range(channels))
    return f"aformat=sample_fmts=fltp,pan=stereo|c0={each}|c1={each}"
