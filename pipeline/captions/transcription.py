"""Transcription: when a script's phrases are spoken, from the words that speech recognition found."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import groupby, pairwise

from pipeline.captions.phrases import Alignment, Phrase, TimeRange


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A recognised word, with its time in milliseconds from the narration's start."""

    start: int
    stop: int
    text: str


def align_words(phrases: Sequence[Phrase], words: Sequence[Word]) -> Alignment:
    """Phrases at the times of their words; letters that were not recognised are spread evenly between those that were.

    The alignment is empty where nothing of the script was recognised.
    """
    script = [(letter, index) for index, phrase in enumerate(phrases) for letter in _letters(phrase.text)]
    recognised = [letter for word in words for letter in _timed_letters(word)]
    matcher = SequenceMatcher(None, [one for one, _ in script], [one for one, _, _ in recognised], autojunk=False)
    blocks = matcher.get_matching_blocks()
    known = [(one.a + step, *recognised[one.b + step][1:]) for one in blocks for step in range(one.size)]
    if not known:
        return Alignment(spoken=(), pauses=(), pace=0.0, known=0.0)
    places = {
        index: [place for place, _ in run] for index, run in groupby(enumerate(script), key=lambda one: one[1][1])
    }
    spoken: list[TimeRange] = []
    for index in range(len(phrases)):
        at = places.get(index)
        before = spoken[-1].stop if spoken else 0
        start, stop = (_start(at[0], known), _stop(at[-1], known)) if at else (before, before)
        start = max(start, before)
        spoken.append(TimeRange(start=start, stop=max(start, stop)))
    length = sum(one.length for one in spoken) / 1000
    return Alignment(
        spoken=tuple(spoken),
        pauses=tuple(TimeRange(start=a.stop, stop=b.start) for a, b in pairwise(words) if b.start > a.stop),
        pace=sum(one.weight for one in phrases) / max(length, 0.01),
        known=len(known) / len(script),
    )


def pinned(found: Alignment, pins: Mapping[int, int]) -> Alignment:
    """The same with some phrases, by index, beginning at the milliseconds that are known of them.

    What was heard before a pin ends there at the latest, what was heard after it begins there at the earliest.
    """
    spoken = list(found.spoken)
    for index, at in sorted(pins.items() if spoken else ()):
        for other, one in enumerate(spoken):
            if other < index:
                spoken[other] = TimeRange(start=min(one.start, at), stop=min(one.stop, at))
            elif other > index:
                spoken[other] = TimeRange(start=max(one.start, at), stop=max(one.stop, at))
        spoken[index] = TimeRange(start=at, stop=max(spoken[index].stop, at))
    return replace(found, spoken=tuple(spoken))


def _letters(text: str) -> list[str]:
    return [character for character in text.casefold() if character.isalnum()]


def _timed_letters(word: Word) -> list[tuple[str, int, int]]:
    """The word's letters, each with an equal share of its time."""
    letters = _letters(word.text)
    edges = [word.start + (word.stop - word.start) * step // max(len(letters), 1) for step in range(len(letters) + 1)]
    return list(zip(letters, edges, edges[1:], strict=False))


def _start(place: int, known: Sequence[tuple[int, int, int]]) -> int:
    """When the letter at a place of the script begins; between two that were recognised, in proportion."""
    index = bisect_left(known, (place,))
    if index == len(known):
        return known[-1][2]
    after, start, _ = known[index]
    if after == place or index == 0:
        return start
    before, _, stop = known[index - 1]
    return stop + (start - stop) * (place - before - 1) // (after - before)


def _stop(place: int, known: Sequence[tuple[int, int, int]]) -> int:
    index = bisect_left(known, (place,))
    if index < len(known) and known[index][0] == place:
        return known[index][2]
    if index == len(known):
        return known[-1][2]
    if index == 0:
        return known[0][1]
    (before, _, stop), (after, start, _) = known[index - 1], known[index]
    return stop + (start - stop) * (place - before) // (after - before)
