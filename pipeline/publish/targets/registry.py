"""Opening the folder that a target names; passwords come from the environment or the keyring."""

import os
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from pipeline.extras import needing
from pipeline.masking import keep_secret
from pipeline.messages import tr
from pipeline.model.publishing.target import Target
from pipeline.publish.targets.folder import LocalFolder
from pipeline.publish.targets.plain import PlainFolder, plainly
from pipeline.publish.targets.remote import RemoteError, RemoteFolder
from pipeline.state import STATE

RESERVED = ("assets", "episodes", "kits", "out", STATE)
"""Folders of a workspace that are for something else."""
KNOWN_HOSTS = "~/.ssh/known_hosts"


def open_remote_folder(target: Target, *, root: Path) -> RemoteFolder:
    """The folder of a target; a `file://` address may be relative to the workspace `root`. No connection is made yet.

    Raises RemoteError when a password is missing, MissingExtra when voicehall is installed for local folders alone.
    """
    if local := local_folder(target, root=root):
        return PlainFolder(LocalFolder(local), str(local))
    with needing("remote", tr("target '{name}'", name=target.name)), plainly(target.url):
        return PlainFolder(_on_server(target, target.url.partition("://")[0]), target.url)


def local_folder(target: Target, *, root: Path) -> Path | None:
    """The folder of a target on this machine; None for others.

    Raises RemoteError for a folder in which the site would get among the workspace's own files.
    """
    scheme, _, name = target.url.partition("://")
    if scheme != "file":
        return None
    # file:///C:/site has a slash before the drive.
    plain = unquote(name).removeprefix("/") if re.match(r"/[A-Za-z]:", name) else unquote(name)
    folder = root / Path(plain).expanduser()
    real, home = folder.resolve(), root.resolve()
    reserved = next((path for path in (home / name for name in RESERVED) if real.is_relative_to(path)), None)
    hint = tr("give it a folder of its own, such as {example}", example="file://site")
    if reserved:
        message = tr("target '{name}' would lie among the files of '{folder}/'", name=target.name, folder=reserved.name)
        raise RemoteError(message, hint=hint)
    if home.is_relative_to(real):
        raise RemoteError(tr("target '{name}' would lie among the workspace's files", name=target.name), hint=hint)
    return folder


def password_of(target: Target) -> str | None:
    """The target's password: from its environment variable, else from the keyring; None where there is none.

    Raises RemoteError when the variable that the target names is not set.
    """
    if target.password_env:
        if target.password_env not in os.environ:
            variable = target.password_env
            raise RemoteError(
                tr("'{variable}' is not set, the password of '{target}'", variable=variable, target=target.name),
                hint=tr("before you publish, run: {command}", command=f"export {variable}=..."),
            )
        return _kept(os.environ[target.password_env])
    import keyring
    from keyring.errors import KeyringError

    try:
        return _kept(keyring.get_password("voicehall", target.name))
    except (KeyringError, OSError, RuntimeError):
        # A keyring that cannot be asked holds nothing.
        return None


def _kept(password: str | None) -> str | None:
    """The password, of which a server may remind us in its answers: they are shown without it."""
    keep_secret(password)
    return password


def _on_server(target: Target, scheme: str) -> RemoteFolder:
    parts = urlsplit(target.url)
    if scheme == "sftp":
        from pipeline.publish.targets.sftp import SftpFolder
        from pipeline.publish.targets.ssh import Login

        login = Login(
            host=parts.hostname or "",
            port=parts.port or 22,
            user=unquote(parts.username) if parts.username else None,
            key=Path(target.key).expanduser() if target.key else None,
            password=password_of(target) if target.password_env or not target.key else None,
            known_hosts=Path(target.known_hosts or KNOWN_HOSTS).expanduser(),
        )
        return SftpFolder(login, unquote(parts.path) or ".")
    if scheme == "s3":
        from pipeline.publish.targets.bucket import BucketFolder

        return BucketFolder(target.url, password=password_of(target))
    from pipeline.publish.targets.webdav import WebdavFolder

    host = parts.netloc.rpartition("@")[2]
    user = unquote(parts.username) if parts.username else None
    address = f"{scheme.removeprefix('webdav+')}://{host}{parts.path}"
    return WebdavFolder(address, user=user, password=password_of(target) if user else None)
