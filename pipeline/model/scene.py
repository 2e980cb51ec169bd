"""Scenes: moving pictures that a script makes with MoviePy, and what it is given for that."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from pipeline.digest import OUTSIDE_RECIPE, RECIPE_WHERE_SET
from pipeline.errors import Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class SceneValue:
    """A value by its name."""

    role: str
    """The name."""
    value: "Frozen"


@dataclass(frozen=True, slots=True, kw_only=True)
class SceneMapping:
    """Values by their names, as a value."""

    values: tuple[SceneValue, ...]


Frozen = None | bool | int | Decimal | str | SceneMapping | tuple["Frozen", ...]
"""What a manifest can hand to a script; a tuple is a list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SceneScript:
    """The script, known by its content."""

    content: str
    """SHA-256 of its bytes."""
    path: Path = field(compare=False, metadata=OUTSIDE_RECIPE)
    name: str = field(compare=False, metadata=OUTSIDE_RECIPE)
    """As messages call it: from the workspace."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SceneFile:
    """A file that the script reads."""

    content: str
    """SHA-256 of its bytes."""
    name: str
    """By which the script opens it."""
    path: Path = field(compare=False, metadata=OUTSIDE_RECIPE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What a script makes of its values: pictures and, as the case may be, sound."""

    script: SceneScript
    values: tuple[SceneValue, ...] = ()
    uses: tuple[SceneFile, ...] = ()
    look: Hashable | None = field(default=None, metadata=RECIPE_WHERE_SET)
    """A `Look` of `effects`, for a script that asks for the theme."""
    workspace: Path | None = field(default=None, compare=False, metadata=OUTSIDE_RECIPE)
    """Folder of which the script may read only what it is given; None where there is none on this machine."""
    limit: Fraction = field(compare=False, metadata=OUTSIDE_RECIPE)
    """Seconds that it may take."""
    label: str = field(default="", compare=False, metadata=OUTSIDE_RECIPE)
    mark: Mark = field(compare=False, repr=False, metadata=OUTSIDE_RECIPE)
    """Of the segment that shows it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SceneSound:
    """The sound of a scene, a tone of the mix."""

    scene: Scene
    samples: int
    """Of the whole scene."""
    ceiling: Decimal
    """LUFS above which it is lowered."""

    @property
    def label(self) -> str:
        return self.scene.label


def frozen(data: object) -> Frozen:
    """A plain value of dicts, lists and scalars as one that stays as it is; floats become decimals."""
    if isinstance(data, dict):
        return SceneMapping(values=tuple(SceneValue(role=name, value=frozen(item)) for name, item in data.items()))
    if isinstance(data, list | tuple):
        return tuple(frozen(item) for item in data)
    if isinstance(data, float):
        return Decimal(repr(data))
    assert data is None or isinstance(data, bool | int | str | Decimal | SceneMapping)
    return data


def plain_values(values: tuple[SceneValue, ...]) -> dict[str, object]:
    """The values as plain ones again: what the script is called with."""
    return {one.role: _thawed(one.value) for one in values}


def _thawed(value: Frozen) -> object:
    if isinstance(value, SceneMapping):
        return plain_values(value.values)
    if isinstance(value, tuple):
        return [_thawed(item) for item in value]
    return float(value) if isinstance(value, Decimal) else value


def texts_in(value: Frozen) -> tuple[str, ...]:
    """All text in it, which the script may draw."""
    if isinstance(value, SceneMapping):
        return tuple(text for one in value.values for text in texts_in(one.value))
    if isinstance(value, tuple):
        return tuple(text for item in value for text in texts_in(item))
    return () if value is None or isinstance(value, bool) else (str(value),)
