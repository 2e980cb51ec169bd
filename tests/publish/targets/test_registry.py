"""From a target's entry to its folder, and where passwords come from."""

from pathlib import Path

import pytest

from pipeline.errors import Mark
from pipeline.model.publishing.target import Target
from pipeline.publish.targets import RemoteError, open_remote_folder


def target(url: str, **more: str) -> Target:
    mark = Mark(file="studio.yaml", line=1, column=1)
    return Target(name="school", url=url, public="https://hall.example.org/", mark=mark, **more)


def lands(url: str, root: Path) -> list[str]:
    """Where a file that is put there comes to lie, from the folder above the workspace."""
    folder = open_remote_folder(target(url), root=root)
    digest = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    folder.put("empty", lambda start: [], sha256=digest, size=0, sent=lambda size: None)
    return [path.relative_to(root.parent).as_posix() for path in root.parent.rglob("empty")]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "hall").mkdir()
    return tmp_path / "hall"


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("file://site", "hall/site/empty"),
        ("file://网 页", "hall/网 页/empty"),
        ("file://a%20b", "hall/a b/empty"),
        ("file://../www", "www/empty"),
        ("file://~/www", "home/www/empty"),
        ("file://outer", "hall/outer/empty"),
    ],
)
def test_a_folder_counts_from_the_workspace(root: Path, url: str, found: str):
    assert lands(url, root) == [found]


def test_an_absolute_folder_is_just_that(root: Path):
    assert lands(f"file://{root.parent}/www", root) == ["www/empty"]


@pytest.mark.parametrize(
    "url", ["file://out", "file://out/site", "file://./assets/x", "file://.", "file://..", "file://s/../episodes"]
)
def test_a_site_is_not_laid_among_other_files(root: Path, url: str):
    with pytest.raises(RemoteError, match="target 'school' would lie among"):
        open_remote_folder(target(url), root=root)


def test_a_link_into_the_workspace_is_seen_through(root: Path):
    (root / "out").mkdir()
    (root / "site").symlink_to(root / "out")

    with pytest.raises(RemoteError, match="would lie among the files of 'out/'"):
        open_remote_folder(target("file://site"), root=root)


def test_a_password_whose_variable_is_not_set_is_asked_for(root: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("HALL", raising=False)

    with pytest.raises(RemoteError) as caught:
        open_remote_folder(target("webdav+https://me@nas/dav", password_env="HALL"), root=root)

    assert str(caught.value) == (
        "'HALL' is not set, the password of 'school'\nhint: before you publish, run: export HALL=..."
    )
