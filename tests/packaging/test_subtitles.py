"""Subtitle files: cues in order, one at a time, and nothing in a text that a player would take for more."""

import pysubs2
import pytest
from hypothesis import given
from hypothesis import strategies as some

from pipeline.model.captions import Cue
from pipeline.packaging.subtitles import srt_text, tidy_cues, vtt_cues, vtt_text


def cue(start: int, stop: int, text: str = "字") -> Cue:
    return Cue(start=start, stop=stop, text=text)


def test_webvtt():
    cues = [cue(0, 1500, "AT&T <b> --> 你好\n第二行"), cue(3_723_004, 3_725_000)]

    assert vtt_text(cues) == (
        "WEBVTT\n"
        "\n00:00:00.000 --> 00:00:01.500\nAT&amp;T &lt;b&gt; --&gt; 你好\n第二行\n"
        "\n01:02:03.004 --> 01:02:05.000\n字\n"
    )


def test_subrip():
    cues = [cue(0, 1500, "3 < 4 <i>斜</i> --> {\\an8}\n第二行"), cue(3_723_004, 3_725_000)]

    assert srt_text(cues) == (
        "1\n00:00:00,000 --> 00:00:01,500\n3 < 4 ＜i>斜＜/i> --＞ ｛\\an8}\n第二行\n"
        "\n2\n01:02:03,004 --> 01:02:05,000\n字\n"
    )


def test_other_readers_find_the_same_cues():
    cues = tidy_cues([cue(0, 1500, "你好\n世界"), cue(2000, 3000, "再见")], end=10_000)

    for text, form in ((vtt_text(cues), "vtt"), (srt_text(cues), "srt")):
        found = pysubs2.SSAFile.from_string(text, format_=form)
        assert [(event.start, event.end, event.plaintext) for event in found] == [
            (one.start, one.stop, one.text) for one in cues
        ]


def test_cues_are_clipped_and_do_not_overlap():
    cues = [cue(4000, 9000, "c"), cue(-500, 1500, "a"), cue(1000, 3000, "b"), cue(6000, 7000, "d"), cue(2, 2, "e")]

    assert tidy_cues(cues, end=5000) == (cue(0, 1000, "a"), cue(1000, 3000, "b"), cue(4000, 5000, "c"))


def test_cues_of_the_same_moment_become_lines_of_one():
    assert tidy_cues([cue(0, 900, "甲"), cue(0, 1000, "乙")], end=5000) == (cue(0, 1000, "甲\n乙"),)


def test_no_text_breaks_its_cue():
    cues = [cue(0, 1000, "一\n\n\u2028二\r\n \n\t三\x00四\ufeff"), cue(1000, 2000, " \n ")]

    assert tidy_cues(cues, end=5000) == (cue(0, 1000, "一\n二\n三 四"),)


some_cues = some.lists(some.builds(cue, some.integers(-50, 200), some.integers(-50, 200), some.text()))


@given(some_cues)
def test_tidy_cues_follow_each_other(cues: list[Cue]):
    found = tidy_cues(cues, end=100)

    edges = [edge for one in found for edge in (one.start, one.stop)]
    assert edges == sorted(edges)
    assert all(0 <= one.start < one.stop <= 100 and one.text for one in found)
    assert vtt_text(found).count(" --> ") == vtt_text(found).count("-->") == len(found)
    assert "\n\n\n" not in srt_text(found)
    assert tuple(vtt_cues(vtt_text(found))) == found


def test_captions_of_strangers_are_read_without_their_dress():
    text = (
        "\ufeffWEBVTT - 第1期\r\nKind: captions\r\n\r\nNOTE\r\nnot said --\r\n\r\nSTYLE\r\n::cue { color: red }\r\n\r\n"
        "intro\r\n00:01.500 --> 00:02.000 align:start\r\n<v 李明><i>她</i>&amp;{他}\r\n\r\n\r\n"
        "100:00:00.000 --> 100:00:01.250\r\n终"
    )

    assert list(vtt_cues(text)) == [cue(1500, 2000, "她&{他}"), cue(360_000_000, 360_001_250, "终")]


def test_what_is_no_webvtt_has_no_cues():
    with pytest.raises(ValueError, match="WEBVTT"):
        list(vtt_cues("1\n00:00:01,000 --> 00:00:02,000\na"))
