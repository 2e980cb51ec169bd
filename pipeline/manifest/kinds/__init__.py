"""The kinds of segments: one file each, listed here."""

from pipeline.manifest.kinds.base import Kind, Scope
from pipeline.manifest.kinds.card import CARD
from pipeline.manifest.kinds.clip import CLIP
from pipeline.manifest.kinds.image import IMAGE
from pipeline.manifest.kinds.narration import NARRATION
from pipeline.manifest.kinds.pictures import PICTURES
from pipeline.manifest.kinds.question import QUESTION
from pipeline.manifest.kinds.say import SAY

KINDS = {kind.key: kind for kind in (CARD, NARRATION, SAY, CLIP, IMAGE, QUESTION)}

__all__ = ["KINDS", "PICTURES", "Kind", "Scope"]
