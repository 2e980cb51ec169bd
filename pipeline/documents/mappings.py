"""Mappings: what every kind of mapping in a file has in common, known keys above all."""

from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, GetJsonSchemaHandler, model_validator
from pydantic_core import core_schema

from pipeline.documents.scalars import unexpected


class Document(BaseModel):
    """A mapping with known keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    fallbacks: ClassVar[Mapping[str, str]] = {}
    """What a required key is taken for while a file without it is searched for further mistakes."""

    @property
    def said(self) -> set[str]:
        """The fields that the author wrote."""
        return self.model_fields_set


class ShortDocument(Document):
    """A mapping that may also be written as the value of its one key `short`."""

    short: ClassVar[str]

    @model_validator(mode="before")
    @classmethod
    def _from_short(cls, data: object) -> object:
        if isinstance(data, str):
            return {cls.short: data}
        if not isinstance(data, dict):
            raise unexpected(data, f"'{cls.short}' or a mapping")
        return data

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        reference = handler(schema)
        definition = handler.resolve_ref_schema(reference)
        whole = dict(definition)
        definition.clear()
        definition |= {"anyOf": [whole["properties"][cls.short], whole]}
        return reference
