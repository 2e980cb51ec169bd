"""Lowering: a timeline and a rendition become actions, and the order in which their artefacts are joined."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never

from pipeline.build import Action
from pipeline.effects.audiogram import Audiogram
from pipeline.model.rendition import Picture, Rendition
from pipeline.model.timeline import (
    ClipSpan,
    Lettering,
    MotionSpan,
    SceneSpan,
    SplitSpan,
    StagedSpan,
    StillSpan,
    Timeline,
    TransitionSpan,
)
from pipeline.render.picture.audiogram import lower_audiogram
from pipeline.render.picture.captions import CAPTIONS_SECONDS, in_groups, lower_captions, with_captions
from pipeline.render.picture.clips import lower_clip
from pipeline.render.picture.motion import lower_motion, settled
from pipeline.render.picture.moving_insets import lower_staged
from pipeline.render.picture.overlays import with_overlays
from pipeline.render.picture.readings import with_pages
from pipeline.render.picture.reframe import reframe
from pipeline.render.picture.scenes import lower_scene
from pipeline.render.picture.split import lower_split
from pipeline.render.picture.stills import lower_still
from pipeline.render.picture.transitions import lower_transition
from pipeline.render.piece import Context, Piece
from pipeline.render.sound.encode import lower_sound
from pipeline.render.sound.mix import lower_mix


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
    context: Context,
    *,
    look: Audiogram | None = None,
    lettering: Lettering | None = None,
) -> Lowered:
    """The actions for one rendition.

    `look` is for a rendition that shows the sound instead of pictures. With `lettering` captions are drawn into the
    picture.
    """
    mix = lower_mix(timeline.mix, context)
    found: Iterator[Piece] = iter(())
    if rendition.picture and look:
        found = lower_audiogram(
            timeline, rendition.picture, look, mix, context, logo=rendition.logo, lettering=lettering
        )
    elif rendition.picture:
        timeline = fitted(timeline, rendition, rendition.picture)
        timeline = with_overlays(timeline, rendition.logo, lettering, rendition.covered)
        timeline = with_captions(timeline, lettering, rendition.picture) if lettering else timeline
        found = pieces(timeline, rendition.picture, context)
    sound = lower_sound(mix, timeline, rendition.sound, context)
    return Lowered(rendition=rendition, timeline=timeline, pieces=tuple(found), sound=sound, mix=mix)


def fitted(timeline: Timeline, rendition: Rendition, picture: Picture) -> Timeline:
    """The timeline with its pictures as they are in a rendition's frame, before anything is laid over them."""
    return settled(with_pages(reframe(timeline, rendition), picture), picture)


def pieces(timeline: Timeline, picture: Picture, context: Context) -> Iterator[Piece]:
    """What the pictures of a timeline are joined from, as they are."""
    for index, (placed, *others) in in_groups(timeline.spans, int(CAPTIONS_SECONDS * picture.rate)):
        label = context.span_label(placed, timeline.rate)
        match placed.span:
            case StillSpan() if others:
                yield lower_captions((placed, *others), index, picture, context, label=label)
            case StillSpan(frames=frames, still=still):
                action = lower_still(still, picture, context, label=label)
                yield Piece(action=action, start=placed.start, frames=frames, still=True, span=index)
            case ClipSpan() as clip:
                yield from lower_clip(clip, placed, index, picture, context)
            case MotionSpan() as motion:
                yield from lower_motion(motion, placed, index, picture, context)
            case SplitSpan() as split:
                yield from lower_split(split, placed, index, picture, context)
            case StagedSpan() as staged:
                yield from lower_staged(staged, placed, index, picture, context)
            case SceneSpan() as scene:
                action = lower_scene(scene, picture, context, label=label)
                yield Piece(action=action, start=placed.start, frames=scene.frames, still=False, span=index)
            case TransitionSpan() as transition:
                action = lower_transition(transition, picture, context, label=label)
                yield Piece(action=action, start=placed.start, frames=transition.frames, still=False, span=index)
            case _ as never:
                assert_never(never)
