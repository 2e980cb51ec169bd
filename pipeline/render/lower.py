"""Lowering: a timeline and a rendition become actions, and the order in which their artefacts are joined."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from pipeline.build import Action
from pipeline.effects.audiogram import Audiogram
from pipeline.model.media import Medium
from pipeline.model.rendition import Picture, Rendition, Sound
from pipeline.model.timeline import (
    ClipSpan,
    Lettering,
    Mix,
    Placed,
    PlacedSound,
    Still,
    StillSpan,
    Take,
    Timeline,
    TransitionSpan,
)
from pipeline.render import steps
from pipeline.render.audiogram import lower_audiogram
from pipeline.render.captions import burned, in_groups, stretch_of
from pipeline.render.piece import Piece
from pipeline.render.reframe import reframed
from pipeline.timebase import SAMPLE_RATE, format_time, seconds_to_samples

CHUNK_SECONDS = 20
"""Longer clips are cut into chunks, which cores and machines share; the last may be half as long again."""

CAPTIONS_SECONDS = 10
"""A picture whose captions change is encoded for so long at most: then viewers must find a place to go on from."""

STILL_COST = 0.15
MOVING_COST = 0.045
CAPTION_COST = 0.06
"""CPU seconds of a still, of a moving frame, and of another caption in a still, at 1920 x 1080."""
SOUND_COST = {"level": 0.003, "mix": 0.008, "measure": 0.010, "aac": 0.009, "mp3": 0.014, "opus": 0.010}
"""CPU seconds for a second of sound."""
FULL_PICTURE = 1920 * 1080
COVER_BYTES = 400_000
"""Of the cover that lies in every file of a programme."""
COVER_COST = 0.12


@dataclass(frozen=True, slots=True, kw_only=True)
class Lowered:
    """What one rendition of a programme is joined from."""

    rendition: Rendition
    timeline: Timeline
    """The episode at the rendition's rate."""
    pieces: tuple[Piece, ...]
    """In order; empty for an audio-only rendition."""
    sound: Action
    mix: Action


def lower(
    timeline: Timeline,
    rendition: Rendition,
    *,
    look: Audiogram | None = None,
    lettering: Lettering | None = None,
    tools: str,
    where: str,
) -> Lowered:
    """The actions for one rendition; `where` names the episode in labels.

    `look` is what one that shows no pictures shows instead. With `lettering` captions are drawn into the picture.
    """
    mix = lower_mix(timeline.mix, tools=tools, where=where)
    pieces: Iterator[Piece] = iter(())
    if rendition.picture and look:
        picture = rendition.picture
        pieces = lower_audiogram(timeline, picture, look, mix, lettering=lettering, tools=tools, where=where)
    elif rendition.picture:
        timeline = reframed(timeline, rendition)
        timeline = burned(timeline, lettering) if lettering else timeline
        pieces = _pieces(timeline, rendition.picture, tools, where)
    sound = _encoded(mix, timeline, rendition.sound, tools)
    return Lowered(rendition=rendition, timeline=timeline, pieces=tuple(pieces), sound=sound, mix=mix)


def lower_mix(mix: Mix, *, tools: str, where: str) -> Action:
    """The mix as an action on the levels of its takes."""
    return Action(
        kind=steps.MIX,
        recipe=steps.MixStep(mix=mix, tools=tools),
        inputs=tuple(_inputs(mix.sounds, tools, where)),
        suffix=".flac",
        label=f"{where}: mix",
        cost=mix.samples / SAMPLE_RATE * SOUND_COST["mix"],
    )


def lower_still(still: Still, picture: Picture, *, tools: str, label: str) -> Action:
    return Action(
        kind=steps.STILL,
        recipe=steps.StillStep(still=still, picture=picture, tools=tools),
        suffix=".mp4",
        label=label,
        cost=STILL_COST * _share(picture),
    )


def lower_cover(
    picture: Still | Medium,
    size: tuple[int, int],
    *,
    exact: bool = False,
    most: int = COVER_BYTES,
    tools: str,
    where: str,
) -> Action:
    """A cover within `size` pixels, or of exactly that size, and of at most so many bytes."""
    width, height = size
    return Action(
        kind=steps.COVER,
        recipe=steps.CoverStep(picture=picture, width=width, height=height, exact=exact, most=most, tools=tools),
        suffix=".jpg",
        label=f"{where}: cover {width} x {height}" if exact else f"{where}: cover",
        cost=COVER_COST * (1 + 4 * width * height / FULL_PICTURE) / 5,
    )


def lower_measure(medium: Medium, *, tools: str, where: str) -> Action:
    """Measuring a file that was finished elsewhere."""
    return Action(
        kind=steps.MEASURE,
        recipe=steps.MeasureStep(medium=medium, tools=tools),
        suffix=".json",
        label=f"{where}: loudness of '{medium.path.name}'",
        cost=float(medium.info.duration) * SOUND_COST["measure"],
    )


def _inputs(sounds: Sequence[PlacedSound], tools: str, where: str) -> Iterator[Action]:
    """For every sound its level and, where it is made of several takes, these joined."""
    for sound in sounds:
        joined: tuple[Action, ...] = ()
        if len(sound.take.media) > 1:
            joined = (
                Action(
                    kind=steps.TAKES,
                    recipe=steps.TakesStep(take=sound.take, tools=tools),
                    suffix=".flac",
                    label=f"{where}: takes of {sound.label}",
                    cost=sound.take.samples / SAMPLE_RATE * SOUND_COST["level"],
                ),
            )
        take = _whole(sound.take) if sound.role == "music" else sound.take
        yield Action(
            kind=steps.LEVEL,
            recipe=steps.LevelStep(take=take, tools=tools),
            inputs=joined,
            suffix=".json",
            label=f"{where}: level of {sound.label}",
            cost=take.samples / SAMPLE_RATE * SOUND_COST["level"],
        )
        yield from joined


def _whole(take: Take) -> Take:
    """The file from end to end: music has one level however long it plays, so a series measures its bed once."""
    audio = take.media[0].info.audio
    samples = seconds_to_samples(audio.start + audio.duration) if audio else take.samples
    return Take(media=take.media, samples=max(1, samples))


def _encoded(mix: Action, timeline: Timeline, sound: Sound, tools: str) -> Action:
    suffix = {"aac": ".m4a", "mp3": ".mp3", "opus": ".opus"}[sound.codec]
    return Action(
        kind=steps.SOUND,
        recipe=steps.SoundStep(sound=sound, tools=tools),
        inputs=(mix,),
        suffix=suffix,
        label=f"{mix.label.removesuffix('mix')}{sound.codec}",
        cost=float(timeline.seconds) * SOUND_COST[sound.codec],
    )


def _pieces(timeline: Timeline, picture: Picture, tools: str, where: str) -> Iterator[Piece]:
    for index, (placed, *others) in in_groups(timeline.spans, int(CAPTIONS_SECONDS * picture.rate)):
        match placed.span:
            case StillSpan() if others:
                yield _captions((placed, *others), index, picture, tools, _place(where, placed, timeline.rate))
            case StillSpan(frames=frames, still=still):
                action = lower_still(still, picture, tools=tools, label=_place(where, placed, timeline.rate))
                yield Piece(action=action, start=placed.start, frames=frames, still=True, span=index)
            case ClipSpan() as clip:
                yield from _chunks(clip, placed, index, picture, tools, where)
            case TransitionSpan() as transition:
                action = _transition(transition, picture, tools, _place(where, placed, timeline.rate))
                yield Piece(action=action, start=placed.start, frames=transition.frames, still=False, span=index)


def _captions(run: Sequence[Placed], index: int, picture: Picture, tools: str, label: str) -> Piece:
    stills = tuple(placed.span for placed in run if isinstance(placed.span, StillSpan))
    action = Action(
        kind=steps.CAPTIONS,
        recipe=steps.CaptionsStep(runs=stills, picture=picture, tools=tools),
        suffix=".mp4",
        label=label,
        cost=(STILL_COST + CAPTION_COST * len(stills)) * _share(picture),
    )
    frames = sum(still.frames for still in stills)
    return Piece(action=action, start=run[0].start, frames=frames, still=False, span=index)


def _chunks(clip: ClipSpan, placed: Placed, index: int, picture: Picture, tools: str, where: str) -> Iterator[Piece]:
    """The clip on a grid from its own start, so that another `to:` leaves all but the last chunk as they are."""
    chunk = round(CHUNK_SECONDS * picture.rate)
    first = 0
    while first < clip.frames:
        rest = clip.frames - first
        frames = rest if rest <= chunk * 3 // 2 else chunk
        captions = stretch_of(clip.captions, first, frames)
        span = replace(clip, frames=frames, start=clip.start + first / picture.rate, captions=captions)
        start = placed.start + first
        action = Action(
            kind=steps.CLIP,
            recipe=steps.ClipStep(span=span, picture=picture, tools=tools),
            suffix=".mp4",
            label=_place(where, replace(placed, start=start), picture.rate),
            cost=MOVING_COST * frames * _share(picture),
        )
        yield Piece(action=action, start=start, frames=frames, still=False, span=index)
        first += frames


def _transition(span: TransitionSpan, picture: Picture, tools: str, label: str) -> Action:
    tiles = [
        lower_still(side.still, picture, tools=tools, label=f"{label}, {side.still.label}")
        for side in (span.outgoing, span.incoming)
        if isinstance(side, StillSpan)
    ]
    return Action(
        kind=steps.TRANSITION,
        recipe=steps.TransitionStep(span=span, picture=picture, tools=tools),
        inputs=tuple(tiles),
        suffix=".mp4",
        label=label,
        cost=MOVING_COST * 1.5 * span.frames * _share(picture),
    )


def _place(where: str, placed: Placed, rate: Fraction) -> str:
    return f"{where}: segment {placed.segment + 1}, {placed.label} at {format_time(placed.start / rate)}"


def _share(picture: Picture) -> float:
    return picture.width * picture.height / FULL_PICTURE
