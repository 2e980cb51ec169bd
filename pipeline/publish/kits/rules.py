"""The rules of platforms: those that come with voicehall, and a studio's own over them."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.documents.diagnostics import Findings
from pipeline.documents.nodes import Place, parse
from pipeline.documents.source import display_name, read_source
from pipeline.documents.validation import validate
from pipeline.errors import DiagnosedError, PipelineError, did_you_mean
from pipeline.messages import tr
from pipeline.model.covered import Covered
from pipeline.model.publishing.platform import OWN_RULES, PLATFORM_ID
from pipeline.publish.kits.platform import SHAPES, Choice, CoveredFrame, CoverSize, Limit, Platform
from pipeline.publish.kits.schema import LIFTED, CoveredShapesDocument, LimitDocument, OriginDocument, PlatformDocument

BUILT_IN = Path(__file__).parent / "rules"

_LIMITS = ("title", "description", "tags", "tag", "length", "size", "short_side", "long_side", "cover_size")
_CHOICES = ("formats", "shapes")
_PLAIN = ("name", "address", "kind", "transcript", "steps", "captions_step", "ai_step", "hosts", "link", "retract")


def known_platforms(root: Path) -> set[str]:
    """The ids of all platforms whose rules are known in the workspace."""
    files = (*BUILT_IN.glob("*.yaml"), *(root / OWN_RULES).glob("*.yaml"))
    return {path.stem for path in files if PLATFORM_ID.fullmatch(path.stem)}


def read_platform(name: str, root: Path) -> Platform:
    """The rules of a platform; those of the studio, where it has any, replace the built-in ones one by one.

    Raises PipelineError for an unknown platform, DiagnosedError with every mistake in the studio's file.
    """
    if name not in known_platforms(root):
        message = tr("unknown platform '{name}'", name=name)
        raise PipelineError(message, hint=did_you_mean(name, known_platforms(root)))
    built_in, own = BUILT_IN / f"{name}.yaml", root / OWN_RULES / f"{name}.yaml"
    found = _built_in(built_in) if built_in.is_file() else Platform(id=name, name=name)
    return _changed(found, own, root) if own.is_file() else found


@cache
def _built_in(path: Path) -> Platform:
    return _changed(Platform(id=path.stem, name=path.stem), path, BUILT_IN)


def _changed(platform: Platform, path: Path, root: Path) -> Platform:
    """The platform with the rules of a file in place of its own."""
    found = Findings()
    source = read_source(path, root, found)
    place = parse(source, found) if source else None
    document = validate(PlatformDocument, place, found) if place else None
    if place is not None and document is not None:
        _check_order(document, place, found)
    if document is None or found.sorted():
        raise DiagnosedError(found.sorted())
    where = display_name(path, root)
    changes: dict[str, Any] = {name: value for name in _PLAIN if (value := getattr(document, name))}
    for name in _LIMITS:
        if limit := getattr(document, name):
            changes[name] = _limit(getattr(platform, name), limit, where)
    for name in _CHOICES:
        if choice := getattr(document, name):
            changes[name] = Choice(any=choice.any, **_origin(choice, where))
    if document.covers is not None:
        changes["covers"] = tuple(
            CoverSize(width=one.size[0], height=one.size[1], place=one.place, **_origin(one, where))
            for one in document.covers
        )
    if document.covered is not None:
        own = tuple(_covered(document.covered, where))
        said = {one.shape for one in own}
        changes["covered"] = (*(one for one in platform.covered if one.shape not in said), *own)
    if document.texts:
        texts = {f"{name}_text": getattr(document.texts, name) for name in ("title", "longer", "description", "tag")}
        changes |= {name: text for name, text in texts.items() if text}
    return replace(platform, **changes)


def _covered(document: CoveredShapesDocument, where: str) -> Iterator[CoveredFrame]:
    """An edge that is not written is free."""
    for shape in SHAPES:
        if one := getattr(document, shape):
            edges = {edge: getattr(one, edge) for edge in ("top", "bottom", "left", "right")}
            over = Covered(**{edge: share for edge, share in edges.items() if share is not None})
            yield CoveredFrame(shape=shape, over=over, **_origin(one, where))


def _limit(before: Limit, document: LimitDocument, where: str) -> Limit:
    """Keys that are not written stay as they are; 'none' removes a limit."""
    values: dict[str, Any] = {
        name: None if value == LIFTED else value
        for name in ("least", "most", "unit", "required", "advised")
        if (value := getattr(document, name, None)) is not None
    }
    return replace(before, **values, **_origin(document, where))


def _origin(document: OriginDocument, where: str) -> dict[str, Any]:
    """A studio that names no source is the source itself, and has verified the rule."""
    verified = document.source is None if document.verified is None else document.verified
    return {"source": document.source or where, "date": document.date, "verified": verified}


def _check_order(document: PlatformDocument, place: Place, found: Findings) -> None:
    for key in ("title", "description", "tag", "tags", "length", "short-side", "long-side"):
        limit = getattr(document, key.replace("-", "_"))
        if limit and limit.least and limit.most and 0 <= limit.most < limit.least:
            found.error("bad-limits", tr("'least' is more than 'most'"), place[key]["least"].mark)
