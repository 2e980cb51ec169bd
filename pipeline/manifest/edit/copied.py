"""A series' next manifest, copied from its last one without what belongs to that one alone."""

import re
from collections.abc import Iterator

from pipeline.documents.diagnostics import Findings
from pipeline.documents.nodes import Place, parse
from pipeline.documents.source import Source
from pipeline.manifest.spoken.manifest_text import names_file

INSTRUCTION = "把照片、录音和短片放进来\n然后照下面的样子写"
"""What the first episode of a new workspace tells its maker, and no other one tells anybody."""
_MEDIA_KEYS = frozenset(["narration", "say", "script", "subtitles", "image", "clip", "file", "cover"])
_OWN_NOTICES = ("chapters", "explicit", "block", "people", "location", "license", "license-url")
NEW_EACH_TIME = ("summary", "cover", "guid", "type", "soundbite", "publish_at", *_OWN_NOTICES)
_LEFT_OUT = "\0"
"""Stands for a line of the last manifest that is not copied; no YAML holds such a character."""


def copied(source: Source, changes: dict[str, str], old: str, new: str) -> str | None:
    """The last manifest's text with its top-level lines changed; None when it is not written key by key on lines."""
    place = parse(source, Findings())
    if place is None or not place.node.keys or any(column for _, column in place.node.keys.values()):
        return None
    if "programme" in place:
        return None  # The last one was finished elsewhere and has no segments to copy.
    lines = list(source.lines)
    for first, last in _instructions(place):
        lines[first:last] = [_LEFT_OUT] * (last - first)
    for line, before, after in _renamed(place, old, new):
        lines[line] = lines[line].replace(before, after)
    starts = sorted((line, key) for key, (line, _) in place.node.keys.items())
    blocks = [lines[: starts[0][0]]]
    for (line, key), (end, _) in zip(starts, [*starts[1:], (len(lines), "")], strict=True):
        block = lines[line:end]
        if key in changes or key in NEW_EACH_TIME:
            written = [f"{key}: {changes[key]}"] if key in changes else []
            block = written + _trailing_comments(block)
        blocks.append(block)
    return "\n".join(line for block in blocks for line in block if line != _LEFT_OUT).rstrip("\n") + "\n"


def _instructions(place: Place) -> Iterator[tuple[int, int]]:
    """Lines, from and to, of the cards that only tell the maker of a new workspace what to do."""
    entries = list(place["segments"]) if "segments" in place else []
    ends = [entry.node.line for entry in entries[1:]]
    for entry, end in zip(entries, [*ends, len(place.source.lines)], strict=True):
        card = entry["card"].data if "card" in entry else None
        if isinstance(card, str) and card.strip() == INSTRUCTION and len(entries) > 1:
            deep = entry.node.column
            last = entry.node.line + 1
            while last < end and len(text := place.source.lines[last]) - len(text.lstrip()) >= deep and text.strip():
                last += 1
            yield entry.node.line, last


def _trailing_comments(block: list[str]) -> list[str]:
    """Lines after a value that belong to the key below it."""
    kept = len(block)
    while kept > 1 and (not block[kept - 1].strip() or block[kept - 1].startswith("#")):
        kept -= 1
    return block[kept:]


def _renamed(place: Place, old: str, new: str) -> list[tuple[int, str, str]]:
    """Media named after the old number: line, name before, name after."""
    if len(old) < 2:
        return []
    number = re.compile(rf"(?<!\d){old}(?!\d)")
    items = place.node.items
    below = [(key, place[key]) for key in items] if isinstance(items, dict) else [("", each) for each in place]
    found = []
    for key, there in below:
        names = list(there) if key in _MEDIA_KEYS else []
        for name in names:
            if isinstance(name.data, str) and number.search(name.data) and (key != "say" or names_file(name.data)):
                found.append((name.node.line, name.data, number.sub(new, name.data)))
        if there.node.items is not None and not names:
            found += _renamed(there, old, new)
    return found
