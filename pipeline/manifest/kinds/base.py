"""What every kind of segment shares: the scope it is resolved in, and how its kind is told from its keys."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from fractions import Fraction
from typing import Any, TypedDict

from pipeline.documents.diagnostics import Findings, shown
from pipeline.documents.nodes import Place
from pipeline.documents.validation import NOT_YET, unknown_key
from pipeline.errors import Mark
from pipeline.manifest.cascade import Settings, transition_under
from pipeline.manifest.media_paths import Paths
from pipeline.manifest.schema.keys import BedDocument, EntryDocument
from pipeline.manifest.spoken.subtitles import CaptionReader
from pipeline.model.fields import fill
from pipeline.model.segments import AnySegment
from pipeline.model.series import Bed, Fit, MediaUse, Transition


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What an entry is resolved in: the settings in force around it, and where its findings go."""

    paths: Paths
    captions: CaptionReader
    found: Findings
    settings: Settings
    fields: Mapping[str, object]
    """For `{title}` and its like."""
    entry: int = 0
    part: str = ""
    beds: tuple[tuple[BedDocument, Place], ...] = ()
    """Music that the `use` entries around this one ask for; it wins over the entry's own."""

    def media(self, place: Place, key: str) -> MediaUse | None:
        """The file under a key; None when there is no such key or no such file."""
        return self.paths.find(place[key], self.found) if key in place else None

    def fill(self, text: str) -> str:
        return fill(text, self.fields)

    def fit(self, said: Fit | None) -> Fit:
        return said or self.settings.fit

    def transition(self, place: Place, document: Any) -> Transition | None:
        """The way in that an entry or picture asks for itself."""
        if document.transition is None:
            return None
        return transition_under(self.settings.transition, document.transition, place["transition"], self.found)


class Common(TypedDict):
    """The fields of every segment."""

    transition: Transition | None
    music: Bed | None
    chapter: str | None
    part: str
    entry: int
    mark: Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of segment: the key that tells it, what it may say, and what it means."""

    key: str
    document: type[EntryDocument]
    resolve: Callable[[Any, Place, Scope, Common], AnySegment | None]
    """None when something it needs is missing; the scope's findings say what."""


def kind_of(place: Place, kinds: Collection[str], what: str, found: Findings) -> str | None:
    """The one kind key of an entry; None when it has none or several, and `found` says so."""
    if not isinstance(place.data, dict):
        hint = f"write '{sorted(kinds)[0]}: ...'"
        if isinstance(place.data, str):
            hint = f"write 'use: {shown(place.data)}'" if "use" in kinds else f"write 'image: {shown(place.data)}'"
        found.error("wrong-type", f"a {what} is a mapping that says its kind", place.mark, hint)
        return None
    told = [name for name in place.data if name in kinds]
    if len(told) == 1:
        return told[0]
    if told:
        hint = f"begin a new {what} with '- {told[1]}: ...'"
        if "narration" in told and not {"use", "card"} & set(told):
            hint = "put what is shown during a narration under 'pictures'"
        message = f"'{told[0]}' and '{told[1]}' cannot be one {what}"
        found.error("two-kinds", message, place.key_mark(told[1]), hint)
        return None
    for name in place.data:
        if name in NOT_YET or get_close_matches(name[:60].lower(), kinds, n=1, cutoff=0.7):
            found.add(unknown_key(name, dict.fromkeys(kinds), place))
            return None
    found.error("missing-kind", f"this {what} says no kind", place.mark, f"add one of: {', '.join(sorted(kinds))}")
    return None


def mark_of(place: Place, key: str) -> Mark | None:
    """Where a value stands, if it is said."""
    return place[key].mark if key in place else None


def stretch_of(document: Any, place: Place, found: Findings) -> tuple[Fraction, Fraction | None]:
    """`from` and `to` of a clip, in seconds."""
    start: Fraction = document.start or Fraction(0)
    end: Fraction | None = document.end
    if end is not None and end <= start:
        words = f"'to' ({shown(str(place['to'].data))}) must lie after 'from' ({shown(str(place['from'].data))})"
        found.error("bad-time", words if "from" in place else "a clip that ends at 0 shows nothing", place["to"].mark)
    return start, end
