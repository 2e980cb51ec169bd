"""Blends as values: one contract for all that manifests may name."""

from typing import get_args

import pytest

from pipeline.digest import digest
from pipeline.effects.transitions import BLENDS
from pipeline.model.series import TransitionKind
from pipeline.model.timeline import Blend


def test_every_kind_has_its_blend_under_its_own_name():
    assert tuple(BLENDS) == get_args(TransitionKind)
    assert {name: blend.label for name, blend in BLENDS.items()} == {name: name for name in BLENDS}


@pytest.mark.parametrize("blend", BLENDS.values(), ids=BLENDS)
@pytest.mark.parametrize("frames", [1, 2, 12, 125])
def test_a_blend_goes_on_from_frame_to_frame_and_shows_no_pure_side(blend: Blend, frames: int):
    shares = [blend.share(frame, frames) for frame in range(frames)]

    assert shares[0] > 0 and shares[-1] < 1
    assert shares == sorted(set(shares))
    # As far from its beginning at first as from its end at last.
    assert [1 - share for share in reversed(shares)] == shares


def test_no_two_blends_share_a_key():
    assert len({digest(blend) for blend in BLENDS.values()}) == len(BLENDS)
