"""Mismatch: signs that a script is not what a narration says, or may be misplaced in it, and at which sentence."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby, pairwise
from statistics import median
from typing import Literal

from pipeline.captions.phrases import Alignment, Likeness, Phrase, TimeRange
from pipeline.messages import Message, tr
from pipeline.timebase import format_time

MISMATCH, UNCERTAIN = "script-mismatch", "uncertain-time"
"""Codes of the warnings."""

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
ANOTHER, ANOTHER_SHORT, ANOTHER_PART = 0.5, 0.25, 0.3
"""Likeness below which something else is read: of a script, of one with fewer phrases than `SHORT`, and of a stretch.
Readings have 0.6 to 2.5, mostly above 1, other texts of the same length mostly below 0.4; few phrases vary more
(`python -m benchmarks.sound.alignment`; a neural voice has smaller pauses than espeak-ng, and 0.6 where that has
0.9)."""
SHORT = 8
"""Phrases."""
CLEAR, ANOTHER_CLEAR = 30, 0.8
"""Contrast in dB of a recording without noise, and the likeness below which such a one of `SHORT` or more phrases says
something else: of readings by espeak-ng and a neural voice one in 160 had less, of other texts nine in ten."""
LEAST_NUMBER = 6
"""Sentences, and pauses, needed to compare them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mismatch:
    """A place where script and sound differ."""

    sentence: int
    """Index of the sentence."""
    message: Message
    hint: Message
    code: str = MISMATCH


def find_mismatches(phrases: Sequence[Phrase], aligned: Alignment) -> Iterator[Mismatch]:
    """Where script and sound differ."""
    pace, spoken = aligned.pace, aligned.spoken
    if aligned.known < RECOGNISED:
        share = f"{aligned.known:.0%}"
        yield _mismatch(0, tr("only {share} of the script was recognised in the sound", share=share))
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
        yield _mismatch(0, message)
        return
    if _is_another(aligned.order, clear=aligned.contrast >= CLEAR):
        yield _mismatch(
            0, tr("something else seems to be read: the script fits the sound no better than in another order")
        )
        return
    if _pauses_differ(phrases, spoken, aligned.pauses):
        yield _mismatch(0, tr("the speaker does not pause where the script has full stops and commas"))
        return
    mismatches = [*_other_parts(phrases, aligned), *_pace_mismatches(phrases, spoken)]
    yield from mismatches
    said = {one.sentence for one in mismatches}
    yield from (one for one in _uncertain(phrases, aligned) if one.sentence not in said)


def _mismatch(sentence: int, message: Message) -> Mismatch:
    hint = tr("is this what is read out? A line may begin with the time at which it is spoken: [00:12.5]")
    return Mismatch(sentence=sentence, message=message, hint=hint)


def _is_another(order: Sequence[Likeness], *, clear: bool) -> bool:
    """Whether, of all phrases that could be judged, most are not what is read; a `clear` recording is sure."""
    count = sum(one.stop - one.first for one in order)
    least = ANOTHER_SHORT if count < SHORT else ANOTHER_CLEAR if clear else ANOTHER
    return bool(order) and sum(one.gain * (one.stop - one.first) for one in order) < least * count


def _other_parts(phrases: Sequence[Phrase], aligned: Alignment) -> Iterator[Mismatch]:
    """Where something else is read for a while: once for every run of stretches."""
    for poor, run in groupby(aligned.order, key=lambda one: one.gain < ANOTHER_PART):
        stretches = list(run)
        if poor:
            first, stop = stretches[0].first, stretches[-1].stop
            message = tr(
                "from {start} to {end} something else seems to be read: the script fits there no better than in "
                "another order",
                start=_clock(aligned.spoken[first].start),
                end=_clock(aligned.spoken[stop - 1].stop),
            )
            yield _mismatch(phrases[first].sentence, message)


def _uncertain(phrases: Sequence[Phrase], aligned: Alignment) -> Iterator[Mismatch]:
    """Sentences that may begin elsewhere."""
    begins: dict[int, int] = {}
    for phrase, spoken in zip(phrases, aligned.spoken, strict=True):
        begins.setdefault(phrase.sentence, spoken.start)
    for doubt in aligned.doubts:
        found, other = _clock(begins[doubt.sentence]), _clock(doubt.other)
        yield Mismatch(
            sentence=doubt.sentence,
            code=UNCERTAIN,
            message=tr(
                "it is not certain where this sentence begins: at {found}, or at {other}", found=found, other=other
            ),
            hint=tr("listen there, and begin its line with the right time: [{found}]", found=found),
        )


def _clock(milliseconds: int) -> str:
    return format_time(Fraction(milliseconds, 1000))


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
        indexes = list(run)
        first, final = indexes[0], indexes[-1]
        places = {
            "start": _clock(min(found.start for _, found in _of(phrases, spoken, first))),
            "end": _clock(max(found.stop for _, found in _of(phrases, spoken, final))),
            "rate": f"{sentences[first][1]:.1f}",
            "usual": f"{usual:.1f}",
        }
        if problem == "fast":
            message = tr(
                "the script says more than is spoken from {start} to {end}: {rate} syllables a second, where {usual} "
                "are usual",
                **places,
            )
        else:
            message = tr(
                "more is spoken from {start} to {end} than the script says: {rate} syllables a second, where {usual} "
                "are usual",
                **places,
            )
        yield _mismatch(first, message)


def _paces(phrases: Sequence[Phrase], spoken: Sequence[TimeRange]) -> list[tuple[float, float]]:
    """For every sentence its syllables, and syllables a second."""
    found = []
    for _, run in groupby(zip(phrases, spoken, strict=True), key=lambda pair: pair[0].sentence):
        pairs = list(run)
        weight = sum(phrase.weight for phrase, _ in pairs)
        seconds = sum(found.length for _, found in pairs) / 1000
        found.append((weight, weight / max(seconds, 0.01)))
    return found


def _of(phrases: Sequence[Phrase], spoken: Sequence[TimeRange], sentence: int) -> Iterator[tuple[Phrase, TimeRange]]:
    """A sentence's phrases and their times."""
    return (pair for pair in zip(phrases, spoken, strict=True) if pair[0].sentence == sentence)


def _pace_problem(weight: float, pace: float, usual: float) -> Literal["fast", "slow"] | None:
    slow, fast = PACES
    if weight < LEAST_SYLLABLES:
        return None
    if pace > max(FASTEST * usual, 6) or pace > fast:
        return "fast"
    return "slow" if pace < min(SLOWEST * usual, slow) else None
