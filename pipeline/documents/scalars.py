"""Scalars: values written as one text, read by functions of ours inside pydantic, with our messages for mistakes."""

import re
from collections.abc import Callable
from typing import Annotated, Any, NamedTuple, TypeVar

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import PydanticCustomError, core_schema

from pipeline.documents.diagnostics import shown
from pipeline.messages import NOTHING, Message, tr

MANY = 200
"""Entries of a list of names."""
A_TEXT = tr("a text")
_COMMAS = re.compile(r"[,，、;；]")
_BRACKETS = " 　[]【】［］（）()"


class Mistake(Exception):
    """A value that cannot be read."""

    def __init__(self, code: str, message: Message, hint: Message = NOTHING) -> None:
        super().__init__(code, message, hint)
        self.code = code
        self.message = message
        self.hint = hint


def mistake(code: str, message: Message, hint: Message = NOTHING) -> PydanticCustomError:
    """The same as an error of pydantic's, which `validation` turns into a diagnostic."""
    # The message goes in as a parameter: pydantic would read braces in a template.
    return PydanticCustomError(code, "{message}", {"message": message, "hint": hint})


class Remark(NamedTuple):
    """What is to be said of a value that can be read."""

    code: str
    message: Message
    hint: Message = NOTHING


class Scalar:
    """Annotation of a value that is written as one text; `parse` reads it or raises Mistake.

    `wanted` says in messages what is expected: "a date such as 2022-03-31". `schema` is its JSON Schema. `remark` says
    what is odd about a value that was read, from its key, the value, and its line in the file from its place on.
    """

    def __init__(
        self,
        parse: Callable[[str], object],
        wanted: Message = A_TEXT,
        *,
        remark: Callable[[str, str, str], Remark | None] | None = None,
        **schema: object,
    ) -> None:
        self.parse = parse
        self.wanted = wanted
        self.remark = remark
        self.schema = schema

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return dict(self.schema)

    def read(self, data: object) -> object:
        if isinstance(data, dict | list):
            hint = tr("a text that begins with '{brace}' or '[' needs quotes", brace="{")
            raise mistake("wrong-type", _expected(self.wanted, data), hint)
        if not isinstance(data, str):
            raise unexpected(data, self.wanted)
        try:
            return self.parse(self.trimmed(data))
        except Mistake as found:
            raise mistake(found.code, found.message, found.hint) from None

    def trimmed(self, data: str) -> str:
        """What of the text counts: blanks around it do not."""
        return data.strip()


class Exact(Scalar):
    """A text that is taken to the letter: what others gave it is nothing that we could tidy."""

    def trimmed(self, data: str) -> str:
        return data


class NotEmpty:
    """Annotation of a key that may be left out, but not written as null."""

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        schema = handler(source)
        return schema["schema"] if schema["type"] == "nullable" else schema


class Shape:
    """Annotation of a value that is validated later: anything of the given types, with the given JSON Schema."""

    def __init__(self, wanted: Message, *types: type, **schema: object) -> None:
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
            if self.types == (list,) and isinstance(data, str) and len(parts := parts_of(data)) > 1:
                hint = tr("write '{example}'", example=f"[{', '.join(parts)}]")
                message = tr("expected {wanted}, found '{found}'", wanted=self.wanted, found=data[:60])
                raise mistake("wrong-type", message, hint)
            raise unexpected(data, self.wanted)
        if not data:
            raise mistake("empty-value", tr("this is empty"), tr("expected {wanted}", wanted=self.wanted))
        return data


def parts_of(text: str) -> list[str]:
    """The entries of a list that was written as one text, with any kind of comma and in any kind of brackets."""
    return [part for one in _COMMAS.split(text.strip(_BRACKETS)) if (part := one.strip())]


def unexpected(data: object, wanted: Message) -> PydanticCustomError:
    """The error of a value of another kind than wanted."""
    if data is None:
        return mistake("empty-value", tr("this key has no value"), tr("expected {wanted}", wanted=wanted))
    return mistake("wrong-type", _expected(wanted, data))


def _expected(wanted: Message, data: object) -> Message:
    return tr("expected {wanted}, found {found}", wanted=wanted, found=kind_of_data(data))


def kind_of_data(data: object) -> Message:
    """What an author would call it."""
    if data is None:
        return tr("nothing")
    if isinstance(data, dict | list):
        return tr("a mapping") if isinstance(data, dict) else tr("a list")
    return tr("'{value}'", value=shown(str(data)))


class OneOrMany:
    """Annotation of a list that may also be its one value; with `mappings`, entries may be mappings."""

    def __init__(self, least: int = 0, *, mappings: bool = False) -> None:
        self.least = least
        self.mappings = mappings

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
        if isinstance(data, str) or (self.mappings and isinstance(data, dict)):
            return [data]
        if not isinstance(data, list):
            raise unexpected(data, tr("a text or a list of texts"))
        if len(data) > MANY:
            message = tr("this list has {entries} entries; at most {most} are allowed", entries=len(data), most=MANY)
            raise mistake("too-long", message)
        if len(data) < self.least:
            raise mistake("empty-value", tr("this list is empty"))
        return data


T = TypeVar("T")
Maybe = Annotated[T | None, NotEmpty()]
"""A key that may be left out."""
