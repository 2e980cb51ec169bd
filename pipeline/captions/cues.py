"""Cueing: what is said, and when, becomes captions that can be read: short, in even lines, long enough to be seen."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import accumulate, groupby, pairwise
from math import ceil
from operator import itemgetter

from pipeline.captions.linebreak import lines
from pipeline.captions.phrases import phrases, split_sentences, syllables
from pipeline.captions.rules import LINES, LONGEST, SHORTEST, SPEED, WIDTH, characters, columns
from pipeline.captions.word_breaks import word_starts
from pipeline.errors import Mark
from pipeline.model.captions import Cue, Sentence

SLOWEST = 500
"""Milliseconds for a syllable; where there is more time, nothing is said any more."""
LINGER = 400
"""Milliseconds that a caption stays after its last word, where there is room."""
APART = 84
"""Milliseconds between captions that are made here: two frames of cinema's rate, which others have in less."""

_NOWHERE = Mark(file="", line=1, column=1)
_ROOMY = (60, 54, 48, 40, 32)
"""Columns of a caption that is cut from a longer text, the most that fits on two lines of it first."""
_UNEVEN = 1.4
"""By how much a part may be longer than an even share of the text, for the sake of a better place to cut."""


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
    """Captions of all sentences, each given by its phrases in order; none stays beyond `end`, in milliseconds."""
    parts = [part for said in sentences for part in _grouped([piece for one in said for piece in _cut(one)])]
    return tuple(_timed(_joined(parts), end))


def split_long_cues(cues: Sequence[Cue]) -> tuple[Cue, ...]:
    """The captions of a script with times: what is too much for one is divided, what stands too long goes earlier."""
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
    return "\n".join(lines(text, width=WIDTH, measure=columns, words=word_starts(text)))


def fits(text: str) -> bool:
    """Whether the text is one caption."""
    return wrap_caption(text).count("\n") < LINES


def _shared(cue: Cue) -> list[list[TimedPhrase]]:
    """A long cue's sentences in phrases, its time shared out by what there is to say."""
    text = reduce(side_by_side, cue.text.split("\n"))
    parts = phrases([Sentence(text=one, mark=cue.mark or _NOWHERE) for _, one in split_sentences(text)])
    total = sum(part.weight for part in parts) or 1
    length = min(cue.stop - cue.start, max(LONGEST, round(SLOWEST * total)))
    edges = [cue.start + round(length * done / total) for done in accumulate((p.weight for p in parts), initial=0.0)]
    said = [
        (part.sentence, TimedPhrase(text=part.text, start=start, stop=stop, mark=cue.mark))
        for part, (start, stop) in zip(parts, pairwise(edges), strict=True)
    ]
    return [[one for _, one in run] for _, run in groupby(said, key=itemgetter(0))]


def _cut(said: TimedPhrase) -> Iterator[TimedPhrase]:
    """The phrase in parts that each make a caption, their times by what is to be said of each."""
    count = ceil((said.stop - said.start) / LONGEST)
    wide = columns(said.text)
    if count <= 1 and fits(said.text):
        yield said
        return
    length, even = said.stop - said.start, wide / max(count, 1)
    for limit in _limits(even):
        parts = lines(said.text, width=limit, measure=columns, words=word_starts(said.text))
        weights = [max(syllables(part), 1) for part in parts]
        if all(map(fits, parts)) and (count <= 1 or length * max(weights) <= LONGEST * sum(weights)):
            break
    at, done = said.start, 0.0
    for part, weight in zip(parts, weights, strict=True):
        done += weight
        stop = said.start + round(length * done / sum(weights))
        yield replace(said, text=part, start=at, stop=stop, opens=said.opens and at == said.start)
        at = stop


def _limits(even: float) -> Iterator[int]:
    """Columns that a part may have: room to cut where one pauses first, then hardly more than an even share."""
    for width in _ROOMY:
        if even >= width * 0.5 or width == _ROOMY[-1]:
            yield min(width, ceil(even * _UNEVEN))
            yield min(width, ceil(even) + 4)


def _grouped(parts: Sequence[TimedPhrase]) -> list[TimedPhrase]:
    """Phrases of a sentence put together to the fewest captions, of like length; none is longer than it may be."""
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
    """Two stretches of text as one: a blank stands between words of letters, none beside Chinese."""
    blank = " " if before[-1:].isascii() and after[:1].isascii() and before and after else ""
    return f"{before}{blank}{after}"


def _joined(parts: Sequence[TimedPhrase]) -> list[TimedPhrase]:
    """A caption that would only flash joins the one after it, where both fit."""
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
        wanted = max(part.stop + LINGER, part.start + SHORTEST, part.start + ceil(characters(text) * 1000 / SPEED))
        stop = min(wanted, latest, max(part.start + LONGEST, part.start + 1), end)
        if stop > part.start:
            yield Cue(start=part.start, stop=stop, text=text, opens=part.opens, mark=part.mark)
