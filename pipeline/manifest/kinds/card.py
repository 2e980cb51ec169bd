"""`card:` a full-screen card of text."""

from fractions import Fraction
from typing import Annotated

from pydantic import Field

from pipeline.documents.nodes import Place
from pipeline.documents.scalars import Maybe
from pipeline.documents.values import Length, text
from pipeline.manifest.kinds.base import Common, Kind, Scope
from pipeline.manifest.placeholders import check_fields
from pipeline.manifest.schema.keys import EntryDocument
from pipeline.manifest.schema.settings import ThemeDocument
from pipeline.model.fields import senses
from pipeline.model.segments import Card

LENGTH = Fraction(4)
"""Seconds that a card is shown by default."""


class CardDocument(EntryDocument):
    """A full-screen card of text."""

    card: Annotated[str, text(2000, lines=True)] = Field(
        description="Its text; the line of {title} is the heading and the chapter, else the first that is no number."
        " {title} {number} {numbering} {series} {author} {date} {speakers} {total} {category} are replaced.",
        examples=['"{numbering}\\n{title}"'],
    )
    length: Maybe[Length] = Field(None, alias="for", description="How long it is shown; default 4s.")
    theme: Maybe[ThemeDocument] = Field(None, description="How this card looks.")


def _resolve(document: CardDocument, place: Place, scope: Scope, common: Common) -> Card:
    check_fields(place["card"], scope.found)
    theme = scope.theme(place, document)
    return Card(
        **common,
        text=scope.fill(document.card),
        senses=senses(document.card),
        text_mark=place["card"].mark,
        length=document.length or LENGTH,
        theme=theme,
    )


CARD = Kind(key="card", document=CardDocument, resolve=_resolve)
