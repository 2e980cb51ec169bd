"""The label of content made by AI, over the first pictures of a film."""

from collections.abc import Iterator
from fractions import Fraction

from pipeline.effects.look import look_of
from pipeline.effects.overlays import AiLabel
from pipeline.model.episode import Episode
from pipeline.model.overlays import Corner
from pipeline.model.timeline import PlacedOverlay
from pipeline.timebase import seconds_to_frames
from pipeline.timeline.layout import LayoutContext

SHOWN = Fraction(4)
"""Seconds: twice what the standard asks for, since players hide the first ones behind their controls."""


def ai_label(episode: Episode, frames: int, context: LayoutContext) -> Iterator[PlacedOverlay]:
    """From the first frame on, as long as the film allows."""
    if (made := episode.ai_content) is not None and frames:
        look = look_of(episode.theme, picture=None, fonts=context.fonts(episode.theme, made.label))
        stop = min(frames, seconds_to_frames(SHOWN, context.rate))
        mark = episode.ai.mark or episode.mark
        # Cards that begin at the left have their number there.
        corner: Corner = "top-right" if look.dress.alignment == "left" else "top-left"
        label = AiLabel(text=made.label, look=look, corner=corner)
        yield PlacedOverlay(start=0, stop=stop, overlay=label, mark=mark)
