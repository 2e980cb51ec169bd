"""Mistakes in YAML itself: what libyaml complains of, in words an author can act on."""

import os
import re
from collections.abc import Iterator

from yaml import MarkedYAMLError

from pipeline.documents.diagnostics import shown
from pipeline.documents.key_names import NAMES
from pipeline.documents.mistyped import mistyped_key, wide_colon
from pipeline.documents.source import Source
from pipeline.errors import Diagnostic, Mark
from pipeline.messages import NOTHING, Message, tr

_QUOTE = tr('put the whole text into quotes: "..."')
_TAB = (tr("this line is indented with a tab"), tr("indent with spaces"))

_WORDS = {
    "mapping values are not allowed in this context": (tr("a ':' is not allowed here"), _QUOTE),
    "could not find expected ':'": (tr("this line is neither 'key: value' nor part of the value above"), NOTHING),
    "found unexpected end of stream": (tr("this quotation mark is never closed"), NOTHING),
    "found a tab character where an indentation space is expected": _TAB,
    "did not find expected ',' or ']'": (
        tr("this '{open}' is not closed with '{close}'", open="[", close="]"),
        NOTHING,
    ),
    "did not find expected ',' or '}'": (
        tr("this '{open}' is not closed with '{close}'", open="{", close="}"),
        NOTHING,
    ),
    "did not find expected key": (
        tr("the indentation or the quotes here do not fit the lines above"),
        tr("line it up with the keys above"),
    ),
    "did not find expected '-' indicator": (tr("the indentation here does not fit the '-' entries above"), NOTHING),
    "did not find expected node content": (tr("a value is missing here, or there is a bracket too many"), NOTHING),
    "found unknown escape character": (
        tr("a '\\' between double quotes begins a special character, and this one does not exist"),
        tr("put the text between single quotes: '...'"),
    ),
    "did not find expected hexdecimal number": (
        tr("a '\\' between double quotes begins a special character, and this one does not exist"),
        tr("put the text between single quotes: '...'"),
    ),
    "did not find expected alphabetic or numeric character": (tr("a text cannot begin with '*' or '&'"), _QUOTE),
    "block sequence entries are not allowed in this context": (
        tr("a '- ' entry cannot begin here"),
        tr("begin the list on a line of its own, under its key"),
    ),
}

_ESCAPES = ("found unknown escape character", "did not find expected hexdecimal number")
_WINDOWS_PATH = re.compile(r"\"(?:[A-Za-z]:\\|\\\\)[^\"]*\"?")
_AS_WRITTEN = {ord(read): f"\\{letter}" for read, letter in zip("\n\t\r\b\f\v\a\0\x1b", "ntrbfva0e", strict=True)}
"""What YAML makes of a backslash and a letter between double quotes, and what stood there."""
_OPENED = re.compile(r"(\s*(?:- +)*[\w-]+:[ \t]+|\s*(?:- +)+)([\"'])(.*)$")
_CLOSED = {'"': re.compile(r'(?:[^"\\]|\\.)*"\s*(?:#.*)?'), "'": re.compile(r"(?:[^']|'')*'\s*(?:#.*)?")}
_COMMENT = re.compile(r"\s(#[^\s,;\]}]+)")
_KEY_LINE = re.compile(r"\s*(?:- +)*[a-z][a-z_-]*:(?:\s|$)")
_LOOKED_AT = 200
"""Lines above a problem among which a quotation mark is looked for."""

_BEGUN_EARLIER = ("could not find expected", "found unexpected end of stream", "did not find expected ','")
"""Problems that libyaml notices late: where the broken value began is the line to change."""


def explain(error: MarkedYAMLError, source: Source) -> Iterator[Diagnostic]:
    """Diagnostics as near as possible to what the author has to change; one for each key without a proper colon."""
    problem = error.problem or "unknown problem"
    spot = error.problem_mark
    if error.context_mark and (spot is None or problem.startswith(_BEGUN_EARLIER)):
        spot = error.context_mark
    mark = source.mark(spot.line, spot.column) if spot else source.mark(0, 0)
    for line in (mark.line - 1, mark.line - 2):
        if keys := tuple(mistyped_keys(source, line)):
            yield from keys
            return
    if spot and error.context_mark and (quote := _open_quote(source, error.context_mark.line, spot.line)):
        yield _at(quote, *_words("found unexpected end of stream", quote))
        return
    yield _at(mark, *_words(problem, mark))


def mistyped_keys(source: Source, line: int) -> Iterator[Diagnostic]:
    """For each key without a proper colon on a line (from 0) and on those directly above and below it, in order."""
    if not 0 <= line < len(source.lines) or not mistyped_key(source.lines[line]):
        return
    while line and mistyped_key(source.lines[line - 1]):
        line -= 1
    while line < len(source.lines) and (found := mistyped_key(source.lines[line])):
        yield _at(source.mark(line, found.column), found.message, found.hint)
        line += 1


def keys_within(source: Source, first: int, last: int) -> Iterator[Diagnostic]:
    """For each known key with a full-width colon on lines (from 0) that YAML takes for more of a text."""
    for line in range(first, min(last + 1, len(source.lines))):
        found = wide_colon(source.lines[line])
        if found and source.lines[line][: found.column].strip(" -") in NAMES:
            yield _at(source.mark(line, found.column), found.message, found.hint)


def _open_quote(source: Source, first: int, last: int) -> Mark | None:
    """A quotation mark on these lines (from 0) that is open where the next line begins with a key."""
    for line in range(max(first, last - _LOOKED_AT), min(last, len(source.lines) - 1)):
        opened = _OPENED.match(source.lines[line])
        if opened and not _CLOSED[opened[2]].fullmatch(opened[3]) and _KEY_LINE.match(source.lines[line + 1]):
            return source.mark(line, opened.start(2))
    return None


def _at(mark: Mark, message: Message, hint: Message) -> Diagnostic:
    return Diagnostic(code="bad-yaml", message=message, mark=mark, hint=hint)


def _words(problem: str, mark: Mark) -> tuple[Message, Message]:
    """Message and hint."""
    if problem == "found a tab character that violates indentation":
        return _TAB
    if problem == "found character that cannot start any token":
        character = mark.text[mark.column - 1 : mark.column]
        if character == "\t":
            return _TAB
        return tr("a text cannot begin with '{character}'", character=shown(character)), _QUOTE
    if problem.startswith("mapping values") and re.fullmatch(r"\s+[a-z][a-z-]*", mark.text[: mark.column - 1]):
        message = tr("this key is indented too far: it would belong to the value above")
        return message, tr("line it up with the keys beside it")
    if problem in _ESCAPES and (path := _WINDOWS_PATH.search(mark.text)):
        return windows_path(path[0].strip('"'))
    message, hint = _WORDS.get(problem, (tr("this is not valid YAML: {problem}", problem=shown(problem, 120)), NOTHING))
    if problem.startswith("did not find expected ',' or") and (comment := _COMMENT.search(mark.text, mark.column)):
        hint = tr(
            "a '#' behind a blank begins a comment: put the value into quotes: {example}", example=f'"{comment[1]}"'
        )
    return message, hint


def windows_path(name: str) -> tuple[Message, Message]:
    """Message and hint for a path as Windows writes it."""
    name = name.translate(_AS_WRITTEN)
    example = re.sub(r"[\\/\x00-\x1f]+", "/", name)
    message = tr("'{name}' is the path of a file on a Windows disk", name=shown(name))
    if os.name == "nt":
        hint = tr(
            "name its folder under 'media_roots' in studio.yaml, and write the path with forward slashes: '{example}';"
            " or copy the file beside this manifest and write its name alone: '{name}'",
            example=shown(example, 200), name=shown(example.rsplit("/", 1)[-1]),
        )  # fmt: skip
    else:
        hint = tr(
            "copy the file beside this manifest and write its name alone: '{name}'; or name the folder where this"
            " machine sees that disk under 'media_roots' in studio.yaml, and write the path from there with forward"
            " slashes",
            name=shown(example.rsplit("/", 1)[-1]),
        )
    return message, hint
