"""The voicehall command: what a producer does in a week, and the other rooms' commands in their order."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commands.cache import cache
from commands.options import root_of, root_or_none, verb, what
from commands.publishing import approve, bundle, export, publish, retract
from commands.reach import reach

if TYPE_CHECKING:
    from pipeline.workflow.report import Report


class Workplace(click.Group):
    """The group's commands in the order of a producer's week."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


@click.group(cls=Workplace, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="voicehall", prog_name="voicehall")
@click.option("--workspace", type=click.Path(path_type=Path), help="The workspace; else the nearest upward.")
@click.pass_context
def main(context: click.Context, workspace: Path | None) -> None:
    """voicehall 声音馆: from one short manifest per episode to numbered video and audio programmes."""
    context.obj = workspace


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
@verb
def init(folder: Path, workspace: Path | None, console: Any) -> Report:
    """Make a new workspace in FOLDER, with a first episode that renders at once."""
    from pipeline.workflow.authoring import check

    return check.init(folder)


@main.command()
@click.argument("series")
@click.option("--title", required=True, help="The new episode's title.")
@verb
def new(series: str, title: str, workspace: Path | None, console: Any) -> Report:
    """Write the next numbered manifest of SERIES, after the pattern of its last one."""
    from pipeline.workflow.authoring import check

    return check.new(root_of(workspace), series, title=title)


@main.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@click.option("--feed", type=click.Path(path_type=Path), metavar="FILE", help="Take over the podcast of this feed.")
@click.option("--media", type=click.Path(path_type=Path), metavar="FOLDER", help="Where the feed's files are; assets/.")
@click.option("--series", required=True, help="The series they belong to; a new one is made.")
@click.option("--from", "first", type=click.IntRange(1, 99_999), help="Number files that say no number from here on.")
@click.option("--dry-run", is_flag=True, help="Show what would be written, writing nothing.")
@verb
def adopt(
    folder: Path | None,
    feed: Path | None,
    media: Path | None,
    series: str,
    first: int | None,
    dry_run: bool,
    workspace: Path | None,
    console: Any,
) -> Report:
    """Take the finished programmes in FOLDER into a series, as they are: one small manifest each.

    Numbers and titles come from the files' names and tags. With --feed they come from a podcast's RSS or Atom file,
    which is read and not followed; its episodes keep their guids, so that no subscriber is lost. What cannot be placed
    is left, with the reason.
    """
    from pipeline.workflow.ingest import adopt_feed, adopt_folder

    root = root_of(workspace)
    if feed is not None:
        if folder is not None or first is not None:
            raise click.UsageError("--feed takes no FOLDER and no --from: the files are looked for in --media FOLDER")
        return adopt_feed.adopt_feed(root, feed, series=series, media=media, dry_run=dry_run, console=console)
    if folder is None or media is not None:
        raise click.UsageError("say the FOLDER of finished programmes, or a podcast's --feed FILE with --media FOLDER")
    return adopt_folder.adopt(root, folder, series=series, first=first, dry_run=dry_run, console=console)


@main.command()
@click.argument("what")
@click.argument("new", type=click.IntRange(1, 99_999), required=False)
@click.option("--title", help="Give it this title.")
@click.option("--shift", is_flag=True, help="Move whoever stands there, and what follows, up to the first free number.")
@click.option("--swap", is_flag=True, help="Change places with whoever stands there.")
@click.option("--dry-run", is_flag=True, help="Show what would be changed, changing nothing.")
@verb
def renumber(
    what: str,
    new: int | None,
    title: str | None,
    shift: bool,
    swap: bool,
    dry_run: bool,
    workspace: Path | None,
    console: Any,
) -> Report:
    """Give WHAT (lieshita/7, lieshita/7-20 or a manifest) the number NEW, or another title; it stays who it is.

    Several keep their distances: 'lieshita/7-20 8' makes room for a new 7. All manifests are changed, or none.
    """
    from pipeline.workflow.authoring import renumber

    if new is None and title is None:
        raise click.UsageError("say the number NEW, a --title, or both")
    if shift and swap:
        raise click.UsageError("--shift and --swap do not go together")
    root, cwd = root_of(workspace), Path.cwd()
    return renumber.renumber(root, what, new, cwd=cwd, title=title, shift=shift, swap=swap, dry_run=dry_run)


@main.command()
@what
@verb
def check(what: tuple[str, ...], workspace: Path | None, console: Any) -> Report:
    """Show every mistake in manifests and media, rendering nothing.

    WHAT is a series (lieshita), numbers in it (lieshita/1-20,25) or manifest files; nothing means everything.
    """
    from pipeline.workflow.authoring import check

    return check.check(root_of(workspace), what, cwd=Path.cwd(), console=console)


@main.command()
@what
@click.option("--why", is_flag=True, help="Say for each span what it is made or reused for.")
@click.option("--draft", is_flag=True, help="Plan the small quick version.")
@verb
def plan(what: tuple[str, ...], why: bool, draft: bool, workspace: Path | None, console: Any) -> Report:
    """Show what rendering WHAT would make and reuse, how long it would take and how much disk."""
    from pipeline.workflow.rendering import plan

    return plan.plan(root_of(workspace), what, cwd=Path.cwd(), why=why, draft=draft)


@main.command()
@what
@click.option("-j", "--jobs", type=click.IntRange(1, 256), help="Encode this many spans at once; else one per core.")
@click.option("--draft", is_flag=True, help="Small and quick, beside the finished programmes.")
@click.option("--rendition", metavar="NAME", help="Make this rendition only.")
@click.option("--cluster", metavar="ADDRESS", help="Encode on the workers of this Dask scheduler: tcp://host:8786.")
@click.option("--force", is_flag=True, help="Make everything again, whatever is there.")
@verb
def render(
    what: tuple[str, ...],
    jobs: int | None,
    draft: bool,
    rendition: str | None,
    cluster: str | None,
    force: bool,
    workspace: Path | None,
    console: Any,
) -> Report:
    """Make the programmes of WHAT, encoding only what changed.

    WHAT is a series (lieshita), numbers in it (lieshita/1-20,25) or manifest files; nothing means everything.
    """
    from pipeline.workflow.rendering import render

    return render.render(
        root_of(workspace),
        what,
        cwd=Path.cwd(),
        jobs=jobs,
        draft=draft,
        only=rendition,
        force=force,
        cluster=cluster,
        console=console,
    )


@main.command("verify")
@what
@click.option("--html", "page", type=click.Path(path_type=Path), help="Write the verdicts as one self-contained page.")
@click.option("--policy", type=click.Path(path_type=Path), help="What is asked of programmes, over the house's own.")
@click.option("--archive", "archives", type=click.Path(path_type=Path), multiple=True, help="A sealed archive.")
@verb
def verify_programmes(
    what: tuple[str, ...],
    page: Path | None,
    policy: Path | None,
    archives: tuple[Path, ...],
    workspace: Path | None,
    console: Any,
) -> Report:
    """Measure finished programmes: hashes, sync, loudness, peaks, black, frozen and silent stretches, tags, captions.

    WHAT is a series (lieshita), numbers in it (lieshita/1-20,25), manifest files or sealed archives; nothing means
    everything.
    """
    from pipeline.workflow.verifying import verify

    root = root_or_none(workspace) if archives or verify.names_archives(what) else root_of(workspace)
    return verify.verify(root, what, cwd=Path.cwd(), page=page, policy=policy, archives=archives, console=console)


for command in (publish, retract, approve, export, bundle, cache, reach):
    main.add_command(command)


@main.command()
@what
@click.option("--html", "page", type=click.Path(path_type=Path), help="Write the board as one self-contained page.")
@verb
def status(what: tuple[str, ...], page: Path | None, workspace: Path | None, console: Any) -> Report:
    """Show the series board: every episode, whether its programme stands, and what is odd about it.

    WHAT is a series (lieshita), numbers in it (lieshita/1-20,25) or manifest files; nothing means everything.
    """
    from pipeline.workflow.board import status as boards

    return boards.status(root_of(workspace), what, cwd=Path.cwd(), page=page, plain=console.plain)


@main.command()
@verb
def doctor(workspace: Path | None, console: Any) -> Report:
    """Look whether this machine has what voicehall needs, and say what to install."""
    from pipeline.workflow import doctor as examination

    return examination.examine(root_or_none(workspace))


@main.command()
@click.argument("kind", type=click.Choice(["all", "episode", "series", "studio"]), default="all")
@verb
def schema(kind: str, workspace: Path | None, console: Any) -> Report:
    """Print the JSON Schema by which editors complete and check manifests."""
    from pipeline.workflow.authoring import check

    return check.schema(kind)


if __name__ == "__main__":
    main()
