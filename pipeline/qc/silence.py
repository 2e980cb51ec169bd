"""Silence: stretches of a finished file in which nothing is heard, and whether the timeline explains them."""

from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

from pipeline.errors import PipelineError
from pipeline.media.qc.survey import GRAIN, SoundSurvey, survey
from pipeline.media.sound.decoding.plain_copy import needs_copy, plain_copy
from pipeline.messages import NOTHING, Message, tr
from pipeline.model.timeline import Timeline
from pipeline.qc.stretches import Stretch, runs
from pipeline.qc.sync import SourcePart, source_parts
from pipeline.timebase import SAMPLE_RATE

SILENT = 1e-3
"""Amplitude up to which there is silence: -60 dBFS."""
MOSTLY = 0.8
"""Share of a source's stretch that must be as in the file."""


def silent(sound: SoundSurvey, timeline: Timeline | None, *, least: Fraction) -> Iterator[Stretch]:
    """Silent stretches of at least `least` seconds."""
    for start, stop in runs(sound.peaks <= SILENT):
        first, last = start * GRAIN, min(stop * GRAIN, sound.samples)
        if last - first >= least * SAMPLE_RATE:
            reason = _silence_reason(timeline, first, last, int(least * SAMPLE_RATE)) if timeline else NOTHING
            yield Stretch(start=Fraction(first, SAMPLE_RATE), stop=Fraction(last, SAMPLE_RATE), reason=reason)


def _silence_reason(timeline: Timeline, start: int, stop: int, least: int) -> Message:
    """Why it is silent: nothing is placed there, or only silent sound; empty if there is no reason."""
    sounding = [
        # Music that fades in and out is silent at its very ends.
        (sound, max(sound.start + sound.fade_in, start), min(sound.stop - sound.fade_out, stop))
        for sound in timeline.mix.sounds
    ]
    over = [(sound, first, last) for sound, first, last in sounding if first < last]
    if _longest(over) < least:
        return tr("nothing is placed there")
    music = [sound for sound, _, _ in over if sound.role == "music"]
    if music and not all(_has_silence(sound.take.media[0].path, stop - start) for sound in music):
        return NOTHING
    parts = [part.part(start, stop) for sound, _, _ in over if sound.role != "music" for part in source_parts(sound)]
    silent = all(_is_silent(part) for part in parts if part.samples > 0)
    return tr("its sources are silent") if silent else NOTHING


def _longest(over: Iterable[tuple[object, int, int]]) -> int:
    """The longest run of samples at which something is placed."""
    longest, begun, reached = 0, 0, -1
    for _, first, last in sorted(over, key=lambda one: one[1]):
        begun = first if first > reached else begun
        reached = max(reached, last)
        longest = max(longest, reached - begun)
    return longest


def _is_silent(part: SourcePart) -> bool:
    begin, length = part.within, Fraction(part.samples, SAMPLE_RATE) * part.tempo
    medium = part.medium
    try:
        copied = plain_copy(medium, (begin, begin + length)) if needs_copy(medium.info) else nullcontext(None)
        with copied as copy:
            path = copy[0] if copy else medium.path
            # The copy of an edited file begins there.
            first = Fraction(0) if medium.info.edited else begin
            sound = survey(path, stretch=(first, length), only="sound", strict=False).sound
    except (PipelineError, OSError):
        return False
    return sound is not None and bool((sound.peaks <= SILENT).mean() >= MOSTLY)


@lru_cache(maxsize=32)
def _has_silence(music: Path, samples: int) -> bool:
    """Whether a piece of music is silent somewhere for at least half as long: looped, it may be silent anywhere."""
    try:
        sound = survey(music, only="sound", strict=False).sound
    except (PipelineError, OSError):
        return False
    quiet = runs(sound.peaks <= SILENT) if sound else []
    return any((stop - start) * GRAIN * 2 >= samples for start, stop in quiet)
