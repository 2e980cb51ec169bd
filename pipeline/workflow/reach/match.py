"""The verb `reach match`: which works are no known episode's, and what a person decides of them."""

from pathlib import Path

from pipeline.workflow.reach.decisions import decide, write_open
from pipeline.workflow.reach.match_report import MatchReport
from pipeline.workflow.reach.session import open_reach
from pipeline.workflow.session import Session, in_session


@in_session
def match(
    session: Session, *, export: Path | None = None, apply: Path | None = None, everything: bool = False
) -> MatchReport:
    """Tell which works are no known episode's, for a person to decide; take decisions in, all or none.

    Raises DiagnosedError for decisions that cannot be taken, PipelineError where a file cannot be read or written.
    """
    with open_reach(session) as reach:
        applied = decide(reach, apply) if apply else None
        works = reach.works()
        if export:
            write_open(reach, works, to=export, everything=everything)
        return MatchReport.of(reach, works, applied=applied, export=export, everything=everything)
