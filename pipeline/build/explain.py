"""Explaining: what differs between the recipe an artefact was made from and today's, in words."""

from collections.abc import Iterator, Mapping

_MANY = 4
"""Differences that are told one by one; more than that are counted."""


def differences(old: object, new: object, *, names: Mapping[str, str]) -> str:
    """What changed from one plain recipe to another; `names` tells content ids by the names people know."""
    found = list(dict.fromkeys(_told(old, new, "", names)))
    if len(found) > _MANY:
        found = [*found[:_MANY], f"and {len(found) - _MANY} more"]
    return "; ".join(found)


def _told(old: object, new: object, place: str, names: Mapping[str, str]) -> Iterator[str]:
    if old == new:
        return
    if isinstance(old, dict) and isinstance(new, dict) and old.get("is") == new.get("is"):
        for name in (name for name in {**old, **new} if name not in ("is", "version")):
            yield from _told(old.get(name), new.get(name), f"{place}.{name}" if place else name, names)
        if old.get("version") != new.get("version"):
            yield "made in a newer way"
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for index, (before, after) in enumerate(zip(old, new, strict=True), start=1):
            yield from _told(before, after, f"{place} {index}", names)
    elif isinstance(new, str) and new in names:
        yield f"{names[new]} changed" if isinstance(old, str) else f"{names[new]} is new"
    elif isinstance(old, str | int | None) and isinstance(new, str | int | None):
        yield f"{place} {_shown(old)} -> {_shown(new)}"
    else:
        yield f"{place} changed"


def _shown(value: object) -> str:
    if value is None:
        return "nothing"
    text = str(value)
    if text.endswith("/1") and text[:-2].lstrip("-").isdigit():
        text = text[:-2]
    return f"'{text[:40]}…'" if len(text) > 40 else text
