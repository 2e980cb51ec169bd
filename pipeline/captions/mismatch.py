"""Mismatch: signs that a script is not what a narration says, and at which sentence."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median
from typing import Literal

from pipeline.captions.phrases import Alignment, Phrase, TimeRange
from pipeline.messages import Message, tr

MISMATCH = "script-mismatch"
"""Code of the warning."""

PACES = (1.5, 9.0)
"""Syllables a second, lowest and highest, at which people speak, not counting pauses."""
FASTEST, SLOWEST = 1.9, 0.5
"""Multiples of the narration's usual pace: no speaker reads one sentence so fast, or so slowly."""
LEAST_SYLLABLES = 8
"""Syllables that a sentence must have for its pace to be judged."""
SENTENCE_PAUSE, PHRASE_PAUSE = 0.17, 0.4
"""Seconds: a pause after a sentence is longer than the first; one longer than the second is at the end of a phrase."""
MISPLACED = 0.5
"""Sum of the share of sentences without a pause and of pauses without a comma, above which the text is another one."""
RECOGNISED = 0.4
"""Share of a script that even poor speech recognition finds in a reading of it."""
ORDER = 0.6
"""`Alignment.order` of readings is 0.7 and more, even with uneven pace and pauses; 19 of 20 other scripts stay below
this (measured on sentences that espeak-ng spoke)."""
LEAST_NUMBER = 6
"""Sentences, and pauses, needed to compare them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mismatch:
    """A place where script and sound differ."""

    sentence: int
    """Index of the sentence."""
    message: Message


def find_mismatches(phrases: Sequence[Phrase], aligned: Alignment) -> Iterator[Mismatch]:
    """Where script and sound differ."""
    pace, spoken = aligned.pace, aligned.spoken
    if aligned.known < RECOGNISED:
        share = f"{aligned.known:.0%}"
        yield Mismatch(sentence=0, message=tr("only {share} of the script was recognised in the sound", share=share))
        return
    if not spoken:
        return
    slow, fast = PACES
    if not slow <= pace <= fast:
        rate = f"{pace:.1f}"
        if pace > fast:
            message = tr("the script is much too long for the sound: it needs {rate} syllables a second", rate=rate)
        else:
            message = tr("the script is much too short for the sound: it has {rate} syllables a second", rate=rate)
        yield Mismatch(sentence=0, message=message)
        return
    if aligned.order is not None and aligned.order < ORDER:
        yield Mismatch(
            sentence=0,
            message=tr("something else seems to be read: the script fits the sound no better than in another order"),
        )
        return
    if _pauses_differ(phrases, spoken, aligned.pauses):
        yield Mismatch(sentence=0, message=tr("the speaker does not pause where the script has full stops and commas"))
        return
    yield from _pace_mismatches(phrases, spoken)


def _pauses_differ(phrases: Sequence[Phrase], spoken: Sequence[TimeRange], pauses: Sequence[TimeRange]) -> bool:
    between = [(before.stop, after.start) for before, after in pairwise(spoken)]
    ends = [gap for phrase, gap in zip(phrases, between, strict=False) if phrase.last]
    long = [pause for pause in pauses if pause.stop - pause.start >= PHRASE_PAUSE * 1000]
    if len(ends) < LEAST_NUMBER or len(long) < LEAST_NUMBER:
        return False
    unpaused = sum(stop - start < SENTENCE_PAUSE * 1000 for start, stop in ends) / len(ends)
    inside = sum(not any(start <= pause.start <= stop for start, stop in between) for pause in long) / len(long)
    return unpaused + inside > MISPLACED


def _pace_mismatches(phrases: Sequence[Phrase], spoken: Sequence[TimeRange]) -> Iterator[Mismatch]:
    """The first of each run of sentences that would be spoken much too fast, or too slowly."""
    sentences = _paces(phrases, spoken)
    judged = [pace for weight, pace in sentences if weight >= LEAST_SYLLABLES]
    usual = median(judged) if judged else 0
    problems = [_pace_problem(weight, pace, usual) for weight, pace in sentences]
    for problem, run in groupby(range(len(problems)), key=problems.__getitem__):
        if problem is None:
            continue
        first = next(run)
        rates = {"rate": f"{sentences[first][1]:.1f}", "usual": f"{usual:.1f}"}
        if problem == "fast":
            message = tr(
                "the script says more than is spoken here: {rate} syllables a second, where {usual} are usual", **rates
            )
        else:
            message = tr(
                "more is spoken here than the script says: {rate} syllables a second, where {usual} are usual", **rates
            )
        yield Mismatch(sentence=first, message=message)


def _paces(phrases: Sequence[Phrase], spoken: Sequence[TimeRange]) -> list[tuple[float, float]]:
    """For every sentence its syllables, and syllables a second."""
    found = []
    for _, run in groupby(range(len(phrases)), key=lambda index: phrases[index].sentence):
        indexes = list(run)
        weight = sum(phrases[index].weight for index in indexes)
        seconds = sum(spoken[index].stop - spoken[index].start for index in indexes) / 1000
        found.append((weight, weight / max(seconds, 0.01)))
    return found


def _pace_problem(weight: float, pace: float, usual: float) -> Literal["fast", "slow"] | None:
    slow, fast = PACES
    if weight < LEAST_SYLLABLES:
        return None
    if pace > max(FASTEST * usual, 6) or pace > fast:
        return "fast"
    return "slow" if pace < min(SLOWEST * usual, slow) else None
