"""Scalars: how pydantic reads a value that is written as one text, and says what is wrong with it in our words."""

from collections.abc import Callable
from typing import Annotated, Any, TypeVar

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import PydanticCustomError, core_schema

from pipeline.documents.diagnostics import shown
from pipeline.messages import NOTHING, Message, tr

MANY = 200
"""Entries of a list of names."""
A_TEXT = tr("a text")


class Mistake(Exception):
    """A value that cannot be read: a code, words and the next step."""

    def __init__(self, code: str, words: Message, hint: Message = NOTHING) -> None:
        super().__init__(code, words, hint)


def mistake(code: str, words: Message, hint: Message = NOTHING) -> PydanticCustomError:
    """The same, as pydantic hands it on to `checking`."""
    # Words go in as a parameter: pydantic would read braces in a template.
    return PydanticCustomError(code, "{words}", {"words": words, "hint": hint})


class Scalar:
    """Annotation of a value that is written as one text."""

    def __init__(self, parse: Callable[[str], object], wanted: Message = A_TEXT, **schema: object) -> None:
        self.parse = parse
        self.wanted = wanted
        self.schema = schema

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return dict(self.schema)

    def read(self, data: object) -> object:
        if isinstance(data, dict | list):
            hint = "a text that begins with '{' or '[' stands in quotes"
            raise mistake("wrong-type", f"expected {self.wanted}, found {kind_of_data(data)}", hint)
        if not isinstance(data, str):
            raise unexpected(data, self.wanted)
        try:
            return self.parse(data.strip())
        except Mistake as found:
            raise mistake(*found.args) from None


class NotEmpty:
    """Annotation that keeps the None of a key left out from being written."""

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        schema = handler(source)
        return schema["schema"] if schema["type"] == "nullable" else schema


class Shape:
    """Annotation of a value that is looked into later: anything of the given types, under the given schema."""

    def __init__(self, wanted: str, *types: type, **schema: object) -> None:
        self.wanted = wanted
        self.types = types
        self.schema = schema

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return dict(self.schema)

    def read(self, data: object) -> object:
        if not isinstance(data, self.types):
            raise unexpected(data, self.wanted)
        if not data:
            raise mistake("empty-value", "this is empty", f"expected {self.wanted}")
        return data


def unexpected(data: object, wanted: str) -> PydanticCustomError:
    if data is None:
        return mistake("empty-value", "this key has no value", f"expected {wanted}")
    return mistake("wrong-type", f"expected {wanted}, found {kind_of_data(data)}")


def kind_of_data(data: object) -> str:
    """What an author would call it."""
    if data is None:
        return "nothing"
    if isinstance(data, dict | list):
        return "a mapping" if isinstance(data, dict) else "a list"
    return f"'{shown(str(data))}'"


class OneOrMany:
    """Annotation of a list that may also be its one value."""

    def __init__(self, least: int = 0) -> None:
        self.least = least

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.no_info_before_validator_function(self.read, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        many = handler(schema)
        return {
            "anyOf": [
                many["items"],
                {"type": "array", "items": many["items"], "minItems": self.least, "maxItems": MANY},
            ]
        }

    def read(self, data: object) -> object:
        if isinstance(data, str):
            return [data]
        if not isinstance(data, list):
            raise unexpected(data, "a text or a list of them")
        if len(data) > MANY:
            raise mistake("too-long", f"this list has {len(data)} entries, at most {MANY} are allowed")
        if len(data) < self.least:
            raise mistake("empty-value", "this list is empty")
        return data


T = TypeVar("T")
Maybe = Annotated[T | None, NotEmpty()]
"""A key that may be left out."""
