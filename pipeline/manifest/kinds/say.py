"""`say:` a voice speaks while pictures are shown, where nobody was recorded."""

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Annotated, Any

from pydantic import Field

from pipeline.documents.diagnostics import Findings
from pipeline.documents.nodes import Place
from pipeline.documents.scalars import Maybe
from pipeline.documents.values import Moment, Paragraphs
from pipeline.manifest.kinds.base import Common, Kind, Scope
from pipeline.manifest.kinds.narration import PICTURES_SHAPE, narrated_pictures
from pipeline.manifest.schema.keys import ShownDocument
from pipeline.manifest.schema.overlays import LabelsName
from pipeline.manifest.schema.settings import MotionDocument, ThemeDocument, VoiceDocument
from pipeline.manifest.schema.values import EncodingName, FitName, Gain
from pipeline.manifest.settings.voices import usable_voice, with_readings
from pipeline.manifest.spoken.manifest_text import names_file, text_in
from pipeline.manifest.spoken.scripts import Script, read_script
from pipeline.messages import tr
from pipeline.model.segments import Narration, Speaking
from pipeline.model.series import MediaUse, Voice

BETWEEN = Fraction(3, 10)
"""Seconds between two sentences, by default."""


class SayDocument(ShownDocument):
    """A voice speaks while pictures are shown; as long as it takes."""

    say: Paragraphs = Field(
        description="What is spoken: the text itself, or a file (.md, .txt, .docx) that is read as a script is. A"
        " picture in it, written as Markdown has them, begins with the sentence behind it.",
        examples=["narration/001.md"],
    )
    voice: Maybe[VoiceDocument] = Field(None, description="The voice that speaks it: an engine, or settings.")
    pause: Maybe[Moment] = Field(
        None, description="Silence between sentences; default 300ms. Paragraphs are half a second farther apart."
    )
    gain: Maybe[Gain] = Field(
        None, description="Change of its sound level; matched to the programme's loudness if left out."
    )
    encoding: Maybe[EncodingName] = Field(
        None, description="Encoding of the file, where it is not UTF-8 and not found by itself.", examples=["big5"]
    )
    pictures: Maybe[Annotated[list[Any] | str, PICTURES_SHAPE]] = Field(
        None, description="What is shown, in order, as on a narration.", examples=["photos/*.jpg"]
    )
    labels: Maybe[LabelsName] = Field(
        None, description="Labels of its pictures: yes draws and keeps them, readers only keeps them, no does neither."
    )
    fit: Maybe[FitName] = Field(None, description="How its pictures fill the frame: blur, pad or crop.")
    motion: Maybe[MotionDocument] = Field(
        None, description="How the view moves over its pictures: auto, one of its kinds, or settings."
    )
    theme: Maybe[ThemeDocument] = Field(None, description="How its card looks if there are no pictures.")


def _resolve(document: SayDocument, place: Place, scope: Scope, common: Common) -> Narration | None:
    said = said_in(document, place, scope)
    theme = scope.theme(place, document)
    inner = scope.within(place, document)
    return Narration(
        **common,
        takes=(),
        speaking=said.speaking,
        gain=document.gain,
        pictures=narrated_pictures(document, place, said.script, inner),
        script=said.file,
        theme=theme,
        sentences=said.script.sentences,
        heading=said.script.heading,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a voice speaks."""

    file: MediaUse | None
    script: Script
    speaking: Speaking | None
    """None where there is nothing to speak, or no voice; the findings say so."""


def said_in(document: Any, place: Place, scope: Scope) -> Said:
    """What stands under `say`, and the voice under `voice`; the document has these and `pause`."""
    file, script = _text(document, place, scope)
    voice = scope.voice(place, document)
    usable = usable_voice(voice, place["say"], scope.found)
    speaking = speaking_of(script, usable, place["say"], between=document.pause, file=file)
    return Said(file=file, script=script, speaking=speaking)


def _text(document: Any, place: Place, scope: Scope) -> tuple[MediaUse | None, Script]:
    """The file of the text, if it has one, and what is spoken."""
    found, mark = scope.found, place["say"].mark
    file = None
    if names_file(document.say):
        file = scope.paths.find(place["say"], found)
        script = scope.captions.untimed(file, found, document.encoding) if file else Script()
        if file is None:
            return None, script
    else:
        script = read_script(text_in(place["say"], scope.fill), found)
    script = without_times(script, found)
    if not script.sentences:
        hint = tr("headings, comments and directions in brackets are not spoken")
        found.error("nothing-to-say", tr("there is nothing to speak in this text"), mark, hint)
    return file, script


def without_times(script: Script, found: Findings) -> Script:
    """The script as a voice speaks it, which keeps to no times; `found` says so."""
    stated = next((one for one in script.sentences if one.at is not None), None)
    if stated is None:
        return script
    found.warning(
        "times-without-effect",
        tr("the times in this text have no effect: a voice takes as long as it takes"),
        stated.mark,
        tr("take them out, or record the text and write 'narration:' and 'script:'"),
    )
    return replace(script, sentences=tuple(replace(one, at=None) for one in script.sentences))


def speaking_of(
    script: Script, voice: Voice | None, place: Place, *, between: Fraction | None, file: MediaUse | None
) -> Speaking | None:
    """What a voice speaks of a script, the text standing at `place`; None where there is nothing, or no voice."""
    if voice is None or not script.sentences:
        return None
    return Speaking(
        voice=voice,
        texts=tuple(with_readings(one.text, voice.lexicon) for one in script.sentences),
        between=BETWEEN if between is None else between,
        file=file.name if file else "",
        mark=place.mark,
    )


SAY = Kind(key="say", document=SayDocument, resolve=_resolve)
