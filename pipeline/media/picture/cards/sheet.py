"""Sheets: a frame on which a card of any kind is composed, with one scale of type, one set of inks and margins."""

from collections.abc import Iterator
from dataclasses import replace
from math import floor
from operator import attrgetter
from typing import Literal

from PIL import Image

from pipeline.effects.colours import READABLE, contrast, mixed, readable
from pipeline.effects.look import Look
from pipeline.errors import MediaError
from pipeline.media.picture.cards.areas import free_area, is_upright
from pipeline.media.picture.cards.box import Box
from pipeline.media.picture.cards.ground import draw_ground, extremes
from pipeline.media.picture.cards.shapes import (
    QUOTES_WIDE,
    paste_disc,
    paste_image,
    paste_panel,
    paste_quotes,
    paste_ring,
)
from pipeline.media.picture.dress.rules import draw_rule
from pipeline.media.picture.typesetting.choice import rather_whole
from pipeline.media.picture.typesetting.texts import drawable
from pipeline.media.picture.typesetting.typesetter import Block, Typesetter
from pipeline.messages import trn

Role = Literal["display", "title", "heading", "reading", "body", "small", "note"]
SIZES: dict[Role, tuple[float, float]] = {
    "display": (0.130, 0.070),
    "title": (0.096, 0.054),
    "heading": (0.070, 0.044),
    "reading": (0.084, 0.056),
    "body": (0.054, 0.036),
    "small": (0.042, 0.031),
    "note": (0.030, 0.026),
}
"""Largest and smallest em of each role, of the frame's shorter side."""
SPACING: dict[Role, float] = {
    "display": 1.28, "title": 1.32, "heading": 1.38, "reading": 1.75, "body": 1.55, "small": 1.5, "note": 1.45,
}  # fmt: skip
"""Ems from one line to the next."""
_BOLD: frozenset[Role] = frozenset(("display", "title", "heading"))
_STEP = 0.96
_SOFTER = 0.22
"""How far text of second rank is mixed with its ground."""
_QUIET = 0.42
_DARKER = 12
"""Steps by which a ground is made darker at most."""
_TINTED = 1.25
"""Least contrast of a tint with the ground: it is seen, and not read."""
_CAPTIONS, _CAPTIONS_UPRIGHT = 0.78, 0.66
"""Share of the height from which on captions of two lines may stand."""


class Sheet:
    """One card in the making. All measures are pixels, all colours #rrggbb and readable on the ground."""

    def __init__(self, width: int, height: int, look: Look, *, framed: bool = True, blank: bool = False) -> None:
        """Draws the ground, with the fine line around if `framed`. Raises MediaError for unusable fonts or pictures.

        A `blank` one has no ground: on it is found out what finds room, without the time that drawing takes.
        """
        self.width, self.height = width, height
        self.short = min(width, height)
        self.unit = self.short / 100
        """A hundredth of the shorter side: what gaps are counted in."""
        self.upright = is_upright(width, height)
        self.safe = free_area(width, height, look)
        """Where text may stand."""
        self.look, self.image, grounds = self._bare(look) if blank else self._grounded(look, framed)
        self.ink = readable(look.foreground, *grounds)
        self.soft = readable(mixed(look.foreground, look.background, _SOFTER), *grounds)
        self.quiet = readable(mixed(look.foreground, look.background, _QUIET), *grounds)
        """For text that waits while another is read."""
        self.tint = readable(mixed(look.background, look.accent, 0.24), *grounds, least=_TINTED)
        """Behind the words that are read; `on(...)` gives inks for it."""
        self.accent = readable(look.accent, *grounds, least=3.0)
        """For ornaments and large type."""
        self.accent_ink = readable(look.accent, *grounds)
        """For text."""
        self.panel = mixed(look.background, look.foreground, 0.10)
        """Behind parts of the card; `on(...)` gives inks for it."""
        self._setters: dict[int, Typesetter] = {}

    def on(self, ground: str, ink: str | None = None) -> str:
        """The ink, by default the theme's, readable on an own ground."""
        return readable(ink or self.look.foreground, ground)

    def fit(
        self,
        text: str,
        box: Box,
        role: Role,
        *,
        smallest: Role | None = None,
        bold: bool | None = None,
        lines: int | None = None,
    ) -> Block:
        """The text in the largest size of its role that fits the box, down to the smallest of `smallest`; in a smaller
        one where words, names and titles are then whole.

        Raises MediaError where it does not, or would need more than so many lines at any size.
        """
        text = drawable(text).strip()
        setter, spacing = self.setter(role, bold), SPACING[role]
        fitting = (
            setter.set(text, size=size, width=box.width, spacing=spacing)
            for size in self._sizes(role, smallest or role)
            if (count := setter.count_lines(text, size=size, width=box.width)) <= (lines or count)
            and size + (count - 1) * round(size * spacing) <= box.height
        )
        block = rather_whole(fitting, size=attrgetter("size"), strain=attrgetter("strain"))
        if block is None:
            raise too_much(text)
        return block

    def write(
        self,
        block: Block,
        box: Box,
        *,
        role: Role,
        bold: bool | None = None,
        ink: str | None = None,
        centred: bool = True,
        top: float | None = None,
        down: float = 0.5,
    ) -> Box:
        """Draw a block into the box and return where it stands: from `top`, or with a share `down` of the spare
        height above it. Lines are centred, or begin at the box's left edge.
        """
        start = box.top + max(0.0, box.height - block.height) * down if top is None else top
        setter = self.setter(role, bold)
        setter.draw(self.image, block, column=(box.left, box.right), top=start, fill=ink or self.ink, centred=centred)
        wide = min(setter.widest(block), box.width)
        left = (box.left + box.right - wide) / 2 if centred else box.left
        return Box(left, start, left + wide, start + block.height)

    def text(
        self,
        text: str,
        box: Box,
        role: Role,
        *,
        smallest: Role | None = None,
        bold: bool | None = None,
        ink: str | None = None,
        centred: bool = True,
        down: float = 0.5,
        lines: int | None = None,
    ) -> Box:
        """Fit a text and write it. Raises MediaError where it finds no room."""
        block = self.fit(text, box, role, smallest=smallest, bold=bold, lines=lines)
        return self.write(block, box, role=role, bold=bold, ink=ink, centred=centred, down=down)

    def setter(self, role: Role, bold: bool | None = None) -> Typesetter:
        dress = self.look.dress
        weight = dress.bold if (role in _BOLD if bold is None else bold) else dress.regular
        if weight not in self._setters:
            self._setters[weight] = Typesetter(self.look.fonts, weight=weight)
        return self._setters[weight]

    def panel_at(
        self, box: Box, *, fill: str | None = None, radius: float | None = None, line: str | None = None
    ) -> None:
        """A plane with round corners, of so many units or as the theme has them, and a fine line if one is named."""
        radius = self.look.dress.radius / 10 if radius is None else radius
        stroke = max(1.0, self.unit * 0.22) if line else 0
        paste_panel(self.image, box, fill or self.panel, radius * self.unit, line=line, stroke=stroke)

    def picture_at(self, picture: Image.Image, box: Box, *, radius: float = 1.6, line: str | None = None) -> None:
        """A picture of the box's size with round corners; a radius of half the box's side makes it a disc."""
        paste_image(self.image, picture, box, radius * self.unit, line=line, stroke=max(1.0, self.unit * 0.3))

    def ring_at(self, box: Box, *, share: float, ink: str | None = None, track: str | None = None) -> None:
        """A ring inside a square box, closed clockwise from the top for a `share` from 0 to 1."""
        ground = track or mixed(self.look.background, self.look.foreground, 0.18)
        paste_ring(self.image, box, share, ink or self.accent, ground, max(2.0, box.width * 0.075))

    def disc_at(self, box: Box, fill: str) -> None:
        paste_disc(self.image, box, fill)

    def rule_at(
        self, y: float, *, width: float | None = None, centre: float | None = None, left: float | None = None
    ) -> None:
        """The theme's rule, at most so wide, in the middle or around a `centre`; from the left edge `left` on."""
        x = left if left is not None else self.width / 2 if centre is None else centre
        length = width or self.unit * 34
        draw_rule(self.image, self.look.dress.rule, (x, y), length, self.accent, left=left is not None)

    def quotes_at(self, top: float, height: float, *, left: float | None = None) -> None:
        """Opening quotation marks as an ornament, from their left edge on or in the middle of the card."""
        begin = (self.width - height * QUOTES_WIDE) / 2 if left is None else left
        paste_quotes(self.image, begin, top, height, self.accent)

    def room(self, *, spoken: bool) -> Box:
        """Where text may stand; with room for captions at the foot where somebody speaks."""
        foot = (_CAPTIONS_UPRIGHT if self.upright else _CAPTIONS) * self.height
        return self.safe.above(min(self.safe.bottom, foot)) if spoken else self.safe

    def _bare(self, look: Look) -> tuple[Look, Image.Image, tuple[str, str]]:
        ground = look.background
        return look, Image.new("RGB", (self.width, self.height), ground), (ground, ground)

    def _grounded(self, look: Look, framed: bool) -> tuple[Look, Image.Image, tuple[str, str]]:
        """The look, its ground, and the darkest and brightest colour of that.

        A middling grey, on which neither black nor white can be read, is made darker.
        """
        for _ in range(_DARKER):
            image = draw_ground(look, self.width, self.height, framed=framed)
            grounds = extremes(image.crop(self.safe.whole))
            if any(min(contrast(end, ground) for ground in grounds) >= READABLE for end in ("#000000", "#ffffff")):
                break
            look = replace(look, background=mixed(look.background, "#000000", 0.12))
        return look, image, grounds

    def _sizes(self, role: Role, smallest: Role) -> Iterator[int]:
        size, least, last = self.short * SIZES[role][0], self.short * SIZES[smallest][1], 0
        while floor(size) >= floor(least):
            if floor(size) != last:
                yield (last := floor(size))
            size *= _STEP


def too_much(text: str) -> MediaError:
    """Said of a text that finds no room."""
    return MediaError(
        trn(
            "a text of {count} character finds no room on its card",
            "a text of {count} characters finds no room on its card",
            len(text),
        )
    )
