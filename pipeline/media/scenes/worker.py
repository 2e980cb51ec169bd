"""Run by `process` in a process of its own: one script, whose frames or sound go to stdout.

What is asked comes as JSON on stdin. Nothing of MoviePy is loaded anywhere else.
"""

import base64
import contextlib
import json
import os
import pickle
import random
import struct
import sys
import tempfile
import traceback
import types
from importlib import metadata
from typing import IO, Any

FRAME, AGAIN, SOUND, DONE, PROBLEM = b"F", b"=", b"S", b".", b"!"
"""What a message begins with: a frame, the same frame once more, samples, the end, what is wrong."""
SAMPLE_RATE = 48_000
PIECE = SAMPLE_RATE
"""Samples that are asked for at a time."""
MAJOR = "2"
"""Of the MoviePy that scripts are written for."""
FILE_SIZE = 4 << 30
"""Bytes of one file that a script may write."""


class Problem(Exception):
    """Why there is no scene: a code of `process`, and what its sentence needs."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code, self.values = code, values


def main() -> None:
    ask: dict[str, Any] = json.loads(sys.stdin.buffer.read())
    # What the script prints must not end among the frames.
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    # In the order in which it was printed.
    sys.stdout = open(1, "w", buffering=1, encoding="utf-8", errors="replace", closefd=False)  # noqa: SIM115
    _limit(ask)
    sys.dont_write_bytecode = True
    sys.path.append(ask["home"])
    try:
        try:
            _run(ask, out)
        except Problem as problem:
            _say(out, problem.code, problem.values, ask)
        except MemoryError:
            _say(out, "memory", {}, ask)
        except SystemExit:
            _say(out, "exits", {}, ask)
        except BaseException as error:
            _say(out, "fails", {"error": type(error).__name__, "reason": _first_line(error)}, ask)
        out.write(DONE)
        out.flush()
    except BrokenPipeError:
        pass  # Nobody listens any more.
    # Threads and programs that the script has started do not keep it.
    os._exit(0)


def _limit(ask: dict[str, Any]) -> None:
    with contextlib.suppress(ImportError, AttributeError, ValueError, OSError):
        import resource

        limits = ((resource.RLIMIT_AS, ask["memory"]), (resource.RLIMIT_CPU, ask["seconds"]),
                  (resource.RLIMIT_FSIZE, FILE_SIZE), (resource.RLIMIT_CORE, 0))  # fmt: skip
        for what, most in limits:
            resource.setrlimit(what, (most, most))


def _run(ask: dict[str, Any], out: IO[bytes]) -> None:
    clip = _clip(ask)
    if ask["want"] == "sound":
        _send_sound(clip.audio, ask["samples"], out)
        return
    width, height = ask["size"]
    first, count = ask["frames"]
    numerator, denominator = ask["rate"]
    last = b""
    for place in range(first, first + count):
        index = min(max(place, 0), ask["total"] - 1)
        data = _pixels(clip.get_frame(index * denominator / numerator), width, height, index)
        # A copy, since scripts may draw into the same array again.
        if data == last:
            out.write(AGAIN)
        else:
            out.write(FRAME)
            out.write(data)
            last = data


def _clip(ask: dict[str, Any]) -> Any:
    """The clip that the script makes."""
    version = metadata.version("moviepy")
    if version.partition(".")[0] != MAJOR:
        raise Problem("moviepy", found=version, wanted=MAJOR)
    import moviepy
    import numpy as np

    theme = _theme(ask)
    from pipeline.media.scenes.guard import install

    random.seed(0)
    np.random.seed(0)
    tempfile.tempdir = ask["folder"]
    sys.path.append(ask["start"])
    module = types.ModuleType("scene")
    module.__file__ = ask["script"]
    sys.modules["scene"] = module
    code = compile(ask["text"], ask["script"], "exec", dont_inherit=True)
    install(ask["folder"], ask["reads"], ask["workspace"], ask["ffmpeg"])
    exec(code, module.__dict__)
    numerator, denominator = ask["rate"]
    rate = numerator if denominator == 1 else numerator / denominator
    length = ask["length"][0] / ask["length"][1]
    given = {"size": tuple(ask["size"]), "rate": rate, "length": length, **ask["values"]}
    clip = module.__dict__["scene"](**given, **({"theme": theme} if theme else {}))
    _check(clip, moviepy, tuple(ask["size"]), length, 0.5 / rate)
    return clip


def _theme(ask: dict[str, Any]) -> Any:
    if not ask["look"]:
        return None
    from pipeline.media.scenes.theme import Theme

    return Theme(pickle.loads(base64.b64decode(ask["look"])), tuple(ask["size"]))


def _check(clip: Any, moviepy: Any, size: tuple[int, int], length: float, half: float) -> None:
    if clip is None:
        raise Problem("nothing")
    if isinstance(clip, moviepy.AudioClip):
        raise Problem("sound-only")
    if not isinstance(clip, moviepy.VideoClip) or getattr(clip, "is_mask", False):
        raise Problem("no-clip", found=type(clip).__name__)
    # A clip without a duration goes on for ever: as much of it is shown as is asked for.
    if clip.duration is not None and abs(clip.duration - length) > half:
        raise Problem("length", found=f"{clip.duration:.3f}", wanted=f"{length:.3f}", short=clip.duration < length)
    found = tuple(clip.size) if clip.size is not None else size
    if found != size:
        raise Problem("size", found=list(map(int, found)), wanted=list(size))


def _pixels(frame: Any, width: int, height: int, index: int) -> bytes:
    import numpy as np

    pixels = np.asarray(frame)
    if pixels.ndim != 3 or pixels.shape[2] not in (3, 4) or pixels.dtype == object:
        raise Problem("no-frame", number=index, found=_described(frame, pixels))
    if pixels.shape[:2] != (height, width):
        raise Problem("size", found=[pixels.shape[1], pixels.shape[0]], wanted=[width, height])
    if pixels.dtype != np.uint8:
        pixels = np.clip(np.nan_to_num(pixels.astype(np.float32)), 0, 255).astype(np.uint8)
    return np.ascontiguousarray(pixels[:, :, :3]).tobytes()


def _described(frame: Any, pixels: Any) -> str:
    if pixels.ndim == 0 or pixels.dtype == object:
        return type(frame).__name__
    return " x ".join(map(str, pixels.shape))


def _send_sound(audio: Any, samples: int, out: IO[bytes]) -> None:
    """Samples as pairs of 32-bit floats, up to the sound's own end; none where there is no sound."""
    import numpy as np

    if audio is None:
        return
    if audio.duration is not None:
        samples = min(samples, round(audio.duration * SAMPLE_RATE))
    for first in range(0, samples, PIECE):
        times = np.arange(first, min(first + PIECE, samples)) / SAMPLE_RATE
        sound = np.asarray(audio.get_frame(times), dtype=np.float32)
        if sound.ndim == 0:
            sound = np.full(len(times), float(sound), np.float32)
        if sound.ndim == 1 or (sound.ndim == 2 and sound.shape[1] == 1):
            sound = np.repeat(sound.reshape(-1, 1), 2, axis=1)
        if sound.ndim != 2 or sound.shape != (len(times), 2):
            raise Problem("channels", found=" x ".join(map(str, sound.shape)), wanted=f"{len(times)} x 2")
        data = np.ascontiguousarray(np.nan_to_num(sound)).tobytes()
        out.write(SOUND + struct.pack("<I", len(data)))
        out.write(data)


def _say(out: IO[bytes], code: str, values: dict[str, object], ask: dict[str, Any]) -> None:
    """What is wrong, and the last line of the script that took part in it."""
    from pipeline.media.scenes.guard import Refused

    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(Exception):
            stream.flush()
    error = sys.exc_info()[1]
    # Libraries make other errors of it.
    step, refused = error, None
    while step is not None and refused is None:
        refused = step if isinstance(step, Refused) else None
        step = step.__cause__ or step.__context__
    if refused is not None:
        code, values = "refused", {"what": refused.what, "name": refused.name}
    if type(error).__name__ == "NoRoom":
        code, values = "no-room", {"words": getattr(error, "words", "")}
    lines = [step.lineno for step in traceback.extract_tb(error.__traceback__ if error else None)
             if step.filename == ask["script"]]  # fmt: skip
    said = {"code": code, "line": lines[-1] if lines else 0, **values}
    data = json.dumps(said).encode()
    out.write(PROBLEM + struct.pack("<I", len(data)) + data)


def _first_line(error: BaseException) -> str:
    return next(iter(str(error).strip().splitlines()), "")[:300]


if __name__ == "__main__":
    main()
