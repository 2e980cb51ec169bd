"""Stored values: what was written comes back, and what is damaged is as good as nothing."""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import pytest

from pipeline.documents.stored import read_stored


@dataclass(frozen=True, slots=True, kw_only=True)
class Take:
    name: str
    length: Fraction
    times: tuple[int, ...] = ()


def test_a_value_comes_back_as_what_it_was(tmp_path: Path):
    (tmp_path / "a").write_text('{"a": {"name": "诗", "length": "1/3", "times": [1, 2]}}', encoding="utf-8")

    found = read_stored(tmp_path / "a", dict[str, Take])

    assert found == {"a": Take(name="诗", length=Fraction(1, 3), times=(1, 2))}


@pytest.mark.parametrize(
    "damage",
    [b"", b"{", b"[]", b"\xff", b"null", b"[" * 90_000, b'{"name": "a"}', b'{"name": "a", "length": "1/0"}',
     b'{"name": 1, "length": "1/2"}', b'{"name": "a", "length": "1/2", "times": [null]}'],
)  # fmt: skip
def test_what_is_damaged_is_nothing(tmp_path: Path, damage: bytes):
    (tmp_path / "a").write_bytes(damage)

    assert read_stored(tmp_path / "a", Take) is None


def test_no_file_is_nothing(tmp_path: Path):
    assert read_stored(tmp_path / "none", Take) is None
    assert read_stored(tmp_path, Take) is None
