"""`person:` a card that tells who somebody is."""

from typing import Annotated

from pydantic import Field

from pipeline.documents import values
from pipeline.documents.diagnostics import shown
from pipeline.documents.nodes import Place
from pipeline.documents.scalars import Maybe
from pipeline.documents.values import Title
from pipeline.manifest.kinds.base import Common, Kind, Scope
from pipeline.manifest.kinds.spoken_card import SpokenCardDocument, said_over
from pipeline.manifest.placeholders import check_fields
from pipeline.manifest.schema.values import FileName, FocusName
from pipeline.messages import listed, tr
from pipeline.model.segments import PersonSegment
from pipeline.model.years import OLDEST, Years, read_years


class PersonCardDocument(SpokenCardDocument):
    """A card that tells who somebody is."""

    person: Title = Field(description="The name.", examples=["毛泽建"])
    portrait: Maybe[FileName] = Field(None, description="Picture file.", examples=["photos/mao-zejian.jpg"])
    focus: Maybe[FocusName] = Field(
        None,
        description="Point of the portrait that its frame keeps in view, as shares of the picture's width and height;"
        " default the middle, of an upright picture the upper third.",
    )
    years: Maybe[Title] = Field(None, description="When they lived.", examples=["1905—1929", "约前551—前479"])
    text: Maybe[Annotated[str, values.text(2000, lines=True)]] = Field(
        None, description="Who they are, in a few sentences.", examples=["衡山农民运动的领导人之一。"]
    )


def _resolve(document: PersonCardDocument, place: Place, scope: Scope, common: Common) -> PersonSegment:
    for key in ("person", "years", "text"):
        if key in place:
            check_fields(place[key], scope.found)
    name, about = scope.fill(document.person), scope.fill(document.text or "").strip()
    years = read_years(scope.fill(document.years)) if document.years else None
    if years:
        _warn_of_years(years, place, scope)
    if document.focus is not None and "portrait" not in place:
        message = tr("'focus' has no effect without 'portrait:'")
        scope.found.warning("no-portrait", message, place.key_mark("focus"), tr("name the picture: 'portrait: FILE'"))
    said = said_over(document, place, scope, "\n".join(filter(None, (name, years.text if years else "", about))))
    return PersonSegment(
        **common,
        **said,
        name=name,
        portrait=scope.media(place, "portrait"),
        focus=document.focus,
        years=years,
        text=about,
        name_mark=place["person"].mark,
    )


def _warn_of_years(years: Years, place: Place, scope: Scope) -> None:
    written = shown(years.text)
    if not years.read:
        scope.found.warning(
            "odd-years",
            tr("'{years}' are no years; it is shown as it is", years=written),
            place["years"].mark,
            tr("write for example {examples}", examples=listed(("1905—1929", "1905—", "约1905—1929", "前551—前479"))),
        )
    elif years.born is not None and years.died is not None and not 0 <= years.died - years.born <= OLDEST:
        message = (
            tr("by '{years}' they died before they were born", years=written)
            if years.died < years.born
            else tr("by '{years}' they became {age} years old", years=written, age=years.died - years.born)
        )
        scope.found.warning("odd-years", message, place["years"].mark, tr("is there a slip of the pen?"))


PERSON = Kind(key="person", document=PersonCardDocument, resolve=_resolve)
