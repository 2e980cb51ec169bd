"""Running a script: a process of its own with limits, and its frames or its sound as they come."""

import base64
import contextlib
import json
import os
import pickle
import shutil
import struct
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path, PurePosixPath
from typing import IO, Any

import numpy as np

from pipeline.digest import file_digest
from pipeline.effects.look import Look
from pipeline.media import ffmpeg
from pipeline.media.process import Child, kill, text_of
from pipeline.media.scenes import worker
from pipeline.media.scenes.problems import SceneError, changed, ended, problem_of, too_slow
from pipeline.model.scene import Scene, SceneFile, SceneScript, plain_values
from pipeline.stop import check_stop, current_stop

MEMORY = 6 << 30
"""Bytes of address space that a script may map; libraries alone map one."""
SOUND_SIZE, SOUND_RATE = (1280, 720), Fraction(25)
"""The frame for which a scene is asked for its sound: one sound for all renditions."""
_KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "USERPROFILE")
"""Of the environment. What else is in it would change scenes without changing their keys, and may be secret."""

Samples = np.ndarray[Any, np.dtype[np.float32]]


def scene_frames(
    scene: Scene, size: tuple[int, int], rate: Fraction, *, first: int, frames: int, total: int
) -> Iterator[tuple[bytes, bool]]:
    """The frames of a scene of `total` frames from `first` on, as RGB bytes, and whether each is as the one before.

    Before its beginning the first is repeated, after its end the last. Raises SceneError.
    """
    wanted = {"want": "pictures", "size": size, "rate": rate, "length": total / rate, "frames": (first, frames)}
    pixels = size[0] * size[1] * 3
    with _running(scene, wanted | {"total": total}) as answers:
        last, count = b"", 0
        for kind in answers.kinds():
            if kind == worker.FRAME:
                last = answers.read(pixels)
            yield last, kind == worker.AGAIN
            count += 1
        if count != frames:
            raise answers.gone()


def scene_sound(scene: Scene, samples: int) -> Samples:
    """The sound of a scene, 48 kHz in two channels, of `samples` at most; none where it has none. Raises SceneError."""
    length = Fraction(samples, worker.SAMPLE_RATE)
    wanted = {"want": "sound", "size": SOUND_SIZE, "rate": SOUND_RATE, "length": length, "samples": samples}
    with _running(scene, wanted) as answers:
        pieces = [answers.block() for _ in answers.kinds()]
    found = np.frombuffer(b"".join(pieces), "<f4").reshape(-1, 2)
    return found.copy()


class _Answers:
    """What the worker says, message by message."""

    def __init__(self, scene: Scene, text: str, process: "subprocess.Popen[bytes]", log: IO[bytes]) -> None:
        self._scene, self._text, self._process, self._log = scene, text, process, log
        assert process.stdout is not None
        self._out = process.stdout
        self.late = threading.Event()

    def kinds(self) -> Iterator[bytes]:
        """The kind of every message up to the end. Raises SceneError for what is wrong."""
        while (kind := self.read(1)) != worker.DONE:
            check_stop()
            if kind == worker.PROBLEM:
                said = json.loads(self.block())
                raise problem_of(self._scene, self._text, said, text_of(self._log), memory=MEMORY)
            yield kind

    def block(self) -> bytes:
        return self.read(struct.unpack("<I", self.read(4))[0])

    def read(self, count: int) -> bytes:
        data = self._out.read(count)
        if len(data) < count:
            raise self.gone()
        return data

    def gone(self) -> SceneError:
        """For an answer that broke off."""
        check_stop()
        output = text_of(self._log)
        if self.late.is_set():
            return too_slow(self._scene, output)
        return ended(self._scene, self._process.wait(), output)


@contextlib.contextmanager
def _running(scene: Scene, wanted: dict[str, object]) -> Iterator[_Answers]:
    data = scene.script.path.read_bytes()
    text = data.decode("utf-8-sig")
    stop = current_stop()
    with tempfile.TemporaryDirectory(prefix="voicehall-scene-") as folder, tempfile.TemporaryFile() as log:
        home = _furnished(scene, Path(folder).resolve())
        ask = wanted | _settings(scene, text, Path(folder).resolve()) | {"start": str(home)}
        with stop.starting() as children:
            process = subprocess.Popen(
                [sys.executable, "-P", "-X", "utf8", worker.__file__], cwd=home, env=_environment(folder),
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, process_group=0,
            )  # fmt: skip
            child = Child(process)
            children.add(child)
        answers = _Answers(scene, text, process, log)

        def give_up() -> None:
            answers.late.set()
            kill(process)

        timer = threading.Timer(float(scene.limit), give_up)
        timer.daemon = True
        timer.start()
        try:
            assert process.stdin is not None and process.stdout is not None
            with contextlib.suppress(BrokenPipeError), process.stdin:
                process.stdin.write(json.dumps(ask, default=Fraction.as_integer_ratio).encode())
            yield answers
        finally:
            timer.cancel()
            kill(process)
            process.wait()
            assert process.stdout is not None
            process.stdout.close()
            stop.forget(child)


def _settings(scene: Scene, text: str, folder: Path) -> dict[str, object]:
    look = scene.look
    reads = [one.path for one in scene.uses]
    if isinstance(look, Look):
        reads += [font.path for font in look.fonts]
        reads += [look.picture.path] if look.picture else []
    return {
        "text": text,
        "script": scene.script.name,
        "values": plain_values(scene.values),
        "look": base64.b64encode(pickle.dumps(look)).decode() if look else "",
        "reads": [str(path) for path in reads],
        "workspace": str(scene.workspace) if scene.workspace else "",
        "folder": str(folder),
        "home": str(Path(__file__).parents[3]),
        "ffmpeg": str(ffmpeg.binary()),
        "memory": MEMORY,
        "seconds": int(scene.limit) * 4 + 60,
    }


def _environment(folder: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name in _KEPT}
    binary = str(ffmpeg.binary())
    # MoviePy would start every program that it is not told of, to see whether it is there.
    return kept | {
        "FFMPEG_BINARY": "ffmpeg-imageio", "IMAGEIO_FFMPEG_EXE": binary, "FFPLAY_BINARY": binary,
        "TMPDIR": folder, "TEMP": folder, "TMP": folder, "PYTHONHASHSEED": "0",
        "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1",
    }  # fmt: skip


def _furnished(scene: Scene, folder: Path) -> Path:
    """The folder in which the script starts, from which it finds the files that it uses by their names."""
    above = max((PurePosixPath(one.name).parts.count("..") for one in scene.uses), default=0)
    home = folder.joinpath("scene", *(["in"] * above))
    home.mkdir(parents=True)
    for one in scene.uses:
        place = Path(os.path.normpath(home / used_name(one)))
        place.parent.mkdir(parents=True, exist_ok=True)
        place.unlink(missing_ok=True)
        try:
            place.symlink_to(one.path)
        except OSError:
            shutil.copyfile(one.path, place)
    return home


def used_name(file: SceneFile) -> str:
    """By which a script opens a file; one from outside the workspace by the last part of its name."""
    name = PurePosixPath(file.name)
    return name.name if name.is_absolute() else str(name)


def check_unchanged(scene: Scene) -> None:
    """Raises SceneError where the script, or a file that it reads, is not what the scene is known by."""
    files: tuple[SceneScript | SceneFile, ...] = (scene.script, *scene.uses)
    for one in files:
        if file_digest(one.path) != one.content:
            raise changed(scene, one.path)
