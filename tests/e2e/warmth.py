"""What commands in tests find done already, since each of them would do the same: fonts read, versions asked for; and
large covers, which take most of a short render, drawn coarsely.

How covers are drawn is tested in `tests/media/picture/covers/`. Who compares files of a command run here with those of
a process that was started afresh sets `WHOLE_COVERS` in its environment.
"""

import os
from functools import cache
from pathlib import Path
from typing import get_args

from PIL import Image

from pipeline.captions.word_breaks import break_costs
from pipeline.digest import file_digest
from pipeline.errors import PipelineError
from pipeline.media import ffmpeg
from pipeline.media.picture import font_file, fonts
from pipeline.media.probe import index
from pipeline.media.video import x264
from pipeline.model.timeline import Still
from pipeline.render.picture import covers, stills
from pipeline.workflow.rendering import estimate

WHOLE = "WHOLE_COVERS"
LARGE, COARSE = 1000, 4
"""Pixels of a cover's height; by how much its drawing is smaller than itself."""


def warm() -> None:
    """Do it, for all processes that are forked from this one."""
    break_costs("毛泽建是湖南湘潭人")
    x264.version()
    estimate._trial = cache(estimate._trial)  # type: ignore[assignment]
    estimate._trial()
    _read_fonts()
    covers.draw = _drawn  # type: ignore[assignment]


def begin() -> None:
    """What the environment of a run wants otherwise."""
    if "VOICEHALL_FFMPEG" in os.environ or "IMAGEIO_FFMPEG_EXE" in os.environ:
        for asked in (ffmpeg.binary, ffmpeg.version, x264.version):
            asked.cache_clear()
    if WHOLE in os.environ:
        covers.draw = stills.draw


def _read_fonts() -> None:
    """Those of the system: their digests, and which characters they have."""
    try:
        found = {font for face in get_args(fonts.Face) for font in fonts.default_fonts(face=face)}
    except PipelineError:
        return
    for path, number in found:
        font_file.coverage(path, number)
    known = {_state(path): file_digest(path) for path in {path for path, _ in found}}
    index.file_digest = lambda path: known.get(_state(path)) or file_digest(path)


def _state(path: Path) -> tuple[str, int, int]:
    now = path.stat()
    return str(path), now.st_size, now.st_mtime_ns


def _drawn(picture: Still, width: int, height: int) -> Image.Image:
    if height < LARGE:
        return stills.draw(picture, width, height)
    small = stills.draw(picture, width // COARSE, height // COARSE)
    return small.resize((width, height), Image.Resampling.NEAREST)
