"""`narration:` somebody speaks while pictures are shown."""

from dataclasses import replace
from fractions import Fraction
from typing import Annotated, Any

from pydantic import Field

from pipeline.documents.nodes import Place
from pipeline.documents.scalars import Maybe, OneOrMany, Shape
from pipeline.documents.values import Moment
from pipeline.manifest.cascade import theme_under
from pipeline.manifest.kinds.base import Common, Kind, Scope
from pipeline.manifest.kinds.pictures import resolve_pictures
from pipeline.manifest.schema.keys import EntryDocument, ThemeDocument
from pipeline.manifest.schema.values import FileName, FitName, Gain
from pipeline.manifest.spoken.scripts import Script
from pipeline.model.segments import Narration


class NarrationDocument(EntryDocument):
    """Somebody speaks while pictures are shown; as long as its takes."""

    narration: Annotated[tuple[FileName, ...], OneOrMany(least=1)] = Field(
        description="Sound file, or a list of takes spoken one after the other.", examples=["narration/001.m4a"]
    )
    pause: Maybe[Moment] = Field(None, description="Silence between takes; none where nothing is said.")
    gain: Maybe[Gain] = Field(None, description="Change of its level; matched to the house's where nothing is said.")
    script: Maybe[FileName] = Field(
        None,
        description="What is said, in Markdown or plain text; captions and transcript come from it. Its sentences are"
        " found in the sound, lines that begin with a time ([00:12.5]) stand where they say.",
    )
    subtitles: Maybe[FileName] = Field(
        None, description="Subtitle file (.srt, .vtt, .ass); wins over the script's times."
    )
    pictures: Maybe[
        Annotated[list[Any], Shape("a list of pictures", list, type="array", items={"$ref": "#/$defs/Picture"})]
    ] = Field(None, description="What is shown, in order; a card of the series where there are none.")
    fit: Maybe[FitName] = Field(None, description="How its pictures fill the frame: blur, pad or crop.")
    theme: Maybe[ThemeDocument] = Field(None, description="How its card looks where there are no pictures.")


def _resolve(document: NarrationDocument, place: Place, scope: Scope, common: Common) -> Narration | None:
    found = scope.found
    takes = [scope.paths.find(take, found) for take in place["narration"]]
    script, subtitles = scope.media(place, "script"), scope.media(place, "subtitles")
    cues, said = scope.captions.script(script, found) if script else ((), Script())
    if subtitles:
        cues, said = scope.captions.subtitles(subtitles, found), replace(said, sentences=())
    theme = scope.settings.theme
    if document.theme:
        theme = theme_under(theme, document.theme, place["theme"], scope.paths, found)
    inner = replace(scope, settings=replace(scope.settings, fit=scope.fit(document.fit)))
    pictures = resolve_pictures(place["pictures"], inner) if document.pictures else ()
    whole = tuple(take for take in takes if take is not None)
    if len(whole) < len(takes):
        return None
    return Narration(
        **common,
        takes=whole,
        pause=document.pause or Fraction(0),
        gain=document.gain,
        pictures=pictures,
        script=script,
        cues=cues,
        theme=theme,
        sentences=said.sentences,
        heading=said.heading,
    )


NARRATION = Kind(key="narration", document=NarrationDocument, resolve=_resolve)
