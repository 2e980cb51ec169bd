"""The mix: where every sound begins. Speech with its segment, one bed under each run of segments that share it."""

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
"""Samples of fade at either end of speech: 12 ms, which is inaudible and prevents clicks."""


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
    sounds = (*_speech(laid, samples), *_music(segments, beds, samples))
    return Mix(samples=samples[-1], sounds=sounds, loudness=loudness)


def _speech(laid: Sequence[SegmentLayout], samples: Sequence[int]) -> Iterator[PlacedSound]:
    for index, segment in enumerate(laid):
        if segment.speech is None:
            continue
        speech = segment.speech
        room = samples[index + 1] - samples[index]
        take = replace(speech.take, samples=room)
        yield PlacedSound(
            role="speech",
            start=samples[index],
            take=take,
            gain=speech.gain,
            fade_in=min(JOIN_FADE, room // 2),
            fade_out=min(JOIN_FADE, room // 2),
            label=speech.label,
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
        fade = min(seconds_to_samples(bed.fade), (stop - start) // 2)
        yield PlacedSound(
            role="music",
            start=start,
            take=Take(media=(medium,), samples=stop - start),
            gain=bed.gain,
            fade_in=fade,
            fade_out=fade,
            duck=bed.duck,
            label=bed.media.name,
        )
