"""`clip:` a part of a video file with its own sound."""

from fractions import Fraction

from pydantic import Field

from pipeline.documents.nodes import Place
from pipeline.documents.scalars import Maybe
from pipeline.documents.values import Length, Moment, Yes
from pipeline.manifest.kinds.base import Common, Kind, Scope, mark_of, times_of
from pipeline.manifest.schema.keys import ShownDocument
from pipeline.manifest.schema.overlays import Line
from pipeline.manifest.schema.settings import TreatDocument
from pipeline.manifest.schema.values import (
    EncodingName,
    FileName,
    FitName,
    FocusName,
    Gain,
    SidesName,
    SpeedName,
    TrackNumber,
)
from pipeline.manifest.spoken.subtitles import cues_at_speed, cues_between
from pipeline.messages import tr
from pipeline.model.segments import ClipSegment


class ClipDocument(ShownDocument):
    """A part of a video file, with its own sound."""

    clip: FileName = Field(description="Video file.", examples=["clips/interview.mp4"])
    start: Maybe[Moment] = Field(
        None, alias="from", description="Where in the file it begins; default the file's start."
    )
    end: Maybe[Moment] = Field(None, alias="to", description="Where in the file it ends; default the file's end.")
    handles: Maybe[Yes] = Field(
        None,
        description="yes lets a transition show what lies before 'from' and after 'to';"
        " default no: the first or last frame is held.",
    )
    fit: Maybe[FitName] = Field(None, description="How it fills the frame: blur, pad or crop.")
    focus: Maybe[FocusName] = Field(
        None,
        description="Point that a crop keeps in view, as shares of the picture's width and height.",
    )
    label: Maybe[Line] = Field(
        None, description="What it shows, or whence it comes, drawn small into a corner.", examples=["韶山，1927年"]
    )
    gain: Maybe[Gain] = Field(None, description="Change of its sound level; matched to the narration if left out.")
    channels: Maybe[SidesName] = Field(
        None,
        description="What is heard of its two channels: left or right on both sides, the mix of both, or stereo as it"
        " is. If left out, a voice on one side only is put on both, and opposite phase is mended, with a warning.",
    )
    treat: Maybe[TreatDocument] = Field(
        None, description="What is done to the sound of its voice: speech, none or settings."
    )
    track: Maybe[TrackNumber] = Field(
        None, description="Which of its sound tracks is heard, counted from 1; default the one that players choose."
    )
    speed: Maybe[SpeedName] = Field(
        None,
        description="How many times as fast it plays, from 0.1 to 10: 0.5, 2x or 150%. Its sound keeps its pitch, its"
        " subtitles follow.",
    )
    mute: Maybe[Yes] = Field(None, description="yes leaves out its own sound; default no.")
    hold: Maybe[Length] = Field(None, description="How long its last frame stands after its end.", examples=["3s"])
    subtitles: Maybe[FileName] = Field(
        None, description="Subtitle file of the clip (.srt, .vtt, .ass); its times count from the video file's start."
    )
    encoding: Maybe[EncodingName] = Field(
        None,
        description="Encoding of the subtitle file, where it is not UTF-8 and not found by itself.",
        examples=["big5"],
    )


def _resolve(document: ClipDocument, place: Place, scope: Scope, common: Common) -> ClipSegment | None:
    clip, subtitles = scope.media(place, "clip"), scope.media(place, "subtitles")
    start, end = times_of(document, place, scope.found)
    cues = scope.captions.subtitles(subtitles, scope.found, document.encoding) if subtitles else ()
    _tell_of_mute(document, place, scope)
    if clip is None:
        return None
    speed = document.speed or Fraction(1)
    return ClipSegment(
        **common,
        clip=clip,
        start=start,
        end=end,
        handles=scope.handles(document.handles),
        start_mark=mark_of(place, "from"),
        end_mark=mark_of(place, "to"),
        fit=scope.fit(document.fit),
        focus=document.focus,
        label=scope.label(place),
        gain=document.gain,
        channels=document.channels,
        track=document.track,
        track_mark=mark_of(place, "track"),
        speed=speed,
        mute=bool(document.mute),
        hold=document.hold or Fraction(0),
        cues=cues_at_speed(cues_between(cues, start, end), speed),
    )


def _tell_of_mute(document: ClipDocument, place: Place, scope: Scope) -> None:
    """Keys that say how its sound is heard, which is not."""
    for key in ("gain", "channels", "track", "treat") if document.mute else ():
        if key in place:
            message = tr("'{key}' does nothing here: 'mute: yes' leaves out the sound of this clip", key=key)
            scope.found.warning("no-effect", message, place.key_mark(key), tr("leave out one of the two"))


CLIP = Kind(key="clip", document=ClipDocument, resolve=_resolve)
