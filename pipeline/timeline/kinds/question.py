"""Questions: asked, then thought about while a countdown runs, then answered."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from math import ceil

from pipeline.effects.chimes import Chime
from pipeline.effects.questions import Answered, Countdown, QuestionCard
from pipeline.model.captions import Cue
from pipeline.model.segments import Question
from pipeline.model.series import Transition
from pipeline.model.timeline import Take
from pipeline.timebase import SAMPLE_RATE, seconds_to_frames
from pipeline.timeline.layout import Asked, LayoutContext, SegmentLayout, ShotLayout, SoundLayout
from pipeline.timeline.shots import StillShot
from pipeline.timeline.takes import lay_takes

SOFTLY = Decimal(-6)
"""LU of a chime against the programme: it is heard over music, and startles nobody."""
AFTER_CHIME = Fraction(4, 5)
"""Seconds from the chime that ends the pause to the answer's first word."""
BEGINS, ENDS = Chime(kind="begins"), Chime(kind="ends")
_CUT = Transition(kind="cut")


def lay_question(segment: Question, context: LayoutContext) -> SegmentLayout:
    sounds: list[SoundLayout] = []
    think = 0
    if segment.takes:
        think, asked = lay_takes(segment, context)
        sounds.append(replace(asked, stop=think))
    answer = think + context.frames(segment.think)
    end = answer + context.frames(segment.answer_for)
    cues = list(_cues(segment.cues, 0, think, context.rate))
    sounds += [_chime(BEGINS, think, context), _chime(ENDS, answer, context)]
    if segment.follows and segment.follows.takes:
        first = answer + context.frames(AFTER_CHIME)
        frames, said = lay_takes(segment.follows, context)
        sounds.append(replace(said, start=first, stop=first + frames))
        end = max(end, first + frames)
        cues += _cues(segment.follows.cues, first, frames, context.rate)
    return SegmentLayout(
        frames=end,
        shots=tuple(_shots(segment, think, answer, context)),
        sounds=tuple(sounds),
        cues=tuple(cues),
        asked=Asked(think=think, answer=answer),
    )


def _shots(segment: Question, think: int, answer: int, context: LayoutContext) -> Iterator[ShotLayout]:
    """The card as it is asked, once for every second that is left, and answered."""
    words = "\n".join((segment.text, "".join(segment.options), segment.answer, segment.explain, "ABCDEF0123456789:?"))
    card = QuestionCard(
        question=segment.text,
        options=segment.options,
        right=segment.right,
        answer=segment.answer,
        explain=segment.explain,
        look=context.look(segment.theme, words),
    )
    if think:
        yield ShotLayout(start=0, shot=StillShot(still=card))
    whole = ceil(segment.think)
    starts: dict[int, int] = {}
    for left in range(whole, 0, -1):
        # Counted from the end, so that the last number stands a whole second.
        start = max(think, answer - seconds_to_frames(Fraction(left), context.rate))
        starts[start] = left
    for start, left in starts.items():
        still = Countdown(card=card, left=left, of=whole)
        into = _CUT if start else None
        yield ShotLayout(start=start, shot=StillShot(still=still), into=into, goes_on=start > think)
    yield ShotLayout(start=answer, shot=StillShot(still=Answered(card=card)), into=_CUT)


def _chime(tone: Chime, start: int, context: LayoutContext) -> SoundLayout:
    stop = start + ceil(Fraction(tone.samples, SAMPLE_RATE) * context.rate)
    take = Take(tone=tone, samples=tone.samples)
    return SoundLayout(start=start, stop=stop, take=take, gain=SOFTLY, label=tone.label, role="effect")


def _cues(cues: tuple[Cue, ...], first: int, frames: int, rate: Fraction) -> Iterator[Cue]:
    """Captions of what begins at a frame and lasts so many."""
    begin, end = (round(frame / rate * 1000) for frame in (first, first + frames))
    for cue in cues:
        if begin + cue.start < end:
            yield replace(cue, start=begin + cue.start, stop=min(begin + cue.stop, end))
