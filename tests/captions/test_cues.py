from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from pipeline.captions.cues import TimedPhrase, make_cues, side_by_side, split_long_cues, with_gaps, wrap_caption
from pipeline.captions.rules import violations
from pipeline.model.captions import Cue
from tests.factories import MARK


def said(text: str, start: int, stop: int) -> TimedPhrase:
    return TimedPhrase(text=text, start=start, stop=stop, mark=MARK)


def shown(*sentences: list[TimedPhrase], end: int = 60_000) -> list[tuple[int, int, str]]:
    return [(cue.start, cue.stop, cue.text) for cue in make_cues(sentences, end=end)]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("毛泽建出生在湖南湘潭韶山。", ["毛泽建出生在湖南湘潭韶山。"]),
        ("她写道：只要革命成功了，就是万死也无恨。", ["她写道：只要革命成功了，", "就是万死也无恨。"]),
        ("烈士塔下，我们记住她的名字：毛泽建。", ["烈士塔下，", "我们记住她的名字：毛泽建。"]),
        ("她在衡阳、衡山一带发动群众，坚持斗争。", ["她在衡阳、衡山一带发动群众，", "坚持斗争。"]),
        ("他把一生都献给了——我们今天的幸福生活", ["他把一生都献给了", "——我们今天的幸福生活"]),
    ],
)
def test_lines_break_where_one_pauses_and_between_words(text: str, lines: list[str]):
    assert wrap_caption(text).split("\n") == lines


def test_a_caption_stays_a_moment_after_its_last_word():
    assert shown([said("人民没有忘记他。", 1000, 3000)]) == [(1000, 3400, "人民没有忘记他。")]


def test_phrases_of_a_sentence_stand_together():
    assert shown([said("清晨，", 0, 900), said("人们散步。", 1000, 2500)]) == [(0, 2900, "清晨，人们散步。")]


def test_a_long_sentence_is_divided_where_the_speaker_breathes():
    found = shown(
        [
            said("社区里有3个服务站，", 0, 2000),
            said("志愿者超过500人，", 2200, 4200),
            said("他们来自机关、学校、企业和街道，", 4300, 7000),
            said("把温暖送进每一户居民的家里。", 7100, 9500),
        ]
    )

    assert [text.replace("\n", "") for _, _, text in found] == [
        "社区里有3个服务站，志愿者超过500人，",
        "他们来自机关、学校、企业和街道，把温暖送进每一户居民的家里。",
    ]
    assert [start for start, _, _ in found] == [0, 4300]


def test_a_phrase_of_many_lines_is_divided_by_what_is_to_be_said():
    text = "他们用脚步丈量大地用双手建设家园用真心温暖邻里用歌声传递希望让这座老城焕发生机"
    found = shown([said(text, 0, 9000)])

    assert "".join(text for *_, text in found).replace("\n", "") == text
    assert len(found) == 2
    assert 3000 < found[1][0] < 6000


def test_a_long_phrase_is_not_cut_within_brackets():
    school = said("先后在衡阳省立第三女子师范学校（简称“三女师”）、衡山等地从事学生运动和农民运动，", 0, 9000)

    assert [text.replace("\n", "") for _, _, text in shown([school])] == [
        "先后在衡阳省立第三女子师范学校（简称“三女师”）、",
        "衡山等地从事学生运动和农民运动，",
    ]


def test_a_name_keeps_its_number():
    lesson = said("今天我们用 Python 3.14 和 TensorFlow 2.0 来学习 machine learning，", 0, 6000)

    texts = [text for _, _, text in shown([lesson])]
    assert not any(part.endswith(("Python", "TensorFlow")) for text in texts for part in text.split("\n"))


def test_no_part_of_a_long_phrase_stands_too_long():
    slow = said("在狱中受尽酷刑却始终坚贞不屈没有透露党的任何机密和（所有同志的）姓名", 0, 13_500)

    assert all(stop - start <= 7000 for start, stop, _ in shown([slow]))
    assert "".join(text.replace("\n", "") for _, _, text in shown([slow])) == slow.text


def test_one_word_does_not_flash():
    assert shown([said("好！", 1000, 1200)]) == [(1000, 1833, "好！")]


def test_a_word_without_room_joins_what_follows():
    assert shown([said("好！", 1000, 1200)], [said("出发。", 1300, 2600)]) == [(1000, 3000, "好！\n出发。")]


def test_captions_do_not_touch():
    (_, first, _), (second, *_) = shown([said("人民没有忘记他。", 0, 2900)], [said("你听，江声浩荡。", 3000, 5000)])

    assert (first, second) == (2916, 3000)


def test_nothing_stays_beyond_the_end():
    assert shown([said("人民没有忘记他。", 0, 2000)], end=2100) == [(0, 2100, "人民没有忘记他。")]


def test_a_script_with_times_keeps_what_can_be_read():
    cue = Cue(start=0, stop=5000, text="第一句。\n接着说。")

    assert split_long_cues([cue]) == (cue,)


def test_a_script_with_times_stands_no_longer_than_it_is_read():
    assert split_long_cues([Cue(start=0, stop=30_000, text="第一句。")]) == (Cue(start=0, stop=7000, text="第一句。"),)


def test_a_paragraph_with_one_time_is_divided():
    text = "一九零五年，毛泽建出生在湖南湘潭韶山。她自幼家境贫寒，很早就尝到了生活的艰辛。"
    found = split_long_cues([Cue(start=1000, stop=12_000, text=text)])

    assert [cue.text.replace("\n", "") for cue in found] == [text[:19], text[19:]]
    assert found[0].start == 1000
    assert found[1].start == pytest.approx(6200, abs=500)


def test_a_gap_is_taken_from_the_one_before():
    cues = (
        Cue(start=0, stop=2000, text="一"),
        Cue(start=2000, stop=2050, text="二"),
        Cue(start=2050, stop=4000, text="三"),
    )

    assert [cue.stop for cue in with_gaps(cues, 80)] == [1920, 2050, 4000]


def test_letters_want_a_blank_and_characters_none():
    assert side_by_side("hello", "world") == "hello world"
    assert side_by_side("毛泽建", "CPC") == "毛泽建CPC"


WORDS = some.text(alphabet="红色基因传承的人民，。：“”《》——…ab1 ", min_size=1, max_size=120).filter(str.strip)


@given(parts=some.lists(some.tuples(WORDS, some.integers(200, 12_000), some.integers(0, 2000)), max_size=6))
def test_whatever_is_said_stands_in_order_and_whole(parts: list[tuple[str, int, int]]):
    at, sentences = 0, []
    for text, length, pause in parts:
        sentences.append([said(text, at, at + length)])
        at += length + pause

    cues = make_cues(sentences, end=at)

    assert "".join("".join(cue.text.split()) for cue in cues) == "".join("".join(text.split()) for text, *_ in parts)
    assert all(cue.start < cue.stop for cue in cues)
    assert all(before.stop <= after.start for before, after in pairwise(cues))
    assert {one.code for one in violations(cues)} <= {"caption-speed", "caption-short", "caption-break"}
