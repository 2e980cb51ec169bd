"""The mix: where every sound begins. Speech and effects in their segment, one bed under each run of segments that share
it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import groupby

from pipeline.model.media import Medium
from pipeline.model.segments import Segment
from pipeline.model.series import Bed, Loudness
from pipeline.model.timeline import Mix, PlacedSound, Take
from pipeline.timebase import SAMPLE_RATE, frame_to_sample, seconds_to_samples
from pipeline.timeline.layout import SegmentLayout

JOIN_FADE = SAMPLE_RATE * 12 // 1000
"""Samples of fade at either end of a sound: 12 ms, which is inaudible and prevents clicks."""

LAST_NOTE = SAMPLE_RATE // 20
"""Samples of fade behind the last note of music that ends by itself: what is left of it is its echo."""
SHORTEST_FADE = SAMPLE_RATE // 2
"""Samples: music is never cut off in the middle of a note."""
WHOLE = SAMPLE_RATE // 10
"""Samples by which music may miss its own end and still be heard whole."""


def place_sounds(
    segments: Sequence[Segment],
    laid: Sequence[SegmentLayout],
    starts: Sequence[int],
    beds: Sequence[Medium | None],
    *,
    rate: Fraction,
    loudness: Loudness,
) -> Mix:
    """The mix of laid-out segments; `starts` are their first frames, with the timeline's end as one more.

    `beds` holds each segment's opened music.
    """
    samples = [frame_to_sample(start, rate) for start in starts]
    sounds = (*_own(laid, starts, rate), *_music(segments, beds, samples))
    return Mix(samples=samples[-1], sounds=sounds, loudness=loudness)


def _own(laid: Sequence[SegmentLayout], starts: Sequence[int], rate: Fraction) -> Iterator[PlacedSound]:
    """The segments' own sounds, cut at their segment's end."""
    for index, segment in enumerate(laid):
        for sound in segment.sounds:
            stop = segment.frames if sound.stop is None else min(sound.stop, segment.frames)
            first, last = (frame_to_sample(starts[index] + frame, rate) for frame in (sound.start, stop))
            fade = min(JOIN_FADE if sound.fade is None else sound.fade, (last - first) // 2)
            yield PlacedSound(
                role=sound.role,
                start=first,
                take=replace(sound.take, samples=last - first),
                gain=sound.gain,
                fade_in=fade,
                fade_out=fade,
                label=sound.label,
            )


def _music(segments: Sequence[Segment], beds: Sequence[Medium | None], samples: Sequence[int]) -> Iterator[PlacedSound]:
    def bed_of(index: int) -> Bed | None:
        return segments[index].music

    for bed, run in groupby(range(len(segments)), key=bed_of):
        indexes = list(run)
        medium = beds[indexes[0]]
        if bed is None or medium is None:
            continue
        start, stop = samples[indexes[0]], samples[indexes[-1] + 1]
        half = (stop - start) // 2
        fade = min(seconds_to_samples(bed.fade), half)
        length = seconds_to_samples(medium.sound_end) if medium.info.audio else 0
        # What is longer than its time begins inside; what is shorter is repeated.
        first = Fraction(max(length - (stop - start), 0), SAMPLE_RATE) if bed.own_end else Fraction(0)
        ends = bed.own_end or abs(stop - start - length) <= WHOLE
        yield PlacedSound(
            role="music",
            start=start,
            take=Take(media=(medium,), start=first, samples=stop - start),
            gain=bed.gain,
            fade_in=fade,
            fade_out=min(LAST_NOTE, half) if bed.own_end else fade if ends else max(fade, min(SHORTEST_FADE, half)),
            duck=bed.duck,
            own_end=bed.own_end,
            label=bed.media.name,
        )
