"""This machine: whether it has what voicehall needs, and the cache of encoded pieces on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from commands.options import command, group, verb

if TYPE_CHECKING:
    from pipeline.workflow.report import Report
    from pipeline.workflow.session import Session


@group
def cache() -> None:
    """Look after the cache of encoded pieces."""


@cache.command()
@verb
def stats(session: Session) -> Report:
    """Show what is in the cache."""
    from pipeline.workflow import cache

    return cache.stats(session)


@cache.command()
@verb
def verify(session: Session) -> Report:
    """Read everything in the cache and report damage."""
    from pipeline.workflow import cache

    return cache.verify(session)


@cache.command()
@click.option("--older-than", metavar="AGE", help="Only what was not used for so long: 12h, 30d, 8w.")
@click.option("--to", metavar="SIZE", help="No more than brings the cache down to this: 500MB, 20GB.")
@click.option("--dry-run", is_flag=True, help="Only say what would go.")
@verb
def prune(session: Session, older_than: str | None, to: str | None, dry_run: bool) -> Report:
    """Remove what no episode needs any more."""
    from pipeline.workflow import cache

    return cache.prune(session, older_than=older_than, to=to, dry_run=dry_run)


@command()
@verb
def doctor(session: Session) -> Report:
    """Check this machine, and say what to install."""
    from pipeline.workflow.doctor import examine

    return examine(session)
