"""Layout: where on a line each stretch of characters stands. What is measured and what is drawn are both this."""

from dataclasses import dataclass

from pipeline.media.picture.typesetting import spacing
from pipeline.media.picture.typesetting.glyphs import Glyphs, reads_leftward
from pipeline.media.picture.typesetting.texts import clusters

_DASHES = frozenset("—―")


@dataclass(frozen=True, slots=True)
class Segment:
    """Characters of one font, drawn in one go."""

    text: str
    font: int
    left: float
    """Ems from where the pen begins."""
    width: float
    """Ems."""

    @property
    def is_dash(self) -> bool:
        """Whether it is a dash of several characters, which is one line without a gap."""
        return _is_dash(self.text)


@dataclass(frozen=True, slots=True)
class Layout:
    """A line; its width is in ems, blanks at its ends included."""

    segments: tuple[Segment, ...]
    width: float


def lay_out(line: str, glyphs: Glyphs) -> Layout:
    """The segments of a line without line ends."""
    found: list[Segment] = []
    x, before, blanks = 0.0, "", ""
    for text, font in glyphs.runs(line):
        if reads_leftward(text):
            # Its order is the text engine's: only in one go does it know it.
            words = text.rstrip()
            x += _apart(before, text[0], blanks, font, glyphs)
            found.append(Segment(words, font, x, glyphs.advance(words, font)))
            x, before, blanks = x + found[-1].width, words[-1], text[len(words) :]
            continue
        part = ""
        for cluster in clusters(text):
            if cluster.isspace():
                blanks += cluster
                continue
            apart = _apart(before, cluster, blanks, font, glyphs)
            dashed = bool(part) and (part[-1] in _DASHES) != (cluster in _DASHES)
            if part and (apart or blanks or dashed):
                found.append(Segment(part, font, x, _width(part, font, glyphs)))
                x, part = x + found[-1].width, ""
            x += apart
            part, before, blanks = part + cluster, cluster, ""
        if part:
            found.append(Segment(part, font, x, _width(part, font, glyphs)))
            x += found[-1].width
    x -= spacing.spare(before, glyphs.blanks)[1] if before else 0.0
    if blanks:
        x += glyphs.advance(blanks, found[-1].font if found else 0)
    return Layout(tuple(found), x)


def _is_dash(text: str) -> bool:
    return len(text) > 1 and set(text) <= _DASHES


def _width(text: str, font: int, glyphs: Glyphs) -> float:
    # A Chinese dash is two characters long, also where the font's dashes are shorter.
    return float(len(text)) if _is_dash(text) else glyphs.advance(text, font)


def _apart(before: str, after: str, blanks: str, font: int, glyphs: Glyphs) -> float:
    """Ems between two characters, with or without blanks between them."""
    if not before:
        natural = glyphs.advance(blanks, font) if blanks else 0.0
        return natural - spacing.spare(after, glyphs.blanks)[0]
    if blanks:
        return spacing.blank(before, after, glyphs.advance(blanks, font), glyphs.blanks)
    return spacing.gap(before, after, glyphs.blanks)
