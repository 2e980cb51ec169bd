"""The library of platforms: the rules that come with voicehall, and what a studio knows better."""

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.documents.diagnostics import Findings
from pipeline.documents.nodes import Place, parse
from pipeline.documents.source import display_name, read_source
from pipeline.documents.validation import checked
from pipeline.errors import DiagnosedError, PipelineError, did_you_mean
from pipeline.model.platform import OWN_RULES, PLATFORM_ID
from pipeline.publish.kits.platform import Choice, CoverSize, Limit, Platform
from pipeline.publish.kits.schema import LIFTED, LimitDocument, OriginDocument, PlatformDocument

HOUSE = Path(__file__).parent / "rules"

_LIMITS = ("title", "description", "tags", "tag", "length", "size", "short_side", "long_side", "cover_size")
_CHOICES = ("formats", "shapes")
_PLAIN = ("name", "address", "kind", "transcript", "steps", "hosts", "link", "retract")


def known_platforms(root: Path) -> set[str]:
    """The ids of all platforms whose rules are known in the workspace."""
    files = (*HOUSE.glob("*.yaml"), *(root / OWN_RULES).glob("*.yaml"))
    return {path.stem for path in files if PLATFORM_ID.fullmatch(path.stem)}


def read_platform(name: str, root: Path) -> Platform:
    """The rules of a platform, a studio's own over ours, rule by rule.

    Raises PipelineError when there are none, DiagnosedError with every mistake in a studio's own.
    """
    if name not in known_platforms(root):
        raise PipelineError(f"unknown platform '{name}'", hint=did_you_mean(name, known_platforms(root)))
    ours, own = HOUSE / f"{name}.yaml", root / OWN_RULES / f"{name}.yaml"
    found = _house(ours) if ours.is_file() else Platform(id=name, name=name)
    return _under(found, own, root) if own.is_file() else found


@cache
def _house(path: Path) -> Platform:
    return _under(Platform(id=path.stem, name=path.stem), path, HOUSE)


def _under(platform: Platform, path: Path, root: Path) -> Platform:
    """The platform with what a file says over it."""
    found = Findings()
    source = read_source(path, root, found)
    place = parse(source, found) if source else None
    document = checked(PlatformDocument, place, found) if place else None
    if place is not None and document is not None:
        _check_order(document, place, found)
    if document is None or found.sorted():
        raise DiagnosedError(found.sorted())
    where = display_name(path, root)
    changes: dict[str, Any] = {name: value for name in _PLAIN if (value := getattr(document, name))}
    for name in _LIMITS:
        if said := getattr(document, name):
            changes[name] = _limit(getattr(platform, name), said, where)
    for name in _CHOICES:
        if said := getattr(document, name):
            changes[name] = Choice(any=said.any, **_origin(said, where))
    if document.covers is not None:
        changes["covers"] = tuple(
            CoverSize(width=one.size[0], height=one.size[1], place=one.place, **_origin(one, where))
            for one in document.covers
        )
    if document.texts:
        texts = {f"{name}_text": getattr(document.texts, name) for name in ("title", "longer", "description", "tag")}
        changes |= {name: text for name, text in texts.items() if text}
    return replace(platform, **changes)


def _limit(before: Limit, said: LimitDocument, where: str) -> Limit:
    """What is not said again stays; a limit of 'none' is lifted."""
    values: dict[str, Any] = {
        name: None if value == LIFTED else value
        for name in ("least", "most", "unit", "required", "advised")
        if (value := getattr(said, name, None)) is not None
    }
    return replace(before, **values, **_origin(said, where))


def _origin(said: OriginDocument, where: str) -> dict[str, Any]:
    """A studio that states no source is the source itself, and has seen it."""
    seen = said.source is None if said.verified is None else said.verified
    return {"source": said.source or where, "date": said.date, "verified": seen}


def _check_order(document: PlatformDocument, place: Place, found: Findings) -> None:
    for key in ("title", "description", "tag", "tags", "length", "short-side", "long-side"):
        said = getattr(document, key.replace("-", "_"))
        if said and said.least and said.most and 0 <= said.most < said.least:
            found.error("bad-limits", "'least' is more than 'most'", place[key]["least"].mark)
