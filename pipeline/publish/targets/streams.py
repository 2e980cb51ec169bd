"""Streams: blocks that come one by one, as a file for libraries that want to read one."""

import io
from collections.abc import Callable, Iterable
from hashlib import sha256


class BlockFile(io.RawIOBase):
    """Blocks as a file that is read once, told of as they are read; knows the digest of what was read."""

    def __init__(self, blocks: Iterable[bytes], sent: Callable[[int], None]) -> None:
        self._blocks = iter(blocks)
        self._left = b""
        self._sent = sent
        self._digest = sha256()

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        """Up to `size` bytes, all of them where it is below 0; none at the end."""
        parts, wanted = [], size
        while size < 0 or wanted > 0:
            if not self._left:
                self._left = next(self._blocks, b"")
            if not self._left:
                break
            part = self._left if size < 0 else self._left[:wanted]
            self._left = self._left[len(part) :]
            wanted -= len(part)
            parts.append(part)
        data = b"".join(parts)
        self._digest.update(data)
        self._sent(len(data))
        return data

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()
