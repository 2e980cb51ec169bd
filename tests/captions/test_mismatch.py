import pytest

from pipeline.captions.mismatch import find_mismatches
from pipeline.captions.phrases import Alignment, Doubt, Likeness, TimeRange, phrases
from pipeline.model.captions import Sentence
from tests.factories import MARK

LINE = "毛泽建出生在湖南湘潭。"


def said(*lengths: float, pauses: float = 0.5) -> list[tuple[int, str]]:
    """What is said of sentences of ten syllables that take so many seconds each."""
    parts = phrases([Sentence(text=LINE, mark=MARK) for _ in lengths])
    spoken, gaps, at = [], [], 0
    for length in lengths:
        spoken.append(TimeRange(start=at, stop=at + round(length * 1000)))
        at = spoken[-1].stop + round(pauses * 1000)
        gaps.append(TimeRange(start=spoken[-1].stop, stop=at))
    pace = 10 * len(lengths) / sum(lengths)
    found = find_mismatches(parts, Alignment(spoken=tuple(spoken), pauses=tuple(gaps[:-1]), pace=pace))
    return [(one.sentence, one.message) for one in found]


def test_a_reading_fits():
    assert said(2, 2.2, 1.8, 2.4, 1.7, 2, 2) == []


def test_a_script_that_is_much_too_long():
    assert said(1, 1, 1) == [(0, "the script is much too long for the sound: it needs 10.0 syllables a second")]


def test_a_script_that_is_much_too_short():
    assert said(8, 8) == [(0, "the script is much too short for the sound: it has 1.2 syllables a second")]


def test_a_sentence_that_is_not_spoken():
    assert said(2, 2, 0.8, 2, 2) == [
        (
            2,
            "the script says more than is spoken from 00:05.000 to 00:05.800: 12.5 syllables a second, where 5.0 are "
            "usual",
        )
    ]


def test_something_spoken_that_is_not_in_the_script():
    assert said(2, 2, 9, 8, 2, 2) == [
        (
            2,
            "more is spoken from 00:05.000 to 00:22.500 than the script says: 1.1 syllables a second, where 5.0 are "
            "usual",
        )
    ]


def test_a_reader_who_does_not_pause_at_full_stops():
    assert said(*[2] * 8, pauses=0.1) == []


def test_pauses_elsewhere_than_in_the_script():
    parts = phrases([Sentence(text=LINE, mark=MARK) for _ in range(8)])
    spoken = tuple(TimeRange(start=index * 3000, stop=index * 3000 + 3000) for index in range(8))
    pauses = tuple(TimeRange(start=index * 3000 + 1500, stop=index * 3000 + 2000) for index in range(8))

    (found,) = find_mismatches(parts, Alignment(spoken=spoken, pauses=pauses, pace=4.0))

    assert found.message == "the speaker does not pause where the script has full stops and commas"


def read(*gains: float, doubts: tuple[Doubt, ...] = (), contrast: float = 0) -> list[tuple[int, str, str]]:
    """What is said where stretches of four sentences each have such likenesses."""
    parts = phrases([Sentence(text=LINE, mark=MARK) for _ in range(4 * len(gains))])
    spoken = tuple(TimeRange(start=index * 3000, stop=index * 3000 + 2500) for index in range(len(parts)))
    order = tuple(Likeness(first=4 * index, stop=4 * index + 4, gain=gain) for index, gain in enumerate(gains))
    aligned = Alignment(spoken=spoken, pauses=(), pace=4.0, order=order, doubts=doubts, contrast=contrast)
    found = find_mismatches(parts, aligned)
    return [(one.sentence, one.code, one.message) for one in found]


def test_sentences_that_fit_in_any_order():
    ((sentence, code, message),) = read(0.2, 0.4)

    assert (sentence, code, message[:31]) == (0, "script-mismatch", "something else seems to be read")
    assert read(1.4, 1.2) == []


@pytest.mark.parametrize(
    ("gains", "contrast", "told"),
    [
        ((0.7, 0.6), 60, True),
        ((0.7, 0.6), 20, False),
        ((0.7, 0.6), 0, False),
        ((0.9, 1.0), 60, False),
        ((0.6,), 60, False),
    ],
)
def test_a_clear_recording_of_some_length_tells_more_surely(gains: tuple[float, ...], contrast: float, told: bool):
    assert bool(read(*gains, contrast=contrast)) == told


def test_a_part_in_which_something_else_is_read():
    (found,) = read(1.6, 1.7, 0.1, 0.2, 1.5, 1.4, 1.6)

    assert found == (
        8,
        "script-mismatch",
        "from 00:24.000 to 00:47.500 something else seems to be read: the script fits there no better than in another "
        "order",
    )


def test_a_sentence_of_which_it_is_not_certain_where_it_begins():
    found = read(1.5, doubts=(Doubt(sentence=2, other=8200),))

    assert found == [
        (2, "uncertain-time", "it is not certain where this sentence begins: at 00:06.000, or at 00:08.200")
    ]


def test_where_nobody_speaks_there_is_nothing_to_say():
    assert list(find_mismatches((), Alignment(spoken=(), pauses=(), pace=0.0))) == []
