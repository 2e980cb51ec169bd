"""The kinds of segments: one file each, listed here."""

from pipeline.manifest.kinds.base import Kind, Scope
from pipeline.manifest.kinds.card import CARD
from pipeline.manifest.kinds.clip import CLIP
from pipeline.manifest.kinds.credits import CREDITS
from pipeline.manifest.kinds.image import IMAGE
from pipeline.manifest.kinds.narration import NARRATION
from pipeline.manifest.kinds.person import PERSON
from pipeline.manifest.kinds.pictures import PICTURES
from pipeline.manifest.kinds.question import QUESTION
from pipeline.manifest.kinds.quote import QUOTE
from pipeline.manifest.kinds.reading import READING
from pipeline.manifest.kinds.say import SAY
from pipeline.manifest.kinds.scene import SCENE
from pipeline.manifest.kinds.slides import SLIDES
from pipeline.manifest.kinds.split import SPLIT

KINDS = {
    kind.key: kind
    for kind in (
        CARD,
        NARRATION,
        READING,
        SAY,
        CLIP,
        IMAGE,
        SLIDES,
        SPLIT,
        QUOTE,
        PERSON,
        CREDITS,
        SCENE,
        QUESTION,
    )
}

__all__ = ["KINDS", "PICTURES", "Kind", "Scope"]
