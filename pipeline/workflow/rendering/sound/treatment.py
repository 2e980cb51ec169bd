"""Treating: the recordings of an episode measured, and what is therefore done to them; what was found is remembered."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import TypeVar

from pipeline.digest import digest
from pipeline.documents.stored import read_stored
from pipeline.errors import Diagnostic, MediaError
from pipeline.files import write_cache
from pipeline.messages import tr
from pipeline.model.episode import Episode
from pipeline.model.media import Medium
from pipeline.model.segments import AnySegment, ClipSegment, Segment, Split, SpokenSegment
from pipeline.model.segments.split import Half
from pipeline.model.series import MediaUse
from pipeline.model.timeline import Take
from pipeline.model.treatment import Survey, Treated
from pipeline.timebase import seconds_to_samples
from pipeline.timeline.hearing import Wanted, listened_to
from pipeline.timeline.treatment import NOISY, time_map, treatment_of

S = TypeVar("S", bound=SpokenSegment)
VERSION = 3
"""Counts up when the same sound is found to be something else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Treater:
    """Measures voices; what it found stands in a folder under names made of the content."""

    folder: Path

    def treated(self, episode: Episode, media: Mapping[Path, Medium]) -> tuple[Episode, list[Diagnostic]]:
        """The episode with what is done to its recordings, and all times where they are once pauses have been cut.

        Where nothing is asked for nobody measures.
        """
        said: list[Diagnostic] = []
        segments = tuple(self._segment(segment, media, said) for segment in episode.segments)
        return replace(episode, segments=segments), said

    def _segment(self, segment: AnySegment, media: Mapping[Path, Medium], said: list[Diagnostic]) -> AnySegment:
        if segment.treat.idle and not segment.pauses:
            return segment
        if isinstance(segment, Split) and not segment.takes:
            left, right = (self._half(half, segment, media, said) for half in segment.sides)
            return replace(segment, sides=(left, right))
        if isinstance(segment, SpokenSegment):
            return self._spoken(segment, media, said)
        if isinstance(segment, ClipSegment) and not segment.treat.idle and not segment.mute:
            return self._clip(segment, media, said)
        return segment

    def _spoken(self, segment: S, media: Mapping[Path, Medium], said: list[Diagnostic]) -> S:
        if segment.follows:
            later = replace(segment.follows, treat=segment.treat, pauses=segment.pauses)
            segment = replace(segment, follows=self._spoken(later, media, said))
        if segment.speaking:
            return segment
        heard = [_heard(segment, use, media) for use in segment.takes]
        takes = [medium for medium in heard if medium is not None]
        if not takes or len(takes) < len(heard):
            return segment
        whole = [Take(media=(one,), samples=max(1, seconds_to_samples(one.sound_end))) for one in takes]
        treated = self._all(segment, segment.takes, whole, said)
        segment = replace(segment, treated=treated)
        by = time_map(takes, treated, segment.pause)
        return segment.shortened(by) if by.cuts else segment

    def _clip(self, segment: ClipSegment, media: Mapping[Path, Medium], said: list[Diagnostic]) -> ClipSegment:
        medium = _heard(segment, segment.clip, media)
        if medium is None or medium.info.audio is None:
            return segment
        end = medium.sound_end if segment.end is None else min(segment.end, medium.sound_end)
        if end <= segment.start:
            return segment
        part = Take(media=(medium,), start=segment.start, samples=seconds_to_samples(end - segment.start))
        return replace(segment, treated=self._all(segment, [segment.clip], [part], said))

    def _half(self, half: Half, split: Split, media: Mapping[Path, Medium], said: list[Diagnostic]) -> Half:
        """A side of a split is treated as its segment says."""
        if not isinstance(half, ClipSegment):
            return half
        treated = self._segment(replace(half, treat=split.treat), media, said)
        return treated if isinstance(treated, ClipSegment) else half

    def _all(
        self, segment: Segment, uses: Sequence[MediaUse], takes: Sequence[Take], said: list[Diagnostic]
    ) -> tuple[Treated | None, ...]:
        found: list[Treated | None] = []
        for use, take in zip(uses, takes, strict=True):
            try:
                found.append(self._one(segment, use, take))
            except MediaError as error:
                found.append(None)
                said.append(Diagnostic(code="unreadable-media", message=error.message, mark=use.mark, hint=error.hint))
            last = found[-1]
            if isinstance(segment, SpokenSegment) and last is not None:
                said += _remarks(segment, use, last)
        return tuple(found)

    def _one(self, segment: Segment, use: MediaUse, take: Take) -> Treated:
        survey = self._survey(take)
        audio = take.media[0].info.audio
        heard = audio.heard if audio else None
        longest = segment.pauses if isinstance(segment, SpokenSegment) else Fraction(0)
        treatment = treatment_of(
            survey, segment.treat, longest, clipped=heard.clipped if heard else 0, samples=take.samples
        )
        return Treated(name=use.name, survey=survey, treatment=treatment)

    def _survey(self, take: Take) -> Survey:
        medium = take.media[0]
        key = digest([VERSION, medium.content, medium.hearing, medium.edited, take.start, take.samples])
        kept = self.folder / f"{key}.voice"
        if known := read_stored(kept, Survey):
            return known
        # Here and not above: a run in which nothing changed must not pay for loading what listens.
        from pipeline.media.treatment.survey import survey_take

        found = survey_take(take)
        write_cache(kept, json.dumps(asdict(found)))
        return found


def _heard(segment: SpokenSegment | ClipSegment, use: MediaUse, media: Mapping[Path, Medium]) -> Medium | None:
    """None where it cannot be heard, which is said elsewhere."""
    medium = media.get(use.path)
    if medium is None or medium.info.audio is None:
        return None
    medium = listened_to(medium, use, Wanted(channels=segment.channels, track=segment.track))
    return medium if medium.info.audio else None


def _remarks(segment: SpokenSegment, use: MediaUse, treated: Treated) -> Iterator[Diagnostic]:
    if treated.survey.kind == "music":
        yield Diagnostic(
            code="not-a-voice", severity="warning", mark=use.mark,
            message=tr(
                "'{file}' goes on without pauses, as music or noise does: nothing is done to its sound", file=use.name
            ),
            hint=tr("'treat: none' and 'pauses: none' say that it is meant so"),
        )  # fmt: skip
    elif segment.treat.denoise == "auto" and treated.survey.noise > NOISY and not treated.survey.steady:
        yield Diagnostic(
            code="unsteady-background", severity="warning", mark=use.mark,
            message=tr(
                "what is heard behind the voice in '{file}' comes and goes, as music does: it is not lowered",
                file=use.name,
            ),
            hint=tr(
                "'{example}' lowers it all the same; 'denoise: no' says that it is meant so",
                example="treat: {denoise: yes}",
            ),
        )  # fmt: skip
