"""Dresses: all of a theme but its colours: its ground, its ornaments, its type, and how each thing is laid out."""

from dataclasses import dataclass
from typing import Literal

from pipeline.model.series import CaptionStyle

GroundKind = Literal["flat", "silk", "glaze", "rice", "aged", "sky"]
"""Nothing but the colour; a soft light from above; ripples under a glaze; rice paper with a wash of ink; paper that has
lain in a drawer; a night sky."""
FrameKind = Literal["none", "fret", "ripple", "mountain", "file", "horizon", "bar"]
"""Nothing; a double line with frets (回纹) in its corners; waves at the foot; hills of ink and a seal; the rules and
holes of a file; a thin luminous line; a bar at the left edge."""
RuleKind = Literal["lozenge", "wave", "stroke", "typed", "glow", "bar"]
"""What stands between a heading and what is below it."""
AboveKind = Literal["words", "sides", "stamp"]
"""Plain words; between two short lines; in the frame of a stamp."""
Face = Literal["serif", "sans"]
Alignment = Literal["centred", "left"]
PlateKind = Literal["bar", "plate", "wave", "seal", "tape", "glow", "block"]
"""A lower third: an upright bar; a fine line around; a wave; a seal; a strip of paper; a luminous foot; a plane in the
accent."""
CoverLayout = Literal["emblem", "wave", "scroll", "folder", "horizon", "block"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dress:
    """What a preset dresses, in words that drawing understands; sizes are hundredths of the frame's shorter side."""

    ground: GroundKind = "flat"
    texture: int = 100
    """Percent of the ground's own strength."""
    frame: FrameKind = "none"
    rule: RuleKind = "bar"
    face: Face = "sans"
    """Of headings and text; where a machine has none of its kind the other one stands in."""
    bold: int = 700
    regular: int = 400
    """Weights of headings and of text, as fonts count them."""
    alignment: Alignment = "centred"
    """Of title cards."""
    above: AboveKind = "words"
    """What a number above a title looks like."""
    radius: int = 16
    """Of the corners of planes, in tenths."""
    plate: PlateKind = "bar"
    captions: CaptionStyle = "outline"
    cover: CoverLayout = "block"
