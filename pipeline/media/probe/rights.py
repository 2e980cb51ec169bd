"""Rights: the title, maker and copyright in a media file's own tags, also in those of photos."""

from collections.abc import Iterator
from pathlib import Path

from PIL import Image

from pipeline.errors import PipelineError
from pipeline.media.picture.formats import FORMATS
from pipeline.media.probe.probe import opened
from pipeline.model.shown import Rights

_ARTIST, _COPYRIGHT, _AUTHOR = 0x013B, 0x8298, 0x9C9D
"""EXIF's tags, and the one in which Windows keeps authors."""


def rights_in(path: Path, *, picture: bool) -> Rights:
    """What a file says of itself; nothing where it cannot be read, which others report."""
    try:
        return _of_picture(path) if picture else _of_recording(path)
    except (PipelineError, OSError, SyntaxError, ValueError, KeyError, TypeError):
        return Rights()


def _of_recording(path: Path) -> Rights:
    with opened(path) as container:
        tags = {name.lower(): value for name, value in container.metadata.items()}
        for stream in container.streams.audio:
            # Ogg keeps its tags with the sound.
            tags = {name.lower(): value for name, value in stream.metadata.items()} | tags
    by = tags.get("artist") or tags.get("album_artist") or tags.get("composer") or ""
    return Rights(title=_line(tags.get("title", "")), by=_line(by), copyright=_line(tags.get("copyright", "")))


def _of_picture(path: Path) -> Rights:
    with Image.open(path, formats=[one for one in FORMATS if one != "HEIF"]) as file:
        tags = file.getexif()
        said = {name.lower(): value for name, value in file.info.items() if isinstance(value, str)}
        by = next(filter(None, (*_texts(tags.get(_ARTIST), tags.get(_AUTHOR)), said.get("author", ""))), "")
        owned = next(filter(None, (*_texts(tags.get(_COPYRIGHT)), said.get("copyright", ""))), "")
    return Rights(by=_line(by), copyright=_line(owned))


def _texts(*values: object) -> Iterator[str]:
    """EXIF knows ASCII; cameras and programs write UTF-8 or the system's encoding into it, Windows UTF-16."""
    for value in values:
        if isinstance(value, str):
            data = value.encode("latin-1", "replace")
            for encoding in ("utf-8", "gb18030"):
                try:
                    yield data.decode(encoding)
                    break
                except UnicodeDecodeError:
                    continue
        elif isinstance(value, bytes | tuple):
            yield bytes(value).decode("utf-16-le", "replace")


def _line(text: str) -> str:
    return " ".join(text.replace("\0", " ").split())
