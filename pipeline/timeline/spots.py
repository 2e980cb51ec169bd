"""Spots: when the sentences of a script are spoken, and the pictures among them, which begin with the next one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import groupby, pairwise

from pipeline.captions.phrases import TimeRange, syllables
from pipeline.errors import Diagnostic, Mark
from pipeline.messages import NOTHING, Message, tr, trn
from pipeline.model.captions import Sentence, SentenceTime
from pipeline.model.segments import Narration, PictureUse, Spot
from pipeline.timebase import format_time

CLOSING = 2_000
"""Milliseconds that a picture behind the last sentence is shown, at least."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """What is known of a segment's sound; milliseconds from its start."""

    spoken: Sequence[TimeRange | None]
    """When each sentence of the script is spoken; None where that was not found. Empty without sentences."""
    length: int
    takes: tuple[int, ...] = ()
    """When each recording begins."""
    shortest: int
    """What a picture must be shown to be shown at all."""


@dataclass(slots=True)
class _Pins:
    """Times of pictures, and what is to be said of them."""

    starts: list[int | None]
    said: list[Diagnostic]

    def tell(self, code: str, mark: Mark, message: Message, hint: Message = NOTHING, severity: str = "warning") -> None:
        self.said.append(Diagnostic(code=code, message=message, mark=mark, hint=hint, severity=severity))  # type: ignore[arg-type]


def place_pictures(narration: Narration, timing: Timing) -> tuple[Narration, tuple[Diagnostic, ...]]:
    """The narration with a time for each picture of its script; a picture of the manifest keeps its own.

    Pictures that begin with one sentence share the time until the next picture.
    """
    uses = narration.pictures
    if not any(use.spot for use in uses):
        return narration, ()
    pins = _Pins([None] * len(uses), [])
    starts = _sentence_starts(narration.sentences, timing)
    last = max((one.stop for one in timing.spoken if one), default=max((cue.stop for cue in narration.cues), default=0))
    at = 0
    for spot, run in groupby(uses, key=_own_spot):
        together = list(run)
        pins.starts[at] = _start(together[0], spot, starts, last, timing, pins)
        if len(together) > 1:
            _tell_of_row(together, spot, pins)
        at += len(together)
    placed = _in_order(uses, pins, timing)
    return replace(narration, pictures=placed), tuple(pins.said)


def _own_spot(use: PictureUse) -> object:
    """Pictures with one of these stand together; a time of its own stands alone."""
    return use.at_mark if use.at is not None else use.spot


def _start(
    use: PictureUse, spot: object, starts: Sequence[tuple[int, bool]], last: int, timing: Timing, pins: _Pins
) -> int:
    if use.at is not None:
        return round(use.at * 1000)
    assert isinstance(spot, Spot)
    if spot.start is not None:
        return spot.start
    if spot.take is not None:
        return timing.takes[spot.take]
    if spot.sentence is None:
        begin = max(min(last, timing.length - CLOSING), 0)
        pins.tell(
            "picture-at-end", use.mark,
            tr(
                "no sentence follows this picture: it is shown from {start}, when all is said",
                start=_clock(begin),
            ),
            tr("put it before the sentence that it belongs to"),
        )  # fmt: skip
        return begin
    start, known = starts[spot.sentence]
    if not known:
        pins.tell(
            "sentence-not-found", use.mark,
            tr("the sentence behind this picture was not found in the sound: it begins at about {start}",
               start=_clock(start)),
            tr("is it read out? Or write {keys} behind the picture", keys="{at=00:12.5}"),
        )  # fmt: skip
    return start


def _tell_of_row(together: Sequence[PictureUse], spot: object, pins: _Pins) -> None:
    count = len(together)
    if isinstance(spot, Spot) and spot.sentence is None and spot.start is None:
        return
    pins.tell(
        "pictures-in-a-row", together[1].mark,
        trn(
            "{count} picture begins with this sentence",
            "{count} pictures begin with one sentence: they share the time until the next picture equally",
            count,
        ),
        tr("put a sentence between them, or write {keys} behind a picture", keys="{at=00:12.5}"),
    )  # fmt: skip


def sentence_times(sentences: Sequence[Sentence], timing: Timing) -> tuple[SentenceTime, ...]:
    """When each sentence is spoken, the first from its first word on; they ascend."""
    spoken = [*timing.spoken, *[None] * (len(sentences) - len(timing.spoken))]
    starts = [start for start, _ in _sentence_starts(sentences, timing)]
    if spoken and spoken[0]:
        starts[0] = spoken[0].start
    ends = [*starts[1:], timing.length] if starts else []
    return tuple(
        SentenceTime(start=one.start, stop=one.stop) if one else SentenceTime(start=start, stop=after, found=False)
        for one, start, after in zip(spoken, starts, ends, strict=True)
    )


def _sentence_starts(sentences: Sequence[Sentence], timing: Timing) -> list[tuple[int, bool]]:
    """When each sentence begins, and whether it was found; others lie between those that were, by their syllables."""
    weights = [max(syllables(one.text), 1.0) for one in sentences]
    spoken = [*timing.spoken, *[None] * (len(sentences) - len(timing.spoken))]
    known = {0: 0, len(sentences): timing.length} | {index: one.start for index, one in enumerate(spoken) if one}
    starts: list[tuple[int, bool]] = [(0, False)] * len(sentences)
    for first, until in pairwise(sorted(known)):
        begin, end = known[first], max(known[until], known[first])
        whole, done = sum(weights[first:until]), 0.0
        for index in range(first, until):
            start = 0 if index == 0 else begin + round((end - begin) * done / whole)
            starts[index] = start, index == 0 or spoken[index] is not None
            done += weights[index]
    return starts


def _in_order(uses: Sequence[PictureUse], pins: _Pins, timing: Timing) -> tuple[PictureUse, ...]:
    """Every picture with its time: pins ascend, the others share what lies between."""
    known = {index: start for index, start in enumerate(pins.starts) if start is not None}
    before = -timing.shortest
    for index in sorted(known):
        if uses[index].at is not None and known[index] <= before and index:
            pins.tell(
                "pins-out-of-order", uses[index].at_mark or uses[index].mark,
                tr(
                    "'at' is {here}, but the picture before this one begins at {before}",
                    here=_clock(known[index]), before=_clock(before),
                ),
                severity="error",
            )  # fmt: skip
        if uses[index].at is None:
            room = timing.length - (len(uses) - index) * timing.shortest
            known[index] = max(min(known[index], room), before + timing.shortest, 0)
        before = known[index]
    places = sorted({**known, len(uses): max(timing.length, before)}.items())
    starts = [0] * len(uses)
    for (first, begin), (until, end) in pairwise(places):
        for step in range(until - first):
            starts[first + step] = begin + (end - begin) * step // (until - first)
    return tuple(
        replace(use, at=None if index == 0 and start == 0 and use.at is None else Fraction(start, 1000))
        for index, (use, start) in enumerate(zip(uses, starts, strict=True))
    )


def _clock(milliseconds: int) -> str:
    return format_time(Fraction(milliseconds, 1000))
