"""`voicehall cache`: what is kept of earlier renders."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commands.options import group, root_of, verb

if TYPE_CHECKING:
    from pipeline.workflow.report import Report


@group
def cache() -> None:
    """Look after the cache of encoded pieces."""


@cache.command()
@verb
def stats(workspace: Path | None, console: Any) -> Report:
    """Show what is in the cache."""
    from pipeline.workflow import cache

    return cache.stats(root_of(workspace))


@cache.command()
@verb
def verify(workspace: Path | None, console: Any) -> Report:
    """Read everything in the cache and tell what is damaged."""
    from pipeline.workflow import cache

    return cache.verify(root_of(workspace), console=console)


@cache.command()
@click.option("--older-than", metavar="AGE", help="Only what was not used for so long: 12h, 30d, 8w.")
@click.option("--to", metavar="SIZE", help="No more than brings the cache down to this: 500MB, 20GB.")
@click.option("--dry-run", is_flag=True, help="Only say what would go.")
@verb
def prune(older_than: str | None, to: str | None, dry_run: bool, workspace: Path | None, console: Any) -> Report:
    """Remove what no episode needs as it stands now; never more."""
    from pipeline.workflow import cache

    return cache.prune(root_of(workspace), older_than=older_than, to=to, dry_run=dry_run)
