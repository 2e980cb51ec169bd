"""Rubbish: Python's search for objects that hold each other, put off while a file is read and stored."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def gc_paused() -> Iterator[None]:
    """A year of figures comes by the million and none of them holds itself: to look for such takes longer than to
    store them."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
