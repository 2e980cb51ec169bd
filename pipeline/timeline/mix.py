"""The mix: where every sound begins. Speech and effects in their segment, one bed under each run of segments that share
it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import groupby

from pipeline.messages import tr
from pipeline.model.bars import Bars
from pipeline.model.media import Medium
from pipeline.model.segments import Segment
from pipeline.model.series import Bed, Loudness
from pipeline.model.timeline import SEAM, Mix, PlacedSound, Take
from pipeline.timebase import SAMPLE_RATE, format_time, frame_to_sample, seconds_to_samples
from pipeline.timeline.layout import SegmentLayout

JOIN_FADE = SAMPLE_RATE * 12 // 1000
"""Samples of fade at either end of a sound: 12 ms, which is inaudible and prevents clicks."""

LAST_NOTE = SAMPLE_RATE // 20
"""Samples of fade behind the last note of music that ends by itself: what is left of it is its echo."""
SHORTEST_FADE = SAMPLE_RATE // 2
"""Samples: music is never cut off in the middle of a note."""
RELEASE, AHEAD = SAMPLE_RATE // 8, SAMPLE_RATE * 12 // 1000
"""Samples over which music that ends with a bar fades, and by which it has ended before the next one begins: bars are
found within 15 ms."""
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
        if bed is not None and medium is not None:
            yield _ended(bed, medium, samples[indexes[0]], samples[indexes[-1] + 1])


def _ended(bed: Bed, medium: Medium, start: int, stop: int) -> PlacedSound:
    """Music for a time, which ends in its way."""
    half = (stop - start) // 2
    fade = min(seconds_to_samples(bed.fade), half)
    length = seconds_to_samples(medium.sound_end) if medium.info.audio else 0
    own = bed.ends == "own"
    whole = abs(stop - start - length) <= WHOLE
    sound = PlacedSound(
        role="music",
        start=start,
        # What is longer than its time begins inside; what is shorter is repeated.
        take=Take(
            media=(medium,),
            start=Fraction(max(length - (stop - start), 0), SAMPLE_RATE) if own else Fraction(0),
            samples=stop - start,
        ),
        gain=bed.gain,
        fade_in=fade,
        fade_out=min(LAST_NOTE, half) if own else fade if whole else max(fade, min(SHORTEST_FADE, half)),
        duck=bed.duck,
        own_end=own,
        label=bed.media.name,
    )
    if bed.ends != "bar" or bed.bars is None:
        return sound
    return replace(sound, ending=tr("is heard whole, to its own end")) if whole else _with_a_bar(sound, bed.bars)


def _with_a_bar(sound: PlacedSound, bars: Bars) -> PlacedSound:
    """Music up to the end of a bar, before what begins there is heard; as it is where no bar is over in its time."""
    if not bars.starts:
        return replace(sound, ending=tr("no beat is heard in it: it fades out"))
    end = bars.last(sound.take.samples, seam=min(SEAM, bars.samples // 2)) - AHEAD
    if end <= RELEASE:
        return replace(sound, ending=tr("no bar of it is over in its time: it fades out"))
    return replace(
        sound,
        take=replace(sound.take, samples=end),
        fade_in=min(sound.fade_in, end - RELEASE),
        fade_out=RELEASE,
        ending=tr(
            "ends with a bar at {time}, {before} before its time is over ({tempo} beats a minute, {metre} to a bar)",
            time=format_time(Fraction(sound.start + end, SAMPLE_RATE)),
            before=format_time(Fraction(sound.take.samples - end, SAMPLE_RATE)),
            tempo=f"{bars.tempo / 10:g}", metre=bars.metre,
        ),
    )  # fmt: skip
