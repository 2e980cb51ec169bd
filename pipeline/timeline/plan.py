"""Planning an episode: segments laid one after the other, pictures cut into spans, sounds placed, chapters named."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import accumulate
from math import ceil, floor
from pathlib import Path
from types import MappingProxyType

from pipeline.captions.cues import with_gaps
from pipeline.captions.rules import GAP
from pipeline.errors import Diagnostic
from pipeline.messages import tr
from pipeline.model.captions import Cue
from pipeline.model.episode import Episode
from pipeline.model.media import Font, Medium
from pipeline.model.series import Bed, MediaUse, Theme, Transition
from pipeline.model.timeline import PlacedQuestion, Timeline
from pipeline.timeline.ai_label import ai_label
from pipeline.timeline.chapters import chapters, remarks
from pipeline.timeline.hearing import Wanted
from pipeline.timeline.kinds import lay_out
from pipeline.timeline.layout import LayoutContext, LayoutError, SegmentLayout, not_a_picture
from pipeline.timeline.mix import place_sounds
from pipeline.timeline.overlays import LaidOver, lay_over, on_timeline
from pipeline.timeline.shots import PlacedShot
from pipeline.timeline.spans import spans, warnings


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedTimeline:
    """A timeline, or None where errors prevent it, and diagnostics for the author."""

    timeline: Timeline | None
    diagnostics: tuple[Diagnostic, ...]


def media_uses(episode: Episode) -> Iterator[MediaUse]:
    """Every media file that the episode uses, as often as it does."""
    for segment in episode.segments:
        if segment.music:
            yield segment.music.media
        yield from segment.media
        yield from segment.laid_over
    for rendition in episode.renditions if episode.segments else ():
        if rendition.logo and rendition.logo.media:
            yield rendition.logo.media
    if episode.cover:
        yield episode.cover
    yield from episode.programme
    if episode.programme and episode.theme.picture and not episode.cover:
        yield episode.theme.picture


def plan_timeline(
    episode: Episode,
    media: Mapping[Path, Medium],
    fonts: Callable[[Theme, str], tuple[Font, ...]],
    rate: Fraction,
    *,
    contents: Mapping[Path, str] = MappingProxyType({}),
) -> PlannedTimeline:
    """The episode's timeline at `rate`.

    `media` holds every opened file by its path; for one that is missing there is a diagnostic already, and its segment
    cannot be laid out. `fonts` gives the fonts of a theme for a text; `contents` are those of files that are no media.
    """
    context = LayoutContext(
        rate=rate,
        medium=lambda use: media.get(use.path),
        fonts=fonts,
        content=lambda use: contents.get(use.path),
        title=episode.title,
        loudness=episode.loudness.target,
    )
    laid: list[SegmentLayout] = []
    beds: list[Medium | None] = []
    over: list[LaidOver] = []
    changes = tuple(dict.fromkeys((None, *(one.logo for one in episode.renditions))))
    whole = True
    for segment in episode.segments:
        try:
            laid.append(lay_out(segment, context))
            beds.append(_bed(segment.music, context))
            over.append(lay_over(segment, laid[-1], changes, context))
        except LayoutError:
            whole = False
    misused = tuple(dict.fromkeys(_misused(episode, media)))
    if misused or not whole:
        return PlannedTimeline(timeline=None, diagnostics=(*context.diagnostics, *misused))
    starts = list(accumulate((one.frames for one in laid), initial=0))
    shots = list(_place_shots(episode, laid, starts))
    notes = warnings(shots, rate, [segment.mark for segment in episode.segments])
    titles = remarks(episode.segments, starts, rate, language=episode.series.language)
    lying = on_timeline(zip(over, starts, strict=False))
    timeline = Timeline(
        rate=rate,
        frames=starts[-1],
        spans=tuple(spans(shots, rate)),
        mix=place_sounds(episode.segments, laid, starts, beds, rate=rate, loudness=episode.loudness),
        chapters=chapters(episode.segments, starts, rate, language=episode.series.language, title=episode.title),
        starts=tuple(starts[:-1]),
        questions=tuple(_questions(laid, starts)),
        cues=with_gaps(tuple(_place_cues(laid, starts, rate)), ceil(GAP * 1000 / rate)),
        overlays=(*lying.overlays, *ai_label(episode, starts[-1], context)),
        labels=lying.labels,
    )
    return PlannedTimeline(timeline=timeline, diagnostics=(*context.diagnostics, *notes, *titles))


def _bed(bed: Bed | None, context: LayoutContext) -> Medium | None:
    """Music as it is heard; None where there is none."""
    medium = context.medium(bed.media) if bed else None
    if bed is None or medium is None:
        return None
    wanted = Wanted(channels=bed.channels, track=bed.track, track_mark=bed.track_mark, gain=bed.gain)
    return context.heard(medium, bed.media, wanted, "music")


def _misused(episode: Episode, media: Mapping[Path, Medium]) -> Iterator[Diagnostic]:
    """For music without sound, and a cover that is not a picture."""
    for bed in (segment.music for segment in episode.segments if segment.music):
        medium = media.get(bed.media.path)
        if medium is not None and medium.info.audio is None:
            message = tr("'{file}' has no sound, so it cannot be music", file=bed.media.name)
            yield Diagnostic(code="wrong-kind", message=message, mark=bed.media.mark)
    cover = media.get(episode.cover.path) if episode.cover else None
    if episode.cover and cover is not None and cover.info.kind == "audio":
        message = not_a_picture(episode.cover.name, cover.info.kind)
        yield Diagnostic(code="wrong-kind", message=message, mark=episode.cover.mark)


def _place_shots(episode: Episode, laid: list[SegmentLayout], starts: list[int]) -> Iterator[PlacedShot]:
    for index, (segment, one) in enumerate(zip(episode.segments, laid, strict=True)):
        ends = [*(shot.start for shot in one.shots[1:]), one.frames]
        for order, (shot, end) in enumerate(zip(one.shots, ends, strict=True)):
            own = shot.into if order or shot.into else segment.transition
            into: Transition = own if own is not None else episode.transition
            yield PlacedShot(
                shot=shot.shot,
                start=starts[index] + shot.start,
                frames=end - shot.start,
                into=into,
                segment=index,
                goes_on=shot.goes_on,
            )


def _questions(laid: list[SegmentLayout], starts: list[int]) -> Iterator[PlacedQuestion]:
    for index, one in enumerate(laid):
        if one.asked:
            start = starts[index]
            yield PlacedQuestion(
                segment=index, start=start, think=start + one.asked.think, answer=start + one.asked.answer,
                stop=start + one.frames,
            )  # fmt: skip


def _place_cues(laid: list[SegmentLayout], starts: list[int], rate: Fraction) -> Iterator[Cue]:
    """Cues on the programme's clock, cut at the end of their segment."""
    for one, start in zip(laid, starts, strict=False):
        begin, end = (floor(frame / rate * 1000 + Fraction(1, 2)) for frame in (start, start + one.frames))
        for cue in one.cues:
            if begin + cue.start < end:
                yield replace(cue, start=begin + cue.start, stop=min(begin + cue.stop, end))
