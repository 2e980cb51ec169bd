"""Glyphs: fonts that replace each other's gaps, and how wide and how blank their characters are."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from unicodedata import bidirectional

from PIL import ImageFont

from pipeline.errors import MediaError, in_words
from pipeline.media.picture.colour_glyphs import ColourFont
from pipeline.media.picture.font_file import colour_size, coverage, faces
from pipeline.media.picture.fonts import needs_glyph
from pipeline.media.picture.typesetting.texts import clusters, visible
from pipeline.messages import listed, tr
from pipeline.model.media import Font

MEASURED_AT = 128
"""Pixels; widths at other sizes follow from those at this one."""

_RIGHT_TO_LEFT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
_LEFTWARD = re.compile(
    f"[{_RIGHT_TO_LEFT}](?:[{_RIGHT_TO_LEFT}\\s\\d!-/:-@\\[-`{{-~\u2010-\u2027]*[{_RIGHT_TO_LEFT}])?"
)
"""Words written from right to left, with the blanks, numbers and marks between them."""

Opened = ImageFont.FreeTypeFont | ColourFont


class Glyphs:
    """The characters of some fonts in one weight; each is taken from the first font that has it."""

    def __init__(self, fonts: Sequence[Font], weight: int) -> None:
        """Raises MediaError for a file that is not a font."""
        self._weight = weight
        self._fonts = _by_weight(fonts, weight)
        self._covered = [coverage(font.path, font.index) for font in self._fonts]
        self._colour = [colour_size(font.path, font.index) for font in self._fonts]
        self._chosen: dict[str, int] = {}
        self._together: dict[str, int | None] = {}

    def draws(self, character: str) -> bool:
        return any(one.draws(character) for one in self._covered)

    def font_of(self, character: str) -> int:
        """Where all fonts lack it, the first one draws its box for what is missing."""
        if character not in self._chosen:
            # An accent that is put on a letter stands less well than where a font has both as one.
            whole = (index for index, one in enumerate(self._covered) if character in one)
            parts = (index for index, one in enumerate(self._covered) if one.draws(character))
            self._chosen[character] = next(whole, next(parts, 0))
        return self._chosen[character]

    def runs(self, line: str) -> Iterator[tuple[str, int]]:
        """The line in stretches of one font; what needs no glyph stays with what is before it.

        Words written from right to left are one stretch, with the numbers and marks among them and with all else of
        their line, if there is a font for all of it: only so do they keep their order.
        """
        if (whole := self._whole(line)) is not None:
            yield line, whole
            return
        place = 0
        for found in _LEFTWARD.finditer(line) if reads_leftward(line) else ():
            if (font := self._whole(found[0])) is not None:
                yield from self._by_character(line[place : found.start()])
                yield found[0], font
                place = found.end()
        yield from self._by_character(line[place:])

    def _by_character(self, part: str) -> Iterator[tuple[str, int]]:
        start, stop, current = 0, 0, None
        for cluster in clusters(part):
            whole = self._font_of_all(cluster)
            for character in cluster if whole is None else (cluster,):
                place, stop = stop, stop + len(character)
                if whole is None and not needs_glyph(character):
                    continue
                chosen = self.font_of(character) if whole is None else whole
                if current is not None and chosen != current:
                    yield part[start:place], current
                    start = place
                current = chosen
        if part[start:]:
            yield part[start:], current or 0

    def _font_of_all(self, cluster: str) -> int | None:
        """The first font that draws a letter with all its marks, or an emoji with what changes it; None where none
        does, and for a character alone.
        """
        if len(cluster) == 1:
            return None
        if cluster not in self._together:
            needed = [character for character in cluster if needs_glyph(character)]
            able = (at for at, one in enumerate(self._covered) if all(one.draws(character) for character in needed))
            self._together[cluster] = next(able, None) if len(needed) > 1 else None
        return self._together[cluster]

    def is_colour(self, index: int) -> bool:
        return self._colour[index] is not None

    def shown(self, text: str, index: int) -> str:
        """What of the text is handed to the font."""
        return text if self.is_colour(index) else visible(text)

    def advance(self, text: str, index: int) -> float:
        """Ems."""
        font = self._fonts[index]
        native = self._colour[index] or 0
        with self.damage_reported():
            return _advance(font.path, font.index, self._weight, native, self.shown(text, index))

    def blanks(self, character: str) -> tuple[float, float]:
        """Ems that are blank at its left and at its right."""
        font = self._fonts[self.font_of(character)]
        if self._colour[self.font_of(character)]:
            return 0.0, 0.0
        with self.damage_reported():
            return _blanks(font.path, font.index, self._weight, character)

    def opened(self, index: int, size: int) -> Opened:
        font = self._fonts[index]
        if native := self._colour[index]:
            return ColourFont(path=font.path, index=font.index, native=native, size=size)
        return _loaded(font.path, font.index, size, self._weight)

    @contextmanager
    def damage_reported(self) -> Iterator[None]:
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

    def _whole(self, line: str) -> int | None:
        """The font for a line that holds words written from right to left."""
        if not reads_leftward(line):
            return None
        needed = [character for character in line if needs_glyph(character)]
        fonts = enumerate(self._covered)
        return next((index for index, one in fonts if all(one.draws(character) for character in needed)), None)


def reads_leftward(text: str) -> bool:
    """Whether there are words in it that are written from right to left."""
    return not text.isascii() and any(character.isalpha() and _is_leftward(character) for character in text)


def _is_leftward(character: str) -> bool:
    return bidirectional(character) in ("R", "AL")


def ink(font: Opened, text: str) -> tuple[float, float] | None:
    """Left and right edge, in pixels, of what is drawn of a text; None where that is nothing."""
    if isinstance(font, ColourFont):
        return 0.0, font.getlength(text)
    # Pillow's own box of a text counts the blank half of a mark as text.
    mask, (aside, _) = font.getmask2(text, "L", anchor="ls")
    box = mask.getbbox()
    return (aside + box[0], aside + box[2]) if box else None


def _by_weight(fonts: Sequence[Font], weight: int) -> tuple[Font, ...]:
    """The fonts, those of a family one after the other, and the one first whose weight is nearest."""
    known = [faces(font.path)[font.index] for font in fonts]
    families = list(dict.fromkeys(face.family for face in known))
    order = sorted(range(len(fonts)), key=lambda at: (families.index(known[at].family), abs(known[at].weight - weight)))
    return tuple(fonts[at] for at in order)


@lru_cache(maxsize=1 << 15)
def _advance(path: Path, index: int, weight: int, native: int, text: str) -> float:
    font: Opened
    if native:
        font = ColourFont(path=path, index=index, native=native, size=MEASURED_AT)
    else:
        font = _loaded(path, index, MEASURED_AT, weight)
    return font.getlength(text) / MEASURED_AT


@lru_cache(maxsize=1 << 12)
def _blanks(path: Path, index: int, weight: int, character: str) -> tuple[float, float]:
    font = _loaded(path, index, MEASURED_AT, weight)
    edges, wide = ink(font, character), font.getlength(character)
    return (edges[0] / MEASURED_AT, (wide - edges[1]) / MEASURED_AT) if edges else (0.0, 0.0)


@lru_cache(maxsize=128)
def _loaded(path: Path, index: int, size: int, weight: int) -> ImageFont.FreeTypeFont:
    try:
        font = ImageFont.truetype(str(path), size, index=index)
    except OSError as cause:
        raise MediaError(
            tr("'{path}' cannot be used as a font: {reason}", path=path, reason=in_words(cause)),
            hint=tr("choose a font with outlines"),
        ) from cause
    try:
        axes = font.get_variation_axes()
    except (OSError, NotImplementedError):
        return font  # Not a variable font.
    # A variable font opens at its default weight, which is the thinnest in Noto's.
    font.set_variation_by_axes([weight if axis["name"] == b"Weight" else axis["default"] or 0 for axis in axes])
    return font
