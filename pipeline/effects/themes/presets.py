"""Presets: the themes that come with voicehall, each a file of this folder."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pipeline.documents.diagnostics import Findings
from pipeline.documents.nodes import read_yaml
from pipeline.effects.themes.dress import Dress
from pipeline.errors import DiagnosedError

_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Inks:
    """Colours of text and ornaments; #rrggbb."""

    foreground: str
    accent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """A theme before anybody changed its colours."""

    name: str
    background: str
    inks: Inks
    other_background: str
    """For the author who named only a colour of text that cannot be read on its own background."""
    other_inks: Inks
    """For the author who named only a background on which its own inks cannot be read."""
    dress: Dress


def preset(name: str) -> Preset:
    """The preset of this name."""
    return presets()[name]


@cache
def presets() -> Mapping[str, Preset]:
    """All presets by name. Raises DiagnosedError for a damaged file."""
    files = sorted(_FOLDER.glob("*.yaml"))
    return MappingProxyType({path.stem: _read(path) for path in files})


def _read(path: Path) -> Preset:
    found = Findings()
    place = read_yaml(path, _FOLDER, found)
    if place is None or found.sorted():
        raise DiagnosedError(found.sorted())
    data: Any = place.data
    dress: dict[str, Any] = {key: int(own) if own.isdigit() else own for key, own in data["dress"].items()}
    return Preset(
        name=path.stem,
        background=data["background"],
        inks=Inks(**data["inks"]),
        other_background=data["other-background"],
        other_inks=Inks(**data["other-inks"]),
        dress=Dress(**dress),
    )
