"""Which of a programme's files is uploaded to a platform, and which shape would be better."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.messages import Message, tr
from pipeline.publish.item import ItemFile
from pipeline.publish.kits.limits import Violation, media_violations
from pipeline.publish.kits.platform import SHAPES, Platform, Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaFile:
    """A video or audio file, with the width and height that a player shows; None for audio."""

    file: ItemFile
    sides: tuple[int, int] | None = None

    @property
    def suffix(self) -> str:
        return self.file.name.rpartition(".")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class RenditionChoice:
    """The best file for a platform, and what is wrong with it."""

    media: MediaFile | None
    """None where the programme has no file of the platform's kind."""
    violations: tuple[Violation, ...] = ()
    better_shape: Shape | None = None
    """What the platform prefers, where the file has another shape."""


def choose_rendition(files: Sequence[MediaFile], platform: Platform) -> RenditionChoice:
    """The file for the platform: one that it takes, of the shape it prefers, the first of those.

    `files` are in the order of the programme's renditions.
    """
    candidates = [(one, tuple(_violations(one, platform))) for one in files if one.file.role == platform.kind]
    candidates.sort(key=lambda one: (any(found.refused for found in one[1]), _rank(one[0], platform)))
    if not candidates:
        return RenditionChoice(media=None)
    media, violations = candidates[0]
    shape = shape_of(media.sides) if media.sides else None
    preferred = next((one for one in SHAPES if platform.shapes.any[:1] == (one,)), None)
    better = preferred if shape and preferred != shape else None
    return RenditionChoice(media=media, violations=violations, better_shape=better)


def shape_of(sides: tuple[int, int]) -> Shape:
    """Of a picture of this width and height; nearly equal sides count as square."""
    width, height = sides
    if abs(width - height) * 20 <= max(width, height):
        return "square"
    return "landscape" if width > height else "vertical"


def shape_word(shape: Shape) -> Message:
    """The word for a shape, before "video" or "picture"."""
    match shape:
        case "vertical":
            return tr("vertical")
        case "square":
            return tr("square")
        case "landscape":
            return tr("landscape")


def _violations(media: MediaFile, platform: Platform) -> Iterator[Violation]:
    yield from media_violations(media.suffix, media.file.bytes, media.sides, platform)


def _rank(media: MediaFile, platform: Platform) -> int:
    shapes = platform.shapes.any
    shape = shape_of(media.sides) if media.sides else None
    if shape in shapes:
        return shapes.index(shape)
    formats = platform.formats.any
    return (
        formats.index(media.suffix) if media.sides is None and media.suffix in formats else len(shapes) + len(formats)
    )
