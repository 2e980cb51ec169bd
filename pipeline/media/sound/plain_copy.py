"""Plain copies: sound that ffmpeg does not read in one go, as a file that it does, for as long as it is needed."""

import contextlib
import tempfile
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from pipeline.media.ffmpeg import Command, file_input, run, writing
from pipeline.media.probe.sound_tracks import UNTIMED
from pipeline.media.sound.pcm import STEREO, blocks_of, pcm_of, placed
from pipeline.media.sound.silk import decode_silk
from pipeline.messages import tr
from pipeline.model.media import MediaInfo, Medium
from pipeline.timebase import SAMPLE_RATE, seconds_to_samples

FLOATS = ("-f", "f32le", "-ar", str(SAMPLE_RATE), "-ch_layout", "stereo", "-i", "pipe:0")
SECONDS = 6 * 3600
"""After which making a copy is given up."""


def needs_copy(info: MediaInfo) -> bool:
    audio = info.audio
    return audio is not None and (info.format == "silk" or bool(audio.parts) or audio.changing)


@contextlib.contextmanager
def plain_copy(medium: Medium) -> Iterator[tuple[Path, Fraction]]:
    """The copy, and the timestamp in it at the file's start.

    Raises MediaError when the file cannot be decoded.
    """
    with tempfile.TemporaryDirectory(prefix="voicehall-") as folder:
        audio = medium.info.audio
        assert audio is not None
        if medium.info.format == "silk":
            copy = Path(folder, "sound.wav")
            decode_silk(medium.path, to=copy)
            yield copy, Fraction(0)
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
    doing = tr("reading the parts of '{name}'", name=medium.path.name)
    arguments = (*FLOATS, "-c:a", "pcm_f32le", "-f", "w64", f"file:{to}")
    with writing(Command(doing=doing, arguments=arguments, limit=SECONDS)) as pipe, contextlib.ExitStack() as stack:
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


def _convert(medium: Medium, *, to: Path, stretch: tuple[int, int] | None = None) -> None:
    """At 48 kHz in stereo: however often the format changes, each piece stays at its time.

    NUT keeps timestamps; in Wave64 one sample follows the other.
    """
    assert medium.info.audio is not None
    track = 0 if stretch else medium.info.audio.track - 1
    arguments = (
        *file_input(medium.path, "-threads", "1", "-copyts", stretch=stretch), "-map", f"0:a:{track}",
        "-af", f"aresample={SAMPLE_RATE}:{STEREO}", "-threads", "1", "-c:a", "pcm_f32le",
        "-f", to.suffix[1:], f"file:{to}",
    )  # fmt: skip
    run(Command(doing=tr("decoding the sound of '{name}'", name=medium.path.name), arguments=arguments, limit=SECONDS))
