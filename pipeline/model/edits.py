"""Edits: the parts of a recording that its file plays, one after the other, as the edit lists of MP4s name them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What is played next, and how long."""

    duration: Fraction
    """Seconds."""
    at: Fraction | None
    """Seconds from the recording's own start at which it begins; None plays nothing: the picture before it stands."""
    held: bool = False
    """Whether the picture at that time stands all the while, and nothing is heard."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a recording, and when it is played."""

    start: Fraction
    """Seconds from the file's start."""
    at: Fraction
    duration: Fraction
    held: bool = False

    @property
    def stop(self) -> Fraction:
        return self.start + self.duration


def parts_of(edits: Iterable[Edit]) -> tuple[Part, ...]:
    """The edits that play something."""
    found, now = [], Fraction(0)
    for edit in edits:
        if edit.at is not None:
            found.append(Part(start=now, at=edit.at, duration=edit.duration, held=edit.held))
        now += edit.duration
    return tuple(found)


def length_of(edits: Iterable[Edit]) -> Fraction:
    """Seconds from the file's start to the last one's end."""
    return sum((edit.duration for edit in edits), Fraction(0))


def begun_by(edits: Sequence[Edit]) -> Fraction:
    """Seconds from the file's start to the first part."""
    return next((part.start for part in parts_of(edits)), length_of(edits))


def played(edits: Iterable[Edit], start: Fraction, stop: Fraction) -> list[tuple[Fraction, Fraction]]:
    """When a stretch of the recording, or what is left of it, is played."""
    found = []
    for part in parts_of(edits):
        end = part.at if part.held else part.at + part.duration
        first, last = max(start, part.at), min(stop, end)
        if first < end and first <= last:
            found.append((part.start + first - part.at, part.start + last - part.at))
    return found
