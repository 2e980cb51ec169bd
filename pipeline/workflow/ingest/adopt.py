"""The verb `adopt`: finished programmes taken into a series as they are, from a folder or after a podcast's feed."""

from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import UsageProblem
from pipeline.messages import tr
from pipeline.workflow.ingest.report import AdoptReport
from pipeline.workflow.session import Session, in_session


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptRequest:
    """What is to be taken, and into which series."""

    series: str
    """Its id; a new one is made."""
    folder: Path | None = None
    """Of finished programmes."""
    feeds: tuple[Path, ...] = ()
    """A podcast's file, or those of all pages of its feed, in place of a folder."""
    media: Path | None = None
    """Where the feed's files are; None for `assets/`."""
    first: int | None = None
    """Number files of a folder that say no number from here on."""
    dry_run: bool = False


@in_session
def adopt(session: Session, request: AdoptRequest) -> AdoptReport:
    """Write a manifest for each programme; what cannot be placed is left, with the reason.

    Raises UsageProblem for a request that names both a folder and a feed, or neither; PipelineError where it cannot
    be met.
    """
    # Imported here: either is of no use to the other.
    if request.feeds:
        if request.folder is not None or request.first is not None:
            raise UsageProblem(tr("--feed takes no FOLDER and no --from: its files are looked for in --media FOLDER"))
        from pipeline.workflow.ingest.adopt_feed import adopt_feed

        return adopt_feed(session, request.feeds, series=request.series, media=request.media, dry_run=request.dry_run)
    if request.folder is None or request.media is not None:
        raise UsageProblem(tr("say the FOLDER of finished programmes, or a podcast's --feed FILE with --media FOLDER"))
    from pipeline.workflow.ingest.adopt_folder import adopt_folder

    return adopt_folder(session, request.folder, series=request.series, first=request.first, dry_run=request.dry_run)
