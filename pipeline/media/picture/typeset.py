"""The typesetter, under the name by which its callers know it."""

from pipeline.media.picture.typesetting.texts import drawable
from pipeline.media.picture.typesetting.typesetter import Block, Typesetter

__all__ = ["Block", "Typesetter", "drawable"]
