"""Content made by artificial intelligence: what is said of it, and the label that law asks for.

《人工智能生成合成内容标识办法》 and GB 45438-2025, in force since 2025-09-01: a label that people see or hear, and one
in the file's metadata. A film's label stands in its first picture for two seconds at least, in letters of 5 % of the
shorter side at least, and names both what made it (人工智能 or AI) and that it was made (生成 or 合成). The standard's
Annex E has the metadata: the key AIGC with seven fields; who writes them first is both producer and propagator.
"""

import json
from dataclasses import dataclass, field

from pipeline.digest import OUTSIDE_RECIPE
from pipeline.errors import Mark
from pipeline.model.language import is_chinese

HEIGHT = 0.05
"""Of the frame's shorter side: the least height of a film's label."""
LEAST_SECONDS = 2
KEY = "AIGC"
"""Of the label in a file's metadata."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AiUse:
    """What manifests say of content made by AI; None where they leave it open."""

    made: bool | None = None
    label: str = ""
    """In place of the usual words."""
    producer: str = ""
    """Name or code of who provides what makes the content, for metadata."""
    mark: Mark | None = field(default=None, compare=False, repr=False, metadata=OUTSIDE_RECIPE)


@dataclass(frozen=True, slots=True, kw_only=True)
class AiContent:
    """That a programme has content made by AI."""

    label: str
    """As its pictures and pages show it."""
    derived: bool = False
    """Whether that follows from its voices, and nobody had to say it."""


def usual_label(language: str, *, voice: bool) -> str:
    """Words of the label; `voice` is whether only voices are known to be made by machines."""
    if is_chinese(language):
        return "AI合成语音" if voice else "含AI生成内容"
    return "AI-generated voice" if voice else "AI-generated content"


def names_both(label: str) -> bool:
    """Whether a label has both elements that the standard asks for."""
    text = label.casefold()
    by, made = ("人工智能", "ai"), ("生成", "合成", "generated", "synthe")
    return any(word in text for word in by) and any(word in text for word in made)


def implicit_label(*, producer: str, guid: str) -> str:
    """The value of AIGC in metadata; the same programme always has the same."""
    value = {
        "Label": "1",
        "ContentProducer": producer,
        "ProduceID": guid,
        "ReservedCode1": "",
        "ContentPropagator": producer,
        "PropagateID": guid,
        "ReservedCode2": "",
    }
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
