"""Adopted programmes: made elsewhere, taken as they are, with a record like all others."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import cache
from itertools import pairwise

from pipeline.model.episode import Episode, StatedChapter
from pipeline.model.media import Medium
from pipeline.model.programme import ProgrammeChapter
from pipeline.model.series import Loudness
from pipeline.model.timeline import Mix, Timeline
from pipeline.packaging.artwork import LEAST, Front, plan_artwork
from pipeline.packaging.plan import AdoptedFile, ProgrammePlan, Provenance, episode_stamp, episode_stem
from pipeline.render.piece import Context
from pipeline.render.sound.encode import lower_measure
from pipeline.timebase import SAMPLE_RATE, seconds_to_frames

RATE = Fraction(25)
"""Frames a second for sound without picture."""


def plan_adopted(
    episode: Episode,
    media: Sequence[Medium],
    *,
    front: Callable[[], Front],
    provenance: Provenance,
) -> ProgrammePlan:
    """The programme of an episode whose files are `media`: a cover and a record beside them, nothing encoded."""
    own, context = episode_stem(episode), Context(tools=provenance.tools, where=episode.label)
    first = next((medium for medium in media if medium.info.kind == "video"), media[0])
    audible = next((medium for medium in (first, *media) if medium.info.audio), None)
    # The captions are those of its subtitle file, whatever the series says about captions.
    length = first.info.duration
    chapters = tuple(_chapters(episode.chapters, length))
    stamp = episode_stamp(episode, length, guid=provenance.guid, chapters=chapters, cues=episode.cues)
    return ProgrammePlan(
        episode=episode,
        stem=own,
        timeline=_timeline(first, episode.loudness),
        files=(),
        adopted=tuple(_files(own, media)),
        measure=lower_measure(audible, context) if audible else None,
        covers=cache(lambda: plan_artwork(front(), _film_size(first), context, least=LEAST)),
        stamp=stamp,
        provenance=provenance,
        draft=False,
    )


def _chapters(stated: Sequence[StatedChapter], length: Fraction) -> Iterator[ProgrammeChapter]:
    """In order, each up to the next; those that begin beyond the end, which `check` reports, are left out."""
    end = round(length * 1000)
    # Of two at the same moment the later one counts: the first has no length.
    opened = {round(one.start * 1000): one.title for one in sorted(stated, key=lambda one: one.start)}
    starts = [start for start in opened if start < end]
    for start, stop in pairwise([*starts, end] if starts else []):
        yield ProgrammeChapter(start=start, stop=stop, title=opened[start])


def _files(stem: str, media: Sequence[Medium]) -> Iterator[AdoptedFile]:
    """The first video is the main rendition, the first file of sound alone is `sound`; others are numbered."""
    roles: Counter[str] = Counter()
    suffixes: Counter[str] = Counter()
    for medium in media:
        role = "main" if medium.info.kind == "video" else "sound"
        suffix = medium.path.suffix.lower()
        roles[role] += 1
        suffixes[suffix] += 1
        name = role if roles[role] == 1 else f"{role}-{roles[role]}"
        own = f"{stem}{suffix}" if suffixes[suffix] == 1 else f"{stem}.{name}{suffix}"
        yield AdoptedFile(name=own, rendition=name, medium=medium)


def _timeline(medium: Medium, loudness: Loudness) -> Timeline:
    """As long as the file, and empty: there is nothing to encode."""
    info = medium.info
    rate = info.video.rate if info.kind == "video" and info.video and info.video.rate else RATE
    samples = round(info.duration * SAMPLE_RATE)
    return Timeline(
        rate=rate,
        frames=seconds_to_frames(info.duration, rate),
        spans=(),
        mix=Mix(samples=samples, sounds=(), loudness=loudness),
        chapters=(),
    )


def _film_size(medium: Medium) -> tuple[int, int]:
    """Its shown size; sound alone has a wide cover as videos have."""
    video = medium.info.video
    wide, high = video.shown_size if medium.info.kind == "video" and video else (1920, 1080)
    return round(wide), round(high)
