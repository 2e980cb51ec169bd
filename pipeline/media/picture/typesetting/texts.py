"""Texts: what of a text can be drawn, and which of its marks are Chinese and which of another language."""

import re
from collections.abc import Iterator
from unicodedata import category, east_asian_width, normalize

NARROW = "\ufe00"
"""Behind a mark that is not Chinese, as Unicode has it for “”‘’: as wide as its ink. Without it they fill an em."""

_LINE_ENDS = dict.fromkeys(map(ord, "\r\v\f\x85\u2028\u2029"), "\n")
_UPRIGHT = str.maketrans(
    "︐︑︒︓︔︕︖︗︘︙︰︱︲︵︶︷︸︹︺︻︼︽︾︿﹀﹁﹂﹃﹄﹇﹈",
    "，、。：；！？〖〗…‥—–（）｛｝〔〕【】《》〈〉「」『』［］",
)
"""Marks of vertical lines, by those of horizontal ones."""
_STEERING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Turns the direction of what follows, which here follows from the letters alone."""
_ACCENTED = re.compile("\\w[\u0300-\u036f]+")
_JOINER = "\u200d"
_QUOTES = dict(zip("“‘", "”’", strict=True))
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])’(?=[^\W\d_])")
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0"
    "\ufff0-\ufffb\U000e0000-\U000e0fff]"
)
"""What Unicode calls ignorable, but for the two joiners, which letters of some scripts need."""
_JOINERS = re.compile("(?<![\u0590-\u1cff])[\u200c\u200d]|[\u200c\u200d](?![\u0590-\u1cff])")
"""Between letters and signs that nothing joins."""


def drawable(text: str) -> str:
    """`text` without what cannot be drawn: control characters and halves of characters; line ends become newlines.

    Marks of vertical lines (︵﹁) become those of horizontal ones, letters and their accents one character.
    """
    text = text.replace("\r\n", "\n").translate(_LINE_ENDS).replace("\t", " ").translate(_UPRIGHT)
    text = _ACCENTED.sub(lambda found: normalize("NFC", found[0]), _STEERING.sub("", text))
    return "".join(c for c in text if c == "\n" or category(c) not in ("Cc", "Cs"))


def visible(text: str) -> str:
    """Without what only says how its neighbours are meant; fonts that do not know it draw a box."""
    return _JOINERS.sub("", _INVISIBLE.sub("", text))


def with_narrow_marks(text: str) -> str:
    """`text` with quotation marks and dots between words of letters marked as such: “Hello,” he said...

    Marks of a pair are of one kind: Chinese if either stands beside Chinese.
    """
    if not any(mark in text for mark in "“”‘’…"):
        return text
    narrow = {found.start() for found in _APOSTROPHE.finditer(text)}
    opened: list[int] = []
    for place, character in enumerate(text):
        if character in _QUOTES:
            opened.append(place)
        elif character in "”’" and place not in narrow:
            pair = [place]
            if opened and _QUOTES[text[opened[-1]]] == character:
                pair.append(opened.pop())
            if all(_is_foreign(text, one) for one in pair):
                narrow.update(pair)
    narrow.update(place for place in opened if _is_foreign(text, place))
    dots = {place for place, character in enumerate(text) if character == "…" and _is_foreign(text, place)}
    marked = ("..." if place in dots else one + NARROW * (place in narrow) for place, one in enumerate(text))
    return "".join(marked).replace(NARROW * 2, NARROW)


def _is_foreign(text: str, place: int) -> bool:
    """Whether what stands beside a mark, other marks aside, is not Chinese; a mark alone is."""
    before = next((one for one in reversed(text[:place]) if one.isalnum() or is_wide(one)), "")
    after = next((one for one in text[place + 1 :] if one.isalnum() or is_wide(one)), "")
    return bool(before or after) and not any(is_wide(one) for one in before + after)


def clusters(text: str) -> Iterator[str]:
    """Characters with what changes them: accents, variants, skin tones, joined emoji."""
    held = ""
    for character in text:
        if held and (category(character) in ("Mn", "Mc", "Me", "Cf", "Sk") or held[-1] == _JOINER):
            held += character
            continue
        if held:
            yield held
        held = character
    if held:
        yield held


def is_wide(character: str) -> bool:
    """Whether it fills an em, as Chinese characters and marks do."""
    return east_asian_width(character) in "WF"
