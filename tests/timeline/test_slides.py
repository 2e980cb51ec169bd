"""Slides: which pages are shown, and when each begins."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from pipeline.digest import digest
from pipeline.effects.stills import OWN, FittedImage
from pipeline.errors import Mark
from pipeline.model.captions import Sentence
from pipeline.model.media import MediaInfo, Medium, VideoInfo
from pipeline.model.segments import ImageUse, Slides
from pipeline.model.timeline import StillSpan
from pipeline.timeline.slide_pages import with_pages
from pipeline.timeline.spots import Timing, place_pictures
from tests.factories import MARK, episode, image, media_use, picture, sound
from tests.timeline.planning import planned, timeline

F = Fraction


def pdf(pages: int, name: str = "deck.pdf") -> Medium:
    video = VideoInfo(codec="pdf", width=4000, height=2250, rate=F(0), start=F(0), duration=F(0))
    info = MediaInfo(kind="image", format="pdf", start=F(0), duration=F(0), video=video, pictures=pages)
    return Medium(content=digest(name), info=info, path=Path("/w") / name)


def slides(*deck: str, **more: Any) -> Slides:
    uses = tuple(ImageUse(media=media_use(name), every_page=True, mark=MARK) for name in deck or ("deck.pdf",))
    given: dict[str, Any] = {"entry": 0, "takes": (media_use("n.m4a"),), "deck": uses, "deck_mark": MARK}
    return Slides(mark=MARK, **(given | more))


def sentences(*opens: bool) -> tuple[Sentence, ...]:
    return tuple(
        Sentence(text=f"第{index}句话。", opens=one, mark=Mark(file="n.md", line=index + 1, column=1))
        for index, one in enumerate(opens)
    )


def opened(subject: Slides, *media: Medium) -> tuple[Slides, list[str]]:
    """The slides with their pages, and the codes of what is said."""
    found, said = with_pages(subject, {Path("/w") / medium.path.name: medium for medium in media})
    return found, [one.code for one in said]


def pages(subject: Slides) -> list[tuple[str, int | None]]:
    return [(use.media.name, use.page) for use in subject.pictures if isinstance(use, ImageUse)]


def shown(subject: Slides, *media: Medium) -> list[tuple[int, int]]:
    """Page and first frame of every span."""
    found, _ = opened(subject, *media)
    spans = timeline(episode(found), *media).spans
    assert all(isinstance(placed.span, StillSpan) for placed in spans)
    return [(placed.span.still.page, placed.start) for placed in spans]  # type: ignore[union-attr]


def test_all_pages_share_one_recording_equally_and_that_is_said():
    found, codes = opened(slides(), pdf(4))

    assert codes == ["equal-shares"]
    assert shown(slides(), pdf(4), sound("n.m4a")) == [(1, 0), (2, 62), (3, 125), (4, 187)]
    assert all(isinstance(use, ImageUse) and use.slide for use in found.pictures)


def test_one_page_has_nothing_to_share():
    assert opened(slides(), pdf(1)) == (replace(slides(), pictures=opened(slides(), pdf(1))[0].pictures), [])


@pytest.mark.parametrize(
    ("chosen", "expected"), [((2, 4), [2, 4]), ((3, 1, 3), [3, 1, 3]), ((1, 2, 3, 4), [1, 2, 3, 4])], ids=str
)
def test_pages_come_in_the_order_in_which_they_are_chosen(chosen: tuple[int, ...], expected: list[int]):
    found, _ = opened(slides(chosen=chosen), pdf(4))

    assert [page for _, page in pages(found)] == expected


def test_pages_are_counted_over_all_files():
    subject = slides("a.pdf", "b.jpg", "c.pdf", chosen=(2, 3, 4))

    found, _ = opened(subject, pdf(2, "a.pdf"), image("b.jpg"), pdf(3, "c.pdf"))

    assert pages(found) == [("a.pdf", 2), ("b.jpg", None), ("c.pdf", 1)]


def test_a_page_beyond_the_end_is_an_error_at_its_number():
    found, said = with_pages(slides(chosen=(3, 9)), {Path("/w/deck.pdf"): pdf(5)})

    assert (found.pictures, [one.severity for one in said]) == ((), ["error"])
    assert said[0].message == "there are 5 pages in 'deck.pdf', there is no page 9"
    assert said[0].hint == "write 'pages: 1-5', or leave it out"


def test_a_thousand_pages_must_be_chosen_from():
    found, said = with_pages(slides(), {Path("/w/deck.pdf"): pdf(1000)})
    some, _ = opened(slides(chosen=tuple(range(991, 1001))), pdf(1000))

    assert (found.pictures, [one.code for one in said]) == ((), ["too-many"])
    assert len(some.pictures) == 10


@pytest.mark.parametrize(
    ("times", "expected"), [((3, 8), [0, 75, 200]), ((0, 3, 8), [0, 75, 200])], ids=["changes", "one for each"]
)
def test_pages_change_at_the_times_that_are_stated(times: tuple[int, ...], expected: list[int]):
    subject = slides(changes=tuple(map(F, times)), change_marks=(MARK,) * len(times))

    assert [start for _, start in shown(subject, pdf(3), sound("n.m4a"))] == expected
    assert opened(subject, pdf(3))[1] == []


@pytest.mark.parametrize("count", [1, 4])
def test_another_number_of_times_is_an_error(count: int):
    subject = slides(changes=tuple(map(F, range(1, count + 1))), change_marks=(MARK,) * count)
    found, said = with_pages(subject, {Path("/w/deck.pdf"): pdf(3)})

    assert (found.pictures, [one.code for one in said]) == ((), ["wrong-count"])
    assert said[0].hint == "write 2 times, at which pages change, or one more for the first page"


def test_each_page_begins_with_its_recording():
    takes = tuple(media_use(f"{name}.m4a") for name in "abc")
    subject, codes = opened(slides(takes=takes, pause=F(1, 2)), pdf(3))
    timing = Timing(spoken=(), length=9_000, takes=(0, 2_500, 6_000), shortest=41)

    placed, said = place_pictures(subject, timing)

    assert codes == [] and said == ()
    assert [use.at for use in placed.pictures] == [None, F(5, 2), F(6)]


def test_another_number_of_recordings_is_said():
    takes = tuple(media_use(f"{name}.m4a") for name in "ab")
    _, said = with_pages(slides(takes=takes), {Path("/w/deck.pdf"): pdf(3)})

    assert [one.message for one in said] == [
        "there are 2 recordings for 3 slides: they are shown for equal shares of the time"
    ]


def test_each_page_begins_with_its_paragraph():
    subject, codes = opened(slides(sentences=sentences(True, False, True, True)), pdf(3))

    assert codes == []
    assert [(use.spot.sentence, use.mark.line) for use in subject.pictures if use.spot] == [(0, 1), (2, 3), (3, 4)]


def test_or_with_its_part_of_the_script():
    subject, codes = opened(slides(sentences=sentences(True, True, True, False, True), sections=(0, 2, 4)), pdf(3))

    assert codes == []
    assert [use.spot.sentence for use in subject.pictures if use.spot] == [0, 2, 4]


def test_another_number_of_paragraphs_is_said():
    _, said = with_pages(slides(sentences=sentences(True, True)), {Path("/w/deck.pdf"): pdf(3)})

    assert [one.message for one in said] == [
        "the script has 2 paragraphs for 3 slides: they are shown for equal shares of the time"
    ]


def test_the_script_may_place_pages_and_photographs_among_them():
    placed = (picture("deck.pdf", page=2), picture("a.jpg"), picture("deck.pdf", page=4))
    found, said = with_pages(slides(pictures=placed), {Path("/w/deck.pdf"): pdf(4), Path("/w/a.jpg"): image()})

    assert [(use.media.name, use.slide) for use in found.pictures if isinstance(use, ImageUse)] == [
        ("deck.pdf", True), ("a.jpg", False), ("deck.pdf", True),
    ]  # fmt: skip
    assert [one.message for one in said] == ["the script does not show 2 pages: 1, 3"]
    assert said[0].hint == "write ![](deck.pdf){page=1} before the sentence that belongs to it"


def test_a_script_with_pictures_and_none_of_the_pages_is_an_error():
    _, said = with_pages(slides(pictures=(picture("a.jpg"),)), {Path("/w/deck.pdf"): pdf(4), Path("/w/a.jpg"): image()})

    assert [(one.code, one.severity) for one in said] == [("pages-left-out", "error")]


def test_without_a_recording_each_page_has_its_time():
    times = [(1, 0), (2, 50), (3, 100)]
    apart = [(1, 0), (2, 25), (3, 100)]

    assert shown(slides(takes=(), lengths=(F(2),)), pdf(3)) == times
    assert shown(slides(takes=(), lengths=(F(1), F(3), F(2))), pdf(3)) == apart
    assert timeline(episode(opened(slides(takes=(), lengths=(F(1), F(3), F(2))), pdf(3))[0]), pdf(3)).frames == 150


def test_many_short_pages_do_not_drift():
    subject = slides(takes=(), lengths=(F(101, 300),))

    found, _ = opened(subject, pdf(100))

    assert timeline(episode(found), pdf(100)).frames == round(100 * F(101, 300) * 25)


def test_another_number_of_lengths_is_an_error():
    found, _ = opened(slides(takes=(), lengths=(F(1), F(3))), pdf(3))

    assert [one.code for one in planned(episode(found), pdf(3)).diagnostics] == ["wrong-count"]


def test_pages_go_on_in_the_colour_of_their_edges():
    found, _ = opened(slides(takes=(), lengths=(F(2),)), pdf(2))

    spans = timeline(episode(found), pdf(2)).spans

    stills = [placed.span.still for placed in spans if isinstance(placed.span, StillSpan)]
    assert [one.ground for one in stills if isinstance(one, FittedImage)] == [OWN, OWN]


def test_without_its_deck_nothing_is_shown():
    found, codes = opened(slides())

    assert (found, codes) == (slides(), [])
    assert planned(episode(found), sound("n.m4a")).timeline is None
