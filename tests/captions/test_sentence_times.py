"""Sentences whose times are known: what was found in the sound is kept within them."""

from pipeline.captions.phrases import Alignment, Doubt, TimeRange, phrases
from pipeline.captions.sentence_times import within_sentences
from pipeline.errors import Mark
from pipeline.model.captions import Sentence

NOWHERE = Mark(file="", line=1, column=1)
SENTENCES = [
    Sentence(text="一九零五年，她出生。", at=200, until=2200, mark=NOWHERE),
    Sentence(text="再见。", at=3000, until=3600, mark=NOWHERE),
]
PARTS = phrases(SENTENCES)


def ranges(*pairs: tuple[int, int]) -> tuple[TimeRange, ...]:
    return tuple(TimeRange(start=start, stop=stop) for start, stop in pairs)


def test_the_edges_are_those_of_the_sentence_and_the_pause_within_is_that_of_the_sound():
    found = Alignment(
        spoken=ranges((0, 1150), (1400, 2300), (2950, 3700)), pauses=(), pace=4.0,
        doubts=(Doubt(sentence=1, other=100),),
    )  # fmt: skip

    placed = within_sentences(found, PARTS, SENTENCES)

    assert placed.spoken == ranges((200, 1150), (1400, 2200), (3000, 3600))
    assert placed.doubts == ()


def test_where_nothing_was_found_syllables_share_the_time():
    found = Alignment(spoken=(), pauses=(), pace=0.0)

    assert within_sentences(found, PARTS, SENTENCES).spoken == ranges((200, 1450), (1450, 2200), (3000, 3600))


def test_what_was_found_outside_does_not_turn_time_around():
    found = Alignment(spoken=ranges((0, 9000), (100, 120), (0, 0)), pauses=(), pace=4.0)

    assert within_sentences(found, PARTS, SENTENCES).spoken == ranges((200, 2200), (2200, 2200), (3000, 3600))
