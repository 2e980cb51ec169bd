"""Treating: what studio, series, episode and segment say of the sound of voices, the nearest winning part by part."""

from dataclasses import replace
from fractions import Fraction

from pipeline.documents.nodes import Place
from pipeline.manifest.schema.settings import PausesDocument, TreatDocument
from pipeline.model.treatment import PARTS, SPEECH, Treat


def merge_treat(inherited: Treat, document: TreatDocument | None, place: Place) -> Treat:
    """A preset resets all parts; parts alone change those of what is inherited."""
    if document is None:
        return inherited
    base = inherited
    if document.preset:
        base = SPEECH if document.preset == "speech" else Treat()
    own = {name: getattr(document, name) for name in PARTS}
    return replace(base, mark=place.mark, **{name: value for name, value in own.items() if value is not None})


def merge_pauses(inherited: Fraction, document: PausesDocument | None) -> Fraction:
    """Seconds; 0 where pauses stay as they are."""
    return inherited if document is None or document.longest is None else document.longest
