"""Programs of voices: their limits, their end, and what they are not told."""

import os
import sys
import threading
import time
from pathlib import Path

import pytest

from pipeline.errors import Interrupted
from pipeline.files import is_running
from pipeline.media.voices import programs
from pipeline.media.voices.engine import VoiceError
from pipeline.messages import told
from pipeline.stop import Stop


def run(code: str, folder: Path | None = None) -> str:
    return programs.run_program([sys.executable, "-c", code], engine="test", sentences=0, folder=folder)


def ended(process: int) -> bool:
    """Whether a process has ended, or does so within a moment; nobody may have read its status yet."""
    for _ in range(100):
        stat = Path(f"/proc/{process}/stat")
        if not is_running(process) or (stat.exists() and stat.read_text().rpartition(")")[2].split()[0] == "Z"):
            return True
        time.sleep(0.02)
    return False


def test_what_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr(programs, "START_SECONDS", 0.5)
    code = f"import os, time; open({str(tmp_path / 'pid')!r}, 'w').write(str(os.getpid())); time.sleep(60)"

    with pytest.raises(VoiceError) as caught:
        run(code)

    assert "took longer than" in told(caught.value.message) and caught.value.lasting
    assert ended(int((tmp_path / "pid").read_text()))


def test_what_it_leaves_running_is_ended(tmp_path: Path):
    code = (
        "import subprocess, sys\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        f"open({str(tmp_path / 'pid')!r}, 'w').write(str(child.pid))\n"
    )
    run(code)

    assert ended(int((tmp_path / "pid").read_text()))


def test_a_stop_ends_it(tmp_path: Path):
    stop = Stop()
    pid = tmp_path / "pid"
    code = f"import os, time; open({str(pid)!r}, 'w').write(str(os.getpid())); time.sleep(60)"
    timer = threading.Timer(1.0, stop.ask)
    timer.start()
    begun = time.monotonic()

    with stop.applied(), pytest.raises(Interrupted):
        run(code)

    assert time.monotonic() - begun < 5
    assert ended(int(pid.read_text()))


def test_a_file_without_end(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr(programs, "OUTPUT", 1 << 20)
    code = (
        "import signal, time; signal.signal(signal.SIGXFSZ, signal.SIG_DFL); time.sleep(0.3)\n"
        "with open('big', 'wb') as file:\n    while True: file.write(bytes(1 << 16))"
    )

    with pytest.raises(VoiceError) as caught:
        run(code, tmp_path)

    assert "without end" in told(caught.value.message)
    assert (tmp_path / "big").stat().st_size <= 1 << 20


def test_its_last_words_are_told_without_secrets_and_colours():
    code = r"print('loading'); print('\x1b[31mno model, token=abcd1234efgh5678\x1b[0m'); raise SystemExit(4)"

    with pytest.raises(VoiceError) as caught:
        run(code)

    said = told(caught.value.message)
    assert said == "'test' failed with status 4: no model, token=***"


def test_secrets_stay_here(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("NAS_PASSWORD", "swordfish-77")
    monkeypatch.setenv("VOICE_MODEL", "kept")

    said = run("import os; print(os.environ.get('NAS_PASSWORD'), os.environ['VOICE_MODEL'], os.environ['PATH'])")

    assert said.strip() == f"None kept {os.environ['PATH']}"
