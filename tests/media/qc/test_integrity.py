"""Examining: truncated and damaged media are found, whole ones pass."""

import shutil
import time
from fractions import Fraction
from pathlib import Path

import av
import pytest

from pipeline.media.probe.probe import ProbeError, probe
from pipeline.media.qc.integrity import Damage, examine
from tests import sources
from tests.sources import numbered, regular

F = Fraction
LONG = regular(25, 150)


def found(path: Path) -> list[str]:
    try:
        return [damage.code for damage in examine(path, probe(path))]
    except ProbeError as error:
        return [error.code]


def streamable(source: Path, name: str) -> Path:
    """The same packets with the index in front, as files for the web have it."""
    path = sources.folder() / name
    with av.open(str(source)) as file, av.open(str(path), "w", options={"movflags": "faststart"}) as output:
        streams = {stream.index: output.add_stream_from_template(stream) for stream in file.streams}
        for packet in file.demux():
            if packet.dts is not None:
                packet.stream = streams[packet.stream_index]
                output.mux(packet)
    return path


SOURCES = {
    "mp4": lambda: streamable(numbered("examine.mp4", LONG, sound=-20), "examine-front.mp4"),
    "mkv": lambda: numbered("examine.mkv", LONG, sound=-20),
    "avi": lambda: numbered("examine.avi", LONG, codec="mpeg4", time_base=F(1, 25)),
    "wav": lambda: sources.tone("examine.wav", F(5)),
    "mp3": lambda: sources.tone("examine.mp3", F(5)),
    "flac": lambda: sources.tone("examine.flac", F(5)),
    "opus": lambda: sources.tone("examine.opus", F(5)),
}


@pytest.mark.parametrize("kind", SOURCES)
def test_a_whole_file_passes_and_the_same_cut_short_does_not(kind):
    whole = SOURCES[kind]()

    assert found(whole) == []
    assert "truncated-media" in found(sources.truncated(whole, f"cut.{kind}", kept=F(6, 10)))


@pytest.mark.parametrize(
    "make",
    [
        lambda: numbered("examine.ts", LONG, start=F(3), sound=-20),
        lambda: numbered("examine.webm", regular(25, 25), codec="libvpx-vp9", sound=-20),
        lambda: numbered("examine-short.mp4", regular(25, 2)),
        lambda: numbered("examine-quiet-end.mp4", LONG, sound=-20, sound_start=F(-3)),
        lambda: sources.tone("examine-8k.wav", F(1, 10), rate=8000, channels=1),
        lambda: sources.surround(),
        lambda: sources.animated_gif(),
        lambda: sources.photo(),
        lambda: sources.photo("examine.png"),
    ],
)
def test_other_whole_files_pass(make):
    assert found(make()) == []


def test_an_end_that_cannot_be_decoded():
    whole = streamable(numbered("examine.mp4", LONG, sound=-20), "examine-front.mp4")
    damaged = sources.with_hole(whole, "damaged-end.mp4", start=F(8, 10), stop=F(1))

    assert examine(damaged, probe(damaged)) == [Damage(code="damaged-media", where="end")]


@pytest.mark.parametrize("name", ["examine.jpg", "examine.png"])
def test_a_picture_cut_short(name):
    cut = sources.truncated(sources.photo(name), f"cut-{name}", kept=F(1, 2))

    assert found(cut) == ["broken-picture"]


def test_a_long_gop_does_not_make_it_slow(tmp_path):
    path = Path(shutil.copy(numbered("examine-gop.mp4", regular(25, 250), gop=250, size=(640, 360)), tmp_path))
    info = probe(path)
    begun = time.process_time()

    assert examine(path, info) == []
    assert time.process_time() - begun < 0.5
