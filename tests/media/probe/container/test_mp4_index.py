"""Edit lists: one part of a recording is played as it says, what cannot be played is refused."""

import struct
import subprocess
from fractions import Fraction

import pytest

from pipeline.media.ffmpeg import binary
from pipeline.media.probe.index import Catalogue
from pipeline.media.probe.probe import ProbeError, probe
from tests.sources import folder, joined, numbered, regular, with_edits

F = Fraction


def recording(name="edits.mp4"):
    return numbered(name, regular(25, 100), sound=-20)


REFUSED = {
    "twice as fast": ([(1, 0, 2)], "at another speed"),
    "a part twice as fast": ([(1, 0, 1), (1, 1, 2)], "at another speed"),
    "backwards": ([(1, 0, 1), (1, 1, -1)], "at another speed"),
    "more parts than are read at once": ([(F(1, 25), F(n, 25), 1) for n in range(33)], "from 33 parts"),
    "a picture that stands for days": ([(1, 0, 1), (90_000, 1, 0)], "longer than a day"),
    "no picture at all": ([(1, None, 1), (1, None, 1)], "plays none"),
}


@pytest.mark.parametrize("tracks", [("video", "audio"), ("video",)], ids="+".join)
@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_played_is_refused(case, tracks):
    edits, words = REFUSED[case]

    with pytest.raises(ProbeError, match=words) as caught:
        probe(with_edits(recording(), f"edits {case}.mp4", dict.fromkeys(tracks, edits)))

    assert caught.value.code == "unsupported-edits"


def test_parts_of_a_film_in_fragments_are_refused():
    fragments = folder() / "edits-fragments.mp4"
    whole = ["-c", "copy", "-movflags", "frag_keyframe+empty_moov+delay_moov", fragments]
    subprocess.run([binary(), "-v", "error", "-y", "-i", recording(), *whole], check=True)
    path = with_edits(fragments, "edits-in-fragments.mp4", {"video": [(1, 0, 1), (1, 3, 1)]})

    with pytest.raises(ProbeError, match="written in fragments") as caught:
        probe(path)

    assert caught.value.code == "unsupported-edits"


def test_one_part_of_a_recording():
    info = probe(
        with_edits(recording(), "edits-part.mp4", {track: [(2, F(33, 25), 1)] for track in ("video", "audio")})
    )

    assert info.video is not None and info.audio is not None
    assert (info.video.start, info.video.duration) == (0, 2)
    assert abs(info.audio.duration - 2) < F(1, 40)


def test_nothing_before_the_first_picture():
    late = with_edits(recording(), "edits-late.mp4", {"video": [(1, None, 1), (2, 1, 1)], "audio": [(3, 0, 1)]})
    info = probe(late)

    assert info.video is not None
    assert (info.video.start, info.video.duration, info.duration) == (1, 2, 3)


def test_tables_that_promise_more_than_the_file_holds_are_refused_at_once(tmp_path):
    data = recording().read_bytes()
    at = data.index(b"stsz") + 4
    (tmp_path / "absurd.mp4").write_bytes(data[: at + 4] + struct.pack(">II", 1, 80_000_000) + data[at + 12 :])

    with pytest.raises(ProbeError, match="promises more than the file can hold"):
        probe(tmp_path / "absurd.mp4")


def test_films_joined_byte_by_byte_are_refused():
    with pytest.raises(ProbeError, match="holds several films behind each other") as caught:
        probe(joined("edits-joined.mp4", recording(), recording()))

    assert caught.value.code == "several-films"


def test_long_sound_that_is_not_coded_has_many_samples(tmp_path):
    path = tmp_path / "long.mov"
    silence = ["-f", "lavfi", "-i", "anullsrc=r=96000:cl=mono", "-t", "110", "-c:a", "pcm_u8"]
    subprocess.run([binary(), "-v", "error", *silence, path], check=True)

    info = probe(path)

    assert info.audio is not None and info.audio.duration == 110


def test_edits_are_those_of_their_track_whatever_its_number(tmp_path):
    two = [(1, 0, 1), (1, 3, 1)]
    path = with_edits(recording(), "edits-numbers.mp4", {"video": two, "audio": [(3, 0, 1)]})
    data = bytearray(path.read_bytes())
    at = -1
    for number in (7, 3):
        at = data.index(b"tkhd", at + 1)
        data[at + 16 : at + 20] = struct.pack(">I", number)
    (tmp_path / "numbers.mp4").write_bytes(data)

    info = probe(tmp_path / "numbers.mp4")

    assert info.video is not None and info.audio is not None
    assert (info.video.duration, info.audio.duration) == (2, 3)
    assert [edit.duration for edit in info.video.edits] == [1, 1]


def test_the_catalogue_keeps_edits(tmp_path):
    path = with_edits(recording(), "edits-kept.mp4", {"video": [(1, 0, 1), (1, 3, 0)]})
    first = Catalogue(tmp_path / "catalogue.json")
    found = first.medium(path)
    first.save()

    assert Catalogue(tmp_path / "catalogue.json").medium(path).info == found.info
    assert found.edited and found.info.edited
