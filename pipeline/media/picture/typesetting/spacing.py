"""Spacing: how far apart characters stand, by GB/T 15834 and W3C clreq; all measures are ems.

Marks of Chinese fonts are half blank. Fonts know how to close these blanks up (`halt`, `chws`), but only text engines
that not every build of Pillow has could ask them to; here it is done for any font, by how much of a mark is blank.
"""

from collections.abc import Callable
from functools import cache

from pipeline.media.picture.typesetting.texts import NARROW, is_wide

QUARTER = 0.25
"""Between Chinese and letters or digits, in the place of a blank if there is one."""
HALF = 0.5
"""What marks side by side are moved together by, and how wide a blank between Chinese is."""

_OPENING = frozenset("「『（《〈【〔〖［｛“‘")
_CLOSING = frozenset("，。、；：？！）》〉】〕〗］｝”’」』．")
_LIKE_LETTERS = frozenset("%‰°℃+#@&$€£=±×÷")
_BESIDE_INK = 0.07
"""Beside a mark that is as wide as its ink."""
_SOME, _MUCH = 0.2, 0.42
"""Blanks from which on a mark can be moved, and be moved by half an em."""

Blanks = Callable[[str], tuple[float, float]]
"""What is blank at the left and at the right of a character."""


def gap(before: str, after: str, blanks: Blanks) -> float:
    """What is added between two characters side by side; each may have `NARROW` behind it."""
    found = -spare(before, blanks)[1] - spare(after, blanks)[0]
    a, b = before[0], after[0]
    if found or (before[1:] == NARROW or after[1:] == NARROW):
        return found
    if a in _CLOSING:
        if b in _CLOSING:
            return -_closed(blanks(a)[1])
        if b in _OPENING:
            return -(_closed(blanks(a)[1]) or _closed(blanks(b)[0]))
        return 0.0
    if a in _OPENING:
        return -_closed(blanks(b)[0]) if b in _OPENING else 0.0
    return QUARTER if _are_mixed(a, b) else 0.0


def blank(before: str, after: str, natural: float, blanks: Blanks) -> float:
    """How wide a blank between two characters is that is `natural` wide in the font."""
    a, b = before[0], after[0]
    if before[1:] != NARROW and a in _CLOSING and _closed(blanks(a)[1]):
        return 0.0
    if after[1:] != NARROW and b in _OPENING and _closed(blanks(b)[0]):
        return 0.0
    if _are_mixed(a, b):
        return QUARTER
    both = gap(before, after, blanks)
    return max(natural, HALF) if is_wide(a) and is_wide(b) else natural + both


def edges(first: str, last: str, blanks: Blanks) -> tuple[float, float]:
    """How much narrower a line is that begins and ends with these: its marks are flush with the column."""
    left = right = 0.0
    if first[1:] != NARROW and first[0] in _OPENING:
        left = _closed(blanks(first[0])[0])
    if last[1:] != NARROW and last[0] in _CLOSING:
        right = _closed(blanks(last[0])[1])
    return left, right


def spare(character: str, blanks: Blanks) -> tuple[float, float]:
    """What a mark of another language, followed by `NARROW`, has too much on both sides in a Chinese font."""
    if character[1:] != NARROW:
        return 0.0, 0.0
    left, right = blanks(character[0])
    return max(0.0, left - _BESIDE_INK), max(0.0, right - _BESIDE_INK)


def _closed(space: float) -> float:
    return HALF if space >= _MUCH else space - _BESIDE_INK if space >= _SOME else 0.0


@cache
def _are_mixed(before: str, after: str) -> bool:
    return (_is_chinese(before) and _is_letter(after)) or (_is_letter(before) and _is_chinese(after))


def _is_chinese(character: str) -> bool:
    return character.isalnum() and is_wide(character)


def _is_letter(character: str) -> bool:
    return (character.isalnum() and not is_wide(character)) or character in _LIKE_LETTERS
