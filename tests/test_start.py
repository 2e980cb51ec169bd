"""Help is there at once, and no command loads what it does not need."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.conftest import Workspace

ROOT = Path(__file__).parent.parent
MODULES = """
import sys
import click
click_alone = set(sys.modules)
sys.argv = ["voicehall", *sys.argv[1:]]
from cli import main
try:
    main()
except SystemExit:
    pass
print(*sorted(set(sys.modules) - click_alone), file=sys.stderr)
"""
OURS = {"pipeline.masking", "pipeline.messages", "pipeline.wording"}
EXPECTED = {
    "cli", "commands", "pipeline", "click", "contextvars", "_contextvars", "locale", "_locale", "signal", "encodings",
    "copy", "struct", "_struct",
}  # fmt: skip


def loaded(*arguments: str) -> set[str]:
    """Modules that a command loads beside click."""
    done = subprocess.run(
        [sys.executable, "-S", "-c", MODULES, *arguments],
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])},
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    return set(done.stderr.splitlines()[-1].split())


@pytest.mark.parametrize("language", ["en", "zh"])
def test_help_loads_click_and_little_more(language: str):
    found = loaded("--lang", language, "--help")

    if "babel" in found:
        pytest.skip("the catalogues are not compiled here: make setup")
    assert {name.partition(".")[0] for name in found} <= EXPECTED
    assert {name for name in found if name.startswith("pipeline.")} == OURS


def test_an_unchanged_render_loads_nothing_that_makes_media(workspace: Workspace):
    workspace.json("render")

    found = loaded("render", "--workspace", str(workspace.root))

    assert found & {"av", "PIL", "ffmpeg", "imageio_ffmpeg", "jinja2", "mutagen", "numpy", "pydub", "pysubs2"} == set()
