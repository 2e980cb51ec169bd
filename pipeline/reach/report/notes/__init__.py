"""Notes: everything a reader must know to read the figures right, in words, with the old figures."""

from collections.abc import Sequence

from pipeline.reach.report.data import Known
from pipeline.reach.report.gains import Gains
from pipeline.reach.report.notes.missing import MISSING
from pipeline.reach.report.notes.sums import SUMS, gain_notes
from pipeline.reach.report.notes.view import Note, View
from pipeline.reach.report.notes.works import WORKS
from pipeline.reach.report.totals import SeriesFigures

__all__ = ["Note", "notes"]


def notes(known: Known, series: Sequence[SeriesFigures], periods: Sequence[Gains] = ()) -> tuple[Note, ...]:
    """All notes on a report, the weightiest first."""
    view = View(known, series)
    return (*(note for tell in (*WORKS, *SUMS, *MISSING) for note in tell(view)), *gain_notes(periods))
