"""`scene:` in manifests: which script, whether it may run, and whether its values are those that it takes."""

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from pipeline.manifest import read
from pipeline.manifest.scenes import our_scenes, signature
from pipeline.model.scene import plain_values
from pipeline.model.segments import SceneSegment

SCRIPT = """\
def scene(size, rate, length, to: int, title="x", speed=1.5, loud=False, items=(), *, free=None):
    raise AssertionError("nobody runs this")
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    for name, text in {
        "studio.yaml": "name: 声音馆\nscenes: trusted\n",
        "episodes/s/series.yaml": "title: 颂英烈\n",
        "episodes/s/opening.py": SCRIPT,
        "episodes/s/map.txt": "map",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def segment_of(workspace: Path, *lines: str) -> SceneSegment:
    found = read_with(workspace, *lines)
    assert not [one for one in found.diagnostics if one.severity == "error"]
    (segment,) = found.episodes[0].segments
    assert isinstance(segment, SceneSegment)
    return segment


def read_with(workspace: Path, *lines: str):
    body = "\n    ".join(lines)
    manifest = workspace / "episodes/s/001.yaml"
    manifest.write_text(f"number: 1\ntitle: 毛泽建\nsegments:\n  - {body}\n", encoding="utf-8")
    return read(workspace)


def complaints(workspace: Path, *lines: str) -> list[str]:
    found = read_with(workspace, *lines)
    said = [*found.diagnostics, *(one for lost in found.failed for one in lost.diagnostics)]
    told = (f"{one.mark.file}:{one.mark.line}:{one.mark.column} {one.code}: {one.message} ({one.hint})" for one in said)
    return [*dict.fromkeys(told)]


def test_values_are_of_the_kind_that_the_script_takes(workspace: Path):
    with_ = "with: {to: 2022, title: 2022, speed: 2, loud: yes, items: [1, 0.5, no, 字], free: {a: '7'}}"
    values = plain_values(segment_of(workspace, "scene: opening.py", with_).values)

    assert values == {
        "to": 2022, "title": "2022", "speed": 2.0, "loud": True, "items": [1, 0.5, False, "字"], "free": {"a": "7"},
    }  # fmt: skip
    assert isinstance(values["speed"], float)


def test_texts_hold_fields(workspace: Path):
    values = segment_of(
        workspace, "scene: opening.py", "with: {to: 1, title: '{title}', free: ['第{number}集']}"
    ).values

    assert plain_values(values) == {"to": 1, "title": "毛泽建", "free": ["第1集"]}


def test_length_gain_limit_and_uses(workspace: Path):
    keys = ("for: 8s", "with: {to: 1}", "uses: [map.txt]", "gain: -6 dB", "time-limit: 90s")
    segment = segment_of(workspace, "scene: opening.py", *keys)

    assert (segment.length, segment.gain, segment.limit) == (Fraction(8), Decimal(-6), Fraction(90))
    assert [use.name for use in segment.uses] == ["map.txt"]
    assert (
        segment_of(workspace, "scene: opening.py", "with: {to: 1}").limit == 160
    )  # A minute, and 20 s for each of 5 s.


def test_ours_need_no_trust(workspace: Path):
    (workspace / "studio.yaml").write_text("name: 声音馆\n")
    segment = segment_of(workspace, "scene: title-rise", "with: {title: 你好}")

    assert segment.ours
    assert segment.title == "你好"
    assert segment.themed


def test_those_of_a_workspace_do(workspace: Path):
    (workspace / "studio.yaml").write_text("name: 声音馆\n")
    (said,) = complaints(workspace, "scene: opening.py", "with: {to: 1}")

    assert said.startswith("episodes/s/001.yaml:4:12 untrusted-scene: 'opening.py' is a program")
    assert "scenes: trusted" in said
    assert "title-rise" in said


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("scene: title-rose",), "4:12 unknown-scene: there is no scene 'title-rose' (did you mean 'title-rise'?"),
        (("scene: closing.py",), "4:12 missing-file: there is no file 'closing.py' (did you mean 'opening.py'?)"),
        (("scene: ./map.txt",), "4:12 wrong-kind: './map.txt' is no script"),
        (("scene: opening.py",), "4:12 missing-value: the scene 'opening.py' needs a value for 'to' (write with: {to:"),
        (("scene: opening.py", "with: {to: many}"), "5:16 wrong-type: expected a whole number, found 'many'"),
        (("scene: opening.py", "with: {to: 1.5}"), "5:16 wrong-type: expected a whole number, found '1.5'"),
        (("scene: opening.py", "with: {to: [1]}"), "5:16 wrong-type: expected a whole number"),
        (("scene: opening.py", "with: {to: 1, loud: maybe}"), "5:25 wrong-type: expected yes or no, found 'maybe'"),
        (("scene: opening.py", "with: {to: 1, items: x}"), "5:26 wrong-type: expected a list, found 'x'"),
        (("scene: opening.py", "with: {to: 1, titel: x}"), "5:19 unknown-value: the scene 'opening.py' takes no value"
         " 'titel' (did you mean 'title'?"),
        (("scene: opening.py", "with: {to: 1, size: 3}"), "5:19 unknown-value: 'size' is given to every scene"),
        (("scene: opening.py", "with: {to: 1, title: '{titel}'}"), "5:27 unknown-field: there is no field '{titel}'"),
        (("scene: opening.py", "with: {to: 1}", "for: 11m"), "6:10 too-long: a scene lasts at most 600 seconds"),
        (("scene: opening.py", "with: {to: 1}", "uses: [no.png]"), "6:12 missing-file: there is no file 'no.png'"),
        (("scene: title-rise", "with: {titel: x}"), "5:12 unknown-value: the scene 'title-rise' takes no value"),
        (("scene: title-rise",), "4:12 missing-value: the scene 'title-rise' needs a value for 'title'"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_said_before_anything_runs(workspace: Path, lines: tuple[str, ...], expected: str):
    said = complaints(workspace, *lines)

    assert any(one.startswith(f"episodes/s/001.yaml:{expected}") for one in said), said


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("def scene(size, rate, length:\n    pass\n", "1:10 bad-scene: Python cannot read this line: '(' was never"),
        ("x = 1\ndef scene(size, rate, length):\n  return 'abc\n", "3:10 bad-scene: Python cannot read this line"),
        ("def szene(size, rate, length):\n    pass\n", "1:1 bad-scene: this script defines no function 'scene'"),
        ("async def scene(size, rate, length):\n    pass\n", "1:1 bad-scene: 'scene' must be an ordinary function"),
        ("\n\ndef scene(size, length):\n    pass\n", "3:1 bad-scene: 'scene' takes no 'rate'"),
        ("def scene(size, rate, length, /):\n    pass\n", "1:1 bad-scene: 'scene' is called by the names"),
        ("if True:\n    def scene(size, rate, length): pass\n", "1:1 bad-scene: this script defines no function"),
        ("x = " + "(" * 300 + ")" * 300 + "\n", "1:"),
    ],
)
def test_a_script_is_read_but_not_run(workspace: Path, script: str, expected: str):
    (workspace / "episodes/s/opening.py").write_text(script)
    said = complaints(workspace, "scene: opening.py")

    assert any(one.startswith(f"episodes/s/opening.py:{expected}") for one in said), said


def test_a_script_in_another_encoding_is_named(workspace: Path):
    (workspace / "episodes/s/opening.py").write_bytes('T = "标题"\n'.encode("gb18030") + SCRIPT.encode())
    said = complaints(workspace, "scene: opening.py", "with: {to: 1}")

    assert any("opening.py:1:6 not-utf-8" in one and "GB18030" in one for one in said), said


def test_the_last_of_several_functions_counts():
    found = signature("def scene(size, rate, length, a): ...\ndef scene(size, rate, length, b=2, **more): ...\n")

    assert [one.name for one in found.parameters] == ["b"]
    assert found.anything


def test_every_one_of_ours_can_be_called():
    assert set(our_scenes()) >= {"title-rise", "counter", "years", "map-route"}
    for path in our_scenes().values():
        found = signature(path.read_text(encoding="utf-8"))
        assert found.themed
        assert not found.anything
