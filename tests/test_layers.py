"""The layers: imports point one way, and names side by side leave each other alone."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LAYERS = (
    ("errors", "digest", "timebase"),
    ("model",),
    ("effects",),
    ("manifest", "timeline", "build", "media"),
    ("render",),
    ("packaging",),
    ("publish", "reach"),
    ("workflow",),
    ("cli",),
)
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}
MODULES = sorted((ROOT / "pipeline").rglob("*.py"))


def layer_of(module: str) -> str:
    return module.split(".")[1] if module.startswith("pipeline.") else module


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "pipeline":
            yield from (
                [f"pipeline.{name.name}" for name in node.names] if node.module == "pipeline" else [node.module]
            )
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names if name.name.startswith("pipeline."))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_point_one_way(path: Path):
    parts = path.relative_to(ROOT / "pipeline").with_suffix("").parts
    own = parts[0]
    if own == "__init__":
        return
    for name in imported(path):
        other = layer_of(name)
        assert other == own or LEVEL[other] < LEVEL[own] or (LEVEL[own] == LEVEL[other] == 0), f"{own} imports {name}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_begins_with_its_sentence(path: Path):
    sentence = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))

    assert sentence, "no docstring"
    assert len(sentence.split("\n")[0]) <= 117


DOORS = {
    "av": {"media"},
    "PIL": {"media", "render"},
    "ffmpeg": {"media"},
    "moviepy": {"media"},
    "pydub": {"media"},
    "yaml": {"manifest"},
    "pydantic": {"manifest", "publish", "reach"},
    "click": {"cli"},
    "distributed": {"build"},
    "sqlalchemy": {"reach"},
}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_outside_parts_are_met_behind_their_doors_only(path: Path):
    own = path.relative_to(ROOT / "pipeline").parts[0]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [node.module] if isinstance(node, ast.ImportFrom) and node.module else []
        names += [name.name for name in node.names] if isinstance(node, ast.Import) else []
        for name in names:
            assert own in DOORS.get(name.split(".")[0], {own}), f"{own} imports {name}"
