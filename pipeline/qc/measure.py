"""Measuring: one of a programme's files inspected, decoded and compared with what it should be."""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from pipeline.errors import PipelineError
from pipeline.media.qc.survey import SoundSurvey, Survey, survey
from pipeline.model.policy import Policy
from pipeline.qc.defects import Stretch, black, frozen, silent
from pipeline.qc.expected import Expected
from pipeline.qc.inspect import Inspection, inspect
from pipeline.qc.sync import MARGIN, Landmark, picture_late, sound_offsets, usual
from pipeline.timebase import SAMPLE_RATE

FARTHEST = Fraction(MARGIN, SAMPLE_RATE)
"""Seconds within which sound is looked for."""
SHORTEST = Fraction(1, 2)
"""Seconds; nothing shorter is listed, whatever the policy."""


def measure_file(
    path: Path, expected: Expected, policy: Policy, *, marks: Sequence[Landmark]
) -> tuple[Inspection, Survey | None]:
    """What is to be said of a file with picture or sound; the survey is None where it cannot be decoded.

    `marks` are the landmarks of its timeline. The policy only says from which length on a stretch is looked into.
    """
    found = inspect(path, expected)
    if not found.readable:
        return found, None
    try:
        done = survey(path, windows=[mark.window for mark in marks], strict=not expected.adopted)
    except PipelineError as error:
        found.add("decode", error.message)
        return found, None
    for fault in done.faults:
        found.add("decode", f"the decoder says: {fault}")
    if done.picture:
        found.measures["decoded_frames"] = len(done.picture.times)
        if expected.timeline and len(done.picture.times) != expected.timeline.frames:
            found.add("decode", f"{len(done.picture.times)} of {expected.timeline.frames} frames can be decoded")
    if done.sound:
        _listen(done.sound, expected, found)
    elif not expected.adopted:
        found.add("decode", "no sound of it can be decoded")
    _find_stretches(done, expected, policy, found)
    if expected.timeline:
        _compare_places(done, expected, marks, found)
    return found, done


def _listen(heard: SoundSurvey, expected: Expected, found: Inspection) -> None:
    figures = heard.measures
    for name, value in (
        ("integrated_lufs", figures.integrated),
        ("true_peak_dbtp", figures.true_peak),
        ("range_lu", figures.range),
    ):
        found.measures[name] = None if value is None else float(value)
    length = Fraction(heard.samples, SAMPLE_RATE)
    found.measures["decoded_length"] = round(float(length), 3)
    if expected.duration is not None and not expected.film:
        message = f"{float(length):.3f} s of sound can be decoded, not {float(expected.duration):.3f} s"
        found.add("length", message, abs(length - expected.duration))
    if figures.integrated is not None and expected.target is not None:
        off = figures.integrated - expected.target
        words = (
            f"it stands at {figures.integrated:.1f} LUFS, {abs(off):.1f} LU {'above' if off > 0 else 'below'} target"
        )
        found.add("loudness", words, abs(off))
    if figures.true_peak is not None and expected.peak is not None:
        over = figures.true_peak - expected.peak
        found.add(
            "true-peak",
            f"its true peak is {figures.true_peak:+.1f} dBTP, {over:.1f} dB too high",
            max(over, Decimal(0)),
        )
    if figures.range is not None:
        found.add("loudness-range", f"its loudness range is {figures.range:.1f} LU", figures.range)


def _find_stretches(done: Survey, expected: Expected, policy: Policy, found: Inspection) -> None:
    """Those that nothing explains are told, unless the manifest was changed since: then nobody knows what was meant."""
    told = expected.adopted or expected.timeline is not None
    rate, pictures = expected.timeline.rate if expected.timeline else _rate(done), expected.pictures
    if done.picture and expected.film:
        seen = done.picture
        _list("black", "black", lambda least: black(seen, pictures, rate=rate, least=least), policy, found, told)
        if not expected.wave:
            # A wave stands still where nothing is heard, which is told of the sound.
            _list("frozen", "frozen", lambda least: frozen(seen, pictures, rate=rate, least=least), policy, found, told)
    if done.sound:
        heard = done.sound
        _list("silence", "silent", lambda least: silent(heard, expected.timeline, least=least), policy, found, told)


def _rate(done: Survey) -> Fraction:
    """Frames a second, as counted."""
    if done.picture is None or len(done.picture.times) < 2:
        return Fraction(25)
    times = done.picture.times
    return Fraction((len(times) - 1) / float(times[-1] - times[0])).limit_denominator(1001)


def _list(
    about: str, word: str, look: Callable[[Fraction], Iterator[Stretch]], policy: Policy, found: Inspection, told: bool
) -> None:
    limits = policy.limits.get(about)
    asked = [limit for limit in (limits.warn, limits.fail) if limit is not None] if limits else []
    least = max(min(asked, default=Fraction(2)), SHORTEST)
    listed = list(look(least))
    found.measures[word] = [one.as_json() for one in listed]
    for one in listed:
        if told and not one.reason:
            message = f"it is {word} for {float(one.length):.2f} s from {float(one.start):.2f} s on"
            found.add(about, message, one.length, at=one.start)


def _compare_places(done: Survey, expected: Expected, marks: Sequence[Landmark], found: Inspection) -> None:
    """Sound and picture against the places that the timeline gave them, and so against each other."""
    assert expected.timeline
    late = picture_late(expected.pictures, done.picture) if expected.pictures and done.picture else None
    offsets = sound_offsets(marks, done.sound) if done.sound else []
    found.measures |= {
        "picture_late_ms": None if late is None else _milliseconds(late),
        "sound_late_ms": _milliseconds(usual(offsets)) if offsets else None,
        "sound_places": len(offsets),
    }
    if not offsets:
        if done.sound and len(marks) > 1 and done.sound.measures.integrated is not None:
            beyond = f"what should be heard is not found within {float(FARTHEST):g} s of its places"
            found.add("sync", beyond, FARTHEST)
        return
    # Without cuts the picture is taken to be where its container puts it, which was looked at before.
    seen_late = late or Fraction(0)
    apart = max((offset - seen_late for offset in offsets), key=abs)
    found.measures["sync_ms"] = _milliseconds(apart)
    side = "after" if apart > 0 else "before"
    than = "the picture" if done.picture else "its planned place"
    found.add("sync", f"its sound comes {abs(_milliseconds(apart)):.0f} ms {side} {than}", abs(apart))


def _milliseconds(seconds: Fraction) -> float:
    return round(float(seconds * 1000), 1)
