"""Clips of more pictures a second than the programme: told once, with what is lost and what to write."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import Diagnostic
from pipeline.model.rendition import PRESETS, Rendition
from pipeline.packaging.plan import PlannedEpisode
from pipeline.timeline import plan_timeline
from pipeline.workflow.checks.rates import lost_pictures
from tests.factories import FONT, clip, clip_segment, episode

F = Fraction


def told(*rates: Fraction, own: int = 25, stated: bool = False, rendition: Rendition | None = None) -> list[Diagnostic]:
    """What is said of clips of these rates, 10 s each, in a programme of another rate."""
    preset = rendition or PRESETS["video-1080p"]
    assert preset.picture is not None
    rendition = replace(preset, picture=replace(preset.picture, rate=F(own)), rate_stated=stated)
    subject = episode(*(clip_segment(f"{n}.mp4") for n in range(len(rates))), renditions=(rendition,))
    media = {Path(f"/w/{n}.mp4"): of_rate(f"{n}.mp4", rate) for n, rate in enumerate(rates)}
    timeline = plan_timeline(subject, media, lambda *_: (FONT,), F(own)).timeline
    planned = PlannedEpisode(
        episode=subject, programme=None, diagnostics=(), media=media, timeline=timeline, renditions=(rendition,)
    )
    nowhere: Any = None
    return list(lost_pictures(planned, nowhere))


def of_rate(name: str, rate: Fraction) -> Any:
    medium = clip(name)
    assert medium.info.video is not None
    return replace(medium, info=replace(medium.info, video=replace(medium.info.video, rate=rate)))


@pytest.mark.parametrize(
    ("rate", "shown", "lost", "better"),
    [
        (F(30), "30", "50 of its 300", "rate: 30}"),
        (F(30000, 1001), "29.97", "50 of its 300", "rate: 30000/1001}"),
        # A telephone's: a little less than 30, never the same.
        (F(2983, 100), "29.97", "48 of its 298", "rate: 30000/1001}"),
        (F(60), "60", "350 of its 600", "rate: 30}"),
        (F(50), "50", "250 of its 500", "rate: 50}"),
    ],
)
def test_what_is_lost_and_what_to_write(rate, shown, lost, better):
    (found,) = told(rate)

    assert found.message == f"'0.mp4' has {shown} pictures a second, the programme 25: {lost} pictures are left out"
    assert better in found.hint
    assert "'rate: 25' if it is meant" in found.hint


@pytest.mark.parametrize("rates", [[F(25)], [F(24)], [F(24000, 1001)], [F(12)], [F(2507, 100)]])
def test_nothing_is_said_where_nothing_is_lost(rates):
    assert told(*rates) == []


def test_once_for_all_clips_of_an_episode():
    (found,) = told(F(25), F(30), F(30))

    assert found.message.startswith("'1.mp4' has 30 pictures a second, the programme 25: 100 of its 600")


def test_whoever_states_the_rate_is_not_asked():
    assert told(F(30), stated=True) == []
    assert told(F(30), own=30) == []


@pytest.mark.parametrize(
    ("preset", "size", "written"),
    [
        ("video-1080p", None, "{main: {rate: 30}}"),
        ("video-720p", None, "{main: {preset: video-720p, rate: 30}}"),
        ("vertical", None, "{main: {preset: vertical, rate: 30}}"),
        ("video-720p", (1024, 768), "{main: {size: 1024x768, rate: 30}}"),
    ],
)
def test_the_hint_keeps_what_the_main_rendition_is(preset, size, written):
    own = PRESETS[preset]
    assert own.picture is not None
    picture = replace(own.picture, width=size[0], height=size[1]) if size else own.picture
    (found,) = told(F(30), rendition=replace(own, picture=picture))

    assert f"'renditions: {written}'" in found.hint
