"""Cards beside the logo of their rendition: which know of it, and which stay as they were."""

from dataclasses import replace
from fractions import Fraction

import pytest

from pipeline.effects.overlays import Overlaid
from pipeline.effects.questions import Answered, Countdown
from pipeline.model.overlays import LogoChange, LogoUse
from pipeline.model.rendition import PRESETS
from pipeline.model.timeline import StillSpan, TransitionSpan
from pipeline.render.lower import lower
from pipeline.render.picture.reframe import reframe
from tests.factories import dissolve, question
from tests.render.picture.test_overlays import CONTEXT, LOGO, planned

MAIN = PRESETS["video-720p"]
ASKED = question("一", "二", right=0)


def corners(timeline):
    """What each still's card keeps clear of."""
    stills = [placed.span.still for placed in timeline.spans if isinstance(placed.span, StillSpan)]
    bare = [still.still if isinstance(still, Overlaid) else still for still in stills]
    cards = [still.card if isinstance(still, Countdown | Answered) else still for still in bare]
    return [one.look.taken.corner if one.look.taken else None for one in cards]


@pytest.mark.parametrize("corner", ["top-right", "bottom-left"])
def test_every_state_of_a_question_keeps_clear_of_the_logo(corner):
    logo = LogoUse(media=LOGO.media, corner=corner)
    timeline = planned(question("一", "二", right=0, logo=logo))

    assert set(corners(reframe(timeline, MAIN))) == {corner}


def test_a_rendition_with_another_logo_has_other_cards_and_one_without_the_plain_ones():
    left, none = LogoChange(corner="top-left"), LogoChange(none=True)
    phone = PRESETS["vertical"]
    renditions = (MAIN, PRESETS["square"], phone)
    made = (renditions[0], replace(renditions[1], logo=left), replace(renditions[2], logo=none))
    timeline = planned(question("一", "二", right=0, logo=LOGO), renditions=made)

    assert [set(corners(reframe(timeline, one))) for one in made] == [{"top-right"}, {"top-left"}, {None}]


def test_without_a_logo_nothing_is_another_action():
    timeline = planned(ASKED)

    assert reframe(timeline, MAIN) == timeline
    assert lower(timeline, MAIN, CONTEXT).pieces == lower(reframe(timeline, MAIN), MAIN, CONTEXT).pieces


def test_each_side_of_a_transition_is_as_beside_it():
    timeline = planned(
        question("一", "二", right=0, logo=LOGO), question("三", "四", right=0, transition=dissolve(Fraction(1)))
    )
    (cut,) = [one.span for one in reframe(timeline, MAIN).spans if isinstance(one.span, TransitionSpan)]

    assert cut.outgoing.still.card.look.taken is not None
    assert cut.incoming.still.card.look.taken is None
