"""Clips: moving pictures with their own sound."""

from pipeline.model.segments import ClipSegment
from pipeline.model.timeline import Take
from pipeline.timebase import seconds_to_samples
from pipeline.timeline.hearing import Wanted
from pipeline.timeline.layout import LayoutContext, SegmentLayout, ShotLayout, Speech


def lay_clip(segment: ClipSegment, context: LayoutContext) -> SegmentLayout:
    shot, length = context.clip_shot(segment.clip, segment)
    frames = context.frames(length)
    speech = None
    if shot.medium.info.audio is not None:
        samples = seconds_to_samples(frames / context.rate)
        wanted = Wanted(
            channels=segment.channels, track=segment.track, track_mark=segment.track_mark, gain=segment.gain
        )
        heard = context.heard(shot.medium, segment.clip, wanted)
        take = Take(media=(heard,), start=segment.start, samples=samples)
        speech = Speech(take=take, gain=segment.gain, label=segment.clip.name)
    return SegmentLayout(frames=frames, shots=(ShotLayout(start=0, shot=shot),), speech=speech, cues=segment.cues)
