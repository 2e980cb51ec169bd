"""What differs between the recipe that an artefact was made from and today's, in words."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from pipeline.messages import Message, clauses, told, tr, trn

_MANY = 4
"""Differences that are listed; more than that are counted."""
_LONG = 40
"""Characters of a text that are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """The unit of a field's numbers."""

    name: str
    """Empty, or a message."""
    per: int = 1
    """Whole numbers are counted in so many of the unit, such as 48,000 samples in a second; fractions in ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """What people call the things that recipes hold."""

    names: Mapping[str, str]
    """Content ids by the names of their files."""
    wrappers: Collection[str] = ()
    """Fields that only hold others together, and are left out of names."""
    units: Mapping[str, Unit] = field(default_factory=dict)
    """Of fields; of those inside a certain field by both names, `captions.start`."""
    called: Mapping[str, str] = field(default_factory=dict)
    """What people call a field, where that is not its name; messages."""
    alike: Collection[str] = ()
    """Fields whose parts nobody counts: what all of them have in common is told once, without names and places."""
    whole: Collection[str] = ()
    """Fields whose many parts nobody has names for: of these only files are told apart."""


def differences(old: object, new: object, *, words: Vocabulary) -> Message:
    """What changed from one plain recipe to another; empty for nothing."""
    found = list(dict.fromkeys(_differences(old, new, (), words)))
    if len(found) > _MANY:
        found = [*found[:_MANY], trn("and {count} more", "and {count} more", len(found) - _MANY)]
    return clauses(found)


def _differences(old: object, new: object, path: tuple[str, ...], words: Vocabulary) -> Iterator[Message]:
    if old == new:
        return
    if path and path[-1] in words.whole:
        files = sorted({words.names[one] for one in set(_texts(new)) - set(_texts(old)) if one in words.names})
        yield from (tr("{name} changed", name=name) for name in files or (_name(path[-1:], words),))
    elif isinstance(old, dict) and isinstance(new, dict) and old.get("is") == new.get("is"):
        for name in (name for name in {**old, **new} if name not in ("is", "version")):
            yield from _differences(old.get(name), new.get(name), (*path, name), words)
        if old.get("version") != new.get("version"):
            yield tr("voicehall makes it in a newer way")
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for index, (before, after) in enumerate(zip(old, new, strict=True), start=1):
            # One of several is called by its role, where it has one.
            role = after.get("role") if isinstance(after, dict) else None
            inside = path[:-1] if path and path[-1] in words.alike else (*path, str(role or index))
            yield from _differences(before, after, inside, words)
    elif isinstance(new, str) and new in words.names:
        name = words.names[new]
        yield tr("{name} changed", name=name) if isinstance(old, str) else tr("{name} is new", name=name)
    elif isinstance(old, str | int | None) and isinstance(new, str | int | None):
        unit = _unit(path, words)
        name, before, after = _name(path, words), _shown(old, unit.per), _shown(new, unit.per)
        if before == after and isinstance(old, str) and isinstance(new, str):
            before, after = _where_apart(old, new)
        if unit.name:
            yield tr("{name} {before} -> {after} {unit}", name=name, before=before, after=after, unit=unit.name)
        else:
            yield tr("{name} {before} -> {after}", name=name, before=before, after=after)
    else:
        yield tr("{name} changed", name=_name(path, words))


def _texts(value: object) -> Iterator[str]:
    """All texts in a plain value."""
    if isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)
    elif isinstance(value, str):
        yield value


def _name(path: tuple[str, ...], words: Vocabulary) -> str:
    """What people call the field at a path."""
    kept = [name for name in path if name not in words.wrappers] or path[-1:]
    return ".".join(told(words.called.get(name, name)) for name in kept)


def _unit(path: tuple[str, ...], words: Vocabulary) -> Unit:
    names = [name for name in path if not name.isdecimal()]
    for name in (".".join(names[-2:]), ".".join(names[-1:])):
        if name in words.units:
            return words.units[name]
    return Unit(name="")


def _where_apart(old: str, new: str) -> tuple[str, str]:
    """Two long texts that begin alike, each from shortly before where they differ."""
    pairs = enumerate(zip(old, new, strict=False))
    alike = next((at for at, (one, other) in pairs if one != other), min(len(old), len(new)))
    first = max(0, alike - _LONG // 4)
    before, after = (f"…{text[first:]}" if first else text for text in (old, new))
    return _shown(before, 1), _shown(after, 1)


def _shown(value: object, per: int) -> str:
    """Numbers without quotes, texts in quotes and on one line."""
    if value is None:
        return tr("nothing")
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{round(value / per, 3):g}"
    text = " / ".join(str(value).splitlines())
    if re.fullmatch(r"-?\d+(\.\d+)?", text):
        return text
    if re.fullmatch(r"-?\d+/[1-9]\d*", text):
        return f"{round(float(Fraction(text)), 3):g}"
    return f"'{text[:_LONG]}…'" if len(text) > _LONG else f"'{text}'"
