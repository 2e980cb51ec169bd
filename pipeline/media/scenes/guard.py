"""A guard for scripts: what a scene must not do by mistake is refused where Python tells of it.

It keeps honest scripts from accidents. It is no sandbox: whoever wants to get round it, can.
"""

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_CHANGES = frozenset((
    "os.remove", "os.rmdir", "os.mkdir", "os.rename", "os.link", "os.symlink", "os.truncate", "os.chmod", "os.chown",
    "os.utime", "os.mkfifo", "os.mknod", "shutil.rmtree", "shutil.move", "shutil.copyfile", "shutil.copytree",
))  # fmt: skip
_TARGET_ONLY = {"shutil.copyfile": 1, "shutil.copytree": 1, "os.symlink": 1, "os.link": 1}
"""Of these only the second path is written."""
_LISTS = frozenset(("os.listdir", "os.scandir", "glob.glob", "glob.glob/2"))
_PROGRAMS = frozenset((
    "os.fork", "os.forkpty", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.startfile", "pty.spawn",
))  # fmt: skip


class Refused(PermissionError):
    """The script did what scenes must not do: `what` of writes, reads, program, network."""

    def __init__(self, what: str, name: str) -> None:
        super().__init__(f"{what}: {name}")
        self.what, self.name = what, name


def install(folder: str, reads: Iterable[str], workspace: str, ffmpeg: str) -> None:
    """From now on refuse writing outside `folder`, reading what of the `workspace` is not among `reads`, sockets, and
    programs other than `ffmpeg`. It cannot be taken back.
    """
    own, around = os.path.realpath(folder), os.path.realpath(workspace) if workspace else ""
    allowed = frozenset(map(os.path.realpath, reads))
    libraries = tuple({os.path.realpath(one) for one in (sys.prefix, sys.base_prefix, *sys.path) if one})

    def writes(path: Any) -> None:
        name = _name(path)
        if name is None or (real := os.path.realpath(name)) == os.path.realpath(os.devnull):
            return
        if not _inside(real, own):
            raise Refused("writes", name)

    def reads_file(path: Any) -> None:
        if not around or (name := _name(path)) is None:
            return
        real = os.path.realpath(name)
        if _inside(real, around) and real not in allowed and not any(_inside(real, one) for one in (own, *libraries)):
            raise Refused("reads", name)

    def program(name: str, arguments: Any) -> None:
        if os.path.realpath(name) != os.path.realpath(ffmpeg):
            raise Refused("program", name)
        for one in map(os.fsdecode, arguments if isinstance(arguments, list | tuple) else ()):
            if "://" in one:
                raise Refused("network", one)
            path = one.removeprefix("file:")
            if Path(path).is_absolute() or ".." in path.split("/"):
                reads_file(path) if Path(path).exists() else writes(path)

    def watch(event: str, args: tuple[Any, ...]) -> None:
        if event == "open":
            path, mode, flags = args
            if (mode and set(mode) & set("wax+")) or (not mode and (flags or 0) & _WRITING):
                writes(path)
            else:
                reads_file(path)
        elif event in _CHANGES:
            for path in args[_TARGET_ONLY.get(event, 0) :]:
                writes(path)
        elif event in _LISTS:
            reads_file(args[0])
        elif event in _PROGRAMS:
            raise Refused("program", str(_name(args[0]) if args else "") or event.partition(".")[2])
        elif event == "subprocess.Popen":
            program(os.fsdecode(args[0] or args[1][0]), args[1])
        elif event.startswith("socket."):
            raise Refused("network", event.partition(".")[2])

    sys.addaudithook(watch)


def _name(path: Any) -> str | None:
    """A path as text; None for what is none, such as the number of an open file."""
    return os.fsdecode(path) if isinstance(path, str | bytes | os.PathLike) else None


def _inside(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)
