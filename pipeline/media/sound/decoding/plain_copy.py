"""Plain copies: sound that ffmpeg does not read in one go, as a file that it does, for as long as it is needed."""

import contextlib
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import IO

from pipeline.media.ffmpeg import UNEDITED, Command, file_input, run, writing
from pipeline.media.probe.sound_tracks import UNTIMED
from pipeline.media.sound.decoding.pcm import BLOCK, FRAME_BYTES, LEAD, STEREO, blocks_of, pcm_of, placed
from pipeline.media.sound.decoding.silk import decode_silk
from pipeline.messages import tr
from pipeline.model.edits import length_of, parts_of
from pipeline.model.media import MediaInfo, Medium
from pipeline.timebase import SAMPLE_RATE, seconds_to_samples

FLOATS = ("-f", "f32le", "-ar", str(SAMPLE_RATE), "-ch_layout", "stereo", "-i", "pipe:0")
SECONDS = 6 * 3600
"""After which making a copy is given up."""

Stretch = tuple[Fraction, Fraction]
"""From and to, in seconds."""


def needs_copy(info: MediaInfo) -> bool:
    audio = info.audio
    return audio is not None and (info.format == "silk" or bool(audio.parts) or audio.changing or info.edited)


@contextlib.contextmanager
def plain_copy(medium: Medium, stretch: Stretch | None = None) -> Iterator[tuple[Path, Fraction]]:
    """The copy, and the timestamp in it at the file's start.

    Of an edited file the copy begins and ends with `stretch`. Raises MediaError when the file cannot be decoded.
    """
    with tempfile.TemporaryDirectory(prefix="voicehall-") as folder:
        audio = medium.info.audio
        assert audio is not None
        if medium.info.format == "silk":
            copy = Path(folder, "sound.wav")
            decode_silk(medium.path, to=copy)
            yield copy, Fraction(0)
        elif medium.info.edited:
            copy = Path(folder, "sound.w64")
            first, last = stretch or (Fraction(0), audio.end)
            _edit(medium, seconds_to_samples(first), seconds_to_samples(last), to=copy)
            yield copy, -Fraction(seconds_to_samples(first), SAMPLE_RATE)
        elif audio.parts:
            copy = Path(folder, "sound.w64")
            _join(medium, to=copy)
            yield copy, Fraction(0)
        elif medium.info.format in UNTIMED:
            copy = Path(folder, "sound.w64")
            _convert(medium, to=copy)
            yield copy, Fraction(0)
        else:
            copy = Path(folder, "sound.nut")
            _convert(medium, to=copy)
            yield copy, medium.info.start


def _join(medium: Medium, *, to: Path) -> None:
    """All parts one behind the other, each of its promised length."""
    assert medium.info.audio is not None
    with writing(_to_wave64(medium, to)) as pipe, contextlib.ExitStack() as stack:
        for index, part in enumerate(medium.info.audio.parts):
            piece = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=to.parent)), f"{index}.nut")
            _convert(medium, to=piece, stretch=(part.first, part.stop))
            samples = seconds_to_samples(part.duration)
            filters = [*placed(Fraction(0), None), f"atrim=end_sample={samples}"]
            with pcm_of(piece, ["-copyts"], filters, samples, None) as pcm:
                for block in blocks_of(pcm):
                    pipe.write(block.data)
            pipe.write(bytes(8 * (samples - pcm.samples)))
            piece.unlink()


def _to_wave64(medium: Medium, to: Path) -> Command:
    doing = tr("reading the parts of '{name}'", name=medium.path.name)
    return Command(doing=doing, arguments=(*FLOATS, "-c:a", "pcm_f32le", "-f", "w64", f"file:{to}"), limit=SECONDS)


@dataclass(slots=True)
class _Written:
    """Samples that go into a pipe one after the other."""

    pipe: IO[bytes]
    samples: int = 0

    def add(self, data: bytes) -> None:
        self.pipe.write(data)
        self.samples += len(data) // FRAME_BYTES

    def silence_until(self, samples: int) -> None:
        while self.samples < samples:
            self.add(bytes(FRAME_BYTES * min(samples - self.samples, BLOCK)))


def _edit(medium: Medium, first: int, last: int, *, to: Path) -> None:
    """The sound between two samples as its edits play it, silent where they play nothing."""
    audio = medium.info.audio
    assert audio is not None
    source, track = medium.path, audio.track
    options: tuple[str, ...] = UNEDITED
    if audio.changing:
        source, track, options = to.with_name("recording.nut"), 1, ()
        _convert(medium, to=source)
    last = min(last, seconds_to_samples(length_of(audio.edits)))
    with writing(_to_wave64(medium, to)) as pipe:
        written = _Written(pipe)
        for part in parts_of(audio.edits):
            # Counted from the file's start, so that roundings do not add up.
            played = seconds_to_samples(part.start)
            begin, stop = max(played, first), min(seconds_to_samples(part.stop), last)
            if part.held or begin >= stop:
                continue
            written.silence_until(begin - first)
            at = part.at + Fraction(begin - played, SAMPLE_RATE)
            early = max(at - LEAD, Fraction(0))
            before = [*options, "-copyts", "-noaccurate_seek", *(["-ss", f"{float(early):.6f}"] if early else [])]
            filters = placed(medium.info.start + at, None if audio.changing else audio)
            filters.append(f"atrim=end_sample={stop - begin}")
            with pcm_of(source, before, filters, stop - begin, None, track=track) as pcm:
                for block in blocks_of(pcm):
                    written.add(block.tobytes())
            written.silence_until(stop - first)
        # At least something: what holds no sample at all is not opened.
        written.silence_until(max(last - first, 1))


def _convert(medium: Medium, *, to: Path, stretch: tuple[int, int] | None = None) -> None:
    """At 48 kHz in stereo: however often the format changes, each piece stays at its time.

    NUT keeps timestamps; in Wave64 one sample follows the other.
    """
    assert medium.info.audio is not None
    track = 0 if stretch else medium.info.audio.track - 1
    unedited = UNEDITED if medium.info.edited else ()
    arguments = (
        *file_input(medium.path, "-threads", "1", "-copyts", *unedited, stretch=stretch), "-map", f"0:a:{track}",
        "-af", f"aresample={SAMPLE_RATE}:{STEREO}", "-threads", "1", "-c:a", "pcm_f32le",
        "-f", to.suffix[1:], f"file:{to}",
    )  # fmt: skip
    run(Command(doing=tr("decoding the sound of '{name}'", name=medium.path.name), arguments=arguments, limit=SECONDS))
