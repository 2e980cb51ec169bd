"""Programs of the system that tests ask for their opinion: without one they are skipped, on the server they fail."""

import os
import shutil
from pathlib import Path

import pytest

NODE = Path(__file__).parent.parent / ".venv/node/node_modules"
"""Where `npm install --prefix .venv/node` puts modules."""


def program(name: str) -> str:
    """Where the program is; skips the test where there is none, unless `VOICEHALL_CI` says that it must be there."""
    found = shutil.which(name)
    if found is None:
        words = f"'{name}' is not installed"
        if os.environ.get("VOICEHALL_CI"):
            pytest.fail(words)
        pytest.skip(words)
    return found


def node_module(name: str) -> Path:
    """A file of a module for browsers; skips the test where it is not installed, as `program` does."""
    found = NODE / name
    if not found.is_file():
        words = f"'{name}' is not installed: npm install --prefix .venv/node {name.partition('/')[0]}"
        if os.environ.get("VOICEHALL_CI"):
            pytest.fail(words)
        pytest.skip(words)
    return found
