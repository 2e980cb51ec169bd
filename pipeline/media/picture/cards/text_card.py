"""Title cards: a heading, a rule, and smaller lines below, on a plain background or a darkened picture."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, floor

from PIL import Image, ImageDraw

from pipeline.effects.colours import mixed, rgb
from pipeline.effects.stills import TextCard
from pipeline.errors import MediaError
from pipeline.media.picture.cards.ground import draw_frame, draw_ground
from pipeline.media.picture.fonts import BOLD, REGULAR
from pipeline.media.picture.typeset import Block, Typesetter, drawable
from pipeline.messages import tr, trn

# Shares of the frame's sides.
_COLUMN_WIDTH, _COLUMN_HEIGHT = 0.80, 0.76
_FREE = 0.05
"""Stays free at every edge: screens cut it off, and players show their controls there."""

# Shares of the frame's shorter side.
_LARGEST, _SMALLEST = 0.142, 0.021
_STEP = 0.96

_HEADING_SPACING, _TEXT_SPACING = 1.32, 1.62
_LINES_AT = ((0.80, 1), (0.60, 2), (0.44, 3))
"""From this share of the largest size upward a heading may have so many lines on a card that is not upright."""
_GAP = 0.55
"""Ems of the heading on either side of the rule."""
_TEXT_SHARES = (0.56, 0.50, 0.44, 0.38, 0.32)
"""Sizes of the text below against the heading's."""

_FINER = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class CardLayout:
    """A card's text, set; sizes in pixels."""

    heading: Block
    text: Block
    gap: int
    """From the heading to the rule and from the rule to the text."""
    centred: bool
    """Whether the text is; paragraphs of several lines are not."""

    @property
    def height(self) -> int:
        return self.heading.height + self.gap + (self.gap + self.text.height if self.text.lines else 0)


def is_crowded(card: TextCard, width: int, height: int) -> bool:
    """Whether the card has more text than can be read on it; nothing is drawn."""
    heading, _, text = drawable(card.text).strip().partition("\n")
    bold, regular = Typesetter(card.look.fonts, weight=BOLD), Typesetter(card.look.fonts, weight=REGULAR)
    try:
        _layout(heading.strip(), text.strip(), bold, regular, width, height)
    except MediaError:
        return True
    return False


def draw_card(card: TextCard, width: int, height: int) -> Image.Image:
    """The card as an RGB picture. Raises MediaError when its text is too long or a font or picture is unusable."""
    image = draw_ground(card.look, width, height)
    draw_frame(image, card.look.accent)
    heading, _, text = drawable(card.text).strip().partition("\n")
    if not heading:
        return image
    bold, regular = Typesetter(card.look.fonts, weight=BOLD), Typesetter(card.look.fonts, weight=REGULAR)
    layout = _layout(heading.strip(), text.strip(), bold, regular, width, height)
    left, right = width * (1 - _COLUMN_WIDTH) / 2, width * (1 + _COLUMN_WIDTH) / 2
    background = image.copy()
    # Slightly above the middle: exactly in the middle it would look too low.
    top = (height - layout.height) * 0.48
    bold.draw(image, layout.heading, column=(left, right), top=top, fill=card.look.foreground, centred=True)
    rule = top + layout.heading.height + layout.gap
    _draw_rule(image, card.look.accent, rule, layout.heading.size)
    softer = mixed(card.look.foreground, card.look.background, 0.12)
    spare = 0.0 if layout.centred else (right - left - regular.widest(layout.text)) / 2
    column = (left + spare, right - spare)
    regular.draw(image, layout.text, column=column, top=rule + layout.gap, fill=softer, centred=layout.centred)
    # Several marks on a character may reach beyond its line, but not to the frame's edge.
    inside = (ceil(width * _FREE), ceil(height * _FREE), floor(width * (1 - _FREE)), floor(height * (1 - _FREE)))
    background.paste(image.crop(inside), inside)
    return background


def _layout(heading: str, text: str, bold: Typesetter, regular: Typesetter, width: int, height: int) -> CardLayout:
    """The largest heading that leaves room for a text of fair size below it."""
    room, column = height * _COLUMN_HEIGHT, width * _COLUMN_WIDTH
    largest, smallest = min(width, height) * _LARGEST, min(width, height) * _SMALLEST
    upright = max(1.0, height / width)
    for size in _sizes(largest, smallest):
        most = next((round(count * upright) for share, count in _LINES_AT if size >= share * largest), None)
        count = bold.count_lines(heading, size=size, width=column)
        if (most is not None and count > most) or count * size * _HEADING_SPACING > room:
            continue
        head = bold.set(heading, size=size, width=column, spacing=_HEADING_SPACING)
        gap = round(max(size, largest / 2) * _GAP)
        left = room - head.height - 2 * gap
        sizes = [max(round(size * share), round(smallest)) for share in _TEXT_SHARES]
        counts = [regular.count_lines(text, size=small, width=column) for small in sizes]
        fitting = [one for one in zip(counts, sizes, strict=True) if one[0] * one[1] * _TEXT_SPACING <= left]
        if fitting:
            # Rather a smaller size than paragraphs of several lines; else the largest.
            paragraphs = text.count("\n") + 1
            count, small = next((one for one in fitting if one[0] <= paragraphs), fitting[0])
            below = regular.set(text, size=small, width=column, spacing=_TEXT_SPACING)
            return CardLayout(heading=head, text=below, gap=gap, centred=count <= max(paragraphs, 3 - paragraphs))
    raise MediaError(
        trn(
            "the card has {count} character, more than can be read on it",
            "the card has {count} characters, more than can be read on it",
            len(heading) + len(text),
        ),
        hint=tr("spread it over several cards, or say it in the narration"),
    )


def _sizes(largest: float, smallest: float) -> Iterator[int]:
    size, last = largest, 0
    while size >= smallest:
        if round(size) != last:
            yield (last := round(size))
        size *= _STEP


def _draw_rule(image: Image.Image, colour: str, y: float, size: int) -> None:
    """A line with a lozenge in its middle, drawn larger and shrunk, so that slanted edges are smooth."""
    line, lozenge, half = max(1, round(size / 36)), size * 0.09, size * 1.9
    width, height = 2 * round(half), 2 * ceil(lozenge) + line % 2
    mask = Image.new("L", (width * _FINER, height * _FINER), 0)
    pen = ImageDraw.Draw(mask)
    middle, level, arm = mask.width / 2, mask.height / 2, lozenge * _FINER
    pen.rectangle((0, level - line * _FINER / 2, mask.width, level + line * _FINER / 2 - 1), fill=255)
    pen.rectangle((middle - 2.4 * arm, 0, middle + 2.4 * arm, mask.height), fill=0)
    pen.polygon([(middle - arm, level), (middle, level - arm), (middle + arm, level), (middle, level + arm)], fill=255)
    mask = mask.resize((width, height), Image.Resampling.BOX)
    image.paste(rgb(colour), ((image.width - width) // 2, round(y - height / 2)), mask)
