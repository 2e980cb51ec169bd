"""What goes out: to targets and platforms, to partners, and into sealed archives."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.options import command, verb, what

if TYPE_CHECKING:
    from pipeline.workflow.report import Report
    from pipeline.workflow.session import Session


@command()
@what
@click.option("--to", required=True, metavar="TARGET", help="A target of studio.yaml, or a platform such as douyin.")
@click.option("--again", is_flag=True, help="Send also what stands there already.")
@click.option("--done", metavar="LINK|FILE", help="Of a platform: where it is out now; or a CSV of episode,link.")
@click.option("--dry-run", is_flag=True, help="Show what would be sent, sending nothing.")
@verb
def publish(
    session: Session,
    what: tuple[str, ...],
    to: str,
    again: bool,
    done: str | None,
    dry_run: bool,
) -> Report:
    """Bring the finished programmes of WHAT to a target: whole, once, media before the pages that point to them.

    WHAT is a series (lieshita), numbers in it (lieshita/1-20,25) or manifest files; nothing means everything. For a
    platform that takes uploads from people alone, kits/ gets a folder with all that they need; --done says it is out.
    """
    from pipeline.workflow.publishing.publish import publish

    return publish(session, what, to=to, again=again, done=done, dry_run=dry_run)


@command()
@what
@click.option("--from", "target", required=True, metavar="TARGET", help="A target of studio.yaml, or a platform.")
@click.option("--dry-run", is_flag=True, help="Show what would be taken back, taking nothing.")
@verb
def retract(session: Session, what: tuple[str, ...], target: str, dry_run: bool) -> Report:
    """Take the programmes of WHAT back from a target: out of its pages and feed first, then the media."""
    from pipeline.workflow.publishing.retract import retract

    if not what:
        raise click.UsageError("say WHAT to take back: a series (lieshita) or numbers in it (lieshita/3)")
    return retract(session, what, target=target, dry_run=dry_run)


@command()
@what
@verb
def approve(session: Session, what: tuple[str, ...]) -> Report:
    """Let the programmes of WHAT out, as they are now, to targets with 'review: required'."""
    from pipeline.workflow.publishing.approve import approve

    if not what:
        raise click.UsageError("say WHAT you have looked at: a series (lieshita) or numbers in it (lieshita/3)")
    return approve(session, what)


@command()
@click.argument("form", metavar="FORMAT", type=click.Choice(["archive"]))
@what
@click.option("--to", required=True, type=click.Path(path_type=Path), help="A new folder, or a file that ends in .zip.")
@verb
def export(session: Session, form: str, what: tuple[str, ...], to: Path) -> Report:
    """Hand programmes over in FORMAT.

    archive: the programmes of WHAT with all that went into them, sealed by a list of checksums. It is a workspace, from
    which the same programmes can be rendered again; 'voicehall verify --archive' proves it without this one.
    """
    from pipeline.workflow.publishing.archive import archive

    return archive(session, what, to=to)


@command()
@what
@click.option("--for", "reader", default="", metavar="NAME", help="For whom: '省体育局'; its pages say so.")
@click.option("--to", required=True, type=click.Path(path_type=Path), help="A new folder, or a file that ends in .zip.")
@click.option("--loudspeaker", is_flag=True, help="Sound alone, in one channel, as MP3.")
@click.option("--handouts", is_flag=True, help="With what is said, to be read and printed.")
@verb
def bundle(
    session: Session,
    what: tuple[str, ...],
    reader: str,
    to: Path,
    loudspeaker: bool,
    handouts: bool,
) -> Report:
    """Put programmes on a stick, or into a zip, for one partner: numbered files, a page that plays them, contents.

    WHAT is a series (lieshita) or numbers in it, in the order in which they are to be played: lieshita/3,7,12-15.
    """
    from pipeline.workflow.publishing.bundle import bundle

    if not what:
        raise click.UsageError("say WHAT to bundle: a series (lieshita) or numbers in it (lieshita/3,7,12-15)")
    return bundle(session, what, reader=reader, to=to, loudspeaker=loudspeaker, handouts=handouts)
