"""Choosing: which of a programme's files goes to a platform, and which would suit it better."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.publish.item import ItemFile
from pipeline.publish.kits.limits import Violation, media_violations
from pipeline.publish.kits.platform import SHAPES, Platform, Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaFile:
    """A file with the size of its picture, as a player shows it; None for sound alone."""

    file: ItemFile
    sides: tuple[int, int] | None = None

    @property
    def suffix(self) -> str:
        return self.file.name.rpartition(".")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class RenditionChoice:
    """The file that suits best, what is wrong even with it, and the shape that would be better."""

    film: MediaFile | None
    """None where the programme has nothing of the kind."""
    violations: tuple[Violation, ...] = ()
    better: Shape | None = None


def choose_rendition(films: Sequence[MediaFile], platform: Platform) -> RenditionChoice:
    """The file for the platform: one that it takes, of the shape it likes, the first of those.

    A vertical film goes where films are vertical, if the programme has one; `films` are in the order of its renditions.
    """
    able = [film for film in films if film.file.role == platform.kind]
    judged = [(film, tuple(_violations(film, platform))) for film in able]
    judged.sort(key=lambda one: (any(found.refused for found in one[1]), _rank(one[0], platform)))
    if not judged:
        return RenditionChoice(film=None)
    film, violations = judged[0]
    shape = shape_of(film.sides) if film.sides else None
    wished = next((one for one in SHAPES if platform.shapes.any[:1] == (one,)), None)
    return RenditionChoice(film=film, violations=violations, better=wished if shape and wished != shape else None)


def shape_of(sides: tuple[int, int]) -> Shape:
    """What people call a picture of this width and height."""
    width, height = sides
    if abs(width - height) * 20 <= max(width, height):
        return "square"
    return "landscape" if width > height else "vertical"


def _violations(film: MediaFile, platform: Platform) -> Iterator[Violation]:
    yield from media_violations(film.suffix, film.file.bytes, film.sides, platform)


def _rank(film: MediaFile, platform: Platform) -> int:
    shapes = platform.shapes.any
    shape = shape_of(film.sides) if film.sides else None
    if shape in shapes:
        return shapes.index(shape)
    formats = platform.formats.any
    return formats.index(film.suffix) if film.sides is None and film.suffix in formats else len(shapes) + len(formats)
