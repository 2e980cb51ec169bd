import pytest

from pipeline.captions.phrases import phrases, split_sentences, syllables
from pipeline.model.captions import Sentence
from tests.factories import MARK


def said(*texts: str) -> list[tuple[int, str, bool]]:
    found = phrases([Sentence(text=text, mark=MARK) for text in texts])
    return [(phrase.sentence, phrase.text, phrase.last) for phrase in found]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("毛泽建出生在韶山。", 8),
        ("1929年8月", 7),
        ("增长7.5%", 2 + 3 + 3),
        ("GDP", 3),
        ("hello", 2),
        ("——……", 0),
    ],
)
def test_syllables(text: str, count: float):
    assert syllables(text) == count


def test_sentences_keep_the_marks_that_close_them():
    found = [text for _, text in split_sentences("孩子们问：“后来呢？”老人笑了。Version 3.14 is out. It works!")]

    assert found == ["孩子们问：“后来呢？”", "老人笑了。", "Version 3.14 is out.", "It works!"]


def test_phrases_end_where_one_breathes():
    assert said("清晨，人们散步；入夜，灯火倒映水中。", "好！") == [
        (0, "清晨，", False),
        (0, "人们散步；", False),
        (0, "入夜，", False),
        (0, "灯火倒映水中。", True),
        (1, "好！", True),
    ]


def test_a_comma_in_a_number_is_no_pause():
    assert said("约12,000人。") == [(0, "约12,000人。", True)]


def test_what_is_not_spoken_belongs_to_what_is():
    assert said("他说：“——走！”") == [(0, "他说：", False), (0, "“——走！”", True)]
