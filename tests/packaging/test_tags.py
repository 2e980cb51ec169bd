"""Tags, read back by the readers that people have."""

import io
import json
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import av
import pytest
from mutagen.id3 import ID3
from mutagen.mp4 import MP4
from mutagen.oggopus import OggOpus
from PIL import Image

from pipeline.errors import MediaError
from pipeline.media import ffmpeg
from pipeline.model.ai_content import implicit_label
from pipeline.model.programme import Levels, ProgrammeChapter, Stamp
from pipeline.packaging.tags import label_mp4, mp4_metadata, stamp_file
from tests import sources

STAMP = Stamp(
    series_id="lieshita",
    number=7,
    total=80,
    title="毛泽建：“巾帼”英烈 😀",
    series="烈士塔下颂英烈",
    artist="开福区委教育工委",
    date=date(2022, 3, 31),
    language="zh-CN",
    category="Podcast",
    summary="一位女战士\n的一生",
    chapters=(
        ProgrammeChapter(start=0, stop=700, title="片头"),
        ProgrammeChapter(start=700, stop=1999, title="第二章 <&>"),
    ),
    cues=(),
    duration=Fraction(2),
    guid="0b6f5c5e-8f3e-5d0e-9b39-0d5a3f1e7a40",
    speakers=("李明", "王芳"),
    tags=("党史", "英烈"),
)
LEVELS = Levels(integrated=Decimal("-16.02"), peak=Decimal("-2.1"))
BARE = Stamp(
    series_id="s", number=70_000, total=None, title="t", series="s", artist="a", date=None, language="", category="",
    summary="", chapters=(), cues=(), duration=Fraction(2),
)  # fmt: skip
HAS_MEDIAINFO = shutil.which("mediainfo") is not None


@pytest.fixture(scope="module")
def cover() -> bytes:
    file = io.BytesIO()
    Image.radial_gradient("L").convert("RGB").save(file, "JPEG")
    return file.getvalue()


@pytest.fixture
def sound(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """Two seconds of a tone, of the kind that the test names, with tags of its encoder."""
    path = tmp_path / f"001 声音{request.param}"
    source = ("-f", "lavfi", "-i", "sine=d=2:r=48000", "-metadata", "title=old", "-ac", "2", f"file:{path}")
    ffmpeg.run(ffmpeg.Command(doing="tone", arguments=source, limit=20))
    return path


def by_ffmpeg(path: Path) -> tuple[dict[str, str], list[tuple[int, int, str]]]:
    """Metadata and chapters (milliseconds) as FFmpeg's libraries read them; names in lower case."""
    with av.open(str(path)) as file:
        words = file.metadata | file.streams.audio[0].metadata
        chapters = [
            (round(c["start"] * c["time_base"] * 1000), round(c["end"] * c["time_base"] * 1000), c["metadata"]["title"])
            for c in file.chapters()
        ]
    return {name.lower(): text for name, text in words.items()}, chapters


def decoded(path: Path) -> bytes:
    with av.open(str(path)) as file:
        return b"".join(frame.to_ndarray().tobytes() for frame in file.decode(audio=0))


@pytest.mark.parametrize("sound", [".mp3", ".opus"], indirect=True)
def test_players_find_title_number_and_chapters(sound: Path, cover: bytes):
    before = decoded(sound)

    stamp_file(sound, STAMP, cover)

    words, chapters = by_ffmpeg(sound)
    assert words["title"] == STAMP.title
    assert words["artist"] == "开福区委教育工委"
    assert words["album"] == "烈士塔下颂英烈"
    assert words["track"] in ("7/80", "7")
    assert words["date"] == "2022-03-31"
    assert words["genre"] == "Podcast"
    assert words["comment"] == "一位女战士\n的一生"
    assert [(start, title) for start, _, title in chapters] == [(0, "片头"), (700, "第二章 <&>")]
    assert decoded(sound) == before


@pytest.mark.parametrize("sound", [".mp3", ".opus"], indirect=True)
def test_stamping_again_changes_nothing(sound: Path, cover: bytes):
    stamp_file(sound, STAMP, cover)
    once = sound.read_bytes()

    stamp_file(sound, STAMP, cover)

    assert sound.read_bytes() == once


@pytest.mark.parametrize("sound", [".mp3", ".opus"], indirect=True)
def test_nothing_of_the_last_stamp_is_left(sound: Path, cover: bytes):
    stamp_file(sound, STAMP, cover)
    stamp_file(sound, BARE, None)

    words, chapters = by_ffmpeg(sound)
    assert not {"date", "genre", "comment"} & set(words)
    assert words["title"] == "t"
    assert words["track"] == "70000"
    assert chapters == []
    assert cover not in sound.read_bytes()


@pytest.mark.parametrize("sound", [".mp3"], indirect=True)
def test_mp3_has_frames_of_the_older_version_only(sound: Path, cover: bytes):
    stamp_file(sound, STAMP, cover)

    tags = ID3(sound, translate=False)
    assert tags.version == (2, 3, 0)
    assert {"TIT2", "TPE1", "TALB", "TCON", "TRCK", "TLAN", "TYER", "TDAT"} <= set(tags)
    assert not {"TDRC", "TDRL"} & set(tags)
    assert (tags["TYER"].text, tags["TDAT"].text) == (["2022"], ["3103"])
    assert tags["TLAN"].text == ["zho"]
    assert tags["COMM::zho"].text == [STAMP.summary]
    assert tags["APIC:"].data == cover
    assert tags["CTOC:toc"].child_element_ids == ["chp0", "chp1"]
    assert (tags["CHAP:chp1"].start_time, tags["CHAP:chp1"].end_time) == (700, 1999)


@pytest.mark.parametrize("sound", [".mp3"], indirect=True)
def test_mp3_knows_who_it_is_and_how_loud(sound: Path, cover: bytes):
    stamp_file(sound, STAMP, cover, LEVELS)

    tags = ID3(sound, translate=False)
    assert tags["TGID"].text == [STAMP.guid]
    assert tags["UFID:voicehall"].data.decode() == STAMP.guid
    assert tags["TXXX:REPLAYGAIN_TRACK_GAIN"].text == ["-1.98 dB"]
    assert tags["TXXX:REPLAYGAIN_TRACK_PEAK"].text == ["0.785236"]
    assert tags["TXXX:PERFORMER"].text == ["李明/王芳"]
    assert tags["TKWD"].text == ["党史,英烈"]


@pytest.mark.parametrize("sound", [".opus"], indirect=True)
def test_opus_knows_who_it_is_and_how_loud(sound: Path, cover: bytes):
    stamp_file(sound, STAMP, cover, LEVELS)

    tags = OggOpus(sound)
    assert tags["GUID"] == [STAMP.guid]
    assert tags["R128_TRACK_GAIN"] == ["-1787"]
    assert tags["PERFORMER"] == ["李明", "王芳"]
    assert tags["KEYWORDS"] == ["党史", "英烈"]


@pytest.mark.parametrize("sound", [".mp3", ".opus"], indirect=True)
def test_what_nobody_hears_asks_for_no_gain(sound: Path):
    stamp_file(sound, BARE, None)

    assert not [name for name in by_ffmpeg(sound)[0] if "gain" in name]


@pytest.mark.parametrize("sound", [".mp3"], indirect=True)
def test_mp3_lists_as_many_chapters_as_it_can(sound: Path):
    many = tuple(ProgrammeChapter(start=2 * i, stop=2 * i + 2, title=f"第{i}章") for i in range(300))

    stamp_file(sound, replace(BARE, chapters=many), None)

    assert len(by_ffmpeg(sound)[1]) == 300


@pytest.mark.parametrize("sound", [".opus"], indirect=True)
def test_opus_chapters_are_right_to_the_millisecond(sound: Path, cover: bytes):
    stamp_file(sound, STAMP, cover)

    tags = OggOpus(sound)
    assert tags["CHAPTER001"] == ["00:00:00.700"]
    assert tags["CHAPTER001NAME"] == ["第二章 <&>"]
    assert tags["TRACKTOTAL"] == ["80"]


def test_what_the_muxer_writes_is_what_itunes_reads(tmp_path: Path):
    path = tmp_path / "a.mp4"
    _muxed(path, mp4_metadata(STAMP))

    tags = MP4(path).tags
    assert tags is not None
    assert tags["\xa9nam"] == [STAMP.title]
    assert tags["\xa9ART"] == tags["aART"] == [STAMP.artist]
    assert tags["\xa9alb"] == tags["tvsh"] == [STAMP.series]
    assert tags["\xa9day"] == ["2022-03-31"]
    assert tags["\xa9gen"] == ["Podcast"]
    assert tags["desc"] == tags["ldes"] == tags["\xa9cmt"] == [STAMP.summary]
    assert tags["trkn"] == [(7, 80)]
    assert tags["tven"] == [STAMP.guid]
    assert tags["keyw"] == ["党史,英烈"]
    assert tags["stik"] == [10]


def test_long_series_keep_their_numbers(tmp_path: Path):
    path = tmp_path / "a.mp4"
    _muxed(path, mp4_metadata(replace(STAMP, number=800, total=812)))

    tags = MP4(path).tags
    assert tags is not None
    assert tags["trkn"] == [(800, 812)]
    assert tags.get("tves") in (None, [800])


def test_a_number_too_large_for_mp4_is_left_out(tmp_path: Path):
    path = tmp_path / "a.mp4"
    _muxed(path, mp4_metadata(BARE, audio_only=True))

    tags = MP4(path).tags
    assert tags is not None
    assert "trkn" not in tags
    assert tags["stik"] == [21]


@pytest.mark.skipif(not HAS_MEDIAINFO, reason="mediainfo is not installed")
@pytest.mark.parametrize("sound", [".mp3", ".opus"], indirect=True)
def test_mediainfo_reads_them_too(sound: Path, cover: bytes):
    stamp_file(sound, STAMP, cover)

    said = subprocess.run(["mediainfo", "--Output=JSON", sound], capture_output=True, check=True).stdout
    general = json.loads(said)["media"]["track"][0]
    assert general["Album"] == STAMP.series
    assert general["Track"].startswith("毛泽建：“巾帼”英烈")
    assert (general["Track_Position"], general["Track_Position_Total"]) == ("7", "80")
    assert general["Cover"] == "Yes"


def test_what_cannot_be_stamped_is_said(tmp_path: Path):
    path = tmp_path / "声.opus"
    path.write_bytes(b"no sound")

    with pytest.raises(MediaError, match=r"cannot write tags to '声\.opus'"):
        stamp_file(path, STAMP, None)


def _muxed(path: Path, words: dict[str, str]) -> None:
    arguments = ["-f", "lavfi", "-i", "sine=d=1"]
    for name, text in words.items():
        arguments += ["-metadata", f"{name}={text}"]
    ffmpeg.run(ffmpeg.Command(doing="tone", arguments=(*arguments, f"file:{path}"), limit=20))


def test_chapters_stand_in_the_order_of_time_whatever_the_length_of_their_titles(tmp_path: Path):
    titles = ["一个很长很长很长的标题", "短", "一个长一些的标题", "中等的", "尾"]
    chapters = tuple(
        ProgrammeChapter(start=index * 300, stop=(index + 1) * 300, title=title) for index, title in enumerate(titles)
    )
    path = tmp_path / "a.mp3"
    shutil.copyfile(sources.tone("chapters.mp3", 2), path)

    stamp_file(path, replace(STAMP, chapters=chapters), None)

    with av.open(str(path)) as file:
        assert [found["metadata"]["title"] for found in file.chapters()] == titles


AI = replace(STAMP, ai=implicit_label(producer="开福区委", guid=STAMP.guid))
FIELDS = ["Label", "ContentProducer", "ProduceID", "ReservedCode1", "ContentPropagator", "PropagateID", "ReservedCode2"]


@pytest.mark.parametrize("sound", [".mp3", ".opus"], indirect=True)
def test_content_made_by_ai_is_labelled_in_metadata(sound: Path, cover: bytes):
    stamp_file(sound, AI, cover)

    value = json.loads(by_ffmpeg(sound)[0]["aigc"])
    assert list(value) == FIELDS
    assert (value["Label"], value["ContentProducer"], value["ProduceID"]) == ("1", "开福区委", STAMP.guid)
    assert (value["ContentPropagator"], value["PropagateID"]) == (value["ContentProducer"], value["ProduceID"])
    stamp_file(sound, STAMP, cover)
    assert "aigc" not in by_ffmpeg(sound)[0]


def test_the_label_stands_beside_the_other_tags_of_an_mp4_and_changes_nothing_else(tmp_path: Path):
    film = tmp_path / "a.m4a"
    _muxed(film, mp4_metadata(STAMP))
    before, sound = by_ffmpeg(film)[0], decoded(film)
    label_mp4(film, STAMP)
    assert by_ffmpeg(film)[0] == before

    label_mp4(film, AI)
    once = film.read_bytes()
    after = by_ffmpeg(film)[0]

    assert json.loads(after.pop("aigc"))["Label"] == "1"
    assert after == before
    assert decoded(film) == sound
    label_mp4(film, AI)
    assert film.read_bytes() == once
