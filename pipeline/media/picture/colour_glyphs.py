"""Emoji: glyphs that are small pictures of one size, drawn at that size and scaled into a line of text."""

from dataclasses import dataclass
from functools import lru_cache
from math import ceil
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

_ABOVE, _BELOW = 0.95, 0.25
"""Ems of a glyph's picture above and below the baseline."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ColourFont:
    """A font of pictures at a size of ours."""

    path: Path
    index: int
    native: int
    """Pixels of an em in the file."""
    size: int
    """Pixels of an em on the card."""

    def getlength(self, text: str) -> float:
        return _loaded(self.path, self.index, self.native).getlength(text) * self.size / self.native

    def draw(self, image: Image.Image, text: str, x: float, baseline: float) -> None:
        """Draw onto a picture with colours, so that the text stands on the baseline."""
        font = _loaded(self.path, self.index, self.native)
        ascent = ceil(self.native * _ABOVE)
        layer = Image.new("RGBA", (ceil(font.getlength(text)), ascent + ceil(self.native * _BELOW)), (0, 0, 0, 0))
        if not all(layer.size):
            return
        ImageDraw.Draw(layer).text((0, ascent), text, font=font, anchor="ls", embedded_color=True)
        scale = self.size / self.native
        width, height = (max(1, round(side * scale)) for side in layer.size)
        small = layer.resize((width, height), Image.Resampling.LANCZOS)
        image.paste(small, (round(x), round(baseline - ascent * scale)), small)


@lru_cache(maxsize=4)
def _loaded(path: Path, index: int, native: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(path), native, index=index)
