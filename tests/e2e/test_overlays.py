"""What lies over pictures, from the manifest to the frames: where it stands, and when it comes and goes."""

import json

import av
import numpy as np
import pytest
from PIL import Image, ImageDraw

from tests import sources
from tests.e2e.conftest import Workspace

GREY = (128, 128, 128)
SERIES = """\
title: 颂英烈
renditions:
  main: {size: 320x180}
  tall: {preset: vertical, size: 180x320, reframe: crop}
  sound: none
"""


@pytest.fixture
def studio(bare: Workspace) -> Workspace:
    """A grey picture, a logo that is green on nothing, a grey clip of four seconds, and a blue one of two."""
    folder = bare.root / "episodes/s"
    bare.write("episodes/s/series.yaml", SERIES)
    Image.new("RGB", (320, 180), GREY).save(folder / "a.png")
    logo = Image.new("RGBA", (200, 200), (255, 0, 255, 0))
    ImageDraw.Draw(logo).ellipse((0, 0, 199, 199), fill=(0, 255, 0, 255))
    logo.save(folder / "logo.png")
    (folder / "clip.mp4").write_bytes(sources.flat("over-clip.mp4", (128,) * 100).read_bytes())
    (folder / "n.wav").write_bytes(sources.sound("over.wav", sources.sine(8, -20, channels=1)).read_bytes())
    return bare


def frames(workspace: Workspace, name: str = "001 毛泽建.mp4") -> list[np.ndarray]:
    with av.open(str(workspace.out(name))) as container:
        return [frame.to_ndarray(format="rgb24").astype(int) for frame in container.decode(video=0)]


def changed(frame: np.ndarray) -> np.ndarray:
    """Which pixels are not the grey beneath."""
    return np.abs(frame - np.array(GREY)).sum(axis=2) > 60


def box(mask: np.ndarray) -> tuple[int, int, int, int] | None:
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    return (columns[0], rows[0], columns[-1] + 1, rows[-1] + 1) if len(rows) else None


def test_a_logo_costs_no_encoded_frame_and_keeps_its_transparency(studio: Workspace):
    studio.episode("number: 1\ntitle: 毛泽建\nlogo: logo.png\nsegments: [{image: a.png, for: 8s}]\n")
    spans = studio.json("plan", "--spans")["episodes"][0]["timeline"]
    studio.json("render")

    assert {one["kind"] for one in spans if one["segment"]} == {"still"}
    found = frames(studio)
    assert len(found) == 200
    left, top, right, bottom = box(changed(found[100])) or (0, 0, 0, 0)
    # 8 % of 320, near the right upper corner; round, so that its own corners show the grey beneath.
    assert 24 <= right - left <= 28
    assert 24 <= bottom - top <= 28
    assert (right, top) == (pytest.approx(320 * 0.955, abs=2), pytest.approx(180 * 0.06, abs=2))
    assert not changed(found[100])[top : top + 2, left : left + 2].any()
    middle = found[100][(top + bottom) // 2, (left + right) // 2]
    assert middle[1] > 200 > 100 > max(middle[0], middle[2])


def test_a_name_slides_in_stands_and_slides_out(studio: Workspace):
    studio.episode("""\
number: 1
title: 毛泽建
segments:
  - {image: a.png, for: 4s, lower-third: {name: 李明, role: 讲解员, at: 1s, for: 2s}}
  - {clip: clip.mp4, lower-third: {name: 李明, role: 讲解员, at: 1s, for: 2s}}
""")
    studio.json("render")
    found = frames(studio)

    for first in (0, 100):
        widths = [(found_box[2] if (found_box := box(changed(found[first + one]))) else 0) for one in range(100)]
        assert widths[:25] == [0] * 25, first
        coming, standing, going = widths[25:35], widths[35:65], widths[65:75]
        assert all(width > 0 for width in coming)
        assert coming == sorted(coming)
        assert max(standing) - min(standing) <= 2
        assert coming[0] < standing[0] * 0.6
        assert going == sorted(going, reverse=True)
        assert widths[75:] == [0] * 25


def test_both_ways_of_drawing_show_the_same(studio: Workspace):
    """Over a still Pillow lays it, over a clip FFmpeg does."""
    over = (
        "lower-third: {name: 李明, role: 讲解员, at: 1s, for: 2s}, label: 韶山, logo: {image: logo.png, opacity: 50%}"
    )
    studio.episode(f"""\
number: 1
title: 毛泽建
segments:
  - {{image: a.png, for: 4s, {over}, inset: {{image: logo.png, shape: circle}}}}
  - {{clip: clip.mp4, {over}, inset: {{image: logo.png, shape: circle}}}}
""")
    studio.json("render")
    found = frames(studio)

    for at in (10, 25, 28, 33, 50, 68, 74, 90):
        assert np.abs(found[at] - found[100 + at]).mean() < 3, at
        assert (np.abs(found[at] - found[100 + at]).max(axis=2) > 60).mean() < 0.002, at


def test_nothing_touches_anything_in_any_shape(studio: Workspace):
    studio.episode("""\
number: 1
title: 毛泽建
captions: burned
segments:
  - narration: n.wav
    subtitles: n.srt
    pictures: [{image: a.png, label: 韶山毛泽东故居}]
    logo: {image: logo.png, corner: top-left}
    lower-third: {name: 李明, role: 讲解员, at: 0s, for: 8s}
    inset: {image: logo.png, corner: bottom-left, size: 10%}
""")
    studio.write("episodes/s/n.srt", "1\n00:00:00,000 --> 00:00:08,000\n她自幼家境贫寒，在堂兄的\n帮助下走进了学堂\n")
    studio.json("render")

    for name in ("001 毛泽建.mp4", "001 毛泽建.tall.mp4"):
        rows = changed(frames(studio, name)[100]).any(axis=1)
        edges = np.flatnonzero(np.diff(rows.astype(int)))
        # Logo, label, inset, name, caption (of one block or two lines): apart from each other.
        assert len(edges) // 2 >= 5, name


def test_a_moving_inset_moves_over_a_still_and_only_for_its_time(studio: Workspace):
    clip = sources.flat("inset.mp4", (40,) * 25 + (220,) * 25)
    (studio.root / "episodes/s/cam.mp4").write_bytes(clip.read_bytes())
    studio.episode("""\
number: 1
title: 毛泽建
segments:
  - {image: a.png, for: 4s, inset: {clip: cam.mp4, at: 1s, corner: bottom-right}}
  - {clip: clip.mp4, inset: {clip: cam.mp4, from: 500ms, at: 1s, corner: top-left, shape: circle}}
""")
    spans = studio.json("plan", "--spans")["episodes"][0]["timeline"]
    studio.json("render")
    found = frames(studio)

    assert [(one["kind"], one["frames"]) for one in spans if one["segment"] == 1][:3] == [
        ("still", 25), ("staged", 50), ("still", 25),
    ]  # fmt: skip
    place = box(changed(found[30]))
    assert place is not None
    middle = (place[1] + place[3]) // 2, (place[0] + place[2]) // 2
    shown = [int(frame[middle].mean()) for frame in found]
    assert [value < 70 for value in shown[25:50]] == [True] * 25
    assert [value > 180 for value in shown[50:75]] == [True] * 25
    assert [abs(value - 128) < 12 for value in (*shown[:25], *shown[75:100])] == [True] * 50
    other = box(changed(found[130]))
    assert other is not None
    middle = (other[1] + other[3]) // 2, (other[0] + other[2]) // 2
    shown = [int(frame[middle].mean()) for frame in found[100:]]
    # From half a second of its file on: half a second dark, then bright, then it is gone.
    assert [value < 70 for value in shown[25:37]] == [True] * 12
    assert [value > 180 for value in shown[38:62]] == [True] * 24
    assert abs(shown[70] - 128) < 12


def test_labels_are_drawn_as_the_switch_says(studio: Workspace):
    script = "![韶山](a.png)\n毛泽建出生在湖南湘潭韶山。\n"
    studio.write("episodes/s/n.md", script)
    narration = "  - {narration: n.wav, script: n.md}\n"
    drawn, kept = {}, {}
    for switch in ("", "labels: yes\n", "labels: readers\n", "labels: no\n"):
        studio.episode(f"number: 1\ntitle: 毛泽建\n{switch}segments:\n{narration}")
        studio.json("render")
        drawn[switch] = bool(changed(frames(studio)[100]).any())
        kept[switch] = '"label": "韶山"' in studio.out("001 毛泽建.json").read_text()

    assert list(drawn.values()) == [False, True, False, False]
    assert list(kept.values()) == [False, True, True, False]


def test_a_label_of_its_own_is_drawn_without_a_switch(studio: Workspace):
    studio.episode("number: 1\ntitle: 毛泽建\nsegments: [{image: a.png, for: 2s, label: '{title}故居'}]\n")
    studio.json("render")

    place = box(changed(frames(studio)[20]))
    assert place is not None and place[0] < 320 * 0.06 and place[3] < 180 * 0.25
    assert '"label": "毛泽建故居"' in studio.out("001 毛泽建.json").read_text()


def codes(workspace: Workspace, manifest: str, *, status: int = 1) -> list[tuple[str, int]]:
    workspace.episode(manifest)
    return [(one["code"], one["line"]) for one in workspace.json("check", status=status)["diagnostics"]]


@pytest.mark.parametrize(
    ("name", "code", "status"),
    [
        ("one.png", "logo-too-small", 1),
        ("line.png", "logo-too-small", 1),
        ("huge.png", "picture-too-large", 1),
        ("logo.svg", "unsupported-picture", 1),
        ("moving.gif", "animated-logo", 0),
        ("tiny.png", "logo-upscaled", 0),
        ("n.wav", "wrong-kind", 1),
        ("clip.mp4", "wrong-kind", 1),
        ("cut.png", "broken-picture", 1),
        ("clear.png", "logo-invisible", 0),
        ("none.png", "missing-file", 1),
    ],
)
def test_odd_logos_are_told_at_their_line(studio: Workspace, name: str, code: str, status: int):
    folder = studio.root / "episodes/s"
    Image.new("RGBA", (1, 1), (255, 0, 0, 255)).save(folder / "one.png")
    Image.new("L", (3000, 30)).save(folder / "line.png")
    Image.new("RGBA", (200, 200), (255, 0, 0, 0)).save(folder / "clear.png")
    Image.new("L", (18, 18)).save(folder / "tiny.png")
    (folder / "huge.png").write_bytes(sources.huge_png("logo-huge.png", 30_000).read_bytes())
    (folder / "moving.gif").write_bytes(sources.animated_gif("logo.gif").read_bytes())
    (folder / "cut.png").write_bytes((folder / "logo.png").read_bytes()[:300])
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><circle r="4" cx="4" cy="4"/></svg>'
    (folder / "logo.svg").write_text(svg)
    size = "30%" if name == "tiny.png" else "8%"
    manifest = (
        f"number: 1\ntitle: 毛泽建\nlogo: {{image: {name}, size: {size}}}\nsegments: [{{image: a.png, for: 2s}}]\n"
    )

    assert codes(studio, manifest, status=status) == [(code, 3)]


LONG = "她自幼家境贫寒，在堂兄的帮助下走进学堂，后来加入了中国共产党，" * 2


@pytest.mark.parametrize(
    ("over", "code"),
    [
        (f"label: {LONG[:58]}", "crowded-overlay"),
        (f"lower-third: {{name: {LONG[:58]}}}", "crowded-overlay"),
        (f"lower-third: {{name: 李明, role: {LONG[:60]}, at: 0s}}", "crowded-overlay"),
        ("inset: [{image: a.png, size: 60%}, {image: a.png, size: 60%}, {image: a.png, size: 60%}]", "overlay-outside"),
        (
            "inset: [{image: logo.png, size: 40%, corner: top-right}, {image: logo.png, size: 40%, corner: top-right},"
            " {image: logo.png, size: 40%}]",
            "overlays-collide",
        ),
        ("lower-third: {name: 李明, at: 9s}", "at-outside"),
        ("lower-third: [{name: 李明, for: 3s}, {name: 王芳, at: 2s}]", "lower-thirds-overlap"),
        ("inset: {clip: clip.mp4, to: 9s}", "to-beyond-end"),
    ],
)
def test_what_finds_no_room_is_told_before_anything_is_rendered(studio: Workspace, over: str, code: str):
    found = codes(studio, f"number: 1\ntitle: 毛泽建\nsegments:\n  - image: a.png\n    for: 6s\n    {over}\n")

    assert code in [one for one, _ in found]
    assert {line for one, line in found if one == code} <= {4, 6}


def test_names_stand_in_the_record(studio: Workspace):
    studio.episode("""\
number: 1
title: 毛泽建
segments:
  - {card: 一, for: 2s}
  - {image: a.png, for: 6s, lower-third: {name: 李明, role: 讲解员, at: 1s, for: 3s}}
""")
    studio.json("render")

    record = json.loads(studio.out("001 毛泽建.json").read_text())
    assert record["names"] == [{"start": 3.0, "stop": 6.0, "name": "李明", "role": "讲解员"}]
    assert studio.json("verify")["ok"]
    assert studio.json("plan")["episodes"][0]["status"] == "fresh"


def test_verify_finds_nothing_wrong_with_what_lies_over(studio: Workspace):
    studio.episode("""\
number: 1
title: 毛泽建
logo: logo.png
segments:
  - {image: a.png, for: 4s, label: 韶山, lower-third: {name: 李明, at: 0s}, inset: {clip: clip.mp4, size: 30%}}
  - {clip: clip.mp4, inset: {image: a.png}, lower-third: {name: 王芳}}
""")
    studio.json("render")

    assert studio.json("verify")["ok"]


def test_a_draft_and_an_audiogram_have_the_logo(studio: Workspace):
    studio.write("episodes/s/series.yaml", SERIES + "  gram: {preset: audiogram, size: 180x180}\n")
    logo = "logo: {image: logo.png, size: 16%}\n"
    studio.episode(f"number: 1\ntitle: 毛泽建\n{logo}segments: [{{narration: n.wav, pictures: [a.png]}}]\n")
    studio.json("render")
    studio.json("render", "--draft")

    def is_green(frame: np.ndarray) -> bool:
        return bool(((frame[:, :, 1] > 180) & (frame[:, :, 0] < 90) & (frame[:, :, 2] < 90)).sum() > 60)

    for name in ("001 毛泽建.mp4", "001 毛泽建.tall.mp4", "001 毛泽建.gram.mp4", "001 毛泽建.draft.mp4"):
        assert is_green(frames(studio, name)[50]), name
