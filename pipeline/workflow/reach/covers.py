"""Small covers of the episodes that a report names first, from their finished programmes."""

import re
from base64 import b64encode
from collections.abc import Iterable
from pathlib import Path

from pipeline.errors import PipelineError
from pipeline.packaging.output import OutputFolder
from pipeline.packaging.record import Record, read_record
from pipeline.reach.report.page.sheet import Best

SIZE = (288, 216)
"""Pixels within which a cover is; shown at a quarter of it, and sharp on paper."""
MOST = 40_000
"""Bytes of one."""


def small_covers(root: Path, episodes: Iterable[Best]) -> dict[tuple[str, int], str]:
    """By series and number, as addresses that hold the picture; without those that have no programme."""
    found = {}
    for one in episodes:
        cover = _cover(OutputFolder(folder=root / "out" / one.series), one.number)
        if cover is not None:
            found[one.series, one.number] = cover
    return found


def _cover(output: OutputFolder, number: int) -> str | None:
    for path in sorted(output.folder.glob("*.json")):
        # Of thousands of records only those are read that may be the episode's.
        if not re.search(rf"(?<!\d)0*{number}(?!\d)", path.stem) or path.stem.endswith(".draft"):
            continue
        record = read_record(path)
        if record is not None and record.number == number:
            return _address(output.folder, record)
    return None


def _address(folder: Path, record: Record) -> str | None:
    from pipeline.media.picture.artwork import cover_inside

    names = sorted((file.path for file in record.files if file.path.endswith(".jpg")), key=len)
    for name in names:
        try:
            data = cover_inside(folder / name, *SIZE, most=MOST)
        except (PipelineError, OSError):
            continue
        return f"data:image/jpeg;base64,{b64encode(data).decode()}"
    return None
