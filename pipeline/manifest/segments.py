"""Segments: the entries of an episode and of the parts that it uses, in order."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from pipeline.documents.diagnostics import shown
from pipeline.documents.nodes import Place
from pipeline.documents.validation import validate
from pipeline.errors import did_you_mean
from pipeline.manifest.kinds import KINDS, Scope
from pipeline.manifest.kinds.base import Common, kind_of
from pipeline.manifest.placeholders import check_fields
from pipeline.manifest.schema.keys import EntryDocument, ShownDocument, UseDocument
from pipeline.manifest.settings.cascade import merge_music
from pipeline.manifest.settings.overlays import insets_of, lower_thirds_of, merge_logo
from pipeline.manifest.settings.treatment import merge_pauses, merge_treat
from pipeline.messages import tr
from pipeline.model.overlays import LogoUse
from pipeline.model.segments import AnySegment
from pipeline.model.series import Bed

ENTRY_LIMIT = 10_000
"""Entries of an episode, those of its parts counted each time they are used."""

USE_DEPTH = 16
"""Parts within parts."""

DOCUMENTS: Mapping[str, type[EntryDocument]] = {
    "use": UseDocument,
    **{key: kind.document for key, kind in KINDS.items()},
}


@dataclass(slots=True)
class Resolver:
    """Makes segments of entries."""

    parts: Mapping[str, Place]
    """What `use:` may name."""
    entries: int = field(default=0, init=False)

    def segments(self, entries: Place, scope: Scope) -> Iterator[AnySegment]:
        """The segments of an episode's own entries."""
        for index, place in enumerate(entries):
            yield from self._entry(place, replace(scope, entry=index), ())

    def part(self, name: str, scope: Scope) -> Iterator[AnySegment]:
        """The segments of a part as if an episode used it."""
        for place in self.parts[name]:
            yield from self._entry(place, replace(scope, part=name), (name,))

    def _entry(self, place: Place, scope: Scope, using: tuple[str, ...]) -> Iterator[AnySegment]:
        """`using` names the parts that contain this entry, the outermost first."""
        self.entries += 1
        if self.entries > ENTRY_LIMIT or scope.found.full:
            if self.entries == ENTRY_LIMIT + 1:
                scope.found.error("too-large", tr("more than {limit} segments", limit=ENTRY_LIMIT), place.mark)
            return
        key = kind_of(place, DOCUMENTS, tr("segment"), scope.found)
        document = validate(DOCUMENTS[key], place, scope.found) if key else None
        if key is None or document is None:
            return
        if isinstance(document, UseDocument):
            yield from self._used(document, place, scope, using)
            return
        segment = KINDS[key].resolve(document, place, scope, _common(document, place, scope))
        if segment is not None:
            yield segment

    def _used(self, document: UseDocument, place: Place, scope: Scope, using: tuple[str, ...]) -> Iterator[AnySegment]:
        """A part's segments: transition and chapter of the entry go to the first of them, music and logo to all."""
        name = document.use
        if name in using:
            chain = " -> ".join(map(shown, (*using, name)))
            scope.found.error("recursive-part", tr("a part cannot use itself: {chain}", chain=chain), place["use"].mark)
            return
        if len(using) >= USE_DEPTH:
            message = tr("parts use other parts more than {limit} levels deep", limit=USE_DEPTH)
            scope.found.error("recursive-part", message, place["use"].mark)
            return
        if name not in self.parts:
            hint = did_you_mean(shown(name), self.parts) if self.parts else tr("series.yaml defines no parts")
            scope.found.error("unknown-part", tr("unknown part '{name}'", name=shown(name)), place["use"].mark, hint)
            return
        beds = ((document.music, place["music"]), *scope.beds) if document.music else scope.beds
        logos = ((document.logo, place["logo"]), *scope.logos) if document.logo else scope.logos
        inner = replace(scope, part=scope.part or name, beds=beds, logos=logos)
        transition, chapter = scope.transition(place, document), _chapter(document, place, scope)
        segments = (made for entry in self.parts[name] for made in self._entry(entry, inner, (*using, name)))
        for index, segment in enumerate(segments):
            if index == 0:
                segment = replace(
                    segment,
                    transition=transition or segment.transition,
                    chapter=segment.chapter if chapter is None else chapter,
                )
            yield segment


def _common(document: EntryDocument, place: Place, scope: Scope) -> Common:
    theme, found = scope.settings.theme, scope.found
    shown = document if isinstance(document, ShownDocument) else None
    return Common(
        transition=scope.transition(place, document),
        music=_bed(document, place, scope),
        chapter=_chapter(document, place, scope),
        part=scope.part,
        treat=merge_treat(scope.settings.treat, getattr(document, "treat", None), place["treat"]),
        pauses=merge_pauses(scope.settings.pauses, getattr(document, "pauses", None)),
        entry=scope.entry,
        logo=_logo(document, place, scope),
        lower_thirds=tuple(lower_thirds_of(shown, place, theme, scope.fill, found)) if shown else (),
        insets=tuple(insets_of(shown, place, theme, scope.paths, found)) if shown else (),
        mark=place.mark,
    )


def _logo(document: EntryDocument, place: Place, scope: Scope) -> LogoUse:
    own = ((document.logo, place["logo"]),) if document.logo else ()
    logo = scope.settings.logo
    # What an episode leaves out, a rendition may still have; what a segment leaves out is nowhere.
    logo = replace(logo, off=False)
    for one, there in (*own, *scope.logos):
        logo = merge_logo(logo, one, there, scope.paths, scope.found)
    return logo


def _bed(document: EntryDocument, place: Place, scope: Scope) -> Bed | None:
    music = scope.settings.music
    if document.music:
        music = merge_music(music, document.music, place["music"], scope.paths, scope.found)
        if music.media is None and document.music.file is None and not scope.part:
            message = tr("no music file is named, neither here nor for the whole episode")
            scope.found.warning("no-music", message, place["music"].mark)
    for bed, there in scope.beds:
        music = merge_music(music, bed, there, scope.paths, scope.found)
    return music.bed


def _chapter(document: EntryDocument, place: Place, scope: Scope) -> str | None:
    """None takes the title from the segment, "" opens no chapter."""
    if document.chapter is None:
        return None
    check_fields(place["chapter"], scope.found)
    return "" if document.chapter == "none" else scope.fill(document.chapter)
