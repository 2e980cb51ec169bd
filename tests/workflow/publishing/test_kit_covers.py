"""Covers on demand: the very size and no more bytes than a platform takes, drawn once."""

from fractions import Fraction
from pathlib import Path

import pytest
from PIL import Image

from pipeline.effects.covers import Cover, FilmFrame
from pipeline.errors import MediaError
from pipeline.model.media import Medium
from pipeline.packaging.artwork import Front
from pipeline.workflow.publishing.kit_covers import make_cover, small_covers
from pipeline.workflow.rendering.episodes import plan_episode
from pipeline.workflow.session import Session
from pipeline.workflow.workspace import Workspace
from tests.e2e.conftest import Workspace as Folder
from tests.sources.clips import flash_and_beep


def opened(workspace: Folder) -> tuple[Workspace, Cover | Medium]:
    """The workspace, and what the covers of its only episode show, in shapes that a given one does not fit."""
    own = Workspace.open(Session(cwd=workspace.root))
    (episode,) = own.read().episodes
    picture = (plan_episode(own, episode).programme or pytest.fail()).artwork.front.cover
    return own, picture


@pytest.mark.parametrize(
    "size", [(1146, 717), (1080, 1440), (1080, 1920), (1280, 720), (900, 383), (200, 200)], ids=str
)
def test_every_shape_is_typeset_for_itself(workspace: Folder, size: tuple[int, int]):
    own, picture = opened(workspace)

    cover = make_cover(picture, *size, workspace=own, where="s/1")

    with Image.open(cover) as image:
        assert (image.format, image.size, image.mode) == ("JPEG", size, "RGB")


def test_it_is_drawn_once_and_again_when_it_was_damaged(workspace: Folder):
    own, picture = opened(workspace)
    cover = make_cover(picture, 400, 300, workspace=own, where="s/1")
    content, made = cover.read_bytes(), cover.stat().st_mtime_ns

    assert make_cover(picture, 400, 300, workspace=own, where="s/1") == cover
    assert cover.stat().st_mtime_ns == made
    cover.write_bytes(b"damaged")
    assert make_cover(picture, 400, 300, workspace=own, where="s/1").read_bytes() == content


def test_a_platform_s_bytes_are_kept(workspace: Folder):
    Image.effect_noise((900, 900), 200).convert("RGB").save(workspace.root / "assets/noise.png")
    text = (workspace.root / "episodes/s/001.yaml").read_text(encoding="utf-8")
    workspace.episode(text.replace("segments:", "cover: assets/noise.png\nsegments:"))
    own, picture = opened(workspace)

    assert size_of(make_cover(picture, 600, 600, workspace=own, where="s/1", most=120_000)) <= 120_000
    with pytest.raises(MediaError, match="does not fit into 5 kB"):
        make_cover(picture, 600, 600, workspace=own, where="s/1", most=5_000)


def size_of(path: Path) -> int:
    return path.stat().st_size


def covers_of(workspace: Folder, cover: str) -> Front:
    Image.effect_noise((1600, 900), 60).convert("RGB").save(workspace.root / "assets/raw.jpg")
    text = (workspace.root / "episodes/s/001.yaml").read_text(encoding="utf-8")
    workspace.episode(text.replace("segments:", f"cover: {cover}\nsegments:"))
    own = Workspace.open(Session(cwd=workspace.root))
    (episode,) = own.read().episodes
    return (plan_episode(own, episode).programme or pytest.fail()).artwork.front


def test_a_picture_alone_is_a_finished_cover(workspace: Folder):
    front = covers_of(workspace, "assets/raw.jpg")

    assert front.finished is not None
    assert front.cover.whole
    assert front.shown(1920, 1080) == front.finished
    assert front.shown(1080, 1440) == front.cover


def test_a_photo_that_wants_its_title_is_composed_in_every_shape(workspace: Folder):
    front = covers_of(workspace, "{picture: assets/raw.jpg, title: yes, text: 别的, focus: [20%, 30%]}")

    assert front.finished is None
    assert not front.cover.whole
    assert front.cover.title == "别的"
    assert front.cover.art is not None
    assert front.cover.art.focus == (Fraction(1, 5), Fraction(3, 10))


def test_without_a_title_nothing_is_written_anywhere(workspace: Folder):
    assert covers_of(workspace, "{picture: assets/raw.jpg, title: no}").cover.title == ""


def test_the_moment_of_a_film_is_shown(workspace: Folder):
    film = flash_and_beep("cover.mp4", 3)
    (workspace.root / "assets/film.mp4").write_bytes(film.read_bytes())

    front = covers_of(workspace, '{picture: assets/film.mp4, at: "00:01.5"}')

    assert isinstance(front.cover.art, FilmFrame)
    assert front.cover.art.at == Fraction(3, 2)
    assert front.cover.title


def test_a_moment_without_a_film_is_told(workspace: Folder):
    text = (workspace.root / "episodes/s/001.yaml").read_text(encoding="utf-8")
    workspace.episode(text.replace("segments:", 'cover: {at: "00:01.5"}\nsegments:'))

    (found,) = [
        one for one in Workspace.open(Session(cwd=workspace.root)).read().diagnostics if one.severity == "error"
    ]

    assert found.code == "missing-key"
    assert found.mark.line == text.split("\n").index(next(x for x in text.split("\n") if "segments" in x)) + 1


def test_small_covers_keep_the_shape(workspace: Folder):
    own, picture = opened(workspace)
    cover = make_cover(picture, 960, 540, workspace=own, where="s/1")

    small = small_covers(cover, workspace=own, where="s/1")

    assert {side: Image.open(path).size for side, path in small.items()} == {
        160: (160, 90),
        320: (320, 180),
        640: (640, 360),
    }
    assert all(path.stat().st_size <= 80_000 for path in small.values())
