"""Manuscripts: headings, paragraphs and pictures in order, and what of a document could not be taken over."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256

from pipeline.messages import Message, tr, trn

LISTED = 8
"""Things of one kind that are told one by one; more than that are counted."""
SHOWN = 24
"""Characters of a text by which its place is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture that stands in a document."""

    data: bytes = field(repr=False)
    suffix: str
    """Of its file: `.jpg`."""
    label: str = ""
    """What it shows, as the document says."""

    @property
    def content(self) -> str:
        return sha256(self.data).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A whole page of a document, which is drawn later."""

    number: int
    """From 1."""
    label: str = ""


Piece = str | Picture | Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A heading or paragraph: words and pictures in order."""

    pieces: tuple[Piece, ...]
    level: int = 0
    """Of a heading, from 1; 0 is a paragraph."""
    item: int = 0
    """Depth in a list, from 1; 0 is none."""

    @property
    def text(self) -> str:
        return "".join(one for one in self.pieces if isinstance(one, str)).strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Manuscript:
    """What was read of a document."""

    blocks: tuple[Block, ...]
    title: str = ""
    titled_by: Message | None = None
    """Where the title was found; None where there is none."""
    left: tuple[Message, ...] = ()
    """What was not taken over, or taken otherwise than it stood, item by item."""
    text: str = ""
    """The script itself, where the document is one: plain text and Markdown."""

    @property
    def words(self) -> int:
        return sum(len(block.text) for block in self.blocks if not block.level)


class Notes:
    """What is to be told of a document: the first ones of each kind one by one, the rest counted."""

    def __init__(self) -> None:
        self._notes: list[Message] = []
        self._counts: Counter[str] = Counter()

    def add(self, note: Message) -> None:
        self._counts[note.id] += 1
        if self._counts[note.id] <= LISTED or self._counts[note.id] == LISTED + 1:
            self._notes.append(note)

    def all(self) -> tuple[Message, ...]:
        """In the order they were found; instead of the last of many of one kind, how many more there are."""
        seen: Counter[str] = Counter()
        found = []
        for note in self._notes:
            seen[note.id] += 1
            if seen[note.id] <= LISTED:
                found.append(note)
            else:
                more = self._counts[note.id] - LISTED
                found.append(trn("... and {count} more like this", "... and {count} more like these", more))
        return tuple(found)


LONGEST_TITLE = 40
"""Characters of a first line that may be a title."""
ENDS = "。！？!?….：:；;”」』）)"
"""Marks that end a line of what is spoken."""
FIRST_LINE = tr("the first line; it became a heading, which is not read out: take its '# ' away if it is")
"""Where such a title was found."""


def seems_title(first: str, others: Sequence[str]) -> bool:
    """Whether the first line of a text without headings is its title: short and without a mark, as few others are."""
    if not others or not first or len(first) > LONGEST_TITLE or re.match(r"[\[【<!|>#*+-]|\d+[.)]\s", first):
        return False
    return first[-1] not in ENDS + "，,、" and 2 * sum(line[-1] in ENDS + "，,、" for line in others) >= len(others)


def titled(blocks: list[Block]) -> tuple[str, Message | None]:
    """The title of a text without headings, and where it was found; what seems to be one becomes a heading."""
    spoken = [index for index, block in enumerate(blocks) if block.text]
    if spoken and not blocks[spoken[0]].item:
        first, *others = (blocks[index].text for index in spoken)
        if "\n" not in first and seems_title(first, others):
            # Above pictures that stand before it: they begin with the sentence behind it.
            blocks.insert(0, replace(blocks.pop(spoken[0]), level=1))
            return first, FIRST_LINE
    return "", None


def near(text: str) -> str:
    """The beginning of a text, to tell a place by it."""
    line = " ".join(text.split())
    return line if len(line) <= SHOWN else line[: SHOWN - 1] + "…"


def script_of(manuscript: Manuscript, file_of: Callable[[Picture | Page], str], title: str) -> str:
    """The manuscript as a script in Markdown; `file_of` names the file of a picture, "" for one that is not shown."""
    lines: list[str] = []
    if not any(block.level for block in manuscript.blocks):
        lines += [f"# {_escaped(title)}", ""]
    for block in manuscript.blocks:
        own = list(_written(block, file_of))
        if own:
            # A picture stands right above what it begins with.
            lines += own if not block.text and not block.level else [*own, ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def _written(block: Block, file_of: Callable[[Picture | Page], str]) -> Iterator[str]:
    """A block's lines; pictures before, between and behind words have lines of their own where that parts nothing."""
    line = ""
    head = "#" * block.level + " " if block.level else "  " * (block.item - 1) + "- " if block.item else ""
    pictures = []
    for piece in block.pieces:
        if isinstance(piece, str):
            line += piece
        elif name := file_of(piece):
            page = f"{{page={piece.number}}}" if isinstance(piece, Page) else ""
            image = f"![{_label(piece.label)}]({_target(name)}){page}"
            if block.level or not line.strip():
                pictures.append(image)
            else:
                line += f"\0{image}\0"
    yield from pictures if not block.level else ()
    parts = line.split("\0")
    # Behind the last words, a picture begins with what follows: it stands alone.
    closing: list[str] = []
    while len(parts) > 2 and not parts[-1].strip():
        closing.insert(0, parts[-2])
        parts = parts[:-2]
    text = "".join(part if index % 2 else _kept(part) for index, part in enumerate(parts))
    for index, one in enumerate(text.strip().split("\n")):
        if one.strip():
            yield (head if not index else " " * (0 if block.level else len(head))) + _escaped_start(one.strip())
    yield from closing
    yield from pictures if block.level else ()


def _kept(text: str) -> str:
    kept = _escaped(text, start=False)
    # A backslash right before a picture would be its own.
    return f"{kept} " if kept.endswith("\\") else kept


def _label(text: str) -> str:
    return " ".join(text.split()).replace("\\", "").replace("[", "(").replace("]", ")")


def _target(name: str) -> str:
    return f"<{name}>" if re.search(r"[\s()]", name) else name.replace("%", "%25")


_SPECIAL = re.compile(r"[\\*_`~]|!(?=\[)")
_START = re.compile(r"^(#{1,6}\s|[-+]\s|>|\||\[[^\]]+\]:|[-=]{3,}\s*$)")
_NUMBER = re.compile(r"^(\d{1,3})([.)])(?=\s)")


def _escaped(text: str, *, start: bool = True) -> str:
    """Words that Markdown would take for marks, so that they stay words; directions in brackets stay directions."""
    text = re.sub(r"&(?=#?\w+;)", "&amp;", text)
    # The reader takes what looks like a tag away before it looks at backslashes.
    text = re.sub(r"<(?=[A-Za-z/!])", "&lt;", text)
    text = _SPECIAL.sub(lambda found: "\\" + found[0], text)
    text = text.replace("](", "]\\(")
    return _escaped_start(text) if start else text


def _escaped_start(line: str) -> str:
    line = _NUMBER.sub(r"\1\\\2", line)
    return "\\" + line if _START.match(line) else line


def without_invisible(text: str) -> str:
    """The text without soft hyphens, marks of direction and other characters that show nothing."""
    return re.sub("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff\x00-\x08\x0b\x0c\x0e-\x1f]", "", text)
