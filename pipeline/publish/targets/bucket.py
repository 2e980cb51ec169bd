"""A place in a bucket of an S3 store, where a file appears when it is whole and not before."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256 as hasher

import s3fs
from botocore.exceptions import BotoCoreError, ClientError

from pipeline.errors import PipelineError
from pipeline.publish.targets.remote import Content, RemoteError, TemporaryRemoteError, changed


class BucketFolder:
    """Objects below a prefix. Keys come from where all S3 tools look: the environment, `~/.aws`, the machine's role."""

    def __init__(self, url: str, *, password: str | None = None) -> None:
        """`password` is the secret key, where the environment names the other half alone (AWS_ACCESS_KEY_ID)."""
        more = {"secret": password} if password else {}
        self._url = url
        self._root = url.partition("://")[2].rstrip("/")
        # It tries again by itself; that each of its tries were several would only keep the user waiting.
        self._place = s3fs.S3FileSystem(
            use_listings_cache=False, config_kwargs={"retries": {"total_max_attempts": 1}}, **more
        )

    def sizes(self) -> dict[str, int]:
        with self._reached("looking around"):
            found = self._place.find(self._root, detail=True)
            return {name[len(self._root) + 1 :]: int(entry["size"]) for name, entry in found.items()}

    def put(self, path: str, content: Content, *, sha256: str, size: int, sent: Callable[[int], None]) -> None:
        digest = hasher()
        with self._reached(f"'{path}'"):
            # What is given up before it is closed never appears: the parts of an upload are no object.
            file = self._place.open(self._far(path), "wb", Metadata={"sha256": sha256}, **_kind(path))
            try:
                for block in content(0):
                    digest.update(block)
                    file.write(block)
                    sent(len(block))
                if digest.hexdigest() != sha256:
                    raise changed(path)
            except BaseException:
                file.discard()
                # Else it would try to end what it has thrown away as soon as nobody knows it any more.
                file.closed = True
                raise
            file.close()
            if self._place.info(self._far(path))["size"] != size:
                raise TemporaryRemoteError(f"'{path}' did not arrive whole at '{self._url}'")

    def remove(self, path: str) -> None:
        with self._reached(f"'{path}'"), suppress(FileNotFoundError):
            self._place.rm_file(self._far(path))

    def close(self) -> None:
        pass

    def _far(self, path: str) -> str:
        return f"{self._root}/{path}"

    @contextmanager
    def _reached(self, what: str) -> Iterator[None]:
        try:
            yield
        except PipelineError:
            raise
        except PermissionError as cause:
            hint = "look at the keys in the environment (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY) or in ~/.aws"
            raise RemoteError(f"'{self._url}' does not let us in: {cause}", hint=hint) from cause
        except FileNotFoundError as cause:
            raise RemoteError(f"'{self._url}': {cause}", hint="make the bucket first") from cause
        except (BotoCoreError, ClientError, OSError) as cause:
            raise TemporaryRemoteError(f"'{self._url}' stumbled over {what}: {cause}") from cause


def _kind(path: str) -> dict[str, str]:
    """What a web server says the object is: browsers go by it."""
    import mimetypes

    kind = {".vtt": "text/vtt", ".xml": "application/rss+xml"}.get(path[path.rfind(".") :].lower())
    kind = kind or mimetypes.guess_type(path)[0]
    charset = "; charset=utf-8" if kind and kind.startswith("text/") else ""
    return {"ContentType": f"{kind}{charset}"} if kind else {}
