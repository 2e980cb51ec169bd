"""`voicehall reach`: figures of platforms are imported, matched and reported."""

from __future__ import annotations

import sys
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from commands.options import PATH, group, verb
from pipeline.messages import tr

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.workflow.reach.import_report import ImportReport
    from pipeline.workflow.report import Report
    from pipeline.workflow.session import Session

RULES = ("first-touch-24h", "last-touch-24h", "calendar-day")
"""By which downloads are counted."""
DAY = click.DateTime(formats=["%Y-%m-%d"])


@group
def reach() -> None:
    """Import the figures of platforms, and report them."""


@reach.command("import")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=PATH)
@click.option("--platform", metavar="NAME", help="The platform, where the columns do not say it; also a new one.")
@click.option("--new-platform", is_flag=True, help="It is a new one, although its name is like a known one's.")
@click.option("--series", metavar="ID", help="The series of all works in them.")
@click.option("--as-of", metavar="DATE", help="The day on which they were exported: 2026-03-31.")
@click.option("--account", default="", metavar="NAME", help="The account, of several on one platform.")
@click.option("--column", "columns", multiple=True, metavar="HEADER=MEANING", help="What a column means.")
@click.option("--learn", is_flag=True, help="Keep the columns of a table of no known format as a format.")
@click.option("--explain", is_flag=True, help="Show how each column was understood.")
@click.option("--dry-run", is_flag=True, help="Only read them, storing nothing.")
@verb
def reach_import(
    session: Session,
    files: tuple[Path, ...],
    platform: str | None,
    new_platform: bool,
    series: str | None,
    as_of: str | None,
    account: str,
    columns: tuple[str, ...],
    learn: bool,
    explain: bool,
    dry_run: bool,
) -> Report:
    """Import the tables that platforms export: CSV, Excel, HTML, JSON; each file whole or not at all.

    A format is known by its columns; with --platform also a table that has no format is read, by their words. The same
    file twice changes nothing; a refused file does not stop the others.
    """
    from dataclasses import replace

    from pipeline.workflow.reach.import_files import ImportOptions, import_files

    options = ImportOptions(
        platform=platform,
        new_platform=new_platform,
        series=series,
        as_of=as_of,
        account=account,
        explain=explain,
        columns=dict(_pair(column) for column in columns),
        learn=learn,
        dry_run=dry_run,
    )
    report = import_files(session, files, options)
    while sys.stdin.isatty() and (said := _asked(report)):
        session.progress.close()
        options = replace(options, columns={**options.columns, **said})
        report = import_files(session, files, options)
    return report


def _pair(text: str) -> tuple[str, str]:
    header, equals, means = text.rpartition("=")
    if not (header and equals and means):
        raise click.UsageError(str(tr("--column takes HEADER=MEANING: '{text}'", text=text)))
    return header.strip(), means.strip()


def _asked(report: ImportReport) -> dict[str, str]:
    """What the person at the terminal says to the questions of an import; nothing where there are none."""
    said: dict[str, str] = {}
    for file in report.files:
        for doubt in file.doubts:
            if doubt.column not in said:
                choice = click.Choice(doubt.choices)
                said[doubt.column] = click.prompt(f"{file.path}: {doubt.question}", type=choice, err=True)
    return said


@reach.command("match")
@click.option("--export", type=PATH, metavar="FILE", help="Write them as CSV, to be filled in.")
@click.option("--apply", type=PATH, metavar="FILE", help="Store the decisions of a filled table.")
@click.option("--all", "everything", is_flag=True, help="Show also the works whose episode is known, and by what.")
@verb
def reach_match(session: Session, export: Path | None, apply: Path | None, everything: bool) -> Report:
    """Show works whose episode is not known, with those that they may be; a person decides, once.

    Fill the column 'episode' of the exported table with lieshita/12, or none for a work that is no episode.
    """
    from pipeline.workflow.reach.match import match

    return match(session, export=export, apply=apply, everything=everything)


@reach.command("downloads")
@click.argument("logs", nargs=-1, required=True, metavar="LOG...", type=PATH)
@click.option("--rule", type=click.Choice(RULES), default=RULES[0], show_default=True, help="What counts once.")
@click.option("--tz", metavar="ZONE", help="Where days begin and end: Asia/Shanghai; else as studio.yaml says.")
@click.option("--media", type=PATH, help="A JSON list of files that were made elsewhere.")
@click.option("--log-format", default="", metavar="TEXT", help="How lines are written, as nginx or Apache is told.")
@click.option("--trust-proxy", is_flag=True, help="Visitors are whom proxies at private addresses serve.")
@click.option("--dry-run", is_flag=True, help="Only count, storing nothing.")
@verb
def reach_downloads(
    session: Session,
    logs: tuple[Path, ...],
    rule: Any,
    tz: str | None,
    media: Path | None,
    log_format: str,
    trust_proxy: bool,
    dry_run: bool,
) -> Report:
    """Count downloads in the logs of the studio's own server (nginx, Apache, Caddy, CloudFront, Alibaba CDN).

    Plain or gzip, by the IAB guidelines 2.3. The same lines may be read again, in whatever files: they count once.
    """
    from pipeline.workflow.reach.downloads import downloads

    return downloads(
        session, logs, rule=rule, tz=tz, media=media, trust_proxy=trust_proxy, log_format=log_format, dry_run=dry_run
    )


@reach.command("agents")
@click.argument("agents", nargs=-1, metavar="[AGENT]...")
@click.option("--update", type=PATH, metavar="FILE", help="Take over a list of robots, such as OPAWG's bots.json.")
@verb
def reach_agents(session: Session, agents: tuple[str, ...], update: Path | None) -> Report:
    """Show which lists of robots are in use, and what a user agent is taken for.

    A list that others keep lies in assets/reach-robots.json afterwards, beside ours; nothing is fetched.
    """
    from pipeline.workflow.reach.agents import judge

    return judge(session, agents, update=update)


@reach.command("report")
@click.argument("series", nargs=-1)
@click.option("--by", type=click.Choice(["platform", "episode", "month", "series"]), default="platform", help="Rows.")
@click.option("--as-of", type=DAY, metavar="DATE", help="What was known at the end of this day: 2026-03-31.")
@click.option("--since", type=DAY, metavar="DATE", help="With what was gained since the end of this day.")
@click.option("--period", metavar="PERIOD", help="One month, quarter or year, beside the one before: 2026-03, 2026-Q1.")
@click.option("--compare", is_flag=True, help="With --since: beside the period of the same length before it.")
@click.option(
    "--format", "kind", type=click.Choice(["table", "csv", "xlsx", "html", "png", "json"]), help="Else by FILE's name."
)
@click.option("--press", is_flag=True, help="The sentence for a Chinese monthly report, with its footnote.")
@click.option("--sources", is_flag=True, help="With the file and row of every figure.")
@click.option("-o", "--output", type=PATH, metavar="FILE", help="Write it there.")
@verb
def reach_report(
    session: Session,
    series: tuple[str, ...],
    by: Any,
    as_of: datetime | None,
    since: datetime | None,
    period: str | None,
    compare: bool,
    kind: Any,
    press: bool,
    sources: bool,
    output: Path | None,
) -> Report:
    """Report how far SERIES reached; all of them when none is named.

    Figures are added only where they may be: people never, the same listening once. What is missing is named.
    """
    from pipeline.workflow.reach.report import Request, report

    request = Request(
        series=series,
        by=by,
        as_of=as_of.date() if as_of else None,
        since=since.date() if since else None,
        period=period,
        compare=compare,
        format=kind,
        press=press,
        sources=sources,
        output=output,
    )
    return report(session, request)
