"""Line breaking for Chinese and mixed text: which characters stay together, and lines of even length."""

from collections.abc import Callable, Container, Iterator, Sequence
from itertools import accumulate, pairwise
from unicodedata import category, east_asian_width

OPENING = frozenset("「『（《〈【〔〖［｛“‘([{«‹")
"""Never at the end of a line (GB/T 15834, W3C clreq)."""
CLOSING = frozenset("，。、；：？！）》〉】〕〗］｝”’」』·・～…％℃‰)]},.;:!?%»›ーっゃゅょッャュョ々")
"""Never at the start of a line."""

_AFTER_NUMBER = frozenset("年月日时分秒岁届期集")
_PHRASE_ENDS = CLOSING | {"的", "—"}
_INSIDE_WORDS = frozenset("’·")
_JOINER = "\u200d"
_NO_BREAK = frozenset("\u00a0\u202f\u2060\u2011\ufeff")
_QUOTING = {"《": 1, "》": -1, "（": 1, "）": -1, "“": 1, "”": -1, "「": 1, "」": -1, "『": 1, "』": -1}

# Cost of a break, in addition to the unevenness of lines: a share of a full line, squared.
_BETWEEN_CHARACTERS, _BEFORE_QUOTES, _WITHIN_QUOTES = 0.02, 0.01, 0.3
_BETWEEN_WORDS, _WITHIN_WORDS = 0.2, 0.6

Measure = Callable[[str], float]


def units(text: str) -> tuple[str, ...]:
    """`text` in pieces that no line break may split: characters with their marks, words, numbers; blanks at the end."""
    pieces: list[str] = []
    for character in text:
        if pieces and not _may_break(pieces[-1], character):
            pieces[-1] += character
        else:
            pieces.append(character)
    return tuple(pieces)


def lines(text: str, *, width: float, measure: Measure, words: Container[int] | None = None) -> tuple[str, ...]:
    """`text` in as few lines of at most `width` as there can be, as even as they can be.

    What is wider than a line is split between characters. An empty text is one empty line. `words` are the places in
    the text at which words begin, if they are known: lines should break there.
    """
    pieces = _pieces(text, width, measure) or [""]
    places = _breaks(pieces, width, measure, words)
    return tuple("".join(pieces[start:stop]).strip() for start, stop in pairwise(places))


def count_lines(text: str, *, width: float, measure: Measure) -> int:
    """How many lines `lines` makes, computed faster."""
    count, filled = 1, 0.0
    for piece in _pieces(text, width, measure):
        if filled and filled + measure(piece.rstrip()) > width:
            count, filled = count + 1, 0.0
        filled += measure(piece)
    return count


def _may_break(piece: str, after: str) -> bool:
    before = piece[-1]
    if after.isspace() or after in CLOSING or before in OPENING or after in _NO_BREAK or before in _NO_BREAK:
        return False
    if _belongs(before, after):
        return False
    if before.isspace():
        return piece.rstrip()[-1:] not in OPENING
    if after == "—":
        return before != "—"  # A dash of two characters is one mark; it may begin a line, as in subtitles.
    if (before.isdigit() and after in _AFTER_NUMBER) or (before == "第" and after.isdigit()):
        return False
    if _is_wide(before) or _is_wide(after):
        return True
    if before == "-":
        return len(piece) > 1 and after.isalpha()
    # Chinese marks separate words of letters; ASCII ones may be part of a number or an address.
    return (
        before == "—"
        or (before in CLOSING and before not in _INSIDE_WORDS and not before.isascii())
        or after in OPENING - {"("}
    )


def _belongs(before: str, after: str) -> bool:
    """Whether it changes the character before it, as combining marks, variants, skin tones and joiners do."""
    return category(after) in ("Mn", "Mc", "Me", "Cf", "Sk") or before == _JOINER


def _names(piece: str) -> bool:
    """Whether it is a word of letters with a blank behind it."""
    return piece[-1:].isspace() and piece.rstrip()[-1:].isalpha() and not _is_wide(piece.rstrip()[-1:])


def _is_wide(character: str) -> bool:
    """Whether lines may break on both sides of it: everything wide but Korean, which has words."""
    return east_asian_width(character) in "WF" and not "\uac00" <= character <= "\ud7a3"


def _pieces(text: str, width: float, measure: Measure) -> list[str]:
    return [part for unit in units(text) for part in _fitting(unit, width, measure)]


def _fitting(unit: str, width: float, measure: Measure) -> Iterator[str]:
    if measure(unit.rstrip()) <= width:
        yield unit
        return
    part, filled = "", 0.0
    for character in unit:
        wide = measure(character)
        if part and filled + wide > width and not _belongs(part[-1], character):
            yield part
            part, filled = "", 0.0
        part, filled = part + character, filled + wide
    yield part


def _breaks(pieces: Sequence[str], width: float, measure: Measure, words: Container[int] | None) -> list[int]:
    """Indices at which lines begin, and the end: fewest lines first, then the least cost."""
    edges = list(accumulate((measure(piece) for piece in pieces), initial=0.0))
    ends = [edge + measure(piece.rstrip()) for edge, piece in zip(edges, pieces, strict=False)]
    costs = _break_costs(pieces, words)
    best: list[tuple[int, float, int]] = [(0, 0.0, 0)]
    for stop in range(1, len(pieces) + 1):
        found: list[tuple[int, float, int]] = []
        for start in range(stop - 1, -1, -1):
            empty = 1 - (ends[stop - 1] - edges[start]) / width
            if empty < 0 and found:
                break
            count, cost, _ = best[start]
            found.append((count + 1, cost + empty * empty + costs[stop - 1], start))
        best.append(min(found))
    places = [len(pieces)]
    while places[-1]:
        places.append(best[places[-1]][2])
    return places[::-1]


def _break_costs(pieces: Sequence[str], words: Container[int] | None) -> list[float]:
    """Costs of a break after each piece: none after a pause or between words, most inside a title or a quotation.

    Without a dictionary the only certain end of a phrase in Chinese is the particle 的. If words are known, a pause is
    better than lines of even length.
    """
    ends = _PHRASE_ENDS if words is None else CLOSING - {"、"}
    costs, depth, place = [], 0, 0
    for piece, after in zip(pieces, [*pieces[1:], " "], strict=True):
        depth = max(0, depth + sum(_QUOTING.get(character, 0) for character in piece))
        place += len(piece)
        if depth:
            costs.append(_WITHIN_QUOTES)
        elif _names(piece) and after[0].isdigit():
            costs.append(_WITHIN_WORDS)  # Python 3, Apollo 11
        elif piece[-1:].isspace() or piece[-1:] in ends or after[0] == "—":
            costs.append(0.0)
        elif words is not None:
            costs.append(_BETWEEN_WORDS if place in words else _WITHIN_WORDS)
        else:
            costs.append(_BEFORE_QUOTES if after[0] in OPENING else _BETWEEN_CHARACTERS)
    return costs
