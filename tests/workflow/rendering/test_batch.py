"""The batch: what a run in which nothing changed must not load."""

import subprocess
import sys


def test_looking_at_what_is_fresh_loads_no_media_library():
    code = (
        "import sys, pipeline.workflow.rendering.render;"
        "print([name for name in ('av', 'PIL', 'numpy', 'mutagen', 'pydub') if name in sys.modules])"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "[]\n"
