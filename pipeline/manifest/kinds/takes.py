"""The recordings of a segment in which a text is spoken: their keys, and the fields that they become."""

from decimal import Decimal
from fractions import Fraction
from typing import Annotated, TypedDict

from pydantic import Field

from pipeline.documents.nodes import Place
from pipeline.documents.scalars import Maybe, OneOrMany
from pipeline.documents.values import Moment
from pipeline.errors import Mark
from pipeline.manifest.kinds.base import Scope, mark_of
from pipeline.manifest.schema.keys import EntryDocument
from pipeline.manifest.schema.settings import PausesDocument, TreatDocument
from pipeline.manifest.schema.values import FileName, Gain, SidesName, TrackNumber
from pipeline.model.media import Sides
from pipeline.model.series import MediaUse


class TakesDocument(EntryDocument):
    """What every segment may hold whose text was recorded."""

    narration: Annotated[tuple[FileName, ...], OneOrMany(least=1)] = Field(
        (),
        description="Sound file, or a list of recordings played one after the other.",
        examples=["narration/001.m4a"],
    )
    pause: Maybe[Moment] = Field(None, description="Silence between recordings; default none.")
    gain: Maybe[Gain] = Field(
        None, description="Change of its sound level; matched to the programme's loudness if left out."
    )
    channels: Maybe[SidesName] = Field(
        None,
        description="What is heard of the recordings' two channels: left or right on both sides, the mix of both, or"
        " stereo as it is. If left out, a voice on one side only is put on both, and opposite phase is mended, with"
        " a warning.",
    )
    treat: Maybe[TreatDocument] = Field(
        None, description="What is done to the sound of its voice: speech, none or settings."
    )
    pauses: Maybe[PausesDocument] = Field(
        None, description="How long pauses in its recordings may be, such as 800ms; pictures and captions follow."
    )
    track: Maybe[TrackNumber] = Field(
        None, description="Which of their sound tracks is heard, counted from 1; default the one that players choose."
    )


class Takes(TypedDict):
    """The fields of a `SpokenSegment` that say what is heard."""

    takes: tuple[MediaUse, ...]
    pause: Fraction
    gain: Decimal | None
    channels: Sides | None
    track: int | None
    track_mark: Mark | None


def takes_of(document: TakesDocument, place: Place, scope: Scope) -> Takes:
    """The recordings at `place`; those that are not there are left out, with an error."""
    found = (scope.paths.find(take, scope.found) for take in place["narration"]) if document.narration else ()
    return Takes(
        takes=tuple(take for take in found if take is not None),
        pause=document.pause or Fraction(0),
        gain=document.gain,
        channels=document.channels,
        track=document.track,
        track_mark=mark_of(place, "track"),
    )
