"""A canvas: text, lines and pictures on a sheet of paper, for overviews that people look at."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw

from pipeline.media.picture.fonts import BOLD
from pipeline.media.picture.typesetting.typesetter import Typesetter
from pipeline.model.media import Font

Box = tuple[float, float, float, float]
"""Left, top, right and bottom, in pixels."""


class Canvas:
    """Draws on one sheet; all measures are pixels, colours #rrggbb."""

    def __init__(self, width: int, height: int, fonts: Sequence[Font], *, paper: str) -> None:
        self._image = Image.new("RGB", (width, height), paper)
        self._draw = ImageDraw.Draw(self._image)
        self._regular = Typesetter(fonts)
        self._bold = Typesetter(fonts, weight=BOLD)

    def area(self, box: Box, fill: str) -> None:
        self._draw.rectangle(box, fill=fill)

    def stroke(self, box: Box, fill: str, *, width: int = 1) -> None:
        """A line from the box's left top to its right bottom."""
        self._draw.line(box, fill=fill, width=width)

    def picture(self, path: Path, left: int, top: int, *, high: int, room: int) -> None:
        """An image file scaled to a height, and its middle where there is less room than it is wide."""
        with Image.open(path) as file:
            scaled = file.convert("RGB").resize((round(file.width * high / file.height), high))
        shown = min(scaled.width, room)
        edge = (scaled.width - shown) // 2
        self._image.paste(scaled.crop((edge, 0, edge + shown, high)), (left, top))

    def text(
        self,
        text: str,
        left: float,
        top: float,
        *,
        size: int,
        width: float,
        fill: str,
        bold: bool = False,
        most: int = 1,
    ) -> None:
        """Text in lines of a width, at most so many; what finds no room ends with an ellipsis."""
        setter = self._bold if bold else self._regular
        lines = list(setter.set(text.replace("\n", ""), size=size, width=max(width, size), spacing=1.3).lines)
        if len(lines) > most:
            lines = [*lines[: most - 1], f"{lines[most - 1][:-1]}…"]
        for number, line in enumerate(lines):
            block = setter.set(line, size=size, width=size * (len(line) + 2), spacing=1.3)
            place = top + number * block.leading
            setter.draw(self._image, block, column=(left, left + width), top=place, fill=fill, centred=False)

    def png(self) -> bytes:
        data = BytesIO()
        self._image.save(data, "PNG", compress_level=6)
        return data.getvalue()
