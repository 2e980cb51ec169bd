"""Music that ends with a bar: its bars are found by listening to it once; what was found is remembered."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from pipeline.digest import digest
from pipeline.documents.stored import read_stored
from pipeline.errors import Diagnostic, MediaError
from pipeline.files import write_cache
from pipeline.messages import tr
from pipeline.model.bars import Bars
from pipeline.model.episode import Episode
from pipeline.model.media import Medium
from pipeline.model.series import Bed
from pipeline.model.timeline import Take
from pipeline.timebase import seconds_to_samples
from pipeline.timeline.hearing import Wanted, listened_to

VERSION = 1
"""Counts up when other bars are found in the same sound."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BarFinder:
    """Finds bars; they stand in a folder under names made of the content."""

    folder: Path

    def barred(self, episode: Episode, media: Mapping[Path, Medium]) -> tuple[Episode, list[Diagnostic]]:
        """The episode with the bars of its music, where that ends with one; else nobody listens."""
        wanted = dict.fromkeys(one.music for one in episode.segments if one.music and one.music.ends == "bar")
        found: dict[Bed | None, Bed | None] = {}
        said: list[Diagnostic] = []
        for bed in wanted:
            try:
                found[bed] = self._with_bars(bed, media)
            except MediaError as error:
                where = bed.media.mark
                said.append(Diagnostic(code="unreadable-media", message=error.message, mark=where, hint=error.hint))
            else:
                said += _remarks(found[bed])
        if not found:
            return episode, said
        segments = tuple(replace(one, music=found.get(one.music, one.music)) for one in episode.segments)
        return replace(episode, segments=segments), said

    def _with_bars(self, bed: Bed, media: Mapping[Path, Medium]) -> Bed:
        medium = media.get(bed.media.path)
        if medium is None or medium.info.audio is None:
            # That is said elsewhere.
            return bed
        medium = listened_to(medium, bed.media, Wanted(channels=bed.channels, track=bed.track))
        key = digest([VERSION, medium.content, medium.hearing, medium.edited])
        kept = self.folder / f"{key}.bars"
        known = read_stored(kept, Bars)
        if known is None:
            # Here and not above: a run in which nothing changed must not pay for loading what listens.
            from pipeline.media.sound.bars import bars_of_take

            known = bars_of_take(Take(media=(medium,), samples=max(1, seconds_to_samples(medium.sound_end))))
            write_cache(kept, json.dumps(asdict(known)))
        return replace(bed, bars=known)


def _remarks(bed: Bed | None) -> Iterator[Diagnostic]:
    if bed is None or bed.bars is None:
        return
    if not bed.bars.starts:
        yield Diagnostic(
            code="no-beat", severity="warning", mark=bed.media.mark,
            message=tr("no beat is heard in '{file}', or too little of one: it cannot end with a bar, and fades out",
                       file=bed.media.name),
            hint=tr("'ends: own' ends with its last note; 'ends: fade' says that it may fade out"),
        )  # fmt: skip
    elif bed.bars.counted:
        yield Diagnostic(
            code="no-accent", severity="warning", mark=bed.media.mark,
            message=tr("no beat of '{file}' is heavier than others: bars of four beats are counted from its first",
                       file=bed.media.name),
            hint=tr("listen to where it ends; 'ends: own' and 'ends: fade' need no bars"),
        )  # fmt: skip
