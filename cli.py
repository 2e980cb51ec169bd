"""The voicehall command: parse, call one workflow function, print. The only place that exits."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from pipeline.errors import PipelineError
    from pipeline.workflow.report import Report

VERSION = 1
RULES = ("first-touch-24h", "last-touch-24h", "calendar-day")
"""Of counting downloads."""
DAY = click.DateTime(formats=["%Y-%m-%d"])


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


def verb(function: Callable[..., Report]) -> Callable[..., None]:
    """A command's common options, and what happens to the report it returns.

    `--json` prints one document and nothing else on stdout. Exit status: 0 done, 1 something the user can act on,
    130 interrupted; wrong usage is click's 2.
    """

    @click.option("--workspace", type=click.Path(path_type=Path), help="The workspace; else the nearest upward.")
    @click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
    @click.option("--quiet", is_flag=True, help="No progress, and nothing on stdout but what was asked for.")
    @click.option("--no-color", is_flag=True, help="No colours; NO_COLOR says the same.")
    @click.pass_context
    @wraps(function)
    def run(context: click.Context, /, as_json: bool, quiet: bool, no_color: bool, **given: Any) -> None:
        from pipeline.errors import Interrupted, PipelineError
        from pipeline.workflow.console import Console

        _stop_on_hints()
        given["workspace"] = given["workspace"] or context.obj
        console = Console(quiet=quiet, plain=no_color or "NO_COLOR" in os.environ)
        name = context.command_path.partition(" ")[2]
        try:
            report = function(console=console, **given)
        except (KeyboardInterrupt, Interrupted):
            console.close()
            if as_json:
                _print(json.dumps(_failure(name, Interrupted("interrupted")), ensure_ascii=False))
            _say("stopped; what was finished is kept, the next run goes on from there")
            _leave(130)
        except (PipelineError, OSError) as cause:
            console.close()
            error = _plainly(cause)
            if as_json:
                _print(json.dumps(_failure(name, error), ensure_ascii=False))
            else:
                _say(str(error))
            sys.exit(1)
        console.close()
        if as_json:
            _print(json.dumps({"voicehall": VERSION, "command": name} | report.as_json(), ensure_ascii=False))
        else:
            text = report.describe(quiet=quiet)
            if text:
                _print(text)
        if not report.ok:
            sys.exit(1)

    return run


def what(function: Callable[..., Any]) -> Callable[..., Any]:
    return click.argument("what", nargs=-1, metavar="[WHAT]...")(function)


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
@verb
def init(folder: Path, workspace: Path | None, console: Any) -> Report:
    """Make a new workspace in FOLDER, with a first episode that renders at once."""
    from pipeline.workflow import authoring

    return authoring.init(folder)


@main.command()
@click.argument("series")
@click.option("--title", required=True, help="The new episode's title.")
@verb
def new(series: str, title: str, workspace: Path | None, console: Any) -> Report:
    """Write the next numbered manifest of SERIES, after the pattern of its last one."""
    from pipeline.workflow import authoring

    return authoring.new(_root(workspace), series, title=title)


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
    from pipeline.workflow import adopting, moving

    root = _root(workspace)
    if feed is not None:
        if folder is not None or first is not None:
            raise click.UsageError("--feed takes no FOLDER and no --from: the files are looked for in --media FOLDER")
        return moving.adopt_feed(root, feed, series=series, media=media, dry_run=dry_run, console=console)
    if folder is None or media is not None:
        raise click.UsageError("say the FOLDER of finished programmes, or a podcast's --feed FILE with --media FOLDER")
    return adopting.adopt(root, folder, series=series, first=first, dry_run=dry_run, console=console)


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
    from pipeline.workflow import renumbering

    if new is None and title is None:
        raise click.UsageError("say the number NEW, a --title, or both")
    if shift and swap:
        raise click.UsageError("--shift and --swap do not go together")
    root, cwd = _root(workspace), Path.cwd()
    return renumbering.renumber(root, what, new, cwd=cwd, title=title, shift=shift, swap=swap, dry_run=dry_run)


@main.command()
@what
@verb
def check(what: tuple[str, ...], workspace: Path | None, console: Any) -> Report:
    """Show every mistake in manifests and media, rendering nothing.

    WHAT is a series (lieshita), numbers in it (lieshita/1-20,25) or manifest files; nothing means everything.
    """
    from pipeline.workflow import authoring

    return authoring.check(_root(workspace), what, cwd=Path.cwd(), console=console)


@main.command()
@what
@click.option("--why", is_flag=True, help="Say for each span what it is made or reused for.")
@click.option("--draft", is_flag=True, help="Plan the small quick version.")
@verb
def plan(what: tuple[str, ...], why: bool, draft: bool, workspace: Path | None, console: Any) -> Report:
    """Show what rendering WHAT would make and reuse, how long it would take and how much disk."""
    from pipeline.workflow import planning

    return planning.plan(_root(workspace), what, cwd=Path.cwd(), why=why, draft=draft)


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
    from pipeline.workflow import rendering

    return rendering.render(
        _root(workspace),
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
    from pipeline.workflow import verifying

    root = _root_or_none(workspace) if archives or verifying.names_archives(what) else _root(workspace)
    return verifying.verify(root, what, cwd=Path.cwd(), page=page, policy=policy, archives=archives, console=console)


@main.command()
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
    from pipeline.workflow import kitlinks, kitting, publishing

    root, cwd = _root(workspace), Path.cwd()
    if done is not None:
        return kitlinks.note_links(root, what, to=to, done=done, cwd=cwd, dry_run=dry_run)
    if kitting.is_kit(root, to):
        return kitting.make_kits(root, what, to=to, cwd=cwd, again=again, dry_run=dry_run, console=console)
    return publishing.publish(root, what, to=to, cwd=cwd, again=again, dry_run=dry_run, console=console)


@main.command()
@what
@click.option("--from", "target", required=True, metavar="TARGET", help="A target of studio.yaml, or a platform.")
@click.option("--dry-run", is_flag=True, help="Show what would be taken back, taking nothing.")
@verb
def retract(what: tuple[str, ...], target: str, dry_run: bool, workspace: Path | None, console: Any) -> Report:
    """Take the programmes of WHAT back from a target: out of its pages and feed first, then the media."""
    from pipeline.workflow import kitlinks, kitting, retracting

    if not what:
        raise click.UsageError("say WHAT to take back: a series (lieshita) or numbers in it (lieshita/3)")
    root, cwd = _root(workspace), Path.cwd()
    if kitting.is_kit(root, target):
        return kitlinks.retract_kits(root, what, target=target, cwd=cwd, dry_run=dry_run)
    return retracting.retract(root, what, target=target, cwd=cwd, dry_run=dry_run, console=console)


@main.command()
@what
@verb
def approve(what: tuple[str, ...], workspace: Path | None, console: Any) -> Report:
    """Let the programmes of WHAT out, as they are now, to targets with 'review: required'."""
    from pipeline.workflow import approving

    if not what:
        raise click.UsageError("say WHAT you have looked at: a series (lieshita) or numbers in it (lieshita/3)")
    return approving.approve(_root(workspace), what, cwd=Path.cwd())


@main.command()
@click.argument("form", metavar="FORMAT", type=click.Choice(["archive"]))
@what
@click.option("--to", required=True, type=click.Path(path_type=Path), help="A new folder, or a file that ends in .zip.")
@verb
def export(form: str, what: tuple[str, ...], to: Path, workspace: Path | None, console: Any) -> Report:
    """Hand programmes over in FORMAT.

    archive: the programmes of WHAT with all that went into them, sealed by a list of checksums. It is a workspace, from
    which the same programmes can be rendered again; 'voicehall verify --archive' proves it without this one.
    """
    from pipeline.workflow import archiving

    return archiving.archive(_root(workspace), what, cwd=Path.cwd(), to=to, console=console)


@main.command()
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
    from pipeline.workflow import bundling

    if not what:
        raise click.UsageError("say WHAT to bundle: a series (lieshita) or numbers in it (lieshita/3,7,12-15)")
    return bundling.bundle(
        _root(workspace),
        what,
        reader=reader,
        to=to,
        loudspeaker=loudspeaker,
        handouts=handouts,
        cwd=Path.cwd(),
        console=console,
    )


@main.group()
@click.option("--workspace", type=click.Path(path_type=Path), help="The workspace; else the nearest upward.")
@click.pass_context
def cache(context: click.Context, workspace: Path | None) -> None:
    """Look after the cache of encoded pieces."""
    context.obj = workspace or context.obj


@cache.command()
@verb
def stats(workspace: Path | None, console: Any) -> Report:
    """Show what is in the cache."""
    from pipeline.workflow import caching

    return caching.stats(_root(workspace))


@cache.command()
@verb
def verify(workspace: Path | None, console: Any) -> Report:
    """Read everything in the cache and tell what is damaged."""
    from pipeline.workflow import caching

    return caching.verify(_root(workspace), console=console)


@cache.command()
@click.option("--older-than", metavar="AGE", help="Only what was not used for so long: 12h, 30d, 8w.")
@click.option("--to", metavar="SIZE", help="No more than brings the cache down to this: 500MB, 20GB.")
@click.option("--dry-run", is_flag=True, help="Only say what would go.")
@verb
def prune(older_than: str | None, to: str | None, dry_run: bool, workspace: Path | None, console: Any) -> Report:
    """Remove what no episode needs as it stands now; never more."""
    from pipeline.workflow import caching

    return caching.prune(_root(workspace), older_than=older_than, to=to, dry_run=dry_run)


@main.group()
@click.option("--workspace", type=click.Path(path_type=Path), help="The workspace; else the nearest upward.")
@click.pass_context
def reach(context: click.Context, workspace: Path | None) -> None:
    """Bring the figures of platforms back, and tell them honestly."""
    context.obj = workspace or context.obj


@reach.command("import")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@click.option("--platform", metavar="ID", help="Whose files they are, where that cannot be told from the columns.")
@click.option("--series", metavar="ID", help="The series of all works in them.")
@click.option("--as-of", metavar="DATE", help="The day on which they were exported: 2026-03-31.")
@click.option("--account", default="", metavar="NAME", help="Whose they are, of several accounts on one platform.")
@click.option("--explain", is_flag=True, help="Show how each column was understood.")
@click.option("--dry-run", is_flag=True, help="Only read them, storing nothing.")
@verb
def reach_import(
    files: tuple[Path, ...],
    platform: str | None,
    series: str | None,
    as_of: str | None,
    account: str,
    explain: bool,
    dry_run: bool,
    workspace: Path | None,
    console: Any,
) -> Report:
    """Bring in the tables that platforms export: CSV, Excel, HTML, JSON; each file whole or not at all.

    A format is known by its columns. The same file twice changes nothing; a file that is refused stops no other.
    """
    from pipeline.workflow import reaching

    wish = reaching.Wish(
        platform=platform, series=series, as_of=as_of, account=account, explain=explain, dry_run=dry_run
    )
    return reaching.import_files(_root(workspace), files, wish, console=console)


@reach.command("match")
@click.option("--export", type=click.Path(path_type=Path), metavar="FILE", help="Write them as CSV, to be filled in.")
@click.option("--apply", type=click.Path(path_type=Path), metavar="FILE", help="Take the filled table's decisions in.")
@click.option("--all", "everything", is_flag=True, help="Show also the works whose episode is known, and by what.")
@verb
def reach_match(
    export: Path | None, apply: Path | None, everything: bool, workspace: Path | None, console: Any
) -> Report:
    """Show works of which nobody knows the episode, with those that they may be; a person decides, once.

    Fill the column 'episode' of the exported table with lieshita/12, or none for a work that is no episode.
    """
    from pipeline.workflow import reaching

    return reaching.match(_root(workspace), export=export, apply=apply, everything=everything)


@reach.command("downloads")
@click.argument("logs", nargs=-1, required=True, metavar="LOG...", type=click.Path(path_type=Path))
@click.option("--rule", type=click.Choice(RULES), default=RULES[0], show_default=True, help="What counts once.")
@click.option("--tz", metavar="ZONE", help="Where days begin and end: Asia/Shanghai; else as studio.yaml says.")
@click.option("--media", type=click.Path(path_type=Path), help="A JSON list of files that were made elsewhere.")
@click.option("--dry-run", is_flag=True, help="Only count, storing nothing.")
@verb
def reach_downloads(
    logs: tuple[Path, ...],
    rule: Any,
    tz: str | None,
    media: Path | None,
    dry_run: bool,
    workspace: Path | None,
    console: Any,
) -> Report:
    """Count downloads in the logs of the studio's own server (nginx, Apache, CloudFront, Alibaba CDN; plain or gzip).

    By the IAB guidelines 2.3. The same lines may be read again, in whatever files: they count once.
    """
    from pipeline.workflow import counting

    return counting.downloads(_root(workspace), logs, rule=rule, tz=tz, media=media, dry_run=dry_run, console=console)


@reach.command("report")
@click.argument("series", nargs=-1)
@click.option("--by", type=click.Choice(["platform", "episode", "month", "series"]), default="platform", help="Rows.")
@click.option("--as-of", type=DAY, metavar="DATE", help="What was known at the end of this day: 2026-03-31.")
@click.option("--since", type=DAY, metavar="DATE", help="Tell also what was gained since the end of this day.")
@click.option(
    "--format", "kind", type=click.Choice(["table", "csv", "xlsx", "html", "png", "json"]), help="Else by FILE's name."
)
@click.option("--press", is_flag=True, help="The sentence for a monthly report, with its footnote.")
@click.option("--sources", is_flag=True, help="Trace every figure to its file and row.")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write it there.")
@verb
def reach_report(
    series: tuple[str, ...],
    by: Any,
    as_of: datetime | None,
    since: datetime | None,
    kind: Any,
    press: bool,
    sources: bool,
    output: Path | None,
    workspace: Path | None,
    console: Any,
) -> Report:
    """Tell how far SERIES reached; all of them when none is named.

    Figures are added only where they may be: people never, the same listening once. What is missing is said.
    """
    from pipeline.workflow import reporting

    kind = kind or reporting.form_of(output)
    if press and kind not in ("table", "json"):
        raise click.UsageError("--press is a sentence: it does not go with another --format than table or json")
    return reporting.report(
        _root(workspace),
        reporting.Request(
            series=series,
            by=by,
            as_of=as_of.date() if as_of else None,
            since=since.date() if since else None,
            format=kind,
            press=press,
            sources=sources,
            output=output,
        ),
        plain=console.plain,
    )


@main.command()
@what
@click.option("--html", "page", type=click.Path(path_type=Path), help="Write the board as one self-contained page.")
@verb
def status(what: tuple[str, ...], page: Path | None, workspace: Path | None, console: Any) -> Report:
    """Show the series board: every episode, whether its programme stands, and what is odd about it.

    WHAT is a series (lieshita), numbers in it (lieshita/1-20,25) or manifest files; nothing means everything.
    """
    from pipeline.workflow import status as boards

    return boards.status(_root(workspace), what, cwd=Path.cwd(), page=page, plain=console.plain)


@main.command()
@verb
def doctor(workspace: Path | None, console: Any) -> Report:
    """Look whether this machine has what voicehall needs, and say what to install."""
    from pipeline.workflow import doctor as examination

    return examination.examine(_root_or_none(workspace))


@main.command()
@click.argument("kind", type=click.Choice(["all", "episode", "series", "studio"]), default="all")
@verb
def schema(kind: str, workspace: Path | None, console: Any) -> Report:
    """Print the JSON Schema by which editors complete and check manifests."""
    from pipeline.workflow import authoring

    return authoring.schema(kind)


def _root(workspace: Path | None) -> Path:
    from pipeline.manifest import find_workspace

    return find_workspace(Path.cwd(), workspace)


def _root_or_none(workspace: Path | None) -> Path | None:
    from pipeline.errors import PipelineError

    try:
        return _root(workspace)
    except PipelineError:
        return None


def _plainly(cause: Exception) -> PipelineError:
    """An error as its user is told. Raises it again where it is a bug: a file that cannot be used has a name."""
    from pipeline.errors import PipelineError

    if isinstance(cause, OSError) and cause.filename:
        return PipelineError(f"cannot use '{os.fsdecode(cause.filename)}': {cause.strerror}")
    if isinstance(cause, PipelineError):
        return cause
    raise cause


def _failure(name: str, error: PipelineError) -> dict[str, object]:
    diagnostics = [found.as_json() for found in getattr(error, "diagnostics", ())]
    failure = {"voicehall": VERSION, "command": name, "ok": False, "error": error.message, "hint": error.hint}
    return failure | {"episodes": [], "diagnostics": diagnostics}


def _print(text: str) -> None:
    """To stdout, in UTF-8 whatever the system's locale says."""
    # Python has none where it was started with it closed.
    if sys.stdout is None:
        return
    try:
        sys.stdout.buffer.write(text.encode("utf-8", "replace") + b"\n")
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as cause:
        _say(f"cannot write what was asked for: {cause.strerror}")
        os._exit(1)


def _say(text: str) -> None:
    if sys.stderr is not None:
        with suppress(OSError):
            sys.stderr.buffer.write(text.encode("utf-8", "replace") + b"\n")
            sys.stderr.flush()


def _stop_on_hints() -> None:
    """Being asked to end, or losing the terminal, stops a run as Ctrl-C does: cleanly."""
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.default_int_handler)


def _leave(status: int) -> None:
    """Exit at once: threads that still wait for a library call must not hold the user up."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


if __name__ == "__main__":
    main()
