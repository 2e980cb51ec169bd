"""`split:` two pictures or clips in one frame."""

from dataclasses import replace
from pathlib import PurePath
from typing import Annotated, Any

from pydantic import Field

from pipeline.documents.diagnostics import Findings
from pipeline.documents.nodes import Node, Place
from pipeline.documents.scalars import Maybe, Shape
from pipeline.documents.validation import mistyped_keys_at, validate
from pipeline.documents.values import Length, one_of
from pipeline.manifest.file_patterns import CLIPS
from pipeline.manifest.kinds.base import Common, Kind, Scope, kind_of, mark_of
from pipeline.manifest.kinds.clip import CLIP, ClipDocument
from pipeline.manifest.kinds.pictures import PICTURES, ImagePictureDocument
from pipeline.manifest.kinds.script import ScriptedDocument, spoken_of
from pipeline.manifest.kinds.takes import takes_of
from pipeline.manifest.schema.keys import ShownDocument
from pipeline.manifest.schema.overlays import Line
from pipeline.manifest.schema.settings import ThemeDocument
from pipeline.manifest.schema.values import FitName
from pipeline.messages import tr
from pipeline.model.segments import ClipSegment, ImageUse, Split
from pipeline.model.segments.split import Half, Heard
from pipeline.model.series import Fit

_FILE = {"type": "string", "minLength": 1}
_SIDE = {"anyOf": [{"$ref": "#/$defs/ClipDocument"}, {"$ref": "#/$defs/ImagePictureDocument"}, _FILE]}
_SIDES = Shape(tr("a list of two pictures or clips"), list, type="array", minItems=2, maxItems=2, items=_SIDE)
_WHOLE = ("transition", "music", "chapter", "at", "handles", "label", "lower-third", "inset", "logo")
"""Keys of pictures and clips that a half of a frame cannot have."""
_NOWHERE = ("at", "handles")
"""Those of them that a split cannot have either."""
HeardName = Annotated[Heard, one_of(tr("sound"), ("left", "right", "both", "none"))]


class SplitDocument(ScriptedDocument, ShownDocument):
    """Two pictures or clips, each in its half of the frame."""

    split: Annotated[list[Any], _SIDES] = Field(
        description="The left and the right one: file names, or 'image:' or 'clip:' with further keys. In a frame that"
        " is not wider than high the left one is above the right one.",
        examples=["[clips/host.mp4, clips/guest.mp4]"],
    )
    sound: Maybe[HeardName] = Field(
        None, description="Which of them is heard: left, right, both or none; default both, at the same level."
    )
    length: Maybe[Length] = Field(
        None, alias="for", description="How long they are shown; default as long as 'narration', or as the longer clip."
    )
    fit: Maybe[FitName] = Field(
        None, description="How each fills its half: blur, pad or crop; default crop, and blur for pages of a PDF."
    )
    label: Maybe[Line] = Field(
        None,
        description="What it shows, or whence it comes, drawn small into a corner.",
        examples=["1927年和今天"],
    )
    theme: Maybe[ThemeDocument] = Field(None, description="Its background is the colour between the halves.")


def _resolve(document: SplitDocument, place: Place, scope: Scope, common: Common) -> Split | None:
    found = scope.found
    if len(document.split) != 2:
        message = tr("a split has two sides, here are {count}", count=len(document.split))
        found.error("wrong-count", message, place["split"].mark, tr("write 'split: [LEFT, RIGHT]'"))
        return None
    halves = [_half(one, document.fit, scope, common) for one in place["split"]]
    takes, spoken = takes_of(document, place, scope), spoken_of(document, place, scope)
    theme = scope.theme(place, document)
    if spoken.text.pictures:
        mark = spoken.text.pictures[0].written.place.mark
        message = tr("a split shows its two sides: this picture of the script is not shown")
        found.warning("picture-left-out", message, mark, tr("take it out, or write 'narration:' without 'split:'"))
    _check(document, place, halves, found)
    left, right = halves
    if left is None or right is None:
        return None
    return Split(
        **common,
        **takes,
        sides=(left, right),
        heard=document.sound,
        heard_mark=mark_of(place, "sound"),
        length=document.length,
        label=scope.label(place),
        theme=theme,
        script=spoken.script,
        cues=spoken.cues,
        sentences=() if spoken.subtitled else spoken.text.sentences,
        heading=spoken.text.heading,
    )


def _half(place: Place, fit: Fit | None, scope: Scope, common: Common) -> Half | None:
    """One side; a bare text is the name of a file."""
    found = scope.found
    if isinstance(place.data, str):
        if mistyped := mistyped_keys_at(place):
            for diagnostic in mistyped:
                found.add(diagnostic)
            return None
        kind = "clip" if PurePath(place.data.strip()).suffix.lower() in CLIPS else "image"
        node = Node({kind: place.data}, place.node.line, place.node.column, size=2)
        node.items, node.keys = {kind: place.node}, {kind: (place.node.line, place.node.column)}
        place = Place(place.source, node, place.key)
    documents: dict[str, type[ClipDocument | ImagePictureDocument]] = {
        "clip": ClipDocument,
        "image": ImagePictureDocument,
    }
    name = kind_of(place, documents, tr("side"), found)
    if name is None:
        return None
    for key in _WHOLE:
        if key in place:
            message = tr("'{key}' cannot be in one side of a split", key=key)
            beside = tr("write it beside 'split:', or leave it out")
            hint = tr("leave it out") if key in _NOWHERE else beside
            found.error("not-in-a-side", message, place.key_mark(key), hint)
    document = validate(documents[name], place, found)
    if document is None:
        return None
    # Of a page nothing is cut off: it has words up to its edges.
    page = name == "image" and PurePath(str(place["image"].data).strip()).suffix.lower() == ".pdf"
    usual: Fit = "blur" if page else "crop"
    document = document.model_copy(update={"fit": document.fit or fit or usual, "handles": False})
    if name == "clip":
        made = CLIP.resolve(document, place, scope, {**common, "mark": place.mark})
        return made if isinstance(made, ClipSegment) else None
    use = PICTURES["image"].resolve(document, place, scope)
    return replace(use, slide=page) if isinstance(use, ImageUse) else None


def _check(document: SplitDocument, place: Place, halves: list[Half | None], found: Findings) -> None:
    """What cannot be together, and what is missing."""
    if document.narration and document.length:
        message = tr("this split is as long as its recordings: 'for' has no place beside 'narration'")
        found.error("two-lengths", message, place.key_mark("for"), tr("leave out 'for'"))
    if document.narration and document.sound not in (None, "none"):
        message = tr("the recordings are heard here, not the clips: 'sound' has no place beside 'narration'")
        found.error("two-sounds", message, place.key_mark("sound"), tr("leave out 'sound', or 'narration'"))
    if not document.narration:
        for key in ("script", "subtitles"):
            if key in place:
                message = tr("'{key}' needs 'narration:' with a recording", key=key)
                hint = tr("write 'subtitles:' in the side whose words it has")
                found.error("needs-narration", message, place.key_mark(key), hint)
    still = all(isinstance(one, ImageUse) for one in halves)
    if still and not document.narration and document.length is None:
        hint = tr("write 'for: 6s', or 'narration:' with a recording")
        found.error("missing-length", tr("these pictures do not say how long they are shown"), place.mark, hint)


SPLIT = Kind(key="split", document=SplitDocument, resolve=_resolve)
