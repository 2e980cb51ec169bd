"""Mismatch: signs that a script is not what a narration says, at the sentence where it shows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median

from pipeline.captions.phrases import Alignment, Phrase, TimeRange

MISMATCH = "script-mismatch"


PACES = (1.5, 9.0)
"""Syllables a second at which people speak, the pauses left out."""
HASTE, DELAY = 1.9, 0.5
"""Of the usual pace: no reader takes one sentence of a script so fast, or so slowly."""
TELLING = 8
"""Syllables that a sentence must have for its pace to say anything."""
BREATH, SILENCE = 0.17, 0.4
"""Seconds: a sentence ends in a longer pause than the first, and a longer one than the second ends a phrase."""
ODD = 0.5
"""Share of sentences without a pause and pauses without a comma, together, at which the text is another."""
KNOWN = 0.4
"""Share of its script that even a poor recogniser hears in a reading."""
ORDERED = 0.6
"""Of readings, even by a reader who hastens, drags and pauses anywhere, 0.7 and more; 19 of 20 other scripts stay below
(measured on sentences that espeak-ng spoke)."""
ENOUGH = 6
"""So many sentences, and so many pauses, to judge by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mismatch:
    """A place where script and sound part."""

    sentence: int
    message: str


def find_mismatches(phrases: Sequence[Phrase], aligned: Alignment) -> Iterator[Mismatch]:
    """What does not fit."""
    pace, spoken = aligned.pace, aligned.spoken
    if aligned.known < KNOWN:
        share = f"only {aligned.known:.0%} of the script was recognised in the sound"
        yield Mismatch(sentence=0, message=share)
        return
    if not spoken:
        return
    slow, fast = PACES
    if not slow <= pace <= fast:
        much = "much too long" if pace > fast else "much too short"
        rate = f"{pace:.1f} syllables would be said a second"
        yield Mismatch(sentence=0, message=f"the script is {much} for the sound: {rate}")
        return
    if aligned.order is not None and aligned.order < ORDERED:
        yield Mismatch(
            sentence=0, message="something else seems to be read: in any other order the script fits as well"
        )
        return
    if _unlike(phrases, spoken, aligned.pauses):
        yield Mismatch(sentence=0, message="the speaker does not pause where the script has its full stops and commas")
        return
    yield from _out_of_pace(phrases, spoken)


def _unlike(phrases: Sequence[Phrase], spoken: Sequence[TimeRange], pauses: Sequence[TimeRange]) -> bool:
    between = [(before.stop, after.start) for before, after in pairwise(spoken)]
    ends = [gap for phrase, gap in zip(phrases, between, strict=False) if phrase.last]
    long = [pause for pause in pauses if pause.stop - pause.start >= SILENCE * 1000]
    if len(ends) < ENOUGH or len(long) < ENOUGH:
        return False
    unpaused = sum(stop - start < BREATH * 1000 for start, stop in ends) / len(ends)
    inside = sum(not any(start <= pause.start <= stop for start, stop in between) for pause in long) / len(long)
    return unpaused + inside > ODD


def _out_of_pace(phrases: Sequence[Phrase], spoken: Sequence[TimeRange]) -> Iterator[Mismatch]:
    """The first of each run of sentences that nobody would say so fast, or so slowly."""
    sentences = _paces(phrases, spoken)
    told = [pace for weight, pace in sentences if weight >= TELLING]
    usual = median(told) if told else 0
    oddities = [_oddity(weight, pace, usual) for weight, pace in sentences]
    for oddity, run in groupby(range(len(oddities)), key=oddities.__getitem__):
        if oddity:
            first = next(run)
            rate = f"{sentences[first][1]:.1f} syllables a second, where {usual:.1f} are usual"
            yield Mismatch(sentence=first, message=f"{oddity}: {rate}")


def _paces(phrases: Sequence[Phrase], spoken: Sequence[TimeRange]) -> list[tuple[float, float]]:
    """Of every sentence its syllables, and how many of them a second."""
    found = []
    for _, run in groupby(range(len(phrases)), key=lambda index: phrases[index].sentence):
        indexes = list(run)
        weight = sum(phrases[index].weight for index in indexes)
        seconds = sum(spoken[index].stop - spoken[index].start for index in indexes) / 1000
        found.append((weight, weight / max(seconds, 0.01)))
    return found


def _oddity(weight: float, pace: float, usual: float) -> str:
    slow, fast = PACES
    if weight < TELLING:
        return ""
    if pace > max(HASTE * usual, 6) or pace > fast:
        return "the script says more than is spoken here"
    return "more is spoken here than the script says" if pace < min(DELAY * usual, slow) else ""
