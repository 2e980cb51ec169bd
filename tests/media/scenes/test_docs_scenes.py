"""docs/scenes.md: the scripts shown there make scenes, and the manifests are valid."""

import re
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from pipeline.digest import file_digest
from pipeline.effects.look import Look
from pipeline.manifest import read
from pipeline.manifest.scenes import our_scenes, signature
from pipeline.media.picture import fonts
from pipeline.media.scenes.process import scene_frames, scene_sound
from pipeline.model.media import Font
from pipeline.model.scene import Scene, SceneFile, SceneScript, SceneValue, frozen
from tests import sources
from tests.factories import MARK

PAGE = (Path(__file__).parents[3] / "docs" / "scenes.md").read_text(encoding="utf-8")
SCRIPTS = re.findall(r"^```python\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
MANIFESTS = re.findall(r"^```yaml\n(segments:.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
SHAPES = ((160, 90), (90, 160), (100, 100), (120, 90))
RATE, FRAMES = Fraction(10), 30


def look() -> Look:
    face = tuple(Font(content="font", index=index, path=path) for path, index in fonts.default_fonts())
    return Look(background="#7a1414", foreground="#fff6e0", accent="#e8b64c", fonts=face)


def scene(script: Path, uses: dict[str, Path] | None = None, **values: object) -> Scene:
    takes = signature(script.read_text(encoding="utf-8"))
    return Scene(
        script=SceneScript(content=file_digest(script), path=script, name=script.name),
        values=tuple(SceneValue(role=name, value=frozen(value)) for name, value in values.items()),
        uses=tuple(SceneFile(content="x", name=name, path=path) for name, path in (uses or {}).items()),
        look=look() if takes.themed else None,
        limit=Fraction(60),
        mark=MARK,
    )


def frames_of(made: Scene, size: tuple[int, int]) -> list[np.ndarray]:
    drawn = scene_frames(made, size, RATE, first=0, frames=FRAMES, total=FRAMES)
    return [np.frombuffer(data, np.uint8).reshape(size[1], size[0], 3).astype(int) for data, _ in drawn]


@pytest.mark.parametrize("text", SCRIPTS, ids=[text.split("\n")[0].strip('"') for text in SCRIPTS])
@pytest.mark.parametrize("size", SHAPES[:2], ids=str)
def test_the_scripts_shown_make_scenes_that_move(text: str, size: tuple[int, int], tmp_path: Path):
    script = tmp_path / "shown.py"
    script.write_text(text, encoding="utf-8")
    shown = frames_of(scene(script, {"photos/stele.jpg": sources.photo("photo.jpg")}), size)

    assert len(SCRIPTS) == 3
    assert np.abs(shown[0] - shown[-1]).max() > 60


def test_the_notes_shown_are_heard(tmp_path: Path):
    script = tmp_path / "shown.py"
    script.write_text(SCRIPTS[2], encoding="utf-8")
    sound = scene_sound(scene(script, {"photos/stele.jpg": sources.photo("photo.jpg")}), 96_000)

    first, second = (np.abs(np.fft.rfft(half[:, 0])).argmax() for half in (sound[:48_000], sound[48_000:]))
    assert (first, second) == (523, 659)


def test_the_manifests_shown_are_valid(tmp_path: Path):
    def write(name: str, text: str) -> None:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")

    write("studio.yaml", re.search(r"^```yaml\n# studio\.yaml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)[1])
    write("episodes/s/series.yaml", "title: x\n")
    write("episodes/s/scenes/opening.py", "def scene(size, rate, length, words): ...\n")
    write("episodes/s/photos/stele.jpg", "x")
    write("episodes/s/photos/map.jpg", "x")
    assert len(MANIFESTS) == 2
    for text in MANIFESTS:
        write("episodes/s/001.yaml", "number: 1\ntitle: 毛泽建\n" + text)
        found = read(tmp_path)
        assert [one.describe() for one in (*found.diagnostics, *(o for f in found.failed for o in f.diagnostics))] == []


def test_the_values_of_ours_are_told():
    told = PAGE.partition("\n## Ours\n")[2].partition("\n## ")[0]
    for name, path in our_scenes().items():
        section = told.partition(f"**`{name}`**")[2].partition("\n**`")[0]
        taken = {one.name for one in signature(path.read_text(encoding="utf-8")).parameters}
        assert taken <= set(re.findall(r"`([a-z]+)`", section)), name


OURS = {
    "title-rise": {"title": "毛泽建：巾帼英烈", "subtitle": "湖南湘潭韶山", "kicker": "第1集"},
    "counter": {"to": 25000, "title": "长征走过的路", "unit": "里", "note": "历时一年"},
    "years": {"title": "一生", "events": [{"year": 1905 + 3 * n, "text": "出生在湖南湘潭"} for n in range(5)]},
    "map-route": {"title": "路线", "places": [{"name": f"第{n}处", "at": [n % 3, n]} for n in range(4)]},
}


@pytest.mark.parametrize("size", SHAPES, ids=str)
@pytest.mark.parametrize("name", OURS)
def test_ours_fit_every_shape_move_and_then_stand(name: str, size: tuple[int, int]):
    made = scene(our_scenes()[name], **OURS[name])  # type: ignore[arg-type]
    double = size[0] * 4, size[1] * 4
    shown = frames_of(made, double)

    assert set(OURS) == set(our_scenes())
    assert np.abs(shown[0] - shown[-1]).max() > 60
    assert (shown[-1] == shown[-3]).all()
    # What it shows stays clear of the edges: there is the ground alone.
    edge = max(2, min(double) // 50)
    for strip in (shown[-1][:edge], shown[-1][-edge:], shown[-1][:, :edge], shown[-1][:, -edge:]):
        assert strip[..., 1].max() < 80
    assert len(scene_sound(made, 4800)) == 0


def test_too_much_is_said_and_not_squeezed():
    from pipeline.media.scenes.problems import SceneError

    with pytest.raises(SceneError, match="finds no room"):
        frames_of(scene(our_scenes()["title-rise"], title="很长的标题" * 200), (160, 90))
    with pytest.raises(SceneError, match="one to 8 events, not 9"):
        frames_of(scene(our_scenes()["years"], events=[{"year": n} for n in range(9)]), (160, 90))
    with pytest.raises(SceneError, match="KeyError"):
        frames_of(scene(our_scenes()["years"], events=[{"jahr": 1}]), (160, 90))
