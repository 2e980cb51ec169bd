from fractions import Fraction

from pipeline.captions.speech import join_curves, speech_in
from tests.captions.curves import VOICE, curve


def test_takes_stand_one_after_the_other():
    one, two = curve((1.0, VOICE)), curve((0.995, VOICE))

    whole = join_curves([one, two], [Fraction(1), Fraction(1)], Fraction(1, 2))

    assert len(whole) == 250
    assert speech_in(whole)[:95].all()
    assert not speech_in(whole)[110:140].any()
