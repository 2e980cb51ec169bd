"""Ctrl-C before a command has begun, or after: the same words and status as within it, and no traceback."""

from typing import NoReturn

import pytest
from click.testing import CliRunner

import cli
from commands import _quietly
from commands.help import Group


def test_ctrl_c_while_a_command_is_being_loaded_stops_it_in_words(monkeypatch: pytest.MonkeyPatch):
    def interrupted(*_: object) -> NoReturn:
        raise KeyboardInterrupt

    def left(status: int) -> NoReturn:
        raise SystemExit(status)

    monkeypatch.setattr(Group, "invoke", interrupted)
    monkeypatch.setattr("commands.options._leave", left)
    done = CliRunner().invoke(cli.main, ["doctor"])

    assert done.exit_code == 130


def test_ctrl_c_while_the_commands_are_being_imported_is_quiet(capsys: pytest.CaptureFixture[str]):
    _quietly(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert capsys.readouterr().err == ""

    _quietly(ValueError, ValueError("odd"), None)
    assert "ValueError: odd" in capsys.readouterr().err
