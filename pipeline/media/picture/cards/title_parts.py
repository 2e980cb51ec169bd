"""Parts of a title card: which of its lines is the title, wherever it stands, and what is small around it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.media.picture.typeset import drawable
from pipeline.media.picture.typesetting.titles import split_title
from pipeline.model.fields import Sense

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
    """The title is the line that its author's words say it is; else the first, unless that is a number."""
    lines = [line.strip() for line in drawable(text).split("\n")]
    known = [*senses, *["words"] * len(lines)][: len(lines)]
    kept = [(line, sense) for line, sense in zip(lines, known, strict=True)]
    while kept and not kept[0][0]:
        kept.pop(0)
    while kept and not kept[-1][0]:
        kept.pop()
    if not kept:
        return TitleParts(above="", main="", epithet="", below="")
    titled = next((place for place, (line, sense) in enumerate(kept) if sense == "title" and line), None)
    place = titled if titled is not None else _first_title(kept)
    title = split_title(kept[place][0])
    before = [line for line, _ in kept[:place] if line]
    after = [line for line, _ in kept[place + 1 :]]
    while after and not after[0]:
        after.pop(0)
    return TitleParts(
        above=_APART.join([*before, *([title.above] if title.above else [])]),
        main=title.main,
        epithet=title.epithet,
        below="\n".join(after),
    )


def _first_title(kept: Sequence[tuple[str, str]]) -> int:
    first, sense = kept[0]
    others = [place for place, (line, _) in enumerate(kept) if place and line]
    return others[0] if others and (sense == "number" or is_numbering(first)) else 0


def is_numbering(line: str) -> bool:
    """Whether a line is a number of an episode and nothing else: 第 001 期, Episode 4."""
    return split_title(f"{line} 文").above == line
