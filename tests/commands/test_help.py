"""Help: whole sentences in the language of its reader, within the columns of a terminal."""

import re
from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner

from cli import main
from pipeline.wording import width

ENGLISH = re.compile(r"(?:\b[A-Za-z][a-z']+[ ,.;]+){3}[A-Za-z][a-z']+")
"""Four words one after the other."""


def paths(group: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield path
    if isinstance(group, click.Group):
        for name, command in group.commands.items():
            yield from paths(command, (*path, name))


COMMANDS = list(paths(main))


def shown(path: tuple[str, ...], language: str) -> str:
    done = CliRunner().invoke(main, [*path, "--lang", language, "--help"] if path else ["--lang", language, "--help"])
    assert done.exit_code == 0, done.output
    return done.output


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_help_is_chinese_for_who_reads_chinese(path: tuple[str, ...]):
    text = shown(path, "zh")

    assert "用法：" in text
    assert not ENGLISH.findall(re.sub(r"“[^”]*”|'[^']*'", "", text))


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_help_is_english_for_who_reads_english(path: tuple[str, ...]):
    assert not re.search("[\u4e00-\u9fff]", shown(path, "en").replace("导出", "").replace("《", ""))


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_help_fits_eighty_columns(path: tuple[str, ...], language: str):
    lines = shown(path, language).splitlines()

    assert [line for line in lines if width(line) > 80] == []
    assert not [line for line in lines[1:] if line.endswith("...")]


def test_commands_stand_in_the_order_of_a_week():
    headings = re.findall(r"^(\w[\w ]*):$", shown((), "en"), flags=re.MULTILINE)

    assert headings == ["Options", "Write", "Make", "Publish", "Count", "Look after it"]
