from pathlib import Path

import pytest

from pipeline.build import Action
from pipeline.workflow.rendering import estimate
from pipeline.workflow.rendering.estimate import START, Pace, longest


def action(name: str, cost: float, *inputs: Action, kind: str = "still") -> Action:
    return Action(kind=kind, recipe=name, inputs=inputs, suffix=".mp4", cost=cost)


def test_every_action_takes_its_start_and_a_known_kind_its_own_pace(tmp_path: Path):
    pace = Pace(path=tmp_path / "speed.json", factors={"still": 2.0})

    assert pace.seconds(action("a", 0.8)) == pytest.approx((0.8 + START) * 2)


def test_what_a_run_took_is_remembered(tmp_path: Path):
    pace = Pace(path=tmp_path / "speed.json")
    pace.learn([(action("a", 1.0 - START), 3.0), (action("b", 1.0 - START), 5.0)])

    assert Pace.read(tmp_path / "speed.json").seconds(action("c", 2.0 - START)) == pytest.approx(8.0)


def test_a_new_machine_is_tried(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(estimate, "_trial", lambda: estimate._TRIAL * 3)

    assert Pace(path=tmp_path / "speed.json").seconds(action("a", 1.0 - START)) == pytest.approx(3.0)


def test_the_longest_chain_counts_only_what_is_made(tmp_path: Path):
    pace = Pace(path=tmp_path / "speed.json", factors={"still": 1.0})
    level = action("level", 1.0)
    mix = action("mix", 2.0, level)
    sound = action("sound", 3.0, mix)
    other = action("other", 4.0)

    assert longest([level, mix, sound, other], pace) == pytest.approx(6.0 + 3 * START)
    assert longest([sound, other], pace) == pytest.approx(4.0 + START)
