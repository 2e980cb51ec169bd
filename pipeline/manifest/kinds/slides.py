"""`slides:` the pages of a deck, in step with who explains them."""

from dataclasses import replace
from itertools import chain, pairwise
from pathlib import PurePath
from typing import Annotated, Any

from pydantic import Field

from pipeline.documents.diagnostics import Findings, shown
from pipeline.documents.nodes import Place
from pipeline.documents.scalars import Maybe, OneOrMany
from pipeline.documents.values import Length, Moment, Paragraphs
from pipeline.manifest.file_patterns import named
from pipeline.manifest.kinds.base import Common, Kind, Scope, mark_of
from pipeline.manifest.kinds.narration import PICTURES_SHAPE, in_step
from pipeline.manifest.kinds.pictures import resolve_illustrations, resolve_pictures
from pipeline.manifest.kinds.say import said_in
from pipeline.manifest.kinds.script import ScriptedDocument, Spoken, spoken_of
from pipeline.manifest.kinds.takes import takes_of
from pipeline.manifest.schema.keys import ShownDocument
from pipeline.manifest.schema.overlays import LabelsName
from pipeline.manifest.schema.page_numbers import PageNumbers
from pipeline.manifest.schema.settings import ThemeDocument, VoiceDocument
from pipeline.manifest.schema.values import FitName
from pipeline.messages import tr
from pipeline.model.segments import PRESENTATIONS, PictureUse, Slides

OLDER = 60
"""Seconds by which a PDF may be older than its presentation: copying gives both a time of its own."""


class SlidesDocument(ScriptedDocument, ShownDocument):
    """The pages of a deck: during recordings about them, or each for a time of its own."""

    slides: Annotated[list[Any] | str, PICTURES_SHAPE] = Field(
        description="Where the pages are: a PDF, a presentation (.pptx) with its PDF beside it, a folder of"
        " pictures, or a list of files; in a list 'image: deck.pdf' with 'page: 3' is one page.",
        examples=["slides/deck.pdf"],
    )
    pages: Maybe[PageNumbers] = Field(
        None,
        description="Which pages are shown, in this order, counted from 1 over all files; default all.",
        examples=['"1-5, 8"'],
    )
    say: Maybe[Paragraphs] = Field(
        None, description="In place of 'narration': what a voice speaks about the slides, as on 'say'."
    )
    voice: Maybe[VoiceDocument] = Field(None, description="The voice that speaks it: an engine, or settings.")
    at: Annotated[tuple[Moment, ...], OneOrMany()] = Field(
        (),
        description="When pages change, from the start of the recordings: one time less than there are pages, or one"
        " for each. Without it a page begins with its recording, where there is one for each, with its paragraph of the"
        " script, or where the script shows it.",
        examples=['["00:12", "00:40"]'],
    )
    lengths: Annotated[tuple[Length, ...], OneOrMany()] = Field(
        (),
        alias="for",
        description="Without 'narration': how long each page is shown, or a list with one time for each.",
        examples=["6s"],
    )
    fit: Maybe[FitName] = Field(
        None,
        description="How pages of another shape fill the frame: blur (over their own colour, or a blurred copy where"
        " their edges have several), pad or crop.",
    )
    labels: Maybe[LabelsName] = Field(
        None, description="Labels of its pictures: yes draws and keeps them, readers only keeps them, no does neither."
    )
    theme: Maybe[ThemeDocument] = Field(None, description="How the card with the title looks, where the script begins"
                                        " before its first page.")  # fmt: skip


def _resolve(document: SlidesDocument, place: Place, scope: Scope, common: Common) -> Slides | None:
    found = scope.found
    labels = document.labels or scope.settings.labels
    # Slides are to be read: what an episode's pictures do is nothing for them, and 'auto' lets them stand still.
    motion = scope.settings.motion if scope.settings.motion and scope.settings.motion.kind == "auto" else None
    settings = replace(scope.settings, fit=scope.fit(document.fit), labels=labels, motion=motion)
    inner = replace(scope, settings=settings)
    deck = _as_pdf(resolve_pictures(place["slides"], inner), place["slides"], scope)
    takes, spoken = takes_of(document, place, scope), spoken_of(document, place, scope)
    said = said_in(document, place, scope) if document.say else None
    if said:
        spoken = Spoken(script=said.file, text=said.script)
    shown = _as_pdf(resolve_illustrations(spoken.text.pictures, inner), place["slides"], scope)
    pictures = in_step(shown, spoken, found)
    theme = scope.theme(place, document)
    _check(document, place, bool(pictures), found)
    pinned = next((use.at_mark for use in deck if use.at_mark is not None), None)
    if pinned and (document.lengths or document.at):
        message = tr("a page cannot have an 'at:' of its own beside '{key}'", key="at" if document.at else "for")
        found.error("pages-twice", message, pinned, tr("leave out one of them"))
    if not deck:
        return None
    return Slides(
        **common,
        **takes,
        speaking=said.speaking if said else None,
        deck=deck,
        deck_mark=place["slides"].mark,
        chosen=tuple(chain.from_iterable(document.pages or ())),
        chosen_mark=mark_of(place, "pages"),
        changes=document.at,
        change_marks=tuple(one.mark for one in _each(place, "at")),
        lengths=document.lengths,
        lengths_mark=mark_of(place, "for"),
        pictures=pictures,
        script=spoken.script,
        cues=spoken.cues,
        theme=theme,
        sentences=() if spoken.subtitled else spoken.text.sentences,
        heading=spoken.text.heading,
        sections=spoken.text.sections,
    )


def _each(place: Place, key: str) -> list[Place]:
    """The places of a key's values, whether it is one or a list."""
    if key not in place:
        return []
    return list(place[key]) if isinstance(place[key].data, list) else [place[key]]


def _as_pdf(uses: tuple[PictureUse, ...], place: Place, scope: Scope) -> tuple[PictureUse, ...]:
    """The pictures, but for a presentation the PDF of the same name that lies beside it."""
    return tuple(_beside(use, place, scope) for use in uses)


def _beside(use: PictureUse, place: Place, scope: Scope) -> PictureUse:
    media, written = use.media, PurePath(use.media.name)
    if written.suffix.lower() not in PRESENTATIONS:
        return use
    pdf = scope.paths.find(named(place, str(written.with_suffix(".pdf"))), Findings())
    if pdf is None:
        return use
    if media.path.stat().st_mtime > pdf.path.stat().st_mtime + OLDER:
        message = tr("'{file}' was changed after its PDF '{pdf}', which is shown", file=media.name, pdf=pdf.name)
        scope.found.warning("older-pdf", message, media.mark, tr("export it as PDF again"))
    return replace(use, media=replace(media, path=pdf.path))


def _check(document: SlidesDocument, place: Place, placed: bool, found: Findings) -> None:
    """What cannot be together, and what is missing."""
    spoken = bool(document.narration or document.say)
    if document.narration and document.say:
        message = tr(
            "'{first}' and '{second}' cannot be in one {what}", first="narration", second="say", what=tr("segment")
        )
        hint = tr("for a recording write 'narration:' and 'script:' in place of 'say:'; for a voice 'say:' alone")
        found.error("two-kinds", message, place.key_mark("say"), hint)
    if spoken and document.lengths:
        message = tr("these slides are as long as their recordings: 'for' has no place beside 'narration'")
        found.error("two-lengths", message, place.key_mark("for"), tr("write 'at:' to say when pages change"))
    if not spoken and not document.lengths:
        hint = tr("write 'for: 6s' for each page, or 'narration:' with a recording about them")
        found.error("missing-length", tr("these slides do not say how long they are shown"), place.mark, hint)
    if not document.narration:
        for key in ("script", "subtitles") if document.say else ("at", "script", "subtitles"):
            if key in place:
                message = tr("'{key}' needs 'narration:' with a recording about the slides", key=key)
                found.error("needs-narration", message, place.key_mark(key))
    for key in ("pages", "at"):
        if placed and key in place:
            message = tr("the script places the pages: '{key}' would say something else", key=key)
            hint = tr("take the pictures out of the script, or leave out '{key}' here", key=key)
            found.error("pages-twice", message, place.key_mark(key), hint)
    for before, after in pairwise(_each(place, "at")[: len(document.at)]):
        times = dict(zip((one.mark for one in _each(place, "at")), document.at, strict=False))
        if times.get(after.mark, 1) <= times.get(before.mark, 0):
            message = tr(
                "'at: {here}' must be later than 'at: {before}' above it",
                here=shown(str(after.data)), before=shown(str(before.data)),
            )  # fmt: skip
            found.error("pins-out-of-order", message, after.mark)


SLIDES = Kind(key="slides", document=SlidesDocument, resolve=_resolve)
