"""Links: what a person says of where programmes stand on a platform, one by one or in a table."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from pipeline.documents.diagnostics import Findings, shown
from pipeline.documents.source import decode_text, display_name, read_bytes
from pipeline.errors import Mark, PipelineError
from pipeline.model.platform import OWN_RULES
from pipeline.publish.kits.platform import Platform

NONE = "none"
"""Said of a programme that is out, but has no link."""
MOST_ROWS = 10_000
_LINK = re.compile(r"https?://[^\s'\"<>，。；！？、）】]+")
_EPISODE = ("episode", "节目", "期")
_LINKS = ("link", "url", "链接")


class Reader(Protocol):
    """Of the module csv, which does not name its own."""

    line_num: int

    def __iter__(self) -> Iterator[list[str]]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedLink:
    """A row of a table: where an episode stands."""

    episode: str
    """As on the command line: `lieshita/3`."""
    url: str
    """Empty for one that is out without a link."""
    mark: Mark


def link_in(text: str, platform: Platform) -> str:
    """The link in what a platform's 'share' copies, or empty for 'none'. Raises PipelineError for anything else."""
    if text.strip() == NONE:
        return ""
    found = _LINK.search(text)
    if found is None:
        hint = f"paste the whole text that {platform.name} copies, or write '{NONE}' where there is no link"
        raise PipelineError(f"there is no link in '{shown(text, 80)}'", hint=hint)
    try:
        host = (urlsplit(found[0]).hostname or "").lower()
    except ValueError:
        host = ""
    if not host or (platform.hosts and not any(host == one or host.endswith(f".{one}") for one in platform.hosts)):
        own = f"{OWN_RULES}/{platform.id}.yaml"
        hint = f"its links lie under {', '.join(platform.hosts)}; others go under 'hosts' in {own}"
        raise PipelineError(f"'{shown(found[0], 80)}' is no link of {platform.name}", hint=hint)
    return found[0]


def read_links(path: Path, platform: Platform, root: Path, found: Findings) -> list[StatedLink]:
    """The rows of a CSV file with the columns `episode` and `link`; its mistakes go to `found`."""
    file = display_name(path, root)
    data = read_bytes(path, file, found)
    text = decode_text(data) if data is not None else None
    if text is None:
        if data is not None:
            found.error("not-a-table", "this is no text", Mark(file=file, line=1, column=1), "save it as CSV")
        return []
    reader = csv.reader(io.StringIO(text, newline=""))
    try:
        head = [cell.strip().lower() for cell in next(reader, [])]
        places = [next((head.index(name) for name in names if name in head), None) for names in (_EPISODE, _LINKS)]
        if None in places:
            message = "the first line names no columns 'episode' and 'link'"
            found.error("missing-column", message, Mark(file=file, line=1, column=1), "begin it with: episode,link")
            return []
        return list(_rows(reader, [place or 0 for place in places], platform, file, found))
    except csv.Error as cause:
        found.error(
            "not-a-table", f"this line cannot be read: {cause}", Mark(file=file, line=reader.line_num, column=1)
        )
        return []


def _rows(reader: "Reader", places: list[int], platform: Platform, file: str, found: Findings) -> Iterator[StatedLink]:
    """Rows whose link is empty are left for another day."""
    for row in reader:
        mark = Mark(file=file, line=reader.line_num, column=1, text=",".join(row))
        episode, link = (row[place].strip() if place < len(row) else "" for place in places)
        if not link:
            continue
        if reader.line_num > MOST_ROWS:
            found.error("too-large", f"more than {MOST_ROWS} lines", mark)
            return
        if not episode:
            found.error("missing-value", "this line names no episode", mark, "write lieshita/3 in it")
            continue
        try:
            yield StatedLink(episode=episode, url=link_in(link, platform), mark=mark)
        except PipelineError as error:
            found.error("bad-link", error.message, mark, error.hint)
