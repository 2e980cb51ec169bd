from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from pipeline.captions.alignment import align, join_curves, speech_in
from pipeline.captions.phrases import Phrase, phrases
from pipeline.model.captions import Sentence
from tests.factories import MARK

VOICE, ROOM, SILENCE = 108, 60, 0
"""dB above -128, as in a loudness curve."""


def spoken(*texts: str) -> tuple[Phrase, ...]:
    return phrases([Sentence(text=text, mark=MARK) for text in texts])


def curve(*parts: tuple[float, int]) -> bytes:
    """Seconds and levels, speech with the dips that syllables make."""
    level = bytearray()
    for seconds, loud in parts:
        steps = round(seconds * 100)
        level += bytes(loud - (12 if loud == VOICE and step % 20 > 16 else 0) for step in range(steps))
    return bytes(level)


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
    return align(spoken(*texts), curve(*read)).order


def test_what_is_read_fits_in_its_own_order():
    found = order(["水" * length + "。" for length in LENGTHS])

    assert found is not None
    assert found > 1


def test_another_script_fits_in_any_order():
    found = order(["水" * length + "。" for length in (15, 8, 26, 11, 19, 9, 23, 13, 7, 17)])

    assert found is not None
    assert found < 0.6


def test_a_few_sentences_and_a_poem_have_no_order_to_tell_by():
    assert order(["水" * length + "。" for length in LENGTHS[:5]], LENGTHS[:5]) is None
    assert order(["床前明月光"] * 10, [5] * 10) is None


def test_music_before_the_first_word_is_not_spoken():
    read = curve((1.5, VOICE), (0.4, ROOM), *((2.2, VOICE), (0.5, ROOM)) * 6)

    assert starts(("毛泽建出生在湖南湘潭。",) * 6, read)[0] == pytest.approx(1.9, abs=0.1)


def test_where_nobody_speaks_nothing_is_found():
    assert align(spoken(*THREE), curve((5.0, SILENCE))).spoken == ()
    assert align((), curve(*READ)).spoken == ()


def test_takes_stand_one_after_the_other():
    one, two = curve((1.0, VOICE)), curve((0.995, VOICE))

    whole = join_curves([one, two], [Fraction(1), Fraction(1)], Fraction(1, 2))

    assert len(whole) == 250
    assert speech_in(whole)[:95].all()
    assert not speech_in(whole)[110:140].any()


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
