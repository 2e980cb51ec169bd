"""What commands have in common: their options, what happens to their reports, and the only place that exits."""

from __future__ import annotations

import errno
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial, wraps
from typing import TYPE_CHECKING, Any

import click

from commands.help import Command, Group
from commands.mishaps import mask_logs
from pipeline.masking import keep_secrets_of, masked, masked_value
from pipeline.messages import LANGUAGES, NOTHING, told, tr

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.errors import PipelineError
    from pipeline.workflow.report import Report

VERSION = 1


_OF_THE_MACHINE = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.EMFILE, errno.ENFILE, errno.ENOMEM)
"""What no program can help, wherever it comes from; such an error may name no file."""


class _Paths(click.Path):
    """Paths as pathlib has them, which is imported once there is one: help has to be there at once."""

    def coerce_path_result(self, value: str | os.PathLike[str]) -> Any:
        from pathlib import Path

        return Path(value)


PATH = _Paths()
"""The type of what names a file or a folder."""
command = partial(click.command, cls=Command)
"""As click's, with help in the language of its reader."""
workspace_option = click.option("--workspace", type=PATH, help="The workspace; else the nearest upward.")
language_option = click.option(
    "--lang", type=click.Choice(LANGUAGES), expose_value=False, help="English or Chinese; else as the system speaks."
)
"""Read before anything else is, see `commands.language`; here it is only known and shown."""


def verb(function: Callable[..., Report]) -> Callable[..., None]:
    """A command's common options, and what happens to the report it returns.

    `--json` prints one document and nothing else on stdout. Exit status: 0 done, 1 something the user can act on,
    130 interrupted; wrong usage is click's 2.
    """

    @workspace_option
    @language_option
    @click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
    @click.option("--quiet", is_flag=True, help="No progress, and nothing on stdout but what was asked for.")
    @click.option("--no-color", is_flag=True, help="No colours; NO_COLOR says the same.")
    @click.pass_context
    @wraps(function)
    def run(
        context: click.Context, /, workspace: Path | None, as_json: bool, quiet: bool, no_color: bool, **given: Any
    ) -> None:
        from pipeline.errors import Interrupted, PipelineError, UsageProblem
        from pipeline.workflow.progress import TerminalProgress
        from pipeline.workflow.report import View
        from pipeline.workflow.session import Session

        _stop_on_hints()
        keep_secrets_of(os.environ)
        mask_logs()
        plain = no_color or "NO_COLOR" in os.environ
        progress = TerminalProgress(quiet=quiet, plain=plain)
        session = Session(workspace=workspace or context.obj, progress=progress)
        name = context.command_path.partition(" ")[2]
        try:
            report = function(session, **given)
        except (KeyboardInterrupt, Interrupted):
            progress.close()
            if as_json:
                _print_json(_failure(name, PipelineError(tr("interrupted"))))
            leave_stopped()
        except UsageProblem as problem:
            progress.close()
            raise click.UsageError(masked(str(problem))) from problem
        except (PipelineError, OSError) as cause:
            progress.close()
            error = _plainly(cause)
            if as_json:
                _print_json(_failure(name, error))
            else:
                _say(str(error))
            sys.exit(1)
        progress.close()
        if as_json:
            _print_json({"voicehall": VERSION, "command": name} | report.as_json())
        else:
            text = report.describe(
                View(quiet=quiet, styled=sys.stdout is not None and sys.stdout.isatty() and not plain)
            )
            if text:
                _print(masked(text))
        if not report.ok:
            sys.exit(1)

    return run


def what(function: Callable[..., Any]) -> Callable[..., Any]:
    return click.argument("what", nargs=-1, metavar="[WHAT]...")(function)


def group(function: Callable[[], None]) -> click.Group:
    """Several commands under one name, which takes --workspace as well."""

    @click.group(cls=Group, name=function.__name__, help=function.__doc__)
    @workspace_option
    @language_option
    @click.pass_context
    def run(context: click.Context, workspace: Path | None) -> None:
        context.obj = workspace or context.obj

    return run


def _plainly(cause: Exception) -> PipelineError:
    """An error as its user is told. Raises it again where it is a bug: a file that cannot be used has a name."""
    from pipeline.errors import PipelineError, in_words

    if isinstance(cause, OSError) and cause.filename:
        return PipelineError(
            tr("cannot use '{path}': {reason}", path=os.fsdecode(cause.filename), reason=in_words(cause))
        )
    if isinstance(cause, PipelineError):
        return cause
    if isinstance(cause, OSError) and cause.errno in _OF_THE_MACHINE:
        room = tr("make room on the disk") if cause.errno in (errno.ENOSPC, errno.EDQUOT) else NOTHING
        return PipelineError(tr("this cannot be finished: {reason}", reason=in_words(cause)), hint=room)
    raise cause


def _failure(name: str, error: PipelineError) -> dict[str, object]:
    diagnostics = [found.as_json() for found in getattr(error, "diagnostics", ())]
    failure = {
        "voicehall": VERSION,
        "command": name,
        "ok": False,
        "error": told(error.message),
        "hint": told(error.hint),
    }
    return failure | {"episodes": [], "diagnostics": diagnostics}


def _print_json(document: dict[str, object]) -> None:
    import json

    _print(json.dumps(masked_value(document), ensure_ascii=False))


def _print(text: str) -> None:
    """To stdout, in UTF-8 whatever the system's locale says."""
    # Python has none where it was started with it closed.
    if sys.stdout is None:
        return
    try:
        sys.stdout.buffer.write(text.encode("utf-8", "replace") + b"\n")
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as cause:
        from pipeline.errors import in_words

        _say(tr("cannot write the output: {reason}", reason=in_words(cause)))
        os._exit(1)


def _say(text: str) -> None:
    if sys.stderr is not None:
        with suppress(OSError):
            sys.stderr.buffer.write(masked(text).encode("utf-8", "replace") + b"\n")
            sys.stderr.flush()


def leave_stopped() -> None:
    """Exit after Ctrl-C, wherever it came."""
    _say(tr("stopped; what was finished is kept, the next run goes on from there"))
    _leave(130)


def _stop_on_hints() -> None:
    """Being asked to end, or losing the terminal, stops a run as Ctrl-C does: cleanly."""
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.default_int_handler)


def _leave(status: int) -> None:
    """Exit at once: threads that still wait for a library call must not hold the user up."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)
