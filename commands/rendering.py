"""What is made: plans, programmes, their verdicts, and the board of them all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from commands.options import PATH, command, verb, what

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.workflow.report import Report
    from pipeline.workflow.session import Session


@command()
@what
@click.option("--why", is_flag=True, help="Say why each piece is made or reused.")
@click.option("--draft", is_flag=True, help="Plan the small quick version.")
@click.option("--spans", is_flag=True, help="Show every piece, however many episodes there are.")
@verb
def plan(session: Session, what: tuple[str, ...], why: bool, draft: bool, spans: bool) -> Report:
    """Show what a render would make, how long and how large.

    WHAT is a series (lieshita), numbers in it (lieshita/1-20,25) or manifest files; nothing means everything.
    """
    from pipeline.workflow.rendering.plan import plan

    return plan(session, what, why=why, draft=draft, spans=spans)


@command()
@what
@click.option("-j", "--jobs", type=click.IntRange(1, 256), help="Encode so many pieces at once; else one per core.")
@click.option("--draft", is_flag=True, help="Small and quick, beside the finished programmes.")
@click.option("--rendition", metavar="NAME", help="Make this rendition only.")
@click.option("--cluster", metavar="ADDRESS", help="Encode on the workers of this Dask scheduler: tcp://host:8786.")
@click.option("--force", is_flag=True, help="Make everything again, whatever is there.")
@verb
def render(
    session: Session,
    what: tuple[str, ...],
    jobs: int | None,
    draft: bool,
    rendition: str | None,
    cluster: str | None,
    force: bool,
) -> Report:
    """Make programmes, encoding only what changed.

    WHAT is a series (lieshita), numbers in it (lieshita/1-20,25) or manifest files; nothing means everything.
    """
    from pipeline.workflow.rendering.render import render

    return render(session, what, jobs=jobs, draft=draft, only=rendition, force=force, cluster=cluster)


@command()
@what
@click.option("--to", type=PATH, metavar="FILE", help="An .html or .png file; else out/storyboard.html.")
@click.option("--sound", is_flag=True, help="A page with the treated voices before and after; else out/sound.html.")
@verb
def storyboard(session: Session, what: tuple[str, ...], to: Path | None, sound: bool) -> Report:
    """Draw episodes against time, before anything is encoded: pictures, waveform, captions, chapters, remarks.

    WHAT is a series (lieshita), numbers in it (lieshita/1-20,25) or manifest files; nothing means everything.
    """
    from pipeline.workflow.storyboard.storyboard import storyboard

    if sound:
        from pipeline.workflow.storyboard.before_after import compare

        return compare(session, what, to=to)
    return storyboard(session, what, to=to)


@command()
@click.option("--to", type=PATH, metavar="FILE", help="An .html file; else out/gallery.html.")
@verb
def gallery(session: Session, to: Path | None) -> Report:
    """Show every theme, and all that it dresses, on one page."""
    from pipeline.workflow.gallery.gallery import gallery

    return gallery(session, to=to)


@command()
@what
@click.option("--to", type=PATH, metavar="FILE", help="An .html or .png file; else out/storyboard.html.")
@click.option("--draft", is_flag=True, help="Make small quick drafts instead of the storyboard.")
@verb
def watch(session: Session, what: tuple[str, ...], to: Path | None, draft: bool) -> Report:
    """Draw the storyboard anew on every save, and tell what is wrong, until you press Ctrl-C.

    WHAT is a series (lieshita), numbers in it (lieshita/1-20,25) or manifest files; nothing means everything.
    """
    from pipeline.workflow.storyboard.watch import watch

    return watch(session, what, to=to, draft=draft)


@command()
@what
@click.option("--html", "page", type=PATH, help="Write the verdicts as one self-contained page.")
@click.option("--policy", type=PATH, help="Your own limits, in a file like verify.yaml.")
@click.option(
    "--archive",
    "archives",
    type=PATH,
    multiple=True,
    help="A sealed archive; several may be named.",
)
@verb
def verify(
    session: Session, what: tuple[str, ...], page: Path | None, policy: Path | None, archives: tuple[Path, ...]
) -> Report:
    """Measure finished programmes, and say what is wrong.

    Hashes, sync, loudness, peaks, black, frozen and silent stretches, tags, chapters and captions are looked at.
    WHAT is a series (lieshita), numbers in it (lieshita/1-20,25), manifest files or sealed archives; nothing means
    everything.
    """
    from pipeline.workflow.verifying.verify import verify

    return verify(session, what, page=page, policy=policy, archives=archives)


@command()
@what
@click.option("--html", "page", type=PATH, help="Write the board as one self-contained page.")
@verb
def status(session: Session, what: tuple[str, ...], page: Path | None) -> Report:
    """Show every episode: what is done, and what is odd.

    WHAT is a series (lieshita), numbers in it (lieshita/1-20,25) or manifest files; nothing means everything.
    """
    from pipeline.workflow.board.status import status

    return status(session, what, page=page)
