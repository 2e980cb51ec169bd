"""Examining: truncated and damaged media are found, whole ones pass."""

import shutil
import time
from fractions import Fraction
from pathlib import Path

import av
import pytest

from pipeline.media.probe.damage import Damage
from pipeline.media.probe.probe import ProbeError, probe
from pipeline.media.qc.integrity import examine
from tests import sources
from tests.sources import numbered, regular, with_edits, with_hole

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

    assert examine(damaged, probe(damaged)) == [Damage(code="damaged-media", where="end", start=F(24, 5))]


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


NOISY = {"mp4": {}, "mkv": {}, "ts": {"start": F(3)}}


def noisy(kind: str) -> Path:
    """Ten seconds of pictures that fill their packets."""
    return numbered(f"noisy.{kind}", regular(25, 250), size=(640, 360), gop=25, **NOISY[kind])


@pytest.mark.parametrize("kind", NOISY)
def test_a_block_of_zeros_in_mid_file_is_found_with_its_time(kind):
    whole = noisy(kind)
    # Neither the beginning nor the middle nor the end: between 2.5 s and 4 s of ten.
    holed = sources.with_hole(whole, f"noisy-hole.{kind}", start=F(30, 100), stop=F(36, 100))

    info = probe(holed)
    (damage,) = examine(holed, info)

    assert (damage.code, damage.where) == ("damaged-media", "middle")
    assert damage.start is not None and damage.stop is not None
    assert 2 <= damage.start <= damage.stop <= 5
    assert examine(whole, probe(whole)) == []


@pytest.mark.parametrize("kind", ["mp4", "mkv"])
def test_bytes_of_something_else_in_mid_file_are_found(kind, tmp_path):
    data = bytearray(noisy(kind).read_bytes())
    at, length = len(data) * 3 // 10, len(data) // 20
    data[at : at + length] = bytes(range(1, 256)) * (length // 255) + b"\xff" * (length % 255)
    (tmp_path / f"over.{kind}").write_bytes(data)

    found = examine(tmp_path / f"over.{kind}", probe(tmp_path / f"over.{kind}"))

    assert [one.where for one in found] == ["middle"]


def test_damage_touches_only_what_shows_it():
    damage = Damage(code="damaged-media", where="middle", start=F(3), stop=F(4))

    assert damage.touches(F(0), None) and damage.touches(F(2), F(7, 2)) and damage.touches(F(4), None)
    assert not damage.touches(F(0), F(3)) and not damage.touches(F(5), None)


def test_the_last_pictures_are_decoded_however_far_their_keyframe():
    whole = numbered("examine-tail.mp4", regular(25, 100), gop=50, size=(640, 360))
    data = bytearray(whole.read_bytes())
    index = data.rindex(b"moov")
    with av.open(str(whole)) as file:
        packets = [packet for packet in file.demux(video=0) if packet.pos]
    last = packets[-2]
    data[last.pos + 5 : last.pos + last.size] = b"\x55" * (last.size - 5)
    assert last.pos < index
    path = sources.folder() / "examine-tail-damaged.mp4"
    path.write_bytes(data)

    assert examine(path, probe(path))


def holed() -> Path:
    """Damaged between 1.6 and 2.4 seconds."""
    whole = numbered("examine-edited.mp4", regular(25, 100), gop=5)
    return with_hole(whole, "examine-edited-hole.mp4", start=F(43, 100), stop=F(55, 100))


def test_damage_in_what_an_edit_list_leaves_out_is_none():
    assert found(holed()) == ["damaged-media"]
    assert found(with_edits(holed(), "examine-left-out.mp4", {"video": [(1, 0, 1), (1, 3, 1)]})) == []


@pytest.mark.parametrize("at", [F(3, 2), F(7, 4)])
def test_damage_in_what_an_edit_list_plays_is_told_at_its_time_there(at):
    path = with_edits(holed(), f"examine-played-{at.denominator}.mp4", {"video": [(2, 3, 0), (1, at, 1), (1, 3, 1)]})

    damages = examine(path, probe(path))

    assert [damage.code for damage in damages] == ["damaged-media"]
    assert damages[0].start is not None and damages[0].stop is not None
    assert 2 <= damages[0].start < damages[0].stop <= 3
