"""Trials of font files before anything is drawn: whether letters come out, and what a folder holds besides."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from unicodedata import category

from pipeline.errors import MediaError, in_words
from pipeline.media.picture.font_file import Coverage, colour_size, coverage, no_font
from pipeline.media.picture.fonts import files_in, simplified
from pipeline.messages import Message, tr

_SIZE = 24
_LETTERS = "永的一中国文书ABaeg0"
"""Tried first; a font that has none of them is tried with some of its own."""
_TRIED = 16
_OURS = (b"\0\1\0\0", b"OTTO", b"true", b"ttcf")
_FOR_PAGES = (b"wOFF", b"wOF2")
_PACKED = (b"PK\3\4", b"Rar!", b"7z\xbc\xaf")
_OLD = (".pfb", ".pfa", ".pfm", ".afm", ".dfont", ".suit", ".fon", ".fnt", ".bdf", ".pcf", ".eot", ".woff", ".woff2")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stray:
    """A file in a folder of fonts with which nothing can be set."""

    path: Path
    message: Message
    hint: Message
    broken: bool
    """Whether it is meant to be a font of ours, and is damaged; else it is one of another sort, and passed over."""


@cache
def try_font(path: Path, *, name: str) -> None:
    """Draws some of a font's letters. Raises MediaError, which names it so, where it is none or no letters come."""
    from PIL import ImageFont

    try:
        index = simplified(path)
        covered = coverage(path, index)
    except MediaError as error:
        raise no_font(path, error.__cause__, name=name) from error
    if colour_size(path, index) is not None:
        return
    letters = _some(covered)
    try:
        font = ImageFont.truetype(str(path), _SIZE, index=index)
        blank = [character for character in letters if not font.getmask(character).getbbox()]
    except (OSError, ValueError) as cause:
        reason = in_words(cause) if isinstance(cause, OSError) else str(cause)
        raise MediaError(
            tr("no letters can be drawn with the font '{name}': {reason}", name=name, reason=reason),
            hint=tr("copy or download it again, or take it out of its folder"),
        ) from cause
    if letters and 2 * len(blank) > len(letters):
        raise MediaError(
            tr("no letters can be drawn with the font '{name}': they are blank", name=name),
            hint=tr("copy or download it again, or take it out of its folder"),
        )


def strays_in(folder: Path) -> Iterator[Stray]:
    """Files of a folder with which nothing can be set, though somebody may think so; licences and notes are none."""
    for path in sorted(files_in(folder)) if folder.is_dir() else []:
        try:
            try_font(path, name=path.name)
        except MediaError as error:
            yield Stray(path=path, message=error.message, hint=error.hint, broken=True)
    for path in sorted(files_in(folder, others=True)) if folder.is_dir() else []:
        if said := _other(path):
            yield Stray(path=path, message=said[0], hint=said[1], broken=False)


def _some(covered: Coverage) -> list[str]:
    usual = [character for character in _LETTERS if character in covered]
    own = (chr(code) for first, last in zip(covered.starts, covered.last, strict=True) for code in range(first, last))
    letters = (character for character in own if category(character) in ("Lu", "Ll"))
    return usual or [character for character, _ in zip(letters, range(_TRIED), strict=False)]


def _other(path: Path) -> tuple[Message, Message] | None:
    """What is to be said of a file that is not called like a font of ours: nothing, where it has nothing to do with
    fonts.
    """
    try:
        with path.open("rb") as file:
            begin = file.read(4)
    except OSError:
        begin = b""
    if begin in _FOR_PAGES:
        return (
            tr("'{name}' is passed over: it is a font for web pages (WOFF)", name=path.name),
            tr("take the .ttf or .otf of the same font"),
        )
    if begin in _PACKED:
        return (
            tr("'{name}' is passed over: it is packed", name=path.name),
            tr("unpack it, and put the .ttf or .otf files here"),
        )
    if begin in _OURS and path.suffix.lower() not in (".dfont", ".suit"):
        return (
            tr("'{name}' is passed over: it is a font, and its name does not say so", name=path.name),
            tr("let its name end in '{ending}'", ending=".otf" if begin == b"OTTO" else ".ttf"),
        )
    if path.suffix.lower() in _OLD:
        return (
            tr("'{name}' is passed over: fonts of this sort cannot be used", name=path.name),
            tr("fonts are .ttf, .otf and .ttc files"),
        )
    return None
