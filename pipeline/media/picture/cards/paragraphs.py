"""Paragraphs on cards: type sizes to try, dates kept whole, lines about as long as each other."""

import re
from collections.abc import Iterator

from PIL import Image

from pipeline.captions.linebreak import OPENING
from pipeline.media.picture.typesetting.typesetter import Block, Typesetter

_DATE = re.compile("(?<=[〇○零一二三四五六七八九十])(?=[〇○零一二三四五六七八九十年月日岁])")
_JOINER = "\u2060"
"""Lines do not break at it; it has no width."""
_NARROWER = (1.0, 0.96, 0.92, 0.88, 0.84)


def ems(largest: float, smallest: float, step: float = 0.97) -> Iterator[int]:
    """Whole pixels from the largest size down to the smallest."""
    size = largest
    while int(size) >= int(smallest):
        yield int(size)
        size = min(size * step, int(size) - 0.5)


def whole_dates(text: str) -> str:
    """The text in which no line breaks within 一九二三年."""
    return _DATE.sub(_JOINER, text)


def even(setter: Typesetter, text: str, *, size: int, width: float, spacing: float) -> Block:
    """As few lines as there can be, and as long as each other: a column that is a little narrower may make them so."""
    text = whole_dates(text)
    blocks = [setter.set(text, size=size, width=width * share, spacing=spacing) for share in _NARROWER]
    fewest = len(blocks[0].lines)
    shortest = (block for block in blocks if len(block.lines) == fewest)
    return min(shortest, key=lambda block: _ragged(setter, block) + block.strain)


def draw_flush(setter: Typesetter, image: Image.Image, block: Block, *, left: float, top: float, fill: str) -> None:
    """Draw lines that begin at `left`; of an opening mark the blank half hangs out of the column."""
    for number, line in enumerate(block.lines):
        one = Block(lines=(line,), size=block.size, leading=block.leading)
        begin = top + number * block.leading
        # Centred is by its ink, which here is as wide as the column.
        edges = (left, left + setter.widest(one))
        setter.draw(image, one, column=edges, top=begin, fill=fill, centred=line[:1] in OPENING and not line.isascii())


def _ragged(setter: Typesetter, block: Block) -> float:
    """How much lines but the last fall short of the longest, as shares of it, squared."""
    wide = [setter.widest(Block(lines=(line,), size=block.size, leading=0)) for line in block.lines]
    longest = max(wide, default=0) or 1
    return sum((1 - one / longest) ** 2 for one in wide[:-1])
