"""Work that workers of a cluster can find by name."""

import os
import time
from pathlib import Path

from pipeline.errors import MediaError, PassingError
from pipeline.messages import tr


def oven() -> str:
    """The tools of this bakery."""
    return os.environ.get("BAKERY_OVEN", "oven 1")


def tell(path: str) -> None:
    Path(path).write_text(str(os.getpid()))


def sleep_and_tell(path: str, seconds: float) -> None:
    """Leaves a line in `<path>.begun` at once and one in `path` in the end."""
    with Path(f"{path}.begun").open("a") as file:
        file.write(f"{os.getpid()}\n")
    time.sleep(seconds)
    tell(path)


def burn() -> None:
    raise MediaError(tr("the pan is burnt"), command="bake --hot", hint=tr("use butter"))


def stumble_once(seen: str) -> None:
    """Fails the first time; always where `seen` cannot be written."""
    if not Path(seen).exists():
        if Path(seen).parent.exists():
            Path(seen).write_text("")
        raise PassingError(tr("the oven went out"))
