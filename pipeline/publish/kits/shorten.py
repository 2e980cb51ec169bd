"""Shortening: what of a text fits a platform, cut where sense ends, never within a word, a number or a pair of marks.

A title `name：epithet` keeps its name and as much of the rest as there is room for; a description ends with a sentence.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from unicodedata import category

from pipeline.captions.word_breaks import word_starts
from pipeline.publish.kits.platform import Limit, size_of

ELLIPSIS = "…"
_PAIRS = dict(zip("《〈「『【〔（(［[{“‘", "》〉」』】〕）)］]}”’", strict=True))
_BREAKS = "，。、；：？！,.;:?!—–-|｜/·～~ \u3000\n…"
"""Marks that are left out at an end, but for those that end a sentence."""
_ENDS = "。！？!?…"
_PARTS = re.compile(r"\s*(?:：|(?<!\d):(?!//)|——+|–|｜|\||\s[-—·]\s)\s*")
"""Between a name and its epithet, and between the parts of a title."""
_PART = re.compile(
    r"\s*[（(【](?:第?[上中下\d一二三四五六七八九十]+[集篇部回讲]?)[）)】]$|之[一二三四五六七八九十]+$|[上中下][集篇部]$"
)
"""At the end of a title: which part of a story this is."""
_SENTENCE = re.compile(r"(?:[。！？!?]|…+|\.(?=\s|$))[”’」』）)》\"']*|\n")
_WORD = re.compile(r"[^\W\d_\u2e80-\u9fff\uac00-\ud7a3\u3040-\u30ff]|\d|(?<=\w)[.,:'’_%&+@#/-](?=\w)")
"""What runs on in a Latin word, a number or an address."""
_HANGING = "的与和及是在从至把被向对为而之或跟让给"
"""Words that do not end anything."""
_ENOUGH = 0.6
"""Of the room: so much of it a cut at a mark must fill, else the text is cut between words."""


def fits(text: str, limit: Limit) -> bool:
    return limit.most is None or size_of(text, limit.unit) <= limit.most


def shortened_title(candidates: Sequence[str], limit: Limit) -> str:
    """The first of the candidates, which lose more and more, that fits; else as much of the last as fits."""
    whole = [text for text in candidates if text]
    enough = [*(text for text in whole if fits(text, limit)), *(shortened(text, limit) for text in reversed(whole))]
    long_enough = (text for text in enough if size_of(text, limit.unit) >= (limit.least or 0))
    return next(long_enough, enough[0] if enough else "")


def without_series(title: str, series: str) -> str:
    """A title without the series' own, which may stand before or behind: `烈士塔下 | 毛泽建`; the same without one."""
    name = rf"《?{re.escape(series)}》?"
    rest = re.sub(rf"^{name}[\s：:|｜·•—–\-]+|[\s：:|｜·•—–\-（(]+{name}[）)]?$", "", title) if series else title
    return rest or title


def shortened(text: str, limit: Limit) -> str:
    """As much of a line as fits; with an ellipsis where that fits too and a thought is broken off."""
    if fits(text, limit):
        return text
    if (part := _PART.search(text)) and part.start() and not _PART.search(text[: part.start()]):
        # Two halves of one story must not get the same title.
        rest = replace(limit, most=(limit.most or Fraction(0)) - size_of(part[0], limit.unit))
        if rest.most and (begun := shortened(text[: part.start()], rest)):
            return begun + part[0].lstrip()
    name = _name(text)
    least = max(size_of(name, limit.unit) if name and fits(name, limit) else 0, int(limit.least or 0))
    words = [cut for cut in _cuts(text) if fits(cut, limit)]
    if not words:
        # One word, or one pair of marks, that is longer than all that the platform takes.
        bare = "".join(c for c in text if c not in "".join(_PAIRS) + "".join(_PAIRS.values())).strip(_BREAKS)
        if fits(bare, limit):
            return bare
        words = [cut for cut in _cuts(bare) if fits(cut, limit)] or [_graphemes(bare, limit)]
        text = bare
    words = _firm(words, text)
    longest = words[-1]
    closed = [cut for cut in words if _is_closed(text, cut)]
    room = float(limit.most or 0)
    if closed and size_of(closed[-1], limit.unit) >= max(room * _ENOUGH, least):
        return closed[-1]
    broken = f"{longest}{ELLIPSIS}"
    return broken if longest != name and fits(broken, limit) else longest


def shortened_sentences(text: str, limit: Limit, *, at_least_one: bool = False) -> str:
    """The sentences of a text that fit, from the first on; empty where not even that does.

    With `at_least_one`, as much of the first as fits then.
    """
    if fits(text, limit):
        return text
    whole = [cut.rstrip() for cut in _sentences(text) if fits(cut.rstrip(), limit)]
    if whole:
        return whole[-1]
    return shortened(" ".join(text.split()), limit) if at_least_one else ""


def first_sentence(text: str) -> str:
    return next((cut.rstrip() for cut in _sentences(text) if cut.strip()), text)


def _name(text: str) -> str:
    """What stands before the first mark between parts; empty where there is none."""
    found = _PARTS.search(text)
    return text[: found.start()].rstrip() if found and found.start() and not _depth(text[: found.start()]) else ""


def _sentences(text: str) -> Iterator[str]:
    """The text up to the end of each sentence, the shortest first; what stands within quotes is one with them."""
    ends = [found.end() for found in _SENTENCE.finditer(text)] + [len(text)]
    depths = _depths(text)
    outside = [end for end in ends if not depths[end]]
    return (text[:end] for end in outside or ends)


def _cuts(text: str) -> list[str]:
    """The text up to each place where it may be cut, without the marks at its end; the shortest first."""
    starts = word_starts(text)
    inner = _grapheme_starts(text)
    depths = _depths(text)
    found: dict[str, None] = {}
    for place in range(1, len(text)):
        before, after = text[place - 1], text[place]
        if place not in inner or _runs_on(text, place) or depths[place]:
            continue
        marks = before in _BREAKS or after in _BREAKS or before in _PAIRS.values() or after in _PAIRS
        marks |= "So" in (category(before), category(after)) or bool(_WORD.match(before)) != bool(_WORD.match(after))
        cut = _without_particle(text[:place].rstrip(_BREAKS), starts)
        if cut and (place in starts or marks):
            found[cut] = None
    return list(found)


def _firm(cuts: list[str], text: str) -> list[str]:
    """Without those that end with half a thought, unless too much would go with it."""
    starts = word_starts(text)
    firm = [cut for cut in cuts if not _hangs(cut, starts)]
    return firm if firm and len(firm[-1]) >= len(cuts[-1]) * _ENOUGH else cuts


def _hangs(cut: str, starts: Collection[int]) -> bool:
    """Whether its last word belongs to the one behind it and says nothing alone: 一生与, 走来的女."""
    begin = max((start for start in starts if start < len(cut)), default=0)
    return cut[-1:] in tuple(_HANGING) or (begin > 0 and begin == len(cut) - 1 and "\u4e00" <= cut[-1] <= "\u9fff")


def _without_particle(cut: str, starts: Collection[int]) -> str:
    """Without the 的 of `英烈的`; that of 目的 stays."""
    begin = max((start for start in starts if start < len(cut)), default=0)
    return cut[:-1].rstrip(_BREAKS) if cut.endswith("的") and len(cut) - begin > 2 else cut


def _is_closed(text: str, cut: str) -> bool:
    """Whether a mark or a blank line follows, so that nothing is broken off."""
    after = text[len(cut) :].lstrip()
    return after[:1] in tuple("，。；：？！,;:?!—–|｜…") or text[len(cut) : len(cut) + 1] == "\n"


def _runs_on(text: str, place: int) -> bool:
    """Whether a word or a number goes on here; `1949年` is one too, and so is what follows a joining mark."""
    before, after = _WORD.match(text, place - 1), _WORD.match(text, place)
    if before and after:
        return True
    if text[place - 1] in "年月" and text[place].isdigit():
        return text[max(place - 2, 0)].isdigit()
    return text[place - 1].isdigit() and "\u4e00" <= text[place] <= "\u9fff"


def _depth(text: str) -> int:
    return _depths(text)[-1]


def _depths(text: str) -> list[int]:
    """How many marks of pairs are open before each character, and at the end."""
    waiting: list[str] = []
    found = [0]
    for character in text:
        if character in _PAIRS:
            waiting.append(_PAIRS[character])
        elif character in waiting:
            del waiting[waiting.index(character) :]
        found.append(len(waiting))
    return found


def _grapheme_starts(text: str) -> frozenset[int]:
    # Imported for what is rare: most titles fit.
    from rich.cells import split_graphemes

    return frozenset(start for start, _, _ in split_graphemes(text)[0])


def _graphemes(text: str, limit: Limit) -> str:
    """As many characters as fit, where there is no word among them."""
    ends = [*sorted(_grapheme_starts(text)), len(text)]
    return next((text[:end] for end in reversed(ends) if fits(text[:end], limit)), "")
