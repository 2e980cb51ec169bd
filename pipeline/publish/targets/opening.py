"""Opening the place that a target names; passwords come from the environment or the keyring."""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from pipeline.model.target import Target
from pipeline.publish.targets.folder import FolderPlace
from pipeline.publish.targets.place import Place, PlaceError

KNOWN_HOSTS = "~/.ssh/known_hosts"


def open_place(target: Target, *, root: Path) -> Place:
    """The place of a target; a `file://` address may be relative to the workspace `root`.

    Raises PlaceError when a password or a part of voicehall is missing. Nothing is reached yet.
    """
    scheme, _, rest = target.url.partition("://")
    if scheme == "file":
        return FolderPlace(root / Path(rest).expanduser())
    try:
        return _remote(target, scheme)
    except ModuleNotFoundError as cause:
        hint = "install it with: pip install 'voicehall[publish]'"
        raise PlaceError(f"target '{target.name}' needs '{cause.name}', which is not installed", hint=hint) from cause


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
