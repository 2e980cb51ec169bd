"""Word breaks: where words begin in Chinese text, so that lines can break between them."""

from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from budoux.parser import Parser

_PARTICLES = frozenset("的地得了着过们吗呢吧")
"""Particles, which belong to the word before them."""


def word_starts(text: str) -> frozenset[int]:
    """The places at which words begin.

    With these, one of fourteen line breaks in our texts falls within a word; without, one of four.
    """
    words = _parser().parse(text)
    starts = accumulate(map(len, words), initial=0)
    return frozenset(start for start, word in zip(starts, words, strict=False) if word not in _PARTICLES)


@cache
def _parser() -> "Parser":
    from budoux import load_default_simplified_chinese_parser

    return load_default_simplified_chinese_parser()
