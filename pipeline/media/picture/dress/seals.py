"""Seals: a square of cinnabar in which strokes are folded as in the script of seals (九叠篆); it says no word."""

from PIL import Image

from pipeline.media.picture.dress.strokes import Fine, Point, draw_fine

_STROKES: tuple[tuple[Point, ...], ...] = (
    # Of a grid of 16 by 16: two signs side by side, each of strokes that fold.
    ((2, 2), (7, 2), (7, 4.2), (2, 4.2), (2, 6.4), (7, 6.4)),
    ((4.5, 6.4), (4.5, 8.6)),
    ((2, 8.6), (7, 8.6), (7, 10.8), (2, 10.8), (2, 14), (7, 14), (7, 12.6), (4.2, 12.6)),
    ((9, 2), (14, 2)),
    ((11.5, 2), (11.5, 4.2)),
    ((9, 6.4), (9, 4.2), (14, 4.2), (14, 6.4), (11.2, 6.4)),
    ((9, 8.6), (14, 8.6), (14, 10.8), (9, 10.8), (9, 14), (11.4, 14), (11.4, 12.6)),
    ((14, 12.6), (14, 14)),
)


def draw_seal(image: Image.Image, place: Point, side: float, colour: str, *, strength: float = 0.92) -> None:
    """A seal with its left upper corner at `place`; its strokes are spared."""
    left, top = place
    cell = side / 16

    def seal(pen: Fine) -> None:
        # Worn corners: a stone is not a ruler.
        worn = cell * 0.9
        pen.polygon(
            [
                (left + worn, top),
                (left + side - worn * 0.4, top),
                (left + side, top + worn * 0.6),
                (left + side, top + side - worn),
                (left + side - worn * 0.8, top + side),
                (left + worn * 0.5, top + side),
                (left, top + side - worn * 0.5),
                (left, top + worn * 0.7),
            ]
        )
        for stroke in _STROKES:
            pen.line([(left + x * cell, top + y * cell) for x, y in stroke], cell * 0.95, tone=0)
            for x, y in (stroke[0], stroke[-1]):
                pen.disc((left + x * cell, top + y * cell), cell * 0.47, tone=0)

    draw_fine(image, (left, top, left + side, top + side), colour, seal, strength=strength)
