"""Splits: two pictures or clips in one frame, and what is heard of them."""

from dataclasses import replace
from typing import assert_never

from pipeline.messages import tr
from pipeline.model.segments import ClipSegment, ImageUse, Split
from pipeline.model.segments.split import Half
from pipeline.timeline.kinds.clip import lay_clip
from pipeline.timeline.layout import LayoutContext, LayoutError, SegmentLayout, ShotLayout, SoundLayout
from pipeline.timeline.shots import ClipShot, SplitShot, StillShot
from pipeline.timeline.takes import lay_takes

_NAMES = ("left", "right")


def lay_split(segment: Split, context: LayoutContext) -> SegmentLayout:
    ground = segment.theme.background
    named = zip(segment.sides, _NAMES, strict=True)
    sides = [_lay_half(side, _is_heard(segment, name), ground, context) for side, name in named]
    (first, _, _), (second, _, _) = sides
    sounds: tuple[SoundLayout, ...] = tuple(sound for _, _, sound in sides if sound)
    if segment.takes:
        frames, narration = lay_takes(segment, context)
        sounds = (narration,)
    elif segment.length is not None:
        frames = context.frames(segment.length)
    else:
        frames = max((frames for _, frames, _ in sides), default=0)
    if not frames:
        # No recording was found, which has been said.
        raise LayoutError
    _tell_of_silence(segment, sides, context)
    own = (cue for side in segment.sides if isinstance(side, ClipSegment) for cue in side.cues)
    cues = segment.cues or tuple(sorted(own, key=lambda cue: cue.start))
    shot = SplitShot(first=first, second=second, ground=ground)
    shown = ShotLayout(start=0, shot=shot, label=segment.label, picture=first.label)
    return SegmentLayout(frames=frames, shots=(shown,), sounds=sounds, cues=cues)


def _is_heard(segment: Split, name: str) -> bool:
    return not segment.takes and segment.heard in (None, "both", name)


def _lay_half(
    half: Half, heard: bool, ground: str, context: LayoutContext
) -> tuple[StillShot | ClipShot, int, SoundLayout | None]:
    """What it shows, for how many frames (0 for a still), and its sound, which ends with its picture."""
    match half:
        case ImageUse():
            still = context.fitted(half.media, half)
            if half.fit == "pad" and not still.ground:
                still = replace(still, ground=ground)
            return StillShot(still=still), 0, None
        case ClipSegment() if heard:
            laid = lay_clip(half, context)
            shot = laid.shots[0].shot
            assert isinstance(shot, ClipShot)
            sound = next((replace(one, stop=one.stop or laid.frames) for one in laid.sounds), None)
            return shot, laid.frames, sound
        case ClipSegment():
            shot, length = context.clip_shot(half.clip, half)
            return shot, context.frames(length + half.hold), None
        case _ as never:
            assert_never(never)


def _tell_of_silence(
    segment: Split, sides: list[tuple[StillShot | ClipShot, int, SoundLayout | None]], context: LayoutContext
) -> None:
    """A warning where a side is asked for that has no sound."""
    if segment.takes or segment.heard in (None, "none"):
        return
    for name, (shot, _, sound) in zip(_NAMES, sides, strict=True):
        if segment.heard in (name, "both") and sound is None:
            context.warn(
                "no-sound", segment.heard_mark or segment.mark,
                tr("'{file}' has no sound that could be heard", file=shot.label),
                hint=tr("'sound: none' says that nothing is to be heard"),
            )  # fmt: skip
