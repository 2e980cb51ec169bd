"""The voicehall command: its groups of commands in the order of a producer's week."""

from __future__ import annotations

from pathlib import Path

import click

from commands.authoring import adopt, check, init, new, renumber, schema
from commands.machine import cache, doctor
from commands.publishing import approve, bundle, export, publish, retract
from commands.reach import reach
from commands.rendering import plan, render, status, verify


class Ordered(click.Group):
    """The group's commands in the order in which they were added."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


@click.group(cls=Ordered, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="voicehall", prog_name="voicehall")
@click.option("--workspace", type=click.Path(path_type=Path), help="The workspace; else the nearest upward.")
@click.pass_context
def main(context: click.Context, workspace: Path | None) -> None:
    """voicehall 声音馆: from one short manifest per episode to numbered video and audio programmes."""
    context.obj = workspace


for command in (
    init, new, adopt, renumber, check, plan, render, verify, publish, retract, approve, export, bundle, cache, reach,
    status, doctor, schema,
):  # fmt: skip
    main.add_command(command)


if __name__ == "__main__":
    main()
