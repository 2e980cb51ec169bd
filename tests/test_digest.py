from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from pipeline.digest import OUTSIDE_RECIPE, digest


@dataclass(frozen=True)
class Gain:
    level: Decimal
    where: str = field(default="", metadata=OUTSIDE_RECIPE)


@dataclass(frozen=True)
class Fade:
    level: Decimal


def test_equal_values_have_equal_digests():
    assert digest([Gain(Decimal("-12.0"), "here"), Fraction(2, 4)]) == digest(
        (Gain(Decimal(-12), "there"), Fraction(1, 2))
    )


def test_zero_has_no_sign():
    assert digest(Decimal("-0.0")) == digest(Decimal(0))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Gain(Decimal(1)), Fade(Decimal(1))),
        (Gain(Decimal(1)), Gain(Decimal(2))),
        ([1, 2], [2, 1]),
        ("1", 1),
        ([["a"], "b"], ["a", ["b"]]),
    ],
)
def test_different_values_differ(one: object, other: object):
    assert digest(one) != digest(other)


@pytest.mark.parametrize("value", [1.5, Path("/here"), {1.5}, object()])
def test_what_drifts_or_differs_between_machines_is_refused(value: object):
    with pytest.raises(TypeError, match="no stable form"):
        digest([value])
