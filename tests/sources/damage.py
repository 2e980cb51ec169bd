"""Files as broken copies and bad disks leave them."""

from fractions import Fraction
from pathlib import Path

from tests.sources.place import folder


def truncated(source: Path, name: str, *, kept: Fraction) -> Path:
    """The first part of a file, as a broken copy or download leaves it."""
    path = folder() / name
    data = source.read_bytes()
    path.write_bytes(data[: int(len(data) * kept)])
    return path


def with_hole(source: Path, name: str, *, start: Fraction, stop: Fraction) -> Path:
    """A file of which a stretch, given as parts of its length, is zeros, as a bad disk leaves it."""
    path = folder() / name
    data = bytearray(source.read_bytes())
    first, end = int(len(data) * start), int(len(data) * stop)
    data[first:end] = bytes(end - first)
    path.write_bytes(data)
    return path
