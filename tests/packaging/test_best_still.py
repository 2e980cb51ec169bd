"""Which of its pictures an episode is known by: the scores, and what is no candidate."""

from dataclasses import replace
from fractions import Fraction

import pytest

from pipeline.effects.covers import FilmFrame
from pipeline.effects.stills import FittedImage
from pipeline.media.probe.index import Catalogue
from pipeline.model.appraisal import Appraisal, Source
from pipeline.packaging.best_still import ALIKE, Candidate, Earlier, best, candidates, film, is_fit, score, whole_films
from pipeline.timeline import plan_timeline
from tests.factories import FONT, clip, clip_segment, episode, image, image_segment, media_use

GOOD = Appraisal(
    width=4000, height=3000, sharp=400, contrast=400, light=470, lost=0, busy=60, below=30, aside=30, flat=100
)


def still(name: str, frames: int = 100) -> Candidate:
    medium = image(name)
    return Candidate(art=FittedImage(image=medium, fit="crop"), source=Source(medium=medium), frames=frames)


def test_a_picture_without_fault_has_all_points():
    assert score(GOOD, stays=1).total == pytest.approx(108)


@pytest.mark.parametrize(
    "worse",
    [{"sharp": 60}, {"light": 120}, {"light": 900}, {"contrast": 90}, {"lost": 400}, {"below": 300, "aside": 300},
     {"width": 500, "height": 400}, {"flat": 700}],
    ids=lambda one: ",".join(one),
)  # fmt: skip
def test_every_fault_costs_points(worse):
    assert score(replace(GOOD, **worse)).total < score(GOOD).total - 3


def test_the_best_wins_whatever_its_place_and_the_first_of_equals():
    shaken = replace(GOOD, sharp=40)
    pictures = [(still("a.jpg"), [shaken]), (still("b.jpg"), [GOOD]), (still("c.jpg"), [GOOD])]

    choice = best(pictures)

    assert choice is not None
    assert isinstance(choice.art, FittedImage)
    assert choice.art.image == image("b.jpg")
    assert choice.among == 3


def test_of_two_good_ones_that_which_is_shown_longer():
    choice = best([(still("a.jpg", 100), [GOOD]), (still("b.jpg", 300), [replace(GOOD, sharp=390)])])

    assert choice is not None
    assert isinstance(choice.art, FittedImage)
    assert choice.art.image == image("b.jpg")


def test_a_film_is_asked_only_where_no_picture_is_fit():
    frame, source = film(clip("m.mp4"), Fraction(2), Fraction(8))
    moving = Candidate(art=frame, source=source, frames=900)
    moments = [replace(GOOD, width=1280, height=720, sharp=s, at=at) for at, s in ((2500, 90), (5000, 380), (7500, 20))]

    beside = best([(moving, moments), (still("a.jpg"), [replace(GOOD, sharp=30)])])
    alone = best([(moving, moments), (still("a.jpg"), [replace(GOOD, contrast=3)])])

    assert beside is not None
    assert isinstance(beside.art, FittedImage)
    assert alone is not None
    assert alone.art == FilmFrame(medium=clip("m.mp4"), at=Fraction(5))


@pytest.mark.parametrize("unfit", [{"height": 90}, {"contrast": 5}, {"lost": 950}])
def test_tiny_plain_and_burnt_out_pictures_are_fit_for_no_cover(unfit):
    assert not is_fit(replace(GOOD, **unfit))
    assert best([(still("a.jpg"), [replace(GOOD, **unfit)])]) is None


def test_parts_of_the_series_are_no_candidates_and_each_picture_is_one():
    own = [image_segment("a.jpg", 2), image_segment("b.jpg", 3), image_segment("a.jpg", 4)]
    planned = episode(image_segment("intro.jpg", 5, part="intro"), *own, clip_segment("m.mp4"))
    media = {media_use(name).path: image(name) for name in ("intro.jpg", "a.jpg", "b.jpg")}
    media[media_use("m.mp4").path] = clip("m.mp4")
    timeline = plan_timeline(planned, media, lambda *_: (FONT,), Fraction(25)).timeline
    assert timeline is not None

    found = candidates(planned, timeline)

    assert [(one.source.medium.content, one.frames) for one in found] == [
        (image("a.jpg").content, 150),
        (image("b.jpg").content, 75),
        (clip("m.mp4").content, 250),
    ]
    assert (found[2].source.start, found[2].source.stop) == (0, 10_000)


def test_a_film_s_name_in_a_plan_says_nothing_of_another_stretch_of_it():
    spans = [film(clip(), Fraction(start), Fraction(start + 2))[1] for start in (0, 4)]

    assert len(set(spans)) == 2


def test_a_finished_programme_s_film_is_looked_at_from_end_to_end():
    (one,) = whole_films([clip("m.mp4", Fraction(60)), image("a.jpg")])

    assert (one.source.start, one.source.stop) == (0, 60_000)


def test_what_was_looked_at_once_is_remembered_by_content(tmp_path, monkeypatch):
    from pipeline.media.picture import appraisal

    looked = []
    monkeypatch.setattr(appraisal, "appraise", lambda source: looked.append(source) or (GOOD,))
    source = Source(medium=image("a.jpg"))
    catalogue = Catalogue(tmp_path / "catalogue.json")

    assert catalogue.appraisals(source) == (GOOD,) == catalogue.appraisals(source)
    assert catalogue.appraisals(replace(source, page=2)) == (GOOD,)
    assert len(looked) == 2


def test_what_an_earlier_episode_shows_is_rather_left_to_it():
    pictures = [(still("a.jpg", 300), [replace(GOOD, print=0b1111)]), (still("b.jpg"), [replace(GOOD, sharp=200)])]
    same = Earlier(contents=frozenset({image("a.jpg").content}))

    alone, after = best(pictures), best(pictures, same)

    assert alone is not None
    assert after is not None
    assert isinstance(alone.art, FittedImage)
    assert isinstance(after.art, FittedImage)
    assert (alone.art.image, after.art.image) == (image("a.jpg"), image("b.jpg"))
    assert "earlier" not in alone.reason
    assert "shown by no earlier episode" in after.reason


@pytest.mark.parametrize(("bits", "shown"), [(0, True), (ALIKE, True), (ALIKE + 1, False), (30, False)])
def test_a_copy_in_another_file_is_the_same_picture(bits, shown):
    other = Earlier(prints=frozenset({(1 << bits) - 1}))

    assert other.shows(still("a.jpg").source, replace(GOOD, print=0)) == shown


def test_where_all_was_shown_before_the_best_is_taken_again_and_said():
    all_shown = Earlier(contents=frozenset({image("a.jpg").content}))

    choice = best([(still("a.jpg"), [GOOD])], all_shown)

    assert choice is not None
    assert "although an earlier episode shows it" in choice.reason
    assert choice.score.total == pytest.approx(68)
