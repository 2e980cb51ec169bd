"""Targets in a bucket of an S3 store, where a file appears when it is whole and not before."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256 as hasher

import s3fs
from botocore.exceptions import BotoCoreError, ClientError

from pipeline.errors import PipelineError, in_words
from pipeline.messages import tr
from pipeline.publish.targets.remote import Content, RemoteError, damaged_upload, server_failed, source_changed


class BucketFolder:
    """Objects below a prefix. Keys come from where all S3 tools look: the environment, `~/.aws`, the machine's role."""

    def __init__(self, url: str, *, password: str | None = None) -> None:
        """`password` is the secret key, where the environment names the other half alone (AWS_ACCESS_KEY_ID)."""
        more = {"secret": password} if password else {}
        self._url = url
        self._root = url.partition("://")[2].rstrip("/")
        # The library tries again by itself; several attempts in each of its tries would only keep the user waiting.
        self._store = s3fs.S3FileSystem(
            use_listings_cache=False,
            # It is closed when we are done, so nobody else may have it.
            skip_instance_cache=True,
            config_kwargs={"retries": {"total_max_attempts": 1}},
            **more,
        )

    def sizes(self) -> dict[str, int]:
        with self._plain_errors():
            found = self._store.find(self._root, detail=True)
            return {name[len(self._root) + 1 :]: int(entry["size"]) for name, entry in found.items()}

    def put(self, path: str, content: Content, *, sha256: str, size: int, sent: Callable[[int], None]) -> None:
        digest = hasher()
        with self._plain_errors(path):
            # An upload that is given up before it is closed never appears: its parts are no object.
            file = self._store.open(self._key(path), "wb", Metadata={"sha256": sha256}, **_content_type(path))
            try:
                for block in content(0):
                    digest.update(block)
                    file.write(block)
                    sent(len(block))
                if digest.hexdigest() != sha256:
                    raise source_changed(path)
            except BaseException:
                file.discard()
                # Otherwise the library would try to finish the discarded upload when the object is collected.
                file.closed = True
                raise
            file.close()
            if self._store.info(self._key(path))["size"] != size:
                raise damaged_upload(self._url, path)

    def remove(self, path: str) -> None:
        with self._plain_errors(path), suppress(FileNotFoundError):
            self._store.rm_file(self._key(path))

    def close(self) -> None:
        # An open connection would complain when the program ends.
        creator = getattr(self._store, "_s3creator", None)
        if creator is not None:
            self._store.close_session(self._store.loop, creator)

    def _key(self, path: str) -> str:
        return f"{self._root}/{path}"

    @contextmanager
    def _plain_errors(self, path: str = "") -> Iterator[None]:
        """Turns errors of the store into RemoteError. `path` is of the file in question, empty for all files."""
        try:
            yield
        except PipelineError:
            raise
        except PermissionError as cause:
            raise RemoteError(
                tr("'{server}' refuses access: {reason}", server=self._url, reason=in_words(cause)),
                hint=tr("check the keys in the environment (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY) or in ~/.aws"),
            ) from cause
        except FileNotFoundError as cause:
            raise RemoteError(
                tr("'{server}' cannot be found: {reason}", server=self._url, reason=in_words(cause)),
                hint=tr("create the bucket first"),
            ) from cause
        except (BotoCoreError, ClientError, OSError) as cause:
            raise server_failed(self._url, path, cause) from cause


def _content_type(path: str) -> dict[str, str]:
    """What a web server says the object is: browsers go by it."""
    import mimetypes

    kind = {".vtt": "text/vtt", ".xml": "application/rss+xml"}.get(path[path.rfind(".") :].lower())
    kind = kind or mimetypes.guess_type(path)[0]
    charset = "; charset=utf-8" if kind and kind.startswith("text/") else ""
    return {"ContentType": f"{kind}{charset}"} if kind else {}
