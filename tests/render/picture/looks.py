"""How captions look in tests."""

from pipeline.model.timeline import Lettering
from tests.factories import FONT

LOOK = Lettering(fonts=(FONT,))
