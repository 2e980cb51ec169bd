"""Programs of the system that tests ask for their opinion: without one they are skipped, on the server they fail."""

import os
import shutil

import pytest


def program(name: str) -> str:
    """Where the program is; skips the test where there is none, unless `VOICEHALL_CI` says that it must be there."""
    found = shutil.which(name)
    if found is None:
        words = f"'{name}' is not installed"
        if os.environ.get("VOICEHALL_CI"):
            pytest.fail(words)
        pytest.skip(words)
    return found
