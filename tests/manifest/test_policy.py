"""Policies: the default one, and what a file changes in it."""

from fractions import Fraction
from pathlib import Path

import pytest

from pipeline.errors import DiagnosedError
from pipeline.manifest.policy import read_policy
from pipeline.model.publishing.policy import Limits, Policy


def policy(tmp_path: Path, text: str) -> Policy:
    path = tmp_path / "策略.yaml"
    path.write_text(text, encoding="utf-8")
    return read_policy(path, None)


def test_the_default_policy_covers_everything():
    default = read_policy(None, None)

    assert default.weights["hash"] == "fail"
    assert default.limits["loudness"] == Limits(warn=Fraction(1, 2), fail=Fraction(1))
    assert default.adopted is not None
    assert default.adopted.weights.keys() == default.weights.keys()
    assert default.adopted.limits["silence"] == Limits(warn=Fraction(5))


def test_a_file_says_only_what_it_wants_otherwise(tmp_path: Path):
    mine = policy(tmp_path, "verify:\n  loudness: {fail: 2 LU}\n  silence: 10s\n  frozen: ignore\n  tags: warn\n")

    assert mine.limits["loudness"] == Limits(warn=Fraction(1, 2), fail=Fraction(2))
    assert mine.limits["silence"] == Limits(warn=Fraction(2), fail=Fraction(10))
    assert mine.limits["frozen"] == Limits()
    assert (mine.weights["tags"], mine.weights["cover"]) == ("warn", "fail")


def test_what_is_said_of_adopted_programmes_holds_for_them_alone(tmp_path: Path):
    mine = policy(tmp_path, "verify: {sync: 80ms, adopted: {sync: 200ms, black: {warn: none}}}")

    assert mine.adopted is not None
    assert (mine.limits["sync"].fail, mine.adopted.limits["sync"].fail) == (Fraction(2, 25), Fraction(1, 5))
    assert (mine.limits["black"].warn, mine.adopted.limits["black"].warn) == (Fraction(1, 2), None)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("verify: {loud: 1 LU}", "策略.yaml:1:10: unknown key 'loud'"),
        ("verify: {loudness: 1}", "策略.yaml:1:20: '1' has no unit"),
        ("verify: {sync: 1 LU}", "策略.yaml:1:16: '1 LU' is not a time"),
        ("verify: {hash: maybe}", "策略.yaml:1:16: unknown weight 'maybe'"),
        ("verify: {sync: {warn: 1s, wran: 2s}}", "策略.yaml:1:27: unknown key 'wran'"),
        ("verify: {adopted: {adopted: {}}}", "策略.yaml:1:20: unknown key 'adopted'"),
        ("verify: []", "策略.yaml:1:9: expected a mapping of keys"),
        ("checks: {}", "策略.yaml:1:1: unknown key 'checks'"),
        ("", "策略.yaml:1:1: there is nothing in this file"),
    ],
)
def test_mistakes_are_reported_at_their_place(tmp_path: Path, text: str, message: str):
    with pytest.raises(DiagnosedError) as caught:
        policy(tmp_path, text)

    assert message in str(caught.value)


def test_a_policy_that_is_not_there_is_reported(tmp_path: Path):
    with pytest.raises(DiagnosedError, match="cannot be read"):
        read_policy(tmp_path / "nothing.yaml", None)
