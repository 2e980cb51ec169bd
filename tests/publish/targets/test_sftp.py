"""Servers behind SSH: which are trusted, whose login works, the errors otherwise, and uploads that are resumed."""

import os
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from pipeline.publish.targets import RemoteError
from pipeline.publish.targets.remote import TemporaryRemoteError, part_path
from pipeline.publish.targets.sftp import SftpFolder
from pipeline.publish.targets.ssh import Login
from tests.publish.targets import servers
from tests.publish.targets.servers import HOST, Line, SshServer, free_port

DATA = os.urandom(600_000)


def put(folder: SftpFolder, path: str = "s/a.mp4", data: bytes = DATA) -> list[int]:
    """Put a file; returns from which bytes on it was read."""
    begun: list[int] = []

    def content(start: int) -> Iterator[bytes]:
        begun.append(start)
        for at in range(start, len(data), 100_000):
            yield data[at : at + 100_000]

    folder.put(path, content, sha256=sha256(data).hexdigest(), size=len(data), sent=lambda size: None)
    return begun


def refusal(login: Login) -> str:
    """What is said where the server is not reached."""
    with pytest.raises(RemoteError) as caught:
        SftpFolder(login, "/tmp").sizes()
    return str(caught.value)


def test_an_unknown_server_is_not_trusted(ssh: SshServer, tmp_path: Path):
    message = refusal(replace(ssh.login(), known_hosts=tmp_path / "none yet"))

    assert message == (
        f"the key of '{HOST}' is not known yet\n"
        "hint: compare it with what the server's owner says, then: "
        f"ssh-keyscan -p {ssh.port} {HOST} >> '{tmp_path}/none yet'"
    )


def test_a_server_with_another_key_is_not_trusted(ssh: SshServer):
    ssh.vouch(key="other")
    message = refusal(ssh.login())
    ssh.vouch()

    assert message.startswith(f"'{HOST}' shows another key than the one known for it\nhint: this may be an attack")


def test_a_key_that_is_not_let_in_is_told(ssh: SshServer):
    message = refusal(replace(ssh.login(), key=ssh.home / "stranger"))

    assert message.startswith(f"'{HOST}' refuses the login of '{servers.USER}'")


def test_a_wrong_password_is_told(ssh: SshServer):
    assert "refuses the login" in refusal(replace(ssh.login(), key=None, password="wrong"))


@pytest.mark.parametrize(
    ("text", "message"),
    [(None, "cannot read the key"), ("garbage", "is not a private key")],
    ids=["missing", "garbage"],
)
def test_a_key_that_is_none_is_told(ssh: SshServer, tmp_path: Path, text: str | None, message: str):
    if text is not None:
        (tmp_path / "key").write_text(text)

    assert message in refusal(replace(ssh.login(), key=tmp_path / "key"))


def test_a_locked_key_opens_with_its_password(ssh: SshServer, tmp_path: Path):
    import shutil
    import subprocess

    from tests.programs import program

    key = Path(shutil.copy(ssh.key, tmp_path / "locked"))
    key.chmod(0o600)
    subprocess.run(
        [program("ssh-keygen"), "-q", "-p", "-P", "", "-N", "geheim", "-f", str(key)], check=True, capture_output=True
    )

    assert "is locked by a password" in refusal(replace(ssh.login(), key=key))
    assert SftpFolder(replace(ssh.login(), key=key, password="geheim"), f"{tmp_path}/www").sizes() == {}


def test_a_server_that_is_not_there_is_told(ssh: SshServer):
    port = free_port()

    assert refusal(ssh.login(port)) == f"'{HOST}' does not answer on port {port}"


def test_a_folder_that_cannot_be_written_is_told(ssh: SshServer):
    # Not even root may make a folder there.
    folder = SftpFolder(ssh.login(), "/proc/voicehall")
    with pytest.raises(RemoteError) as caught:
        put(folder)
    folder.close()

    assert f"'{HOST}'" in str(caught.value)


def test_a_cut_line_goes_on_where_it_was(ssh: SshServer, tmp_path: Path):
    line = Line(ssh.port, after=400_000, times=1)
    ssh.vouch(line.port)
    folder = SftpFolder(ssh.login(line.port), f"{tmp_path}/www")
    with pytest.raises(TemporaryRemoteError):
        put(folder)
    begun = put(folder)
    folder.close()
    line.close()
    ssh.vouch()

    assert 0 < begun[0] < len(DATA)
    assert (tmp_path / "www/s/a.mp4").read_bytes() == DATA


def test_a_half_that_is_longer_than_the_whole_is_no_harm(ssh: SshServer, tmp_path: Path):
    part = tmp_path / "www" / part_path("s/a.mp4", sha256(DATA).hexdigest())
    part.parent.mkdir(parents=True)
    part.write_bytes(DATA + b"more")
    folder = SftpFolder(ssh.login(), f"{tmp_path}/www")
    with pytest.raises(TemporaryRemoteError, match="did not arrive whole"):
        put(folder)
    put(folder)
    folder.close()

    assert (tmp_path / "www/s/a.mp4").read_bytes() == DATA


def test_many_files_need_few_connections(ssh: SshServer, tmp_path: Path):
    line = Line(ssh.port, after=1 << 40, times=0)
    ssh.vouch(line.port)
    folder = SftpFolder(ssh.login(line.port), f"{tmp_path}/www")
    for number in range(20):
        put(folder, f"s/{number}.mp4", b"small")
    folder.close()
    line.close()
    ssh.vouch()

    assert line.calls == 1


def test_links_at_the_server_are_followed_but_not_for_ever(ssh: SshServer, bare_ssh: SshServer, tmp_path: Path):
    (tmp_path / "disk").mkdir()
    (tmp_path / "disk/a.mp4").write_bytes(b"film")
    (tmp_path / "www").mkdir()
    (tmp_path / "www/s").symlink_to(tmp_path / "disk")
    (tmp_path / "www/dangling").symlink_to(tmp_path / "nowhere")
    for server in (ssh, bare_ssh):
        folder = SftpFolder(server.login(), f"{tmp_path}/www")
        assert folder.sizes() == {"s/a.mp4": 4}
        folder.close()
