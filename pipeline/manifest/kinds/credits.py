"""`credits:` who made the programme, and what was used for it."""

import re
from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import Field

from pipeline.documents.diagnostics import shown
from pipeline.documents.nodes import Place
from pipeline.documents.scalars import MANY, Shape, kind_of_data
from pipeline.manifest.kinds.base import Common, Kind, Scope
from pipeline.manifest.kinds.spoken_card import SpokenCardDocument, said_over
from pipeline.manifest.placeholders import check_fields
from pipeline.messages import tr
from pipeline.model.programme import Credit, merged
from pipeline.model.segments import CreditsSegment

AUTO = "auto"
_YES, _NO = ("yes", "true"), ("no", "false")
LONGEST = 120
"""Characters of a role or name."""
_NAMES = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}]}
_SHAPE = Shape(
    tr("auto, or roles with names"), str, dict,
    anyOf=[{"enum": [AUTO]}, {"type": "object", "additionalProperties": _NAMES, "minProperties": 1}],
)  # fmt: skip
_COMMA = re.compile(r"、(?![^《]*》)")
"""Between names; not within the title of a work."""


class CreditsDocument(SpokenCardDocument):
    """Who made the programme, and what was used for it, on as many pages as it takes."""

    credits: Annotated[Any, _SHAPE] = Field(
        description="auto, which gathers speakers, people, music, quotations, pictures and licences from what is known"
        " of the episode; or roles, each with a name or a list of names. 'auto: yes' among roles adds what is known.",
        examples=["auto", "{摄影: 王小明, 剪辑: [李芳, 陈晨]}"],
    )


def _resolve(document: CreditsDocument, place: Place, scope: Scope, common: Common) -> CreditsSegment | None:
    auto, credits = _read(place["credits"], scope)
    if not auto and not credits:
        return None
    words = "\n".join(text for one in credits for text in (one.role, *one.names))
    said = said_over(document, place, scope, "" if auto else words)
    # What is gathered is not known yet, nor how many pages it will take.
    said["length"] = document.length
    return CreditsSegment(**common, **said, credits=credits, auto=auto, credits_mark=place["credits"].mark)


def _read(place: Place, scope: Scope) -> tuple[bool, tuple[Credit, ...]]:
    """Whether they are gathered, and what the manifest names itself."""
    if isinstance(place.data, str):
        if place.data.strip().lower() == AUTO:
            return True, ()
        message = tr("expected auto, or roles with names, found '{found}'", found=shown(place.data))
        role, colon, people = place.data.partition("：")
        example = f"{role.strip()}: {people.strip()}" if colon else f"摄影: {shown(place.data)}"
        hint = tr(
            "write 'credits: auto' for what is known, or a role and its names on the next line: '{example}'",
            example=shown(example),
        )
        scope.found.error("wrong-type", message, place.mark, hint)
        return False, ()
    roles = place.data if isinstance(place.data, dict) else {}
    auto, credits, wrong = False, [], False
    for role in roles:
        if role.strip().lower() == AUTO:
            answer = str(roles[role]).strip().lower()
            auto = answer in _YES
            if answer not in (*_YES, *_NO):
                message = tr("'{value}' is neither yes nor no", value=shown(answer))
                scope.found.error("bad-answer", message, place[role].mark, tr("write 'auto: yes'"))
                wrong = True
            continue
        names = tuple(_names(place[role], scope))
        if names:
            check_fields(place[role], scope.found)
            credits.append(Credit(role=scope.fill(role).strip(), names=names))
        else:
            wrong = True
    if not auto and not credits and not wrong:
        scope.found.error("empty-value", tr("these credits name nobody"), place.mark, _HINT)
    return auto, merged(tuple(credits))


_HINT = tr("write who did what, '{example}', or 'credits: auto'", example="credits: {摄影: 王小明}")


def _names(place: Place, scope: Scope) -> Iterator[str]:
    """The names at a role; what is none is an error."""
    if place.data is None or place.data == [] or place.data == "":
        message = tr("nobody is named here")
        scope.found.error("empty-value", message, place.mark, tr("name who it was, or take this role out"))
        return
    if isinstance(place.data, dict):
        message = tr("expected a name or a list of names, found {found}", found=kind_of_data(place.data))
        scope.found.error("wrong-type", message, place.mark)
        return
    if isinstance(place.data, list) and len(place.data) > MANY:
        message = tr("this list has {entries} entries; at most {most} are allowed", entries=len(place.data), most=MANY)
        scope.found.error("too-long", message, place.mark)
        return
    for one in place:
        if not isinstance(one.data, str) or not one.data.strip():
            message = tr("expected a name, found {found}", found=kind_of_data(one.data or None))
            scope.found.error("wrong-type", message, one.mark)
            continue
        for name in _COMMA.split(scope.fill(one.data)):
            if len(name) > LONGEST:
                message = tr(
                    "this text has {length} characters; at most {most} are allowed", length=len(name), most=LONGEST
                )
                scope.found.error("too-long", message, one.mark)
            elif name := " ".join(name.split()):
                yield name


CREDITS = Kind(key="credits", document=CreditsDocument, resolve=_resolve)
