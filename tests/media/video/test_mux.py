"""Joined files hold exactly the frames and sounds of their pieces, on time, with chapters, cues, tags and cover."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cache
from io import BytesIO
from pathlib import Path

import av
import pytest
from mutagen.mp4 import MP4
from PIL import Image

from pipeline.errors import MediaError
from pipeline.media import ffmpeg
from pipeline.media.qc.mp4 import layout_of
from pipeline.media.video import x264
from pipeline.media.video.mux import join_mp4
from pipeline.media.video.packets import Piece
from pipeline.media.video.stills import encode_still
from pipeline.model.captions import Cue
from pipeline.model.programme import ProgrammeChapter, Stamp
from pipeline.model.rendition import Picture
from tests import sources

PAL = Picture(width=160, height=90, rate=Fraction(25), preset="superfast")
NTSC = replace(PAL, rate=Fraction(30000, 1001))


def moving(frames: int, picture: Picture = PAL, source: str = "testsrc2") -> Piece:
    return Piece(path=_moving(frames, picture, source), frames=frames, still=False)


def still(frames: int, picture: Picture = PAL, seed: int = 1) -> Piece:
    return Piece(path=_still(picture, seed), frames=frames, still=True)


def stamp(frames: int, rate: Fraction = PAL.rate, **changed: object) -> Stamp:
    end = round(frames * 1000 / rate)
    standard = Stamp(
        series_id="lieshita", number=12, total=80, title="毛泽建：巾帼英烈", series="烈士塔下颂英烈", artist="开福区",
        date=date(2022, 3, 31), language="zh-CN", category="党性教育", summary="一生\n第二行",
        chapters=(ProgrammeChapter(start=0, stop=end, title="片头"),), cues=(), duration=frames / rate,
    )  # fmt: skip
    return replace(standard, **changed)


def joined(
    pieces: Sequence[Piece],
    to: Path,
    *,
    picture: Picture = PAL,
    stamped: Stamp | None = None,
    cover: bytes | None = None,
) -> Path:
    frames = sum(piece.frames for piece in pieces)
    join_mp4(
        pieces,
        rate=picture.rate,
        sound=_sound(round(frames * 48_000 / picture.rate)),
        stamp=stamped or stamp(frames, picture.rate),
        metadata={"title": "毛泽建：巾帼英烈", "track": "12/80", "album": "烈士塔下颂英烈"},
        cover=cover,
        to=to,
    )
    return to


@pytest.mark.parametrize("picture", [PAL, NTSC], ids=["25", "30000/1001"])
def test_frames_are_those_of_the_pieces_in_order(picture, tmp_path):
    pieces = [
        still(51, picture), moving(37, picture), moving(1, picture, "mandelbrot"), still(1, picture, seed=2),
        still(301, picture, seed=3), moving(80, picture, "mandelbrot"), still(3, picture), still(2, picture, seed=2),
    ]  # fmt: skip

    film = joined(pieces, tmp_path / "片 子.mp4", picture=picture)

    expected = [shown for piece in pieces for shown in _frames_of(piece)]
    assert _frames_strictly(film) == expected


@pytest.mark.parametrize("picture", [PAL, NTSC], ids=["25", "30000/1001"])
def test_times_stand_on_the_grid(picture, tmp_path):
    film = joined(
        [moving(40, picture), still(400, picture), moving(37, picture)], tmp_path / "film.mp4", picture=picture
    )

    with av.open(film) as file:
        stream = file.streams.video[0]
        packets = [packet for packet in file.demux(stream) if packet.size]
        tick = 1 / picture.rate
        assert [packet.dts * packet.time_base for packet in packets] == [(i - 2) * tick for i in range(477)]
        assert sorted(packet.pts * packet.time_base for packet in packets) == [i * tick for i in range(477)]
        assert all(packet.pts >= packet.dts for packet in packets)
        assert stream.average_rate == picture.rate
        assert stream.duration * stream.time_base == 477 * tick


@pytest.mark.parametrize("frames", [25, 100, 107, 299])
def test_sound_ends_with_the_picture(frames, tmp_path):
    film = joined([still(frames)], tmp_path / "film.mp4")

    with av.open(film) as file:
        voice = file.streams.audio[0]
        packets = [packet for packet in file.demux(voice) if packet.size]
        assert packets[0].pts == -1024, "the encoder's lead-in stands before the start"
        assert (packets[-1].pts + packets[-1].duration) * voice.time_base == Fraction(frames, 25)
        assert file.duration == frames * 40_000
    samples, start = sources.samples_of(film)
    assert start == 0
    assert samples.shape[1] == pytest.approx(frames * 1920, abs=1024)


def test_picture_and_sound_stay_together(tmp_path):
    flashing = sources.flash_and_beep("flash join.mp4", 4)
    picture = Picture(width=320, height=180, rate=Fraction(25))
    _encode(("-i", str(flashing), "-vf", x264.COLOUR_FILTER), picture, tmp_path / "moving")
    _aac(("-i", str(flashing)), tmp_path / "sound")

    join_mp4(
        [Piece(path=tmp_path / "moving", frames=100, still=False)],
        rate=picture.rate, sound=tmp_path / "sound", stamp=stamp(100), metadata={}, cover=None,
        to=tmp_path / "film.mp4",
    )  # fmt: skip

    flashes, beeps = sources.flashes_in(tmp_path / "film.mp4"), sources.beeps_in(tmp_path / "film.mp4")
    assert flashes == [1, 2, 3]
    assert [float(beep) for beep in beeps] == pytest.approx([1, 2, 3], abs=0.002)


def test_the_same_pieces_are_the_same_bytes(tmp_path):
    pieces = [still(40), moving(37)]

    one, two = (joined(pieces, tmp_path / name, cover=_jpeg()).read_bytes() for name in ("one.mp4", "two.mp4"))

    assert one == two
    assert b"Lavf" not in one


def test_index_comes_first_and_colour_is_said(tmp_path):
    data = joined([still(40)], tmp_path / "film.mp4").read_bytes()

    assert 0 < data.index(b"moov") < data.index(b"mdat")
    assert b"colrnclx\x00\x01\x00\x01\x00\x01\x00" in data


def test_chapters_in_both_lists(tmp_path):
    long = "长" * 100
    edges = [(0, 2000, "片头"), (2000, 2500, long), (2500, 4000, "#1; a=b\\")]
    chapters = tuple(ProgrammeChapter(start=start, stop=stop, title=title) for start, stop, title in edges)

    film = joined([still(100)], tmp_path / "film.mp4", stamped=stamp(100, chapters=chapters))

    expected = [(0, "片头"), (2, long[:85]), (2.5, "#1; a=b\\")]
    with av.open(film) as file:
        read = [(chapter["start"] * chapter["time_base"], chapter["metadata"]["title"]) for chapter in file.chapters()]
    assert read == expected
    assert [(chapter.start, chapter.title) for chapter in MP4(film).chapters] == expected


def test_cues_become_a_track_of_text(tmp_path):
    cues = (
        Cue(start=400, stop=1200, text="第一句 <i> & {x}\n第二行"),
        Cue(start=1200, stop=1800, text="第二句"),
        Cue(start=3000, stop=3500, text="终"),
    )

    film = joined([still(100)], tmp_path / "film.mp4", stamped=stamp(100, cues=cues))

    with av.open(film) as file:
        stream = file.streams.subtitles[0]
        shown = [
            (packet.pts, packet.duration, bytes(packet)[2:].decode())
            for packet in file.demux(stream)
            if packet.size > 2
        ]
    assert shown == [(cue.start, cue.stop - cue.start, cue.text) for cue in cues]
    call = ("-i", str(film), "-map", "0:s", str(tmp_path / "read.srt"))
    ffmpeg.run(ffmpeg.Command(doing="reading cues", limit=20, arguments=call))
    assert "00:00:01,200 --> 00:00:01,800\n第二句" in (tmp_path / "read.srt").read_text()


def test_every_track_says_its_language(tmp_path):
    cues = (Cue(start=0, stop=1000, text="字"),)

    film = joined([still(100)], tmp_path / "film.mp4", stamped=stamp(100, cues=cues))

    with av.open(film) as file:
        assert {(stream.type, stream.language) for stream in file.streams} == {
            ("video", "zho"), ("audio", "zho"), ("subtitle", "zho"), ("data", "zho"),
        }  # fmt: skip


def test_tags_and_cover(tmp_path):
    film = joined([still(50)], tmp_path / "film.mp4", cover=_jpeg())

    tags = MP4(film).tags
    assert (tags["\xa9nam"], tags["\xa9alb"], tags["trkn"]) == (["毛泽建：巾帼英烈"], ["烈士塔下颂英烈"], [(12, 80)])
    assert bytes(tags["covr"][0]) == _jpeg()


def test_sound_alone(tmp_path):
    join_mp4(
        [], rate=PAL.rate, sound=_sound(192_000), stamp=stamp(100), metadata={"title": "声音"}, cover=_jpeg(),
        to=tmp_path / "programme.m4a",
    )  # fmt: skip

    with av.open(tmp_path / "programme.m4a") as file:
        assert [chapter["metadata"]["title"] for chapter in file.chapters()] == ["片头"]
        assert file.duration == 4_000_000
    tags = MP4(tmp_path / "programme.m4a").tags
    assert (tags["\xa9nam"], bytes(tags["covr"][0])) == (["声音"], _jpeg())
    assert (tmp_path / "programme.m4a").read_bytes()[4:12] == b"ftypM4A "


@pytest.mark.parametrize("frames", [36, 38])
def test_a_piece_of_another_length_is_named(frames, tmp_path):
    wrong = replace(moving(37), frames=frames)

    with pytest.raises(MediaError, match=rf"moving-37.* does not hold its {frames} frames: 37 were found"):
        joined([still(10), wrong], tmp_path / "film.mp4")


def test_a_piece_encoded_otherwise_is_named(tmp_path):
    other = still(10, replace(PAL, width=176))

    with pytest.raises(MediaError, match=r"still.*176.* was encoded with other settings"):
        joined([still(10), other], tmp_path / "film.mp4")


def test_a_piece_at_another_rate_is_named(tmp_path):
    other = moving(10, NTSC)

    with pytest.raises(MediaError, match=r"moving-10.* was encoded with other settings"):
        joined([moving(10), other], tmp_path / "film.mp4")


def test_a_damaged_piece_is_named(tmp_path):
    (tmp_path / "damaged").write_bytes(moving(37).path.read_bytes()[:3000])

    with pytest.raises(MediaError, match="damaged' is not an encoded piece of video"):
        joined([Piece(path=tmp_path / "damaged", frames=37, still=False)], tmp_path / "film.mp4")


def test_a_folder_that_is_not_there_is_the_systems_error(tmp_path):
    with pytest.raises(FileNotFoundError):
        joined([still(10)], tmp_path / "nowhere" / "film.mp4")


def _frames_strictly(path: Path) -> list[str]:
    """Hashes of all frames, by the binary and refusing the slightest fault."""
    to = path.with_suffix(".md5")
    call = ("-xerror", "-err_detect", "explode", "-i", f"file:{path}", "-map", "0:v:0", "-f", "framemd5", str(to))
    said = ffmpeg.run(ffmpeg.Command(doing="decoding", limit=60, arguments=call))
    assert "error" not in said.lower()
    return [line.rsplit(",", 1)[1].strip() for line in to.read_text().splitlines() if not line.startswith("#")]


def _frames_of(piece: Piece) -> list[str]:
    shown = _frames_strictly(piece.path)
    return shown[:1] * piece.frames if piece.still else shown


@cache
def _moving(frames: int, picture: Picture, source: str) -> Path:
    to = sources.folder() / f"moving-{frames}-{picture.rate.denominator}-{source}.mp4"
    lavfi = f"{source}=size={picture.width}x{picture.height}:rate={picture.rate}"
    _encode(("-f", "lavfi", "-i", lavfi, "-vf", x264.COLOUR_FILTER, "-frames:v", str(frames)), picture, to)
    return to


def _encode(before: Sequence[str], picture: Picture, to: Path) -> None:
    call = (*before, "-an", *x264.arguments(picture), "-threads", "1", "-f", "mp4", f"file:{to}")
    ffmpeg.run(ffmpeg.Command(doing="encoding a test piece", limit=60, arguments=call))


@cache
def _still(picture: Picture, seed: int) -> Path:
    to = sources.folder() / f"still-{picture.width}-{picture.rate.denominator}-{seed}.mp4"
    encode_still(Image.fromarray(sources.photo_pixels((picture.width, picture.height), seed=seed)), picture, to=to)
    return to


@cache
def _sound(samples: int) -> Path:
    to = sources.folder() / f"sound-{samples}.m4a"
    _aac(("-f", "lavfi", "-i", f"sine=sample_rate=48000,atrim=end_sample={samples}"), to)
    return to


def _aac(before: Sequence[str], to: Path) -> None:
    call = (*before, "-vn", "-c:a", "aac", "-aac_coder", "fast", "-f", "ipod", f"file:{to}")
    ffmpeg.run(ffmpeg.Command(doing="encoding test sound", limit=60, arguments=call))


@cache
def _jpeg() -> bytes:
    file = BytesIO()
    Image.fromarray(sources.photo_pixels((64, 64))).save(file, "JPEG")
    return file.getvalue()


def test_players_begin_at_idr_pictures_only(tmp_path: Path):
    """In the baseline x264 calls an early change of scene a refresh, which is no IDR picture."""
    picture = replace(PAL, profile="baseline")
    scenes = ("-f", "lavfi", "-i", "color=black:s=160x90:r=25:d=0.04[a];testsrc2=s=160x90:r=25[b];[a][b]concat")
    piece = Piece(path=tmp_path / "piece.mp4", frames=50, still=False)
    _encode((*scenes, "-vf", x264.COLOUR_FILTER, "-frames:v", "50"), picture, piece.path)
    with av.open(str(piece.path)) as film:
        assert [packet.pts is not None for packet in film.demux(video=0) if packet.is_keyframe] == [True, True]

    track = layout_of(joined([piece], tmp_path / "a.mp4", picture=picture)).track("vide")

    assert track is not None
    assert (track.refreshes, track.closed) == (1, True)
