"""Splits from a manifest to what is seen and heard, in every shape, and through every verb that looks at an episode."""

from fractions import Fraction

import numpy as np
import pytest

from pipeline.effects.split import halves
from tests import sources
from tests.e2e.conftest import Workspace
from tests.sources import numbered, numbers_in, regular, samples_of

F = Fraction
SERIES = """\
title: 对话
theme: {background: "#206040"}
renditions:
  main: {size: 320x180, rate: 25}
  up: {preset: vertical, size: 180x320}
  wave: {preset: audiogram, size: 180x180}
"""
EPISODE = """\
number: 1
title: 一
segments:
  - split: [a.mp4, b.mp4]
    chapter: 对话
  - split: [a.png, {clip: a.mp4, from: 1s}]
    sound: none
    chapter: 对比
    transition: {kind: dissolve, for: 320ms}
  - split: [a.png, a.png]
    for: 1s
"""


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Two clips of other lengths and levels, beside each other, then a picture beside one, then two pictures."""
    made = Workspace(root=tmp_path_factory.mktemp("split") / "声音馆")
    made.write("studio.yaml", "name: 声音馆\n")
    made.write("episodes/s/series.yaml", SERIES)
    made.episode(EPISODE)
    folder = made.root / "episodes/s"
    for name, frames, level in (("a.mp4", 75, -20.0), ("b.mp4", 50, -30.0)):
        source = numbered(f"split-e2e-{name}", regular(25, frames), size=(156, 180), sound=level)
        (folder / name).write_bytes(source.read_bytes())
    (folder / "a.png").write_bytes(sources.photo("split.png", (156, 180)).read_bytes())
    made.json("render")
    return made


def numbers(workspace: Workspace, name: str, size: tuple[int, int]) -> list[list[int | None]]:
    shares = [
        (
            one.left / size[0], one.top / size[1], (one.left + one.width) / size[0], (one.top + one.height) / size[1],
        )
        for one in halves(*size)
    ]  # fmt: skip
    return [numbers_in(workspace.out(name), part=part) for part in shares]


def test_both_sides_are_seen_in_step_and_the_shorter_one_is_held(rendered: Workspace):
    left, right = numbers(rendered, "001 一.mp4", (320, 180))

    # Four frames belong to the dissolve on this side of the cut.
    assert left[:71] == list(range(71))
    assert right[:71] == [min(index, 49) for index in range(71)]
    assert right[79:121] == list(range(29, 71)), "from its second second on, beside a picture"


def test_that_the_shorter_one_is_held_is_said(rendered: Workspace):
    said = rendered.json("check")["diagnostics"]

    assert [(one["code"], one["line"]) for one in said] == [("last-frame-held", 4), ("edge-frame-held", 9)]
    assert "'b.mp4' ends at 00:02.000" in said[0]["message"]


def test_the_halves_stand_one_above_the_other_in_an_upright_frame(rendered: Workspace):
    area, below = halves(180, 320)

    gray = sources.grays(rendered.out("001 一.up.mp4"))[10]
    luma = 16 + (0.2126 * 0x20 + 0.7152 * 0x60 + 0.0722 * 0x40) * 219 / 255

    assert abs(gray[area.height + 1 : below.top - 1].mean() - luma) < 4
    assert gray[: area.height].std() > 40 and gray[below.top :].std() > 40


def test_both_are_heard_at_the_same_level_and_each_to_its_end(rendered: Workspace):
    """The quiet one is 10 dB below the other in its file. Together two equal tones of one phase are 6 dB louder."""
    samples, _ = samples_of(rendered.out("001 一.mp3"))

    def level(start: float, stop: float) -> float:
        part = samples[:, round(start * 48_000) : round(stop * 48_000)]
        return 20 * float(np.log10(np.sqrt((part**2).mean()) + 1e-9))

    assert level(0.5, 1.5) - level(2.2, 2.8) == pytest.approx(6, abs=1)
    assert level(3.5, 4.5) < -60, "sound: none"


def test_every_verb_knows_splits(rendered: Workspace):
    assert rendered.json("verify")["ok"]
    assert rendered.run("storyboard", "s/1", "--to", "board.png").returncode == 0
    assert "0 of" in rendered.run("plan", "--why").stdout
    record = (rendered.out("001 一.json")).read_text(encoding="utf-8")
    assert "a.mp4" in record and "b.mp4" in record and "对比" in record


def test_another_length_of_one_side_encodes_only_that_split(rendered: Workspace, tmp_path):
    copy = rendered.copied(tmp_path)
    copy.write("episodes/s/001.yaml", EPISODE.replace("for: 1s", "for: 2s"))

    (episode,) = copy.json("render", "--rendition", "main")["episodes"]

    assert episode["spans"]["encoded"] == 0, "a still that stands longer is no other still"
