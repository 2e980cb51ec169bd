"""Measuring: one of a programme's files inspected, decoded and compared with what it should be."""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from statistics import median
from typing import Literal, NamedTuple, assert_never

from pipeline.errors import PipelineError
from pipeline.media.qc.survey import SoundSurvey, Survey, survey
from pipeline.messages import Message, tr
from pipeline.model.publishing.policy import Policy
from pipeline.qc.defects import black, frozen
from pipeline.qc.expected import Expected
from pipeline.qc.inspect import Inspection, inspect
from pipeline.qc.silence import silent
from pipeline.qc.stretches import Stretch
from pipeline.qc.sync import MARGIN, Landmark, picture_delay, sound_offsets
from pipeline.timebase import SAMPLE_RATE

FARTHEST = Fraction(MARGIN, SAMPLE_RATE)
"""Seconds within which sound is searched."""
SHORTEST = Fraction(1, 2)
"""Seconds; nothing shorter is listed, whatever the policy."""


class _Kind(NamedTuple):
    """A kind of stretch: its names in policies and among measures, and how those of at least some seconds are found."""

    about: Literal["black", "frozen", "silence"]
    measure: str
    stretches: Callable[[Fraction], Iterator[Stretch]]


def measure_file(
    path: Path, expected: Expected, policy: Policy, *, marks: Sequence[Landmark]
) -> tuple[Inspection, Survey | None]:
    """What was found in a file with picture or sound; the survey is None where it cannot be decoded.

    `marks` are the landmarks of its timeline. The policy is used only for the shortest stretch that is listed.
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
        found.add("decode", tr("the decoder reports: {words}", words=fault))
    if done.picture:
        found.measures["decoded_frames"] = len(done.picture.times)
        if expected.timeline and len(done.picture.times) != expected.timeline.frames:
            message = tr(
                "{decoded} of {frames} frames can be decoded",
                decoded=len(done.picture.times),
                frames=expected.timeline.frames,
            )
            found.add("decode", message)
    if done.sound:
        _compare_loudness(done.sound, expected, found)
    elif not expected.adopted:
        found.add("decode", tr("its sound cannot be decoded"))
    _find_stretches(done, expected, policy, found)
    if expected.timeline:
        _compare_sync(done, expected, marks, found)
    return found, done


def _compare_loudness(sound: SoundSurvey, expected: Expected, found: Inspection) -> None:
    figures = sound.measures
    for name, value in (
        ("integrated_lufs", figures.integrated),
        ("true_peak_dbtp", figures.true_peak),
        ("range_lu", figures.range),
    ):
        found.measures[name] = None if value is None else float(value)
    length = Fraction(sound.samples, SAMPLE_RATE)
    found.measures["decoded_length"] = round(float(length), 3)
    if expected.duration is not None and not expected.film:
        message = tr(
            "{length} s of sound can be decoded, not {expected} s",
            length=f"{float(length):.3f}",
            expected=f"{float(expected.duration):.3f}",
        )
        found.add("length", message, abs(length - expected.duration))
    if figures.integrated is not None and expected.target is not None:
        off = figures.integrated - expected.target
        loudness, difference = f"{figures.integrated:.1f}", f"{abs(off):.1f}"
        if off > 0:
            message = tr(
                "its loudness is {loudness} LUFS, {difference} LU above the target",
                loudness=loudness,
                difference=difference,
            )
        else:
            message = tr(
                "its loudness is {loudness} LUFS, {difference} LU below the target",
                loudness=loudness,
                difference=difference,
            )
        found.add("loudness", message, abs(off))
    if figures.true_peak is not None and expected.peak is not None:
        over = figures.true_peak - expected.peak
        message = tr(
            "its true peak is {peak} dBTP, {over} dB too high", peak=f"{figures.true_peak:+.1f}", over=f"{over:.1f}"
        )
        found.add("true-peak", message, max(over, Decimal(0)))
    if figures.range is not None:
        message = tr("its loudness range is {range} LU", range=f"{figures.range:.1f}")
        found.add("loudness-range", message, figures.range)


def _find_stretches(done: Survey, expected: Expected, policy: Policy, found: Inspection) -> None:
    """Black, frozen and silent stretches; a remark for each that the timeline does not explain.

    There is no remark where the manifest was changed since: then it is not known what was planned.
    """
    timeline, picture_timeline = expected.timeline, expected.picture_timeline
    rate = timeline.rate if timeline else _rate(done)
    kinds: list[_Kind] = []
    if done.picture and expected.film:
        picture = done.picture
        kinds.append(_Kind("black", "black", lambda least: black(picture, picture_timeline, rate=rate, least=least)))
        if not expected.wave:
            # A waveform does not move where there is silence, which is reported anyway.
            kinds.append(
                _Kind("frozen", "frozen", lambda least: frozen(picture, picture_timeline, rate=rate, least=least))
            )
    if done.sound:
        sound = done.sound
        kinds.append(_Kind("silence", "silent", lambda least: silent(sound, timeline, least=least)))
    for kind in kinds:
        stretches = list(kind.stretches(_shortest(policy, kind.about)))
        found.measures[kind.measure] = [one.as_json() for one in stretches]
        if expected.adopted or timeline is not None:
            for one in stretches:
                if not one.reason:
                    found.add(kind.about, _stretch_message(kind.about, one), one.length, at=one.start)


def _rate(done: Survey) -> Fraction:
    """Frames a second, as counted."""
    if done.picture is None or len(done.picture.times) < 2:
        return Fraction(25)
    times = done.picture.times
    return Fraction((len(times) - 1) / float(times[-1] - times[0])).limit_denominator(1001)


def _shortest(policy: Policy, about: str) -> Fraction:
    """Seconds of the shortest stretch that is listed."""
    limits = policy.limits.get(about)
    asked = [limit for limit in (limits.warn, limits.fail) if limit is not None] if limits else []
    return max(min(asked, default=Fraction(2)), SHORTEST)


def _stretch_message(about: Literal["black", "frozen", "silence"], stretch: Stretch) -> Message:
    length, start = f"{float(stretch.length):.2f}", f"{float(stretch.start):.2f}"
    match about:
        case "black":
            return tr("it is black for {length} s from {start} s on", length=length, start=start)
        case "frozen":
            return tr("its picture does not move for {length} s from {start} s on", length=length, start=start)
        case "silence":
            return tr("it is silent for {length} s from {start} s on", length=length, start=start)
        case _ as never:
            assert_never(never)


def _compare_sync(done: Survey, expected: Expected, marks: Sequence[Landmark], found: Inspection) -> None:
    """Compare the places of sound and picture with those in the timeline, and so with each other."""
    assert expected.timeline
    timeline = expected.picture_timeline
    delay = picture_delay(timeline, done.picture) if timeline and done.picture else None
    offsets = sound_offsets(marks, done.sound) if done.sound else []
    found.measures |= {
        "picture_late_ms": None if delay is None else _milliseconds(delay),
        "sound_late_ms": _milliseconds(median(offsets)) if offsets else None,
        "sound_places": len(offsets),
    }
    if not offsets:
        if done.sound and len(marks) > 1 and done.sound.measures.integrated is not None:
            message = tr("the planned sound is not found within {time} s of its places", time=f"{float(FARTHEST):g}")
            found.add("sync", message, FARTHEST)
        return
    # Without cuts the picture is taken to be where its container says, which was checked before.
    apart = max((offset - (delay or Fraction(0)) for offset in offsets), key=abs)
    found.measures["sync_ms"] = _milliseconds(apart)
    found.add("sync", _sync_message(apart, picture=done.picture is not None), abs(apart))


def _sync_message(apart: Fraction, *, picture: bool) -> Message:
    time = f"{abs(_milliseconds(apart)):.0f}"
    if picture:
        if apart > 0:
            return tr("its sound comes {time} ms after the picture", time=time)
        return tr("its sound comes {time} ms before the picture", time=time)
    if apart > 0:
        return tr("its sound comes {time} ms after its planned place", time=time)
    return tr("its sound comes {time} ms before its planned place", time=time)


def _milliseconds(seconds: Fraction) -> float:
    return round(float(seconds * 1000), 1)
