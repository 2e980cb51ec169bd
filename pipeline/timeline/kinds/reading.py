"""Readings: recordings one after the other, and the text that is read, a shot for each of its sentences."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from pipeline.digest import digest
from pipeline.effects.reading import ReadingMoment, Recital
from pipeline.messages import tr, trn
from pipeline.model.captions import SentenceTime
from pipeline.model.segments import Reading
from pipeline.model.series import Transition
from pipeline.timebase import format_time, seconds_to_frames
from pipeline.timeline.layout import LayoutContext, SegmentLayout, ShotLayout
from pipeline.timeline.shots import StillShot
from pipeline.timeline.takes import lay_takes

EARLY = 400
"""Milliseconds before a sentence at which its page is shown, where it is another and nothing is said."""
REST = 120
"""The least that is worth it."""
STAY = 1000
"""Milliseconds that the last sentence stays marked when all is said."""

LABEL = 24
"""Characters of a sentence by which plans name it."""


def lay_reading(segment: Reading, context: LayoutContext) -> SegmentLayout:
    frames, sound = lay_takes(segment, context)
    recital = Recital(
        key=digest(segment.passage), passage=segment.passage, look=context.look(segment.theme, segment.passage.text)
    )
    _tell_of_lost(segment, context)
    shots: list[ShotLayout] = []
    for at, sentence, marked in marks(segment.times):
        start = seconds_to_frames(Fraction(at, 1000), context.rate)
        if start >= frames and shots:
            break
        moment = ReadingMoment(recital=recital, sentence=sentence, marked=marked, label=_label(segment, sentence))
        into = Transition() if shots else None
        if shots and start <= shots[-1].start:
            start, into = shots[-1].start, shots[-1].into
            shots.pop()
        shots.append(ShotLayout(start=start, shot=StillShot(still=moment), into=into, goes_on=bool(shots)))
    return SegmentLayout(frames=frames, shots=tuple(shots), sounds=(sound,), cues=segment.cues)


def marks(times: Sequence[SentenceTime]) -> Iterator[tuple[int, int, bool]]:
    """Milliseconds, the sentence, and whether it is marked from then on."""
    yield 0, -1, False
    for index, (time, after) in enumerate(zip(times, [*times[1:], None], strict=False)):
        yield time.start, index, True
        if after is None:
            yield time.stop + STAY, index, False
        elif after.start - max(time.stop, after.start - EARLY) >= REST:
            yield max(time.stop, after.start - EARLY), index, False


def _tell_of_lost(segment: Reading, context: LayoutContext) -> None:
    """Add a warning if sentences were not found in the sound."""
    pairs = zip(segment.sentences, segment.times, strict=False)
    lost = [(sentence, time) for sentence, time in pairs if not time.found]
    if lost:
        sentence, time = lost[0]
        context.warn(
            "sentence-not-found", sentence.mark,
            trn(
                "{count} sentence of this text was not found in the sound: it is marked at about {start}",
                "{count} sentences of this text were not found in the sound: the first is marked at about {start}",
                len(lost), start=format_time(Fraction(time.start, 1000)),
            ),
            hint=tr("is it read out? Or write the time before it: [00:12.5]"),
        )  # fmt: skip


def _label(segment: Reading, sentence: int) -> str:
    return segment.sentences[max(sentence, 0)].text[:LABEL] if segment.sentences else segment.heading
