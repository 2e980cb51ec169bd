"""Zip archives: what a workbook or a download of several tables holds, refused before it can unfold beyond bounds."""

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zipfile import BadZipFile, ZipFile, ZipInfo

from pipeline.reach.importing.readers.grid import NotRead
from pipeline.wording import round_size

UNFOLDED_LIMIT = 250_000_000
"""Bytes of all members together, unpacked."""
MEMBER_LIMIT = 2_000


@contextmanager
def opened(path: Path) -> Iterator[ZipFile]:
    """A zip archive within bounds. Raises NotRead for one that is truncated, encrypted, or a bomb."""
    try:
        with ZipFile(path) as archive:
            _check(archive.infolist())
            yield archive
    except (BadZipFile, EOFError, zlib.error, NotImplementedError, OSError) as cause:
        raise NotRead(
            "it is not a whole zip archive or workbook", hint="wait until the download is finished, or export it again"
        ) from cause


def _check(members: list[ZipInfo]) -> None:
    if len(members) > MEMBER_LIMIT:
        raise NotRead(f"it holds {len(members):,} files, at most {MEMBER_LIMIT:,} are read")
    if any(member.flag_bits & 1 for member in members):
        raise NotRead("it is locked with a password", hint="save it without one")
    if (size := sum(member.file_size for member in members)) > UNFOLDED_LIMIT:
        raise NotRead(
            f"it unpacks to {size / 1e6:,.0f} MB, at most {round_size(UNFOLDED_LIMIT)} are read",
            hint="export a shorter time as CSV",
        )


def blocks(archive: ZipFile, member: ZipInfo) -> Iterator[bytes]:
    """A member's bytes; never more than it says it holds."""
    left = member.file_size
    with archive.open(member) as stream:
        while block := stream.read(1 << 20):
            left -= len(block)
            if left < 0:
                raise NotRead(f"'{member.filename}' in it is larger than the archive says")
            yield block
