"""Sniffing: what a file is by its first bytes, before any library opens it; text is no medium, whatever its name."""

import os
import stat
from pathlib import Path

from pipeline.errors import MediaError
from pipeline.model.media import MediaInfo

HEAD = 4096

PICTURES = {
    b"\xff\xd8\xff": "JPEG", b"\x89PNG\r\n\x1a\n": "PNG", b"GIF87a": "GIF", b"GIF89a": "GIF", b"BM": "BMP",
    b"II*\x00": "TIFF", b"MM\x00*": "TIFF",
}  # fmt: skip
_PLAYLISTS = ("#extm3u", "ffconcat", "[playlist]", "v=0", "<?xml", "<mpd", "<asx", "<smil", "rtsp://", "http")
_SUFFIXES = {
    "mov": {".mp4", ".m4a", ".m4v", ".mov", ".3gp", ".3g2", ".m4b", ".qt", ".avif"},
    "mp3": {".mp3"}, "wav": {".wav", ".wave"}, "w64": {".w64"}, "matroska": {".mkv", ".mka", ".webm"},
    "ogg": {".ogg", ".oga", ".ogv", ".opus"}, "flac": {".flac"}, "aac": {".aac"}, "aiff": {".aiff", ".aif"},
    "caf": {".caf"}, "amr": {".amr"}, "mpegts": {".ts", ".mts", ".m2ts"}, "mpeg": {".mpg", ".mpeg", ".vob"},
    "avi": {".avi"}, "asf": {".wmv", ".wma", ".asf"}, "flv": {".flv"}, "mxf": {".mxf"}, "dv": {".dv"},
    "gif": {".gif"}, "jpeg": {".jpg", ".jpeg", ".jpe", ".jfif"}, "mpo": {".jpg", ".jpeg", ".mpo"}, "png": {".png"},
    "webp": {".webp"}, "bmp": {".bmp"}, "tiff": {".tif", ".tiff"}, "avif": {".avif"},
    "yuv4mpegpipe": {".y4m"}, "h264": {".h264", ".264"},
}  # fmt: skip


class ProbeError(MediaError):
    """A file that cannot be used as a medium; `code` says why in a word that programs can read.

    `missing-file`, `not-a-file`, `empty-file`, `playlist`, `not-media`, `unreadable-media`, `truncated-media`,
    `picture-too-large`, `unsupported-picture`, `unsupported-hdr`, `no-such-stream`.
    """

    def __init__(self, code: str, message: str, *, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.code = code


def sniff(path: Path) -> str:
    """Pillow's name of a picture's format, else `stream`: something for a demuxer to judge.

    Raises ProbeError for what is missing, no plain file, empty, or text.
    """
    head = _head(path)
    if not head:
        raise ProbeError("empty-file", f"'{path.name}' is empty")
    if text := _as_text(head):
        if text.lstrip().lower().startswith(_PLAYLISTS):
            raise ProbeError(
                "playlist", f"'{path.name}' is a playlist or a page, not a medium", hint="name the media file itself"
            )
        raise ProbeError("not-media", f"'{path.name}' is text, not a medium")
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "WEBP"
    if head[4:8] == b"ftyp":
        return _brand(path, head)
    return next((name for magic, name in PICTURES.items() if head.startswith(magic)), "stream")


def extension_differs(path: Path, info: MediaInfo) -> str | None:
    """What a file is whose name promises another kind, in words that follow its name; None where there is no doubt."""
    kind = info.format.split(",")[0]
    suffix = path.suffix.lower()
    promised = {name for name, suffixes in _SUFFIXES.items() if suffix in suffixes}
    if kind not in _SUFFIXES or not promised or kind in promised:
        return None
    likely = "mp4" if kind == "mov" else kind
    return f"is {likely} by what it holds, not '{suffix}'"


def _head(path: Path) -> bytes:
    try:
        # A pipe or device under a medium's name would block or never end.
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):
            kind = "folder" if stat.S_ISDIR(mode) else "device or pipe"
            raise ProbeError("not-a-file", f"'{path.name}' is a {kind}, not a media file")
        with path.open("rb", buffering=0) as file:
            return file.read(HEAD)
    except FileNotFoundError:
        raise ProbeError("missing-file", f"there is no file '{path}'") from None
    except OSError as cause:
        raise ProbeError(
            "unreadable-media", f"'{path.name}' cannot be read: {os.strerror(cause.errno or 0)}"
        ) from cause


def _as_text(head: bytes) -> str:
    """The head as text where it is nothing but text; media have control bytes within their first kilobyte."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = head[: len(head) // 2 * 2].decode("utf-16", errors="replace")
        return text if all(c.isprintable() or c.isspace() for c in text) else ""
    if any(byte < 32 and byte not in b"\t\n\r\f\x1b" for byte in head):
        return ""
    try:
        # The cut may fall inside a character.
        return head.decode("utf-8-sig", errors="strict" if len(head) < HEAD else "ignore")
    except UnicodeDecodeError:
        return head.decode("gb18030", errors="ignore") if head.isascii() else ""


def _brand(path: Path, head: bytes) -> str:
    brands = head[8 : min(int.from_bytes(head[:4], "big"), 256)]
    named = {brands[at : at + 4] for at in range(0, len(brands), 4) if at != 4}
    if b"avif" in named and brands[:4] != b"avis":
        return "AVIF"
    if brands[:4] in (b"heic", b"heix", b"mif1", b"heim"):
        raise ProbeError(
            "unsupported-picture", f"'{path.name}' is a HEIC picture", hint="save it as JPEG, PNG, WebP or AVIF"
        )
    return "stream"
