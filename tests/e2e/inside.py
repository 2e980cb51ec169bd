"""Commands of `reach`, run in the process of the test."""

import subprocess
from contextlib import chdir

from click.testing import CliRunner

from cli import main
from tests.e2e.conftest import Workspace


class Inside(Workspace):
    """Runs commands in this process: many of them, none of which encodes."""

    def run(self, *arguments: str, env: dict[str, str] | None = None) -> "subprocess.CompletedProcess[str]":
        with chdir(self.root):
            done = CliRunner().invoke(main, arguments, env=env)
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        return subprocess.CompletedProcess(arguments, done.exit_code, done.stdout, done.stderr)
