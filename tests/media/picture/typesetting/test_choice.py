"""Choice of a size: the largest whose words are whole, unless that is much smaller."""

from dataclasses import dataclass

from pipeline.captions.word_breaks import BROKEN, PHRASE, TIED
from pipeline.media.picture.typesetting.choice import rather_whole, weighed


@dataclass(frozen=True)
class Setting:
    size: int
    strain: float


def chosen(*settings: tuple[int, float], least: float = 0.75) -> int | None:
    made = (Setting(size, strain) for size, strain in settings)
    found = rather_whole(made, size=lambda one: one.size, strain=lambda one: one.strain, least=least)
    return found.size if found else None


def test_the_largest_is_taken_where_its_lines_end_with_phrases():
    assert chosen((100, PHRASE), (90, 0.0)) == 100


def test_letters_are_smaller_for_a_word_to_be_whole():
    assert chosen((100, BROKEN), (90, BROKEN), (80, PHRASE)) == 80


def test_they_are_only_a_little_smaller_for_a_long_name_to_be_whole():
    assert chosen((100, TIED), (95, PHRASE)) == 95
    assert chosen((100, TIED), (80, PHRASE)) == 100


def test_they_are_never_smaller_than_a_share_of_the_largest():
    assert chosen((100, BROKEN), (80, PHRASE), least=0.9) == 100


def test_where_nothing_fits_nothing_is_chosen():
    assert chosen() is None


def test_one_bad_break_among_many_weighs_less():
    assert weighed(BROKEN, 2) == BROKEN
    assert weighed(BROKEN, 8) == BROKEN / 4
