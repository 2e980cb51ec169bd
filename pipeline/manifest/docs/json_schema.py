"""JSON Schema of manifests, from the models that read them, for editors that complete and check YAML."""

import re
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from pipeline.documents.key_names import chinese_name
from pipeline.manifest.kinds import PICTURES
from pipeline.manifest.schema.keys import EpisodeDocument, SeriesDocument, StudioDocument
from pipeline.manifest.segments import DOCUMENTS
from pipeline.messages import Language, catalogue_of, speaking, tr

DIALECT = "https://json-schema.org/draft/2020-12/schema"

FILES: dict[str, type[BaseModel]] = {"episode": EpisodeDocument, "series": SeriesDocument, "studio": StudioDocument}
"""The kinds of file, in the order in which authors meet them."""


def json_schema(kind: str = "all", language: Language = "en") -> dict[str, Any]:
    """The schema of one kind of file (`episode`, `series` or `studio`), or one for all of them.

    It describes files as editors read them: in YAML 1.2, `00:12` and `2022-03-31` are texts. Descriptions are in the
    given language; in Chinese every key has its Chinese name as title.
    """
    models = [*FILES.values(), *DOCUMENTS.values(), *(picture.document for picture in PICTURES.values())]
    _, whole = models_json_schema([(model, "validation") for model in models], ref_template="#/$defs/{model}")
    definitions = whole["$defs"]
    part = {"anyOf": [_ref("Segment"), {"type": "array", "minItems": 1, "items": _ref("Segment")}]}
    definitions |= {
        "Part": part,
        "Segment": {"oneOf": [_ref(model.__name__) for model in DOCUMENTS.values()]},
        "Picture": {"oneOf": [_ref(picture.document.__name__) for picture in PICTURES.values()]},
    }
    _tidy(definitions)
    for name, definition in definitions.items():
        _translate(definition, language, mapping_of(name))
    with speaking(language):
        title = tr("voicehall manifest")
    return {
        "$schema": DIALECT,
        "title": title,
        **_start(kind),
        "$defs": _used(_start(kind), definitions),
    }


def _start(kind: str) -> dict[str, Any]:
    if kind != "all":
        return _ref(FILES[kind].__name__)
    # Each branch by the keys that only such a file has: an editor then reports mistakes in the right kind of file.
    return {
        "if": {"anyOf": [{"required": [key]} for key in ("number", "segments", "programme")]},
        "then": _ref("EpisodeDocument"),
        "else": {
            "if": {"required": ["title"]},
            "then": _ref("SeriesDocument"),
            "else": _ref("StudioDocument"),
        },
    }


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/$defs/{name}"}


def _tidy(schema: Any) -> None:
    """Remove the titles that pydantic makes of names, and defaults that are empty."""
    if isinstance(schema, list):
        for item in schema:
            _tidy(item)
    elif isinstance(schema, dict):
        # A property may be called title: only texts are titles of the schema itself.
        if isinstance(schema.get("title"), str):
            del schema["title"]
        if schema.get("default", "") in (None, "", [], {}):
            schema.pop("default", None)
        for item in schema.values():
            _tidy(item)


def mapping_of(name: str) -> str:
    """What `key_names` calls the mapping of a model: `ai-content` for `AiContentDocument`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", name.removesuffix("Document")).lower()


def _translate(schema: Any, language: Language, mapping: str) -> None:
    """Put descriptions into the language; in Chinese every property gets its name as title."""
    if isinstance(schema, list):
        for item in schema:
            _translate(item, language, mapping)
    elif isinstance(schema, dict):
        if isinstance(schema.get("description"), str):
            schema["description"] = catalogue_of(language).gettext(schema["description"])
        if language == "zh":
            for key, value in schema.get("properties", {}).items():
                value["title"] = chinese_name(key, mapping)
        for item in schema.values():
            _translate(item, language, mapping)


def _used(start: object, definitions: dict[str, Any]) -> dict[str, Any]:
    """The definitions that `start` leads to."""
    reached: dict[str, Any] = {}
    waiting = list(_names(start))
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached[name] = definitions[name]
            waiting += _names(definitions[name])
    return dict(sorted(reached.items()))


def _names(schema: object) -> list[str]:
    """Names of the definitions that a schema refers to."""
    if isinstance(schema, list):
        return [name for item in schema for name in _names(item)]
    if isinstance(schema, dict):
        own = schema.get("$ref")
        found = [own.removeprefix("#/$defs/")] if isinstance(own, str) else []
        return found + [name for item in schema.values() for name in _names(item)]
    return []
