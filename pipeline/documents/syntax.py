"""What libyaml stumbles over, in words an author can act on."""

import re

from yaml import MarkedYAMLError

from pipeline.documents.diagnostics import shown
from pipeline.documents.source import Source
from pipeline.errors import Diagnostic, Mark

_QUOTE = 'put the whole text into quotes: "..."'

_WORDS = {
    "mapping values are not allowed in this context": ("a ':' stands where no key can", _QUOTE),
    "could not find expected ':'": ("this line is neither a key with ':' nor part of the value above", ""),
    "found unexpected end of stream": ("this quote is never closed", ""),
    "found a tab character where an indentation space is expected": ("a tab indents this line", "indent with spaces"),
    "did not find expected ',' or ']'": ("this '[' is not closed with ']'", ""),
    "did not find expected ',' or '}'": ("this '{' is not closed with '}'", ""),
    "did not find expected key": ("this is indented or quoted unlike its neighbours", "line it up with the keys above"),
    "did not find expected '-' indicator": ("this is indented unlike the '-' entries above", ""),
    "did not find expected node content": ("a value is missing here, or a bracket stands alone", ""),
    "did not find expected alphabetic or numeric character": ("'*' and '&' begin aliases and anchors", _QUOTE),
    "block sequence entries are not allowed in this context": (
        "a '- ' entry cannot begin here",
        "begin the list on a line of its own, under its key",
    ),
}

_BEGUN_EARLIER = ("could not find expected", "found unexpected end of stream", "did not find expected ','")
"""Problems that libyaml notices late: where the broken value began is the line to change."""


_NO_BLANK = re.compile(r"(\s*(?:- )?[a-z][a-z-]*)(：|:(?=[^\s/:]))\s*(.*)")
"""A key without the ASCII colon and blank that would make it one."""


def explain(error: MarkedYAMLError, source: Source) -> Diagnostic:
    """A diagnostic as near as possible to what the author has to change."""
    problem = error.problem or "unknown problem"
    spot = error.problem_mark
    if error.context_mark and (spot is None or problem.startswith(_BEGUN_EARLIER)):
        spot = error.context_mark
    mark = source.mark(spot.line, spot.column) if spot else source.mark(0, 0)
    for line in (mark.line - 1, mark.line - 2):
        if 0 <= line < len(source.lines) and (key := _NO_BLANK.match(source.lines[line])):
            mark = source.mark(line, key.end(1))
            hint = f"write '{shown(key[1].strip())}: {shown(key[3])}'"
            return Diagnostic(code="bad-yaml", message="a key ends with ':' and a blank", mark=mark, hint=hint)
    message, hint = _words(problem, mark)
    return Diagnostic(code="bad-yaml", message=message, mark=mark, hint=hint)


def _words(problem: str, mark: Mark) -> tuple[str, str]:
    """Message and hint."""
    if problem == "found character that cannot start any token":
        character = mark.text[mark.column - 1 : mark.column]
        if character == "\t":
            return _WORDS["found a tab character where an indentation space is expected"]
        return f"a text cannot begin with '{shown(character)}'", _QUOTE
    if problem.startswith("mapping values") and re.fullmatch(r"\s+[a-z][a-z-]*", mark.text[: mark.column - 1]):
        return "this key is indented as if it went on with the value above", "line it up with the keys beside it"
    return _WORDS.get(problem, (f"this is not YAML: {shown(problem, 120)}", ""))
