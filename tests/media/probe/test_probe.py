"""Probing: what is found in real media, and in what words everything else is refused."""

import os
import shutil
import subprocess
import sys
import time
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from mutagen.id3 import APIC, ID3

from pipeline.media.probe.probe import ProbeError, extension_differs, probe
from tests import sources
from tests.sources import irregular, numbered, regular

F = Fraction


def test_times_are_exact():
    info = probe(numbered("probe.mp4", regular("30000/1001", 30), last=F(1001, 30000), colour=(1, 1, 1, 1)))

    assert (info.kind, info.start, info.duration) == ("video", 0, F(1001, 1000))
    assert info.video is not None
    assert (info.video.rate, info.video.start, info.video.duration) == (F(30000, 1001), 0, F(1001, 1000))
    assert (info.video.codec, info.video.width, info.video.height) == ("h264", 320, 180)
    assert (info.video.range, info.video.matrix, info.video.transfer, info.video.primaries) == ("tv",) + ("bt709",) * 3
    assert info.audio is None


def test_a_container_that_does_not_begin_at_zero():
    info = probe(numbered("later.ts", regular(25, 20), start=F(3)))

    assert (info.start, info.duration) == (3, F(4, 5))
    assert info.video is not None
    assert info.video.start == 0


def test_streams_that_begin_apart():
    info = probe(numbered("apart.mkv", regular(25, 20), start=F(0), sound=-20, sound_start=F(1, 4)))

    assert info.video is not None
    assert info.audio is not None
    assert (info.video.start, info.audio.start, info.audio.sample_rate, info.audio.channels) == (0, F(1, 4), 48_000, 1)


def test_a_variable_rate_is_reported_as_its_average_and_lasts_to_its_true_end():
    info = probe(numbered("probe-slides.mp4", irregular([F(1, 25)] * 5 + [F(3)] + [F(1, 50)] * 10)))

    assert info.video is not None
    assert info.video.duration == F(344, 100)
    assert abs(info.video.rate - F(17, 1) / F(344, 100)) < F(1, 10)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_rotation_is_clockwise_as_a_player_turns_it(turn):
    video = probe(numbered(f"probe-turned{turn}.mp4", regular(25, 3), rotation=turn)).video

    assert video is not None
    assert video.rotation == turn
    assert video.shown_size == ((180, 320) if turn in (90, 270) else (320, 180))


def test_shape_range_and_fields():
    wide = probe(numbered("probe-wide.mp4", regular(25, 3), size=(240, 180), sample_aspect=F(4, 3))).video
    full = probe(numbered("probe-full.mp4", regular(25, 3), pixel_format="yuvj420p", colour=(2, 1, 1, 1))).video
    woven = probe(numbered("probe-woven.mp4", regular(25, 3), interlaced=True)).video
    bright = probe(numbered("probe-pq.mp4", regular(25, 3), pixel_format="yuv420p10le", colour=(1, 9, 16, 9))).video

    assert wide is not None and wide.shown_size == (320, 180)
    assert full is not None and full.range == "pc"
    assert woven is not None and woven.interlaced
    assert bright is not None and bright.hdr and (bright.primaries, bright.matrix) == ("bt2020", "bt2020nc")


@pytest.mark.parametrize("suffix", ["wav", "mp3", "m4a", "flac", "opus"])
def test_sound_lasts_as_long_as_what_was_put_in(suffix):
    info = probe(sources.tone(f"probe.{suffix}", F(3, 2)))

    assert (info.kind, info.video) == ("audio", None)
    assert info.audio is not None
    assert info.audio.channels == 2
    assert abs(info.duration - F(3, 2)) <= F(1, 1000)


def test_cover_art_is_no_video(tmp_path):
    path = Path(shutil.copy(sources.tone("probe.mp3", F(3, 2)), tmp_path))
    tags = ID3()
    tags.add(APIC(mime="image/jpeg", type=3, data=sources.photo().read_bytes()))
    tags.save(path)

    assert (probe(path).kind, probe(path).video) == ("audio", None)


@pytest.mark.parametrize(
    ("name", "format"), [("p.jpg", "jpeg"), ("p.png", "png"), ("p.webp", "webp"), ("p.avif", "avif")]
)
def test_pictures(name, format):
    info = probe(sources.photo(name))

    assert (info.kind, info.format, info.duration) == ("image", format, 0)
    assert info.video is not None
    assert (info.video.width, info.video.height, info.video.rate) == (480, 320, 0)


def test_a_picture_taken_upright():
    video = probe(sources.photo("upright.jpg", orientation=6)).video

    assert video is not None
    assert (video.rotation, video.shown_size) == (90, (320, 480))


def test_an_animated_gif_moves_and_a_plain_one_does_not():
    moving = probe(sources.animated_gif())

    assert (moving.kind, moving.duration) == ("video", F(3, 10))
    assert probe(sources.animated_gif("plain.gif", (100,))).kind == "image"


REFUSED = {
    "empty-file": b"",
    "playlist": b"#EXTM3U\n#EXTINF:10,\n/etc/passwd\n",
    "playlist ": b"\xef\xbb\xbfffconcat version 1.0\nfile a.mp4\n",
    "playlist  ": b"v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\nm=video 5004 RTP/AVP 96\r\n",
    "playlist   ": "<?xml version='1.0'?><MPD>".encode("utf-16"),
    "not-media": "声音：馆\n- 一\n".encode() * 500,
    "not-media ": b"\x00\x01\x02\x03" * 1000,
    "unreadable-media  ": b"%PDF-1.7\n\x00\xff\xfe\x80",
    "unreadable-media": b"\x89PNG\r\n\x1a\n" + bytes(100),
    "unreadable-media ": b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(100),
}


@pytest.mark.parametrize("code", REFUSED)
def test_what_is_no_medium_is_refused_under_any_name(code, tmp_path):
    for name in ("a.mp4", "a.mp3", "a.jpg"):
        (tmp_path / name).write_bytes(REFUSED[code])

        with pytest.raises(ProbeError) as caught:
            probe(tmp_path / name)

        assert caught.value.code == code.strip()
        assert name in caught.value.message


def test_what_is_no_plain_file(tmp_path):
    os.mkfifo(tmp_path / "pipe.mp4")

    with pytest.raises(ProbeError, match=r"'pipe\.mp4' is a device or a pipe") as pipe:
        probe(tmp_path / "pipe.mp4")
    with pytest.raises(ProbeError, match="is a folder"):
        probe(tmp_path)
    with pytest.raises(ProbeError) as missing:
        probe(tmp_path / "none.mp4")

    assert (pipe.value.code, missing.value.code) == ("not-a-file", "missing-file")


def test_a_picture_of_billions_of_pixels_is_refused_by_its_header():
    begun = time.process_time()

    with pytest.raises(ProbeError, match="60000 x 60000") as caught:
        probe(sources.huge_png())

    assert caught.value.code == "picture-too-large"
    assert time.process_time() - begun < 1


def test_a_playlist_inside_a_real_container_name_opens_no_other_file(tmp_path):
    """DASH and HLS are known to FFmpeg by content alone; neither is let in, even behind bytes that are no text."""
    shutil.copy(numbered("probe.mp4", regular(25, 5)), tmp_path / "other.mp4")
    (tmp_path / "clip.mp4").write_bytes(
        b"#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\nother.mp4\n#EXT-X-ENDLIST\n\x01"
    )

    with pytest.raises(ProbeError):
        probe(tmp_path / "clip.mp4")


def test_random_damage_ends_in_words_or_in_media(tmp_path):
    import random

    random.seed(7)
    whole = numbered("probe-damage.mp4", regular(25, 25), sound=-20).read_bytes()
    for attempt in range(60):
        data = bytearray(whole)
        for _ in range(random.choice((1, 10, 100))):
            data[random.randrange(len(data))] = random.randrange(256)
        path = tmp_path / f"{attempt}.mp4"
        path.write_bytes(data[: random.randrange(1, len(data) + 1)] if attempt % 3 == 0 else data)
        try:
            probe(path)
        except ProbeError as error:
            assert error.code
        path.unlink()


def test_a_wrong_extension_is_information(tmp_path):
    path = Path(shutil.copy(sources.tone("probe.mp3", F(3, 2)), tmp_path / "take.wav"))

    assert extension_differs(path, probe(path), name="a.wav") == "'a.wav' contains mp3, but its name ends in '.wav'"
    assert extension_differs(tmp_path / "take.mp3", probe(path), name="a.mp3") is None
    assert extension_differs(tmp_path / "take", probe(path), name="a") is None


def test_a_bare_stream_without_times_is_refused_with_what_to_do(tmp_path):
    whole = numbered("bare.mkv", regular(25, 10))
    with av.open(str(whole)) as file, av.open(str(tmp_path / "bare.h264"), "w", format="h264") as output:
        stream = output.add_stream_from_template(file.streams.video[0])
        for packet in file.demux(video=0):
            if packet.dts is not None or packet.size:
                packet.stream = stream
                output.mux(packet)

    with pytest.raises(ProbeError, match="bare stream of pictures") as caught:
        probe(tmp_path / "bare.h264")

    assert caught.value.hint == "put it into a file with times: ffmpeg -i bare.h264 -c copy bare.mp4"


def absurd_streams(folder: Path) -> Path:
    """A film with a hundred sound tracks."""
    path = folder / "hundred.mkv"
    with av.open(str(path), "w") as output:
        for _ in range(100):
            output.add_stream("pcm_s16le", rate=8000, layout="mono")
        for index in range(100):
            frame = av.AudioFrame.from_ndarray(np.zeros((1, 80), np.int16), format="s16", layout="mono")
            frame.sample_rate, frame.pts = 8000, 0
            output.mux(output.streams[index].encode(frame))
    return path


def absurd_packets(folder: Path) -> Path:
    """Hundreds of thousands of packets of a millisecond."""
    path = folder / "packets.mkv"
    with av.open(str(path), "w") as output:
        stream = output.add_stream("pcm_u8", rate=8000, layout="mono")
        for index in range(300_000):
            packet = av.Packet(b"\x80" * 8)
            packet.pts = packet.dts = index
            packet.time_base, packet.stream = Fraction(1, 1000), stream
            output.mux(packet)
    return path


@pytest.mark.parametrize("make", [absurd_streams, absurd_packets])
def test_absurd_files_take_bounded_time_and_memory(make, tmp_path):
    path = make(tmp_path)
    program = (
        "import resource, sys; from pathlib import Path;"
        "from pipeline.media.probe.probe import ProbeError, probe\n"
        "try: probe(Path(sys.argv[1]))\n"
        "except ProbeError as error: print(error)\n"
        # Not ru_maxrss, which begins with that of the process that started this one.
        "peak = Path('/proc/self/status').read_text().split('VmHWM:')[1].split()[0]\n"
        "print(int(peak) // 1024, round(resource.getrusage(resource.RUSAGE_SELF).ru_utime, 1))"
    )
    said = subprocess.run([sys.executable, "-c", program, path], capture_output=True, text=True, timeout=60, check=True)

    megabytes, seconds = said.stdout.split("\n")[-2].split()
    assert int(megabytes) < 400 and float(seconds) < 15
