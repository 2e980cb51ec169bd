"""Scripts of scenes, looked into without running them: what their function asks for, and whether it gets that."""

import ast
import re
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal, NoReturn

from pipeline.documents.diagnostics import Findings, shown
from pipeline.documents.nodes import Data, Place
from pipeline.documents.source import Source
from pipeline.errors import Mark, did_you_mean, in_words
from pipeline.messages import NOTHING, Message, tr
from pipeline.model.scene import Frozen, SceneValue, frozen

FUNCTION = "scene"
"""What a script must define."""
GIVEN = ("size", "rate", "length")
"""What it is always called with."""
THEME = "theme"
"""A parameter of this name gets the look of cards."""
OURS = Path(__file__).parent.parent / "media" / "scenes" / "ours"

Kind = Literal["int", "float", "str", "bool", "list", "dict", ""]
"""Of a parameter's value, by its annotation or its default; empty where neither says it."""
_KINDS: Mapping[str, Kind] = {"int": "int", "float": "float", "str": "str", "bool": "bool", "list": "list",
                              "dict": "dict", "tuple": "list"}  # fmt: skip
_WANTED: Mapping[Kind, Message] = {
    "int": tr("a whole number"),
    "float": tr("a number"),
    "str": tr("a text"),
    "bool": tr("yes or no"),
    "list": tr("a list"),
    "dict": tr("a mapping"),
}
_ANSWERS = {"yes": True, "true": True, "no": False, "false": False}
_WHOLE, _NUMBER = re.compile(r"[+-]?\d{1,15}", re.ASCII), re.compile(r"[+-]?(\d{1,15}\.?\d*|\.\d+)", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One of the values that the function takes."""

    name: str
    kind: Kind
    required: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """What a scene's function takes beside size, rate and length."""

    parameters: tuple[Parameter, ...]
    themed: bool
    anything: bool
    """Whether it takes values of any name: `**values`."""


class ScriptProblem(Exception):
    """Why a script cannot make a scene, and where in it; line and column count from 1."""

    def __init__(self, message: Message, line: int = 1, column: int = 1, *, hint: Message = NOTHING) -> None:
        super().__init__(message)
        self.message, self.line, self.column, self.hint = message, line, column, hint


def our_scenes() -> dict[str, Path]:
    """The scripts that came with voicehall, by their names."""
    return {path.stem.replace("_", "-"): path for path in sorted(OURS.glob("[a-z]*.py"))}


def signature_in(source: Source, found: Findings) -> Signature | None:
    """What the function of a script takes; None where it has none that can be called, and `found` says why."""
    try:
        return signature(source.text)
    except ScriptProblem as problem:
        mark = source.mark(problem.line - 1, problem.column - 1)
        found.error("bad-scene", problem.message, mark, problem.hint)
        return None


@lru_cache(maxsize=64)
def signature(text: str) -> Signature:
    """The same of a script's text. Raises ScriptProblem."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            body = ast.parse(text).body
        except SyntaxError as cause:
            raise _syntax(cause) from None
        except (ValueError, RecursionError, MemoryError) as cause:
            raise ScriptProblem(tr("this is no Python program: {reason}", reason=in_words(cause))) from None
    functions = [one for one in body if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)]
    own = [one for one in functions if one.name == FUNCTION]
    if not own:
        hint = tr("begin one with: {line}", line="def scene(size, rate, length):")
        raise ScriptProblem(tr("this script defines no function 'scene'"), hint=hint)
    return _signature(own[-1])


def _syntax(cause: SyntaxError) -> ScriptProblem:
    line, column = cause.lineno or 1, cause.offset or 1
    return ScriptProblem(tr("Python cannot read this line: {reason}", reason=cause.msg), line, column)


def _signature(function: ast.FunctionDef | ast.AsyncFunctionDef) -> Signature:
    def fail(message: Message, hint: Message = NOTHING) -> NoReturn:
        raise ScriptProblem(message, function.lineno, function.col_offset + 1, hint=hint)

    if isinstance(function, ast.AsyncFunctionDef):
        fail(tr("'scene' must be an ordinary function, without 'async'"))
    if function.args.posonlyargs:
        fail(tr("'scene' is called by the names of its values: there must be no '/' among them"))
    taken = list(_parameters(function.args))
    names, anything = {one.name for one in taken}, function.args.kwarg is not None
    for name in GIVEN:
        if name not in names and not anything:
            fail(
                tr("'scene' takes no '{name}', which every scene is given", name=name),
                tr("write {example}", example="def scene(size, rate, length):"),
            )
    own = tuple(one for one in taken if one.name not in (*GIVEN, THEME))
    return Signature(parameters=own, themed=THEME in names, anything=anything)


def _parameters(args: ast.arguments) -> Iterator[Parameter]:
    defaults = [*([None] * (len(args.args) - len(args.defaults))), *args.defaults, *args.kw_defaults]
    for one, default in zip((*args.args, *args.kwonlyargs), defaults, strict=True):
        yield Parameter(name=one.arg, kind=_kind(one.annotation, default), required=default is None)


def _kind(annotation: ast.expr | None, default: ast.expr | None) -> Kind:
    named = annotation.value if isinstance(annotation, ast.Subscript) else annotation
    if isinstance(named, ast.Name):
        return _KINDS.get(named.id, "")
    try:
        value = ast.literal_eval(default) if default is not None else None
    except (ValueError, TypeError, SyntaxError, RecursionError):
        return ""
    return _KINDS.get(type(value).__name__, "")


def values_for(takes: Signature, place: Place | None, at: Mark, scene: str, found: Findings) -> tuple[SceneValue, ...]:
    """The values at `place`, of the kinds that the function takes; what does not fit goes to `found`.

    `at` is the mark of the scene, `scene` its name for messages.
    """
    known = {one.name: one for one in takes.parameters}
    given: dict[str, Place] = {}
    if place is not None and isinstance(place.data, dict):
        given = {name: place[name] for name in place.data}
    values = []
    for name, there in given.items():
        if name in (*GIVEN, THEME):
            message = tr("'{name}' is given to every scene, and is no value for 'with'", name=name)
            found.error("unknown-value", message, place.key_mark(name) if place else at)
        elif name not in known and not takes.anything:
            hint = did_you_mean(shown(name), known) if known else tr("leave out 'with'")
            message = tr("the scene '{scene}' takes no value '{name}'", scene=scene, name=shown(name))
            found.error("unknown-value", message, place.key_mark(name) if place else at, hint)
        else:
            values.append(SceneValue(role=name, value=_value(there, known[name].kind if name in known else "", found)))
    for one in known.values():
        if one.required and one.name not in given:
            message = tr("the scene '{scene}' needs a value for '{name}'", scene=scene, name=one.name)
            example = f"with: {{{one.name}: ...}}"
            found.error("missing-value", message, place.mark if place else at, tr("write {example}", example=example))
    return tuple(values)


def _value(place: Place, kind: Kind, found: Findings) -> Frozen:
    data = place.data
    try:
        return _read(data, kind) if kind else frozen(_guessed(place))
    except ValueError:
        wanted = _WANTED[kind]
        if isinstance(data, str):
            message = tr("expected {wanted}, found '{value}'", wanted=wanted, value=shown(data))
        else:
            message = tr("expected {wanted}", wanted=wanted)
        found.error("wrong-type", message, place.mark)
        return None


def _read(data: Data, kind: Kind) -> Frozen:
    """A value of the wanted kind. Raises ValueError where it is of another."""
    if kind in ("list", "dict"):
        if type(data).__name__ != kind:
            raise ValueError
        return frozen(_plain(data))
    if not isinstance(data, str):
        raise ValueError
    text = data.strip()
    if kind == "str":
        return data
    if kind == "bool":
        if text.lower() not in _ANSWERS:
            raise ValueError
        return _ANSWERS[text.lower()]
    if kind == "int" and not _WHOLE.fullmatch(text):
        raise ValueError
    return int(text) if kind == "int" else frozen(float(text))


def _guessed(place: Place) -> object:
    """What stands at a place, where nobody says of what kind it is: what is in quotes is a text."""
    data = place.data
    if isinstance(data, dict):
        return {name: _guessed(place[name]) for name in data}
    if isinstance(data, list):
        return [_guessed(one) for one in place]
    line = place.source.lines[place.node.line] if place.node.line < len(place.source.lines) else ""
    quoted = line[place.node.column : place.node.column + 1] in ("'", '"')
    return data if quoted else _plain(data)


def _plain(data: Data) -> object:
    """The numbers and answers among texts as such."""
    if isinstance(data, dict):
        return {name: _plain(item) for name, item in data.items()}
    if isinstance(data, list):
        return [_plain(item) for item in data]
    if data is None:
        return None
    text = data.strip()
    if _WHOLE.fullmatch(text) and str(int(text)) == text.lstrip("+"):
        return int(text)
    if _NUMBER.fullmatch(text) and not re.match(r"[+-]?0\d", text):
        return float(text)
    return _ANSWERS.get(text, data)
