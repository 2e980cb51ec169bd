"""Notes: everything a reader must know to understand the figures, in sentences, with the old figures."""

from collections.abc import Sequence

from pipeline.reach.report.gains import Gains
from pipeline.reach.report.notes.context import Note, NoteContext
from pipeline.reach.report.notes.missing import MISSING
from pipeline.reach.report.notes.sums import SUMS, gain_notes
from pipeline.reach.report.notes.works import WORKS

__all__ = ["Note", "NoteContext", "notes"]


def notes(context: NoteContext, periods: Sequence[Gains] = ()) -> tuple[Note, ...]:
    """All notes on a report, the most important first, in the language that is spoken."""
    return (*(note for make in (*WORKS, *SUMS, *MISSING) for note in make(context)), *gain_notes(periods))
