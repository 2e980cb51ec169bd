"""What cards have over which somebody may speak: how long they are shown, what is heard, and how they look."""

from fractions import Fraction
from math import ceil

from pydantic import Field

from pipeline.captions.rules import SPEED, characters
from pipeline.documents.nodes import Place
from pipeline.documents.scalars import Maybe
from pipeline.documents.values import Length
from pipeline.manifest.kinds.base import Scope
from pipeline.manifest.kinds.script import ScriptedDocument, spoken_of
from pipeline.manifest.kinds.takes import Takes, takes_of
from pipeline.manifest.schema.settings import ThemeDocument
from pipeline.messages import tr
from pipeline.model.captions import Cue, Sentence
from pipeline.model.series import MediaUse, Theme

PACE = 6
"""Chinese characters, or twice as many letters, that are read in a second at leisure."""
LEAST = Fraction(4)
"""Seconds that a card is shown if nothing is said of it."""
LOOK = 2
"""Seconds for a look at a card, before it is read."""


class SpokenCardDocument(ScriptedDocument):
    """What every card may hold over which somebody may speak."""

    length: Maybe[Length] = Field(
        None, alias="for", description="How long it is shown; default as long as it takes to read it."
    )
    theme: Maybe[ThemeDocument] = Field(None, description="How this card looks.")


class Said(Takes):
    """The fields of a `SpokenCard` beside what is to be read on it."""

    length: Fraction | None
    theme: Theme
    script: MediaUse | None
    cues: tuple[Cue, ...]
    sentences: tuple[Sentence, ...]


def said_over(document: SpokenCardDocument, place: Place, scope: Scope, words: str) -> Said:
    """How long a card with these words is shown, what is said over it, and its look."""
    found = scope.found
    theme = scope.theme(place, document)
    spoken = spoken_of(document, place, scope)
    if document.narration:
        if document.length is not None:
            found.warning(
                "length-of-narration",
                tr("'for' has no effect here: it is shown as long as the narration lasts"),
                place.key_mark("for"),
                tr("leave out 'for:'"),
            )
        if spoken.text.pictures:
            found.warning(
                "pictures-without-effect",
                tr("the pictures in this script are not shown: the card stands while it is spoken"),
                place["script"].mark,
                tr("take them out, or write 'narration:' for a segment with pictures"),
            )
    else:
        for key in ("script", "subtitles", "pause", "gain", "channels", "track"):
            if key in place:
                found.warning(
                    "without-narration",
                    tr("'{key}' has no effect without 'narration:': nobody speaks", key=key),
                    place.key_mark(key),
                    tr("name the recording: 'narration: FILE'; or leave out '{key}:'", key=key),
                )
        if document.length is not None:
            _warn_of_haste(document.length, place, scope, words)
    return Said(
        **takes_of(document, place, scope),
        length=None if document.narration else document.length or reading_time(words),
        theme=theme,
        script=spoken.script if document.narration else None,
        cues=spoken.cues if document.narration else (),
        sentences=() if spoken.subtitled or not document.narration else spoken.text.sentences,
    )


def reading_time(words: str) -> Fraction:
    """Seconds that it takes to look at a card and read it at leisure, in halves."""
    return max(LEAST, Fraction(ceil(2 * (LOOK + characters(words) / PACE)), 2))


def _warn_of_haste(length: Fraction, place: Place, scope: Scope, words: str) -> None:
    needed = characters(words) / SPEED
    if length < needed:
        scope.found.warning(
            "too-short-to-read",
            tr(
                "nobody can read this in {length} s: it has {count} characters, for which even quick readers need"
                " {needed} s",
                length=f"{float(length):g}",
                count=len(words.replace("\n", "")),
                needed=f"{float(needed):.1f}",
            ),
            place["for"].mark,
            tr("leave out 'for:', then it is shown {seconds} s", seconds=f"{float(reading_time(words)):g}"),
        )
