"""This machine: what on it has a say in the bytes of a programme, and how much it does at once."""

import os
from contextlib import suppress
from importlib import metadata

from pipeline.digest import file_digest
from pipeline.errors import PipelineError

_LIBRARIES = ("voicehall", "av", "budoux", "jinja2", "mutagen", "numpy", "pillow", "pydub", "pysubs2", "rjieba")


def tools_here() -> dict[str, str]:
    """Versions by name; of fonts, which have none that counts, the beginning of their content's hash."""
    from pipeline.media import ffmpeg
    from pipeline.media.picture import fonts

    found = {name: metadata.version(name) for name in _LIBRARIES}
    # A machine without them can still prove an archive.
    with suppress(PipelineError):
        found["ffmpeg"] = ffmpeg.version()
        files = {path for found in (fonts.default_fonts(), fonts.default_fonts(face="serif")) for path, _ in found}
        found |= {f"font {path.name}": file_digest(path)[:16] for path in files}
    return dict(sorted(found.items()))


def cores() -> int:
    """Processors that we may use, at least 1; what a container or `taskset` allows, not what the machine has."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
