import os
import unicodedata
from pathlib import Path

import pytest

from tests.manifest.workspaces import Workspace


def image(workspace: Workspace, name: str) -> None:
    quoted = name.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    workspace.episode(f'number: 1\ntitle: 一\nsegments: [{{image: "{quoted}", for: 1s}}]\n')


def found(workspace: Workspace) -> Path:
    reading = workspace.read()
    assert reading.ok, workspace.complaints()
    (segment,) = reading.episodes[0].segments
    return Path(segment.media[0].path)  # type: ignore[attr-defined]


def code(workspace: Workspace) -> str:
    (diagnostic,) = workspace.read().diagnostics
    return diagnostic.code


@pytest.mark.parametrize(
    "name",
    [
        "photos/stele.jpg",
        "./photos/../photos/stele.jpg",
        "../lieshita/photos/stele.jpg",
        "assets/logo.png",
        "../../assets/logo.png",
    ],
)
def test_files_inside_are_found(workspace: Workspace, name: str):
    image(workspace, name)

    assert found(workspace).is_file()


@pytest.mark.parametrize(
    "name", ["照片 一.jpg", "it's.jpg", "100%.jpg", "a;b,c[d].jpg", "-n.jpg", "%03d.jpg", "😀.jpg", "a:b.jpg"]
)
def test_names_may_be_strange(workspace: Workspace, name: str):
    workspace.write(f"episodes/lieshita/{name}", "media")
    image(workspace, name)

    assert found(workspace) == workspace.folder / name


def test_a_name_spelt_by_a_mac_is_the_same_name(workspace: Workspace):
    stored = workspace.write(f"episodes/lieshita/{unicodedata.normalize('NFD', 'café.jpg')}", "media")
    image(workspace, unicodedata.normalize("NFC", "café.jpg"))

    assert found(workspace) == stored


@pytest.mark.parametrize("name", ["a\nb.jpg", "a\tb.jpg", "a\\b.jpg", "a?.jpg", "a*.jpg", "http://example.org/a.jpg"])
def test_names_that_are_refused_in_words(workspace: Workspace, name: str):
    image(workspace, name)

    assert code(workspace) == "bad-path"


@pytest.mark.parametrize("name", ["/etc/passwd", "../../../outside.jpg", "../../..", "assets/../../outside.jpg"])
def test_paths_outside_are_refused(workspace: Workspace, name: str):
    (workspace.root.parent / "outside.jpg").write_text("media")
    image(workspace, name)

    assert code(workspace) == "path-outside-workspace"


def test_links_that_lead_out_are_refused(workspace: Workspace, tmp_path: Path):
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/a.jpg").write_text("media")
    (workspace.folder / "link.jpg").symlink_to(tmp_path / "outside/a.jpg")
    (workspace.folder / "linked").symlink_to(tmp_path / "outside")

    for name in ("link.jpg", "linked/a.jpg"):
        image(workspace, name)
        assert code(workspace) == "path-outside-workspace"
        assert "leads through a link to" in workspace.complaints()


def test_links_inside_are_followed(workspace: Workspace):
    (workspace.folder / "link.jpg").symlink_to(workspace.root / "assets/logo.png")
    image(workspace, "link.jpg")

    assert found(workspace) == workspace.root / "assets/logo.png"


def test_media_roots_name_further_folders(workspace: Workspace, tmp_path: Path):
    nas = tmp_path.resolve() / "nas"
    nas.mkdir()
    (nas / "a.jpg").write_text("media")
    (workspace.folder / "linked").symlink_to(nas)
    workspace.change("studio.yaml", "name:", f"media_roots: {nas}\nname:")

    for name in (f"{nas}/a.jpg", "linked/a.jpg"):
        image(workspace, name)
        assert found(workspace) == nas / "a.jpg"


def test_what_lies_outside_is_not_revealed(workspace: Workspace, tmp_path: Path):
    (tmp_path / "secret.jpg").write_text("media")
    image(workspace, "../../../secre.jpg")

    assert "secret" not in workspace.complaints()


def test_an_empty_file(workspace: Workspace):
    workspace.write("episodes/lieshita/a.jpg", "")
    image(workspace, "a.jpg")

    assert code(workspace) == "empty-file"


def test_a_pipe_is_not_waited_for(workspace: Workspace):
    os.mkfifo(workspace.folder / "pipe.jpg")
    os.mkfifo(workspace.folder / "002.yaml")
    image(workspace, "pipe.jpg")

    assert [(one.mark.file, one.code) for one in workspace.read().diagnostics] == [
        ("episodes/lieshita/001-mao-zejian.yaml", "not-a-file"),
        ("episodes/lieshita/002.yaml", "unreadable-file"),
    ]


@pytest.mark.parametrize("name", ["loop.jpg", "x" * 300 + ".jpg", "photos/stele.jpg/a.jpg", " ", "photos/", "."])
def test_names_that_lead_nowhere(workspace: Workspace, name: str):
    (workspace.folder / "loop.jpg").symlink_to(workspace.folder / "loop.jpg")
    image(workspace, name)

    assert len(workspace.read().diagnostics) == 1
    assert workspace.read().episodes == ()


def test_a_link_that_leads_nowhere_is_called_so(workspace: Workspace):
    (workspace.folder / "a.jpg").symlink_to("gone.jpg")
    image(workspace, "a.jpg")

    assert "'a.jpg' is a link that leads nowhere [missing-file]" in workspace.complaints()


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("A.JPG", "did you mean 'a.jpg'?"),
        ("a.jpg, b.jpg", "several files are a list: [a.jpg, b.jpg]"),
        ("a.jpg，b.jpg、a.jpg", "several files are a list: [a.jpg, b.jpg, a.jpg]"),
        ("a.jpg,gone.jpg", "its folder has"),
    ],
)
def test_what_a_name_may_mean(workspace: Workspace, name: str, hint: str):
    for there in ("a.jpg", "b.jpg"):
        workspace.write(f"episodes/lieshita/{there}", "media")
    image(workspace, name)

    assert f"hint: {hint}" in workspace.complaints()
