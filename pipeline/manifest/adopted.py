"""`programme:` instead of segments: a programme that was finished elsewhere, and the identity of an episode."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.documents.diagnostics import shown
from pipeline.documents.nodes import Place
from pipeline.documents.validation import is_in_chinese
from pipeline.manifest.kinds import Scope
from pipeline.manifest.schema.keys import EpisodeDocument
from pipeline.messages import tr
from pipeline.model.captions import Cue
from pipeline.model.episode import StatedChapter
from pipeline.model.series import MediaUse

_WITHOUT_EFFECT = ("music", "renditions", "transition", "fit", "motion", "logo")
"""Settings that concern encoding alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """The files of a finished programme; none for an episode of segments."""

    files: tuple[MediaUse, ...] = ()
    cues: tuple[Cue, ...] = ()
    chapters: tuple[StatedChapter, ...] = ()


def read_finished(document: EpisodeDocument, place: Place, scope: Scope) -> Finished:
    """The files that `programme` and `subtitles` name; what is wrong with them goes to `scope.found`."""
    found = scope.found
    if "programme" not in place:
        if "segments" not in place and not any(is_in_chinese(key, place) for key in ("segments", "programme")):
            hint = tr("say what is seen and heard, or name a finished file with 'programme: ...'")
            found.error("missing-key", tr("missing key '{key}'", key="segments"), place.mark, hint)
        if "subtitles" in place:
            hint = tr("write it under the narration or clip that it belongs to")
            found.error("no-programme", tr("'subtitles' needs a 'programme'"), place.key_mark("subtitles"), hint)
        if "chapters" in place:
            hint = tr("write 'chapter: ...' into the segments where they begin")
            found.error("no-programme", tr("'chapters' needs a 'programme'"), place.key_mark("chapters"), hint)
        return Finished()
    if "segments" in place:
        message = tr("'programme' and 'segments' cannot be in one episode")
        hint = tr("leave one of them out: a finished programme is used as it is")
        found.error("two-kinds", message, place.key_mark("segments"), hint)
    for key in _WITHOUT_EFFECT:
        if key in place:
            message = tr("'{key}' has no effect on a finished programme", key=key)
            found.warning("no-effect", message, place.key_mark(key), tr("leave it out"))
    files = [scope.paths.find(there, found) for there in place["programme"]]
    subtitles = scope.media(place, "subtitles")
    return Finished(
        files=tuple(dict.fromkeys(file for file in files if file is not None)),
        cues=scope.captions.subtitles(subtitles, found, document.encoding) if subtitles else (),
        chapters=tuple(
            StatedChapter(start=one.at, title=one.title, mark=there.mark)
            for one, there in zip(document.chapters, place["chapters"], strict=False)
        ),
    )


def check_guid(document: EpisodeDocument, place: Place, stated: Callable[[], Mapping[Path, str]], scope: Scope) -> None:
    """Check that no other episode has the same identity, as happens when a manifest is copied.

    `stated` gives the identities in the workspace's manifests; it is called only where this one states its own.
    """
    if document.guid is None:
        return
    path, own = place.source.path, _in_one_case(document.guid)
    first = next((other for other, guid in stated().items() if _in_one_case(guid) == own), path)
    if first != path:
        name = first.name if first.parent == path.parent else f"{first.parent.name}/{first.name}"
        message = tr("this is already the identity of '{file}'", file=shown(name, 200))
        hint = tr("leave the key out: voicehall makes a new one")
        scope.found.error("duplicate-guid", message, place["guid"].mark, hint)


def _in_one_case(guid: str) -> str:
    """UUIDs are the same in capitals; feeds' other identities are not."""
    return guid.lower() if re.fullmatch(r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}", guid) else guid
