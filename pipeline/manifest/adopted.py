"""`programme:` instead of segments: a programme that was finished elsewhere, and what its manifest may say."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.documents.diagnostics import shown
from pipeline.documents.nodes import Place
from pipeline.manifest.kinds import Scope
from pipeline.manifest.schema.keys import EpisodeDocument
from pipeline.model.captions import Cue
from pipeline.model.series import MediaUse

_WITHOUT_EFFECT = ("music", "renditions", "transition", "fit")
"""Settings of what is to be encoded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """The files of a finished programme; none where segments are to be made into one."""

    files: tuple[MediaUse, ...] = ()
    cues: tuple[Cue, ...] = ()


def read_finished(document: EpisodeDocument, place: Place, scope: Scope) -> Finished:
    """What `programme` and `subtitles` name; `scope.found` says what is wrong with them or missing."""
    found = scope.found
    if "programme" not in place:
        if "segments" not in place:
            hint = "say what is seen and heard, or name the file of a finished one: 'programme: ...'"
            found.error("missing-key", "missing key 'segments'", place.mark, hint)
        if "subtitles" in place:
            hint = "write it under the narration or clip that it belongs to"
            found.error("no-programme", "'subtitles' go with a 'programme'", place.key_mark("subtitles"), hint)
        return Finished()
    if "segments" in place:
        hint = "leave one of them out: a finished programme is taken as it is"
        found.error("two-kinds", "'programme' and 'segments' cannot be one episode", place.key_mark("segments"), hint)
    for key in _WITHOUT_EFFECT:
        if key in place:
            message = f"'{key}' has no effect on a finished programme"
            found.warning("no-effect", message, place.key_mark(key), "leave it out")
    files = [scope.paths.find(there, found) for there in place["programme"]]
    subtitles = scope.media(place, "subtitles")
    return Finished(
        files=tuple(dict.fromkeys(file for file in files if file is not None)),
        cues=scope.captions.subtitles(subtitles, found) if subtitles else (),
    )


def check_guid(document: EpisodeDocument, place: Place, stated: Callable[[], Mapping[Path, str]], scope: Scope) -> None:
    """Two episodes may not be one: a copied manifest must not keep the identity of its pattern.

    `stated` gives what the workspace's manifests state; it is asked only where one does.
    """
    if document.guid is None:
        return
    path, own = place.source.path, _in_one_case(document.guid)
    first = next((other for other, guid in stated().items() if _in_one_case(guid) == own), path)
    if first != path:
        name = first.name if first.parent == path.parent else f"{first.parent.name}/{first.name}"
        message = f"this is the identity of '{shown(name, 200)}' already"
        scope.found.error(
            "duplicate-guid", message, place["guid"].mark, "leave the key out; a new one is given by itself"
        )


def _in_one_case(guid: str) -> str:
    """UUIDs are the same in capitals; feeds' other identities are not."""
    return guid.lower() if re.fullmatch(r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}", guid) else guid
