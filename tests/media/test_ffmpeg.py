"""Running the binary: what is said when it fails, hangs, is stopped, or is asked to open what is no medium."""

import threading
import time
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from pipeline.errors import Interrupted, MediaError, PipelineError
from pipeline.media import ffmpeg
from pipeline.media.ffmpeg import Command, file_input
from pipeline.stop import Stop
from tests import sources

ENDLESS = ("-re", "-f", "lavfi", "-i", "color=s=16x16", "-f", "null", "-")


def command(*arguments: str, limit: float = 20) -> Command:
    return Command(doing="testing '片 a.mp4'", arguments=arguments, limit=limit)


def test_what_it_says_comes_back():
    assert "Duration: 00:00:00.50" in ffmpeg.run(
        command(*file_input(sources.tone("ffmpeg.wav", Fraction(1, 2))), "-f", "null", "-")
    )


def test_a_failure_shows_its_last_words_and_the_command_to_paste():
    with pytest.raises(MediaError) as caught:
        ffmpeg.run(command("-i", "file:/no/such 片.mp4", "-f", "null", "-"))

    text = str(caught.value)
    assert text.startswith("testing '片 a.mp4': ffmpeg failed with status ")
    assert "No such file or directory" in text
    assert "'file:/no/such 片.mp4' -f null -" in text


def test_a_command_that_hangs_is_killed():
    begun = time.monotonic()

    with pytest.raises(MediaError, match=r"ffmpeg was killed: it took longer than 0\.\d s, or too much memory"):
        ffmpeg.run(command(*ENDLESS, limit=0.3))

    assert time.monotonic() - begun < 3


def test_stopping_ends_what_runs_and_refuses_more_in_that_run_alone():
    stop = Stop()
    threading.Timer(0.3, stop.ask).start()
    begun = time.monotonic()

    with stop.applied():
        with pytest.raises(Interrupted):
            ffmpeg.run(command(*ENDLESS))
        with pytest.raises(Interrupted):
            ffmpeg.run(command("-version"))
    with Stop().applied():
        ffmpeg.run(command("-version"))

    assert time.monotonic() - begun < 3
    assert not stop.children


@pytest.fixture
def stop() -> Iterator[Stop]:
    stop = Stop()
    with stop.applied():
        yield stop


def test_reading_may_leave_early(stop: Stop):
    endless = command("-f", "lavfi", "-i", "color=s=64x64", "-f", "rawvideo", "-")

    with ffmpeg.reading(endless) as pixels:
        assert len(pixels.read(64 * 64)) == 64 * 64

    assert not stop.children


def test_writing_to_what_fails_tells_why():
    broken = command("-f", "rawvideo", "-video_size", "8x8", "-i", "pipe:0", "-c:v", "no-such-coder", "-f", "null", "-")

    with pytest.raises(MediaError, match="Unknown encoder"), ffmpeg.writing(broken) as pixels:
        pixels.write(bytes(10_000_000))


def test_a_playlist_under_a_films_name_opens_nothing(tmp_path):
    (tmp_path / "film.mp4").write_text(f"#EXTM3U\n#EXTINF:1,\n{sources.tone('ffmpeg.wav', 1)}\n#EXT-X-ENDLIST\n")

    with pytest.raises(MediaError, match=r"not on whitelist|Invalid"):
        ffmpeg.run(command(*file_input(tmp_path / "film.mp4"), "-f", "null", "-"))


def test_a_binary_that_is_none(monkeypatch, tmp_path: Path):
    monkeypatch.setenv("VOICEHALL_FFMPEG", str(tmp_path / "none"))
    ffmpeg.binary.cache_clear()
    try:
        with pytest.raises(PipelineError, match="which is not a program"):
            ffmpeg.binary()
    finally:
        ffmpeg.binary.cache_clear()
