"""Line breaking for Chinese and mixed text: which characters stay together, and lines of even length."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from unicodedata import category, east_asian_width

from pipeline.captions.word_breaks import BROKEN, TIED

OPENING = frozenset("「『（《〈【〔〖［｛“‘([{«‹")
"""Never at the end of a line (GB/T 15834, W3C clreq)."""
CLOSING = frozenset("，。、；：？！）》〉】〕〗］｝”’」』·・～…％℃‰)]},.;:!?%»›ーっゃゅょッャュョ々")
"""Never at the start of a line."""

_AFTER_NUMBER = frozenset("年月日号时分秒岁届期集回讲章课万亿千百十多余%％‰℃°")
_CHINESE_NUMBER = frozenset("〇零一二三四五六七八九十百千万亿两")
_COUNTED = frozenset("年月日号时分秒岁届期集回讲章课")
"""What a number of Chinese digits stays together with: 一九二三年, 第十二期."""
_UNIT = re.compile(
    r"\d\s+(?:[kcmµun]?m[²³23]?|[kmµ]?g|[tshLWVAJ]|ms|min|km/h|m/s|[kMG]?Hz|[kM]?W|kWh|[KMGT]i?B|dB|[ap]\.?m\.?|[°%℃‰]C?"
    r"|年|月|日|号|期|集|岁|[万亿]|[AP]M)(?![A-Za-z])"
)
"""A number, a blank and its unit."""
_SOME_MORE = re.compile(r"\d[余多][\u4e00-\u9fff]")
"""A number and what is counted: 120余张."""
_PHRASE_ENDS = CLOSING | {"的", "—"}
_INSIDE_WORDS = frozenset("’·")
_NAME_DOTS = frozenset("·・‧")
_JOINER = "\u200d"
_MAY_BREAK = "\u200b"
_NO_BREAK = frozenset("\u00a0\u202f\u2060\u2011\ufeff")
_QUOTING = {"《": 1, "》": -1, "（": 1, "）": -1, "“": 1, "”": -1, "「": 1, "」": -1, "『": 1, "』": -1}
_SHORT = 3
"""Characters of it that are never alone on a line."""
_SEAMS = frozenset("/?&=_-.~:;,+@#")
"""After these an address that is longer than a line is best divided."""

# Cost of a break, in addition to the unevenness of lines: a share of a full line, squared. Those between and within
# words are in word_breaks.py.
_BETWEEN_CHARACTERS, _BEFORE_QUOTES, _WITHIN_QUOTES, _WITHIN_TITLE = 0.02, 0.01, 0.3, 1.2
_AFTER_LIST_MARK = 0.12
_ALONE = 30.0
"""Of a last line that is one character: more than a broken word."""

Measure = Callable[[str], float]
Join = Callable[[str, str], float]
"""How much wider two pieces are side by side than both alone; less than nothing where marks are moved together."""
Trim = Callable[[str], tuple[float, float]]
"""How much narrower a line is if it begins, and if it ends with this piece, whose mark is blank at that edge."""


def _no_join(_before: str, _after: str) -> float:
    return 0.0


def _no_trim(_piece: str) -> tuple[float, float]:
    return 0.0, 0.0


def units(text: str) -> tuple[str, ...]:
    """`text` in pieces that no line break may split: characters with their marks, words, numbers; blanks at the end."""
    pieces: list[str] = []
    held = _held(text)
    for place, character in enumerate(text):
        if pieces and (place in held or not _may_break(pieces[-1], character)):
            pieces[-1] += character
        else:
            pieces.append(character)
    return tuple(pieces)


def lines(
    text: str,
    *,
    width: float,
    measure: Measure,
    words: Mapping[int, float] | None = None,
    join: Join = _no_join,
    trim: Trim = _no_trim,
) -> tuple[str, ...]:
    """`text` in as few lines of at most `width` as there can be, as even as they can be.

    What is wider than a line is split between characters. An empty text is one empty line. `words` are the places in
    the text at which words begin and the costs of a break there, if they are known: lines should break there. The last
    line is never a lone character if that can be helped.
    """
    return broken(text, width=width, measure=measure, words=words, join=join, trim=trim)[0]


def broken(
    text: str,
    *,
    width: float,
    measure: Measure,
    words: Mapping[int, float] | None = None,
    join: Join = _no_join,
    trim: Trim = _no_trim,
) -> tuple[tuple[str, ...], float]:
    """The same lines, and what the worst of their breaks costs: `word_breaks.BROKEN` and more within a word."""
    pieces = _pieces(text, width, measure) or [""]
    row, costs = _Row(pieces, measure, join, trim), _break_costs(pieces, words)
    places = _breaks(row, width, costs)
    found = tuple("".join(pieces[start:stop]).strip() for start, stop in pairwise(places))
    return found, max((costs[place - 1] for place in places[1:-1]), default=0.0)


def count_lines(text: str, *, width: float, measure: Measure, join: Join = _no_join, trim: Trim = _no_trim) -> int:
    """How many lines `lines` makes, computed faster."""
    row = _Row(_pieces(text, width, measure) or [""], measure, join, trim)
    count = start = 0
    while start < len(row.pieces):
        stop = start + 1
        while stop < len(row.pieces) and row.width(start, stop + 1) <= width:
            stop += 1
        count, start = count + 1, stop
    return count


class _Row:
    """All pieces of a text side by side, and how wide each stretch of them is as a line."""

    def __init__(self, pieces: Sequence[str], measure: Measure, join: Join, trim: Trim) -> None:
        self.pieces = pieces
        joins = [join(before, after) for before, after in pairwise(pieces)]
        self._starts = [0.0]
        for piece, more in zip(pieces, joins, strict=False):
            self._starts.append(self._starts[-1] + measure(piece) + more)
        self._stops = [start + measure(piece.rstrip()) for start, piece in zip(self._starts, pieces, strict=True)]
        trims = [trim(piece.rstrip()) for piece in pieces]
        self._starts = [start + begun for start, (begun, _) in zip(self._starts, trims, strict=True)]
        self._stops = [stop - ended for stop, (_, ended) in zip(self._stops, trims, strict=True)]

    def width(self, start: int, stop: int) -> float:
        return self._stops[stop - 1] - self._starts[start]


def _held(text: str) -> frozenset[int]:
    """Places at which no line begins though a blank or a Chinese character is there: within numbers and amounts."""
    held = {place for found in _UNIT.finditer(text) for place in range(found.start() + 1, found.end())}
    held |= {found.end() - 1 for found in _SOME_MORE.finditer(text)}
    run = 0
    for place, character in enumerate(text):
        if run and character in _COUNTED:
            # A number of one digit is as often part of another word: 一日.
            first = text[place - run - 1 : place - run]
            begin = place - run + (first != "第")
            if run > 1 or first == "第":
                held |= set(range(begin, place + 1))
        run = run + 1 if character in _CHINESE_NUMBER else 0
    return frozenset(held)


def _may_break(piece: str, after: str) -> bool:
    before = piece[-1]
    if after.isspace() or after in CLOSING or before in OPENING or after in _NO_BREAK or before in _NO_BREAK:
        return False
    if _belongs(before, after):
        return False
    if before == _MAY_BREAK:
        return True
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


def _parts(piece: str, after: str) -> bool:
    """Whether the blank between them divides words or phrases, and not Chinese from a number or a name in letters."""
    before = piece.rstrip()[-1:]
    return not before or _is_wide(before) == _is_wide(after[0]) or before in CLOSING


def _is_wide(character: str) -> bool:
    """Whether lines may break on both sides of it: everything wide but Korean, which has words."""
    return east_asian_width(character) in "WF" and not "\uac00" <= character <= "\ud7a3"


def _pieces(text: str, width: float, measure: Measure) -> list[str]:
    return [part for unit in units(text) for part in _fitting(unit, width, measure)]


def _fitting(unit: str, width: float, measure: Measure) -> Iterator[str]:
    """What is wider than a line in parts that are not, divided at the seams of an address where there are some."""
    if measure(unit.rstrip()) > width and len(parts := _at_seams(unit)) > 1:
        for part in parts:
            yield from _fitting(part, width, measure)
        return
    while measure(unit.rstrip()) > width and len(unit.rstrip()) > 1:
        stop, filled = 1, measure(unit[0])
        while stop < len(unit) and (_belongs(unit[stop - 1], unit[stop]) or filled + measure(unit[stop]) <= width):
            filled += measure(unit[stop])
            stop += 1
        stop = _divided(unit, stop)
        if stop >= len(unit.rstrip()):
            break
        yield unit[:stop]
        unit = unit[stop:]
    yield unit


def _at_seams(unit: str) -> list[str]:
    """Parts of an address, each of which ends with a mark; those at its ends are never short."""
    places = [
        place
        for place in range(_SHORT, len(unit.rstrip()) - _SHORT + 1)
        if unit[place - 1] in _SEAMS and unit[place].isalnum()
    ]
    return [unit[start:stop] for start, stop in pairwise((0, *places, len(unit)))]


def _divided(unit: str, most: int) -> int:
    """Where to divide a word of which so many characters fit: after a seam, never before a closing mark."""
    for stop in range(most, most // 2, -1):
        if unit[stop - 1] in _SEAMS and unit[stop : stop + 1].isalnum():
            return stop
    for stop in range(most, 0, -1):
        rest = unit[stop:].rstrip()
        alone = sum(character not in CLOSING for character in rest) < 2 <= most
        if not (alone or rest[:1] in CLOSING or unit[stop - 1] in OPENING or _belongs(unit[stop - 1], rest[:1] or " ")):
            return stop
    return most


def _breaks(row: _Row, width: float, costs: Sequence[float]) -> list[int]:
    """Indices at which lines begin, and the end: fewest lines first, then the least cost."""
    pieces = row.pieces
    best: list[tuple[int, float, int]] = [(0, 0.0, 0)]
    for stop in range(1, len(pieces) + 1):
        found: list[tuple[int, float, int]] = []
        for start in range(stop - 1, -1, -1):
            empty = 1 - row.width(start, stop) / width
            if empty < 0 and found:
                break
            count, cost, _ = best[start]
            alone = _ALONE if start and stop == len(pieces) and _is_alone(pieces[start:stop]) else 0.0
            found.append((count + 1, cost + empty * empty + costs[stop - 1] + alone, start))
        best.append(min(found))
    places = [len(pieces)]
    while places[-1]:
        places.append(best[places[-1]][2])
    return places[::-1]


def _is_alone(pieces: Sequence[str]) -> bool:
    """Whether they are one character, its marks aside."""
    said = 0
    for piece in pieces:
        said += sum(category(character)[0] not in "PZMC" for character in piece)
        if said > 1:
            return False
    return True


def _break_costs(pieces: Sequence[str], words: Mapping[int, float] | None) -> list[float]:
    """Costs of a break after each piece: none after a pause, most inside a title or a quotation, or within a word.

    Without words the only certain end of a phrase in Chinese is the particle 的. If they are known, a pause is better
    than lines of even length.
    """
    ends = _PHRASE_ENDS - _NAME_DOTS if words is None else CLOSING - _NAME_DOTS - {"、"}
    costs: list[float] = []
    opened, place = "", 0
    for piece, after in zip(pieces, [*pieces[1:], " "], strict=True):
        for character in piece:
            if character in OPENING:
                opened += character
            elif character in _QUOTING and opened:
                opened = opened[:-1]
        place += len(piece)
        quoted = _WITHIN_TITLE if "《" in opened else _WITHIN_QUOTES if opened else 0.0
        if _names(piece) and after[0].isdigit():
            cost = TIED  # Python 3, Apollo 11
        elif (
            after[0] == "—" or piece[-1:] in ends or (piece[-1:].isspace() and (words is None or _parts(piece, after)))
        ):
            cost = 0.0
        elif piece[-1:] == "、" and words is not None:
            cost = _AFTER_LIST_MARK
        elif piece[-1:] in _NAME_DOTS:
            cost = TIED
        elif words is not None:
            cost = words.get(place, BROKEN) if _is_wide(piece[-1]) and _is_wide(after[0]) else words.get(place, 0.2)
        else:
            cost = _BEFORE_QUOTES if after[0] in OPENING else _BETWEEN_CHARACTERS
        costs.append(cost + quoted)
    return costs
