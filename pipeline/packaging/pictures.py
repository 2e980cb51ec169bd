"""Pictures of scripts in a programme: what is shown when, and with which words they are labelled."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import PurePath

from pipeline.effects.overlays import LowerThird
from pipeline.model.episode import Episode
from pipeline.model.programme import Label, Named
from pipeline.model.segments import ImageUse, Narration, PictureUse, Reading, SpokenSegment
from pipeline.model.timeline import Timeline

BEGINNING, MOST = 12, 12
"""Characters by which a paragraph is named, and paragraphs that are remembered of a text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPicture:
    """A picture of a script, where it begins."""

    segment: int
    name: str
    """Of its file, without folders; of a text that is read out the beginning of a paragraph."""
    after: Fraction
    """Seconds from the narration's start."""
    start: Fraction
    """Seconds from the programme's."""
    narration: SpokenSegment


def shown_pictures(episode: Episode, timeline: Timeline) -> Iterator[ShownPicture]:
    """The pictures of all scripts, in order."""
    for index, (segment, first) in enumerate(zip(episode.segments, timeline.starts, strict=False)):
        if isinstance(segment, Narration):
            for use in segment.pictures:
                if use.spot is not None:
                    after = use.at or Fraction(0)
                    yield ShownPicture(
                        segment=index,
                        name=_name(use),
                        after=after,
                        start=first / timeline.rate + after,
                        narration=segment,
                    )


def read_paragraphs(episode: Episode, timeline: Timeline) -> Iterator[ShownPicture]:
    """Paragraphs of texts that are read out, at most so many of each text, where they begin."""
    for index, (segment, first) in enumerate(zip(episode.segments, timeline.starts, strict=False)):
        if isinstance(segment, Reading):
            opening = [
                (sentence.text[:BEGINNING], Fraction(time.start, 1000))
                for sentence, time in zip(segment.sentences, segment.times, strict=False)
                if sentence.opens
            ]
            for name, after in opening[:: -(-len(opening) // MOST) or 1]:
                start = first / timeline.rate + after
                yield ShownPicture(segment=index, name=name, after=after, start=start, narration=segment)


def _name(use: PictureUse) -> str:
    name = PurePath(use.media.name).name
    return f"{name} {use.page}" if isinstance(use, ImageUse) and use.page else name


def names(timeline: Timeline) -> tuple[Named, ...]:
    """Whose names are shown over its pictures, in order."""
    shown = sorted((one for one in timeline.overlays if isinstance(one.overlay, LowerThird)), key=lambda one: one.start)
    return tuple(
        Named(
            start=round(one.start / timeline.rate * 1000),
            stop=round(one.stop / timeline.rate * 1000),
            name=one.overlay.name,
            role=one.overlay.role,
        )
        for one in shown
        if isinstance(one.overlay, LowerThird)
    )


def labels(timeline: Timeline) -> tuple[Label, ...]:
    """The labels of its pictures, which are for readers."""
    return tuple(
        Label(start=round(one.start / timeline.rate * 1000), picture=one.picture, text=one.text)
        for one in timeline.labels
    )
