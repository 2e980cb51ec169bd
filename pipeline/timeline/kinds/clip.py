"""Clips: moving pictures with their own sound."""

from fractions import Fraction

from pipeline.messages import tr
from pipeline.model.media import AudioInfo
from pipeline.model.segments import ClipSegment
from pipeline.model.timeline import Take
from pipeline.timebase import format_time, seconds_to_samples, speed_text
from pipeline.timeline.hearing import Wanted
from pipeline.timeline.layout import LayoutContext, SegmentLayout, ShotLayout, SoundLayout
from pipeline.timeline.treatment import as_treated

SLOWEST, FASTEST = Fraction(1, 2), 2
"""Times as fast as it was spoken, between which speech is understood without effort or pity."""
QUIET = 1
"""Seconds that a clip's sound may begin later or end earlier than what is shown of it, without a word."""


def lay_clip(segment: ClipSegment, context: LayoutContext) -> SegmentLayout:
    shot, length = context.clip_shot(segment.clip, segment)
    played, frames = context.frames(length), context.frames(length + segment.hold)
    sounds: tuple[SoundLayout, ...] = ()
    if shot.medium.info.audio is not None and not segment.mute:
        samples = seconds_to_samples(played / context.rate)
        wanted = Wanted(
            channels=segment.channels, track=segment.track, track_mark=segment.track_mark, gain=segment.gain,
            rounded=segment.treat.declip != "no",
        )  # fmt: skip
        heard = context.heard(shot.medium, segment.clip, wanted)
        take = Take(media=(as_treated(segment, 0, heard),), start=segment.start, samples=samples, tempo=segment.speed)
        stop = played if segment.hold else None
        sounds = (SoundLayout(take=take, gain=segment.gain, stop=stop, label=segment.clip.name),)
        if heard.info.audio is not None:
            _warn_of_silence(context, segment, heard.info.audio, played * segment.speed / context.rate)
            _warn_of_speed(context, segment, heard.info.audio)
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


def _warn_of_speed(context: LayoutContext, segment: ClipSegment, audio: AudioInfo) -> None:
    if not audio.silent and not SLOWEST <= segment.speed <= FASTEST:
        context.warn(
            "hardly-understood", segment.mark,
            tr(
                "the sound of '{file}' plays at {speed} times its speed: nobody can follow what is said in it",
                file=segment.clip.name, speed=speed_text(segment.speed),
            ),
            hint=tr("'mute: yes' leaves it out; music and what is said beside it go on"),
        )  # fmt: skip
