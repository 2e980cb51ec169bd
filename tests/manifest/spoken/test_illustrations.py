"""Illustrations: pictures in scripts, how they are written, and with which sentence they begin."""

import time
from pathlib import Path

import pytest

from pipeline.documents.diagnostics import Findings
from pipeline.documents.source import Source
from pipeline.manifest.spoken.scripts import Script, read_script
from pipeline.manifest.spoken.times import timed_lines, timed_pictures


def source(text: str) -> Source:
    return Source(path=Path("/w/a.md"), file="a.md", text=text)


def script(text: str) -> tuple[Script, list[str]]:
    found = Findings()
    read = read_script(source(text), found)
    return read, [f"{one.mark.line}:{one.mark.column} {one.code}" for one in found.sorted()]


def spots(text: str) -> list[tuple[object, int | None]]:
    read, complaints = script(text)
    assert complaints == []
    return [(one.written.place.data, one.spot.sentence) for one in read.pictures]


@pytest.mark.parametrize(
    ("text", "data", "label"),
    [
        ("![韶山](photos/village.jpg)", {"image": "photos/village.jpg"}, "韶山"),
        ("![](a.jpg){transition=dissolve fit=crop}", {"image": "a.jpg", "transition": "dissolve", "fit": "crop"}, ""),
        ("![](a.jpg) { fit=crop, at=00:12.5 }", {"image": "a.jpg", "fit": "crop", "at": "00:12.5"}, ""),
        ("![](a.mp4){from=00:12 to=00:20}", {"clip": "a.mp4", "from": "00:12", "to": "00:20"}, ""),
        ("![](A.MOV)", {"clip": "A.MOV"}, ""),
        ("![](clip.bin){from=1s}", {"clip": "clip.bin", "from": "1s"}, ""),
        ("![](a.jpg){focus=[0.5, 30%]}", {"image": "a.jpg", "focus": ["0.5", "30%"]}, ""),
        (
            "![](a.jpg){transition={kind: dissolve, for: 1s} fit=pad}",
            {"image": "a.jpg", "transition": {"kind": "dissolve", "for": "1s"}, "fit": "pad"},
            "",
        ),
        (
            "![](a.jpg){motion={kind: pan-up, amount: 20%} transition=wipe-left}",
            {"image": "a.jpg", "motion": {"kind": "pan-up", "amount": "20%"}, "transition": "wipe-left"},
            "",
        ),
        ('![](a.jpg "题名"){fit="crop"}', {"image": "a.jpg", "fit": "crop"}, ""),
        ("![](<照片 (1).jpg>)", {"image": "照片 (1).jpg"}, ""),
        ("![](照片 1.jpg)", {"image": "照片 1.jpg"}, ""),
        ("![](照片(1).jpg)", {"image": "照片(1).jpg"}, ""),
        (r"![](照片\(1\).jpg)", {"image": "照片(1).jpg"}, ""),
        ("![](%E5%9B%BE%201.jpg)", {"image": "图 1.jpg"}, ""),
        ("![](折扣50%.jpg)", {"image": "折扣50%.jpg"}, ""),
        ("![韶山 [旧照]](a.jpg)", {"image": "a.jpg"}, "韶山 [旧照]"),
        ("[![图](a.jpg)](https://x.org/)", {"image": "a.jpg"}, "图"),
        (r"![](photos\a.jpg)", {"image": "photos\\a.jpg"}, ""),
    ],
)
def test_how_a_picture_is_written(text: str, data: object, label: str):
    read, complaints = script(f"{text}\n一句话。\n")

    assert complaints == []
    (one,) = read.pictures
    assert one.written.place.data == data
    assert one.written.label == label
    assert [sentence.text for sentence in read.sentences] == ["一句话。"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("![](a.jpg)\n一。二。\n\n![](b.jpg)\n三。", [0, 2]),
        ("一。二。![](a.jpg)三。", [2]),
        ("一。二![](a.jpg)三，四。五。", [2]),
        ("一。\n![](a.jpg)\n![](b.jpg)\n二。", [1, 1]),
        ("一。\n\n![](a.jpg)\n", [None]),
        ("# ![](a.jpg) 题\n\n一。\n## 二\n![](b.jpg)\n\n三。", [0, 1]),
        ("一。\n- ![](a.jpg)\n- 二。", [1]),
        ("一。<!-- ![](x.jpg) -->二。![](a.jpg)\n三。", [2]),
        ("---\ncover: ![](x.jpg)\n---\n![](a.jpg)一。", [0]),
        ("一。\n![](a.jpg)\n……\n二。", [1]),
        ("一。![](a.jpg)（音乐）\n二。", [1]),
        ("We walk ![](a.jpg) on. Then ![](b.jpg) we rest. Good.", [1, 2]),
        ("![](a.jpg)\n", [None]),
    ],
)
def test_a_picture_begins_with_the_sentence_behind_it(text: str, expected: list[int | None]):
    assert [sentence for _, sentence in spots(text)] == expected


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("他走进![](a.jpg)学堂。", ["他走进学堂。"]),
        ("We ![](a.jpg) walk.", ["We walk."]),
        ("We![](a.jpg) walk.", ["We walk."]),
        ("一。 ![](a.jpg) ![](b.jpg) 二。", ["一。", "二。"]),
        ("床前明月光![](a.jpg)\n疑是地上霜", ["床前明月光", "疑是地上霜"]),
        ("![图](a.jpg)\n（音乐渐弱）\n一。", ["一。"]),
        ("![图](a.jpg)（音乐渐弱）\n一。", ["一。"]),
        ("好![停顿]走吧。", ["好!", "走吧。"]),
        (r"\![图](a.jpg)一。", ["图一。"]),
    ],
)
def test_a_picture_is_no_word_of_the_script(text: str, sentences: list[str]):
    read, _ = script(text)

    assert [one.text for one in read.sentences] == sentences


def test_sentences_and_keys_know_their_places():
    read, _ = script("# 题\n\n  ![一二](a.jpg){fit=crop} 一二三。四。\n")

    (one,) = read.pictures
    place = one.written.place
    assert [(mark.line, mark.column) for mark in (place.mark, place["image"].mark, place["fit"].mark)] == [
        (3, 3),
        (3, 9),
        (3, 20),
    ]
    assert (place.key_mark("fit").line, place.key_mark("fit").column) == (3, 16)
    assert [(one.mark.line, one.mark.column) for one in read.sentences] == [(3, 26), (3, 30)]
    assert read.sentences[0].mark.text == "  ![一二](a.jpg){fit=crop} 一二三。四。"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("一。\n![图](a.jpg\n二。", "2:1 bad-picture"),
        ("！[图](a.jpg)\n二。", "1:1 bad-picture"),
        ("一。![图]（a.jpg）\n二。", "1:3 bad-picture"),
        ("![](a.jpg){fit=crop\n二。", "1:11 bad-picture"),
        ("![](a.jpg)｛fit=crop｝\n二。", "1:11 bad-picture"),
        ("![](a.jpg){fit}\n二。", "1:12 bad-picture"),
        ("![](a.jpg){.wide}\n二。", "1:12 bad-picture"),
        ("![](a.jpg){fit=}\n二。", "1:12 bad-picture"),
        ("![](a.jpg){fit=crop fit=pad}\n二。", "1:21 duplicate-key"),
        ("![](a.jpg){image=b.jpg}\n二。", "1:18 duplicate-key"),
        ("![](a.jpg){focus=[0.5,}\n二。", "1:11 bad-picture"),
        ("![](a.jpg){focus=[0.5 : ]]}\n二。", "1:26 bad-picture"),
        ("![[a.jpg]]\n二。", "1:1 picture-left-out"),
        ('<img src="a.jpg" width=20>\n二。', "1:1 picture-left-out"),
        ("![图][a]\n二。\n\n[a]: a.jpg\n", "1:1 picture-left-out"),
    ],
)
def test_what_cannot_be_read_as_a_picture_is_told_and_not_spoken(text: str, complaint: str):
    read, complaints = script(text)

    assert complaints == [complaint]
    assert [one.text for one in read.sentences if one.text != "一。"] == ["二。"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("![](a.jpg)\n[00:01] 一。\n![](b.jpg)\n[00:05] 二。", [0, 5000]),
        ("[00:01] ![](a.jpg)一。\n[00:05]![](b.jpg) 二。", [0, 5000]),
        ("[00:01] 一。![](a.jpg)后半。\n[00:05] 二。", [5000]),
        ("[00:01] 一。\n![](a.jpg)\n[00:03]\n[00:05] 二。", [5000]),
        ("[00:01] 一。\n[00:03] ![](a.jpg)\n[00:05] 二。", [3000]),
        ("[00:01] 一。\n[00:05] 二。\n![](a.jpg)", [None]),
    ],
)
def test_in_a_script_with_times_they_are_stated(text: str, expected: list[int | None]):
    found = Findings()
    cues = tuple(line.cue for line in timed_lines(source(text), found))
    pictures = timed_pictures(source(text), cues, found)

    assert [one.spot.start for one in pictures] == expected
    assert not any("!" in cue.text or "\0" in cue.text for cue in cues)


@pytest.mark.parametrize(
    "piece", ["![", "![](", "![a](b", "<img ", "![[", "！[", "![a][b", "{", "![](a.jpg){", "![](a.jpg){a=["]
)
def test_a_text_of_traps_is_read_at_once(piece: str):
    begun = time.perf_counter()
    script(piece * (100_000 // len(piece)) + "\n一。")

    assert time.perf_counter() - begun < 5
