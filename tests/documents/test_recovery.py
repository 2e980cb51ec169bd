"""Recovery: how much is told of a file whose YAML has mistakes."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.documents.diagnostics import Findings
from pipeline.documents.nodes import Data, parse
from pipeline.documents.recovery import parse_mending
from pipeline.documents.source import Source


def mended(text: str) -> tuple[Data, list[tuple[int, int]]]:
    """What is read of a text, and the places of the mistakes told."""
    found = Findings()
    place = parse_mending(Source(path=Path("/w/a.yaml"), file="a.yaml", text=text), found)
    return place.data if place else None, [(one.mark.line, one.mark.column) for one in found.sorted()]


@pytest.mark.parametrize(
    ("text", "data", "places"),
    [
        ("a：1\nb: 2\nc：3\n", {"a": "1", "b": "2", "c": "3"}, [(1, 2), (3, 2)]),
        ("a: 1\nb: x: y\nc: 3\n", {"a": "1", "b": "x: y", "c": "3"}, [(2, 5)]),
        ("a: 1\n b: 2\nc: 3\n", {"a": "1", "b": "2", "c": "3"}, [(2, 3)]),
        ('a: "1\nb: 2\nc: "3"\n', {"a": "…", "b": "2", "c": "3"}, [(1, 4)]),
        ("a: [1,\n  2\nb: 2\nc: 3\n", {"a": "…", "b": "2", "c": "3"}, [(1, 4)]),
        ("a: 1\nl:\n  - x: 1\n   y: 2\n  - z: 3\n", {"a": "1", "l": [{"x": "1", "y": "2"}, {"z": "3"}]}, [(4, 4)]),
        ("a: 1\nl:\n  - x: 1\n\ty: 2\n  - z: 3\n", {"a": "1", "l": [{"x": "1", "y": "2"}, {"z": "3"}]}, [(4, 1)]),
        ("a: @x\nb: `y\nc: 3\n", {"a": "…", "b": "…", "c": "3"}, [(1, 4), (2, 4)]),
    ],
)
def test_what_is_right_beside_a_mistake_is_read(text: str, data: Data, places: list[tuple[int, int]]):
    assert mended(text) == (data, places)


def test_marks_are_places_in_what_the_author_wrote():
    found = Findings()
    place = parse_mending(Source(path=Path("/w/a.yaml"), file="a.yaml", text="标题：毛泽建\nb: 2\n"), found)

    assert place
    assert (place["标题"].mark.column, place["标题"].mark.text) == (4, "标题：毛泽建")


@given(st.text(alphabet="ab:：- \n\t\"'[]{}|>&*#!,%1", max_size=60))
def test_whatever_stands_there_is_read_or_told(text: str):
    source = Source(path=Path("/w/a.yaml"), file="a.yaml", text=text)
    strict, lenient = Findings(), Findings()
    place, mended_place = parse(source, strict), parse_mending(source, lenient)

    assert set(strict.sorted()) <= set(lenient.sorted())
    if not strict.sorted():
        assert place and mended_place and place.data == mended_place.data


def test_a_large_file_is_not_read_again_and_again():
    text = "a: 1\n" + "".join(f"k{number}: x: y\n" for number in range(50_000))

    assert len(mended(text)[1]) <= 20
