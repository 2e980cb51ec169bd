"""Cues: captions made of phrases and their times, short, in lines of even length, shown long enough to be read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import accumulate, groupby, pairwise
from math import ceil
from operator import itemgetter

from pipeline.captions.linebreak import lines
from pipeline.captions.phrases import phrases, split_sentences, syllables
from pipeline.captions.rules import LINES, LONGEST, SHORTEST, SPEED, WIDTH, characters, columns
from pipeline.captions.word_breaks import break_costs
from pipeline.errors import Mark
from pipeline.model.captions import Cue, Sentence

SLOWEST = 500
"""Milliseconds for a syllable; beyond that time nobody is speaking any more."""
STAY = 400
"""Milliseconds that a caption stays after its last word, if the next one allows."""
APART = 84
"""Milliseconds between captions: two frames at 24 a second, more than two frames at higher rates."""

_NOWHERE = Mark(file="", line=1, column=1)
_WIDTHS = (60, 54, 48, 40, 32)
"""Widths, in columns, tried for captions cut from a longer text: first the most that fits on two lines."""
_UNEVEN = 1.4
"""How many times longer than an even share of the text a part may be, to cut at a better place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedPhrase:
    """A phrase and its time, in milliseconds."""

    text: str
    start: int
    stop: int
    mark: Mark | None
    opens: bool | None = None
    """Whether it begins a paragraph."""


def make_cues(sentences: Sequence[Sequence[TimedPhrase]], *, end: int) -> tuple[Cue, ...]:
    """Captions of all sentences, each given by its phrases in order; none lasts beyond `end`, in milliseconds."""
    parts = [part for own in sentences for part in _grouped([piece for phrase in own for piece in _cut(phrase)])]
    return tuple(_timed(_joined(parts), end))


def split_long_cues(cues: Sequence[Cue]) -> tuple[Cue, ...]:
    """The captions of a script with times: long texts are split, and none is shown longer than it should be."""
    found: list[Cue] = []
    for cue in cues:
        if all(columns(line) <= WIDTH for line in cue.text.split("\n")) and cue.text.count("\n") < LINES:
            found.append(replace(cue, stop=min(cue.stop, cue.start + LONGEST)))
        else:
            found += make_cues(_shared(cue), end=cue.stop)
    return tuple(found)


def with_gaps(cues: Sequence[Cue], gap: int) -> tuple[Cue, ...]:
    """The same with `gap` milliseconds between one and the next, taken from the end of the first."""
    cut = (
        replace(cue, stop=max(min(cue.stop, after.start - gap), min(cue.stop, cue.start + gap)))
        for cue, after in pairwise(cues)
    )
    return (*cut, *cues[-1:])


def wrap_caption(text: str) -> str:
    """A caption's text in lines of at most sixteen Chinese characters, broken between words."""
    if columns(text) <= WIDTH:
        return text
    return "\n".join(lines(text, width=WIDTH, measure=columns, words=break_costs(text)))


def fits(text: str) -> bool:
    """Whether the text is one caption."""
    return wrap_caption(text).count("\n") < LINES


def _shared(cue: Cue) -> list[list[TimedPhrase]]:
    """A long cue's sentences in phrases, each with a share of its time by its syllables."""
    text = reduce(side_by_side, cue.text.split("\n"))
    parts = phrases([Sentence(text=one, mark=cue.mark or _NOWHERE) for _, one in split_sentences(text)])
    total = sum(part.weight for part in parts) or 1
    length = min(cue.stop - cue.start, max(LONGEST, round(SLOWEST * total)))
    edges = [cue.start + round(length * done / total) for done in accumulate((p.weight for p in parts), initial=0.0)]
    timed = [
        (part.sentence, TimedPhrase(text=part.text, start=start, stop=stop, mark=cue.mark))
        for part, (start, stop) in zip(parts, pairwise(edges), strict=True)
    ]
    return [[one for _, one in run] for _, run in groupby(timed, key=itemgetter(0))]


def _cut(phrase: TimedPhrase) -> Iterator[TimedPhrase]:
    """The phrase in parts that each make a caption, with times by their syllables."""
    count = ceil((phrase.stop - phrase.start) / LONGEST)
    wide = columns(phrase.text)
    if count <= 1 and fits(phrase.text):
        yield phrase
        return
    length, even = phrase.stop - phrase.start, wide / max(count, 1)
    for limit in _limits(even):
        parts = lines(phrase.text, width=limit, measure=columns, words=break_costs(phrase.text))
        weights = [max(syllables(part), 1) for part in parts]
        if all(map(fits, parts)) and (count <= 1 or length * max(weights) <= LONGEST * sum(weights)):
            break
    at, done = phrase.start, 0.0
    for part, weight in zip(parts, weights, strict=True):
        done += weight
        stop = phrase.start + round(length * done / sum(weights))
        yield replace(phrase, text=part, start=at, stop=stop, opens=phrase.opens and at == phrase.start)
        at = stop


def _limits(even: float) -> Iterator[int]:
    """Widths that a part may have, in columns: wide enough to cut at a pause first, then near an even share."""
    for width in _WIDTHS:
        if even >= width * 0.5 or width == _WIDTHS[-1]:
            yield min(width, ceil(even * _UNEVEN))
            yield min(width, ceil(even) + 4)


def _grouped(parts: Sequence[TimedPhrase]) -> list[TimedPhrase]:
    """Phrases of a sentence joined to as few captions as possible, of similar length, none too long."""
    best: list[tuple[float, int]] = [(0.0, 0)]
    for stop in range(1, len(parts) + 1):
        ways = []
        for start in range(stop - 1, -1, -1):
            one = _merged(parts[start:stop])
            if stop - start > 1 and (one.stop - one.start > LONGEST or not fits(one.text)):
                break
            room = 1 - columns(one.text) / (LINES * WIDTH)
            ways.append((best[start][0] + 1 + room * room, start))
        best.append(min(ways))
    places = [len(parts)]
    while places[-1]:
        places.append(best[places[-1]][1])
    return [_merged(parts[start:stop]) for start, stop in pairwise(places[::-1])]


def _merged(parts: Sequence[TimedPhrase]) -> TimedPhrase:
    return replace(parts[0], text=reduce(side_by_side, (one.text for one in parts)), stop=parts[-1].stop)


def side_by_side(before: str, after: str) -> str:
    """Two texts as one: with a space between words of letters, without one beside Chinese."""
    blank = " " if before[-1:].isascii() and after[:1].isascii() and before and after else ""
    return f"{before}{blank}{after}"


def _joined(parts: Sequence[TimedPhrase]) -> list[TimedPhrase]:
    """A caption that would be shown too briefly is joined to the next one, if both fit."""
    found: list[TimedPhrase] = []
    for part in parts:
        before = found[-1] if found else None
        if before and part.start - before.start < SHORTEST + APART:
            both = replace(before, text=f"{before.text}\n{part.text}", stop=part.stop)
            if "\n" not in before.text and max(columns(before.text), columns(part.text)) <= WIDTH:
                found[-1] = both
                continue
        found.append(part)
    return found


def _timed(parts: Sequence[TimedPhrase], end: int) -> Iterator[Cue]:
    for index, part in enumerate(parts):
        text = part.text if "\n" in part.text else wrap_caption(part.text)
        latest = parts[index + 1].start - APART if index + 1 < len(parts) else end
        wanted = max(part.stop + STAY, part.start + SHORTEST, part.start + ceil(characters(text) * 1000 / SPEED))
        stop = min(wanted, latest, max(part.start + LONGEST, part.start + 1), end)
        if stop > part.start:
            yield Cue(start=part.start, stop=stop, text=text, opens=part.opens, mark=part.mark)
