"""The peers make what the workload says: segments, graphs, manifests."""

from fractions import Fraction
from pathlib import Path

import yaml

from benchmarks.peers import expert_tile, loop_gain, scripts, studio
from benchmarks.support.values import Part, Programme, Shot, Slides, Title


def shot(name: str = "a", frames: int = 100, start: Fraction = Fraction(1)) -> Shot:
    return Shot(clip=Path(f"{name}.mp4"), start=start, frames=frames)


def programme(*parts: Part, dissolve: int = 0) -> Programme:
    return Programme(name="film", parts=parts, dissolve=dissolve)


def test_a_still_is_encoded_once_and_repeated():
    pieces = expert_tile.Pieces(Path("out"))

    names = expert_tile.segments(programme(Title(still=Path("s.jpg"), frames=300)), pieces)

    assert names == ["s-125.mp4", "s-125.mp4", "s-50.mp4"]
    assert list(pieces.jobs) == ["s-125.mp4", "s-50.mp4"]


def test_a_dissolve_takes_half_its_frames_from_either_shot():
    pieces = expert_tile.Pieces(Path("out"))

    names = expert_tile.segments(programme(shot("a"), shot("b"), shot("c"), dissolve=12), pieces)

    assert names == ["a-0-94.mp4", "a-to-b.mp4", "b-6-88.mp4", "b-to-c.mp4", "c-6-94.mp4"]
    assert sum((94, 12, 88, 12, 94)) == 300


def test_shared_parts_are_encoded_once_for_a_series():
    pieces = expert_tile.Pieces(Path("out"))

    for clip in ("one", "two"):
        expert_tile.segments(programme(shot("intro"), shot(clip)), pieces)

    assert len(pieces.jobs) == 3


def test_the_graph_of_a_programme_ends_in_one_picture_and_one_mix():
    slides = Slides(stills=(Path("s.jpg"), Path("t.jpg")), each=50, narration=Path("n.m4a"), music=Path("m.m4a"))
    film = programme(shot(), slides)

    inputs, graph = loop_gain.pictures(film)

    assert inputs.count("-i") == 3
    assert graph.endswith("[v0][v1][v2]concat=n=3:v=1:a=0[v]")
    assert "[4:a]" in scripts.mix(film, first=3)
    assert scripts.mix(film).endswith("[s0][s1]concat=n=2:v=0:a=1[mix]")


def test_the_level_is_what_is_missing_to_the_target():
    assert scripts.levelled("I: -20.5 LUFS").startswith("volume=4.50dB,alimiter=limit=0.8913")


def test_the_workspace_says_the_same_to_the_frame(tmp_path):
    for name in ("a.mp4", "s.jpg", "n.m4a", "m.m4a"):
        (tmp_path / name).write_bytes(b"")
    slides = Slides(stills=(tmp_path / "s.jpg",), each=50, narration=tmp_path / "n.m4a", music=tmp_path / "m.m4a")
    folder = tmp_path / "workspace"
    folder.mkdir()

    studio.prepare(
        (programme(Shot(clip=tmp_path / "a.mp4", start=Fraction(1), frames=30), slides, dissolve=12),), folder
    )

    episode = yaml.safe_load((folder / "episodes/bench/001.yaml").read_text())
    assert episode["segments"][0] == {"clip": "assets/a.mp4", "from": "1000ms", "to": "2200ms"}
    assert episode["segments"][1]["pictures"] == [{"image": "assets/s.jpg"}]
    series = yaml.safe_load((folder / "episodes/bench/series.yaml").read_text())
    assert series["transition"] == {"kind": "dissolve", "for": "480ms"}
