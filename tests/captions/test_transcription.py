from pipeline.captions.mismatch import find_mismatches
from pipeline.captions.phrases import phrases
from pipeline.captions.transcription import Word, align_words, pinned
from pipeline.model.captions import Sentence
from tests.factories import MARK

SCRIPT = phrases([Sentence(text=text, mark=MARK) for text in ("一九零五年，毛泽建出生。", "人民没有忘记她。")])


def words(*parts: tuple[int, int, str]) -> list[Word]:
    return [Word(start=start, stop=stop, text=text) for start, stop, text in parts]


def spoken(*parts: tuple[int, int, str]) -> list[tuple[int, int]]:
    return [(one.start, one.stop) for one in align_words(SCRIPT, words(*parts)).spoken]


def test_phrases_stand_at_their_words():
    assert spoken(
        (500, 1500, "一九零五年"), (1700, 2600, "毛泽建"), (2600, 3100, "出生"), (4000, 6000, "人民没有忘记她")
    ) == [(500, 1500), (1700, 3100), (4000, 6000)]


def test_what_was_heard_otherwise_lies_between_what_is_known():
    found = spoken((500, 1500, "1905年"), (1700, 2600, "毛泽健"), (2600, 3100, "出生"), (4000, 6000, "人民没有忘记她"))

    assert found[0][1] == 1500
    assert found[1:] == [(1700, 3100), (4000, 6000)]


def test_another_text_is_reported():
    found = align_words(SCRIPT, words((0, 1000, "今天天气很好"), (1000, 2000, "我们去江边")))

    assert [one.message for one in find_mismatches(SCRIPT, found)] == [
        "only 0% of the script was recognised in the sound"
    ]


def test_silence_is_reported_too():
    assert align_words(SCRIPT, ()).known == 0
    assert align_words((), words((0, 1, "一"))).spoken == ()


def test_a_pinned_phrase_begins_at_its_time_and_nothing_crosses_it():
    found = align_words(
        SCRIPT, words((500, 1500, "一九零五年"), (1700, 3100, "毛泽建出生"), (4000, 6000, "人民没有忘记她"))
    )

    assert [(one.start, one.stop) for one in pinned(found, {1: 1200, 2: 3000}).spoken] == [
        (500, 1200), (1200, 3000), (3000, 6000),
    ]  # fmt: skip
