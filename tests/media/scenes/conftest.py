"""Scenes of a few small frames, made of a script's text."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from pipeline.digest import file_digest
from pipeline.model.scene import Scene, SceneFile, SceneScript, SceneValue, frozen
from tests.factories import MARK

HEAD = """\
import numpy as np
from moviepy import *


"""


@pytest.fixture
def scene_of(tmp_path: Path) -> Callable[..., Scene]:
    """Makes a scene of a script's body, which begins on line 6, behind the imports and `def scene`."""

    def make(
        body: str, *, head: str = HEAD, uses: dict[str, Path] | None = None, limit: int = 60, **values: Any
    ) -> Scene:
        script = tmp_path / "workspace" / "opening.py"
        script.parent.mkdir(exist_ok=True)
        lines = "".join(f"    {line}\n" for line in body.strip().splitlines())
        script.write_text(f"{head}def scene(size, rate, length, **values):\n{lines}", encoding="utf-8")
        return Scene(
            script=SceneScript(content=file_digest(script), path=script, name="scenes/opening.py"),
            values=tuple(SceneValue(role=name, value=frozen(value)) for name, value in values.items()),
            uses=tuple(
                SceneFile(content=file_digest(path), name=name, path=path) for name, path in (uses or {}).items()
            ),
            limit=Fraction(limit),
            workspace=script.parent,
            mark=MARK,
        )

    return make
