"""Opening the place that a target names; passwords come from the environment or the keyring."""

import os
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from pipeline.extras import needing
from pipeline.messages import tr
from pipeline.model.target import Target
from pipeline.publish.targets.folder import FolderPlace
from pipeline.publish.targets.remote import Place, PlaceError
from pipeline.state import STATE

OWN = ("assets", "episodes", "kits", "out", STATE)
"""Folders of a workspace that are for something else."""
KNOWN_HOSTS = "~/.ssh/known_hosts"


def open_place(target: Target, *, root: Path) -> Place:
    """The place of a target; a `file://` address may be relative to the workspace `root`.

    Raises PlaceError when a password is missing, MissingExtra when voicehall is installed for folders alone. Nothing is
    reached yet.
    """
    scheme, _, rest = target.url.partition("://")
    if scheme == "file":
        return FolderPlace(_folder(target, rest, root))
    with needing("remote", tr("target '{name}'", name=target.name)):
        return _remote(target, scheme)


def _folder(target: Target, name: str, root: Path) -> Path:
    """Raises PlaceError for a folder in which the site would get among the workspace's own files."""
    # file:///C:/site has a slash before the drive.
    plain = unquote(name).removeprefix("/") if re.match(r"/[A-Za-z]:", name) else unquote(name)
    folder = root / Path(plain).expanduser()
    real, home = folder.resolve(), root.resolve()
    own = next((path for path in (home / name for name in OWN) if real.is_relative_to(path)), None)
    if own or home.is_relative_to(real):
        words = f"'{own.name}/'" if own else "the workspace"
        hint = "give it a folder of its own, such as file://site"
        raise PlaceError(f"target '{target.name}' would lie in {words} among other files", hint=hint)
    return folder


def password_of(target: Target) -> str | None:
    """The target's password: from its environment variable, else from the keyring; None where there is none.

    Raises PlaceError when the variable that the target names is not set.
    """
    if target.password_env:
        if target.password_env not in os.environ:
            hint = f"export {target.password_env}=... before you publish"
            raise PlaceError(f"'{target.password_env}' is not set, the password of '{target.name}'", hint=hint)
        return os.environ[target.password_env]
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password("voicehall", target.name)
    except KeyringError:
        return None


def _remote(target: Target, scheme: str) -> Place:
    parts = urlsplit(target.url)
    if scheme == "sftp":
        from pipeline.publish.targets.sftp import SftpPlace
        from pipeline.publish.targets.ssh import Login

        login = Login(
            host=parts.hostname or "",
            port=parts.port or 22,
            user=unquote(parts.username) if parts.username else None,
            key=Path(target.key).expanduser() if target.key else None,
            password=password_of(target) if target.password_env or not target.key else None,
            known_hosts=Path(target.known_hosts or KNOWN_HOSTS).expanduser(),
        )
        return SftpPlace(login, unquote(parts.path) or ".")
    if scheme == "s3":
        from pipeline.publish.targets.bucket import BucketPlace

        return BucketPlace(target.url, password=password_of(target))
    from pipeline.publish.targets.webdav import WebdavPlace

    host = parts.netloc.rpartition("@")[2]
    user = unquote(parts.username) if parts.username else None
    address = f"{scheme.removeprefix('webdav+')}://{host}{parts.path}"
    return WebdavPlace(address, user=user, password=password_of(target) if user else None)
