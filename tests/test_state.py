"""The state folder: what documents say lies in it does, and asking makes nothing."""

import re
from pathlib import Path

from pipeline.state import STATE, StateFolder

DOCS = sorted((Path(__file__).parent.parent / "docs").glob("*.md"))


def test_documents_name_what_lies_in_it(tmp_path: Path):
    state = StateFolder.of(tmp_path)
    known = {path.name for path in vars(state).values()}

    named = {name for page in DOCS for name in re.findall(r"\.voicehall/([\w.-]+\w)", page.read_text("utf-8"))}

    assert len(named) > 5
    assert named <= known


def test_all_lies_in_it_and_nothing_is_made(tmp_path: Path):
    state = StateFolder.of(tmp_path)
    paths = [*vars(state).values(), state.lock("site"), state.inventory("site"), state.speed("site")]

    assert all(path.is_relative_to(tmp_path / STATE) for path in paths)
    assert len(set(paths)) == len(paths)
    assert list(tmp_path.iterdir()) == []
