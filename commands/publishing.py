"""Commands that publish: to targets and platforms, for partners, and as archives."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from commands.options import PATH, command, verb, what
from pipeline.messages import tr

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.workflow.report import Report
    from pipeline.workflow.session import Session


@command()
@what
@click.option("--to", required=True, metavar="TARGET", help="A target of studio.yaml, or a platform such as douyin.")
@click.option("--again", is_flag=True, help="Send also what is there already.")
@click.option(
    "--done",
    metavar="LINK|FILE",
    help="Of a platform: the link of the published episode; or a CSV file of episode,link.",
)
@click.option("--dry-run", is_flag=True, help="Show what would be sent, without sending it.")
@verb
def publish(
    session: Session,
    what: tuple[str, ...],
    to: str,
    again: bool,
    done: str | None,
    dry_run: bool,
) -> Report:
    """Publish the finished programmes of WHAT to a target: each once, media before the pages that link to them.

    WHAT is a series (lieshita), numbers in it (lieshita/1-20,25) or manifest files; nothing means everything. For a
    platform that takes uploads from people only, a folder in kits/ gets all that they need; --done registers the link.
    """
    from pipeline.workflow.publishing.publish import publish

    return publish(session, what, to=to, again=again, done=done, dry_run=dry_run)


@command()
@what
@click.option("--from", "target", required=True, metavar="TARGET", help="A target of studio.yaml, or a platform.")
@click.option("--dry-run", is_flag=True, help="Show what would be taken back, without doing it.")
@verb
def retract(session: Session, what: tuple[str, ...], target: str, dry_run: bool) -> Report:
    """Remove the programmes of WHAT from a target: from its pages and feed first, then their media."""
    from pipeline.workflow.publishing.retract import retract

    if not what:
        raise click.UsageError(tr("say WHAT to take back: a series (lieshita) or numbers in it (lieshita/3)"))
    return retract(session, what, target=target, dry_run=dry_run)


@command()
@what
@verb
def approve(session: Session, what: tuple[str, ...]) -> Report:
    """Approve the programmes of WHAT, as they are now, for targets with 'review: required'."""
    from pipeline.workflow.publishing.approve import approve

    if not what:
        raise click.UsageError(tr("say WHAT you approve: a series (lieshita) or numbers in it (lieshita/3)"))
    return approve(session, what)


@command()
@click.argument("form", metavar="FORMAT", type=click.Choice(["archive", "quiz", "script", "otio", "jianying"]))
@what
@click.option(
    "--to", required=True, type=PATH,
    help="archive: a new folder or .zip file; script, quiz: an .html file; otio, jianying: a folder.",
)  # fmt: skip
@verb
def export(session: Session, form: str, what: tuple[str, ...], to: Path) -> Report:
    """Export programmes in FORMAT.

    archive: the programmes of WHAT with all that they were made from, and a list of checksums. It is a workspace, in
    which the same programmes can be rendered again; 'voicehall verify --archive' checks it without this one.

    quiz: the questions of WHAT on a page to be printed, with the answers on its last sheet.

    script: what is to be read out, on a page in large letters that scrolls by itself, mirrored where it is wanted.

    otio: the cut, for editing programs that read OpenTimelineIO such as DaVinci Resolve, with all media beside it.

    jianying: a draft for JianYing, in --to, the folder where that keeps its drafts or any other.
    """
    if form in ("otio", "jianying"):
        from pipeline.workflow.exporting.export import hand_over

        return hand_over(session, what, form="otio" if form == "otio" else "jianying", to=to)
    if form == "script":
        from pipeline.workflow.authoring.teleprompter import export_script

        return export_script(session, what, to=to)
    if form == "quiz":
        from pipeline.workflow.authoring.quiz import export_quiz

        return export_quiz(session, what, to=to)
    from pipeline.workflow.publishing.archive import archive

    return archive(session, what, to=to)


@command()
@what
@click.option("--for", "recipient", default="", metavar="NAME", help="For whom it is, as its pages say.")
@click.option("--to", required=True, type=PATH, help="A new folder, or a file that ends in .zip.")
@click.option("--loudspeaker", is_flag=True, help="Sound only, in one channel, as MP3.")
@click.option("--handouts", is_flag=True, help="With the transcripts, to be read and printed.")
@verb
def bundle(
    session: Session,
    what: tuple[str, ...],
    recipient: str,
    to: Path,
    loudspeaker: bool,
    handouts: bool,
) -> Report:
    """Put programmes on a stick, or into a zip, for a partner: numbered files, a page that plays them, contents.

    WHAT is a series (lieshita) or numbers in it, in the order in which they are to be played: lieshita/3,7,12-15.
    """
    from pipeline.workflow.publishing.bundle import bundle

    if not what:
        raise click.UsageError(tr("say WHAT to bundle: a series (lieshita) or numbers in it (lieshita/3,7,12-15)"))
    return bundle(session, what, recipient=recipient, to=to, loudspeaker=loudspeaker, handouts=handouts)
