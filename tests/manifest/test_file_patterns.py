"""Pictures by one text: a file, a folder, a pattern; what is left out is said."""

import pytest

from pipeline.model.segments import ClipUse, ImageUse, Narration
from tests.manifest.workspaces import Workspace

NARRATED = "number: 1\ntitle: 一\nsegments:\n  - narration: narration/001.m4a\n    pictures: {0}\n"


@pytest.fixture
def photos(workspace: Workspace) -> Workspace:
    folder = workspace.root / "episodes/lieshita/album"
    (folder / "day 2").mkdir(parents=True)
    for name in ("p10.jpg", "p2.JPG", "p1.png", "片3.heic", ".hidden.jpg", "Thumbs.db", ".DS_Store", "film.mp4",
                 "notes.txt", "day 2/q1.webp"):  # fmt: skip
        (folder / name).write_bytes(b"x")
    return workspace


def names(workspace: Workspace, pictures: str) -> list[str]:
    """What the pictures of a narration are, or the codes of what is wrong."""
    workspace.write("episodes/lieshita/001-mao-zejian.yaml", NARRATED.format(pictures))
    contents = workspace.read()
    if not contents.ok:
        return [one.code for one in contents.diagnostics]
    (segment,) = contents.episodes[0].segments
    assert isinstance(segment, Narration)
    return [use.media.name for use in segment.pictures]


@pytest.mark.parametrize(
    ("pictures", "found"),
    [
        ("album/*.jpg", ["album/p2.JPG", "album/p10.jpg"]),
        ("'album/p?.*'", ["album/p1.png", "album/p2.JPG"]),
        ("album", ["album/p1.png", "album/p2.JPG", "album/p10.jpg", "album/片3.heic"]),
        ("album/", ["album/p1.png", "album/p2.JPG", "album/p10.jpg", "album/片3.heic"]),
        ("album/**/*.webp", ["album/day 2/q1.webp"]),
        ("album/*/*.webp", ["album/day 2/q1.webp"]),
        ("photos/stele.jpg", ["photos/stele.jpg"]),
        ("[album/p10.jpg, album/p1.png]", ["album/p10.jpg", "album/p1.png"]),
        ("[album/*.png, {image: photos/stele.jpg}]", ["album/p1.png", "photos/stele.jpg"]),
        ("album/*.gif", ["no-pictures"]),
        ("'album/day 2/*.png'", ["no-pictures"]),
        ("nothing/*.jpg", ["missing-folder"]),
        ("../../../*.jpg", ["missing-folder"]),
        ("[album/p11.jpg]", ["missing-file"]),
    ],
)
def test_what_a_text_stands_for(photos, pictures, found):
    assert names(photos, pictures) == found


def test_a_film_in_a_list_is_a_clip(photos):
    photos.write("episodes/lieshita/001-mao-zejian.yaml", NARRATED.format("[album/film.mp4, album/p1.png]"))

    (segment,) = photos.read().episodes[0].segments

    assert isinstance(segment, Narration)
    assert [type(use) for use in segment.pictures] == [ClipUse, ImageUse]


def test_what_a_folder_holds_beside_pictures_is_said_where_it_is_named(photos):
    photos.write("episodes/lieshita/001-mao-zejian.yaml", NARRATED.format("album"))

    (said,) = photos.read().diagnostics

    assert (said.code, said.severity, said.mark.line) == ("left-out", "warning", 5)
    assert "film.mp4" in said.message and "notes.txt" in said.message
    assert "Thumbs.db" not in said.message and "hidden" not in said.message


def test_too_many_are_refused(photos):
    folder = photos.root / "episodes/lieshita/many"
    folder.mkdir()
    for number in range(501):
        (folder / f"{number}.jpg").write_bytes(b"x")

    assert names(photos, "many") == ["too-many"]
    (folder / "7.jpg").unlink()
    assert names(photos, "many")[:3] == ["many/0.jpg", "many/1.jpg", "many/2.jpg"]
