"""Help in the language of its reader: looked up when it is shown, in lines that fit a terminal's columns."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from gettext import bindtextdomain, textdomain
from typing import Any

import click

from pipeline.messages import FOLDER, Language, catalogue_of, spoken
from pipeline.wording import width

CHINESE = r"\u2e80-\u9fff\uff00-\uffef\u3000-\u303f"
"""Characters between which a line may break, as a pattern's range."""
NEVER_FIRST = "，。、；：？！”’）》」』】…,.;:?!)"
"""What may not begin a line."""


class Formatter(click.HelpFormatter):
    """Counts columns, of which a Chinese character takes two."""

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
        translate(self, ctx)
        super().format_help(ctx, formatter)

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
    return catalogue_of(spoken()).gettext(text) if text else ""


def translate(command: click.Command, context: click.Context) -> None:
    """Put a command's words into the language of the reader; once is enough for a process that speaks one."""
    command.help = translated(command.help or "")
    for parameter in command.get_params(context):
        if isinstance(parameter, click.Option) and parameter.help:
            parameter.help = translated(parameter.help)


def let_click_speak(language: Language) -> None:
    """click's own words, such as those of wrong usage, in that language."""
    # click asks gettext, which goes by this variable before all others.
    os.environ["LANGUAGE"] = language
    bindtextdomain("click", FOLDER)
    textdomain("click")


def first_sentence(text: str) -> str:
    paragraph = " ".join(text.split("\n\n")[0].split())
    return re.sub(r"(?<=[^.\s])[.。]$", "", paragraph.partition("。")[0].partition(". ")[0])


def lines(text: str, columns: int) -> Iterator[str]:
    """The text in lines of at most so many columns: broken at blanks, and between Chinese characters."""
    line = ""
    for piece in re.findall(rf"[{CHINESE}]|[^\s{CHINESE}]+|\s+", text):
        if line and piece.strip() and width(line) + width(piece) > columns and piece not in NEVER_FIRST:
            yield line.rstrip()
            line = ""
        line += piece if line or piece.strip() else ""
    if line.strip():
        yield line.rstrip()
