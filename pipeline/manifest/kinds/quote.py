"""`quote:` somebody's words, typeset as a quotation."""

import re
from typing import Annotated

from pydantic import Field

from pipeline.documents.nodes import Place
from pipeline.documents.scalars import Maybe
from pipeline.documents.values import Title, text
from pipeline.manifest.kinds.base import Common, Kind, Scope
from pipeline.manifest.kinds.spoken_card import SpokenCardDocument, said_over
from pipeline.manifest.placeholders import check_fields
from pipeline.messages import tr, trn
from pipeline.model.segments import QuoteSegment

LONGEST = 300
"""Characters of a quotation that can be read on one card."""
_PAIRS = {"“": "”", "「": "」", "『": "』", '"': '"', "«": "»", "„": "“", "‘": "’", "”": "”", "＂": "＂"}
_DASH = re.compile(r"^\s*(?:[-－–—―─]{1,4})\s*")


class QuoteDocument(SpokenCardDocument):
    """Somebody's words, typeset as a quotation."""

    quote: Annotated[str, text(2000, lines=True)] = Field(
        description="The words, without quotation marks; the lines of a poem as they are. At most 300 characters.",
        examples=["为有牺牲多壮志，敢教日月换新天。"],
    )
    by: Maybe[Title] = Field(None, description="Who said or wrote them.", examples=["毛泽东"])
    source: Maybe[Title] = Field(None, description="Where they are from.", examples=["《七律·到韶山》"])


def _resolve(document: QuoteDocument, place: Place, scope: Scope, common: Common) -> QuoteSegment | None:
    for key in ("quote", "by", "source"):
        if key in place:
            check_fields(place[key], scope.found)
    words = unquoted(scope.fill(document.quote))
    by = _DASH.sub("", scope.fill(document.by or "")).strip()
    source = _DASH.sub("", scope.fill(document.source or "")).strip()
    if not words:
        message = tr("there are no words between these quotation marks")
        scope.found.error("empty-value", message, place["quote"].mark)
        return None
    count = len(words.replace("\n", ""))
    if count > LONGEST:
        scope.found.error(
            "crowded-card",
            trn(
                "this quotation has {count} character; at most {most} can be read on a card",
                "this quotation has {count} characters; at most {most} can be read on a card",
                count, most=LONGEST,
            ),
            place["quote"].mark,
            tr("shorten it, spread it over several cards, or show it page by page with 'reading:'"),
        )  # fmt: skip
    said = said_over(document, place, scope, "\n".join(filter(None, (words, by, source))))
    return QuoteSegment(**common, **said, text=words, by=by, source=source, text_mark=place["quote"].mark)


def unquoted(words: str) -> str:
    """The words without the quotation marks around all of them: those are drawn, large."""
    words = "\n".join(line.strip() for line in words.strip().split("\n"))
    closing = _PAIRS.get(words[:1])
    if closing and words.endswith(closing) and len(words) > 1:
        inner = words[1:-1]
        opening = words[0]
        # 「甲」与「乙」 has marks at both ends, but none around all of it.
        if closing not in inner and opening not in inner:
            return inner.strip()
        if opening != closing and _balanced(inner, opening, closing):
            return inner.strip()
    return words


def _balanced(inner: str, opening: str, closing: str) -> bool:
    depth = 0
    for character in inner:
        depth += (character == opening) - (character == closing)
        if depth < 0:
            return False
    return depth == 0


QUOTE = Kind(key="quote", document=QuoteDocument, resolve=_resolve)
