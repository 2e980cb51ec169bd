"""Arrangement: where the picture of a cover stands, where its words, by the cover's shape."""

from dataclasses import dataclass, replace

from pipeline.media.picture.cards.areas import is_upright
from pipeline.media.picture.cards.box import Box

WIDE, PANORAMA, TALL = 1.18, 2.0, 0.9
"""Widths against heights: from the first on a cover has room for words beside an upright picture, from the second on
beside any; below the third it has more room for words."""
BAND = 0.74
"""Of a cover's own width against height: a picture narrower than that would lose much as a band."""
NARROWEST = 0.26
"""Of a cover's width: the least for words beside a picture."""
PHONE = 0.66
"""Up to here it fills a phone: players lay their own texts over its lowest quarter, and profile pages cut it to 3:4."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrangement:
    """Places on a cover, in pixels."""

    art: Box
    """The picture, to the edges of the cover where it reaches them."""
    words: Box
    """Series, title and what is below it."""
    beside: bool
    """Whether the words stand beside the picture; else below it, over its foot."""
    badge: tuple[float, float]
    """Left edge, and from which height downward there may be something to read in it."""
    name: float
    """The largest em of the title."""
    last: bool = False
    """Whether words below a picture stand at its right."""
    foot: float | None = None
    """From which height downward nothing is to be read, as players write there: the theme's ornaments fill it."""

    def holding(self, width: float, height: float, *, across: int) -> "Arrangement":
        """With no more room for words than these take, in pixels: the rest goes to the picture.

        `across` is the width of the cover, of which words beside a picture keep a quarter at least.
        """
        words = self.words
        if not self.beside:
            left = max(words.left, words.right - width) if self.last else words.left
            return replace(self, words=replace(words, left=left, top=max(words.top, words.bottom - height)))
        width = min(words.width, max(width, across * NARROWEST))
        if self.on_left:
            return replace(self, words=replace(words, right=words.left + width))
        return replace(self, words=replace(words, left=words.right - width), badge=(words.right - width, self.badge[1]))

    @property
    def on_left(self) -> bool:
        """Whether words beside a picture are at its left."""
        return self.words.left < self.art.left

    def aside(self, width: int, height: int, margin: float, *, over: float) -> Box:
        """All beside the words but a margin, and `over` so many pixels of theirs."""
        if self.on_left:
            return Box(self.words.right - over, margin, width - margin, height - margin)
        return Box(margin, margin, self.words.left + over, height - margin)

    def mirrored(self, width: int) -> "Arrangement":
        """With the words at the right, and a picture beside them at the left."""
        if not self.beside:
            return replace(self, last=True)
        left = width - self.words.right + 0.4 * self.words.left
        return replace(
            self,
            art=Box(width - self.art.right, self.art.top, width - self.art.left, self.art.bottom),
            words=replace(self.words, left=left, right=width - self.words.left),
            badge=(left, self.badge[1]),
        )


def arrange(width: int, height: int, *, upright: bool) -> Arrangement:
    """The places for a cover of this size; `upright` says whether its picture is, and so would lose most as a band."""
    ratio, short = width / height, min(width, height)
    if ratio >= PANORAMA or (ratio >= WIDE and upright):
        margin = max(0.062 * height, 0.04 * width)
        edge = width * (0.30 + 0.10 * min(1.0, max(0.0, (ratio - WIDE) / 0.6)))
        column = min(width * 0.56, edge + 0.16 * width)
        return Arrangement(
            art=Box(edge, 0, width, height),
            words=Box(margin, height * 0.30, column, height * 0.905),
            beside=True,
            badge=(margin, 0),
            name=min(0.205 * height, 0.135 * width),
        )
    if ratio >= WIDE:
        margin = max(0.062 * height, 0.04 * width)
        return Arrangement(
            art=Box(0, 0, width, height * 0.76),
            words=Box(margin, height * 0.51, width - margin, height * 0.935),
            beside=False,
            badge=(margin, 0),
            name=0.185 * height,
        )
    if is_upright(width, height) and ratio < PHONE:
        return Arrangement(
            art=Box(0, 0, width, height * 0.60),
            words=Box(width * 0.09, height * 0.51, width * 0.91, height * 0.765),
            beside=False,
            badge=(width * 0.09, height * 0.132),
            name=0.20 * width,
            foot=height * 0.765 + 0.03 * width,
        )
    margin = 0.075 * short
    top = 0.555 if ratio > TALL else 0.61
    return Arrangement(
        art=Box(0, 0, width, height * (top + 0.13)),
        words=Box(margin, height * top, width - margin, height - margin * 0.9),
        beside=False,
        badge=(margin, 0),
        name=0.172 * width,
    )
