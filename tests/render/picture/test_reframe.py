"""Cards beside the logo of their rendition: which know of it, and which stay as they were."""

from dataclasses import replace
from fractions import Fraction

import pytest

from pipeline.effects.look import look_of
from pipeline.effects.overlays import AiLabel, Overlaid
from pipeline.effects.questions import Answered, Countdown
from pipeline.effects.stills import TextCard
from pipeline.media.picture.cards.areas import free_area
from pipeline.media.picture.fonts import default_fonts
from pipeline.media.picture.overlays.layers import box_of
from pipeline.model.covered import PHONES, Covered
from pipeline.model.media import Font
from pipeline.model.overlays import LogoChange, LogoUse
from pipeline.model.rendition import PRESETS
from pipeline.model.series import Theme
from pipeline.model.timeline import PlacedOverlay, StillSpan, TransitionSpan
from pipeline.render.lower import lower
from pipeline.render.picture.reframe import beside, reframe
from tests.factories import FONT, MARK, card, dissolve, question
from tests.render.picture.laid_over import CONTEXT, LOGO, planned

MAIN = PRESETS["video-720p"]
FONTS = tuple(Font(content=f"{path}#{index}", path=path, index=index) for path, index in default_fonts())
ASKED = question("一", "二", right=0)


def corners(timeline):
    """What each still's card keeps clear of."""
    stills = [placed.span.still for placed in timeline.spans if isinstance(placed.span, StillSpan)]
    bare = [still.still if isinstance(still, Overlaid) else still for still in stills]
    cards = [still.card if isinstance(still, Countdown | Answered) else still for still in bare]
    return [one.look.taken[0].corner if one.look.taken else None for one in cards]


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

    assert cut.outgoing.still.card.look.taken
    assert not cut.incoming.still.card.look.taken


@pytest.mark.parametrize("size", [(1280, 720), (720, 1280), (720, 720)])
@pytest.mark.parametrize("text", ["含 AI 生成内容", "AI-generated content", "由人工智能合成"])
def test_cards_under_the_label_of_ai_content_leave_it_its_room(size: tuple[int, int], text: str):
    look = look_of(Theme(), picture=None, fonts=FONTS)
    label = AiLabel(text=text, look=look)
    still = beside(TextCard(text="一", look=look, label=""), label)

    assert isinstance(still, TextCard)
    free = free_area(*size, still.look)
    taken = box_of(label, *size)
    assert free.top >= taken.bottom or free.left >= taken.right


def test_a_card_does_not_move_when_the_label_goes():
    """The label lies over four seconds, and all states of a question of twelve leave it its room; the next card not."""
    timeline = planned(question("一", "二", right=0), card())
    over = AiLabel(text="含 AI 生成内容", look=look_of(Theme(), picture=None, fonts=(FONT,)))
    label = PlacedOverlay(start=0, stop=100, overlay=over, mark=MARK)
    found = corners(reframe(replace(timeline, overlays=(label,)), MAIN))

    assert found == ["top-left"] * (len(found) - 1) + [None]


def test_cards_keep_clear_of_what_a_studio_says_is_covered():
    phone = PRESETS["vertical"]
    own = replace(phone, covered=Covered(top=Fraction(30, 100)))
    (usual,) = [one.span.still for one in reframe(planned(card()), phone).spans]
    (clear,) = [one.span.still for one in reframe(planned(card()), own).spans]

    assert usual.look.covered is None
    assert clear.look.covered == Covered(top=Fraction(30, 100)) | PHONES
