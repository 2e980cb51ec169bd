"""Scripts in a process of their own: what they make, and a sentence with the place for whatever goes wrong."""

import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from pipeline.media.scenes.problems import SceneError
from pipeline.media.scenes.process import scene_frames, scene_sound
from pipeline.model.scene import Scene

SIZE = (64, 36)
RATE = Fraction(25)
GREY = "return VideoClip(lambda t: np.full((size[1], size[0], 3), round(t * 25) * 10, np.uint8), duration=length)"

MakeScene = Callable[..., Scene]


def pictures(scene: Scene, *, first: int = 0, frames: int = 5, total: int = 5) -> list[int]:
    """The grey of each frame's first pixel."""
    drawn = scene_frames(scene, SIZE, RATE, first=first, frames=frames, total=total)
    return [data[0] for data, _ in drawn]


def test_every_frame_shows_its_own_time(scene_of: MakeScene):
    assert pictures(scene_of(GREY)) == [0, 10, 20, 30, 40]


def test_before_and_after_it_the_edge_frames_stand(scene_of: MakeScene):
    assert pictures(scene_of(GREY), first=-2, frames=9) == [0, 0, 0, 10, 20, 30, 40, 40, 40]


def test_frames_that_are_the_same_are_told(scene_of: MakeScene):
    scene = scene_of(
        "return VideoClip(lambda t: np.full((36, 64, 3), 90 if t < 0.1 else 91, np.uint8), duration=length)"
    )
    drawn = scene_frames(scene, SIZE, RATE, first=0, frames=5, total=5)

    assert [(data[0], again) for data, again in drawn] == [(90, False), (90, True), (90, True), (91, False), (91, True)]


def test_an_array_that_is_drawn_into_again_is_another_frame(scene_of: MakeScene):
    body = """
    kept = np.zeros((36, 64, 3), np.uint8)
    def draw(t):
        kept[:] = round(t * 25)
        return kept
    return VideoClip(draw, duration=length)
    """
    assert pictures(scene_of("\n".join(line[4:] for line in body.strip("\n").splitlines()))) == [0, 1, 2, 3, 4]


def test_it_gets_its_values_as_what_they_are(scene_of: MakeScene):
    body = (
        """assert values == {"n": 3, "f": 0.5, "yes": True, "t": "字", "l": [1, {"a": None}]}, values
assert size == (64, 36) and rate == 25 and length == 0.2, (size, rate, length)
"""
        + GREY
    )
    scene = scene_of(body, n=3, f=0.5, yes=True, t="字", l=[1, {"a": None}])

    assert pictures(scene)[1] == 10


def test_a_clip_without_an_end_is_shown_as_long_as_asked_for(scene_of: MakeScene):
    assert pictures(scene_of("return ColorClip(size, color=(7, 7, 7))")) == [7] * 5


def test_a_rate_that_is_no_whole_number(scene_of: MakeScene):
    scene = scene_of("assert abs(rate - 29.97) < 0.001, rate\n" + GREY)
    drawn = scene_frames(scene, SIZE, Fraction(30000, 1001), first=0, frames=3, total=3)

    assert len(list(drawn)) == 3


def test_files_that_it_uses_lie_under_their_names(scene_of: MakeScene, tmp_path: Path):
    note = tmp_path / "workspace" / "values.txt"
    note.parent.mkdir()
    note.write_text("42")
    names = ["values.txt", "data/values.txt", "../../data/values.txt", "/mnt/nas/last.txt"]
    opened = ["values.txt", "data/values.txt", "../../data/values.txt", "last.txt"]
    body = "\n".join(f"assert open({name!r}).read() == '42'" for name in opened) + "\n" + GREY

    assert pictures(scene_of(body, uses=dict.fromkeys(names, note)))[4] == 40


def test_a_module_of_its_own_is_imported_by_its_name(scene_of: MakeScene, tmp_path: Path):
    module = tmp_path / "grey.py"
    module.write_text("LEVEL = 77\n")
    scene = scene_of("import grey\nreturn ColorClip(size, color=(grey.LEVEL,) * 3)", uses={"grey.py": module})

    assert pictures(scene)[0] == 77


def test_chance_is_the_same_every_time(scene_of: MakeScene):
    scene = scene_of("import random\nreturn ColorClip(size, color=(random.randrange(256), np.random.randint(256), 0))")

    assert pictures(scene) == pictures(scene)


def test_the_environment_does_not_change_it(scene_of: MakeScene, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("NAS_PASSWORD", "geheim")
    scene = scene_of("import os\nassert 'NAS_PASSWORD' not in os.environ\n" + GREY)

    assert len(pictures(scene)) == 5


@pytest.mark.parametrize(
    ("body", "line", "sentence", "hint"),
    [
        ("return 1 / 0", 6, "ZeroDivisionError: division by zero", ""),
        ("x = 1", 0, "'scene' returns nothing", "'return'"),
        ("return 'clip'", 0, "returns str, which is no clip", "CompositeVideoClip"),
        ("return AudioClip(lambda t: 0 * t, duration=1)", 0, "a sound without pictures", "with_audio"),
        ("return ColorClip(size, color=0.5, is_mask=True)", 0, "is no clip", "CompositeVideoClip"),
        ("return ColorClip((65, 36), color=(1, 1, 1))", 0, "have 65 x 36 pixels, the frame has 64 x 36", "size=size"),
        ("return ColorClip((36, 64), color=(1, 1, 1))", 0, "have 36 x 64 pixels, the frame has 64 x 36", "size=size"),
        ("return ColorClip(size, color=(1, 1, 1), duration=0.12)", 0, "lasts 0.120 s, the scene 0.200 s", "for: 0.12s"),
        ("return ColorClip(size, color=(1, 1, 1), duration=9)", 0, "lasts 9.000 s, the scene 0.200 s", "for: 9s"),
        ("return VideoClip(lambda t: None, duration=length)", 6, "'NoneType' object has no attribute", ""),
        ("return VideoClip(lambda t: np.zeros((36, 64)) if t else np.zeros((36, 64, 3)), duration=length)", 0,
         "frame 1 is no picture: 36 x 64", "height x width x 3"),
        ("return VideoClip(lambda t: np.zeros((36, 64, 3) if t < 0.1 else (37, 64, 3)), duration=length)", 0,
         "have 64 x 37 pixels", "size=size"),
        ("raise SystemExit", 6, "ends the program", "return"),
        ("import os\nos._exit(3)", 0, "ended by itself, with status 3", "memory"),
        ("x = bytearray(1 << 40)", 6, "more than 6.44 GB of memory", "smaller"),
        ("import nobody_has_this", 6, "No module named 'nobody_has_this'", "under 'uses'"),
        ("from moviepy.editor import VideoFileClip", 6, "No module named 'moviepy.editor'", "MoviePy 1"),
        ("open('photo.jpg')", 6, "No such file", "under 'uses'"),
        ("open('/etc/scene', 'w')", 6, "wants to change '/etc/scene'", "thrown away"),
        ("import os\nos.remove('/etc/passwd')", 7, "wants to change '/etc/passwd'", "thrown away"),
        ("from pathlib import Path\nPath('../../../x').mkdir()", 7, "wants to change '../../../x'", "thrown away"),
        ("import shutil\nshutil.copy('/etc/hostname', '/tmp/taken')", 7, "wants to change '/tmp/taken'", "thrown away"),
        ("import os\nos.fork()", 7, "start another program: 'fork'", "ffmpeg"),
        ("import subprocess\nsubprocess.run(['ls'])", 7, "start another program: 'ls'", "ffmpeg"),
        ("import os\nos.system('ls')", 7, "start another program: 'ls'", "ffmpeg"),
        ("import socket\nsocket.create_connection(('example.com', 80))", 7, "wants to use the network", "download"),
        ("import urllib.request\nurllib.request.urlopen('http://example.com')", 7, "use the network", "download"),
        ("VideoFileClip('http://example.com/a.mp4')", 6, "network: 'http://example.com/a.mp4'", "download"),
        ("ColorClip(size, color=(1, 1, 1), duration=1).write_videofile('/tmp/taken.mp4', fps=5, logger=None)", 6,
         "wants to change '/tmp/taken.mp4'", "thrown away"),
    ],
)  # fmt: skip
def test_whatever_goes_wrong_is_said_at_its_line(body: str, line: int, sentence: str, hint: str, scene_of: MakeScene):
    with pytest.raises(SceneError) as caught:
        pictures(scene_of(body))

    place = f"scene 'scenes/opening.py', line {line}: " if line else "scene 'scenes/opening.py': "
    assert caught.value.message.startswith(place)
    assert sentence in caught.value.message
    assert hint in caught.value.hint
    assert (caught.value.place.line if caught.value.place else 0) == line


def test_a_line_inside_a_function_that_draws_is_found(scene_of: MakeScene):
    body = (
        "def draw(t):\n    if t > 0.1:\n        raise ValueError('no colour left')\n    return np.zeros((36, 64, 3))\n"
        "return VideoClip(draw, duration=length)"
    )
    with pytest.raises(SceneError, match="line 8: ValueError: no colour left") as caught:
        pictures(scene_of(body))

    assert caught.value.place is not None
    assert caught.value.place.text.strip() == "raise ValueError('no colour left')"
    assert caught.value.place.column == 13


def test_what_it_printed_is_told(scene_of: MakeScene):
    with pytest.raises(SceneError, match="it printed: so far / and here"):
        pictures(scene_of("import sys\nprint('so far')\nsys.stderr.write('and here\\n')\nraise ValueError"))


def test_printing_disturbs_no_frame(scene_of: MakeScene):
    assert pictures(scene_of("import os\nprint('x' * 100_000)\nos.write(1, b'bytes')\n" + GREY)) == [0, 10, 20, 30, 40]


@pytest.mark.parametrize("body", ["while True: pass", "import time\ntime.sleep(60)", "input()\nwhile True: pass"])
def test_one_that_never_ends_is_ended(body: str, scene_of: MakeScene):
    began = time.monotonic()
    with pytest.raises(SceneError, match=r"takes longer than 2\.0 s|EOFError") as caught:
        pictures(scene_of(body, limit=2))

    assert time.monotonic() - began < 6
    assert "time-limit" in caught.value.hint or "EOF" in caught.value.message


def test_files_of_the_workspace_that_nobody_named_are_not_read(scene_of: MakeScene, tmp_path: Path):
    other = tmp_path / "workspace" / "photos" / "b.jpg"
    other.parent.mkdir(parents=True)
    other.write_bytes(b"jpeg")
    with pytest.raises(SceneError, match="which is not named under 'uses'") as caught:
        pictures(scene_of(f"open({str(other)!r}, 'rb').read()"))
    assert "made again" in caught.value.hint
    with pytest.raises(SceneError, match="which is not named under 'uses'"):
        pictures(scene_of(f"import os\nos.listdir({str(other.parent)!r})"))

    assert pictures(scene_of(f"open({str(other)!r}, 'rb').read()\n" + GREY, uses={"b.jpg": other}))[1] == 10


def test_what_it_uses_cannot_be_written(scene_of: MakeScene, tmp_path: Path):
    used = tmp_path / "workspace" / "values.txt"
    used.parent.mkdir()
    used.write_text("42")
    with pytest.raises(SceneError, match=r"wants to change 'values\.txt'"):
        pictures(scene_of("open('values.txt', 'w').write('43')", uses={"values.txt": used}))

    assert used.read_text() == "42"


def test_its_own_folder_is_its_own(scene_of: MakeScene):
    body = "import os, tempfile\nopen('note.txt', 'w').write('1')\nos.remove('note.txt')\ntempfile.mkdtemp()\n"

    assert pictures(scene_of(body + GREY))[4] == 40


def test_another_moviepy(scene_of: MakeScene, monkeypatch: pytest.MonkeyPatch):
    from pipeline.media.scenes import process

    fake = "import runpy, sys, importlib.metadata as m\nreal = m.version\n" \
           "m.version = lambda name: '1.0.3' if name == 'moviepy' else real(name)\n" \
           f"runpy.run_path({process.worker.__file__!r}, run_name='__main__')\n"  # fmt: skip
    old = scene_of(GREY).script.path.parent / "old.py"
    old.write_text(fake)
    monkeypatch.setattr(process.worker, "__file__", str(old))

    with pytest.raises(SceneError, match=r"MoviePy 1\.0\.3 is installed here; scenes are written for MoviePy 2"):
        pictures(scene_of(GREY))


def sound_of(scene: Scene, samples: int = 9600) -> np.ndarray:
    return scene_sound(scene, samples)


TONE = "lambda t: 0.25 * np.sin(2 * np.pi * 1000 * t)"


def test_its_sound_is_at_48_khz_in_both_channels(scene_of: MakeScene):
    scene = scene_of(
        f"return ColorClip(size, color=(1, 1, 1), duration=length).with_audio(AudioClip({TONE}, duration=length))"
    )
    sound = sound_of(scene)

    assert sound.shape == (9600, 2)
    assert np.abs(np.fft.rfft(sound[:, 1])).argmax() == 200  # 1000 Hz in fifths of a second.
    assert np.abs(sound).max() == pytest.approx(0.25, abs=0.001)
    assert (sound[:, 0] == sound[:, 1]).all()


def test_two_channels_stay_two(scene_of: MakeScene):
    pair = "lambda t: np.array([np.sin(6.28 * 500 * t), 0 * t]).T.copy()"
    scene = scene_of(
        f"return ColorClip(size, color=(1, 1, 1), duration=length).with_audio(AudioClip({pair}, duration=length))"
    )
    sound = sound_of(scene)

    assert np.abs(sound[:, 0]).max() > 0.9
    assert not sound[:, 1].any()


def test_a_shorter_sound_ends_where_it_ends_and_none_is_none(scene_of: MakeScene):
    scene = scene_of(
        f"return ColorClip(size, color=(1, 1, 1), duration=length).with_audio(AudioClip({TONE}, duration=0.05))"
    )

    assert len(sound_of(scene)) == 2400
    assert len(sound_of(scene_of("return ColorClip(size, color=(1, 1, 1), duration=length)"))) == 0


def test_six_channels_are_too_many(scene_of: MakeScene):
    six = "lambda t: np.zeros((len(np.atleast_1d(t)), 6))"
    scene = scene_of(f"return ColorClip(size, color=(1, 1, 1)).with_audio(AudioClip({six}, duration=length))")
    with pytest.raises(SceneError, match="9600 x 6, and not 9600 x 2"):
        sound_of(scene)
