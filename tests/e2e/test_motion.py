"""Motion and transitions, from the manifest to the frames: in every shape, under captions, logos and insets."""

from itertools import pairwise

import av
import numpy as np
import pytest
from PIL import Image

from pipeline.model.series import TRANSITIONS
from tests import sources
from tests.e2e.conftest import Workspace

SERIES = """\
title: 颂英烈
renditions:
  main: {size: 320x180}
  tall: {preset: vertical, size: 180x320, reframe: crop}
  sound: none
"""


@pytest.fixture
def studio(bare: Workspace) -> Workspace:
    """A photograph, a plain dark and a plain light picture, a gray clip of four seconds, a blue one of two, a logo."""
    folder = bare.root / "episodes/s"
    bare.write("episodes/s/series.yaml", SERIES)
    Image.fromarray(sources.photo_pixels((960, 540))).save(folder / "photo.png")
    for name, gray in (("dark", 40), ("light", 210)):
        Image.new("RGB", (320, 180), (gray,) * 3).save(folder / f"{name}.png")
    Image.new("RGBA", (100, 100), (0, 255, 0, 255)).save(folder / "logo.png")
    (folder / "clip.mp4").write_bytes(sources.flat("over-clip.mp4", (128,) * 100).read_bytes())
    return bare


def frames(workspace: Workspace, name: str = "001 毛泽建.mp4") -> list[np.ndarray]:
    with av.open(str(workspace.out(name))) as container:
        return [frame.to_ndarray(format="rgb24").astype(int) for frame in container.decode(video=0)]


def test_the_view_moves_over_a_photograph_in_every_shape(studio: Workspace):
    studio.episode("""
        number: 1
        title: 毛泽建
        segments:
          - {image: photo.png, for: 2s, motion: {kind: push-in, amount: 30%, ease: linear}}
          - {image: photo.png, for: 2s}
    """)
    spans = studio.json("plan", "--spans")["episodes"][0]["timeline"]
    studio.json("render")

    assert [one["kind"] for one in spans] == ["motion", "still"] * 2
    for name in ("001 毛泽建.mp4", "001 毛泽建.tall.mp4"):
        found = frames(studio, name)
        assert len(found) == 100
        steps = [float(np.abs(after - before).mean()) for before, after in pairwise(found[:50])]
        # It begins as the still, and goes on at one pace until its end.
        assert np.abs(found[0] - found[60]).mean() < 3 < np.abs(found[0] - found[49]).mean()
        assert min(steps) > max(steps) / 4 > 0
        assert not any(np.abs(found[frame] - found[60]).max() > 12 for frame in range(55, 100))


@pytest.mark.parametrize("kind", [kind for kind in TRANSITIONS if kind not in ("cut", "dissolve")])
def test_a_transition_leads_from_one_kind_of_picture_to_the_next_at_no_cost_of_length(kind: str, studio: Workspace):
    """Still to motion, motion to clip, clip to still, still to still."""
    into = f"transition: {{kind: {kind}, for: 400ms}}"
    studio.episode(f"""
        number: 1
        title: 毛泽建
        segments:
          - {{image: dark.png, for: 1s}}
          - {{image: light.png, for: 1s, motion: push-in, {into}}}
          - {{clip: clip.mp4, to: 1s, {into}}}
          - {{image: dark.png, for: 1s, {into}}}
          - {{image: light.png, for: 1s, {into}}}
    """)
    spans = studio.json("plan", "--spans")["episodes"][0]["timeline"]
    studio.json("render")

    assert [one["kind"] for one in spans] == [
        "still", "transition", "motion", "transition", "clip", "transition", "still", "transition", "still",
    ] * 2  # fmt: skip
    found = [frame.mean() for frame in frames(studio)]
    assert len(found) == 125
    pure = {"dark": 40, "light": 210, "gray": 128}
    pairs = (("dark", "light"), ("light", "gray"), ("gray", "dark"), ("dark", "light"))
    for cut, (before, after) in zip((25, 50, 75, 100), pairs, strict=True):
        # Ten frames around the cut; beside them each picture is alone.
        assert found[cut - 6] == pytest.approx(pure[before], abs=3)
        assert found[cut + 5] == pytest.approx(pure[after], abs=3)
        inside = found[cut - 5 : cut + 5]
        assert all(abs(light - pure[before]) > 0.4 for light in inside[1:])
        assert all(abs(light - pure[after]) > 0.4 for light in inside[:-1])


def test_what_lies_over_pictures_stays_while_they_move_and_change(studio: Workspace):
    studio.episode("""
        number: 1
        title: 毛泽建
        logo: logo.png
        segments:
          - {image: dark.png, for: 1s, motion: push-in}
          - {image: light.png, for: 1s, motion: pan-left, transition: {kind: push-left, for: 400ms}}
    """)
    studio.json("render")

    found = frames(studio)
    place = np.argwhere((found[0][..., 1] > 200) & (found[0][..., 0] < 60)).mean(axis=0).astype(int)
    for frame in found:
        red, green, blue = frame[place[0], place[1]]
        assert green > 200 and red < 60 and blue < 60


def test_a_moving_inset_plays_over_a_motion(studio: Workspace):
    studio.episode("""
        number: 1
        title: 毛泽建
        segments:
          - {image: light.png, for: 2s, motion: push-in, inset: {clip: clip.mp4, corner: top-right}}
    """)
    studio.json("render")

    found = frames(studio)
    assert len(found) == 50
    for frame in found:
        assert (np.abs(frame[:90, 160:] - 128).max(axis=2) < 12).mean() > 0.1
        assert abs(frame[90:, :160].mean() - 210) < 3


def test_programmes_are_verified_and_what_moves_is_explained(studio: Workspace):
    studio.episode("""
        number: 1
        title: 毛泽建
        segments:
          - {image: light.png, for: 3s, motion: push-in}
          - {image: dark.png, for: 1s, transition: {kind: dip-to-black, for: 900ms}}
    """)
    studio.json("render")
    report = studio.json("verify")

    assert report["ok"]


def test_plan_tells_what_motion_costs(studio: Workspace):
    still = "number: 1\ntitle: 毛泽建\nsegments: [{image: photo.png, for: 60s}]\n"
    studio.episode(still)
    cheap = studio.json("plan")["episodes"][0]
    studio.episode(still.replace("60s", "60s, motion: push-in"))
    dear = studio.json("plan")["episodes"][0]

    assert dear["estimate"]["seconds"] > cheap["estimate"]["seconds"] * 1.3


def test_what_cannot_be_is_said_where_it_stands(studio: Workspace):
    studio.episode("""
        number: 1
        title: 毛泽建
        segments:
          - {image: photo.png, for: 2s, motion: {kind: push-in, amount: 90%}}
          - {image: photo.png, for: 2s, motion: {kind: pan-up, focus: [1.5, 0.5]}}
          - {image: photo.png, for: 1s, motion: zoom-in, transition: {kind: slide-left, for: 4s}}
    """)
    said = {one["code"]: one["message"] for one in studio.json("check", status=1)["diagnostics"]}

    assert "1.5" in said["bad-focus"]
    assert "zoom-in" in said["unknown-motion"]
