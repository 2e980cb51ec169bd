"""The survey of a finished file: decoded once, whole and strictly, measured picture by picture and 10 ms by 10 ms."""

import contextlib
import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import IO, Any, Literal

import av
import numpy as np

from pipeline.errors import MediaError
from pipeline.media.ffmpeg import UNEDITED, Command, file_input, reading
from pipeline.media.sound.loudness import METER, Measures, decibels, hundredths, integrated_in, range_in
from pipeline.messages import tr
from pipeline.model.media import VideoInfo
from pipeline.stop import check_stop
from pipeline.timebase import SAMPLE_RATE

SAMPLED_SIZE = (96, 54)
"""Pixels of every picture that are compared, one of each block: what lies between them changes with them."""
GRAIN = SAMPLE_RATE // 100
"""Samples that share one peak: 10 ms."""
DARK = 38
"""Luma up to which a point counts as black: a tenth of the way from black (16) to white (235)."""
BATCH = 32
"""Pictures that are compared at once."""
FAULTS_KEPT = 5
BUFFER = 1 << 20
"""Bytes that the pipe from the decoder holds, where the system lets it: each waiting for the other costs time."""
FULL_SCALE = np.float32(1 / 32768)
STRICT = ("-err_detect:a", "explode", "-err_detect:v", "crccheck+bitstream+buffer+careful")
"""Faults are told, not passed over. Pictures do without `explode`: with several threads the H.264 decoder of FFmpeg 9
then takes the same damaged packet again and again, for ever."""

Array = np.ndarray[Any, np.dtype[Any]]

FIGURES = ("I", "true_peak")
"""What the meter's summary rounds too coarsely, by its own names."""
PEAK_METER = METER.split(",")[0].replace("ebur128=", "ebur128=peak=true:")
_FAULT = re.compile(r"^(?:\[[^\]]*\] )*\[(?:error|fatal|panic)\] (.+)$|^.*\[warning\] (.*corrupt.*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureSurvey:
    """What was measured on every picture."""

    times: Array
    """Seconds from the file's start."""
    changes: Array
    """Mean difference in luma (0 to 255) from the picture before; 0 of the first."""
    lit: Array
    """Share of the picture that is not black, 0 to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundSurvey:
    """What was measured on the sound."""

    peaks: Array
    """The highest sample of every grain from the file's start, full scale at 1."""
    samples: int
    """Its length, at 48 kHz."""
    measures: Measures
    windows: tuple[Array, ...]
    """The stretches that were asked for, both channels as one; silence where there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What was found by decoding a file."""

    picture: PictureSurvey | None
    sound: SoundSurvey | None
    faults: tuple[str, ...]
    """Errors that the decoder reported, in its log; the first few."""


@dataclass(slots=True)
class _PictureCollector:
    """Takes pictures in and compares them, a batch at a time."""

    times: list[float] = field(default_factory=list)
    waiting: list[bytes] = field(default_factory=list)
    changes: list[Array] = field(default_factory=list)
    lit: list[Array] = field(default_factory=list)
    last: Array | None = None

    def take(self, time: float, picture: bytes) -> None:
        self.times.append(time)
        self.waiting.append(picture)
        if len(self.waiting) == BATCH:
            self.compare()

    def compare(self) -> None:
        if not self.waiting:
            return
        points = np.frombuffer(b"".join(self.waiting), np.uint8).reshape(len(self.waiting), -1)
        before = np.concatenate(((points if self.last is None else self.last)[:1], points[:-1]))
        # The larger less the smaller: differences of bytes that stay bytes.
        apart = np.maximum(points, before) - np.minimum(points, before)
        self.changes.append(apart.mean(axis=1, dtype=np.float32))
        self.lit.append((points > DARK).mean(axis=1, dtype=np.float32))
        self.last = points[-1:].copy()
        self.waiting.clear()

    def result(self) -> PictureSurvey | None:
        self.compare()
        if not self.times:
            return None
        return PictureSurvey(
            times=np.array(self.times), changes=np.concatenate(self.changes), lit=np.concatenate(self.lit)
        )


@dataclass(slots=True)
class _SoundCollector:
    """Takes samples in, each at the place of its timestamp."""

    wanted: Sequence[tuple[int, int]]
    peaks: Array = field(default_factory=lambda: np.zeros(1 << 12, np.float32))
    samples: int = 0
    windows: list[Array] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.windows = [np.zeros(stop - start, np.float32) for start, stop in self.wanted]

    def take(self, start: int, block: Array) -> None:
        """Samples of 16 bits, both channels, that begin at sample `start`."""
        stop = start + len(block)
        first, last = start // GRAIN, -(-stop // GRAIN)
        while last > len(self.peaks):
            self.peaks = np.concatenate((self.peaks, np.zeros_like(self.peaks)))
        whole = block
        if start % GRAIN or stop % GRAIN:
            whole = np.zeros(((last - first) * GRAIN, 2), np.int16)
            whole[start - first * GRAIN : stop - first * GRAIN] = block
        grains = whole.reshape(last - first, -1)
        # Not the absolute values: the lowest number of 16 bits has none.
        peaks = np.maximum(grains.max(axis=1), -(grains.min(axis=1).astype(np.int32)))
        here = self.peaks[first:last]
        np.maximum(here, peaks * FULL_SCALE, out=here)
        self.samples = max(self.samples, stop)
        for (begin, end), window in zip(self.wanted, self.windows, strict=True):
            low, high = max(begin, start), min(end, stop)
            if low < high:
                window[low - begin : high - begin] = block[low - start : high - start].mean(axis=1) * FULL_SCALE

    def result(self, log: str, figures: str) -> SoundSurvey | None:
        if not self.samples:
            return None
        integrated, peak = integrated_in(figures), re.findall(r"r128\.true_peak=(\S+)", figures)
        level = decibels(float(peak[-1])) if peak else -np.inf
        measures = Measures(
            integrated=None if integrated is None else hundredths(integrated),
            true_peak=hundredths(level) if np.isfinite(level) else None,
            range=None if integrated is None else range_in(log),
        )
        peaks = self.peaks[: -(-self.samples // GRAIN)].copy()
        return SoundSurvey(peaks=peaks, samples=self.samples, measures=measures, windows=tuple(self.windows))


def survey(
    path: Path,
    *,
    windows: Sequence[tuple[int, int]] = (),
    stretch: tuple[Fraction, Fraction] | None = None,
    only: Literal["picture", "sound"] | None = None,
    strict: bool = True,
    video: VideoInfo | None = None,
    unedited: bool = False,
) -> Survey:
    """Decode a file's picture (no cover) and its first sound once, from end to end.

    `windows` are stretches of samples at 48 kHz, from and up to, whose sound is kept. `stretch` takes only so many
    seconds from a moment on, and times then count from there; `only` leaves the other half undecoded. `strict` has the
    decoder report every error, which is right for files of our own and too much for others. Of a `video` with
    transparent parts, what is hidden under them is black. `unedited` reads all of a recording, whatever its edit lists
    play. Costs little more than decoding alone. Raises MediaError when the file cannot be opened, or holds nothing that
    was asked for.
    """
    pictures, sound = _PictureCollector(), _SoundCollector(windows)
    log: list[str] = []
    with tempfile.TemporaryDirectory(prefix="voicehall-") as folder:
        command = _command(path, Path(folder), stretch, only, strict=strict, video=video, unedited=unedited)
        with reading(command, log=log) as pipe:
            _collect(pipe, pictures, sound)
        figures = "".join(file.read_text() for file in Path(folder).iterdir())
    result = Survey(
        picture=pictures.result(),
        sound=sound.result(log[0], figures),
        faults=tuple(_faults(log[0])),
    )
    if result.picture is None and result.sound is None:
        raise MediaError(tr("nothing in '{name}' can be decoded", name=path.name), output=log[0])
    return result


def _command(
    path: Path,
    folder: Path,
    stretch: tuple[Fraction, Fraction] | None,
    only: str | None,
    *,
    strict: bool,
    video: VideoInfo | None,
    unedited: bool,
) -> Command:
    before = [*STRICT] if strict else []
    before += UNEDITED if unedited else ()
    if stretch:
        before += ["-ss", f"{float(stretch[0]):.6f}", "-t", f"{float(stretch[1]):.6f}"]
    # Figures go to files: among them on stderr, errors of the decoder would be lost.
    printed = (f"ametadata=print:key=lavfi.r128.{key}:file={_escaped(folder / key)}" for key in FIGURES)
    measure = ",".join(
        (PEAK_METER, *printed, f"aresample={SAMPLE_RATE}", "aformat=sample_fmts=s16:channel_layouts=stereo")
    )
    clear = "format=gbrap,premultiply=inplace=1," if video is not None and video.has_alpha else ""
    if video is not None and video.decoder:
        before += ["-c:v", video.decoder]
    sample = f"{clear}scale={SAMPLED_SIZE[0]}:{SAMPLED_SIZE[1]}:flags=neighbor:threads=1,format=gray"
    picture = (
        "-map", "0:V:0?", "-vf", sample, "-fps_mode", "passthrough", "-enc_time_base:v", "demux", "-c:v", "rawvideo",
    )  # fmt: skip
    sound = ("-map", "0:a:0?", "-af", measure, "-c:a", "pcm_s16le")
    return Command(
        doing=tr("decoding '{name}'", name=path.name),
        arguments=(
            "-loglevel", "level+info", *file_input(path, *before),
            # One thread for filters of next to nothing: handing them around costs more than their work.
            "-filter_threads", "1",
            *(picture if only != "sound" else ()), *(sound if only != "picture" else ()),
            "-f", "nut", "pipe:1",
        ),
        limit=6 * 3600,
    )  # fmt: skip


def _collect(pipe: IO[bytes], pictures: _PictureCollector, sound: _SoundCollector) -> None:
    _widen(pipe)
    # NUT: the one simple container that carries raw pictures and raw samples, each with its time.
    with contextlib.ExitStack() as stack:
        try:
            container = stack.enter_context(av.open(pipe, "r", format="nut", buffer_size=BUFFER))
        except (av.error.InvalidDataError, av.error.EOFError):
            # Where the decoder gave nothing, its own log says more than that there is nothing.
            return
        films = {stream.index for stream in container.streams.video}
        for number, packet in enumerate(container.demux()):
            if number % 256 == 0:
                check_stop()
            if packet.pts is None or not packet.size:
                continue
            # Whole numbers: fractions would cost more than comparing the picture.
            base = packet.time_base
            if packet.stream_index in films:
                pictures.take(packet.pts * base.numerator / base.denominator, bytes(packet))
            else:
                samples = np.frombuffer(memoryview(packet), "<i2").reshape(-1, 2)
                sound.take(max(0, packet.pts * base.numerator * SAMPLE_RATE // base.denominator), samples)


def _widen(pipe: IO[bytes]) -> None:
    with contextlib.suppress(ImportError, AttributeError, OSError):
        import fcntl

        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, BUFFER)


def _faults(log: str) -> list[str]:
    """The decoder's errors without the addresses of its parts; each kind once."""
    found = dict.fromkeys(re.sub(r"0x[0-9a-f]+", "", error or warning) for error, warning in _FAULT.findall(log))
    return list(found)[:FAULTS_KEPT]


def _escaped(path: Path) -> str:
    """A path as the value of a filter's option: once for the option, once for the graph."""
    value = re.sub(r"([\\':])", r"\\\1", str(path))
    return re.sub(r"([\\'\[\],;])", r"\\\1", value)
