"""Word breaks: where words begin in Chinese text, and how closely the words on both sides belong together.

Words are jieba's, whose dictionary knows 开福区, 胜利 and 二十大; BudouX, a small model, says where phrases begin among
them. Neither is enough alone: BudouX divides 三|角洲 and 讲|座, jieba has no phrases and guesses names. What both
say is the better break.
"""

from collections.abc import Mapping
from functools import cache, lru_cache
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from pipeline.captions.names import inside_names, within_titles

if TYPE_CHECKING:
    from budoux.parser import Parser

PHRASE, WORD, CLOSE, TIED, BOUND, CLINGING, JOINED, NAMED, BROKEN = 0.17, 0.2, 0.34, 0.9, 1.5, 2.5, 4.0, 6.0, 8.0
"""Costs of a line break, in shares of a full line, squared: between phrases, between words, between words that belong
together (很|好), between parts of an amount or of a long name (三|公里, 船山|学社), of a short name (烈士|塔), before a
particle, between the words of a long one (老年|大学) and before a suffix (网格|员), within a name, within a word."""

_PARTICLES = frozenset("的地得了着过们吗呢吧啊呀嘛")
"""Particles, which belong to the word before them."""
_ENDING = frozenset("的地得了着过吗呢吧啊")
"""Particles that end a phrase."""
_OPENS_PHRASE = frozenset("pc")
"""Kinds of words that a phrase begins with, and no line ends with: prepositions and conjunctions."""
_FOLLOWS = frozenset("fkuy")
"""Kinds of words that belong to the one before them: places (桌|上), suffixes and particles."""
_NAMES = frozenset(("nr", "nrt", "nrfg"))
_SUFFIXES = frozenset("员者家们化性率师生")
_MEASURES = frozenset(
    "个件位名张座条处次人项只头匹棵本册部篇首幅封场届轮批组家所间层栋口户例米里斤吨克升亩公平立毫元角分厘度倍种类款台辆架"
    "艘枚颗粒块片段句字行页章节期号岁年月日天周时秒世代余多来万亿千百"
)
"""What begins a measure word behind a number: 36件, 3.5公里, 100周年."""
_LONG = 5
"""Characters of a word of several that may be divided between these: 中共|湘区|委员会."""
_COMPOUND = 6
"""Characters of two nouns that are one thing together: 红色|记忆."""
_RATHER_LONG = 4
"""The same, where nothing else will do: 老年|大学."""


def word_starts(text: str) -> frozenset[int]:
    """The places at which words begin without doubt: where a text may be cut short."""
    starts = {start for start, word, _ in _words(text) if word not in _PARTICLES}
    return frozenset(starts & (_phrase_starts(text) | {0}))


@lru_cache(maxsize=2048)
def break_costs(text: str) -> Mapping[int, float]:
    """What a line break costs at each place at which a word begins; anywhere else it costs `BROKEN`."""
    phrases, costs = _phrase_starts(text), {}
    words, sooner = _words(text), ""
    tied = within_titles(words)
    for (_, before, kind), (start, after, now) in pairwise(words):
        cost = max(_cost(before, after, kind, now), TIED if start in tied else 0.0)
        if cost == PHRASE and before in _ENDING and len(sooner) == 1:
            cost = CLOSE  # 党的|二十大
        sooner = before
        # Where BudouX sees no phrase begin, a single character may as well be the rest of a name: 陈树|湘.
        least = 0.0 if start in phrases else TIED if min(len(before), len(after)) == 1 else (WORD + CLOSE) / 2
        costs[start] = max(cost, least)
    for start, word, _ in words:
        if len(word) >= _LONG:
            costs |= {start + place: TIED for place in _inner(word) if start + place in phrases}
        elif len(word) == _RATHER_LONG:
            costs |= {start + place: JOINED for place in _inner(word) if place == _RATHER_LONG // 2}
    return costs | dict.fromkeys(inside_names(words), NAMED)


def _cost(before: str, after: str, kind: str, now: str) -> float:
    if after[0] in _MEASURES and kind[0] == "m" and (before[-1].isdigit() or now[0] == "q"):
        return JOINED
    if before == "个" and after[0] == "月":
        return JOINED
    if after in _SUFFIXES and kind[0] == "n" and len(before) > 1:
        return JOINED
    if after in _PARTICLES or now[0] in "ky":
        return CLINGING
    if before[-1] in _ENDING:
        return PHRASE
    if kind[0] == "m" or (now[0] in _FOLLOWS and len(after) == 1):
        return TIED
    if kind in _NAMES and (now in _NAMES or len(after) == 1) and len(before) < 3:
        return TIED
    if kind[0] in _OPENS_PHRASE or (kind[0] == "d" and len(before) == 1):
        return CLOSE
    if now[0] in _OPENS_PHRASE:
        return PHRASE
    if len(after) == 1 and kind[0] == "n" and now[0] in "nj":
        return BOUND
    compound = kind[0] == now[0] == "n" and len(before) + len(after) <= _COMPOUND
    return CLOSE if compound or min(len(before), len(after)) == 1 else WORD


@lru_cache(maxsize=2048)
def _words(text: str) -> tuple[tuple[int, str, str], ...]:
    """Where each word begins, the word and its kind, by the letters that jieba has for these."""
    # Imported late: its dictionary takes a tenth of a second.
    import rjieba

    tagged = [(word, kind or "x") for word, kind in rjieba.tag(text)]
    starts = accumulate((len(word) for word, _ in tagged), initial=0)
    return tuple((start, word, kind) for start, (word, kind) in zip(starts, tagged, strict=False))


def _inner(word: str) -> frozenset[int]:
    """Where the longest words begin that a long one is made of."""
    import rjieba

    place, found = 0, set()
    parts = [(start, stop) for _, start, stop in rjieba.tokenize(word, "search") if stop - start < len(word)]
    while reach := [stop for start, stop in parts if start == place]:
        place = max(reach)
        found.add(place)
    return frozenset(found - {len(word)})


def _phrase_starts(text: str) -> frozenset[int]:
    return frozenset(accumulate(map(len, _parser().parse(text))))


@cache
def _parser() -> "Parser":
    from budoux import load_default_simplified_chinese_parser

    return load_default_simplified_chinese_parser()
