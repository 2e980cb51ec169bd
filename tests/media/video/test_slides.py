"""Slides: each stands for its frames to the pixel, at the cost of what changes; wherever one seeks to."""

from fractions import Fraction
from hashlib import sha256
from pathlib import Path

import av
import pytest
from PIL import Image, ImageDraw

from pipeline.media.video import slides
from pipeline.media.video.packets import Piece, check_alike, video_packets
from pipeline.media.video.slides import Slide, encode_slides
from pipeline.media.video.stills import encode_still, to_frame
from pipeline.model.rendition import Picture
from tests import sources

PICTURE = Picture(width=320, height=180, rate=Fraction(25))
BASELINE = Picture(width=320, height=180, rate=Fraction(25), profile="baseline")


def shown(number: int) -> av.VideoFrame:
    """A photograph with a bar that grows."""
    image = Image.fromarray(sources.photo_pixels((320, 180)))
    ImageDraw.Draw(image).rectangle((20, 120, 30 + 12 * number, 150), fill=(230, 180, 60))
    return to_frame(image)


def film(*runs: tuple[int, int, bool]) -> list[Slide]:
    """(number, frames, refresh)"""
    return [Slide(frame=shown(number), frames=frames, refresh=refresh) for number, frames, refresh in runs]


def decoded(path: Path) -> list[str]:
    with av.open(str(path)) as file:
        return [sha256(frame.to_ndarray().tobytes()).hexdigest()[:8] for frame in file.decode(video=0)]


@pytest.mark.parametrize("picture", [PICTURE, BASELINE], ids=["high", "baseline"])
def test_every_picture_stands_for_its_frames(picture: Picture, tmp_path: Path):
    runs = ((0, 40, True), (1, 1, False), (2, 90, False), (3, 7, False), (4, 60, True), (5, 60, False))

    encode_slides(film(*runs), picture, to=tmp_path / "film")

    frames = decoded(tmp_path / "film")
    expected = [number for number, count, _ in runs for _ in range(count)]
    assert len(frames) == len(expected)
    assert len(set(frames)) == 6
    assert [frames.index(one) for one in dict.fromkeys(frames)] == [expected.index(number) for number in range(6)]


def test_it_looks_like_what_was_drawn(tmp_path: Path):
    encode_slides(film((0, 5, True), (9, 5, False)), PICTURE, to=tmp_path / "film")

    with av.open(str(tmp_path / "film")) as file:
        last = [frame.to_ndarray() for frame in file.decode(video=0)][-1]
    assert abs(last.astype(int) - shown(9).to_ndarray().astype(int)).mean() < 2.5


def test_what_changes_little_costs_little(tmp_path: Path):
    encode_slides(film((0, 100, True)), PICTURE, to=tmp_path / "still")
    encode_slides(film((0, 50, True), (1, 50, False)), PICTURE, to=tmp_path / "changed")

    still, changed = ((tmp_path / name).stat().st_size for name in ("still", "changed"))
    assert changed < still * 1.25


def test_a_refresh_stands_on_its_own(tmp_path: Path):
    encode_slides(film((0, 30, True), (1, 30, False), (2, 30, True), (3, 30, False)), PICTURE, to=tmp_path / "film")
    whole = decoded(tmp_path / "film")

    with av.open(str(tmp_path / "film")) as file:
        file.seek(int(70 / 25 * av.time_base), backward=True)
        packets = list(file.demux(video=0))
        first = next(iter(packets)).pts
        frames = [frame for packet in packets for frame in packet.decode()]
    assert [packet.is_keyframe for packet in packets if packet.size].count(True) == 1
    assert first is not None
    assert [sha256(frame.to_ndarray().tobytes()).hexdigest()[:8] for frame in frames] == whole[60:]


def test_it_joins_with_stills(tmp_path: Path):
    encode_still(Image.fromarray(sources.photo_pixels((320, 180))), PICTURE, to=tmp_path / "still")
    encode_slides(film((0, 30, True), (1, 30, False)), PICTURE, to=tmp_path / "film")
    pieces = [
        Piece(path=tmp_path / "still", frames=20, still=True),
        Piece(path=tmp_path / "film", frames=60, still=False),
    ]

    check_alike(pieces)

    with av.open(str(tmp_path / "out.mp4"), "w") as output, av.open(str(tmp_path / "still")) as template:
        stream = output.add_stream_from_template(template.streams.video[0], opaque=True)
        stream.time_base = Fraction(1, 25)
        for packet in video_packets(pieces, Fraction(25), stream):
            output.mux(packet)
    assert len(decoded(tmp_path / "out.mp4")) == 80


def test_the_same_pictures_give_the_same_bytes(tmp_path: Path):
    for name in ("one", "other"):
        encode_slides(film((0, 30, True), (1, 30, False)), PICTURE, to=tmp_path / name)

    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()


def test_without_frames_that_can_be_repeated_it_shows_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(slides, "tested_skip", lambda picture: None)

    encode_slides(film((0, 30, True), (1, 30, False), (2, 10, True)), PICTURE, to=tmp_path / "film")

    with av.open(str(tmp_path / "film")) as file:
        frames = [frame.to_ndarray().astype(int) for frame in file.decode(video=0)]
    assert len(frames) == 70
    for place, number in ((29, 0), (59, 1), (69, 2)):
        assert abs(frames[place] - shown(number).to_ndarray().astype(int)).mean() < 3
