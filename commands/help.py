"""Help in the language of its reader: looked up when it is shown, in lines that fit a terminal's columns."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from gettext import bindtextdomain, gettext, textdomain
from inspect import cleandoc
from typing import Any

import click

from pipeline.messages import FOLDER, Language, catalogue_of, spoken, tr
from pipeline.wording import lines, terminal_columns, width


class Formatter(click.HelpFormatter):
    """Counts columns, of which a Chinese character takes two."""

    def __init__(self, indent_increment: int = 2, width: int | None = None, max_width: int | None = None) -> None:
        fitting = max(min(terminal_columns(), max_width or 80) - 2, 50)
        super().__init__(indent_increment, width=width or click.formatting.FORCED_WIDTH or fitting)

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        start = f"{gettext('Usage:') if prefix is None else prefix.rstrip()} {prog} "
        below = f"\n{' ' * width(start)}"
        self.write(f"{start}{below.join(lines(args, max(self.width - width(start), 20)))}\n")

    def write_text(self, text: str) -> None:
        indent = " " * self.current_indent
        for place, paragraph in enumerate(re.split(r"\n\s*\n", text)):
            if place:
                self.write("\n")
            for line in lines(" ".join(paragraph.split()), self.width - self.current_indent):
                self.write(f"{indent}{line}\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 26, col_spacing: int = 2) -> None:
        rows = list(rows)
        first = min(max((width(name) for name, _ in rows), default=0), col_max) + col_spacing
        indent = " " * self.current_indent
        for name, text in rows:
            below = f"\n{indent}{' ' * first}"
            gap = " " * (first - width(name)) if width(name) + col_spacing <= first else below
            wrapped = below.join(lines(text, max(self.width - first - self.current_indent, 20)))
            self.write(f"{indent}{name}{gap}{wrapped}".rstrip() + "\n")


class Context(click.Context):
    formatter_class = Formatter


class Command(click.Command):
    """A command whose help is in the language of its reader."""

    context_class = Context

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with in_language(self, ctx):
            super().format_help(ctx, formatter)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            # click keeps it in the language of whoever asked first.
            option.help = tr("Show this message and exit.")
        return option

    def get_short_help_str(self, limit: int = 45) -> str:
        """The whole first sentence: half of one helps nobody."""
        return first_sentence(translated(self.help or ""))


class Group(click.Group, Command):
    """Commands under headings, in the order in which they were added."""

    command_class = Command
    context_class = Context

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.sections: list[tuple[str, Sequence[click.Command]]] = []
        """Headings, and what stands under them."""

    def add_section(self, heading: str, commands: Sequence[click.Command]) -> None:
        self.sections.append((heading, commands))
        for command in commands:
            self.add_command(command)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        if not self.sections:
            super().format_commands(ctx, formatter)
        names = max((len(name) for name in self.commands), default=0)
        for heading, commands in self.sections:
            with formatter.section(translated(heading)):
                rows = [(f"{one.name or '':{names}}", one.get_short_help_str()) for one in commands]
                formatter.write_dl(rows)


def translated(text: str) -> str:
    return catalogue_of(spoken()).gettext(cleandoc(text)) if text else ""


@contextmanager
def in_language(command: click.Command, context: click.Context) -> Iterator[None]:
    """A command with its words in the language of the reader, for as long as they are shown."""
    options = [one for one in command.get_params(context) if isinstance(one, click.Option)]
    english = command.help, [option.help for option in options]
    try:
        command.help = translated(command.help or "")
        for option in options:
            option.help = translated(option.help or "")
        yield
    finally:
        command.help = english[0]
        for option, words in zip(options, english[1], strict=True):
            option.help = words


def let_click_speak(language: Language) -> None:
    """click's own words, such as those of wrong usage, in that language."""
    # click asks gettext, which goes by this variable before all others.
    os.environ["LANGUAGE"] = language
    bindtextdomain("click", FOLDER)
    textdomain("click")


def first_sentence(text: str) -> str:
    paragraph = " ".join(text.split("\n\n")[0].split())
    return re.sub(r"(?<=[^.\s])[.。]$", "", paragraph.partition("。")[0].partition(". ")[0])
