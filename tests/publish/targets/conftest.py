"""Remote folders for tests: each kind over a local folder that tests can read."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline.publish.targets import RemoteFolder
from pipeline.publish.targets.folder import LocalFolder
from tests.publish.targets import servers
from tests.publish.targets.servers import HOST, SshServer

FOLDER = "一 课"
"""Of the target at the server."""


@dataclass(frozen=True)
class FolderUnderTest:
    """A remote folder, and where its files really lie."""

    folder: RemoteFolder
    root: Path


@pytest.fixture(scope="session")
def ssh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SshServer]:
    with servers.ssh_server(tmp_path_factory.mktemp("ssh server")) as server:
        yield server


@pytest.fixture(scope="session")
def webdav(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, Path]]:
    folder = tmp_path_factory.mktemp("webdav")
    with servers.webdav_server(folder, "geheim") as port:
        yield port, folder


@pytest.fixture(scope="session")
def s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, Path]]:
    folder = tmp_path_factory.mktemp("s3")
    (folder / "lessons").mkdir()
    with servers.s3_server(folder) as port:
        yield port, folder


@pytest.fixture
def s3_keys(s3: tuple[int, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://{HOST}:{s3[0]}")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "access")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")


@pytest.fixture(params=["folder", "sftp", "sftp without a shell", "webdav", "bucket"])
def remote(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[FolderUnderTest]:
    """A remote folder of each kind, empty."""
    made = _KINDS[request.param](request, tmp_path)
    try:
        yield made
    finally:
        made.folder.close()


def _folder(request: pytest.FixtureRequest, tmp_path: Path) -> FolderUnderTest:
    return FolderUnderTest(folder=LocalFolder(tmp_path / FOLDER), root=tmp_path / FOLDER)


def _sftp(request: pytest.FixtureRequest, tmp_path: Path) -> FolderUnderTest:
    from pipeline.publish.targets.sftp import SftpFolder

    server: SshServer = request.getfixturevalue("ssh")
    return FolderUnderTest(folder=SftpFolder(server.login(), f"{tmp_path}/{FOLDER}"), root=tmp_path / FOLDER)


def _bare_sftp(request: pytest.FixtureRequest, tmp_path: Path) -> FolderUnderTest:
    from pipeline.publish.targets.sftp import SftpFolder

    server = request.getfixturevalue("bare_ssh")
    return FolderUnderTest(folder=SftpFolder(server.login(), f"{tmp_path}/{FOLDER}"), root=tmp_path / FOLDER)


@pytest.fixture(scope="session")
def bare_ssh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SshServer]:
    """A server that takes every command for a call of SFTP."""
    with servers.ssh_server(tmp_path_factory.mktemp("bare"), "ForceCommand internal-sftp") as server:
        yield server


def _webdav(request: pytest.FixtureRequest, tmp_path: Path) -> FolderUnderTest:
    from pipeline.publish.targets.webdav import WebdavFolder

    port, folder = request.getfixturevalue("webdav")
    below = f"{tmp_path.name}/{FOLDER}"
    opened = WebdavFolder(f"http://{HOST}:{port}/{below}", user="hall", password="geheim")
    return FolderUnderTest(folder=opened, root=folder / below)


def _bucket(request: pytest.FixtureRequest, tmp_path: Path) -> FolderUnderTest:
    from pipeline.publish.targets.bucket import BucketFolder

    request.getfixturevalue("s3_keys")
    _, folder = request.getfixturevalue("s3")
    below = f"lessons/{tmp_path.name}/{FOLDER}"
    return FolderUnderTest(folder=BucketFolder(f"s3://{below}"), root=folder / below)


_KINDS = {"folder": _folder, "sftp": _sftp, "sftp without a shell": _bare_sftp, "webdav": _webdav, "bucket": _bucket}
