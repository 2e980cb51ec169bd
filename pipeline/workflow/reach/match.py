"""The verb `reach match`: works whose episode is not known, and the decisions of persons about them."""

from pathlib import Path

from pipeline.workflow.reach.decisions import decide, write_open
from pipeline.workflow.reach.match_report import MatchReport
from pipeline.workflow.reach.session import open_reach
from pipeline.workflow.session import Session, in_session


@in_session
def match(
    session: Session, *, export: Path | None = None, apply: Path | None = None, everything: bool = False
) -> MatchReport:
    """List the works whose episode is not known, for a person to decide; store decisions, all or none.

    Raises DiagnosedError for decisions that are wrong, PipelineError where a file cannot be read or written.
    """
    with open_reach(session) as reach:
        applied = decide(reach, apply) if apply else None
        works = reach.works()
        if export:
            write_open(reach, works, to=export, everything=everything)
        return MatchReport.of(reach, works, applied=applied, export=export, everything=everything)
