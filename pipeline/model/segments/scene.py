"""Scenes: a script of the workspace, or one of ours, makes the pictures."""

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from pipeline.digest import OUTSIDE_RECIPE
from pipeline.model.scene import SceneValue, texts_in
from pipeline.model.segments.base import DrawnText, Segment
from pipeline.model.series import MediaUse, Theme


@dataclass(frozen=True, slots=True, kw_only=True)
class SceneSegment(Segment):
    """Moving pictures, and perhaps sound, that a script makes with MoviePy."""

    scene: MediaUse
    """The script."""
    ours: bool = False
    """Whether it came with voicehall."""
    values: tuple[SceneValue, ...] = ()
    uses: tuple[MediaUse, ...] = ()
    """Files that the script reads."""
    length: Fraction
    gain: Decimal = Decimal(0)
    """dB added to its sound."""
    workspace: Path = field(metadata=OUTSIDE_RECIPE)
    """Of which the script reads only what is named here."""
    limit: Fraction = field(metadata=OUTSIDE_RECIPE)
    """Seconds that the script may take."""
    themed: bool = False
    """Whether the script asks for the theme."""
    theme: Theme

    @property
    def media(self) -> tuple[MediaUse, ...]:
        return (self.theme.picture,) if self.themed and self.theme.picture else ()

    @property
    def title(self) -> str:
        """Its value `title`, if it has one."""
        titles = (one.value for one in self.values if one.role == "title" and isinstance(one.value, str))
        return next(titles, "").strip().split("\n")[0]

    @property
    def texts(self) -> tuple[DrawnText, ...]:
        if not self.themed:
            return ()
        words = (text for one in self.values for text in texts_in(one.value))
        return tuple(DrawnText(text=text, theme=self.theme, mark=self.mark) for text in words)

    @property
    def scripts(self) -> tuple[MediaUse, ...]:
        return (self.scene, *self.uses)
