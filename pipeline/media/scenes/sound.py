"""The sound of a scene: as its script makes it, lowered where it would be louder than speech."""

from pathlib import Path

import numpy as np

from pipeline.media.ffmpeg import Command, writing
from pipeline.media.scenes.process import check_unchanged, scene_sound
from pipeline.media.sound.decoding.decode import FLAC_OUT
from pipeline.media.sound.levels import measure_take, read_level
from pipeline.media.sound.loudness import factor
from pipeline.messages import tr
from pipeline.model.scene import SceneSound
from pipeline.model.timeline import Take


def make_scene_sound(sound: SceneSound, *, to: Path) -> None:
    """Make the sound of a scene; leaves a lossless file of exactly its samples, silent where the script makes none.

    Raises SceneError where the script makes no scene.
    """
    check_unchanged(sound.scene)
    found = scene_sound(sound.scene, sound.samples)
    peak = float(np.abs(found).max()) if len(found) else 0.0
    if peak > 1:
        found /= np.float32(peak)
    _write(found, sound, to)
    level = to.with_suffix(".json")
    try:
        measure_take(Take(tone=sound, samples=sound.samples), joined=to, to=level)
        integrated = read_level(level).integrated
    finally:
        level.unlink(missing_ok=True)
    if integrated is not None and integrated > sound.ceiling:
        _write(found * np.float32(factor(float(sound.ceiling - integrated))), sound, to)


def _write(samples: "np.ndarray[tuple[int, ...], np.dtype[np.float32]]", sound: SceneSound, to: Path) -> None:
    command = Command(
        doing=tr("keeping the sound of scene '{name}'", name=sound.scene.script.name),
        arguments=("-f", "f32le", "-ar", "48000", "-ch_layout", "stereo", "-i", "pipe:0", "-threads", "1",
                   *FLAC_OUT, f"file:{to}"),
        limit=600,
    )  # fmt: skip
    with writing(command) as pipe:
        pipe.write(np.ascontiguousarray(samples, dtype="<f4").tobytes())
        pipe.write(bytes((sound.samples - len(samples)) * 8))
