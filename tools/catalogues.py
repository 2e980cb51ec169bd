"""The catalogues of messages: sentences collected from the code, compared with their translations, compiled.

    python -m tools.catalogues update     new sentences into every catalogue, those gone out of it
    python -m tools.catalogues check      what is missing, with its place; exit status 1 where anything is
    python -m tools.catalogues compile    the form that is read at run time

A sentence is the literal first argument of `tr` (or the first two of `trn`), the docstring and `help=` of a command,
the docstring of a document's class and `description=` of its keys, and what a page holds in `{{ _("...") }}`.
"""

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as Entry
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "pipeline" / "locale"
DOMAIN = "voicehall"
LANGUAGES = ("zh",)
HEADER = "# Sentences of voicehall. Keep {places} as they are; say it as one would to a colleague.\n"
HEADLINES = re.compile(
    r'^"(POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Generated-By|Report-Msgid-Bugs-To): .*\n',
    re.MULTILINE,
)
"""Of a catalogue, that change with every day and everybody."""
DECLARATIVE = ("pipeline/manifest", "pipeline/documents")
"""Where docstrings of classes and `description=` are read by users."""

PRINTED = (
    "pipeline/reach/report/",
    "pipeline/publish/site/locale.py",
    "pipeline/publish/player/",
    "pipeline/wording.py",
)
"""Where Chinese is set as in print: 共3期, 3分20秒."""
FIGURES = "count|number|numbers|most|least|rest|row|rows|line|page|total|seconds|minutes|hours|days|size|date"
"""Places that hold figures."""
_HAN, _FIGURE = "[\u3400-\u9fff]", rf"\{{(?:{FIGURES})(?::[^}}]*)?\}}"
CRAMPED = re.compile(rf"{_HAN}(?:[A-Za-z0-9`]|{_FIGURE})|(?:[A-Za-z0-9%`]|{_FIGURE}){_HAN}")


@dataclass(frozen=True, slots=True)
class Found:
    """A sentence in the code."""

    id: str
    plural: str
    place: tuple[str, int]
    problem: str = ""


def main() -> int:
    what = sys.argv[1] if len(sys.argv) == 2 else ""
    if what == "update":
        return update()
    if what == "check":
        return check()
    if what == "compile":
        return compile_all()
    print(__doc__)
    return 2


def update() -> int:
    template = collected(list(sentences()))
    for language in LANGUAGES:
        path = source_of(language)
        catalogue = read(path, language)
        catalogue.update(template, no_fuzzy_matching=True, update_creation_date=False)
        catalogue.obsolete.clear()
        write(catalogue, path)
        missing = sum(not translated(entry) for entry in catalogue if entry.id)
        print(f"{path.relative_to(ROOT)}: {len(catalogue)} sentences, {missing} to be translated")
    return 0


def check() -> int:
    found = list(sentences())
    problems = [f"{place_of(one)}: {one.problem}" for one in found if one.problem]
    for language in LANGUAGES:
        catalogue = read(source_of(language), language)
        known = {}
        for one in found:
            if one.problem:
                continue
            known[one.id] = one
            entry = catalogue.get(one.id)
            if entry is None or not translated(entry):
                problems.append(f"{place_of(one)}: no {language}: {one.id!r}")
            else:
                problems += (f"{place_of(one)}: {language}: {words}" for words in faults(one, entry))
        gone = [entry.id for entry in catalogue if entry.id and first(entry) not in known]
        problems += (f"{source_of(language).relative_to(ROOT)}: in no file any more: {id!r}" for id in gone)
    print("\n".join(dict.fromkeys(problems)) or f"{len({one.id for one in found})} sentences, all translated")
    return 1 if problems else 0


def compile_all() -> int:
    for path in sorted(FOLDER.rglob("*.po")):
        with path.open("rb") as file:
            catalogue = read_po(file)
        data = BytesIO()
        write_mo(data, catalogue)
        path.with_suffix(".mo").write_bytes(data.getvalue())
    return 0


def sentences() -> Iterator[Found]:
    """Every sentence of the product."""
    for path in sorted([*(ROOT / "pipeline").rglob("*.py"), *(ROOT / "commands").glob("*.py"), ROOT / "cli.py"]):
        yield from in_python(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))
    for path in sorted([*(ROOT / "pipeline").rglob("*.html"), *(ROOT / "pipeline").rglob("templates/*.xml")]):
        yield from in_template(path)


def in_python(name: str, text: str) -> Iterator[Found]:
    """The sentences of a file of code."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and (called := called_name(node)) in ("tr", "trn"):
            yield from in_call(name, node, 2 if called == "trn" else 1)
        if name.startswith("commands/") or name == "cli.py":
            yield from of_command(name, node)
        if name.startswith(DECLARATIVE):
            yield from of_document(name, node)


def in_call(name: str, node: ast.Call, count: int) -> Iterator[Found]:
    texts = [constant(argument) for argument in node.args[:count]]
    place = (name, node.lineno)
    if len(texts) < count or None in texts:
        if name != "pipeline/messages.py":
            yield Found("", "", place, "a message is a literal text, with named places for its values")
        return
    id, plural = str(texts[0]), str(texts[1]) if count == 2 else ""
    given = {keyword.arg for keyword in node.keywords} | ({"count"} if count == 2 else set())
    wanted = places(id) | places(plural)
    if None not in given and (lacking := wanted - given):
        yield Found("", "", place, f"no value for {{{'}, {'.join(sorted(lacking))}}}")
    elif None not in given and (idle := given - wanted - {"count"}):
        yield Found("", "", place, f"no place for {', '.join(sorted(map(str, idle)))}")
    if id and id != "{text}":
        yield Found(id, plural, place)


def of_command(name: str, node: ast.AST) -> Iterator[Found]:
    """What `--help` shows."""
    if isinstance(node, ast.FunctionDef) and is_command(node) and (text := ast.get_docstring(node)):
        yield Found(text, "", (name, node.lineno))
    if not isinstance(node, ast.Call):
        return
    if isinstance(node.func, ast.Attribute) and node.func.attr == "add_section" and (text := constant(node.args[0])):
        yield Found(text, "", (name, node.lineno))
    for keyword in node.keywords:
        if keyword.arg == "help" and (text := constant(keyword.value)):
            yield Found(text, "", (name, keyword.value.lineno))


def is_command(node: ast.FunctionDef) -> bool:
    return any(word in ast.unparse(one) for one in node.decorator_list for word in ("command(", "group"))


def of_document(name: str, node: ast.AST) -> Iterator[Found]:
    """What the schema and the reference say."""
    if isinstance(node, ast.ClassDef) and node.name.endswith("Document") and (text := ast.get_docstring(node)):
        yield Found(text, "", (name, node.lineno))
    if isinstance(node, ast.Call):
        for keyword in node.keywords:
            if keyword.arg == "description" and (text := constant(keyword.value)):
                yield Found(text, "", (name, keyword.value.lineno))


def in_template(path: Path) -> Iterator[Found]:
    with path.open("rb") as file:
        for line, id, _, _ in extract("jinja2", file, options={"encoding": "utf-8"}):
            one, many = (id[0], id[1]) if isinstance(id, tuple) else (id, "")
            yield Found(str(one), str(many or ""), (path.relative_to(ROOT).as_posix(), line))


def called_name(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else ""


def constant(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def places(text: str) -> set[str]:
    """The names of a sentence's places."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def faults(one: Found, entry: Entry) -> Iterator[str]:
    """What is wrong with a translation."""
    texts = (entry.string,) if isinstance(entry.string, str) else entry.string
    for text in texts:
        yield from (f"no blank in '{words}' of {text!r}" for words in cramped(one, text))
        try:
            own = places(text)
        except ValueError:
            yield f"a brace stands alone: {text!r}"
            continue
        wanted = places(one.id) | places(one.plural) if braces(one) else set()
        if not braces(one):
            continue
        if more := own - wanted:
            yield f"unknown place {{{'}, {'.join(sorted(more))}}} in {text!r}"
        if less := wanted - own - ({"count"} if one.plural else set()):
            yield f"place {{{'}, {'.join(sorted(less))}}} is missing in {text!r}"


def cramped(one: Found, text: str) -> Iterator[str]:
    """Where Chinese touches Latin letters or figures; marks of full width need no blank, nor do printed reports."""
    if not one.place[0].startswith(PRINTED):
        yield from (found[0] for found in CRAMPED.finditer(text))


def braces(one: Found) -> bool:
    """Whether braces in it are places: in help and descriptions they are themselves."""
    return not one.place[0].startswith(("commands/", "cli.py")) and "{title}" not in one.id


def translated(entry: Entry) -> bool:
    return all(entry.string) if isinstance(entry.string, tuple) else bool(entry.string)


def first(entry: Entry) -> str:
    return entry.id[0] if isinstance(entry.id, tuple | list) else str(entry.id)


def place_of(one: Found) -> str:
    return f"{one.place[0]}:{one.place[1]}"


def collected(found: list[Found]) -> Catalog:
    catalogue = Catalog(domain=DOMAIN, project="voicehall", header_comment=HEADER, fuzzy=False)
    for one in found:
        if not one.problem:
            catalogue.add((one.id, one.plural) if one.plural else one.id, locations=[(one.place[0], None)])
    return catalogue


def source_of(language: str) -> Path:
    return FOLDER / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def read(path: Path, language: str) -> Catalog:
    if not path.exists():
        return Catalog(locale=language, domain=DOMAIN, header_comment=HEADER, fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language, domain=DOMAIN)


def write(catalogue: Catalog, path: Path) -> None:
    """In the order of the ids, without line numbers and days: a change of the code is no change here."""
    path.parent.mkdir(parents=True, exist_ok=True)
    data = BytesIO()
    write_po(data, catalogue, width=120, sort_output=True, include_previous=False, no_location=False)
    text = HEADLINES.sub("", data.getvalue().decode())
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
