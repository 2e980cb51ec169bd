"""What goes out: to targets and platforms, to partners, and into sealed archives."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commands.options import root_of, verb, what

if TYPE_CHECKING:
    from pipeline.workflow.report import Report


@click.command()
@what
@click.option("--to", required=True, metavar="TARGET", help="A target of studio.yaml, or a platform such as douyin.")
@click.option("--again", is_flag=True, help="Send also what stands there already.")
@click.option("--done", metavar="LINK|FILE", help="Of a platform: where it is out now; or a CSV of episode,link.")
@click.option("--dry-run", is_flag=True, help="Show what would be sent, sending nothing.")
@verb
def publish(
    what: tuple[str, ...],
    to: str,
    again: bool,
    done: str | None,
    dry_run: bool,
    workspace: Path | None,
    console: Any,
) -> Report:
    """Bring the finished programmes of WHAT to a target: whole, once, media before the pages that point to them.

    WHAT is a series (lieshita), numbers in it (lieshita/1-20,25) or manifest files; nothing means everything. For a
    platform that takes uploads from people alone, kits/ gets a folder with all that they need; --done says it is out.
    """
    from pipeline.workflow.publishing import kit_links, kits, publish

    root, cwd = root_of(workspace), Path.cwd()
    if done is not None:
        return kit_links.note_links(root, what, to=to, done=done, cwd=cwd, dry_run=dry_run)
    if kits.is_kit(root, to):
        return kits.make_kits(root, what, to=to, cwd=cwd, again=again, dry_run=dry_run, console=console)
    return publish.publish(root, what, to=to, cwd=cwd, again=again, dry_run=dry_run, console=console)


@click.command()
@what
@click.option("--from", "target", required=True, metavar="TARGET", help="A target of studio.yaml, or a platform.")
@click.option("--dry-run", is_flag=True, help="Show what would be taken back, taking nothing.")
@verb
def retract(what: tuple[str, ...], target: str, dry_run: bool, workspace: Path | None, console: Any) -> Report:
    """Take the programmes of WHAT back from a target: out of its pages and feed first, then the media."""
    from pipeline.workflow.publishing import kit_links, kits, retract

    if not what:
        raise click.UsageError("say WHAT to take back: a series (lieshita) or numbers in it (lieshita/3)")
    root, cwd = root_of(workspace), Path.cwd()
    if kits.is_kit(root, target):
        return kit_links.retract_kits(root, what, target=target, cwd=cwd, dry_run=dry_run)
    return retract.retract(root, what, target=target, cwd=cwd, dry_run=dry_run, console=console)


@click.command()
@what
@verb
def approve(what: tuple[str, ...], workspace: Path | None, console: Any) -> Report:
    """Let the programmes of WHAT out, as they are now, to targets with 'review: required'."""
    from pipeline.workflow.publishing import approve

    if not what:
        raise click.UsageError("say WHAT you have looked at: a series (lieshita) or numbers in it (lieshita/3)")
    return approve.approve(root_of(workspace), what, cwd=Path.cwd())


@click.command()
@click.argument("form", metavar="FORMAT", type=click.Choice(["archive"]))
@what
@click.option("--to", required=True, type=click.Path(path_type=Path), help="A new folder, or a file that ends in .zip.")
@verb
def export(form: str, what: tuple[str, ...], to: Path, workspace: Path | None, console: Any) -> Report:
    """Hand programmes over in FORMAT.

    archive: the programmes of WHAT with all that went into them, sealed by a list of checksums. It is a workspace, from
    which the same programmes can be rendered again; 'voicehall verify --archive' proves it without this one.
    """
    from pipeline.workflow.publishing import archive

    return archive.archive(root_of(workspace), what, cwd=Path.cwd(), to=to, console=console)


@click.command()
@what
@click.option("--for", "reader", default="", metavar="NAME", help="For whom: '省体育局'; its pages say so.")
@click.option("--to", required=True, type=click.Path(path_type=Path), help="A new folder, or a file that ends in .zip.")
@click.option("--loudspeaker", is_flag=True, help="Sound alone, in one channel, as MP3.")
@click.option("--handouts", is_flag=True, help="With what is said, to be read and printed.")
@verb
def bundle(
    what: tuple[str, ...],
    reader: str,
    to: Path,
    loudspeaker: bool,
    handouts: bool,
    workspace: Path | None,
    console: Any,
) -> Report:
    """Put programmes on a stick, or into a zip, for one partner: numbered files, a page that plays them, contents.

    WHAT is a series (lieshita) or numbers in it, in the order in which they are to be played: lieshita/3,7,12-15.
    """
    from pipeline.workflow.publishing import bundle

    if not what:
        raise click.UsageError("say WHAT to bundle: a series (lieshita) or numbers in it (lieshita/3,7,12-15)")
    return bundle.bundle(
        root_of(workspace),
        what,
        reader=reader,
        to=to,
        loudspeaker=loudspeaker,
        handouts=handouts,
        cwd=Path.cwd(),
        console=console,
    )
