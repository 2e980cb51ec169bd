"""Explaining: what differs between the recipe an artefact was made from and today's, in words."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

_MANY = 4
"""Differences that are told one by one; more than that are counted."""
_LONG = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """What a field's figures count."""

    name: str
    per: int = 1
    """Whole numbers are counted in so many of the unit, such as 48,000 samples in a second; fractions in ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """How people speak of what recipes hold."""

    names: Mapping[str, str]
    """Content ids by the names of their files."""
    wrappers: Collection[str] = ()
    """Fields that only hold others together, and are left out of a place."""
    units: Mapping[str, Unit] = field(default_factory=dict)
    """Units of fields."""
    called: Mapping[str, str] = field(default_factory=dict)
    """Fields that go by another name among people."""


def differences(old: object, new: object, *, words: Vocabulary) -> str:
    """What changed from one plain recipe to another; empty for nothing."""
    found = list(dict.fromkeys(_told(old, new, (), words)))
    if len(found) > _MANY:
        found = [*found[:_MANY], f"and {len(found) - _MANY} more"]
    return "; ".join(found)


def _told(old: object, new: object, place: tuple[str, ...], words: Vocabulary) -> Iterator[str]:
    if old == new:
        return
    if isinstance(old, dict) and isinstance(new, dict) and old.get("is") == new.get("is"):
        for name in (name for name in {**old, **new} if name not in ("is", "version")):
            yield from _told(old.get(name), new.get(name), (*place, name), words)
        if old.get("version") != new.get("version"):
            yield "made in a newer way"
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for index, (before, after) in enumerate(zip(old, new, strict=True), start=1):
            # Of several things alike, one is called by the part it plays, where it has one.
            role = after.get("role") if isinstance(after, dict) else None
            yield from _told(before, after, (*place, str(role or index)), words)
    elif isinstance(new, str) and new in words.names:
        yield f"{words.names[new]} changed" if isinstance(old, str) else f"{words.names[new]} is new"
    elif isinstance(old, str | int | None) and isinstance(new, str | int | None):
        unit = words.units.get(place[-1] if place else "", Unit(name=""))
        yield f"{_called(place, words)} {_shown(old, unit.per)} -> {_shown(new, unit.per)} {unit.name}".strip()
    else:
        yield f"{_called(place, words)} changed"


def _called(place: tuple[str, ...], words: Vocabulary) -> str:
    kept = [name for name in place if name not in words.wrappers] or place[-1:]
    return ".".join(words.called.get(name, name) for name in kept)


def _shown(value: object, per: int) -> str:
    """Numbers bare, texts in quotes and on one line."""
    if value is None:
        return "nothing"
    if isinstance(value, int):
        return f"{round(value / per, 3):g}"
    text = " / ".join(str(value).splitlines())
    if re.fullmatch(r"-?\d+(\.\d+)?", text):
        return text
    if re.fullmatch(r"-?\d+/[1-9]\d*", text):
        return f"{round(float(Fraction(text)), 3):g}"
    return f"'{text[:_LONG]}…'" if len(text) > _LONG else f"'{text}'"
