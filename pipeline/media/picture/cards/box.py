"""Boxes: places on a frame, in pixels."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Box:
    """Edges from the frame's left upper corner; right and bottom lie outside."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    @property
    def whole(self) -> tuple[int, int, int, int]:
        """The nearest whole pixels."""
        return round(self.left), round(self.top), round(self.right), round(self.bottom)

    def touches(self, other: "Box") -> bool:
        """Whether both have a pixel in common."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom

    def inside(self, across: float, down: float | None = None) -> "Box":
        """The box without a margin at all sides."""
        down = across if down is None else down
        return Box(self.left + across, self.top + down, self.right - across, self.bottom - down)

    def moved(self, right: float, down: float) -> "Box":
        return Box(self.left + right, self.top + down, self.right + right, self.bottom + down)

    def below(self, top: float) -> "Box":
        """What lies under a height of the frame."""
        return replace(self, top=top)

    def above(self, bottom: float) -> "Box":
        return replace(self, bottom=bottom)

    def columns(self, first: float, gap: float) -> tuple["Box", "Box"]:
        """Two boxes side by side, the left one with the share `first` of what the gap leaves."""
        edge = self.left + (self.width - gap) * first
        return replace(self, right=edge), replace(self, left=edge + gap)

    def rows(self, first: float, gap: float) -> tuple["Box", "Box"]:
        """Two boxes, one under the other."""
        edge = self.top + (self.height - gap) * first
        return replace(self, bottom=edge), replace(self, top=edge + gap)

    def centred(self, width: float, height: float, *, down: float = 0.5) -> "Box":
        """A box of this size in its middle; `down` is the share of the spare height above it."""
        left = self.left + (self.width - width) / 2
        top = self.top + (self.height - height) * down
        return Box(left, top, left + width, top + height)
