"""Scripted episodes: a series' next manifest with one narration, whose script brings its pictures."""

from collections.abc import Sequence
from pathlib import Path

from pipeline.documents.diagnostics import Findings
from pipeline.documents.nodes import Place, parse
from pipeline.documents.source import Source
from pipeline.manifest.edit.writing import scalar

NARRATION = "  # NARRATION"
"""Where the narration goes."""


def scripted_episode(path: Path, text: str) -> str:
    """The text of a new manifest, with a line `NARRATION` where the lesson goes.

    What stood before and behind the lesson in the last episode stays: parts of the series, cards with fields.
    """
    source = Source(path=path, file="", text=text)
    place = parse(source, Findings())
    assert place is not None
    entries = list(place["segments"]) if "segments" in place else []
    lines = list(source.lines)
    starts = [entry.node.line for entry in entries]
    first = place.node.keys["segments"][0] if place.node.keys and "segments" in place else len(lines)
    if not entries or len(set(starts)) < len(starts) or first in starts:
        kept = lines[:first]
        return "\n".join([*kept, "segments:", NARRATION]).lstrip("\n") + "\n"
    later = [line for line, _ in (place.node.keys or {}).values() if line > first]
    end = min(later, default=len(lines))
    frame = [_is_frame(entry) for entry in entries]
    own = [index for index, kept in enumerate(frame) if not kept]
    cards = [index for index, entry in enumerate(entries) if frame[index] and "card" in entry]
    before = own[0] if own else cards[-1] + 1 if cards else min(1, len(entries))
    behind = own[-1] + 1 if own else before
    bounds = [*starts, end]
    stop = bounds[before]
    while stop > first + 1 and (not lines[stop - 1].strip() or lines[stop - 1].lstrip().startswith("#")):
        stop -= 1
    kept = [*lines[:stop], NARRATION, *lines[bounds[behind] :]]
    return "\n".join(kept).rstrip("\n") + "\n"


def with_narration(text: str, takes: Sequence[str], script: str) -> str:
    """A text of `scripted_episode` with its narration."""
    sounds = scalar(takes[0]) if len(takes) == 1 else f"[{', '.join(map(scalar, takes))}]"
    return text.replace(NARRATION, f"  - narration: {sounds}\n    script: {scalar(script)}", 1)


def _is_frame(entry: Place) -> bool:
    """Whether a segment belongs to every episode: a part of the series, or a card with the episode's fields."""
    return "use" in entry or ("card" in entry and "{" in str(entry["card"].data))
