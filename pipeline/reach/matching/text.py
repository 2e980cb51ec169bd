"""Titles as plain text: one spelling for what platforms, phones and people write in many."""

import re
from functools import lru_cache
from unicodedata import normalize

MARK = "\x01"
"""In a plain text, in place of the name of a series."""

LONGEST = 2000
"""Characters of a title that are looked at; what a platform calls a title may be a whole description."""

_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\u20e3\ufe00-\ufe0f\ufeff]")
"""Characters without a look of their own, that of a number in a box among them."""
_CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f]")
_GAPS = re.compile(r"[\W_]+")


@lru_cache(maxsize=16_384)
def plain(text: str) -> str:
    """One spelling: NFKC (full-width, circled and other digits become plain ones), small letters, lines kept."""
    text = normalize("NFKC", _UNSEEN.sub("", text[:LONGEST]))
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    return _CONTROLS.sub(" ", text).casefold()


def key(text: str) -> str:
    """What two spellings of the same title share: its letters, digits and characters alone."""
    return _GAPS.sub("", plain(text))
