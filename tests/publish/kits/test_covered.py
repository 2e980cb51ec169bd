"""What platforms cover, by their rules."""

from fractions import Fraction
from pathlib import Path

import pytest

from pipeline.errors import DiagnosedError
from pipeline.model.covered import NOTHING, PHONES, Covered
from pipeline.model.publishing.platform import KIT_PLATFORMS, OWN_RULES
from pipeline.publish.kits.platform import covered_by
from pipeline.publish.kits.rules import read_platform


def films(root: Path) -> list[str]:
    return [name for name in KIT_PLATFORMS if read_platform(name, root).kind == "video"]


def test_the_usual_area_is_that_of_all_platforms_together(tmp_path: Path):
    known = [read_platform(name, tmp_path) for name in films(tmp_path)]

    assert covered_by(known, "vertical") == PHONES
    assert covered_by(known, "square") == covered_by(known, "landscape") == NOTHING


def test_every_share_names_its_source_and_its_day(tmp_path: Path):
    for name in films(tmp_path):
        frames = read_platform(name, tmp_path).covered

        assert [frame.shape for frame in frames] == ["vertical", "square", "landscape"]
        assert all(frame.source and frame.date for frame in frames)


def test_a_studio_states_its_own(tmp_path: Path):
    own = tmp_path / OWN_RULES / "douyin.yaml"
    own.parent.mkdir(parents=True)
    own.write_text("covered: {vertical: {bottom: 30.5%}}\n", encoding="utf-8")
    found = read_platform("douyin", tmp_path)

    assert covered_by([found], "vertical") == Covered(bottom=Fraction(305, 1000))
    assert covered_by([found], "landscape") == NOTHING
    assert next(one for one in found.covered if one.shape == "vertical").verified


def test_of_a_platform_without_shares_nothing_is_known(tmp_path: Path):
    own = tmp_path / OWN_RULES / "hall.yaml"
    own.parent.mkdir(parents=True)
    own.write_text("name: 礼堂\n", encoding="utf-8")

    assert covered_by([read_platform("douyin", tmp_path), read_platform("hall", tmp_path)], "vertical") is None


@pytest.mark.parametrize("share", ["23", "41%", "-3%", "a lot", "0.23"])
def test_a_share_that_is_none_is_told(tmp_path: Path, share: str):
    own = tmp_path / OWN_RULES / "douyin.yaml"
    own.parent.mkdir(parents=True)
    own.write_text(f"covered: {{vertical: {{bottom: {share}}}}}\n", encoding="utf-8")

    with pytest.raises(DiagnosedError) as caught:
        read_platform("douyin", tmp_path)
    assert [one.code for one in caught.value.diagnostics] == ["bad-share"]
