"""Mappings: documents with known keys, and those that have a short form."""

from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, GetJsonSchemaHandler, model_validator
from pydantic_core import core_schema

from pipeline.documents.mistyped import wide_colon
from pipeline.documents.scalars import mistake, unexpected
from pipeline.messages import Message, tr


class Document(BaseModel):
    """A mapping with known keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    fallbacks: ClassVar[Mapping[str, str]] = {}
    """Values of required keys, used where a file lacks them so that the rest of it can be checked."""

    elsewhere: ClassVar[Mapping[str, Message]] = {}
    """Where keys belong that authors may look for here: `studio.yaml`."""

    @property
    def written(self) -> set[str]:
        """Names of the fields that the author wrote."""
        return self.model_fields_set


class ShortDocument(Document):
    """A mapping that may also be written as the value of its one key `short`."""

    short: ClassVar[str]

    @model_validator(mode="before")
    @classmethod
    def _from_short(cls, data: object) -> object:
        if isinstance(data, str):
            if wide := wide_colon(data):
                raise mistake("bad-yaml", wide.message, wide.hint)
            return {cls.short: data}
        if not isinstance(data, dict):
            raise unexpected(data, tr("'{key}' or a mapping", key=cls.short))
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
