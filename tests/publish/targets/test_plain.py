"""Every kind of target behind its door: a library may raise what it likes, people are told a sentence."""

import os
import ssl
import struct
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from threading import Thread
from xml.etree.ElementTree import ParseError

import pytest

from pipeline.errors import Mark
from pipeline.model.publishing.target import Target
from pipeline.publish.targets import RemoteError, RemoteFolder, open_remote_folder, plain
from tests.e2e.command import ROOT
from tests.publish.targets.hostile import HOST
from tests.publish.targets.servers import free_port

ERRORS: list[Exception] = [
    ValueError("line one\nline two"), KeyError("x"), ParseError("no element found"), AssertionError(),
    RuntimeError("b"),
    UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid"), struct.error("unpack"), ssl.SSLError(1, "bad"), EOFError(),
    TimeoutError(), RecursionError("deep"), AttributeError("gone"), TypeError("odd"), OSError(5, "I/O"),
    ExceptionGroup("some", [ValueError("a")]), ConnectionResetError(104, "reset"), LookupError("codec"),
]  # fmt: skip
URLS = {
    "folder": "file://../site",
    "sftp": f"sftp://u@{HOST}:1/www",
    "webdav": f"webdav+http://{HOST}:1/www",
    "bucket": "s3://lessons/www",
}
DOORS: dict[str, list[str]] = {
    "folder": ["pathlib.Path.mkdir", "os.scandir", "pathlib.Path.unlink"],
    "sftp": ["paramiko.SSHClient.connect"],
    "webdav": ["httpx.Client.send"],
    "bucket": ["s3fs.S3FileSystem.find", "s3fs.S3FileSystem.open", "s3fs.S3FileSystem.rm_file"],
}
"""Where each library comes in."""


def opened(url: str, root: Path, **more: str) -> RemoteFolder:
    (root / "hall").mkdir(exist_ok=True)
    mark = Mark(file="studio.yaml", line=1, column=1)
    target = Target(name="school", url=url, public="https://h/", mark=mark, **more)
    return open_remote_folder(target, root=root / "hall")


def verbs(folder: RemoteFolder) -> list[Callable[[], object]]:
    digest = sha256(b"x").hexdigest()
    return [
        folder.sizes,
        lambda: folder.put("s/a", lambda start: [b"x"], sha256=digest, size=1, sent=lambda size: None),
        lambda: folder.remove("s/a"),
    ]


@pytest.mark.parametrize("kind", URLS)
@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_whatever_a_library_raises_is_a_sentence(
    kind: str, error: Exception, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(plain, "DELAYS", ())
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "access")
    folder = opened(URLS[kind], tmp_path)
    for door in DOORS[kind]:

        def failing(*arguments: object, **more: object) -> None:
            raise error

        monkeypatch.setattr(door, failing)

    for verb in verbs(folder):
        with pytest.raises(RemoteError) as caught:
            verb()
        assert str(caught.value)
        assert "\n" not in caught.value.message
    folder.close()


def test_a_bug_of_our_own_keeps_its_traceback():
    # Whose the innermost line is is known by its module's name.
    ours: dict[str, object] = {"__name__": "pipeline.publish.targets.wrong"}
    exec("def sizes(self): raise ValueError('a bug')", ours)
    broken = type("Broken", (), {"sizes": ours["sizes"]})()

    with pytest.raises(ValueError, match="a bug"):
        plain.PlainFolder(broken, "x").sizes()


def nonsense(answer: bytes) -> int:
    """The port of a server that says the same to everybody and hangs up."""
    import socket

    server = socket.create_server((HOST, 0))

    def serve() -> None:
        while True:
            near, _ = server.accept()
            near.sendall(answer)
            near.close()

    Thread(target=serve, daemon=True).start()
    return int(server.getsockname()[1])


@pytest.mark.parametrize(
    ("scheme", "answer", "said"),
    [
        ("sftp", b"", "does not answer as an SSH server on port"),
        ("sftp", b"HTTP/1.1 400 Bad Request\r\n\r\n", "does not answer as an SSH server on port"),
        ("sftp", b"SSH-2.0-x\r\n\x00\x00\x00\x0c\x0a\x14rubbish-rubbish", "cannot be reached: "),
        ("webdav+http", b"", "cannot list its files: "),
        ("webdav+http", b"SSH-2.0-x\r\n", "cannot list its files: "),
        ("s3", b"", "cannot list its files: "),
        ("s3", b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc", "cannot list its files: "),
    ],
)
def test_libraries_print_nothing_of_their_own(tmp_path: Path, scheme: str, answer: bytes, said: str):
    """In a program of its own: what a library prints when it ends would not be seen here."""
    port = nonsense(answer)
    url = "s3://lessons/www" if scheme == "s3" else f"{scheme}://u@{HOST}:{port}/www"
    env = {
        "AWS_ENDPOINT_URL": f"http://{HOST}:{port}", "AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b",
        "AWS_DEFAULT_REGION": "us-east-1", "NAS": "secret", "HOME": str(tmp_path),
    }  # fmt: skip
    program = f"""
from pathlib import Path
from pipeline.errors import Mark
from pipeline.model.publishing.target import Target
from pipeline.publish.targets import RemoteError, open_remote_folder, plain
plain.DELAYS = (0.0,)
mark = Mark(file="studio.yaml", line=1, column=1)
target = Target(name="school", url={url!r}, public="https://h/", mark=mark, password_env="NAS")
folder = open_remote_folder(target, root=Path({str(tmp_path)!r}))
try:
    folder.sizes()
except RemoteError as error:
    print(error)
finally:
    folder.close()
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, env=os.environ | env, timeout=60
    )

    assert said in done.stdout
    assert done.stderr == ""


def test_a_server_that_is_not_there_is_told_without_a_traceback(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(plain, "DELAYS", ())
    folder = opened(f"webdav+http://{HOST}:{free_port()}/www", tmp_path)

    with pytest.raises(RemoteError, match="cannot list its files"):
        folder.sizes()
