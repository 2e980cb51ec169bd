"""What every kind of segment shares: the scope it is resolved in, and how its keys show its kind."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from fractions import Fraction
from typing import Any, TypedDict

from pipeline.documents.diagnostics import Findings, shown
from pipeline.documents.key_names import NAMES, key_in_chinese
from pipeline.documents.mappings import Document
from pipeline.documents.mistyped import mistyped_key
from pipeline.documents.nodes import Place
from pipeline.documents.validation import keys_of, mistyped_keys_at, unknown_key
from pipeline.errors import Mark
from pipeline.manifest.media_paths import Paths
from pipeline.manifest.schema.keys import EntryDocument
from pipeline.manifest.schema.overlays import LogoDocument
from pipeline.manifest.schema.settings import BedDocument
from pipeline.manifest.settings.cascade import Settings, merge_motion, merge_theme, merge_transition
from pipeline.manifest.settings.voices import merge_voice
from pipeline.manifest.spoken.subtitles import CaptionReader
from pipeline.messages import Message, listed, tr
from pipeline.model.fields import fill
from pipeline.model.overlays import InsetUse, LabelUse, LogoUse, LowerThirdUse
from pipeline.model.segments import AnySegment
from pipeline.model.segments.motion import Motion
from pipeline.model.series import Bed, Fit, MediaUse, Theme, Transition, Voice
from pipeline.model.treatment import Treat

_WIDE_WORD = re.compile(r"\s*(?:- +)*[\w-]{1,12}\s*：")
_TEXT_LINES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What an entry is resolved with: the settings that hold for it, and where diagnostics go."""

    paths: Paths
    captions: CaptionReader
    found: Findings
    settings: Settings
    fields: Mapping[str, object]
    """Values of `{title}` and other fields."""
    entry: int = 0
    part: str = ""
    beds: tuple[tuple[BedDocument, Place], ...] = ()
    """Music that the `use` entries around this one ask for; it wins over the entry's own."""
    logos: tuple[tuple[LogoDocument, Place], ...] = ()
    """The same for logos."""
    trusted: bool = False
    """Whether the workspace's own scripts may run."""

    def media(self, place: Place, key: str) -> MediaUse | None:
        """The file under a key; None when there is no such key, no value or no such file."""
        named = key in place and place[key].data is not None
        return self.paths.find(place[key], self.found) if named else None

    def fill(self, text: str) -> str:
        """A text that is shown, with its fields replaced."""
        return fill(text, self.fields)

    def fit(self, own: Fit | None) -> Fit:
        return own or self.settings.fit

    def motion(self, place: Place, document: Any) -> Motion | None:
        """The motion of a picture; None where it stands still."""
        own = self.settings.motion
        if document is not None and document.motion is not None:
            own = merge_motion(own, document.motion, place["motion"])
        return None if own is None or own.kind == "none" else own

    def theme(self, place: Place, document: Any) -> Theme:
        """How the cards of an entry look."""
        inherited = self.settings.theme
        if document.theme is None:
            return inherited
        return merge_theme(inherited, document.theme, place["theme"], self.paths, self.found)

    def voice(self, place: Place, document: Any) -> Voice:
        """Who speaks an entry's text."""
        inherited = self.settings.voice
        if document.voice is None:
            return inherited
        return merge_voice(inherited, document.voice, place["voice"], self.paths, self.found)

    def within(self, place: Place, document: Any) -> "Scope":
        """The scope of a narration's pictures, which inherit its fit, motion and labels."""
        settings = replace(self.settings, fit=self.fit(document.fit), labels=document.labels or self.settings.labels)
        if document.motion is not None:
            settings = replace(settings, motion=merge_motion(settings.motion, document.motion, place["motion"]))
        return replace(self, settings=settings)

    def label(self, place: Place, alternative: str = "") -> LabelUse | None:
        """The label of a picture: under `label:`, else the `alternative` text that a script has for it."""
        labels, own = self.settings.labels, place["label"].data if "label" in place else None
        if labels == "no" or (own is None and (not alternative or labels == "written")):
            return None
        text = alternative if own is None else self.fill(str(own).strip())
        mark = place.mark if own is None else place["label"].mark
        return LabelUse(text=text, drawn=labels != "readers", theme=self.settings.theme, mark=mark)

    def handles(self, own: bool | None) -> bool:
        return self.settings.handles if own is None else own

    def transition(self, place: Place, document: Any) -> Transition | None:
        """The transition that an entry or picture states itself."""
        if document.transition is None:
            return None
        return merge_transition(self.settings.transition, document.transition, place["transition"], self.found)


class Common(TypedDict):
    """The fields of every segment."""

    transition: Transition | None
    music: Bed | None
    chapter: str | None
    part: str
    treat: Treat
    pauses: Fraction
    entry: int
    logo: LogoUse
    lower_thirds: tuple[LowerThirdUse, ...]
    insets: tuple[InsetUse, ...]
    mark: Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of segment: its key, its document, and the function that makes a segment of it."""

    key: str
    document: type[EntryDocument]
    resolve: Callable[[Any, Place, Scope, Common], AnySegment | None]
    """Returns None when something it needs is missing; the scope's findings say what."""


def kind_of(place: Place, kinds: Mapping[str, type[Document]], what: Message, found: Findings) -> str | None:
    """The one kind key of an entry; None when it has none or several, and `found` says so.

    A key that another one's document has as well is no kind beside that: the `narration` of a reading. `what` is the
    entry in messages: "segment".
    """
    if not isinstance(place.data, dict):
        _not_an_entry(place, kinds, what, found)
        return None
    given = [name for name in place.data if name in kinds]
    given = [name for name in given if not any(name in keys_of(kinds[one]) for one in given if one != name)]
    if len(given) == 1:
        return given[0]
    if given:
        hint = tr("begin a new {what} with '- {key}: ...'", what=what, key=given[1])
        if set(given) == {"narration", "say"}:
            hint = tr("for a recording write 'narration:' and 'script:' in place of 'say:'; for a voice 'say:' alone")
        elif "narration" in given and not {"use", "card"} & set(given):
            hint = tr("put what is shown during a narration under 'pictures'")
        message = tr("'{first}' and '{second}' cannot be in one {what}", first=given[0], second=given[1], what=what)
        found.error("two-kinds", message, place.key_mark(given[1]), hint)
        return None
    if any(key_in_chinese(name, kinds) for name in place.data):
        for name in place.data:
            known = kinds if key_in_chinese(name, kinds) else NAMES
            if key_in_chinese(name, known):
                found.add(unknown_key(name, known, place))
        return None
    if mistyped := [name for name in place.data if mistyped_key(name)]:
        for name in mistyped:
            found.add(unknown_key(name, kinds, place))
        return None
    for name in place.data:
        if mistyped_key(name) or get_close_matches(name[:60].lower(), kinds, n=1, cutoff=0.7):
            found.add(unknown_key(name, kinds, place))
            return None
    hint = tr("add one of: {kinds}", kinds=listed(sorted(kinds)))
    found.error("missing-kind", tr("this {what} has no kind", what=what), place.mark, hint)
    return None


def _not_an_entry(place: Place, kinds: Collection[str], what: Message, found: Findings) -> None:
    """For an entry that is a text or a list."""
    if mistyped := mistyped_keys_at(place):
        for diagnostic in mistyped:
            found.add(diagnostic)
        return
    if isinstance(place.data, str) and (wide := wide_colons(place)):
        message = tr("a key ends with ':', not with the full-width '：'")
        hint = tr("write a known key: {kinds}", kinds=listed(sorted(kinds)))
        for mark in wide:
            found.error("bad-yaml", message, mark, hint)
        return
    example = f"{sorted(kinds)[0]}: ..."
    if isinstance(place.data, str):
        example = f"use: {shown(place.data)}" if "use" in kinds else f"image: {shown(place.data)}"
    hint = tr("write '{example}'", example=example)
    found.error("wrong-type", tr("this {what} has no kind", what=what), place.mark, hint)


def wide_colons(place: Place) -> list[Mark]:
    """Of a text that stands where keys should: the full-width colon behind the first word of each of its lines."""
    first = place.node.line
    lines = place.source.lines[first : first + 1 + str(place.data).count("\n") + _TEXT_LINES]
    found = []
    for number, line in enumerate(lines, start=first):
        word = _WIDE_WORD.match(line)
        if word is None or (number > first and len(line) - len(line.lstrip()) < place.node.column):
            break
        found.append(place.source.mark(number, word.end() - 1))
    return found


def mark_of(place: Place, key: str) -> Mark | None:
    """Where a value stands; None where it is not written."""
    return place[key].mark if key in place else None


def times_of(document: Any, place: Place, found: Findings) -> tuple[Fraction, Fraction | None]:
    """`from` and `to` of a clip, in seconds."""
    start: Fraction = document.start or Fraction(0)
    end: Fraction | None = document.end
    if end is not None and end <= start:
        if "from" in place:
            first, last = (shown(str(place[key].data)) for key in ("from", "to"))
            message = tr("'to' ({to}) must be later than 'from' ({start})", to=last, start=first)
        else:
            message = tr("a clip that ends at 0 shows nothing")
        found.error("bad-time", message, place["to"].mark)
    return start, end
