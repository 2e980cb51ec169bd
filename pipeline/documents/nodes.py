"""YAML text as plain data in which every value has its place; limited in depth and size.

Scalars keep their text: `007`, `2022`, `00:12`, `no` and `2024-02-30` are what the author typed. Only an empty value,
`~` and `null` are None.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from pipeline.documents.diagnostics import Findings, shown
from pipeline.documents.folding import folded
from pipeline.documents.source import Source, read_source
from pipeline.documents.syntax import explain, keys_within
from pipeline.errors import Mark
from pipeline.messages import Message, tr

DEPTH_LIMIT = 64
_TOO_DEEP = tr("values are nested more than {limit} levels deep", limit=DEPTH_LIMIT)
NODE_LIMIT = 100_000
"""Values in one file, aliases counted as what they stand for."""

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_NULLS = frozenset(["", "~", "null", "Null", "NULL"])
_PREFIX = "tag:yaml.org,2002:"
_TAGS = {None, "!"} | {_PREFIX + name for name in ("str", "int", "float", "bool", "null", "timestamp", "seq", "map")}

Data = None | str | list["Data"] | dict[str, "Data"]


@dataclass(slots=True)
class Node:
    """One value, its place (line and column from 0), and the nodes it holds."""

    data: Data
    line: int
    column: int
    size: int = 1
    """Values in it, itself included."""
    keys: dict[str, tuple[int, int]] | None = None
    """Of a mapping: the place of each key."""
    items: "dict[str, Node] | list[Node] | None" = None


@dataclass(frozen=True, slots=True)
class Place:
    """A node in its file."""

    source: Source
    node: Node
    key: tuple[int, int] | None = None
    """The place of this value's key."""

    @property
    def data(self) -> Data:
        return self.node.data

    @property
    def mark(self) -> Mark:
        """Of the value, or of its key where the value is empty."""
        line, column = (self.node.line, self.node.column) if self.data is not None or self.key is None else self.key
        return self.source.mark(line, column)

    def key_mark(self, name: str) -> Mark:
        """Of the key `name` of this mapping."""
        line, column = (self.node.keys or {}).get(name, (self.node.line, self.node.column))
        return self.source.mark(line, column)

    def __contains__(self, name: object) -> bool:
        return isinstance(self.node.items, dict) and name in self.node.items

    def __getitem__(self, step: str | int) -> "Place":
        """The value under a key or at an index; this place itself where the short form of a value has no such key."""
        items = self.node.items
        if isinstance(items, dict) and step in items:
            return Place(self.source, items[str(step)], (self.node.keys or {}).get(str(step)))
        if isinstance(items, list) and isinstance(step, int) and step < len(items):
            return Place(self.source, items[step])
        return self

    def __iter__(self) -> "Iterator[Place]":
        """The places of a sequence's values; a value of another kind is a sequence of itself."""
        if isinstance(self.node.items, list):
            return (Place(self.source, item) for item in self.node.items)
        return iter((self,))


def read_yaml(path: Path, root: Path, found: Findings) -> Place | None:
    """The root of a file's one YAML document; None when there is none to work with, and `found` says why.

    `root` is the folder from which messages name the file.
    """
    source = read_source(path, root, found)
    return parse(source, found) if source else None


def parse(source: Source, found: Findings) -> Place | None:
    """The root of a text's one YAML document; None when there is none to work with, and `found` says why."""
    if forbidden := _FORBIDDEN.search(source.text):
        character = f"U+{ord(forbidden[0]):04X}"
        message = tr("the character {character} is not allowed in this file", character=character)
        found.error("control-character", message, source.mark_at(forbidden.start()))
        return None
    try:
        root = _Composer(source, found).compose()
    except _Stopped:
        return None
    except yaml.MarkedYAMLError as cause:
        if cause.problem == "exceeded maximum nesting depth":
            # libyaml's own limit, far above ours: it reads ahead of us.
            spot = cause.problem_mark
            found.error("too-deep", _TOO_DEEP, source.mark(spot.line, spot.column) if spot else source.mark(0, 0))
        else:
            for diagnostic in explain(cause, source):
                found.add(diagnostic)
        return None
    return None if root is None else Place(source, root)


class _Stopped(Exception):
    """A limit was passed; the diagnostic has been given."""


class _Composer:
    """Builds nodes from libyaml's events; recursion ends at `DEPTH_LIMIT`."""

    def __init__(self, source: Source, found: Findings) -> None:
        self.source = source
        self.found = found
        self.anchors: dict[str, Node | None] = {}
        """None while the anchored value is still being built."""
        self.depth = 0
        self.size = 0
        self.next: Callable[[], Any] = yaml.CSafeLoader(source.text).get_event

    def compose(self) -> Node | None:
        self.next()
        event = self.next()
        if isinstance(event, yaml.StreamEndEvent):
            self.found.error("empty-file", tr("there is nothing in this file"), self.source.mark(0, 0))
            return None
        root = self.node(self.next())
        self.next()
        event = self.next()
        if not isinstance(event, yaml.StreamEndEvent):
            mark = self.source.mark(event.start_mark.line, event.start_mark.column)
            self.found.error("several-documents", tr("a second YAML document begins here; a file holds only one"), mark)
        return root

    def node(self, event: Any) -> Node:
        line, column = event.start_mark.line, event.start_mark.column
        if isinstance(event, yaml.AliasEvent):
            return self.alias(str(event.anchor), line, column)
        self.grow(1, line, column)
        if event.tag not in _TAGS:
            tag = shown(str(event.tag).replace(_PREFIX, "!!"))
            message = tr("YAML tags such as '{tag}' cannot be used here", tag=tag)
            self.found.error("unknown-tag", message, self.mark(line, column))
        if event.anchor is not None:
            self.anchors[event.anchor] = None
        if isinstance(event, yaml.ScalarEvent):
            plain = event.style is None or event.style in ("", "plain")
            value = event.value
            if event.style != "|" and (last := _last_line(event)) > line:
                value = folded(value, self.source.lines[line : last + 1])
            node = Node(None if plain and value in _NULLS else value, line, column)
            if plain and "：" in event.value:
                for one in keys_within(self.source, line + 1, _last_line(event)):
                    self.found.add(one)
        else:
            self.depth += 1
            if self.depth > DEPTH_LIMIT:
                self.stop("too-deep", _TOO_DEEP, line, column)
            node = Node(None, line, column)
            if isinstance(event, yaml.SequenceStartEvent):
                self.fill_sequence(node)
            else:
                self.fill_mapping(node)
            self.depth -= 1
        if event.anchor is not None:
            self.anchors[event.anchor] = node
        return node

    def alias(self, name: str, line: int, column: int) -> Node:
        target = self.anchors.get(name)
        if target is not None:
            # Built once, counted each time: a file of a few lines can stand for billions of values.
            self.grow(target.size, line, column)
            return target
        if name in self.anchors:
            message = tr("the alias '{alias}' contains itself", alias=f"*{shown(name)}")
        else:
            message = tr("the alias '{alias}' is not defined above", alias=f"*{shown(name)}")
        self.found.error("unknown-alias", message, self.mark(line, column))
        return Node(f"*{name}", line, column)

    def fill_sequence(self, node: Node) -> None:
        items = []
        while not isinstance(event := self.next(), yaml.SequenceEndEvent):
            items.append(self.node(event))
        node.items = items
        node.data = [item.data for item in items]
        node.size += sum(item.size for item in items)

    def fill_mapping(self, node: Node) -> None:
        items: dict[str, Node] = {}
        keys: dict[str, tuple[int, int]] = {}
        merged: list[Node] = []
        while not isinstance(event := self.next(), yaml.MappingEndEvent):
            key = event.start_mark.line, event.start_mark.column
            if not isinstance(event, yaml.ScalarEvent):
                self.stop("bad-key", tr("a key must be a plain text"), *key)
            self.grow(1, *key)
            name, value = event.value, self.node(self.next())
            node.size += 1 + value.size
            if name == "<<" and event.implicit[0]:
                merged += value.items if isinstance(value.items, list) else [value]
            elif name in items:
                message = tr("the key '{key}' is here twice", key=shown(name))
                hint = tr("it is already on line {line}", line=keys[name][0] + 1)
                self.found.error("duplicate-key", message, self.mark(*key), hint)
            else:
                items[name], keys[name] = value, key
        for base in merged:
            if not isinstance(base.items, dict):
                self.found.error("bad-merge", tr("'<<' needs a mapping"), self.mark(base.line, base.column))
                continue
            for name, item in base.items.items():
                if name not in items:
                    items[name], keys[name] = item, (base.keys or {})[name]
        node.items, node.keys = items, keys
        node.data = {name: item.data for name, item in items.items()}

    def grow(self, size: int, line: int, column: int) -> None:
        self.size += size
        if self.size > NODE_LIMIT:
            message = tr(
                "this file holds more than {limit} values; an alias counts as all that it stands for", limit=NODE_LIMIT
            )
            self.stop("too-large", message, line, column)

    def stop(self, code: str, message: Message, line: int, column: int) -> None:
        self.found.error(code, message, self.mark(line, column))
        raise _Stopped

    def mark(self, line: int, column: int) -> Mark:
        return self.source.mark(line, column)


def _last_line(event: Any) -> int:
    return int(event.end_mark.line)
