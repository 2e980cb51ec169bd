"""Measuring sees the whole process tree."""

import sys
from pathlib import Path

import pytest

from benchmarks.support import measure

if not Path("/proc/self/smaps_rollup").exists():
    pytest.skip("measuring needs Linux", allow_module_level=True)

BUSY = """
import time
held = bytearray(b"x") * 60_000_000
until = time.process_time() + 0.4
while time.process_time() < until: pass
"""


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path, monkeypatch):
    monkeypatch.setattr(measure, "WORK", tmp_path)


def test_a_grandchild_left_behind_counts(tmp_path):
    script = tmp_path / "busy.py"
    script.write_text(BUSY)
    leave = f"import subprocess; subprocess.Popen([{sys.executable!r}, {str(script)!r}])"

    cost = measure.cost([sys.executable, "-c", leave])

    assert cost.cpu > 0.4
    assert cost.wall > 0.4
    assert cost.peak > 60


def test_a_failing_command_tells_its_last_words():
    with pytest.raises(measure.CommandError, match="no such thing"):
        measure.cost([sys.executable, "-c", "raise SystemExit('no such thing')"])
