"""The script of a recording: its keys, and what they say is spoken."""

from dataclasses import dataclass, field

from pydantic import Field

from pipeline.documents.nodes import Place
from pipeline.documents.scalars import Maybe
from pipeline.manifest.kinds.base import Scope
from pipeline.manifest.kinds.takes import TakesDocument
from pipeline.manifest.schema.values import EncodingName, FileName
from pipeline.manifest.spoken.scripts import Script
from pipeline.model.captions import Cue
from pipeline.model.series import MediaUse


class ScriptedDocument(TakesDocument):
    """What every segment may hold whose recording has a script or subtitles."""

    script: Maybe[FileName] = Field(
        None,
        description="What is said, in Markdown or plain text, for captions and transcript. Its sentences are found in"
        " the sound; a line that begins with a time ([00:12.5]) is shown at that time. A picture in it,"
        " written as Markdown has them, begins with the sentence behind it.",
    )
    subtitles: Maybe[FileName] = Field(
        None, description="Subtitle file (.srt, .vtt, .ass); used instead of the script's times."
    )
    encoding: Maybe[EncodingName] = Field(
        None,
        description="Encoding of the script and the subtitle file, where it is not UTF-8 and not found by itself.",
        examples=["big5"],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """What is said in a recording, as its script and its subtitle file have it."""

    script: MediaUse | None = None
    text: Script = field(default_factory=Script)
    cues: tuple[Cue, ...] = ()
    subtitled: bool = False
    """Whether the cues are those of a subtitle file: then nobody looks for sentences."""


def spoken_of(document: ScriptedDocument, place: Place, scope: Scope) -> Spoken:
    """The contents of script and subtitles; what is wrong with them goes to the scope's findings."""
    found = scope.found
    script, subtitles = scope.media(place, "script"), scope.media(place, "subtitles")
    cues, text = scope.captions.script(script, found, document.encoding) if script else ((), Script())
    if subtitles:
        cues = scope.captions.subtitles(subtitles, found, document.encoding)
    return Spoken(script=script, text=text, cues=cues, subtitled=subtitles is not None)
