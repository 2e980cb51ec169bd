"""The manifest reference, docs/manifest.md: every key, from the models that read them, in every language."""

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from pipeline.documents.mappings import ShortDocument
from pipeline.manifest.docs.json_schema import FILES, json_schema
from pipeline.manifest.kinds import PICTURES
from pipeline.manifest.schema.keys import EntryDocument, PictureDocument, SettingsDocument, SharedDocument
from pipeline.manifest.schema.outlets import (
    AccountDocument,
    ChapterDocument,
    FundingDocument,
    LocationDocument,
    NoticeDocument,
    PersonDocument,
    PodcastDocument,
    ReachDocument,
    ScheduleDocument,
    SiteDocument,
    SoundbiteDocument,
    TargetDocument,
)
from pipeline.manifest.schema.overlays import InsetDocument, LogoDocument, LowerThirdDocument
from pipeline.manifest.schema.settings import (
    AiContentDocument,
    AlignerDocument,
    BedDocument,
    CaptionsDocument,
    CoverDocument,
    LoudnessDocument,
    MotionDocument,
    PausesDocument,
    RenditionDocument,
    ThemeDocument,
    TransitionDocument,
    TreatDocument,
    VoiceDocument,
)
from pipeline.manifest.segments import DOCUMENTS
from pipeline.messages import NOTHING, Language, Message, listed, speaking, told, tr
from pipeline.model.fields import FIELDS
from pipeline.wording import one_line

_SETTINGS: dict[str, type[BaseModel]] = {
    "music": BedDocument,
    "treat": TreatDocument,
    "pauses": PausesDocument,
    "loudness": LoudnessDocument,
    "transition": TransitionDocument,
    "motion": MotionDocument,
    "captions": CaptionsDocument,
    "ai-content": AiContentDocument,
    "aligner": AlignerDocument,
    "voice": VoiceDocument,
    "theme": ThemeDocument,
    "logo": LogoDocument,
    "cover": CoverDocument,
    "lower-third": LowerThirdDocument,
    "inset": InsetDocument,
    "renditions": RenditionDocument,
    "schedule": ScheduleDocument,
    "podcast": PodcastDocument,
    "funding": FundingDocument,
    "people": PersonDocument,
    "location": LocationDocument,
    "txt": NoticeDocument,
    "soundbite": SoundbiteDocument,
    "chapters": ChapterDocument,
    "targets": TargetDocument,
    "site": SiteDocument,
    "reach": ReachDocument,
    "accounts": AccountDocument,
}
_SHARED = (SettingsDocument, SharedDocument, EntryDocument, PictureDocument)
"""What many have in common stands behind what is their own."""
_NAMED = frozenset(["renditions", "targets", "accounts"])
"""Mappings whose keys are names that the author gives."""

REFERENCES: dict[Language, str] = {"en": "docs/manifest.md", "zh": "docs/zh/manifest.md"}
"""The page in every language."""


def docs_reference(language: Language = "en") -> str:
    """The page as Markdown."""
    with speaking(language):
        return _page(json_schema(language=language)["$defs"])


def _page(definitions: dict[str, Any]) -> str:
    def section(heading: str, model: type[BaseModel], note: Message = NOTHING) -> str:
        return f"{heading}\n\n{_section(model, definitions[model.__name__], note)}"

    parts = [_introduction()]
    headings = {"episode": tr("Episode files"), "series": "series.yaml", "studio": "studio.yaml"}
    parts += [section(f"## {headings[kind]}", model) for kind, model in FILES.items()]
    entries = tr("Every entry of `segments`, and of a part, has exactly one of these kinds.")
    parts.append(f"## {tr('Segments')}\n\n{entries}\n")
    parts += [section(f"### `{key}`", model) for key, model in DOCUMENTS.items()]
    entries = tr("Every entry of a narration's `pictures` has exactly one of these kinds.")
    parts.append(f"## {tr('Pictures')}\n\n{entries}\n")
    for key, kind in PICTURES.items():
        parts.append(section(f"### {tr('`{key}` as a picture', key=key)}", kind.document))
    parts.append(f"## {tr('Settings')}\n")
    named = tr("This is a mapping by name; each of its entries holds:")
    parts += [section(f"### `{key}`", model, named if key in _NAMED else NOTHING) for key, model in _SETTINGS.items()]
    return "\n".join(parts)


def _introduction() -> str:
    fields = listed([f"`{{{field}}}`" for field in FIELDS])
    bullets = (
        tr(
            "**The nearest wins.** Settings cascade from studio to series to episode to segment to picture. Mappings"
            " are merged key by key: `{example}` in an episode keeps the file that the series names. Naming a `preset`"
            " or a kind of transition resets the other values.",
            example="music: {gain: -20 dB}",
        ),
        tr(
            "**Short forms.** Where a mapping has a short form, its most important value can be written alone:"
            " `{short}` means `{long}`.",
            short="music: bed.mp3",
            long="music: {file: bed.mp3}",
        ),
        tr(
            "**Times** have a unit or colons: {examples}. A number alone is not a time. What can mean nothing else is"
            " read as well, with a word of the usual form: {spoken}.",
            examples=listed(["`4s`", "`1m30s`", "`250ms`", '`"00:12.5"`', '`"1:02:03"`']),
            spoken=listed(["`3秒`", "`1分30秒`", "`3 s`", "`1：30`"]),
        ),
        tr(
            "**Paths** are relative to the file they are written in; those that begin with `assets/` are relative to"
            " the workspace. Media must be in the workspace or in a folder of `media_roots`, after following links."
        ),
        tr(
            "**Texts** of cards and chapters, `name` and `numbering` can contain these fields: {fields}. A number can"
            " have a width: `{padded}`. Other words in braces stay as they are, with a warning; all other braces,"
            " backslashes and percent signs are ordinary characters.",
            fields=fields,
            padded="{number:03d}",
        ),
        tr(
            "**Chapters**: every entry of an episode's `segments` opens one. Its title is its `chapter:`, else"
            " the title of a card, the first heading of a script, or the name of a part; `intro` and `outro`"
            " have titles in the language of the series. A file's name never is: an entry without a title belongs"
            " to the chapter before it, with a warning. An entry shorter than 5 seconds joins the one after it,"
            " unless it has a `chapter:` of its own; `chapter: none` opens none.",
        ),
        tr(
            "**Values** are what was typed: `title: 2022` and `title: 007` are texts. A title that contains `: ` or"
            " ` #` needs quotes."
        ),
    )
    paragraphs = (
        f"# {tr('Manifests')}",
        tr(
            "All keys that `studio.yaml`, `series.yaml` and episode files can hold. This page is made from the models"
            " that read them (`python -m pipeline.manifest`). `voicehall schema` prints the same as a JSON Schema, with"
            " which editors complete and check manifests: begin a file with `{line}`.",
            line="# yaml-language-server: $schema=../../manifest.schema.json",
        ),
        "\n".join(f"- {bullet}" for bullet in bullets),
    )
    return "\n\n".join(paragraphs) + "\n"


def _section(model: type[BaseModel], definition: dict[str, Any], note: Message) -> str:
    """Description and table of one mapping: required keys first, then its own, then the shared ones."""
    short = NOTHING
    if issubclass(model, ShortDocument):
        definition = definition["anyOf"][1]
        short = tr("Short form: the value of `{key}` alone.", key=model.short)
    keys = definition["properties"]
    required = definition.get("required", ())
    shared = {name for base in _SHARED if issubclass(model, base) and model != base for name in base.model_fields}
    own = [field.alias or name for name, field in model.model_fields.items() if name not in shared]
    order = sorted(keys, key=lambda key: (key not in required, key not in own))
    rows = [_row(key, keys[key], required=key in required) for key in order]
    head = [tr("key"), tr("meaning"), tr("examples")]
    table = "\n".join([f"| {' | '.join(head)} |", "|---|---|---|", *rows])
    return f"{_joined(definition['description'], short, note)}\n\n{table}\n"


def _row(name: str, value: dict[str, Any], *, required: bool) -> str:
    label = f"**`{name}`**" if required else f"`{name}`"
    cells = (
        _joined(label, value.get("title", ""), tr("(required)") if required else ""),
        value["description"],
        told(listed(_written(value))),
    )
    return f"| {' | '.join(cells)} |".replace(" |  |", " | |")


def _joined(*parts: str) -> str:
    """With blanks between, where the language has any."""
    return one_line("\n".join(parts))


def _written(value: dict[str, Any]) -> Iterator[str]:
    """How a value may be written: the words it may be, or examples."""
    words = value.get("examples") or [one for one in value.get("enum", ()) if not isinstance(one, bool)]
    for word in dict.fromkeys(f"[{', '.join(word)}]" if isinstance(word, list) else str(word) for word in words):
        yield f"`{word}`"
