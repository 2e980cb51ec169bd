"""`narration:` somebody speaks while pictures are shown."""

from typing import Annotated, Any

from pydantic import Field

from pipeline.documents.diagnostics import Findings
from pipeline.documents.nodes import Place
from pipeline.documents.scalars import Maybe, OneOrMany, Shape
from pipeline.manifest.kinds.base import Common, Kind, Scope
from pipeline.manifest.kinds.pictures import resolve_illustrations, resolve_pictures
from pipeline.manifest.kinds.script import ScriptedDocument, Spoken, spoken_of
from pipeline.manifest.kinds.takes import takes_of
from pipeline.manifest.schema.keys import ShownDocument
from pipeline.manifest.schema.overlays import LabelsName
from pipeline.manifest.schema.settings import MotionDocument, ThemeDocument
from pipeline.manifest.schema.values import FileName, FitName
from pipeline.manifest.spoken.scripts import Script
from pipeline.manifest.spoken.spots import shown_with_cues
from pipeline.messages import tr
from pipeline.model.segments import Narration, PictureUse

_FILES = {"type": "string", "minLength": 1}
PICTURES_SHAPE = Shape(
    tr("a list of pictures"), list, str,
    anyOf=[_FILES, {"type": "array", "items": {"anyOf": [{"$ref": "#/$defs/Picture"}, _FILES]}}],
)  # fmt: skip


class NarrationDocument(ScriptedDocument, ShownDocument):
    """Somebody speaks while pictures are shown; as long as the recordings."""

    narration: Annotated[tuple[FileName, ...], OneOrMany(least=1)] = Field(
        description="Sound file, or a list of recordings played one after the other.", examples=["narration/001.m4a"]
    )
    pictures: Maybe[Annotated[list[Any] | str, PICTURES_SHAPE]] = Field(
        None,
        description="What is shown, in order: a list of pictures, each with its keys or only its file name; or one"
        " file, a folder, or a pattern. A PDF that is named so shows all its pages; without pictures here or in the"
        " script, a card with the episode's title.",
        examples=["photos/*.jpg"],
    )
    labels: Maybe[LabelsName] = Field(
        None, description="Labels of its pictures: yes draws and keeps them, readers only keeps them, no does neither."
    )
    fit: Maybe[FitName] = Field(None, description="How its pictures fill the frame: blur, pad or crop.")
    motion: Maybe[MotionDocument] = Field(
        None, description="How the view moves over its pictures: auto, one of its kinds, or settings."
    )
    theme: Maybe[ThemeDocument] = Field(None, description="How its card looks if there are no pictures.")


def _resolve(document: NarrationDocument, place: Place, scope: Scope, common: Common) -> Narration | None:
    found = scope.found
    takes = takes_of(document, place, scope)
    spoken = spoken_of(document, place, scope)
    theme = scope.theme(place, document)
    inner = scope.within(place, document)
    pictures = in_step(narrated_pictures(document, place, spoken.text, inner), spoken, found)
    # Without its recordings, which is an error already, it still has a text and pictures to be looked at.
    return Narration(
        **common,
        **takes,
        pictures=pictures,
        script=spoken.script,
        cues=spoken.cues,
        theme=theme,
        sentences=() if spoken.subtitled else spoken.text.sentences,
        heading=spoken.text.heading,
    )


def in_step(pictures: tuple[PictureUse, ...], spoken: Spoken, found: Findings) -> tuple[PictureUse, ...]:
    """Pictures of a script at the times of a subtitle file, where there is one."""
    if not spoken.subtitled or not any(use.spot for use in pictures):
        return pictures
    pictures, remarks = shown_with_cues(pictures, spoken.text.sentences, spoken.cues)
    for remark in remarks:
        found.add(remark)
    return pictures


def narrated_pictures(document: Any, place: Place, text: Script, scope: Scope) -> tuple[PictureUse, ...]:
    """Those of the manifest, else those of the script."""
    if not document.pictures:
        return resolve_illustrations(text.pictures, scope)
    if text.pictures:
        first = text.pictures[0].written.place.mark
        scope.found.error(
            "pictures-twice", tr("the pictures of this narration are here and in its script"),
            place.key_mark("pictures"),
            tr(
                "the script has its first one at {file}:{line}; take them out there, or leave out 'pictures' here",
                file=first.file, line=first.line,
            ),
        )  # fmt: skip
    return resolve_pictures(place["pictures"], scope)


NARRATION = Kind(key="narration", document=NarrationDocument, resolve=_resolve)
