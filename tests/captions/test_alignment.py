from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from pipeline.captions.alignment import align
from pipeline.captions.phrases import Phrase, phrases
from pipeline.model.captions import Sentence
from tests.captions.curves import ROOM, SILENCE, VOICE, curve
from tests.factories import MARK


def spoken(*texts: str) -> tuple[Phrase, ...]:
    return phrases([Sentence(text=text, mark=MARK) for text in texts])


def starts(texts: tuple[str, ...], loudness: bytes) -> list[float]:
    return [stretch.start / 1000 for stretch in align(spoken(*texts), loudness).spoken]


THREE = ("毛泽建出生在湖南湘潭。", "好！", "她自幼家境贫寒生活艰辛。")
READ = ((1.0, SILENCE), (2.2, VOICE), (0.5, ROOM), (0.3, VOICE), (0.6, ROOM), (2.4, VOICE), (1.0, SILENCE))


def test_sentences_begin_after_pauses():
    assert starts(THREE, curve(*READ)) == pytest.approx([1.0, 3.7, 4.6], abs=0.05)


def test_sentences_end_before_pauses():
    found = align(spoken(*THREE), curve(*READ))

    assert [stretch.stop / 1000 for stretch in found.spoken] == pytest.approx([3.2, 4.0, 7.0], abs=0.05)
    assert found.pace == pytest.approx(21 / 4.9, rel=0.1)
    assert [one.length for one in found.pauses] == pytest.approx([500, 600], abs=60)


def test_a_pause_within_a_sentence_is_none_between_two():
    read = curve((1.2, VOICE), (0.7, ROOM), (1.2, VOICE), (0.7, ROOM), (2.4, VOICE))

    assert starts(("毛泽建出生在，湖南湘潭韶山。", "她自幼家境贫寒生活艰辛。"), read)[2] == pytest.approx(3.8, abs=0.05)


def test_without_any_pause_sentences_share_the_sound_by_their_syllables():
    found = starts(("毛泽建出生在湖南湘潭。", "她自幼家境贫寒生活艰辛。"), curve((4.2, VOICE)))

    assert found[1] == pytest.approx(2.0, abs=0.3)


LENGTHS = (6, 21, 9, 14, 28, 7, 12, 24, 10, 17)


def order(texts: list[str], lengths: Sequence[int] = LENGTHS) -> float | None:
    """How well these texts keep the order of sentences of so many syllables, read at four a second."""
    read = [part for syllables in lengths for part in ((syllables / 4, VOICE), (0.5, ROOM))]
    found = align(spoken(*texts), curve(*read)).order
    return sum(one.gain for one in found) / len(found) if found else None


def waters(*lengths: int) -> list[str]:
    return ["水" * length + "。" for length in lengths]


def test_what_is_read_fits_in_its_own_order():
    found = order(waters(*LENGTHS))

    assert found is not None
    assert found > 1


def test_another_script_fits_in_any_order():
    found = order(waters(15, 8, 26, 11, 19, 9, 23, 13, 7, 17))

    assert found is not None
    assert found < 0.6


def test_five_sentences_are_enough_to_tell_by():
    own, other = order(waters(*LENGTHS[:5]), LENGTHS[:5]), order(waters(18, 24, 5, 27, 4), LENGTHS[:5])

    assert own is not None and other is not None
    assert own > 1 > 0.6 > other


def test_three_sentences_and_a_poem_have_no_order_to_tell_by():
    assert order(waters(*LENGTHS[:3]), LENGTHS[:3]) is None
    assert order(["床前明月光"] * 10, [5] * 10) is None


def test_a_paragraph_of_another_text_is_found_where_it_stands():
    lengths = [*LENGTHS, 12, *LENGTHS, 5, *LENGTHS, 19]
    read = [part for syllables in lengths for part in ((syllables / 4, VOICE), (0.5, ROOM))]
    texts = waters(*LENGTHS, 12, *(15, 8, 26, 11, 19, 9, 23, 13, 7, 17), 5, *LENGTHS, 19)

    gains = [one.gain for one in align(spoken(*texts), curve(*read)).order]

    assert [gain > 0.6 for gain in gains] == [True, False, True]


def test_a_sentence_that_may_begin_at_either_of_two_pauses_is_in_doubt():
    read = curve((2.0, VOICE), (0.5, ROOM), (1.0, VOICE), (0.5, ROOM), (2.0, VOICE))

    found = align(spoken(*waters(10, 10)), read)

    (doubt,) = found.doubts
    assert doubt.sentence == 1
    assert sorted([found.spoken[1].start, doubt.other]) == pytest.approx([2500, 4000], abs=50)


def test_a_sentence_that_is_pinned_begins_there_and_is_in_no_doubt():
    read = curve((2.0, VOICE), (0.5, ROOM), (1.0, VOICE), (0.5, ROOM), (2.0, VOICE))

    for pin in (2500, 4000):
        found = align(spoken(*waters(10, 10)), read, {1: pin})
        assert found.spoken[1].start == pin
        assert found.spoken[0].stop <= pin
        assert found.doubts == ()


def test_what_stands_between_pins_is_found_between_them():
    read = [part for _ in range(6) for part in ((2.5, VOICE), (0.5, ROOM))]

    found = align(spoken(*waters(10, 10, 10, 10, 10, 10)), curve(*read), {2: 6000, 4: 12000})

    assert [one.start for one in found.spoken] == pytest.approx([0, 3000, 6000, 9000, 12000, 15000], abs=50)


def test_pins_where_nobody_speaks_hold_all_the_same():
    read = curve((2.5, VOICE), (20, SILENCE), (2.5, VOICE))

    found = align(spoken(*waters(10, 4, 10)), read, {1: 10_000, 2: 22_500})

    assert [one.start for one in found.spoken] == pytest.approx([0, 10_000, 22_500], abs=50)


def test_music_before_the_first_word_is_not_spoken():
    read = curve((1.5, VOICE), (0.4, ROOM), *((2.2, VOICE), (0.5, ROOM)) * 6)

    assert starts(("毛泽建出生在湖南湘潭。",) * 6, read)[0] == pytest.approx(1.9, abs=0.1)


@pytest.mark.parametrize("quiet", [38, 58, 83])
def test_the_contrast_is_that_of_speech_and_its_pauses(quiet: int):
    found = align(
        spoken("一二三四五。", "六七八九十。"), curve((1, quiet), (2, VOICE), (1, quiet), (2, VOICE), (1, quiet))
    )

    assert found.contrast == pytest.approx(VOICE - quiet, abs=3)


def test_where_nobody_speaks_nothing_is_found():
    assert align(spoken(*THREE), curve((5.0, SILENCE))).spoken == ()
    assert align((), curve(*READ)).spoken == ()


@settings(max_examples=60)
@given(
    texts=some.lists(some.text(alphabet="毛泽建出生，。！a1 ", min_size=1, max_size=40), max_size=12),
    parts=some.lists(some.tuples(some.floats(0.02, 4), some.sampled_from([VOICE, ROOM, SILENCE])), max_size=12),
)
def test_whatever_is_heard_phrases_follow_each_other(texts: list[str], parts: list[tuple[float, int]]):
    wanted = spoken(*texts)
    found = align(wanted, curve(*parts)).spoken

    assert len(found) in (0, len(wanted))
    assert all(stretch.start <= stretch.stop for stretch in found)
    assert all(before.stop <= after.start for before, after in pairwise(found))


def test_a_tick_is_nobodys_voice():
    assert align(spoken("毛泽建"), curve((1.0, SILENCE), (0.03, VOICE), (1.0, SILENCE))).spoken == ()
