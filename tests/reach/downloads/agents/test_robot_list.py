"""Lists of robots: taken over from others as a file, without what would take people for robots."""

import json
from pathlib import Path

import pytest

from pipeline.errors import PipelineError
from pipeline.reach.downloads.agents.robot_list import read_list
from pipeline.reach.downloads.agents.user_agents import agents


def written(folder: Path, *patterns: str) -> Path:
    path = folder / "bots.json"
    entries = [{"name": pattern, "pattern": pattern, "examples": []} for pattern in patterns]
    path.write_text(json.dumps({"comments": [], "entries": entries}), encoding="utf-8")
    return path


def test_its_robots_are_robots(tmp_path):
    agent = "Nachtigall/3.1"
    found = read_list(written(tmp_path, "^Nachtigall/", "^Amsel$"))

    assert found is not None
    assert (agents().verdict(agent), agents(names=found.patterns).verdict(agent)) == ("", "robot")
    assert found.edition.startswith("bots.json ")


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        (".", "for a robot"),
        ("iPhone|Nachtigall", "for a robot"),
        ("(unclosed", "no regular expression"),
        ("^(a+)+$", "too long"),
        ("x" * 2000, "too long"),
    ],
)
def test_what_cannot_be_used_is_left_out_and_told(tmp_path, pattern: str, why: str):
    found = read_list(written(tmp_path, pattern, "^Amsel$"))

    assert found is not None
    assert found.patterns == ("^Amsel$",)
    ((left, problem),) = found.left_out
    assert left == pattern
    assert why in problem


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"entries": []}', '{"entries": [{"name": "x"}]}', "robots"])
def test_other_files_are_refused(tmp_path, text: str):
    path = tmp_path / "bots.json"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(PipelineError):
        read_list(path)


def test_no_file_no_list(tmp_path):
    assert read_list(tmp_path / "none.json") is None
