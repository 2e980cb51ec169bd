"""File names: a pattern with fields becomes a stem that Windows, macOS and Linux all accept."""

import re
from collections.abc import Mapping
from unicodedata import category, normalize

from pipeline.model.fields import fill
from pipeline.model.rendition import Rendition

STEM_BYTES = 200
"""Longest stem in UTF-8: file systems allow 255, which leaves room for `.small.mp4` and temporary names."""

_LOOKALIKES = str.maketrans({c: chr(ord(c) + 0xFEE0) for c in '<>:"/\\|?*'})
_RESERVED = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?=\.|$)", re.IGNORECASE)
_JOINER = "\u200d"


def stem(pattern: str, fields: Mapping[str, object]) -> str:
    """The file stem that `pattern` gives: never empty, at most `STEM_BYTES`, the same on every system.

    A stem that would be too long has its longest field cut, so that a number behind a long title stays.
    """
    fields = dict(fields)
    name = safe_name(fill(pattern, fields))
    while (excess := _size(name) - STEM_BYTES) > 0:
        longest = max(fields, key=lambda field: _size(str(fields[field])), default=None)
        if longest is None or _size(str(fields[longest])) <= 8:
            name = safe_name(_cut(name, STEM_BYTES))
            break
        # The ellipsis takes three bytes; at least one character goes in every round.
        text = str(fields[longest]).removesuffix("…")
        fields[longest] = _cut(text, max(0, min(_size(text) - 1, _size(text) - excess - 3))) + "…"
        name = safe_name(fill(pattern, fields))
    return name or safe_name(str(fields.get("number", ""))) or "untitled"


def file_names(stem: str, renditions: tuple[Rendition, ...]) -> dict[str, str]:
    """File names by rendition: the main one and the only audio one of its kind have no rendition in their names.

    Sound for horns always has its rendition in its name, and leaves the short name to the sound for everybody.
    """
    audio = [one.suffix for one in renditions if _for_everybody(one)]
    return {
        one.name: f"{stem}{one.suffix}"
        if one.name == "main" or (_for_everybody(one) and audio.count(one.suffix) == 1)
        else f"{stem}.{one.name}{one.suffix}"
        for one in renditions
    }


def _for_everybody(rendition: Rendition) -> bool:
    """Whether it is sound alone, for any player."""
    return rendition.picture is None and rendition.sound.voicing == "full"


def safe_name(text: str) -> str:
    """`text` as a file or folder name: forbidden characters become similar full-width ones; may be empty.

    No control characters, no trailing dots or blanks, no leading dot (hidden, and used for unfinished files),
    no name that Windows reserves for devices.
    """
    text = normalize("NFC", "".join(_visible(c) for c in text)).translate(_LOOKALIKES)
    text = " ".join(text.split()).rstrip(". ")
    if text.startswith("."):
        text = "．" + text[1:]
    return _RESERVED.sub(r"\1_", text) if _RESERVED.match(text) else text


def _visible(character: str) -> str:
    kind = category(character)
    if character.isspace():
        return " "
    # Format characters change the direction of a name or are invisible; the joiner connects emoji.
    return "" if kind in ("Cc", "Cs") or (kind == "Cf" and character != _JOINER) else character


def _size(text: str) -> int:
    return len(text.encode(errors="replace"))


def _cut(text: str, size: int) -> str:
    """The longest start of `text` of at most `size` bytes that separates no character from its marks."""
    stop = len(text.encode(errors="replace")[:size].decode(errors="ignore"))
    while 0 < stop < len(text) and (category(text[stop]) in ("Mn", "Me", "Mc", "Cf") or text[stop - 1] == _JOINER):
        stop -= 1
    return text[:stop]
