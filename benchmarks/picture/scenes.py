"""What a scene of ours costs: `python -m benchmarks.picture.scenes [SECONDS]`.

Every scene of ours is made at 1080p25 twice: by voicehall, with its process, its guard and its encoding, and by
MoviePy's own `write_videofile` of the very same clip with its defaults, in a process of its own as well. Printed are
CPU seconds, bytes, and ours to its; it must be 1.5 at most.
"""

import os
import pickle
import resource
import subprocess
import sys
import tempfile
from fractions import Fraction
from pathlib import Path

from pipeline.digest import file_digest
from pipeline.effects.look import Look
from pipeline.errors import Mark
from pipeline.manifest.scenes import our_scenes
from pipeline.media.picture import fonts
from pipeline.media.scenes.encode import encode_scene
from pipeline.model.media import Font
from pipeline.model.rendition import PRESETS
from pipeline.model.scene import Scene, SceneScript, SceneValue, frozen, plain_values
from pipeline.model.timeline import SceneSpan

MOST = 1.5
VALUES: dict[str, dict[str, object]] = {
    "title-rise": {"title": "毛泽建：巾帼英烈", "subtitle": "湖南湘潭韶山", "kicker": "第1集"},
    "counter": {"to": 25000, "title": "长征走过的路", "unit": "里", "note": "历时一年"},
    "years": {"title": "一生", "events": [{"year": 1905 + 6 * n, "text": "出生在湖南湘潭韶山"} for n in range(5)]},
    "map-route": {"title": "路线", "places": [{"name": f"第{n}处", "at": [n % 3, n]} for n in range(5)]},
}
OWN = """\
import pickle, runpy, sys
from pipeline.media.scenes.theme import Theme
look, values, script, length, to = pickle.load(open(sys.argv[1], "rb"))
size, rate = (1920, 1080), 25
clip = runpy.run_path(script)["scene"](size=size, rate=rate, length=length, theme=Theme(look, size), **values)
clip.write_videofile(to, fps=rate, logger=None)
"""


def main(seconds: int = 6) -> None:
    face = tuple(Font(content="font", index=index, path=path) for path, index in fonts.default_fonts())
    look = Look(background="#7a1414", foreground="#fff6e0", accent="#e8b64c", fonts=face)
    print(f"{'scene':12} {'ours s':>8} {'moviepy s':>10} {'ours/its':>9} {'ours kB':>8} {'its kB':>8}")
    worst = 0.0
    for name, path in our_scenes().items():
        scene = Scene(
            script=SceneScript(content=file_digest(path), path=path, name=name),
            values=tuple(SceneValue(role=key, value=frozen(value)) for key, value in VALUES[name].items()),
            look=look,
            limit=Fraction(600),
            mark=Mark(file="benchmark", line=1, column=1),
        )
        with tempfile.TemporaryDirectory() as folder:
            ours, its = Path(folder, "ours.mp4"), Path(folder, "its.mp4")
            before = cpu()
            encode(scene, seconds, ours)
            between = cpu()
            write(scene, seconds, its, Path(folder, "ask"))
            after = cpu()
            ratio = (between - before) / (after - between)
            worst = max(worst, ratio)
            sizes = f"{ours.stat().st_size / 1000:8.0f} {its.stat().st_size / 1000:8.0f}"
            print(f"{name:12} {between - before:8.2f} {after - between:10.2f} {ratio:9.2f} {sizes}", flush=True)
    sys.exit(worst > MOST)


def encode(scene: Scene, seconds: int, to: Path) -> None:
    picture = PRESETS["video-1080p"].picture
    assert picture is not None
    total = round(seconds * picture.rate)
    encode_scene(SceneSpan(frames=total, scene=scene, total=total, rate=picture.rate), picture, to=to)


def write(scene: Scene, seconds: int, to: Path, ask: Path) -> None:
    values = plain_values(scene.values)
    ask.write_bytes(pickle.dumps((scene.look, values, str(scene.script.path), seconds, str(to))))
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2]), "OPENBLAS_NUM_THREADS": "1"}
    subprocess.run([sys.executable, "-c", OWN, str(ask)], check=True, env=environment)


def cpu() -> float:
    """CPU seconds of this process and of all that it has started."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
