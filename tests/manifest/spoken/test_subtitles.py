from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.documents.diagnostics import Findings
from pipeline.documents.encodings import encoding_named
from pipeline.errors import Mark
from pipeline.manifest.spoken.subtitles import CaptionReader, cues_between
from pipeline.model.captions import Cue
from pipeline.model.series import MediaUse

MARK = Mark(file="001.yaml", line=1, column=1)


def read(folder: Path, name: str, content: str | bytes) -> tuple[tuple[Cue, ...], str]:
    """Cues of a file (by script's rules if it is one) and what is said of it, as its author sees it."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    found = Findings()
    media = MediaUse(path=path, name=name, mark=MARK)
    reader = CaptionReader(folder)
    cues = reader.script(media, found)[0] if name.endswith((".md", ".txt")) else reader.subtitles(media, found)
    return cues, "\n".join(one.describe() for one in found.sorted())


def heading(folder: Path, content: str) -> str:
    path = folder / "a.md"
    path.write_text(content)
    return CaptionReader(folder).script(MediaUse(path=path, name="a.md", mark=MARK), Findings())[1].heading


SRT = """\
1
00:00:01,500 --> 00:00:03,000
毛泽建，<i>湖南</i>湘潭人。
{\\an8}第二行

2
00:00:03,000 --> 01:00:04,000
{大括号} 5 < 6
"""

VTT = """\
WEBVTT - 标题

NOTE 注释不是字幕
第二行

intro-1
00:01.500 --> 00:03.000 align:center
<v 李明>毛泽建，<00:02.000>湖南人 &amp; 英烈

00:00:03.000 --> 00:00:04.000
<c.red>二</c>
"""

ASS = """\
[Script Info]
ScriptType: v4.00+

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
Dialogue: 0,0:00:03.00,0:00:04.00,Default,,0,0,0,,二
Dialogue: 0,0:00:01.50,0:00:03.00,Default,,0,0,0,,{\\b1}毛泽建{\\b0}，\\N湖南人
Comment: 0,0:00:01.50,0:00:03.00,Default,,0,0,0,,不是字幕
"""


def test_subrip(tmp_path: Path):
    cues, said = read(tmp_path, "a.srt", SRT)

    assert said == ""
    assert cues == (
        Cue(start=1500, stop=3000, text="毛泽建，湖南湘潭人。\n第二行"),
        Cue(start=3000, stop=3_604_000, text="{大括号} 5 < 6"),
    )


def test_webvtt(tmp_path: Path):
    cues, said = read(tmp_path, "a.vtt", VTT)

    assert said == ""
    assert cues == (
        Cue(start=1500, stop=3000, text="毛泽建，湖南人 & 英烈"),
        Cue(start=3000, stop=4000, text="二"),
    )


def test_substation_in_the_order_of_time(tmp_path: Path):
    cues, said = read(tmp_path, "a.ass", ASS)

    assert said == ""
    assert cues == (
        Cue(start=1500, stop=3000, text="毛泽建，\n湖南人"),
        Cue(start=3000, stop=4000, text="二"),
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_encodings(tmp_path: Path, encoding: str):
    cues, said = read(tmp_path, "a.srt", SRT.replace("\n", "\r\n").encode(encoding))

    assert said == ""
    assert cues[0].text.startswith("毛泽建")


def test_hours_beyond_ninety_nine(tmp_path: Path):
    cues, _ = read(tmp_path, "a.srt", "1\n100:00:00,000 --> 100:00:01,000\n一\n")

    assert cues[0].start == 360_000_000


def test_a_counter_without_an_empty_line_before_it_is_no_text(tmp_path: Path):
    cues, _ = read(tmp_path, "a.srt", "1\n00:00:01,0 --> 00:00:02,0\n一\n2\n00:00:02,0 --> 00:00:03,0\n1949\n")

    assert [cue.text for cue in cues] == ["一", "1949"]


def test_a_script_with_times(tmp_path: Path):
    script = (
        "# 毛泽建\n\n引子没有时间。\n\n[00:01.5] 第一句。\n接着说。\n\n不是字幕\n[1] 脚注\n"
        "[00:04] 第二句。\n[00:05.5]\n[00:08] 一二三四五六七八九十\n"
    )

    cues, said = read(tmp_path, "a.md", script)

    assert said.count("this line has no time, so it is not shown [caption-without-time]") == 2
    assert "a.md:3:1" in said and "a.md:8:1" in said
    assert cues == (
        Cue(start=1500, stop=4000, text="第一句。\n接着说。"),
        Cue(start=4000, stop=5500, text="第二句。"),
        Cue(start=8000, stop=10_500, text="一二三四五六七八九十"),
    )


def test_a_script_in_which_nothing_is_spoken_is_reported(tmp_path: Path):
    _, said = read(tmp_path, "a.md", "# 毛泽建\n\n[音乐]\n")

    assert said.startswith("a.md:1:1: warning: there is nothing to speak in this script [empty-script]")


def test_a_script_without_times_has_no_cues(tmp_path: Path):
    assert read(tmp_path, "a.txt", "毛泽建，湖南湘潭人。\n[笑]\n") == ((), "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [("# 一 #\n\n## 二\n", "一"), ("文字\n\n### 三\n", "三"), ("#标签\n", ""), ("没有标题\n", "")],
)
def test_the_first_heading(tmp_path: Path, text: str, expected: str):
    assert heading(tmp_path, text) == expected


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        (
            "a.srt",
            "1\n00:00:01,000 -> 00:00:02,000\n一\n\n2\n00:00:02 --> 00:00:03\n二\n",
            "a.srt:6:1: '00:00:02 --> 00:00:03' is not a pair of times [bad-caption-time]\n"
            "    00:00:02 --> 00:00:03\n"
            "    ^\n"
            "hint: write 00:00:12,500 --> 00:00:15,000",
        ),
        (
            "a.srt",
            "1\n00:00:03,000 --> 00:00:02,000\n一\n",
            "a.srt:2:1: this caption ends at 00:02.000, which is not after its start at 00:03.000 [bad-caption-time]\n"
            "    00:00:03,000 --> 00:00:02,000\n"
            "    ^",
        ),
        (
            "a.srt",
            "1\n00:00:03,0 --> 00:00:04,0\n一\n\n2\n00:00:01,0 --> 00:00:02,0\n二\n",
            "a.srt:6:1: captions must be in order, but 00:01.000 comes after 00:03.000 [captions-out-of-order]\n"
            "    00:00:01,0 --> 00:00:02,0\n"
            "    ^",
        ),
        (
            "a.vtt",
            "00:01.000 --> 00:02.000\n一\n",
            "a.vtt:1:1: a .vtt file must begin with 'WEBVTT' [bad-captions]\n    00:01.000 --> 00:02.000\n    ^",
        ),
        (
            "a.ass",
            "[Events]\nDialogue: 0,x,0:00:04.00,Default,,0,0,0,,一\n",
            "a.ass:2:1: this line cannot be read as a caption [bad-captions]\n"
            "    Dialogue: 0,x,0:00:04.00,Default,,0,0,0,,一\n"
            "    ^\n"
            "hint: by its 'Format:' line an event here is layer, start, end, style, name, marginl, marginr, marginv,"
            " effect, text",
        ),
        ("a.srt", "", "a.srt:1:1: there are no captions in this file [no-captions]"),
        (
            "a.srt",
            b"\xff\x00\x81",
            "a.srt:1:1: this file is not text in an encoding that can be recognised [unreadable-text]\n"
            "hint: is it the right file? Save it as plain text in UTF-8",
        ),
        (
            "a.md",
            "[00:75] 一\n",
            "a.md:1:2: '00:75' is not a time: seconds and minutes after a ':' go up to 59 [bad-caption-time]\n"
            "    [00:75] 一\n"
            "     ^",
        ),
        (
            "a.md",
            "[00:05] 一\n[00:02] 二\n",
            "a.md:1:1: this caption ends at 00:02.000, which is not after its start at 00:05.000 [bad-caption-time]\n"
            "    [00:05] 一\n"
            "    ^",
        ),
    ],
)
def test_mistakes_are_reported_at_their_line(tmp_path: Path, name: str, content: str | bytes, said: str):
    assert read(tmp_path, name, content)[1] == said


def test_an_overlap_is_cut_with_a_warning(tmp_path: Path):
    cues, said = read(tmp_path, "a.srt", "1\n00:00:01,0 --> 00:00:03,0\n一\n\n2\n00:00:02,0 --> 00:00:04,0\n二\n")

    assert [(cue.start, cue.stop) for cue in cues] == [(1000, 2000), (2000, 4000)]
    assert said.startswith(
        "a.srt:6:1: warning: the caption before this one lasts until 00:03.000; it is cut at 00:02.000"
    )


def test_two_texts_at_once_are_one_cue(tmp_path: Path):
    cues, _ = read(tmp_path, "a.srt", "1\n00:00:01,0 --> 00:00:03,0\n一\n\n2\n00:00:01,0 --> 00:00:02,0\n二\n")

    assert cues == (Cue(start=1000, stop=3000, text="一\n二"),)


def test_captions_of_a_stretch_count_from_its_start():
    cues = (
        Cue(start=0, stop=1000, text="前"),
        Cue(start=4000, stop=6000, text="中"),
        Cue(start=9000, stop=9500, text="后"),
    )

    assert cues_between(cues, 5, 9) == (Cue(start=0, stop=1000, text="中"),)


CAPTION_LINES = st.lists(
    st.sampled_from(["WEBVTT", "", "1", "二",
                     "00:00:01,000 --> 00:00:02,000", "00:01.0 --> 00:00.5", "-->", "[00:01] 一",
                     "[00:00]", "# 题", "Dialogue: 0,0:00:01.00,0:00:02.00,D,,0,0,0,,x", "Dialogue: ,", "{\\p1}"])
    | st.text(max_size=12),
    max_size=12,
)  # fmt: skip


@given(lines=CAPTION_LINES, suffix=st.sampled_from([".srt", ".vtt", ".ass", ".md"]))
def test_whatever_the_file_holds_its_cues_are_in_order(tmp_path_factory, lines: list[str], suffix: str):  # type: ignore[no-untyped-def]
    content = "\n".join(lines).encode(errors="surrogatepass")

    cues, _ = read(tmp_path_factory.getbasetemp(), f"any{suffix}", content)

    assert all(0 <= cue.start < cue.stop and cue.text for cue in cues)
    assert all(before.stop <= after.start for before, after in pairwise(cues))


@given(data=st.binary(max_size=200), suffix=st.sampled_from([".srt", ".vtt", ".ass", ".md"]))
def test_bytes_of_any_kind_give_cues_or_diagnostics(tmp_path_factory, data: bytes, suffix: str):  # type: ignore[no-untyped-def]
    read(tmp_path_factory.getbasetemp(), f"bytes{suffix}", data)


def test_a_caption_goes_on_behind_an_empty_line(tmp_path: Path):
    cues, said = read(
        tmp_path,
        "a.srt",
        "1\n00:00:00,200 --> 00:00:01,900\n第一行\n\n第二行\n\n2\n00:00:02,000 --> 00:00:03,800\n第二句\n",
    )

    assert [cue.text for cue in cues] == ["第一行\n第二行", "第二句"]
    assert said == (
        "a.srt:5:1: warning: an empty line stands within this caption; what follows it is shown with it"
        " [caption-empty-line]\n    第二行\n    ^\n"
        "hint: take the empty line out: many players leave the rest of the caption out"
    )


def test_a_number_behind_an_empty_line_may_be_text(tmp_path: Path):
    cues, _ = read(
        tmp_path,
        "a.srt",
        "1\n00:00:01,0 --> 00:00:02,0\n那一年是\n\n1949\n\n2\n00:00:02,0 --> 00:00:03,0\n二\n\n\n1950\n",
    )

    assert [cue.text for cue in cues] == ["那一年是\n1949", "二\n1950"]


def test_subrip_with_an_empty_line_after_every_line(tmp_path: Path):
    text = "1\n00:00:01,0 --> 00:00:02,0\n一\n\n2\n00:00:02,0 --> 00:00:03,0\n二\n"

    cues, said = read(tmp_path, "a.srt", text.replace("\n", "\r\r\n"))

    assert [cue.text for cue in cues] == ["一", "二"]
    assert said == ""


def test_what_no_player_shows_of_webvtt_is_told(tmp_path: Path):
    cues, said = read(
        tmp_path,
        "a.vtt",
        "WEBVTT\n\n00:01.000 --> 00:02.000\n一\n\n丢了\n\nNOTE 注\n释\n\n二号\n00:03.000 --> 00:04.000\n二\n",
    )

    assert [cue.text for cue in cues] == ["一", "二"]
    assert said == (
        "a.vtt:6:1: warning: this text has no times and is left out: in WebVTT an empty line ends a caption"
        " [caption-empty-line]\n    丢了\n    ^\n"
        "hint: take the empty line above it out, or give it times of its own"
    )


def ass(fields: str, *events: str) -> str:
    return "\n".join(["[Script Info]", "ScriptType: v4.00+", "", "[Events]", f"Format: {fields}", *events, ""])


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        (
            ass("Layer, Start, End, Style, Text", "Dialogue: 0,0:00:00.20,0:00:01.90,Default,第一句"),
            (200, 1900, "第一句"),
        ),
        (
            ass("Marked, End, Start, Effect, Text", "Dialogue: Marked=0,0:00:01.9,0:00:00.2,,一, 二,三"),
            (200, 1900, "一, 二,三"),
        ),
        (ass("Text, Start, End", "Dialogue: 一,二,0:00:00.20,0:00:01.90"), (200, 1900, "一,二")),
        (
            ass(
                "Start, End, Text",
                "Dialogue: 0:00:00.2,0:00:01.9,{\\pos(1,2)\\k20}第{\\i1}一{\\i0}句\\N{译注}第\\h二行{\\p1}m 0 0{\\p0}",
                "Dialogue: 0:00:00.2,0:00:01.9,{\\p1}m 0 0 l 9 9",
                "Comment: 0:00:00.2,0:00:01.9,旁注",
            ),
            (200, 1900, "第一句\n第 二行"),
        ),
        (
            "[events]\ndialogue: 0,0:00:00.20,0:00:01.90,Default,,0,0,0,,没有 Format 的一行\n[Fonts]\nDialogue: x\n",
            (200, 1900, "没有 Format 的一行"),
        ),
    ],
)
def test_fields_of_substation_stand_as_the_file_says(tmp_path: Path, text: str, cue: tuple[int, int, str]):
    cues, said = read(tmp_path, "a.ass", text)

    assert ([(one.start, one.stop, one.text) for one in cues], said) == ([cue], "")


def test_substation_without_times_is_refused(tmp_path: Path):
    cues, said = read(tmp_path, "a.ass", ass("Layer, Style, Text", "Dialogue: 0,Default,一"))

    assert cues == ()
    assert said == (
        "a.ass:5:1: this file's events have no field start, end [bad-captions]\n"
        "    Format: Layer, Style, Text\n    ^\n"
        "hint: export the subtitles again, as .srt best"
    )


def stated(folder: Path, content: bytes, encoding: str) -> tuple[tuple[Cue, ...], str]:
    path = folder / "a.srt"
    path.write_bytes(content)
    found = Findings()
    python = encoding_named(encoding)
    assert python
    cues = CaptionReader(folder).subtitles(MediaUse(path=path, name="a.srt", mark=MARK), found, python)
    return cues, "\n".join(one.describe() for one in found.sorted())


def test_a_stated_encoding_is_believed(tmp_path: Path):
    text = "1\n00:00:01,0 --> 00:00:02,0\n東京\n"

    cues, said = stated(tmp_path, text.encode("cp932"), "Shift-JIS")

    assert ([cue.text for cue in cues], said) == (["東京"], "")


def test_a_wrongly_stated_encoding_is_told_where_it_fails(tmp_path: Path):
    cues, said = stated(tmp_path, "1\n00:00:01,0 --> 00:00:02,0\n毛泽建，湖南人。\n".encode(), "shift-jis")

    assert cues == ()
    assert said.splitlines()[0] == "a.srt:3:7: this is not Shift-JIS text [unreadable-text]"
    assert said.splitlines()[-1] == "hint: it looks like UTF-8"


def test_a_guess_is_told(tmp_path: Path):
    cues, said = read(tmp_path, "a.srt", "1\n00:00:00,200 --> 00:00:01,900\n這是一個測試字幕\n".encode("big5"))

    assert [cue.text for cue in cues] == ["這是一個測試字幕"]
    assert said == (
        "a.srt:1:1: warning: this file is not UTF-8; it is read as Big5 [guessed-encoding]\n    1\n    ^\n"
        "hint: save it as UTF-8; if its captions are wrong, write 'encoding: ...' beside it in the manifest"
    )


def test_in_doubt_nobody_guesses(tmp_path: Path):
    cues, said = read(tmp_path, "a.srt", "1\n00:00:01,0 --> 00:00:02,0\n東京\n".encode("cp932"))

    assert cues == ()
    assert said == (
        "a.srt:1:1: nobody can tell which encoding this file is in: gb18030, shift-jis [doubtful-encoding]\n"
        "hint: save it as UTF-8, or write 'encoding: gb18030' beside it in the manifest"
    )


@pytest.mark.parametrize(
    ("name", "content", "message", "hint"),
    [
        (
            "a.pdf",
            b"%PDF-1.7\n\0",
            "'a.pdf' is a PDF document, not a text file",
            "save its words as plain text (.txt or .md) in UTF-8 or as .docx, and name that file",
        ),
        (
            "a.md",
            b"{\\rtf1\\ansi words}",
            "'a.md' is a formatted text (RTF), not a text file",
            "save its words as plain text (.txt or .md) in UTF-8 or as .docx, and name that file",
        ),
        (
            "a.mp3",
            b"ID3\4\0\0\0\0",
            "'a.mp3' is a picture, sound or film, not a text file",
            "name the file with the words: .md or .txt for a script, .srt, .vtt or .ass for subtitles",
        ),
    ],
)
def test_what_is_no_text_is_told_in_the_manifest(tmp_path: Path, name: str, content: bytes, message: str, hint: str):
    path = tmp_path / name
    path.write_bytes(content)
    reader, one, other = CaptionReader(tmp_path), Findings(), Findings()
    for found, line in ((one, 4), (other, 9)):
        reader.script(MediaUse(path=path, name=name, mark=Mark(file="1.yaml", line=line, column=13)), found)

    assert [(d.message, d.hint, d.mark.line) for d in (*one.sorted(), *other.sorted())] == [
        (message, hint, 4),
        (message, hint, 9),
    ]
