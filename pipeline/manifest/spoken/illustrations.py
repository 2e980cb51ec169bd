"""Illustrations: pictures and clips in a script, written as Markdown has them: `![label](file){key=value}`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote

from pipeline.documents.diagnostics import Findings, shown
from pipeline.documents.nodes import Node, Place, parse
from pipeline.documents.source import Source
from pipeline.errors import Mark
from pipeline.messages import tr

PICTURE, FILLER = "\0", "\1"
"""What stands in a script's text instead of a picture: one mark for each, and as many fillers as it had characters."""
FILMS = (".mp4", ".m4v", ".mov", ".mkv", ".webm", ".avi", ".flv", ".mpg", ".mpeg", ".ts", ".wmv", ".3gp")
"""Suffixes of clips; everything else is a picture."""

_IMAGE = re.compile(
    r"""(?<!\\)!\[(?P<label>(?:\\.|[^\[\]\\\r\n]|\[[^\[\]\r\n]*\])*)\]
    \((?P<file>[ \t]*<[^<>\r\n]*>[^()\r\n]*|(?:\\.|[^()\\\r\n]|\([^()\r\n]*\))*)\)""",
    re.VERBOSE,
)
_TITLE = re.compile(r"""[ \t]+(?:"[^"]*"|'[^']*'|“[^”]*”)[ \t]*$""")
_KEYS = re.compile(r"[ \t]*(?=\{)|[ \t]*(?=｛[^｝\r\n]*[=＝])")
_WIDE = re.compile(
    r"(?<!\\)[!！][\[【［][^\]】］\r\n]{0,300}[\]】］][ \t]*[(（][^()（）\r\n]{0,300}\.[A-Za-z0-9]{2,4}[ \t]*[)）]"
)
_OPEN = re.compile(r"(?<!\\)!\[[^\]\r\n]{0,300}\]\([^)\r\n]{0,500}$", re.MULTILINE)
_ELSEWHERE = re.compile(r"<img\b[^>\r\n]{0,2000}>|!\[\[[^\]\r\n]{1,300}\]\]", re.IGNORECASE)
_REFERENCE = re.compile(r"(?<!\\)!\[(?P<label>[^\]\r\n]{0,300})\]\[(?P<name>[^\]\r\n]{0,300})\]")
_DEFINED = re.compile(r"^ {0,3}\[(?P<name>[^\]\r\n]+)\]:[ \t]*\S.*$", re.MULTILINE)
_KEY = re.compile(r"[ \t,]*([A-Za-z][\w-]*)[ \t]*=[ \t]*")
_ESCAPED = re.compile(r"\\([()\[\]<> ])")
_HOW = tr("write ![what it shows](photos/name.jpg), all marks in ASCII")


@dataclass(frozen=True, slots=True, kw_only=True)
class Illustration:
    """A picture or clip as a script places it."""

    place: Place
    """What a picture of a manifest would be: a mapping of `image` or `clip` and further keys, each at its place."""
    label: str
    """What it shows, as the script says; empty where it says nothing."""
    written: tuple[int, int]
    """Where the name of its file stands in the script's text."""


def illustrations(text: str, source: Source, found: Findings) -> tuple[str, tuple[Illustration, ...]]:
    """The text with marks where pictures stand, every other character at its place; and the pictures in order.

    `text` is that of the source, or as long as it, with comments emptied. What looks like a picture and cannot be read
    as one goes to `found` and out of the text.
    """
    pictures: list[Illustration] = []
    pieces, done = [], 0
    for image in _IMAGE.finditer(text):
        if image.start() < done:
            continue
        keys = _KEYS.match(text, image.end())
        stop, place = _read(image, text, source, keys.end() if keys else None, found)
        label = " ".join(_ESCAPED.sub(r"\1", image["label"]).split())
        pictures.append(Illustration(place=place, label=label, written=image.span("file")))
        pieces += [text[done : image.start()], PICTURE, FILLER * (stop - image.start() - 1)]
        done = stop
    marked = "".join((*pieces, text[done:]))
    for start, stop in _unreadable(marked, source, found):
        marked = marked[:start] + FILLER * (stop - start) + marked[stop:]
    return marked, tuple(pictures)


def _read(image: re.Match[str], text: str, source: Source, brace: int | None, found: Findings) -> tuple[int, Place]:
    """Where the picture's text ends, and the mapping that it stands for; `brace` is where its keys begin."""
    written = _TITLE.sub("", image["file"])
    bare = written.strip()
    start = image.start("file") + len(written) - len(written.lstrip())
    name = bare[1 : bare.index(">")] if bare.startswith("<") else _ESCAPED.sub(r"\1", bare)
    line, column = _spot(source, start)
    file = Node(unquote(name), line, column)
    above = _spot(source, image.start())
    items: dict[str, Node] = {}
    keys: dict[str, tuple[int, int]] = {}
    stop = image.end()
    if brace is not None:
        stop, items, keys = _keys(text, brace, source, found)
    moving = PurePosixPath(name).suffix.lower() in FILMS or bool({"from", "to"} & items.keys())
    kind = "clip" if moving else "image"
    if kind in items:
        mark = source.mark(items[kind].line, items[kind].column)
        found.error("duplicate-key", tr("the key '{key}' is here twice", key=kind), mark)
    items = {kind: file} | {key: value for key, value in items.items() if key != kind}
    node = Node({key: value.data for key, value in items.items()}, *above, size=len(items) + 1)
    node.items, node.keys = dict(items), keys | {kind: (line, column)}
    return stop, Place(source, node)


def _keys(
    text: str, brace: int, source: Source, found: Findings
) -> tuple[int, dict[str, Node], dict[str, tuple[int, int]]]:
    """Where `{key=value ...}` ends, its values, and the places of its keys."""
    stop = _closing(text, brace)
    items: dict[str, Node] = {}
    keys: dict[str, tuple[int, int]] = {}
    if stop is None or text[brace] != "{":
        message = tr("the keys of this picture cannot be read")
        found.error("bad-picture", message, _mark(source, brace), tr("write {keys}", keys="{transition=dissolve}"))
        wide = text.find("｝", brace)
        return wide + 1 if 0 < wide < _line_end(text, brace) else _line_end(text, brace), items, keys
    at = brace + 1
    while text[at : stop - 1].strip(" \t,"):
        key = _KEY.match(text, at, stop - 1)
        value = _value(text, key.end(), stop - 1) if key else ""
        if key is None or not value:
            rest = text[at : stop - 1].strip(" \t,").split()[0]
            spot = text.index(rest, at)
            message = tr("'{text}' is not written as key=value", text=shown(rest))
            hint = tr("write for example {keys}", keys="{transition=dissolve fit=crop}")
            found.error("bad-picture", message, _mark(source, spot), hint)
            at = spot + len(rest)
            continue
        if key[1] in items:
            found.error("duplicate-key", tr("the key '{key}' is here twice", key=key[1]), _mark(source, key.start(1)))
        else:
            items[key[1]] = _node(value, _spot(source, key.end()), source, found)
            keys[key[1]] = _spot(source, key.start(1))
        at = key.end() + len(value)
    return stop, items, keys


def _value(text: str, start: int, stop: int) -> str:
    """A value as it is written: in quotes, in brackets, or up to the next blank."""
    first = text[start] if start < stop else ""
    if first in "\"'" and (end := text.find(first, start + 1, stop)) > 0:
        return text[start : end + 1]
    if first and first in "[{" and (inner := _closing(text, start)) and inner <= stop:
        return text[start:inner]
    return re.match(r"[^\s,]*", text[start:stop])[0]  # type: ignore[index]


def _node(value: str, spot: tuple[int, int], source: Source, found: Findings) -> Node:
    """A value at its place; what stands in brackets is read as YAML."""
    if value[0] in "\"'":
        return Node(value[1:-1], *spot)
    if value[0] not in "[{":
        return Node(value, *spot)
    inner = Findings()
    place = parse(Source(path=source.path, file=source.file, text=value), inner)
    if place is None or inner.sorted():
        message = tr("'{text}' cannot be read", text=shown(value))
        found.error("bad-picture", message, source.mark(*spot), tr("write {keys}", keys="{focus=[0.5, 0.3]}"))
        return Node(None, *spot)
    return _moved(place.node, spot)


def _moved(node: Node, spot: tuple[int, int]) -> Node:
    """The node with the places of a text that begins at `spot`, on one line."""
    line, column = spot
    node.line, node.column = node.line + line, node.column + column
    if node.keys:
        node.keys = {key: (at + line, beside + column) for key, (at, beside) in node.keys.items()}
    below = node.items.values() if isinstance(node.items, dict) else node.items or ()
    for item in below:
        _moved(item, spot)
    return node


def _closing(text: str, start: int) -> int | None:
    """Where the bracket at `start` ends, on its line; None where it does not."""
    pairs = {"{": "}", "[": "]"}
    open_: list[str] = []
    quote = ""
    for index in range(start, _line_end(text, start)):
        character = text[index]
        if quote:
            quote = "" if character == quote else quote
        elif character in "\"'" and text[index - 1] in "=[{, :":
            quote = character
        elif character in pairs:
            open_.append(pairs[character])
        elif open_ and character == open_[-1]:
            open_.pop()
            if not open_:
                return index + 1
    return None


def _unreadable(text: str, source: Source, found: Findings) -> Iterator[tuple[int, int]]:
    """What looks like a picture to people, each with a diagnostic."""
    for pattern in (_WIDE, _OPEN):
        for one in pattern.finditer(text):
            message = tr("'{text}' looks like a picture, but cannot be read as one", text=shown(one[0]))
            found.error("bad-picture", message, _mark(source, one.start()), _HOW)
            yield one.span()
    names = {one["name"].casefold() for one in _DEFINED.finditer(text)}
    referring = [one for one in _REFERENCE.finditer(text) if (one["name"] or one["label"]).casefold() in names]
    for one in (*_ELSEWHERE.finditer(text), *referring):
        message = tr("pictures that are written as '{text}' are not shown", text=shown(one[0]))
        found.warning("picture-left-out", message, _mark(source, one.start()), _HOW)
        yield one.span()
    used = {(one["name"] or one["label"]).casefold() for one in referring}
    yield from (one.span() for one in _DEFINED.finditer(text) if one["name"].casefold() in used)


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end


def _spot(source: Source, index: int) -> tuple[int, int]:
    """Line and column of a character, from 0."""
    mark = source.mark_at(index)
    return mark.line - 1, mark.column - 1


def _mark(source: Source, index: int) -> Mark:
    return source.mark(*_spot(source, index))
