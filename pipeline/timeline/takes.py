"""Takes: the recordings in which a segment's text is spoken, one after the other."""

from collections.abc import Sequence
from fractions import Fraction

from pipeline.messages import tr
from pipeline.model.captions import Cue
from pipeline.model.media import Medium
from pipeline.model.segments import SpokenSegment
from pipeline.model.series import MediaUse
from pipeline.model.timeline import Take
from pipeline.timebase import format_time, seconds_to_samples
from pipeline.timeline.hearing import Wanted, hear
from pipeline.timeline.layout import LayoutContext, LayoutError, SoundLayout
from pipeline.timeline.treatment import as_treated


def lay_takes(segment: SpokenSegment, context: LayoutContext) -> tuple[int, SoundLayout]:
    """How many frames the takes and the pauses between them last, and their sound from the segment's first frame on.

    Raises LayoutError for takes that cannot be heard.
    """
    media = [_recording(context, segment, use) for use in segment.takes]
    if not media or None in media:
        raise LayoutError
    takes = tuple(as_treated(segment, index, medium) for index, medium in enumerate(media) if medium is not None)
    length = segment.pause * (len(takes) - 1) + sum(medium.sound_end for medium in takes)
    frames = context.frames(Fraction(length))
    take = Take(
        media=takes,
        samples=seconds_to_samples(frames / context.rate),
        pause=seconds_to_samples(segment.pause) if len(takes) > 1 else 0,
    )
    _warn_of_late_cues(context, segment.cues, frames / context.rate)
    return frames, SoundLayout(take=take, gain=segment.gain, label=segment.takes[0].name)


def _recording(context: LayoutContext, segment: SpokenSegment, use: MediaUse) -> Medium | None:
    medium = context.medium(use)
    if medium is not None and medium.info.audio is None:
        context.error("wrong-kind", use.mark, tr("'{file}' has no sound, so it cannot be a narration", file=use.name))
        return None
    if medium is None:
        return None
    wanted = Wanted(
        channels=segment.channels, track=segment.track, track_mark=segment.track_mark, gain=segment.gain,
        rounded=segment.treat.declip != "no",
    )  # fmt: skip
    medium = hear(medium, use, wanted, "speech", context.loudness, context)
    if medium is not None and medium.info.audio is not None and medium.info.audio.silent:
        context.warn(
            "silent-narration", use.mark, tr("there is no speech in '{file}'; it is used as it is", file=use.name),
            hint=tr("was the microphone on? Record it again, or make it louder with 'gain:'"),
        )  # fmt: skip
    return medium


def _warn_of_late_cues(context: LayoutContext, cues: Sequence[Cue], length: Fraction) -> None:
    """Add one warning if captions begin after the narration's end, in seconds."""
    lost = next((cue for cue in cues if cue.start >= length * 1000), None)
    if lost is not None and lost.mark is not None:
        context.warn(
            "captions-beyond-end", lost.mark,
            tr("the narration ends at {end}: captions after that are left out", end=format_time(length)),
            hint=tr("are these the captions of another recording?"),
        )  # fmt: skip
