"""What is heard of clips beneath a narration: their own sound, low, as long as they play."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.messages import tr
from pipeline.model.segments import ClipUse, PictureUse
from pipeline.model.timeline import Take
from pipeline.timebase import SAMPLE_RATE, seconds_to_samples
from pipeline.timeline.hearing import Wanted
from pipeline.timeline.layout import LayoutContext, SoundLayout, shown_until

FADE = SAMPLE_RATE * 3 // 10
"""Samples in which it comes and goes: an atmosphere that is switched on and off is heard as a fault."""


def lay_under(context: LayoutContext, pictures: Sequence[PictureUse], starts: Sequence[int]) -> Iterator[SoundLayout]:
    """The sounds of those clips that ask for it; `starts` are the pictures' first frames, with the end as one more."""
    for use, (start, stop) in zip(pictures, pairwise(starts), strict=False):
        sound = _under(context, use, start, stop) if isinstance(use, ClipUse) and use.under else None
        if sound:
            yield sound


def _under(context: LayoutContext, use: ClipUse, start: int, stop: int) -> SoundLayout | None:
    under = use.under
    assert under is not None
    medium = context.opened(use.media)
    wanted = Wanted(channels=under.channels, track=under.track, track_mark=under.track_mark, gain=under.gain)
    heard = context.heard(medium, use.media, wanted, "music")
    audio = heard.info.audio
    if audio is None or audio.silent:
        context.warn(
            "no-sound", under.mark or use.mark,
            tr("'{file}' has no sound that could be heard", file=use.media.name),
            hint=tr("leave out 'sound: under'"),
        )  # fmt: skip
        return None
    # Its sound ends with its picture: beneath a frame that stands nothing goes on.
    end = use.end if use.end is not None else shown_until(medium.info, heard=False)
    last = min(stop, start + context.frames((end - use.start) / use.speed))
    take = Take(
        media=(heard,), start=use.start, samples=seconds_to_samples((last - start) / context.rate), tempo=use.speed
    )
    return SoundLayout(
        start=start, stop=last, take=take, gain=under.gain, label=use.media.name, role="effect", fade=FADE
    )
