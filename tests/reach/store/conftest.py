"""A store of its own for every test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.reach.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "声音 100%" / "reach.sqlite") as opened:
        yield opened
