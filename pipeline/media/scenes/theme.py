"""The theme as scripts of scenes get it: the ground of cards, inks that can be read on it, and text as small pictures.

Scripts rely on these names: docs/scenes.md tells of them.
"""

from functools import cached_property
from typing import Any

import numpy as np
from PIL import Image

from pipeline.effects.colours import rgb
from pipeline.effects.look import Look
from pipeline.errors import MediaError
from pipeline.media.picture.cards.box import Box
from pipeline.media.picture.cards.sheet import Role, Sheet

Colour = tuple[int, int, int]
"""Red, green and blue, from 0 to 255."""


class NoRoom(Exception):
    """A text finds no room."""

    def __init__(self, words: str) -> None:
        super().__init__(f"a text finds no room: {words[:40]}")
        self.words = words


class Theme:
    """How cards look in a frame of this size. Measures are pixels."""

    def __init__(self, look: Look, size: tuple[int, int]) -> None:
        self._look, self._size = look, size

    @cached_property
    def ground(self) -> Any:
        """The ground of cards with the line around, as an array: for `ImageClip`."""
        return np.asarray(self._sheet.image)

    @property
    def ink(self) -> Colour:
        """For text."""
        return rgb(self._sheet.ink)

    @property
    def soft(self) -> Colour:
        """For text of second rank."""
        return rgb(self._sheet.soft)

    @property
    def accent(self) -> Colour:
        """For lines, dots and very large type."""
        return rgb(self._sheet.accent)

    @property
    def accent_ink(self) -> Colour:
        """For text that is to stand out."""
        return rgb(self._sheet.accent_ink)

    @property
    def panel(self) -> Colour:
        """For planes behind parts of the picture."""
        return rgb(self._sheet.panel)

    @property
    def unit(self) -> float:
        """A hundredth of the frame's shorter side: what gaps and strokes are counted in."""
        return self._sheet.unit

    @property
    def safe(self) -> tuple[int, int, int, int]:
        """Left, top, right and bottom of where text may stand."""
        return self._sheet.safe.whole

    @property
    def upright(self) -> bool:
        """Whether the frame is higher than wide, as on phones."""
        return self._sheet.upright

    def text(
        self,
        words: str,
        role: Role = "title",
        *,
        width: float | None = None,
        height: float | None = None,
        colour: Colour | None = None,
        align: str = "center",
        smallest: Role | None = None,
        bold: bool | None = None,
    ) -> Image.Image:
        """Words as a picture with transparency, as large as their role allows in this room and no larger than they are.

        Roles, from large to small: display, title, heading, body, small, note. `smallest` lets long words shrink to the
        least size of another role. By default the room is where text may stand.
        """
        left, top, right, bottom = self._sheet.safe.whole
        box = Box(0, 0, width or right - left, height or bottom - top)
        try:
            block = self._sheet.fit(words, box, role, smallest=smallest, bold=bold)
        except MediaError as cause:
            raise NoRoom(words) from cause
        setter = self._sheet.setter(role, bold)
        edge = round(block.size * 0.3)
        wide = max(1, min(round(box.width), int(setter.widest(block)) + 2)) + 2 * edge
        image = Image.new("RGBA", (wide, block.height + 2 * edge), (*(colour or self.ink), 0))
        ink = "#{:02x}{:02x}{:02x}".format(*(colour or self.ink))
        column = (edge, wide - edge)
        setter.draw(image, block, column=column, top=edge, fill=ink, centred=align == "center")
        found = image.getchannel("A").getbbox() or (0, 0, 1, 1)
        # Whole lines in height, so that texts side by side share their baselines; as wide as their ink.
        return image.crop((found[0], edge, found[2], image.height - edge + round(block.size * 0.12)))

    def largest(self, words: str, *, width: float, height: float) -> int:
        """The largest size of bold type, in pixels of an em, in which words fit this room on one line."""
        setter = self._sheet.setter("display")
        at = 100
        wide = sum(self.letters(one, at).width + at * 0.06 for one in words)
        return max(1, int(min(height, at * width / max(wide, 1)))) if setter else at

    def letters(self, words: str, size: int, *, colour: Colour | None = None) -> Image.Image:
        """Words on one line in bold type of `size` pixels an em; always as high as `size` asks for."""
        setter = self._sheet.setter("display")
        block = setter.set(words, size=size, width=1_000_000, spacing=1)
        ink = colour or self.ink
        image = Image.new("RGBA", (max(1, int(setter.widest(block)) + 2), round(size * 1.1)), (*ink, 0))
        fill = "#{:02x}{:02x}{:02x}".format(*ink)
        setter.draw(image, block, column=(0, image.width), top=0, fill=fill, centred=True)
        return image

    @cached_property
    def _sheet(self) -> Sheet:
        return Sheet(*self._size, self._look)
