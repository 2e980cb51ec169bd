"""Links to programmes on a platform, as a person gives them: one by one, or in a table."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from pipeline.documents.diagnostics import Findings, shown
from pipeline.documents.encodings import decode
from pipeline.documents.source import display_name, read_bytes
from pipeline.errors import Mark, PipelineError, in_words
from pipeline.masking import has_user, show_always
from pipeline.messages import listed, tr
from pipeline.model.publishing.platform import OWN_RULES
from pipeline.publish.kits.platform import Platform

NONE = "none"
"""Written for a programme that is published, but has no link."""
MOST_ROWS = 10_000
_LINK = re.compile(r"https?://[^\s'\"<>，。；！？、）】]+")
_EPISODE = ("episode", "节目", "期")
_LINKS = ("link", "url", "链接")


class CsvReader(Protocol):
    """The reader of the module csv, which has no public type."""

    line_num: int

    def __iter__(self) -> Iterator[list[str]]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRow:
    """A row of a table: an episode and its link."""

    episode: str
    """As on the command line: `lieshita/3`."""
    url: str
    """Empty where it is published without a link."""
    mark: Mark


def link_in(text: str, platform: Platform) -> str:
    """The link in the text that a platform copies for sharing; empty for 'none'.

    Raises PipelineError for a text without a link of the platform.
    """
    if text.strip() == NONE:
        return ""
    found = _LINK.search(text)
    if found is None:
        raise PipelineError(
            tr("there is no link in '{text}'", text=shown(text, 80)),
            hint=tr(
                "paste the whole text that {platform} copies, or write '{none}' where there is no link",
                platform=platform.label,
                none=NONE,
            ),
        )
    try:
        host = (urlsplit(found[0]).hostname or "").lower()
    except ValueError:
        host = ""
    if not host or (platform.hosts and not any(host == one or host.endswith(f".{one}") for one in platform.hosts)):
        raise PipelineError(
            tr("'{link}' is not a link of {platform}", link=shown(found[0], 80), platform=platform.label),
            hint=tr(
                "its links begin with {hosts}; add other servers to 'hosts' in {file}",
                hosts=listed(platform.hosts),
                file=f"{OWN_RULES}/{platform.id}.yaml",
            ),
        )
    if has_user(found[0]):
        message = tr("'{link}' holds a name or a password", link=shown(found[0], 80))
        raise PipelineError(message, hint=tr("everybody will see it: copy the link under which anybody can open it"))
    show_always(found[0])
    return found[0]


def read_links(path: Path, platform: Platform, root: Path, found: Findings) -> list[LinkRow]:
    """The rows of a CSV file with the columns `episode` and `link`; its mistakes go to `found`."""
    file = display_name(path, root)
    data = read_bytes(path, file, found)
    decoded = decode(data) if data is not None else None
    if decoded is None or not decoded.encoding:
        if data is not None:
            mark = Mark(file=file, line=1, column=1)
            found.error("not-a-table", tr("this is not a text file"), mark, tr("save it as CSV"))
        return []
    reader = csv.reader(io.StringIO(decoded.text, newline=""))
    try:
        head = [cell.strip().lower() for cell in next(reader, [])]
        places = [next((head.index(name) for name in names if name in head), None) for names in (_EPISODE, _LINKS)]
        if None in places:
            message = tr("the first line does not name the columns 'episode' and 'link'")
            hint = tr("begin it with: {line}", line="episode,link")
            found.error("missing-column", message, Mark(file=file, line=1, column=1), hint)
            return []
        return list(_rows(reader, [place or 0 for place in places], platform, file, found))
    except csv.Error as cause:
        message = tr("this line cannot be read: {reason}", reason=in_words(cause))
        found.error("not-a-table", message, Mark(file=file, line=reader.line_num, column=1))
        return []


def _rows(reader: CsvReader, places: list[int], platform: Platform, file: str, found: Findings) -> Iterator[LinkRow]:
    """The rows with a link; the others are passed over."""
    for row in reader:
        mark = Mark(file=file, line=reader.line_num, column=1, text=",".join(row))
        episode, link = (row[place].strip() if place < len(row) else "" for place in places)
        if not link:
            continue
        if reader.line_num > MOST_ROWS:
            found.error("too-large", tr("more than {limit} lines", limit=MOST_ROWS), mark)
            return
        if not episode:
            hint = tr("write it like {example}", example="lieshita/3")
            found.error("missing-value", tr("this line names no episode"), mark, hint)
            continue
        try:
            yield LinkRow(episode=episode, url=link_in(link, platform), mark=mark)
        except PipelineError as error:
            found.error("bad-link", error.message, mark, error.hint)
