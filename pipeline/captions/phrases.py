"""Phrases: a script's sentences in parts, and how many syllables each has."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from unicodedata import category, east_asian_width

from pipeline.captions.linebreak import OPENING
from pipeline.model.captions import Sentence

_ENDING = re.compile(r"(?:[。！？!?…]|(?<![A-Z0-9])\.(?=\s|$))+[」』）》〉】〕”’)\]\"']*")
"""What ends a sentence, with the marks that close it; a full stop of letters only before a blank."""
_PAUSING = re.compile(r"(?:[，；：,;:]|——+|—)[」』）》〉】〕”’)\]]*(?!\d)")
"""Where a speaker may pause within a sentence."""

_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]+(?:['’][A-Za-z]+)?")
_VOWELS = re.compile(r"[aeiouyà-öø-ÿ]+", re.IGNORECASE)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_SYMBOLS = {"%": 3, "％": 3, "℃": 3, "+": 1, "＋": 1, "=": 2, "＝": 2, "&": 1, "@": 1, "#": 1, "×": 1, "÷": 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A part of a sentence that is spoken without a pause."""

    text: str
    weight: float
    """Its syllables, roughly."""
    sentence: int
    """Index of its sentence."""
    last: bool
    """Whether the sentence ends with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeRange:
    """A range of time, in milliseconds from a narration's start."""

    start: int
    stop: int

    @property
    def length(self) -> int:
        return self.stop - self.start


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """How much better the phrases of a stretch fit in their order than in others."""

    first: int
    """Index of its first phrase."""
    stop: int
    """Index of the one after its last."""
    gain: float
    """Cost that other orders add, for each phrase: above 1 for what is read, about 0.5 for another text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A sentence that may begin at another time as well."""

    sentence: int
    """Its index."""
    other: int
    """That time, in milliseconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """When all phrases are spoken, and figures that show whether the script fits the sound."""

    spoken: tuple[TimeRange, ...]
    """One for each phrase; empty where nobody speaks."""
    pauses: tuple[TimeRange, ...]
    """All pauses within the narration."""
    pace: float
    """Syllables a second while somebody speaks."""
    order: tuple[Likeness, ...] = ()
    """How much better phrases fit in their order than in others, stretch by stretch; none where that is unknown."""
    doubts: tuple[Doubt, ...] = ()
    """Sentences that may begin elsewhere."""
    known: float = 1.0
    """Share of the script that was recognised; 1 without speech recognition."""
    contrast: float = 0.0
    """dB of speech above what is heard in its pauses; 0 where that is unknown."""


def split_sentences(text: str) -> Iterator[tuple[int, str]]:
    """Where each sentence of a paragraph begins, and its text; the marks that end it belong to it."""
    yield from _split(text, _ENDING)


def phrases(sentences: Sequence[Sentence]) -> tuple[Phrase, ...]:
    """All phrases, in order. What is not spoken, such as a line of stars, is part of the phrase before it."""
    found: list[Phrase] = []
    for index, sentence in enumerate(sentences):
        parts = _spoken_parts(sentence.text)
        found += (
            Phrase(text=part, weight=syllables(part), sentence=index, last=number + 1 == len(parts))
            for number, part in enumerate(parts)
        )
    return tuple(found)


def syllables(text: str) -> float:
    """How many syllables are spoken: one for a Chinese character or a digit, those of words by their vowels."""
    count = 0.0
    for word in _LATIN.findall(text):
        count += len(word) if word.isupper() else max(1, len(_VOWELS.findall(word)))
    for number in _NUMBER.findall(text):
        # 1929 is read digit by digit, 120 as 一百二十, 3.5 as 三点五: about one more than there are digits.
        digits = sum(character.isdigit() for character in number)
        count += digits if number.isdigit() and digits in (1, 4) else digits + 1
    rest = _NUMBER.sub("", _LATIN.sub("", text))
    for character in rest:
        if character in _SYMBOLS:
            count += _SYMBOLS[character]
        elif category(character) in ("Lo", "Nl", "No", "So") and east_asian_width(character) in "WF":
            count += 1
        elif category(character)[0] == "L":
            count += 0.5
    return count


def _spoken_parts(text: str) -> list[str]:
    parts: list[str] = []
    for part in (part for _, clause in _split(text, _ENDING) for _, part in _split(clause, _PAUSING)):
        # A dash is part of what is before it, unless a quotation begins with it.
        if parts and (not syllables(parts[-1]) or not (syllables(part) or part[0] in OPENING)):
            parts[-1] += part
        else:
            parts.append(part)
    return parts


def _split(text: str, ends: re.Pattern[str]) -> Iterator[tuple[int, str]]:
    places = [0, *(found.end() for found in ends.finditer(text)), len(text)]
    for start, stop in pairwise(places):
        if text[start:stop].strip():
            yield start + len(text[start:stop]) - len(text[start:stop].lstrip()), text[start:stop].strip()
