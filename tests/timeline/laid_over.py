"""What lies over pictures."""

from fractions import Fraction

from pipeline.model.overlays import InsetUse, LabelUse, LowerThirdUse
from pipeline.model.series import Theme
from tests.factories import MARK, media_use


def named(name: str = "李明", at: str = "1", length: str = "5", *, stated: bool = True) -> LowerThirdUse:
    return LowerThirdUse(
        name=name, at=Fraction(at), length=Fraction(length), stated=stated, theme=Theme(), mark=MARK
    )  # fmt: skip


def label(text: str = "韶山", *, drawn: bool = True) -> LabelUse:
    return LabelUse(text=text, drawn=drawn, theme=Theme(), mark=MARK)


def inset(name: str = "short.mp4", **more: object) -> InsetUse:
    given = {"moving": name.endswith("mp4"), "theme": Theme(), "mark": MARK} | more
    return InsetUse(media=media_use(name), **given)  # type: ignore[arg-type]
