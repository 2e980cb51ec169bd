"""Checking: a document at its place, and every mistake of it in our words at its mark."""

from collections.abc import Mapping
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from pipeline.documents.diagnostics import Findings, shown
from pipeline.documents.mappings import Document
from pipeline.documents.nodes import Place
from pipeline.documents.scalars import kind_of_data
from pipeline.errors import Diagnostic, did_you_mean

NOT_YET = frozenset(["say", "question", "reading", "scene", "motion", "lower-third"])
"""Keys of manifests to come."""

D = TypeVar("D", bound=Document)


def validate(document: type[D], place: Place, found: Findings) -> D | None:
    """The document at `place`; its mistakes go to `found`, and what is right beside them is kept.

    None when the rest makes no document, so that the caller has nothing to look into further.
    """
    if not isinstance(place.data, dict):
        found.error("wrong-type", f"expected a mapping of keys, found {kind_of_data(place.data)}", place.mark)
        return None
    data: dict[str, Any] = dict(place.data)
    try:
        return document.model_validate(data)
    except ValidationError as error:
        problems = error.errors(include_url=False, include_input=False)
    for problem in problems:
        if found.full:
            return None
        found.add(_translated(problem, document, place))
    for problem in problems:
        data = _without(problem["loc"], data)
    try:
        return document.model_validate({**document.fallbacks, **data})
    except ValidationError:
        return None


def _without(path: tuple[str | int, ...], data: dict[str, Any]) -> dict[str, Any]:
    """A copy of `data` without the last key on the path."""
    key = str(path[0])
    below = data.get(key)
    kept = {name: value for name, value in data.items() if name != key}
    if len(path) > 1 and isinstance(below, dict):
        kept[key] = _without(path[1:], below)
    return kept


def keys_of(document: type[BaseModel]) -> dict[str, FieldInfo]:
    """Fields by the key that authors write."""
    return {field.alias or name: field for name, field in document.model_fields.items()}


def unknown_key(name: str, known: Mapping[str, object], place: Place) -> Diagnostic:
    """For the key `name` of the mapping at `place`."""
    mark = place.key_mark(name)
    if name in NOT_YET:
        return Diagnostic(code="not-supported-yet", message=f"'{name}' is not supported yet", mark=mark)
    return Diagnostic(
        code="unknown-key", message=f"unknown key '{shown(name)}'", mark=mark, hint=did_you_mean(shown(name), known)
    )


def _translated(problem: Any, document: type[Document], place: Place) -> Diagnostic:
    """pydantic's problem as a diagnostic. Its own kinds are few; all others are `Mistake`s of ours."""
    *path, last = problem["loc"] or ("",)
    holder, keys = place, document
    for step in path:
        holder = holder[step]
        keys = _below(keys, step)
    match problem["type"]:
        case "extra_forbidden":
            return unknown_key(str(last), keys_of(keys), holder)
        case "missing":
            examples = keys_of(keys)[str(last)].examples
            hint = f"add '{last}: {examples[0]}'" if examples else ""
            return Diagnostic(code="missing-key", message=f"missing key '{last}'", mark=holder.mark, hint=hint)
        case "model_type" | "mapping_type" | "dict_type":
            words, hint = f"expected a mapping of keys, found {kind_of_data(holder[last].data)}", ""
            return Diagnostic(code="wrong-type", message=words, mark=holder[last].mark, hint=hint)
    context = problem["ctx"]
    mark = holder[last].mark if problem["loc"] else place.mark
    return Diagnostic(code=problem["type"], message=context["words"], mark=mark, hint=context["hint"])


def _below(document: type[Document], step: str | int) -> type[Document]:
    """The document that the key `step` of a document holds, or holds many of; itself where it holds none."""
    field = keys_of(document).get(str(step))
    return next(_documents_in(field.annotation), document) if field else document


def _documents_in(annotation: Any) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, Document):
        yield annotation
    for part in get_args(annotation):
        yield from _documents_in(part)
