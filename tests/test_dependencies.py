"""The libraries: what is imported is asked for, what is asked for is imported, and the documents tell why."""

import ast
import re
import sys
import tomllib
from collections import defaultdict
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any, get_args

import pytest
from packaging.requirements import Requirement

from pipeline.extras import Extra

ROOT = Path(__file__).parent.parent
MODULES = (*(ROOT / "pipeline").rglob("*.py"), *(ROOT / "commands").rglob("*.py"), ROOT / "cli.py")
BROUGHT = {"botocore": "s3fs", "httpx": "webdav4", "pydantic-core": "pydantic"}
"""Imported, and part of what the other one is."""
NOT_IMPORTED = {"audioop-lts", "psycopg", "tzdata"}
"""Imported by others of them, or data."""
OF_MODULES = {"edge_tts": "edge-tts", "faster_whisper": "faster-whisper"}
"""What a module belongs to, where it may not be installed here."""


def named(requirements: list[str]) -> set[str]:
    return {normal(Requirement(line).name) for line in requirements}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.fixture(scope="module")
def project() -> dict[str, Any]:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    found: dict[str, Any] = tomllib.loads(text)["project"]
    return found


@pytest.fixture(scope="module")
def used() -> dict[str, set[str]]:
    """The files that import a library, by its name."""
    belongs = packages_distributions() | {module: [name] for module, name in OF_MODULES.items()}
    found = defaultdict(set)
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module:
                names = [node.module]
            for module in {name.partition(".")[0] for name in names}:
                if module not in sys.stdlib_module_names and module not in ("pipeline", "commands", "cli"):
                    name = normal(belongs[module][0])
                    found[BROUGHT.get(name, name)].add(str(path.relative_to(ROOT)))
    return found


def extras(project: dict[str, Any]) -> dict[str, set[str]]:
    return {name: named(lines) for name, lines in project["optional-dependencies"].items() if name != "dev"}


def test_what_is_imported_is_asked_for_and_nothing_else(project: dict[str, Any], used: dict[str, set[str]]):
    asked = named(project["dependencies"]).union(*extras(project).values())

    assert used.keys() == asked - NOT_IMPORTED


def test_every_range_has_an_upper_end(project: dict[str, Any]):
    asked = [Requirement(line) for line in project["dependencies"]]
    asked += [
        Requirement(line) for name, lines in project["optional-dependencies"].items() if name != "dev" for line in lines
    ]

    assert [one.name for one in asked if "<" not in {part.operator for part in one.specifier}] == ["tzdata"]


def test_messages_name_the_extras_that_there_are(project: dict[str, Any]):
    assert set(get_args(Extra)) == extras(project).keys()


def test_the_documents_tell_what_each_is_for(project: dict[str, Any]):
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    table = text.partition("\n## Dependencies\n")[2].partition("\n## ")[0]

    assert set(re.findall(r"^\| `([a-z0-9-]+)`", table, re.MULTILINE)) == named(project["dependencies"]).union(
        *extras(project).values()
    )
