"""The layers: imports point one way, names side by side leave each other alone, and no room is too full to see into."""

import ast
import graphlib
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LAYERS = (
    (
        "errors",
        "digest",
        "extras",
        "timebase",
        "files",
        "state",
        "wording",
        "messages",
        "masking",
        "pages",
        "progress",
        "gc_pause",
        "stop",
    ),
    ("documents", "model"),
    ("captions", "effects", "ingest"),
    ("manifest", "timeline", "build", "media"),
    ("reach", "render"),
    ("packaging",),
    ("archive", "qc"),
    ("publish",),
    ("workflow",),
    ("commands",),
    ("cli",),
)
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}
MODULES = sorted([*(ROOT / "pipeline").rglob("*.py"), *(ROOT / "commands").rglob("*.py"), ROOT / "cli.py"])
LONGEST_FILE = 320
FULL_FOLDER = 20


def layer_of(module: str) -> str:
    first, _, rest = module.partition(".")
    return rest.partition(".")[0] if first == "pipeline" else first


def module_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported(path: Path) -> Iterator[str]:
    """Every module of ours that a file names, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{name.name}" for name in node.names)
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names)


def ours(path: Path) -> Iterator[str]:
    return (name for name in imported(path) if name.split(".")[0] in ("pipeline", "commands", "cli"))


def allowed(own: str, other: str) -> bool:
    return other == own or LEVEL[other] < LEVEL[own] or LEVEL[own] == LEVEL[other] == 0


def shown(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", MODULES, ids=shown)
def test_imports_point_one_way(path: Path):
    own = layer_of(module_of(path))
    if module_of(path) == "pipeline":
        return
    for name in ours(path):
        assert allowed(own, layer_of(name)), f"{own} imports {name}"


def test_every_room_has_its_layer():
    rooms = {
        path.stem for path in (ROOT / "pipeline").iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()
    }

    assert rooms - {"__init__"} | {"commands", "cli"} == LEVEL.keys()


def test_no_imports_go_round():
    modules = {module_of(path): path for path in MODULES}
    graph = {}
    for name, path in modules.items():
        needs = {other if other in modules else other.rpartition(".")[0] for other in ours(path)}
        graph[name] = {other for other in needs if other in modules and other != name} - {"pipeline"}

    graphlib.TopologicalSorter(_without_faces(graph)).prepare()


def _without_faces(graph: dict[str, set[str]]) -> dict[str, set[str]]:
    """Whoever imports from a package's `__init__.py` means what that hands on, which lies in the package."""
    faces = {name for name in graph if any(other.startswith(f"{name}.") for other in graph)}
    return {name: {other for other in needs if not name.startswith(f"{other}.")} for name, needs in graph.items()} | {
        name: graph[name] for name in faces
    }


@pytest.mark.parametrize("path", MODULES, ids=shown)
def test_a_module_begins_with_its_sentence_and_can_be_seen_into(path: Path):
    text = path.read_text(encoding="utf-8")
    sentence = ast.get_docstring(ast.parse(text))

    assert sentence, "no docstring"
    assert len(sentence.split("\n")[0]) <= 117
    assert text.count("\n") <= LONGEST_FILE


def test_no_folder_is_too_full_to_find_anything():
    found = Counter(path.parent for path in MODULES if path.name != "__init__.py")

    assert {shown(folder): number for folder, number in found.items() if number > FULL_FOLDER} == {}


DOORS = {
    "av": {"media"},
    "jinja2": {"pages", "publish"},
    "PIL": {"media", "render"},
    "ffmpeg": {"media"},
    "moviepy": {"media"},
    "pydub": {"media"},
    "yaml": {"documents", "manifest"},
    "pydantic": {"documents", "manifest", "packaging", "publish", "reach"},
    "click": {"commands", "cli"},
    "distributed": {"build"},
    "sqlalchemy": {"reach"},
}
"""Who may meet what comes from outside."""


@pytest.mark.parametrize("path", MODULES, ids=shown)
def test_outside_parts_are_met_behind_their_doors_only(path: Path):
    own = layer_of(module_of(path))
    for name in imported(path):
        assert own in DOORS.get(name.split(".")[0], {own}), f"{own} imports {name}"


def test_commands_only_parse():
    """A command calls one verb: it knows `workflow`, and beside it how people are told."""
    for path in (ROOT / "commands").glob("*.py"):
        known = {layer_of(name) for name in ours(path)} - {"commands"}
        assert known <= {"workflow", "errors", "masking", "messages", "wording"}, shown(path)


def test_what_tests_share_stands_in_modules_that_are_no_tests():
    taken = re.compile(r"^ *(?:from|import) tests[\w.]*\.test_|^ *from tests[\w.]* import test_", re.MULTILINE)

    assert [shown(path) for path in (ROOT / "tests").rglob("*.py") if taken.search(path.read_text("utf-8"))] == []
