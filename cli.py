"""The voicehall command: its commands in the order of a producer's week, in the language of who types them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from commands.authoring import adopt, check, init, new, renumber, schema
from commands.help import Group, let_click_speak
from commands.language import chosen_language, complaint, readable
from commands.machine import cache, doctor
from commands.mishaps import mask_tracebacks, masked_complaints
from commands.options import language_option, leave_stopped, workspace_option
from commands.publishing import approve, bundle, export, publish, retract
from commands.reach import reach
from commands.rendering import gallery, plan, render, status, storyboard, verify, watch
from pipeline.messages import speaking

if TYPE_CHECKING:
    from pathlib import Path


class Voicehall(Group):
    """The group of all commands; it knows the language before it parses anything."""

    def main(self, args: Sequence[str] | None = None, *more: Any, **settings: Any) -> Any:
        mask_tracebacks()
        arguments = sys.argv[1:] if args is None else list(args)
        language = chosen_language(arguments)
        if words := complaint(language):
            click.echo(words, err=True)
        if not readable(language):
            click.echo("this terminal cannot show Chinese: English is used", err=True)
            language = "en"
        let_click_speak(language)
        with speaking(language):
            return super().main(arguments, *more, **settings)

    def make_context(self, *arguments: Any, **more: Any) -> click.Context:
        with masked_complaints():
            return super().make_context(*arguments, **more)

    def invoke(self, context: click.Context) -> Any:
        try:
            with masked_complaints():
                return super().invoke(context)
        except KeyboardInterrupt:
            # It came while a command was still being loaded, or its report printed.
            leave_stopped()


@click.group(cls=Voicehall, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="voicehall", prog_name="voicehall", help="Show the version and exit.")
@workspace_option
@language_option
@click.pass_context
def main(context: click.Context, workspace: Path | None) -> None:
    """From one short manifest per episode to numbered video and audio programmes."""
    context.obj = workspace


main.add_section("Write", (init, new, adopt, renumber, check))
main.add_section("Make", (plan, storyboard, watch, render, verify, status, gallery))
main.add_section("Publish", (publish, retract, approve, export, bundle))
main.add_section("Count", (reach,))
main.add_section("Look after it", (cache, doctor, schema))


if __name__ == "__main__":
    main()
