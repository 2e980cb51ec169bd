"""Validation: a document at its place, and a diagnostic for every mistake in it."""

from collections.abc import Collection, Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from pipeline.documents.diagnostics import Findings, shown
from pipeline.documents.key_names import key_in_chinese
from pipeline.documents.mappings import Document
from pipeline.documents.mistyped import mistyped_key, odd_beginning
from pipeline.documents.nodes import Place
from pipeline.documents.scalars import Scalar, kind_of_data
from pipeline.documents.syntax import mistyped_keys
from pipeline.errors import Diagnostic, did_you_mean
from pipeline.messages import NOTHING, Message, tr

D = TypeVar("D", bound=Document)


def validate(document: type[D], place: Place, found: Findings) -> D | None:
    """The document at `place`; its mistakes go to `found`, and what is right beside them is kept.

    None when the rest makes no document, so that the caller has nothing to look into further.
    """
    if not isinstance(place.data, dict):
        for diagnostic in not_a_mapping(place):
            found.add(diagnostic)
        return None
    data: dict[str, Any] = dict(place.data)
    _remark(document, place, found)
    try:
        return document.model_validate(data)
    except ValidationError as error:
        problems = error.errors(include_url=False, include_input=False)
    for problem in problems:
        if found.full:
            return None
        for diagnostic in _diagnostics(problem, document, place):
            found.add(diagnostic)
    for problem in problems:
        data = _without(problem["loc"], data)
    try:
        return document.model_validate({**document.fallbacks, **data})
    except ValidationError:
        return None


def _remark(document: type[Document], place: Place, found: Findings) -> None:
    """Warnings about values that can be read, but not as their author may think."""
    for key, (scalars, documents) in _remarked(document).items():
        for there in place[key] if key in place else ():  # noqa: SIM401
            if isinstance(there.data, str):
                line, column = there.node.line, there.node.column
                written = there.source.mark(line, column).text[column:]
                for said in (scalar.remark(key, there.data.strip(), written) for scalar in scalars if scalar.remark):
                    if said:
                        found.warning(said.code, said.message, there.mark, said.hint)
            elif isinstance(there.data, dict):
                for below in documents:
                    _remark(below, there, found)


@cache
def _remarked(document: type[Document]) -> dict[str, tuple[tuple[Scalar, ...], tuple[type[Document], ...]]]:
    """For each key the kinds of values that remarks may be made of, and the documents that may stand there."""
    found = {}
    for key, field in keys_of(document).items():
        annotations = (field.annotation, *field.metadata)
        scalars = tuple(one for each in annotations for one in _scalars_in(each) if one.remark)
        documents = tuple(dict.fromkeys(documents_in(field.annotation)))
        if scalars or documents:
            found[key] = scalars, documents
    return found


def _scalars_in(annotation: Any) -> Iterator[Scalar]:
    if isinstance(annotation, Scalar):
        yield annotation
    for part in (*get_args(annotation), *getattr(annotation, "__metadata__", ())):
        yield from _scalars_in(part)


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


def unknown_key(
    name: str, known: Collection[str], place: Place, elsewhere: Mapping[str, Message] = MappingProxyType({})
) -> Diagnostic:
    """For the key `name` of the mapping at `place`; `elsewhere` says where else keys belong."""
    mark = place.key_mark(name)
    if mistyped := mistyped_key(name):
        return Diagnostic(code="bad-yaml", message=mistyped.message, mark=mark, hint=mistyped.hint)
    if odd := odd_beginning(name):
        return Diagnostic(code="bad-yaml", message=odd[0], mark=mark, hint=odd[1])
    key = key_in_chinese(name, known)
    if key:
        hint = tr("write '{key}:' ({name})", key=key, name=name)
    elif there := elsewhere.get(key_in_chinese(name, elsewhere) or name):
        hint = tr("it belongs into {place}", place=there)
    else:
        hint = did_you_mean(shown(name), known)
    message = tr("unknown key '{key}'", key=shown(name))
    return Diagnostic(code="unknown-key", message=message, mark=mark, hint=hint)


def not_a_mapping(place: Place) -> tuple[Diagnostic, ...]:
    """For a value that should hold keys: it may hold some without proper colons, which YAML takes for text."""
    if keys := mistyped_keys_at(place):
        return keys
    message = tr("expected a mapping of keys, found {found}", found=kind_of_data(place.data))
    return (Diagnostic(code="wrong-type", message=message, mark=place.mark),)


def mistyped_keys_at(place: Place) -> tuple[Diagnostic, ...]:
    """For the keys without proper colons that a text consists of; none where it is another text."""
    return tuple(mistyped_keys(place.source, place.node.line)) if isinstance(place.data, str) else ()


def _diagnostics(problem: Any, document: type[Document], place: Place) -> tuple[Diagnostic, ...]:
    """For a problem of pydantic's. Its own kinds are few; all others are `Mistake`s of ours."""
    *path, last = problem["loc"] or ("",)
    holder, keys = place, document
    for step in path:
        holder = holder[step]
        keys = _below(keys, step)
    match problem["type"]:
        case "extra_forbidden":
            return (unknown_key(str(last), keys_of(keys), holder, keys.elsewhere),)
        case "missing":
            return _missing(str(last), keys, holder)
        case "model_type" | "mapping_type" | "dict_type":
            return not_a_mapping(holder[last])
    there = holder[last] if problem["loc"] else place
    # Of a list whose entries begin with another dash YAML makes one mapping.
    names = there.data if isinstance(there.data, dict) and problem["type"] == "wrong-type" else ()
    if odd := tuple(unknown_key(name, (), there) for name in names if odd_beginning(name)):
        return odd
    if problem["type"] == "wrong-type" and (mistyped := mistyped_keys_at(there)):
        return mistyped
    context = problem["ctx"]
    return (Diagnostic(code=problem["type"], message=context["message"], mark=there.mark, hint=context["hint"]),)


def is_in_chinese(key: str, holder: Place) -> bool:
    """Whether the mapping at `holder` has the key under its Chinese name."""
    return any(key_in_chinese(name, (key,)) for name in holder.node.keys or ())


def _missing(key: str, document: type[Document], holder: Place) -> tuple[Diagnostic, ...]:
    """For a required key; none where it was written in Chinese, which is reported already."""
    if is_in_chinese(key, holder):
        return ()
    examples = keys_of(document)[key].examples
    hint = tr("add '{key}: {example}'", key=key, example=examples[0]) if examples else NOTHING
    return (Diagnostic(code="missing-key", message=tr("missing key '{key}'", key=key), mark=holder.mark, hint=hint),)


def _below(document: type[Document], step: str | int) -> type[Document]:
    """The document that the key `step` of a document holds, or holds many of; itself where it holds none."""
    field = keys_of(document).get(str(step))
    return next(documents_in(field.annotation), document) if field else document


def documents_in(annotation: Any) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, Document):
        yield annotation
    for part in get_args(annotation):
        yield from documents_in(part)
