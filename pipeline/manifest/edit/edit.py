"""Editing: one value of a manifest changed in its place, every other character left as it is."""

import codecs
import json
import re
from pathlib import Path

import yaml

from pipeline.documents.diagnostics import Findings
from pipeline.documents.nodes import Data, parse
from pipeline.documents.source import LINE_END, Source, read_source
from pipeline.errors import DiagnosedError, PipelineError
from pipeline.manifest.edit.templates import title_of
from pipeline.manifest.edit.writing import quoted, scalar
from pipeline.messages import tr


def edit_manifest(path: Path, root: Path, *, number: int, title: str | None = None, guid: str = "") -> bytes:
    """The manifest's bytes with this number and, if given, title and guid.

    Raises PipelineError for a manifest that cannot be read, or in which these values cannot be replaced safely.
    """
    found = Findings()
    source = read_source(path, root, found)
    place = parse(source, found) if source else None
    if source is None or place is None or not isinstance(place.data, dict) or found.sorted():
        raise DiagnosedError(found.sorted())
    text = source.text
    wanted: dict[str, Data] = dict(place.data)
    if guid and "guid" not in wanted:
        text = _beside_number(text, f"guid: {_quoted(guid)}")
        wanted["guid"] = guid
    if title is not None:
        text = _with(text, "title", scalar(title_of(title)))
        wanted["title"] = title_of(title)
    width = len(str(wanted.get("number", ""))) if str(wanted.get("number", "")).startswith("0") else 0
    text = _with(text, "number", f"{number:0{width}d}")
    wanted["number"] = f"{number:0{width}d}"
    again = parse(Source(path=path, file=source.file, text=text), Findings())
    if again is None or again.data != wanted:
        raise PipelineError(
            tr("the number in '{file}' cannot be changed safely, because of the way it is written", file=source.file),
            hint=tr("write 'number: {number}' there yourself", number=number),
        )
    mark = codecs.BOM_UTF8 if path.read_bytes().startswith(codecs.BOM_UTF8) else b""
    return mark + text.encode()


def title_in(path: Path) -> str | None:
    """A manifest's title; None where it cannot be read."""
    source = read_source(path, path.parent, Findings())
    place = parse(source, Findings()) if source else None
    return str(place["title"].data) if place and "title" in place else None


def _with(text: str, key: str, value: str) -> str:
    """The text with another value under a key at its margin; in quotes where the old one was."""
    start, end, style = _span(text, key)
    if style in ("'", '"') and not value.startswith('"'):
        value = json.dumps(value, ensure_ascii=False)
    tail = "\n" if style in ("|", ">") and text[start:end].endswith("\n") else ""
    return text[:start] + value + tail + text[end:]


def _quoted(guid: str) -> str:
    """In quotes, unless it needs none even between braces."""
    return guid if re.fullmatch(r"[0-9A-Za-z][0-9A-Za-z-]*", guid) else quoted(guid)


def _beside_number(text: str, line: str) -> str:
    """The text with one more key: on a line of its own below the number, or after it between braces."""
    _, end, _ = _span(text, "number")
    if _mapping(text).flow_style:
        return f"{text[:end]}, {line}{text[end:]}"
    after = LINE_END.search(text, end)
    if after is None:
        return f"{text}\n{line}\n"
    return f"{text[: after.end()]}{line}{after[0]}{text[after.end() :]}"


def _span(text: str, key: str) -> tuple[int, int, str]:
    """Where a key's value begins and ends, and its YAML style (`"`, `'`, `|`, `>` or nothing).

    Raises PipelineError where the key is not written in the file itself.
    """
    for name, value in _mapping(text).value:
        if name.value == key and isinstance(value, yaml.ScalarNode):
            return value.start_mark.index, value.end_mark.index, value.style or ""
    message = tr("the manifest has no '{key}' that could be changed", key=key)
    raise PipelineError(message, hint=tr("write '{key}: ...' into it", key=key))


def _mapping(text: str) -> yaml.MappingNode:
    tree = yaml.compose(text, Loader=yaml.CSafeLoader)
    # It was read as a mapping before.
    assert isinstance(tree, yaml.MappingNode)
    return tree
