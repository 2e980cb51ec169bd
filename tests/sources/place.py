"""Where the media of a test session lie, and what all of them share."""

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

SIZE = (320, 180)
SAMPLE_RATE = 48_000
Pixels = np.ndarray[Any, np.dtype[Any]]


@cache
def folder() -> Path:
    """Where the media of this session lie; a blank and Chinese in its path, as users have them."""
    made = Path(tempfile.mkdtemp(prefix="声音馆 sources "))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return made
