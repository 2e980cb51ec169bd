"""Mistakes in YAML itself: what libyaml complains of, in words an author can act on."""

import re
from collections.abc import Iterator

from yaml import MarkedYAMLError

from pipeline.documents.diagnostics import shown
from pipeline.documents.key_names import mistyped_key
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
    "did not find expected alphabetic or numeric character": (tr("a text cannot begin with '*' or '&'"), _QUOTE),
    "block sequence entries are not allowed in this context": (
        tr("a '- ' entry cannot begin here"),
        tr("begin the list on a line of its own, under its key"),
    ),
}

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


def _at(mark: Mark, message: Message, hint: Message) -> Diagnostic:
    return Diagnostic(code="bad-yaml", message=message, mark=mark, hint=hint)


def _words(problem: str, mark: Mark) -> tuple[Message, Message]:
    """Message and hint."""
    if problem == "found character that cannot start any token":
        character = mark.text[mark.column - 1 : mark.column]
        if character == "\t":
            return _TAB
        return tr("a text cannot begin with '{character}'", character=shown(character)), _QUOTE
    if problem.startswith("mapping values") and re.fullmatch(r"\s+[a-z][a-z-]*", mark.text[: mark.column - 1]):
        message = tr("this key is indented too far: it would belong to the value above")
        return message, tr("line it up with the keys beside it")
    return _WORDS.get(problem, (tr("this is not valid YAML: {problem}", problem=shown(problem, 120)), NOTHING))
