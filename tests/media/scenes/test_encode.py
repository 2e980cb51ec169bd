"""Scenes encoded: every frame at its place, what stands as a still, captions over both."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from pipeline.media.picture import fonts
from pipeline.media.scenes.encode import encode_scene, scene_picture
from pipeline.media.scenes.problems import SceneError
from pipeline.media.scenes.sound import make_scene_sound
from pipeline.media.video.packets import Piece, check_alike
from pipeline.media.video.stills import encode_still
from pipeline.model.media import Font
from pipeline.model.rendition import Picture
from pipeline.model.scene import Scene, SceneSound
from pipeline.model.timeline import Caption, CaptionRun, Lettering, SceneSpan

PICTURE = Picture(width=160, height=90, rate=Fraction(25), crf=21, preset="veryfast")
MOVING = """\
def frame(t):
    n = min(round(t * 25), 12)
    pixels = np.full((size[1], size[0], 3), 40, np.uint8)
    pixels[:, 10 * n : 10 * n + 10] = 220
    return pixels
return VideoClip(frame, duration=length)
"""
"""A bar that goes ten pixels a frame and stands from frame 12 on."""

MakeScene = Callable[..., Scene]


def span_of(scene: Scene, frames: int, **more: object) -> SceneSpan:
    return replace(SceneSpan(frames=frames, scene=scene, total=frames, rate=PICTURE.rate), **more)


def lumas(path: Path) -> list[np.ndarray]:
    with av.open(str(path)) as file:
        frames = list(file.decode(video=0))
    assert [frame.pts * frame.time_base * 25 for frame in frames] == list(range(len(frames)))
    return [frame.to_ndarray()[:90] for frame in frames]


def bar(luma: np.ndarray) -> int:
    """The frame whose place the bar is at."""
    return int(luma[45].reshape(-1, 10).mean(axis=1).argmax())


@pytest.mark.parametrize("frames", [13, 30, 37, 38, 60])
def test_it_moves_and_then_stands(frames: int, scene_of: MakeScene, tmp_path: Path):
    encode_scene(span_of(scene_of(MOVING), frames), PICTURE, to=tmp_path / "scene")

    shown = lumas(tmp_path / "scene")
    assert [bar(one) for one in shown] == [min(number, 12) for number in range(frames)]
    with av.open(str(tmp_path / "scene")) as file:
        packets = [packet for packet in file.demux(video=0) if packet.size]
    # From one second on what stands is a picture of its own, and repeating it takes some dozens of bytes.
    still = frames - 13 >= 25
    assert [number for number, packet in enumerate(packets) if packet.is_keyframe] == ([0, 13] if still else [0])
    if still:
        assert max(packet.size for packet in packets[14:]) < 100
        assert all((one == shown[-1]).all() for one in shown[13:])


def test_it_joins_with_other_spans(scene_of: MakeScene, tmp_path: Path):
    from PIL import Image

    encode_scene(span_of(scene_of(MOVING), 60), PICTURE, to=tmp_path / "scene")
    encode_still(Image.new("RGB", (160, 90)), PICTURE, to=tmp_path / "still")

    check_alike(
        [Piece(path=tmp_path / "scene", frames=60, still=False), Piece(path=tmp_path / "still", frames=9, still=True)]
    )


def test_the_bytes_are_always_the_same(scene_of: MakeScene, tmp_path: Path):
    span = span_of(scene_of(MOVING), 60)
    for name in ("one", "other"):
        encode_scene(span, PICTURE, to=tmp_path / name)

    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()
    assert list(tmp_path.glob("tmp*")) == []


def test_a_part_of_it_shows_what_the_whole_shows_there(scene_of: MakeScene, tmp_path: Path):
    span = replace(span_of(scene_of(MOVING), 40), frames=6, first=9)
    encode_scene(span, PICTURE, to=tmp_path / "part")

    assert [bar(one) for one in lumas(tmp_path / "part")] == [9, 10, 11, 12, 12, 12]


def test_captions_lie_over_it_and_end_what_stands(scene_of: MakeScene, tmp_path: Path):
    face = tuple(Font(content="font", index=index, path=path) for path, index in fonts.default_fonts())
    caption = Caption(text="字字字", lettering=Lettering(fonts=face))
    span = span_of(scene_of("return ColorClip(size, color=(10, 10, 10), duration=length)"), 90)
    span = replace(span, captions=(CaptionRun(start=30, stop=60, caption=caption),))
    encode_scene(span, PICTURE, to=tmp_path / "scene")

    written = [bool(one[60:].max() > 180) for one in lumas(tmp_path / "scene")]
    assert written == [30 <= number < 60 for number in range(90)]


def test_a_thumbnail_shows_one_frame(scene_of: MakeScene):
    span = replace(span_of(scene_of(MOVING), 40), frames=1, first=7)

    assert bar(np.asarray(scene_picture(span, 160, 90).convert("L"))) == 7


def test_a_script_that_was_changed_meanwhile_is_noticed(scene_of: MakeScene, tmp_path: Path):
    scene = scene_of(MOVING)
    scene.script.path.write_text("def scene(**more): ...\n")

    with pytest.raises(SceneError, match=r"'opening\.py' was changed while it was read"):
        encode_scene(span_of(scene, 5), PICTURE, to=tmp_path / "scene")


def level(path: Path) -> tuple[float, np.ndarray]:
    with av.open(str(path)) as file:
        pcm = np.concatenate([frame.to_ndarray().reshape(-1, 2) for frame in file.decode(audio=0)]) / 32768
    return float(np.sqrt((pcm**2).mean())), pcm


@pytest.mark.parametrize(("amplitude", "expected"), [(0.05, 0.05), (0.9, 0.159), (4.0, 0.159)])
def test_sound_is_lowered_to_speech_and_never_raised(
    amplitude: float, expected: float, scene_of: MakeScene, tmp_path: Path
):
    tone = f"AudioClip(lambda t: {amplitude} * np.sin(2 * np.pi * 1000 * t), duration=length)"
    scene = scene_of(f"return ColorClip(size, color=(1, 1, 1), duration=length).with_audio({tone})")
    made = SceneSound(scene=scene, samples=96_000, ceiling=-16)
    make_scene_sound(made, to=tmp_path / "sound")

    rms, pcm = level(tmp_path / "sound")
    assert pcm.shape == (96_000, 2)
    # A tone of 1 kHz in both channels at -16 LUFS has an amplitude of 0.159.
    assert rms * 2**0.5 == pytest.approx(expected, rel=0.05)
    assert np.abs(np.fft.rfft(pcm[:, 0])).argmax() == 2000


def test_a_scene_without_sound_is_silent(scene_of: MakeScene, tmp_path: Path):
    scene = scene_of("return ColorClip(size, color=(1, 1, 1), duration=length)")
    make_scene_sound(SceneSound(scene=scene, samples=4800, ceiling=-16), to=tmp_path / "sound")

    assert level(tmp_path / "sound")[1].shape == (4800, 2)
    assert level(tmp_path / "sound")[0] == 0
