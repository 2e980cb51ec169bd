"""Opening a store by its address: a folder, or a URL with a local folder before it."""

import re
from pathlib import Path

from pipeline.build.store import Store

STORE = "VOICEHALL_STORE"
"""Environment variable: the store's address as this machine sees it, a folder or a URL that several machines share."""

_URL = re.compile(r"[a-z][a-z0-9+.-]+://")


def open_store(address: str, *, local: Path) -> Store:
    """The store at an address; `local` is the store itself where there is none, and the copy before a URL.

    Raises PipelineError when the URL's protocol is unknown or the store cannot be reached.
    """
    if _URL.match(address):
        from pipeline.build.mirror import Mirror

        return Mirror(address, local)
    return Store(Path(address).expanduser() if address else local)
