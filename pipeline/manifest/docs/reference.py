"""The manifest reference, docs/manifest.md: every key, from the models that read them."""

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from pipeline.manifest.docs.json_schema import FILES, json_schema
from pipeline.manifest.kinds import PICTURES
from pipeline.manifest.schema.keys import (
    AlignerDocument,
    BedDocument,
    LoudnessDocument,
    RenditionDocument,
    ThemeDocument,
    TransitionDocument,
)
from pipeline.manifest.schema.outlets import (
    AccountDocument,
    PodcastDocument,
    ReachDocument,
    ScheduleDocument,
    SoundbiteDocument,
    TargetDocument,
)
from pipeline.manifest.segments import DOCUMENTS

_INTRODUCTION = """\
# Manifests

Every key that `studio.yaml`, `series.yaml` and episode files may hold. This page is made from the models that read
them (`python -m pipeline.manifest`). `voicehall schema` prints the same as JSON Schema, by which editors complete and
check manifests: begin a file with `# yaml-language-server: $schema=../../manifest.schema.json`.

- **Nearest wins.** Settings cascade from studio to series to episode to segment to picture. Mappings merge key by key:
  `music: {gain: -20 dB}` in an episode keeps the series' file. Naming a `preset` or a kind of transition starts afresh.
- **Short forms.** Where a mapping has a short form, its most important value may stand alone: `music: bed.mp3` is
  `music: {file: bed.mp3}`.
- **Times** have a unit or colons: `4s`, `1m30s`, `250ms`, `"00:12.5"`, `"1:02:03"`. A bare number is refused.
- **Paths** count from the file they stand in; those that begin with `assets/` from the workspace. Media must lie in
  the workspace or in a folder of `media_roots`, links followed.
- **Texts** of cards and chapters may hold `{title}`, `{number}` (also `{number:03d}`), `{numbering}`, `{series}`,
  `{author}`, `{date}`, `{speakers}`, `{total}` and `{category}`; so may `name` and `numbering`. Any other brace,
  backslash or percent sign is itself; a word in braces that is no field is told.
- Values are what was typed: `title: 2022` and `title: 007` are texts. A title with `: ` or ` #` in it wants quotes.
"""

_HEADINGS = {"episode": "Episode files", "series": "series.yaml", "studio": "studio.yaml"}

_SETTINGS: dict[str, type[BaseModel]] = {
    "music": BedDocument,
    "loudness": LoudnessDocument,
    "transition": TransitionDocument,
    "aligner": AlignerDocument,
    "theme": ThemeDocument,
    "renditions": RenditionDocument,
    "schedule": ScheduleDocument,
    "podcast": PodcastDocument,
    "soundbite": SoundbiteDocument,
    "targets": TargetDocument,
    "reach": ReachDocument,
    "accounts": AccountDocument,
}
_NAMED = {"renditions": "rendition", "targets": "target", "accounts": "account"}
"""Mappings whose keys are names that the author gives."""


def docs_reference() -> str:
    """The page as Markdown."""
    definitions: dict[str, Any] = json_schema()["$defs"]

    def section(model: type[BaseModel], note: str = "") -> str:
        return _section(model, definitions[model.__name__], note)

    parts = [_INTRODUCTION]
    parts += [f"## {_HEADINGS[kind]}\n\n{section(model)}" for kind, model in FILES.items()]
    parts.append("## Segments\n\nEvery entry of `segments` (and of a part) holds exactly one of these kinds.\n")
    parts += [f"### `{key}`\n\n{section(model)}" for key, model in DOCUMENTS.items()]
    parts.append("## Pictures\n\nEvery entry of a narration's `pictures` holds exactly one of these kinds.\n")
    parts += [f"### `{key}` as a picture\n\n{section(kind.document)}" for key, kind in PICTURES.items()]
    parts.append("## Settings\n")
    for key, model in _SETTINGS.items():
        note = f" Each entry of the mapping, by the {_NAMED[key]}'s name:" if key in _NAMED else ""
        parts.append(f"### `{key}`\n\n{section(model, note)}")
    return "\n".join(parts)


def _section(model: type[BaseModel], definition: dict[str, Any], note: str) -> str:
    """Description and table of one mapping: what must be said first, then its own keys, then the shared ones."""
    short = ""
    if "anyOf" in definition:
        shortened, definition = definition["anyOf"]
        key = next(name for name, value in definition["properties"].items() if value == shortened)
        short = f" Short form: the value of `{key}` alone."
    keys = definition["properties"]
    required = definition.get("required", ())
    own = [field.alias or name for name, field in model.model_fields.items() if name in model.__annotations__]
    order = sorted(keys, key=lambda key: (key not in required, key not in own))
    rows = [_row(key, keys[key], required=key in required) for key in order]
    table = "\n".join(["| key | what it says | written |", "|---|---|---|", *rows])
    return f"{definition['description']}{short}{note}\n\n{table}\n"


def _row(name: str, value: dict[str, Any], *, required: bool) -> str:
    label = f"**`{name}`** (required)" if required else f"`{name}`"
    return f"| {label} | {value['description']} | {', '.join(_written(value))} |".replace(" |  |", " | |")


def _written(value: dict[str, Any]) -> Iterator[str]:
    """How a value may be written: the words it may be, or examples."""
    words = value.get("examples") or value.get("enum") or ()
    for word in dict.fromkeys(f"[{', '.join(word)}]" if isinstance(word, list) else str(word) for word in words):
        yield f"`{word}`"
