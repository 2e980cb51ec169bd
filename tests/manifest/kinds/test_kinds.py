"""The contract of kinds: every segment that an episode may have is written under a key, and shown how."""

import re
from types import NoneType
from typing import get_args, get_type_hints

import pytest

from pipeline.manifest import docs_reference, json_schema
from pipeline.manifest.kinds import KINDS, Kind
from pipeline.model.segments import AnySegment, Segment

SEGMENTS = get_args(AnySegment)


def segment_of(kind: Kind) -> type[Segment]:
    """What a kind resolves to, as its function says."""
    said = get_type_hints(kind.resolve)["return"]
    (found,) = set(get_args(said) or (said,)) - {NoneType}
    return found


def test_every_segment_can_be_written_and_nothing_else():
    assert {segment_of(kind) for kind in KINDS.values()} == set(SEGMENTS)


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_a_kind_is_told_by_its_key_which_its_document_has(kind: Kind):
    assert KINDS[kind.key] is kind
    assert kind.document.model_fields[kind.key].is_required()


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_the_reference_shows_an_example_of_every_kind(kind: Kind):
    key = kind.key
    section = docs_reference().split(f"\n### `{key}`\n")[1].split("\n### ")[0]

    (row,) = re.findall(rf"^\| \*\*`{key}`\*\* \(required\) \|.*\| (.*) \|$", section, re.MULTILINE)
    assert re.fullmatch(r"`.+`", row)


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_editors_are_told_of_every_kind(kind: Kind):
    known = json_schema()["$defs"]["Segment"]["oneOf"]

    assert {"$ref": f"#/$defs/{kind.document.__name__}"} in known
