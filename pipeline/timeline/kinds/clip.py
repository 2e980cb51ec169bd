"""Clips: moving pictures with their own sound."""

from fractions import Fraction

from pipeline.messages import tr
from pipeline.model.media import AudioInfo
from pipeline.model.segments import ClipSegment
from pipeline.model.timeline import Take
from pipeline.timebase import format_time, seconds_to_samples
from pipeline.timeline.hearing import Wanted
from pipeline.timeline.layout import LayoutContext, SegmentLayout, ShotLayout, SoundLayout
from pipeline.timeline.treating import as_treated

QUIET = 1
"""Seconds that a clip's sound may begin later or end earlier than what is shown of it, without a word."""


def lay_clip(segment: ClipSegment, context: LayoutContext) -> SegmentLayout:
    shot, length = context.clip_shot(segment.clip, segment)
    frames = context.frames(length)
    sounds: tuple[SoundLayout, ...] = ()
    if shot.medium.info.audio is not None:
        samples = seconds_to_samples(frames / context.rate)
        wanted = Wanted(
            channels=segment.channels, track=segment.track, track_mark=segment.track_mark, gain=segment.gain,
            rounded=segment.treat.declip != "no",
        )  # fmt: skip
        heard = context.heard(shot.medium, segment.clip, wanted)
        take = Take(media=(as_treated(segment, 0, heard),), start=segment.start, samples=samples)
        sounds = (SoundLayout(take=take, gain=segment.gain, label=segment.clip.name),)
        if heard.info.audio is not None:
            _warn_of_silence(context, segment, heard.info.audio, frames / context.rate)
    shown = ShotLayout(start=0, shot=shot, label=segment.label, picture=segment.clip.name)
    return SegmentLayout(frames=frames, shots=(shown,), sounds=sounds, cues=segment.cues)


def _warn_of_silence(context: LayoutContext, segment: ClipSegment, audio: AudioInfo, length: Fraction) -> None:
    """Add a warning if the clip's sound covers only a part of what is shown of it, `length` seconds."""
    begins, ends = audio.start, audio.start + audio.duration
    if not audio.silent and (begins - segment.start > QUIET or segment.start + length - ends > QUIET):
        context.warn(
            "partly-silent", segment.mark,
            tr(
                "the sound of '{file}' lasts from {start} to {end}: the rest of the clip is silent",
                file=segment.clip.name, start=format_time(begins), end=format_time(ends),
            ),
            hint=tr("was it recorded so? Else export it again, or choose another part with 'from:' and 'to:'"),
        )  # fmt: skip
