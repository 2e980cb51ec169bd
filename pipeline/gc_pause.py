"""Python's garbage collector, switched off where many values are made and none of them is in a cycle."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def gc_paused() -> Iterator[None]:
    """No search for reference cycles: a year of figures, or the manifests of hundreds of episodes, are millions of
    objects and none in a cycle, and searching them takes longer than what is done with them."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
