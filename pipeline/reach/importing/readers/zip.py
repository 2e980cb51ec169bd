"""Zip archives: workbooks and downloads of several tables, refused before too much is unpacked."""

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zipfile import BadZipFile, ZipFile, ZipInfo

from pipeline.messages import tr
from pipeline.reach.importing.readers.grid import UnreadableFile
from pipeline.wording import round_size, size

UNPACKED_LIMIT = 250_000_000
"""Bytes of all members together, unpacked."""
MEMBER_LIMIT = 2_000


@contextmanager
def opened(path: Path) -> Iterator[ZipFile]:
    """A zip archive within bounds. Raises UnreadableFile for one that is truncated, encrypted, or a bomb."""
    try:
        with ZipFile(path) as archive:
            _check(archive.infolist())
            yield archive
    except (BadZipFile, EOFError, zlib.error, NotImplementedError, OSError) as cause:
        hint = tr("wait until the download is finished, or export it again")
        raise UnreadableFile(tr("it is not a complete zip archive or workbook"), hint=hint) from cause


def _check(members: list[ZipInfo]) -> None:
    if len(members) > MEMBER_LIMIT:
        message = tr(
            "it holds {files} files; at most {limit} are read", files=f"{len(members):,}", limit=f"{MEMBER_LIMIT:,}"
        )
        raise UnreadableFile(message)
    if any(member.flag_bits & 1 for member in members):
        raise UnreadableFile(tr("it is locked with a password"), hint=tr("save it without one"))
    if (unpacked := sum(member.file_size for member in members)) > UNPACKED_LIMIT:
        message = tr(
            "it unpacks to {size}; at most {limit} are read", size=size(unpacked), limit=round_size(UNPACKED_LIMIT)
        )
        raise UnreadableFile(message, hint=tr("export a shorter period as CSV"))


def blocks(archive: ZipFile, member: ZipInfo) -> Iterator[bytes]:
    """A member's bytes; never more than it says it holds."""
    left = member.file_size
    with archive.open(member) as stream:
        while block := stream.read(1 << 20):
            left -= len(block)
            if left < 0:
                raise UnreadableFile(tr("'{name}' in it is larger than the archive says", name=member.filename))
            yield block
