"""Texts over several lines of a file: YAML puts a blank where a line ended, which Chinese has no use for."""

from collections.abc import Sequence
from itertools import pairwise

from pipeline.wording import goes_on

_NEAR = 8
"""Characters on either side by which the end of a line is found again."""


def folded(value: str, lines: Sequence[str]) -> str:
    """The text of a scalar on these lines of its file, without the blanks between Chinese characters where they end."""
    for above, below in pairwise(line.strip() for line in lines):
        if above and below and goes_on(above[-1], below[0]):
            value = _joined(value, above, below)
    return value


def _joined(value: str, above: str, below: str) -> str:
    """Found by as much of both lines as is in the text: of the first, a key may stand before it."""
    for near in range(_NEAR, 0, -1):
        end, begin = above[-near:], below[:near]
        if f"{end} {begin}" in value:
            return value.replace(f"{end} {begin}", end + begin, 1)
    return value
