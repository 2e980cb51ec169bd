"""Parts of a title card: which of its lines is the title, wherever it stands, and what is small around it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.media.picture.typesetting.texts import drawable
from pipeline.model.fields import Sense
from pipeline.model.titles import split_title, title_line

_ITEM = re.compile(r"\s*(?:\d{1,2}\s*[.、．)）]|[-–•·●]\s|[一二三四五六七八九十]{1,2}、|[(（]\d{1,2}[)）])")
_APART = " · "


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleParts:
    """The texts of a card by their rank; any but the main one may be empty, that only where there is no text at all."""

    above: str
    main: str
    epithet: str
    below: str
    """With line ends of its own."""

    @property
    def is_list(self) -> bool:
        """Whether what is below are points of a list, which begin one under the other."""
        lines = self.below.split("\n")
        return len(lines) > 1 and all(_ITEM.match(line) for line in lines)


def parts_of(text: str, senses: Sequence[Sense] = ()) -> TitleParts:
    """A card's text by the rank of its lines."""
    lines = [line.strip() for line in drawable(text).split("\n")]
    if not any(lines):
        return TitleParts(above="", main="", epithet="", below="")
    place = title_line(lines, senses)
    title = split_title(lines[place])
    before = [line for line in lines[:place] if line]
    return TitleParts(
        above=_APART.join([*before, *([title.above] if title.above else [])]),
        main=title.main,
        epithet=title.epithet,
        below="\n".join(lines[place + 1 :]).strip("\n"),
    )
