"""Python's garbage collector, switched off while a file is read and stored."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def gc_paused() -> Iterator[None]:
    """No search for reference cycles: a year of figures has millions of objects and none in a cycle, and searching them
    takes longer than storing them."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
