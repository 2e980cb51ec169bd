"""The words of a cover: the series, the title by its sense, and what is below it, always readable."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import floor

from PIL import Image

from pipeline.effects.colours import mixed, readable, rgb
from pipeline.effects.covers import Cover
from pipeline.media.picture.cards.box import Box
from pipeline.media.picture.covers.arrangement import Arrangement
from pipeline.media.picture.covers.inks import readable_inks
from pipeline.media.picture.covers.tones import tone
from pipeline.media.picture.typesetting.choice import rather_whole
from pipeline.media.picture.typesetting.texts import drawable
from pipeline.media.picture.typesetting.typesetter import Block, Typesetter
from pipeline.model.titles import split_title

_STEP = 0.94
_SMALLEST = 0.034
"""Em of the smallest text, of the cover's shorter side."""
_LINES = ((0.62, 2), (0.42, 3), (0.0, 9))
"""How many lines a title may have, from which share of the largest em on."""
_SPACING, _SMALL_SPACING = 1.22, 1.42
_SERIES, _EPITHET = 0.062, 0.5
"""Em of the series' name, of the shorter side; of the epithet, of the name's."""
_DOWN = 0.62
"""Share of the spare height that is above words beside a picture; below one they stand at the foot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A cover's words, set."""

    series: Block | None
    name: Block
    epithet: Block | None
    gap: float
    """Pixels between them, and on either side of the rule above the epithet."""
    shortened: bool = False
    """Whether not all of the title found room."""

    def width(self, bold: Typesetter, regular: Typesetter) -> float:
        """Of the widest of them, in pixels."""
        small = [regular.widest(one) for one in (self.series, self.epithet) if one]
        return max([bold.widest(self.name), *small])

    @property
    def strain(self) -> float:
        """Of the worst line break in the title."""
        return max(self.name.strain, self.epithet.strain if self.epithet else 0.0)

    @property
    def height(self) -> float:
        parts = [one.height for one in (self.series, self.name, self.epithet) if one]
        return sum(parts) + self.gap * (len(parts) - 1 + (self.epithet is not None))


def set_words(cover: Cover, place: Arrangement, bold: Typesetter, regular: Typesetter, short: int) -> Words:
    """The largest title for which there is room; an endless one is shortened."""
    title, box = split_title(drawable(cover.title)), place.words
    name, epithet = title.main or title.epithet, title.epithet if title.main else ""
    lines = dict.fromkeys(" ".join(one.split()) for one in (drawable(cover.series), title.above))
    least = max(1.0, short * _SMALLEST)
    series = _series(" · ".join(filter(None, lines)), regular, least, max(least, short * _SERIES), box)
    fitting = (
        words
        for size in _sizes(place.name, least)
        if bold.count_lines(name, size=size, width=box.width)
        <= next(count for share, count in _LINES if size >= share * place.name)
        if (words := _set(series, name, epithet, bold, regular, size, least, box.width)).height <= box.height
    )
    if found := rather_whole(fitting, size=lambda one: one.name.size, strain=lambda one: one.strain):
        return found
    for kept in range(len(name) - 1, 0, -max(1, len(name) // 40)):
        words = _set(series, f"{name[:kept].rstrip()}…", "", bold, regular, floor(least), least, box.width)
        if words.height <= box.height:
            return replace(words, shortened=True)
    return replace(_set(None, name[:1], "", bold, regular, floor(least), least, box.width), shortened=len(name) > 1)


def _series(text: str, setter: Typesetter, least: float, largest: float, box: Box) -> Block | None:
    """In one line if that can be, and never in more than a third of the room."""
    for size in _sizes(largest, least):
        if text and setter.count_lines(text, size=size, width=box.width) == 1:
            return setter.set(text, size=size, width=box.width, spacing=_SMALL_SPACING)
    found = setter.set(text, size=floor(least), width=box.width, spacing=_SMALL_SPACING) if text else None
    if found and found.height > box.height / 3:
        kept = max(1, floor(box.height / 3 / found.leading))
        last = f"{found.lines[kept - 1][:-1]}…"
        found = replace(found, lines=(*found.lines[: kept - 1], last))
    return found


def _set(
    series: Block | None, name: str, epithet: str, bold: Typesetter, regular: Typesetter, size: int, least: float,
    width: float,
) -> Words:  # fmt: skip
    """The epithet in one line if its size allows that."""
    small = max(size * _EPITHET, least)
    fitting = (one for one in _sizes(small, least) if regular.count_lines(epithet, size=one, width=width) <= 1)
    chosen = next(fitting, floor(least))
    return Words(
        series=series,
        name=bold.set(name, size=size, width=width, spacing=_SPACING),
        epithet=regular.set(epithet, size=chosen, width=width, spacing=_SMALL_SPACING) if epithet else None,
        gap=max(size, least * 2) * 0.25,
    )


def write_words(
    image: Image.Image,
    cover: Cover,
    place: Arrangement,
    words: Words,
    bold: Typesetter,
    regular: Typesetter,
    *,
    veil: Image.Image,
) -> None:
    """Draw them, with the house's rule between name and epithet; `veil` is whole beneath them."""
    box, look = place.words, cover.look
    top = box.top + (box.height - words.height) * (_DOWN if place.beside else 1.0)
    accent, soft = mixed(look.accent, look.foreground, 0.15), mixed(look.foreground, look.background, 0.10)
    parts: list[tuple[Block, Typesetter, str, float]] = []
    rule = None
    for block, setter, colour in ((words.series, regular, accent), (words.name, bold, look.foreground)):
        if block:
            parts.append((block, setter, colour, top))
            top += block.height + words.gap
    if words.epithet:
        rule = top
        parts.append((words.epithet, regular, soft, top + words.gap))
    around = [(_around(block, setter, box, there, min(image.size)), colour) for block, setter, colour, there in parts]
    inks = readable_inks(image, around, tone(look), veil=veil)
    for ink, (block, setter, _, there) in zip(inks, parts, strict=True):
        setter.draw(image, block, column=(box.left, box.right), top=there, fill=ink, centred=False)
    if rule is not None:
        half, long = max(1.0, min(image.size) * 0.0038), min(box.width, words.name.size * 1.1)
        line = Box(box.left, rule - half, box.left + long, rule + half)
        image.paste(rgb(readable(look.accent, tone(look), least=3.0)), line.whole)


def _around(block: Block, setter: Typesetter, box: Box, top: float, short: int) -> Box:
    """What a block may touch."""
    spare = short * 0.008
    right = box.left + setter.widest(block) + spare + block.size * 0.2
    return Box(box.left - spare, top - spare, right, top + block.height + block.size * 0.08 + spare)


def _sizes(largest: float, least: float) -> Iterator[int]:
    size, last = largest, 0
    while floor(size) >= max(1, floor(least)):
        if floor(size) != last:
            yield (last := floor(size))
        size *= _STEP
