"""Titles: what of a title is set large, and what small above and below it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from unicodedata import category

from pipeline.model.fields import Sense

_LONGEST = 24
"""Characters that a name has at most: what is longer is a sentence with a colon in it, and stays whole."""

_DASH = "[—―─⸺]"
_PIPE = re.compile(r"\s*[｜|丨]\s*")
_COLON = re.compile(
    r"""\s*(?:
      ：                                        # not between digits: 10：30
    | (?<=[\u3400-\u9fff》”」』）〉]):(?!//)\s*    # Chinese with a colon of letters
    | (?<=\S):(?=\s)
    | (?<=\S):(?=[\u3400-\u9fff《“「『])
    )\s*""",
    re.VERBOSE,
)
_BREAK = re.compile(
    rf"""\s*{_DASH}{{2,}}\s*                     # 主题——副题
    | \s+(?:{_DASH}|--?|–)\s+                   # Title – Subtitle
    | (?<=[a-z]){_DASH}(?=[A-Z])               # Title—Subtitle; between Chinese one dash is from here to there
    """,
    re.VERBOSE,
)
_NUMBER = r"[0-9０-９零〇一二三四五六七八九十百千两]+"
_NUMBERING = re.compile(
    rf"(?:第\s*{_NUMBER}\s*[期集回讲章课辑季话篇]|(?:EP|Ep|No|NO)\.?\s*\d+|(?:Episode|Part|Chapter|Lesson)\s+\d+)"
    rf"(?:\s*[：:｜|丨·•.、]\s*|\s+{_DASH}*\s*|{_DASH}{{2,}}\s*)(?=\S)"
)
"""A number of its own at a title's beginning: `第3期 毛泽建`."""
_SERIAL = re.compile(r"(?P<before>.{3,}?)(?:之\s*|\s+)(?P<work>《[^《》]{2,}》)")
"""A work of a series: `喜迎党的二十大之《走进自修大学旧址》`."""
_SAID = re.compile(r"[说道问答曰称言喊叫写云]$")
_PAIRS = dict(zip("《〈「『【〔（(［[{“‘", "》〉」』】〕）)］]}”’", strict=True))
_EDGES = " \t\n\u3000：:｜|丨—―─⸺–-·•"
"""What no part begins or ends with."""
_MOMENTS = "年月日号时分点"


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """A title in its parts, for display. None has line ends; only `main` is never empty, but for an empty text."""

    main: str
    """Set large: the name, or all of a title without parts."""
    epithet: str = ""
    """Set smaller, below it."""
    above: str = ""
    """Set small, above it: the number, the series or what the work belongs to."""


def split_title(text: str, *, above: str = "") -> Title:
    """A title by its sense: `毛泽建：巾帼英烈` is the name and, smaller, the epithet.

    Parts are told apart by `：`, `: `, `——`, ` - `, ` | ` and line ends, the first of them outside quotation marks,
    brackets and 《》. Not by the colon of a time (10:30), an address (https://...) or a speech (他说：“...”), by a dash
    from year to year, nor by anything at the very beginning or end. `above` is a line of the caller's, such as the
    number; without one, what belongs there goes there: `第3期：...`, `开福红故事 | 毛泽建：...`, `...之《...》`.
    An empty text is an empty title.
    """
    whole = text.strip()
    if "\n" in whole:
        first, _, rest = whole.partition("\n")
        return _titled(first, " ".join(rest.split()), above)
    whole = " ".join(whole.split(" "))
    own = ""
    if numbered := _NUMBERING.match(whole):
        own = numbered[0].strip(_EDGES + "、.")
        whole = whole[numbered.end() :]
    if (enclosed := _enclosed(whole)) and _parted(enclosed):
        whole = enclosed
    if parts := _parted(whole, _PIPE):
        # Of a title with a pipe, the part with a name and an epithet is the title.
        for part, beside in (parts, parts[::-1]):
            if _parted(part) and not _parted(beside):
                title = split_title(part, above=above)
                return title if above else replace(title, above=_joined(beside, own, title.above))
        return _titled(*parts, above or own)
    name, epithet = _parted(whole) or (whole, "")
    return _titled(name, epithet, above or own)


def title_line(lines: Sequence[str], senses: Sequence[Sense] = ()) -> int:
    """Which line of a card is its title: the one that its author's words say is it, else the first that is no number.

    `senses` are those of the lines, as far as they are known. 0 where there is no text at all.
    """
    known = [*senses, *["words"] * len(lines)]
    written = [place for place, line in enumerate(lines) if line.strip()]
    titled = [place for place in written if known[place] == "title"]
    if titled or len(written) < 2:
        return [*titled, *written, 0][0]
    first = lines[written[0]].strip()
    # Of '第4期：毛泽建' the number is told apart where it is set; it is the title all the same.
    is_number = is_numbering(first) or (known[written[0]] == "number" and not split_title(first).above)
    return written[is_number]


def is_numbering(line: str) -> bool:
    """Whether a line is a number of an episode and nothing else: 第 001 期, Episode 4."""
    return split_title(f"{line} 文").above == line


def _titled(main: str, epithet: str, above: str) -> Title:
    main, epithet = _trimmed(main), _trimmed(epithet)
    if not _says(main):
        main, epithet = (epithet, "") if _says(epithet) else (main, epithet)
    if not above and (work := _SERIAL.fullmatch(main)):
        return Title(main=work["work"], epithet=epithet, above=_trimmed(work["before"]))
    return Title(main=main, epithet=epithet, above=above.strip())


def _joined(*parts: str) -> str:
    """Those that say anything, in one line."""
    return " ".join(trimmed for part in parts if (trimmed := _trimmed(part)))


def _parted(text: str, *ways: re.Pattern[str]) -> tuple[str, str] | None:
    """What stands before and behind the first mark that tells parts apart."""
    found = sorted(one.span() for way in ways or (_COLON, _BREAK) for one in way.finditer(text))
    inside = set(_inside(text))
    for start, stop in found:
        before, after = text[:start].strip(_EDGES), text[stop:].strip(_EDGES)
        if start in inside or not (_says(before) and _says(after)) or _is_range(text[:start], text[stop:]):
            continue
        if _SAID.search(before) and after[0] in '“「『"':
            continue
        return (text[:start], text[stop:]) if len(before) <= _LONGEST else None
    return None


def _is_range(before: str, after: str) -> bool:
    """Whether it stands between two numbers: 10:30, 1905—1929, 1905年——1929年."""
    return after[:1].isdigit() and before[-1:].isalnum() and (before[-1].isdigit() or before[-1] in _MOMENTS)


def _enclosed(text: str) -> str:
    """What 《》 around all of it hold; empty where they do not."""
    return text[1:-1] if text[:1] == "《" and text.find("》") == len(text) - 1 else ""


def _inside(text: str) -> Iterator[int]:
    """Places within marks of pairs; a pair that is never closed holds nothing."""
    opened: list[tuple[str, int]] = []
    for place, character in enumerate(text):
        if character in _PAIRS:
            opened.append((_PAIRS[character], place))
        elif any(mark == character for mark, _ in opened):
            while (last := opened.pop())[0] != character:
                pass
            yield from range(last[1] + 1, place + 1)


def _trimmed(part: str) -> str:
    """Without the marks between parts at its ends, unless it is made of nothing else."""
    return part.strip(_EDGES) or part.strip()


def _says(part: str) -> bool:
    """Whether there is a letter, a number or a picture in it."""
    return any(category(character)[0] in "LN" or category(character) == "So" for character in part)
