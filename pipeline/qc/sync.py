"""Synchronization: where sounds and cuts of a timeline are found in a finished file, and how far they are off."""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import accumulate
from typing import assert_never

import numpy as np

from pipeline.effects.overlays import bare
from pipeline.effects.questions import steady
from pipeline.effects.stills import Captioned
from pipeline.errors import MediaError
from pipeline.media.qc.offsets import QUIET, Array, picture_offset, sound_offset
from pipeline.media.qc.survey import PictureSurvey, SoundSurvey
from pipeline.media.sound.decoding.decode import decoding
from pipeline.model.media import Medium
from pipeline.model.timeline import (
    ClipSpan,
    MotionSpan,
    PlacedSound,
    SceneSpan,
    Span,
    SplitSpan,
    StagedSpan,
    StillSpan,
    Take,
    Timeline,
    TransitionSpan,
)
from pipeline.model.treatment import Cut
from pipeline.timebase import SAMPLE_RATE, seconds_to_samples

WINDOW = SAMPLE_RATE * 2
"""Samples of a source that are searched for."""
MARGIN = SAMPLE_RATE
"""Samples on either side of its planned place within which it is searched."""
MOST_PLACES = 4
"""Places that are searched: the first, the last and two between distinguish a shift from a drift."""
MOST_FRAMES = 1
"""Seconds before and after its place within which a cut is searched."""
MOVING = "moving pictures"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcePart:
    """Sound of one media file at its place in the mix."""

    start: int
    """First sample on the timeline."""
    samples: int
    medium: Medium
    within: Fraction
    """Seconds from the medium's start."""
    tempo: Fraction = Fraction(1)
    """How many times as fast it plays."""

    @property
    def stop(self) -> int:
        return self.start + self.samples

    def part(self, start: int, stop: int) -> "SourcePart":
        """The part of it between two samples of the timeline."""
        first, last = max(start, self.start), min(stop, self.stop)
        within = self.within + Fraction(first - self.start, SAMPLE_RATE) * self.tempo
        return replace(self, start=first, samples=max(last - first, 0), within=within)


@dataclass(frozen=True, slots=True, kw_only=True)
class Landmark:
    """Sound that must be found at one place."""

    start: int
    """First sample on the timeline."""
    expected: Array

    @property
    def window(self) -> tuple[int, int]:
        """The samples of the file in which it is searched."""
        return self.start - MARGIN, self.start + len(self.expected) + MARGIN


def source_parts(sound: PlacedSound) -> Iterator[SourcePart]:
    """A sound of the mix file by file: takes follow each other with their pause between, without cuts."""
    at, within = sound.start, sound.take.start
    for medium in sound.take.media:
        tempo = sound.take.tempo
        length = seconds_to_samples((medium.sound_end - within) / tempo) if medium.info.audio else 0
        end = at + max(length, 0)
        recording = replace(medium, treatment=None)
        for samples in _stretches(medium, length):
            kept = min(samples.stop - samples.start, sound.stop - at)
            if kept > 0:
                since = within + Fraction(samples.start, SAMPLE_RATE) * tempo
                yield SourcePart(start=at, samples=kept, medium=recording, within=since, tempo=tempo)
            at += samples.stop - samples.start
        at, within = end + sound.take.pause, Fraction(0)


def _stretches(medium: Medium, length: int) -> Iterator[Cut]:
    """What is left of a recording: so many samples, in stretches between its cuts."""
    begin = 0
    for cut in medium.treatment.cuts if medium.treatment else ():
        yield Cut(start=begin, stop=cut.start)
        length -= cut.start - begin
        begin = cut.stop
    yield Cut(start=begin, stop=begin + max(length, 0))


def landmarks(timeline: Timeline) -> tuple[Landmark, ...]:
    """A few places of the programme, spread over its speech (its music where nobody speaks), read from their sources.

    Silent parts, and files that cannot be read any more, give none.
    """
    recorded = [sound for sound in timeline.mix.sounds if sound.take.media]
    audible = [sound for sound in recorded if sound.role == "speech"] or recorded[:1]
    # What plays at another speed is not found by comparing samples.
    parts = [part for sound in audible for part in source_parts(sound) if part.samples >= WINDOW and part.tempo == 1]
    return tuple(mark for part in _spread(parts) if (mark := _landmark(part)) is not None)


def _spread(parts: Sequence[SourcePart]) -> Iterator[SourcePart]:
    """Windows at equal distances along all the stretches, the first at the beginning, the last at the end."""
    if not parts:
        return
    rooms = [part.samples - WINDOW for part in parts]
    ends = list(accumulate(rooms))
    for number in range(MOST_PLACES):
        at = ends[-1] * number // (MOST_PLACES - 1)
        index = next(index for index, end in enumerate(ends) if at <= end)
        start = parts[index].start + at - (ends[index] - rooms[index])
        yield parts[index].part(start, start + WINDOW)


def _landmark(part: SourcePart) -> Landmark | None:
    take = Take(media=(part.medium,), start=part.within, samples=part.samples)
    try:
        with decoding(take) as pcm:
            samples = pcm.read(part.samples)
    except (MediaError, OSError):
        return None
    expected = samples.mean(axis=1)
    usable = len(samples) == part.samples and np.abs(expected).max() > QUIET
    return Landmark(start=part.start, expected=expected) if usable else None


def sound_offsets(marks: Sequence[Landmark], sound: SoundSurvey) -> list[Fraction]:
    """Seconds by which the sound comes late, at every landmark that was found again."""
    offsets = (sound_offset(window, mark.expected) for mark, window in zip(marks, sound.windows, strict=True))
    return [Fraction(offset, SAMPLE_RATE) for offset in offsets if offset is not None]


def picture_delay(timeline: Timeline, picture: PictureSurvey) -> Fraction | None:
    """Seconds by which the cuts come late; None where there are too few."""
    still = np.zeros(len(picture.changes), bool)
    cuts = []
    before: Hashable = None
    for placed in timeline.spans:
        shown = _shown(placed.span)
        if isinstance(placed.span, StillSpan):
            still[placed.start + 1 : placed.start + placed.span.frames] = True
        if before is not None and shown is not None and shown != before:
            cuts.append(placed.start)
        before = shown
    most = max(1, round(MOST_FRAMES * timeline.rate))
    offset = picture_offset(picture.changes, cuts, still, most=most)
    return None if offset is None else offset / timeline.rate


def _shown(span: Span) -> Hashable:
    """What is shown beside a cut: between equal ones no change is seen; None where there is no sharp cut."""
    match span:
        case StillSpan(still=Captioned() as still):
            return replace(still, still=bare(still.still))
        case StillSpan(still=still) | MotionSpan(still=still):
            # The seconds of a countdown change too little to be found.
            return steady(bare(still))
        case ClipSpan() | SplitSpan() | StagedSpan() | SceneSpan():
            # Whether two clips look different at a cut is not known without decoding both.
            return MOVING
        case TransitionSpan():
            return None
        case _ as never:
            assert_never(never)
