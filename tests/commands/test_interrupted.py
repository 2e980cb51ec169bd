"""Ctrl-C before a command has begun, or after: the same words and status as within it, and no traceback."""

import errno
import os
from typing import NoReturn

import pytest
from click.testing import CliRunner

import cli
from commands import _quietly
from commands.help import Group
from commands.options import _plainly


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


@pytest.mark.parametrize(("number", "hint"), [(errno.ENOSPC, "make room on the disk"), (errno.EIO, "")])
def test_a_failure_of_the_machine_is_told_in_words_where_it_names_no_file(number: int, hint: str):
    error = _plainly(OSError(number, os.strerror(number)))

    assert (error.message, error.hint) == (f"this cannot be finished: {os.strerror(number)}", hint)


def test_another_error_without_a_file_is_a_bug_and_keeps_its_traceback():
    with pytest.raises(OSError, match="odd"):
        _plainly(OSError("odd"))
