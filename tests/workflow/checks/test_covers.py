"""The moment of a film that a cover shows: told where there is no such moment."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PIL import Image

from pipeline.errors import Mark
from pipeline.media.picture.appraisal import measure
from pipeline.model.appraisal import Appraisal
from pipeline.model.series import CoverWish, MediaUse
from pipeline.packaging.plan import PlannedEpisode
from pipeline.workflow.checks.covers import blank_covers, poor_covers
from tests.factories import clip, episode, image

MARK = Mark(file="001.yaml", line=3, column=9, text="cover:")
NOWHERE: Any = None


def told(medium: Any, at: str | None) -> list[tuple[str, str]]:
    use = MediaUse(path=Path("/w/cover"), name="cover", mark=MARK)
    wish = CoverWish(at=None if at is None else Fraction(at), at_mark=MARK)
    subject = replace(episode(), cover=use, cover_wish=wish)
    planned = PlannedEpisode(
        episode=subject, programme=None, diagnostics=(), media={use.path: medium}, timeline=None, renditions=()
    )
    return [(one.code, one.severity) for one in poor_covers(planned, NOWHERE) if one.code != "cover-upscaled"]


def film() -> Any:
    """Of ten seconds."""
    medium = clip("a.mp4")
    assert medium.info.video is not None
    return replace(medium, info=replace(medium.info, video=replace(medium.info.video, duration=Fraction(10))))


@pytest.mark.parametrize("at", ["10", "60"])
def test_a_moment_at_or_after_the_end_is_an_error(at: str):
    assert told(film(), at) == [("at-outside", "error")]


@pytest.mark.parametrize("at", ["0", "99/10", None])
def test_a_moment_within_the_film_is_as_it_should_be(at: str | None):
    assert told(film(), at) == []


def test_a_moment_of_a_picture_has_no_effect():
    assert told(image("a.jpg"), "3") == [("no-effect", "warning")]
    assert told(image("a.jpg"), None) == []


@pytest.mark.parametrize(
    ("colours", "expected"), [(1, ["blank-cover"]), (2, [])], ids=["one colour", "two colours that are equally light"]
)
def test_a_picture_in_which_nothing_can_be_seen_is_told(colours: int, expected: list[str]):
    picture = Image.new("RGB", (1600, 900), (120, 40, 40))
    picture.paste((40, 90, 40), (0, 0, 800 * (colours - 1), 900))
    assert blank(image("a.jpg"), measure(picture, 1600, 900)) == expected


def test_a_film_of_one_colour_is_told_and_one_with_pictures_is_not():
    dark, seen = (measure(Image.effect_noise((320, 180), sigma).convert("RGB"), 1280, 720) for sigma in (0, 60))

    assert blank(film(), dark, dark) == ["blank-cover"]
    assert blank(film(), dark, seen) == []


def blank(medium: Any, *facts: Appraisal) -> list[str]:
    use = MediaUse(path=Path("/w/cover"), name="cover", mark=MARK)
    subject = replace(episode(), cover=use)
    planned = PlannedEpisode(
        episode=subject, programme=None, diagnostics=(), media={use.path: medium}, timeline=None, renditions=()
    )
    workspace: Any = SimpleNamespace(catalogue=SimpleNamespace(appraisals=lambda _: facts))
    return [one.code for one in blank_covers(planned, workspace)]
