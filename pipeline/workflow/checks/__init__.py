"""Checks: what a planned episode's author should know before anything is rendered; each yields diagnostics."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from pipeline.errors import Diagnostic
from pipeline.packaging.plan import PlannedEpisode
from pipeline.workflow.checks.cards import crowded_cards
from pipeline.workflow.checks.covers import blank_covers, poor_covers, unusable_series_covers
from pipeline.workflow.checks.glyphs import fonts_without_chinese, missing_characters, missing_faces, unused_fonts
from pipeline.workflow.checks.lengths import implausible_lengths
from pipeline.workflow.checks.motion import limited_motion
from pipeline.workflow.checks.overlays import crowded_overlays
from pipeline.workflow.checks.questions import crowded_questions
from pipeline.workflow.checks.rates import lost_pictures
from pipeline.workflow.checks.readings import divided_sentences
from pipeline.workflow.checks.soundbite import soundbites_beyond_end
from pipeline.workflow.workspace import Workspace

CHECKS: tuple[Callable[[PlannedEpisode, Workspace], Iterator[Diagnostic]], ...] = (
    missing_characters,
    missing_faces,
    fonts_without_chinese,
    unused_fonts,
    poor_covers,
    blank_covers,
    unusable_series_covers,
    crowded_cards,
    crowded_questions,
    soundbites_beyond_end,
    implausible_lengths,
    lost_pictures,
    limited_motion,
    crowded_overlays,
    divided_sentences,
)
"""Those that stand before every render; `check` adds some that only advise."""


def checked(planned: PlannedEpisode, workspace: Workspace) -> PlannedEpisode:
    """The same with what the checks found; without a programme where any of it is an error."""
    found = (*planned.diagnostics, *(one for check in CHECKS for one in check(planned, workspace)))
    # The same is said at every rate, and of a part wherever it is used.
    result = replace(planned, diagnostics=tuple(dict.fromkeys(found)))
    return replace(result, programme=None) if result.has_errors else result
