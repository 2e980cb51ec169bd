"""What commands in tests find done already, since each of them would do the same: fonts read, versions asked for, and
covers that were drawn before.

A cover of 3000 x 3000 takes most of a short render. That it is the same whenever it is drawn from the same recipe,
is held by `tests/media/picture/covers/`.
"""

import os
import shutil
import threading
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import get_args

from pipeline.captions.word_breaks import break_costs
from pipeline.digest import digest, file_digest
from pipeline.errors import PipelineError
from pipeline.media import ffmpeg
from pipeline.media.picture import font_file, fonts
from pipeline.media.probe import index
from pipeline.media.video import x264
from pipeline.render import perform
from pipeline.render.picture.covers import COVER, CoverStep
from pipeline.workflow.rendering import estimate


def warm(covers: Path) -> None:
    """Do it; `covers` is where those that are drawn will be kept, for all that are forked from this process."""
    break_costs("毛泽建是湖南湘潭人")
    x264.version()
    estimate._trial = cache(estimate._trial)  # type: ignore[assignment]
    estimate._trial()
    _read_fonts()
    _keep_covers(covers)


def forget() -> None:
    """What was asked of another ffmpeg than the environment names now."""
    if "VOICEHALL_FFMPEG" in os.environ or "IMAGEIO_FFMPEG_EXE" in os.environ:
        for asked in (ffmpeg.binary, ffmpeg.version, x264.version):
            asked.cache_clear()


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


def _keep_covers(folder: Path) -> None:
    """A cover is drawn once and then copied: where its recipe is another's, so are its bytes."""
    folder.mkdir()
    draw = perform._PERFORMERS[COVER]

    def drawn(step: CoverStep, inputs: Sequence[Path], to: Path) -> None:
        kept = folder / digest(step)
        if kept.exists():
            shutil.copyfile(kept, to)
            return
        draw(step, inputs, to)
        part = folder / f"{os.getpid()}-{threading.get_ident()}"
        shutil.copyfile(to, part)
        part.replace(kept)

    perform._PERFORMERS[COVER] = drawn
