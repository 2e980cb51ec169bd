"""What is written: workspaces, manifests, numbers, and every mistake in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from commands.options import PATH, command, verb, what

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.workflow.report import Report
    from pipeline.workflow.session import Session


@command()
@click.argument("folder", type=PATH)
@verb
def init(session: Session, folder: Path) -> Report:
    """Make a new workspace in FOLDER, with a first episode.

    What is in the folder already stays as it is.
    """
    from pipeline.workflow.authoring import create

    return create.init(session, folder)


@command()
@click.argument("series")
@click.option("--title", help="The new episode's title; needed without a document.")
@click.option("--from", "document", type=PATH, metavar="FILE", help="Make it from this document.")
@click.option("--begin", is_flag=True, help="SERIES is new, although another one is called almost the same.")
@click.option("--narration", type=PATH, multiple=True, metavar="FILE", help="Its recording, with --from; or several.")
@verb
def new(
    session: Session,
    series: str,
    title: str | None,
    document: Path | None,
    begin: bool,
    narration: tuple[Path, ...],
) -> Report:
    """Write the next manifest of SERIES, after its last one; a series that does not exist yet begins with it.

    With --from a Word document (.docx), presentation (.pptx), PDF, Markdown or text file becomes its script, with the
    pictures in their places; what cannot be taken over is listed. Nothing in it is run, nothing is fetched.
    """
    from pipeline.workflow.authoring import create, from_document

    if document is not None:
        return from_document.new_from(session, series, document, narration=narration, title=title, begin=begin)
    if title is None or narration:
        from pipeline.errors import UsageProblem
        from pipeline.messages import tr

        raise UsageProblem(
            tr("'--narration' goes with '--from'") if narration else tr("a new episode needs '--title' or '--from'")
        )
    return create.new(session, series, title=title, begin=begin)


@command()
@click.argument("folder", required=False, type=PATH)
@click.option(
    "--feed",
    "feeds",
    type=PATH,
    multiple=True,
    metavar="FILE",
    help="Take over the podcast of this feed; give it again for each page of the feed.",
)
@click.option("--media", type=PATH, metavar="FOLDER", help="Where the feed's files are; assets/ by default.")
@click.option("--series", required=True, help="The series they belong to; made if it is new.")
@click.option("--from", "first", type=click.IntRange(1, 99_999), help="First number for files that have none.")
@click.option("--dry-run", is_flag=True, help="Show what would be written, writing nothing.")
@verb
def adopt(
    session: Session,
    folder: Path | None,
    feeds: tuple[Path, ...],
    media: Path | None,
    series: str,
    first: int | None,
    dry_run: bool,
) -> Report:
    """Take finished programmes into a series, as they are.

    Each programme in FOLDER gets a small manifest; nothing is encoded again. Numbers and titles come from the files'
    names and tags. With --feed they come from a podcast's RSS or Atom file, which is read and not followed; its
    episodes keep their guids, so that no subscriber is lost. What cannot be placed is left where it is, with the
    reason.
    """
    from pipeline.workflow.ingest.adopt import AdoptRequest, adopt

    request = AdoptRequest(series=series, folder=folder, feeds=feeds, media=media, first=first, dry_run=dry_run)
    return adopt(session, request)


@command()
@click.argument("what")
@click.argument("new", type=click.IntRange(1, 99_999), required=False)
@click.option("--title", help="Give it this title.")
@click.option("--shift", is_flag=True, help="Move the episode there, and those after it, up by one.")
@click.option("--swap", is_flag=True, help="Exchange numbers with the episode there.")
@click.option("--dry-run", is_flag=True, help="Show what would be changed, changing nothing.")
@verb
def renumber(
    session: Session, what: str, new: int | None, title: str | None, shift: bool, swap: bool, dry_run: bool
) -> Report:
    """Give an episode another number or title.

    WHAT is an episode (lieshita/7), several (lieshita/7-20) or a manifest; it keeps its identity. Several keep their
    distances: 'lieshita/7-20 8' makes room for a new 7. All manifests are changed, or none.
    """
    from pipeline.workflow.authoring.renumber import renumber

    return renumber(session, what, new, title=title, shift=shift, swap=swap, dry_run=dry_run)


@command()
@what
@verb
def check(session: Session, what: tuple[str, ...]) -> Report:
    """Show every mistake in manifests and media.

    WHAT is a series (lieshita), numbers in it (lieshita/1-20,25) or manifest files; nothing means everything.
    """
    from pipeline.workflow.authoring.check import check

    return check(session, what)


@command()
@click.argument("kind", type=click.Choice(["all", "episode", "series", "studio"]), default="all")
@verb
def schema(session: Session, kind: str) -> Report:
    """Print the JSON Schema of manifests, for editors."""
    from pipeline.workflow.authoring import create

    return create.schema(session, kind)
