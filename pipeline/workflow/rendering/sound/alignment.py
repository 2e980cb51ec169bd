"""Listening: the sentences of scripts found in their recordings, and remembered by what both hold."""

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext, suppress
from dataclasses import asdict, dataclass, replace
from fractions import Fraction
from itertools import accumulate, groupby
from pathlib import Path
from typing import Protocol, TypeVar

from pipeline.captions.cues import TimedPhrase, make_cues
from pipeline.captions.mismatch import find_mismatches
from pipeline.captions.phrases import Alignment, Phrase, TimeRange, phrases
from pipeline.captions.sentence_times import within_sentences
from pipeline.digest import digest
from pipeline.documents.stored import read_stored
from pipeline.errors import Diagnostic, MediaError
from pipeline.extras import MissingExtra
from pipeline.files import write_cache
from pipeline.model.captions import Cue, Sentence
from pipeline.model.episode import Episode
from pipeline.model.media import Medium
from pipeline.model.segments import Narration, SpokenSegment
from pipeline.model.treatment import GRID
from pipeline.timeline.hearing import Wanted, listened_to
from pipeline.timeline.spots import Timing, place_pictures, sentence_times

Spoken = TypeVar("Spoken", bound=SpokenSegment)

VERSION = 3
"""Counts up when the same sound and script give something else."""
CURVE_VERSION = 2
"""Counts up when the same sound gives another curve."""


class Engine(Protocol):
    """Finds phrases in sound."""

    @property
    def identity(self) -> str:
        """What its findings depend on besides sound and text."""

    def align(
        self, parts: Sequence[Phrase], takes: Sequence[Medium], pause: Fraction, pins: Mapping[int, int]
    ) -> Alignment:
        """Phrases in takes that stand so many seconds apart; `pins` are milliseconds at which some begin, by index.

        Raises MediaError, MissingExtra where nothing is heard.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Listener:
    """Finds sentences in sound; what it found stands in a folder under names made of the content."""

    folder: Path

    def captioned(self, episode: Episode, media: Mapping[Path, Medium]) -> tuple[Episode, list[Diagnostic]]:
        """The episode with captions for its scripts without times, the pictures of its scripts where they are spoken,
        and where a script does not fit its sound.

        Without captions and pictures nobody listens.
        """
        engine, said = self._engine(episode), list[Diagnostic]()
        segments = tuple(
            self._listened(engine, episode, one, media, said) if isinstance(one, SpokenSegment) else one
            for one in episode.segments
        )
        return replace(episode, segments=segments), said

    def _listened(
        self, engine: Engine, episode: Episode, segment: Spoken, media: Mapping[Path, Medium], said: list[Diagnostic]
    ) -> Spoken:
        """One segment; what is to be told goes to `said`."""
        parts: tuple[Phrase, ...] = ()
        aligned = Alignment(spoken=(), pauses=(), pace=0.0)
        takes = _takes(segment, media)
        if takes and segment.sentences and (segment.needs_times or episode.captions != "none"):
            parts = phrases(segment.sentences)
            # What a voice spoke was joined here: where its sentences stand is known, only phrases are found.
            own = ByPauses(folder=self.folder) if segment.speaking else engine
            try:
                aligned = self._aligned(own, parts, takes, segment)
            except (MediaError, MissingExtra) as error:
                mark, code = episode.aligner.mark, "aligner-failed"
                if isinstance(own, ByPauses) or mark is None:
                    mark, code = segment.takes[0].mark, "unreadable-media"
                said.append(Diagnostic(code=code, message=error.message, mark=mark, hint=error.hint))
            if episode.captions != "none":
                segment = replace(segment, cues=_cues(segment, parts, aligned, takes))
            said += [] if segment.speaking else _remarks(segment, parts, aligned)
        if takes and segment.needs_times:
            timing = _timing(episode, segment, parts, aligned, takes)
            segment = replace(segment, times=sentence_times(segment.sentences, timing))
            if isinstance(segment, Narration):
                placed, remarks = place_pictures(segment, timing)
                segment = replace(segment, pictures=placed.pictures)
                said += remarks
        if segment.follows:
            segment = replace(segment, follows=self._listened(engine, episode, segment.follows, media, said))
        return segment

    def _engine(self, episode: Episode) -> Engine:
        aligner = episode.aligner
        if aligner.engine == "pauses" or aligner.model is None:
            return ByPauses(folder=self.folder)
        return ByWords(model=aligner.model, language=episode.series.language)

    def _aligned(
        self, engine: Engine, parts: Sequence[Phrase], takes: Sequence[Medium], segment: SpokenSegment
    ) -> Alignment:
        pins = _pins(parts, segment.sentences)
        sound = [[_identity(take) for take in takes], segment.pause]
        spoken = [[one.until for one in segment.sentences]] if segment.speaking else []
        key = digest([VERSION, engine.identity, *sound, [part.text for part in parts], sorted(pins.items()), *spoken])
        kept = self.folder / f"{key}.json"
        if known := read_stored(kept, Alignment):
            return known
        found = engine.align(parts, takes, segment.pause, pins)
        found = within_sentences(found, parts, segment.sentences) if segment.speaking else found
        write_cache(kept, json.dumps(asdict(found)))
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class ByPauses:
    """The house's own engine: loudness and pauses; curves are kept, so that another text is heard at once."""

    folder: Path
    identity: str = "pauses"

    def align(
        self, parts: Sequence[Phrase], takes: Sequence[Medium], pause: Fraction, pins: Mapping[int, int]
    ) -> Alignment:
        # Here and not above: a run in which nothing changed must not pay for loading what listens.
        from pipeline.captions.alignment import align

        return align(parts, loudness_of(self.folder, takes, pause), pins)


@dataclass(frozen=True, slots=True, kw_only=True)
class ByWords:
    """A recogniser with a model on this machine."""

    model: Path
    language: str

    @property
    def identity(self) -> str:
        # By size: to read gigabytes for every run would cost more than they change.
        files = sorted((path.name, path.stat().st_size) for path in self.model.iterdir() if path.is_file())
        return digest(["faster-whisper", self.language, files])

    def align(
        self, parts: Sequence[Phrase], takes: Sequence[Medium], pause: Fraction, pins: Mapping[int, int]
    ) -> Alignment:
        from pipeline.captions.transcription import align_words, pinned
        from pipeline.media.sound.decoding.plain_copy import needs_copy, plain_copy
        from pipeline.media.sound.speech_to_text import transcribe

        words, begin = [], Fraction(0)
        for take in takes:
            early = round(begin * 1000)
            with plain_copy(take) if needs_copy(take.info) else nullcontext((take.path, begin)) as (path, _):
                heard = transcribe(path, self.model, self.language)
            words += [replace(word, start=word.start + early, stop=word.stop + early) for word in heard]
            begin += _lasting(take) + pause
        return pinned(align_words(parts, words), pins)


def loudness_of(folder: Path, takes: Sequence[Medium], pause: Fraction = Fraction(0)) -> bytes:
    """How loud takes that stand so many seconds apart are: dB above -128 of every hundredth of a second.

    Curves are kept in the folder. Raises MediaError for a take that cannot be heard.
    """
    from pipeline.captions.speech import join_curves

    curves = [_without_cuts(_curve(folder, replace(take, treatment=None)), take) for take in takes]
    return join_curves(curves, [_lasting(take) for take in takes], pause)


def _without_cuts(curve: bytes, take: Medium) -> bytes:
    """The curve of a recording whose pauses are cut: at hundredths of a second, as it has them."""
    for cut in reversed(take.treatment.cuts if take.treatment else ()):
        curve = curve[: cut.start // GRID] + curve[cut.stop // GRID :]
    return curve


def _curve(folder: Path, take: Medium) -> bytes:
    how = f"-{digest(take.hearing)[:16]}" if take.hearing else ""
    kept = folder / f"{take.content}{how}-{CURVE_VERSION}.curve"
    with suppress(OSError):
        return kept.read_bytes()
    from pipeline.media.sound.loudness_curve import loudness_curve

    curve = loudness_curve(take)
    write_cache(kept, curve)
    return curve


def _pins(parts: Sequence[Phrase], sentences: Sequence[Sentence]) -> dict[int, int]:
    """Phrases, by index, at which sentences begin whose script says when, and the milliseconds."""
    first: dict[int, int] = {}
    for index, part in enumerate(parts):
        first.setdefault(part.sentence, index)
    stated = {first[index]: sentence.at for index, sentence in enumerate(sentences) if index in first}
    return {index: at for index, at in stated.items() if at is not None}


def _identity(take: Medium) -> object:
    return [take.content, take.hearing] if take.hearing else take.content


def _takes(segment: SpokenSegment, media: Mapping[Path, Medium]) -> list[Medium]:
    """What may be listened to: nothing where a take cannot be heard."""
    wanted = Wanted(channels=segment.channels, track=segment.track)
    takes = [listened_to(media[use.path], use, wanted) for use in segment.takes if use.path in media]
    whole = len(takes) == len(segment.takes) and all(take.info.audio for take in takes)
    return takes if whole else []


def _timing(
    episode: Episode, segment: SpokenSegment, parts: Sequence[Phrase], aligned: Alignment, takes: Sequence[Medium]
) -> Timing:
    """When the sentences are spoken; of those in no time at all nobody knows."""
    spoken: list[TimeRange | None] = [None] * len(segment.sentences)
    for index, run in groupby(zip(parts, aligned.spoken, strict=False), key=lambda pair: pair[0].sentence):
        times = [one for _, one in run]
        if times[-1].stop > times[0].start:
            spoken[index] = TimeRange(start=times[0].start, stop=times[-1].stop)
    slowest = min((one.picture.rate for one in episode.renditions if one.picture), default=Fraction(25))
    begins = accumulate((_lasting(take) + segment.pause for take in takes[:-1]), initial=Fraction(0))
    return Timing(
        spoken=spoken,
        length=round(_length(segment, takes) * 1000),
        takes=tuple(round(begin * 1000) for begin in begins),
        shortest=math.ceil(1000 / slowest) + 1,
    )


def _length(segment: SpokenSegment, takes: Sequence[Medium]) -> Fraction:
    """Seconds."""
    return sum(map(_lasting, takes), Fraction(0)) + segment.pause * (len(takes) - 1)


def _cues(
    segment: SpokenSegment, parts: Sequence[Phrase], aligned: Alignment, takes: Sequence[Medium]
) -> tuple[Cue, ...]:
    timed = [
        list(_said(segment.sentences[index], run))
        for index, run in groupby(zip(parts, aligned.spoken, strict=False), key=lambda pair: pair[0].sentence)
    ]
    return make_cues(timed, end=round(_length(segment, takes) * 1000))


def _said(sentence: Sentence, run: Iterable[tuple[Phrase, TimeRange]]) -> Iterator[TimedPhrase]:
    """A sentence's phrases and their times; the first may begin a paragraph."""
    opens = sentence.opens
    for part, one in run:
        yield TimedPhrase(text=part.text, start=one.start, stop=one.stop, mark=sentence.mark, opens=opens)
        opens = False


def _remarks(segment: SpokenSegment, parts: Sequence[Phrase], aligned: Alignment) -> list[Diagnostic]:
    return [
        Diagnostic(
            code=found.code, severity="warning",
            message=found.message, mark=segment.sentences[found.sentence].mark, hint=found.hint,
        )
        for found in find_mismatches(parts, aligned)
    ]  # fmt: skip


def _lasting(take: Medium) -> Fraction:
    """Seconds until the last sample."""
    return take.sound_end
