"""The typesetter: text in a column, in lines broken by Chinese rules, with fonts that replace each other's gaps."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from unicodedata import bidirectional, category

from PIL import Image, ImageDraw, ImageFont

from pipeline.captions.linebreak import count_lines, lines
from pipeline.captions.word_breaks import word_starts
from pipeline.errors import MediaError
from pipeline.media.picture.colour_glyphs import ColourFont
from pipeline.media.picture.font_file import colour_size, coverage, faces
from pipeline.media.picture.fonts import REGULAR, is_emoji, needs_glyph
from pipeline.messages import listed, tr
from pipeline.model.media import Font

_MEASURED_AT = 128
"""Pixels; widths at other sizes follow from those at this one."""
_BASELINE = 0.88
"""Ems from the top of a Chinese character to the baseline."""
_APOSTROPHE = re.compile(r"(?<=[a-z])’(?=[a-z])", re.IGNORECASE)
_LINE_ENDS = dict.fromkeys(map(ord, "\r\v\f\x85\u2028\u2029"), "\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Text that has been set: lines of one size, each `leading` pixels below the one before."""

    lines: tuple[str, ...]
    size: int
    """Pixels of an em."""
    leading: int

    @property
    def height(self) -> int:
        """Pixels from the top of the first line's characters to the bottom of the last line's."""
        return self.size + (len(self.lines) - 1) * self.leading if self.lines else 0


class Typesetter:
    """Sets and draws text in one weight."""

    def __init__(self, fonts: Sequence[Font], *, weight: int = REGULAR) -> None:
        """Takes every character from the first font that has it. Raises MediaError for a file that is not a font."""
        self._weight = weight
        self._fonts = _by_weight(fonts, weight)
        self._covered = [coverage(font.path, font.index) for font in self._fonts]
        self._colour = [colour_size(font.path, font.index) for font in self._fonts]
        self._widths: dict[str, float] = {}

    def set(self, text: str, *, size: int, width: float, spacing: float) -> Block:
        """`text` in lines of at most `width` pixels, `spacing` ems apart; none for no text. Its own line ends stay."""
        limit = width * _MEASURED_AT / size
        found = [line for part in _paragraphs(self._drawn(text)) for line in self._lines(part, limit)]
        return Block(lines=tuple(found), size=size, leading=round(size * spacing))

    def _lines(self, paragraph: str, limit: float) -> tuple[str, ...]:
        if count_lines(paragraph, width=limit, measure=self._measured) == 1:
            return lines(paragraph, width=limit, measure=self._measured)
        return lines(paragraph, width=limit, measure=self._measured, words=word_starts(paragraph))

    def count_lines(self, text: str, *, size: int, width: float) -> int:
        """How many lines `set` makes of it, sooner."""
        limit = width * _MEASURED_AT / size
        return sum(count_lines(part, width=limit, measure=self._measured) for part in _paragraphs(self._drawn(text)))

    def _drawn(self, text: str) -> str:
        """The text without emoji that no font has: a box instead of one says less than nothing."""
        lost = {c for c in text if is_emoji(c) and not any(one.draws(c) for one in self._covered)}
        return "".join(c for c in text if c not in lost) if lost else text

    def widest(self, block: Block) -> float:
        """Pixels that the ink of the longest line spans."""
        with self._damage_reported():
            spans = [self._ink(line, block.size) for line in block.lines]
        return max((right - left for left, right in spans), default=0)

    def draw(
        self,
        image: Image.Image,
        block: Block,
        *,
        column: tuple[float, float],
        top: float,
        fill: str,
        centred: bool,
        outline: int = 0,
    ) -> None:
        """Draw `block` into the column from left to right edge, in pixels; letters grow by `outline` all around."""
        pen = ImageDraw.Draw(image)
        with self._damage_reported():
            for number, line in enumerate(block.lines):
                left, right = self._ink(line, block.size)
                # Centred by its ink: the blank half of a closing mark would push the line to the left.
                x = (column[0] + column[1] - left - right) / 2 if centred else column[0]
                baseline = top + number * block.leading + _BASELINE * block.size
                for run, font in self._runs(line, block.size):
                    if isinstance(font, ColourFont):
                        font.draw(image, run, x, baseline)
                    else:
                        pen.text((x, baseline), run, font=font, fill=fill, anchor="ls", stroke_width=outline)
                    x += font.getlength(run)

    def draw_at(self, image: Image.Image, text: str, *, size: int, left: float, top: float, fill: str) -> None:
        """Draw a text without line ends, its em from `top` downward, in pixels."""
        pen = ImageDraw.Draw(image)
        with self._damage_reported():
            for run, font in self._runs(text, size):
                if isinstance(font, ColourFont):
                    font.draw(image, run, left, top + _BASELINE * size)
                else:
                    pen.text((left, top + _BASELINE * size), run, font=font, fill=fill, anchor="ls")
                left += font.getlength(run)

    def width(self, text: str) -> float:
        """Ems that a text without line ends takes."""
        return self._measured(text) / _MEASURED_AT

    def _measured(self, piece: str) -> float:
        if piece not in self._widths:
            with self._damage_reported():
                self._widths[piece] = sum(font.getlength(run) for run, font in self._runs(piece, _MEASURED_AT))
        return self._widths[piece]

    def _ink(self, line: str, size: int) -> tuple[float, float]:
        """Left and right edge of what is drawn, from where the pen begins."""
        x, edges = 0.0, []
        for run, font in self._runs(line, size):
            if isinstance(font, ColourFont):
                edges += [x, x + font.getlength(run)]
                x += font.getlength(run)
                continue
            # Pillow's own box of a text counts the blank half of a mark as text.
            mask, (aside, _) = font.getmask2(run, "L", anchor="ls")
            if box := mask.getbbox():
                edges += [x + aside + box[0], x + aside + box[2]]
            x += font.getlength(run)
        return min(edges, default=0.0), max(edges, default=0.0)

    def _runs(self, line: str, size: int) -> Iterator[tuple[str, "ImageFont.FreeTypeFont | ColourFont"]]:
        """The line in stretches of one font; what needs no glyph stays with what is before it."""
        start, current = 0, self._whole(line)
        if current is None:
            for place, character in enumerate(line):
                if not needs_glyph(character):
                    continue
                chosen = self._font_of(character)
                if current is not None and chosen != current:
                    yield line[start:place], self._load(current, size)
                    start = place
                current = chosen
        if line[start:]:
            yield line[start:], self._load(current or 0, size)

    def _whole(self, line: str) -> int | None:
        """The font for a line that holds words written from right to left: only in one run do they keep their order."""
        if not any(bidirectional(character) in ("R", "AL") for character in line):
            return None
        needed = [character for character in line if needs_glyph(character)]
        fonts = enumerate(self._covered)
        return next((index for index, one in fonts if all(one.draws(character) for character in needed)), None)

    def _font_of(self, character: str) -> int:
        """Where all fonts lack it, the first one draws its box for what is missing."""
        return next((index for index, one in enumerate(self._covered) if one.draws(character)), 0)

    @contextmanager
    def _damage_reported(self) -> Iterator[None]:
        """Turns errors that damaged outlines of a font cause into a MediaError."""
        try:
            yield
        except OSError as cause:
            names, reason = [f"'{font.path.name}'" for font in self._fonts], str(cause)
            if len(names) == 1:
                message = tr("the font {name} is damaged: {reason}", name=names[0], reason=reason)
            else:
                message = tr("one of the fonts {names} is damaged: {reason}", names=listed(names), reason=reason)
            raise MediaError(message, hint=tr("install it again")) from cause

    def _load(self, index: int, size: int) -> "ImageFont.FreeTypeFont | ColourFont":
        font = self._fonts[index]
        if native := self._colour[index]:
            return ColourFont(path=font.path, index=font.index, native=native, size=size)
        return _loaded(font.path, font.index, size, self._weight)


def drawable(text: str) -> str:
    """`text` without what cannot be drawn: control characters and halves of characters; line ends become newlines."""
    text = text.replace("\r\n", "\n").translate(_LINE_ENDS).replace("\t", " ")
    # In a Chinese font the apostrophe is as wide as a character.
    text = _APOSTROPHE.sub("'", text)
    return "".join(c for c in text if c == "\n" or category(c) not in ("Cc", "Cs"))


def _paragraphs(text: str) -> list[str]:
    return text.split("\n") if text else []


def _by_weight(fonts: Sequence[Font], weight: int) -> tuple[Font, ...]:
    """The fonts with the first one's family sorted by how near their weights are; the others stay as they are."""
    known = [faces(font.path)[font.index] for font in fonts]
    family = [
        (abs(face.weight - weight), font)
        for face, font in zip(known, fonts, strict=True)
        if face.family == known[0].family
    ]
    nearest = [font for _, font in sorted(family, key=lambda one: one[0])]
    return (*nearest, *(font for font in fonts if font not in nearest))


@lru_cache(maxsize=128)
def _loaded(path: Path, index: int, size: int, weight: int) -> ImageFont.FreeTypeFont:
    try:
        font = ImageFont.truetype(str(path), size, index=index)
    except OSError as cause:
        raise MediaError(
            tr("'{path}' cannot be used as a font: {reason}", path=path, reason=str(cause)),
            hint=tr("choose a font with outlines"),
        ) from cause
    try:
        axes = font.get_variation_axes()
    except (OSError, NotImplementedError):
        return font  # Not a variable font.
    # A variable font opens at its default weight, which is the thinnest in Noto's.
    font.set_variation_by_axes([weight if axis["name"] == b"Weight" else axis["default"] or 0 for axis in axes])
    return font
