"""`reading:` a text is seen page by page while it is read out, the sentence that is being read marked in it."""

import re
from fractions import Fraction
from typing import Annotated

from pydantic import Field

from pipeline.documents.diagnostics import shown
from pipeline.documents.nodes import Place
from pipeline.documents.scalars import Maybe, OneOrMany
from pipeline.documents.values import Moment, Paragraphs, Yes
from pipeline.manifest.kinds.base import Common, Kind, Scope
from pipeline.manifest.kinds.say import speaking_of, without_times
from pipeline.manifest.kinds.takes import TakesDocument, takes_of
from pipeline.manifest.schema.settings import ThemeDocument, VoiceDocument
from pipeline.manifest.schema.values import EncodingName, FileName
from pipeline.manifest.settings.voices import usable_voice
from pipeline.manifest.spoken.manifest_text import names_file, text_in
from pipeline.manifest.spoken.passages import read_passage
from pipeline.manifest.spoken.scripts import Script
from pipeline.messages import tr, trn
from pipeline.model.captions import Passage
from pipeline.model.segments import Reading
from pipeline.model.series import MediaUse

_ANOTHER_FILE = re.compile(r"[^\s，。！？]+\.[A-Za-z0-9]{2,5}")


class ReadingDocument(TakesDocument):
    """A text is read out and seen meanwhile, page by page, the sentence that is being read marked in it."""

    reading: Paragraphs = Field(
        description="What is read: a file (.md, .txt, .docx), or the text itself. Its first heading is the title, a"
        " short line below that its author; short lines are kept as they are broken.",
        examples=["texts/poem.md"],
    )
    narration: Annotated[tuple[FileName, ...], OneOrMany(least=1)] = Field(
        (),
        description="Sound file in which it is read, or a list of recordings played one after the other.",
        examples=["narration/001.m4a"],
    )
    say: Maybe[Yes] = Field(None, description="yes lets a voice read it out, in place of 'narration'.")
    voice: Maybe[VoiceDocument] = Field(None, description="The voice that reads it: an engine, or settings.")
    pause: Maybe[Moment] = Field(
        None,
        description="Silence between recordings, default none; between the sentences of a voice, default 300ms.",
    )
    encoding: Maybe[EncodingName] = Field(
        None, description="Encoding of the file, where it is not UTF-8 and not found by itself.", examples=["big5"]
    )
    theme: Maybe[ThemeDocument] = Field(None, description="How its pages look.")


def _resolve(document: ReadingDocument, place: Place, scope: Scope, common: Common) -> Reading | None:
    found = scope.found
    text = _text(document, place, scope)
    takes = takes_of(document, place, scope)
    voice = scope.voice(place, document)
    theme = scope.theme(place, document)
    speaks = bool(document.say)
    if speaks and document.narration:
        message = tr("a reading is either recorded or spoken by a voice")
        found.error("two-voices", message, place.key_mark("say"), tr("leave out 'narration:' or 'say:'"))
        speaks = False
    elif not speaks and not document.narration:
        message = tr("nobody reads this text out")
        hint = tr("write 'narration: FILE' for a recording, or 'say: yes' for a voice")
        found.error("no-narration", message, place.key_mark("reading"), hint)
    usable = usable_voice(voice, place["reading"], found) if speaks else None
    if text is None:
        return None
    file, passage, script = text
    if speaks:
        script = without_times(script, found)
        takes["pause"] = Fraction(0)
    return Reading(
        **common,
        **takes,
        speaking=speaking_of(script, usable, place["reading"], between=document.pause, file=file),
        passage=passage,
        script=file,
        sentences=script.sentences,
        heading=passage.title or script.heading,
        theme=theme,
        text_mark=place["reading"].mark,
    )


def _text(document: ReadingDocument, place: Place, scope: Scope) -> tuple[MediaUse | None, Passage, Script] | None:
    """The file of the text, if it has one, what is seen of it, and what is spoken; None where there is nothing."""
    found, there, written = scope.found, place["reading"], document.reading.strip()
    file = None
    if names_file(written):
        file = scope.paths.find(there, found)
        read = scope.captions.passage(file, found, document.encoding) if file else None
    elif _ANOTHER_FILE.fullmatch(written):
        message = tr("'{name}' is not a text that can be read", name=shown(written))
        hint = tr("save its words as .md, .txt or .docx, and name that file")
        found.error("not-text", message, there.mark, hint)
        return None
    else:
        read = read_passage(text_in(there, scope.fill), found)
    if read is None:
        return None
    passage, script = read
    if script.pictures:
        message = trn(
            "the {count} picture of this text is not shown: a reading shows its words",
            "the {count} pictures of this text are not shown: a reading shows its words",
            len(script.pictures),
        )
        hint = tr("for pictures write 'narration:' and 'script:' in place of 'reading:'")
        found.warning("pictures-left-out", message, script.pictures[0].written.place.mark, hint)
    if not script.sentences:
        hint = tr("headings, comments and what stands in brackets are not read out")
        found.error("nothing-to-read", tr("there is nothing to read out in this text"), there.mark, hint)
        return None
    return file, passage, script


READING = Kind(key="reading", document=ReadingDocument, resolve=_resolve)
