"""Sniffing: what a file is by its first bytes, before any library opens it; text is refused, whatever its name."""

import stat
from pathlib import Path
from typing import Literal

from pipeline.errors import MediaError, in_words
from pipeline.messages import NOTHING, Message, tr
from pipeline.model.media import MediaInfo

HEAD = 4096

PICTURES = {
    b"\xff\xd8\xff": "JPEG", b"\x89PNG\r\n\x1a\n": "PNG", b"GIF87a": "GIF", b"GIF89a": "GIF", b"BM": "BMP",
    b"II*\x00": "TIFF", b"MM\x00*": "TIFF", b"\0\0\0\x0cjP  \r\n": "JPEG2000", b"\xff\x4f\xff\x51": "JPEG2000",
    b"8BPS": "PSD",
}  # fmt: skip
_HEIF_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1", b"hevc", b"hevx")
_RAW = {
    b"ftypcrx ": 16, b"CR\2": 12, b"FUJIFILMCCD-RAW": 16, b"IIRO": 4, b"IIRS": 4, b"MMOR": 4, b"IIU\0": 4, b"FOVb": 4,
    b"\0MRM": 4,
}  # fmt: skip
"""Marks of raw photos, and within how many bytes they stand: Canon, Fujifilm, Olympus, Panasonic, Sigma, Minolta."""
_RAW_TAGS = {50706, 33421, 33422}
"""DNG's version, size and pattern of a filter of colours."""
SILK = (b"\x02#!SILK_V3", b"#!SILK_V3")
"""A voice message of WeChat, which writes a byte before the format's own head."""
_PLAYLISTS = ("#extm3u", "ffconcat", "[playlist]", "v=0", "<?xml", "<mpd", "<asx", "<smil", "rtsp://", "http")
_PAGES = ("<!doctype html", "<html")
_SUFFIXES = {
    "mov": {".mp4", ".m4a", ".m4v", ".mov", ".3gp", ".3g2", ".m4b", ".qt", ".avif"},
    "mp3": {".mp3"}, "wav": {".wav", ".wave"}, "w64": {".w64"}, "matroska": {".mkv", ".mka", ".webm"},
    "ogg": {".ogg", ".oga", ".ogv", ".opus"}, "flac": {".flac"}, "aac": {".aac"}, "aiff": {".aiff", ".aif"},
    "caf": {".caf"}, "amr": {".amr"}, "silk": {".silk", ".slk"},
    "mpegts": {".ts", ".mts", ".m2ts"}, "mpeg": {".mpg", ".mpeg", ".vob"},
    "avi": {".avi"}, "asf": {".wmv", ".wma", ".asf"}, "flv": {".flv"}, "mxf": {".mxf"}, "dv": {".dv"},
    "gif": {".gif"}, "jpeg": {".jpg", ".jpeg", ".jpe", ".jfif"}, "mpo": {".jpg", ".jpeg", ".mpo"}, "png": {".png"},
    "webp": {".webp"}, "bmp": {".bmp"}, "tiff": {".tif", ".tiff"}, "avif": {".avif"},
    "heif": {".heic", ".heif", ".hif"}, "jpeg2000": {".jp2", ".j2k", ".jpx", ".jpf"}, "psd": {".psd", ".psb"},
    "pdf": {".pdf"}, "apng": {".png", ".apng"}, "webp_anim": {".webp"},
    "yuv4mpegpipe": {".y4m"}, "h264": {".h264", ".264"},
}  # fmt: skip


class ProbeError(MediaError):
    """A file that cannot be used as media; `code` says why in a word that programs can read.

    `missing-file`, `not-a-file`, `empty-file`, `playlist`, `not-media`, `unreadable-media`, `truncated-media`,
    `picture-too-large`, `unsupported-picture`, `unsupported-hdr`, `unsupported-edits`, `bad-clock`, `no-such-stream`.
    """

    def __init__(self, code: str, message: Message, *, hint: Message = NOTHING) -> None:
        super().__init__(message, hint=hint)
        self.code = code


def sniff(path: Path) -> str:
    """Pillow's name of a picture's format, `silk` for a voice message, else `stream`: something for a demuxer.

    Raises ProbeError for what is missing, not a regular file, empty, or text.
    """
    head = _head(path)
    if not head:
        raise ProbeError("empty-file", tr("'{name}' is empty", name=path.name))
    if b"%PDF-" in head[:1024]:
        return "PDF"
    if head.startswith(SILK):
        return "silk"
    if text := _as_text(head):
        if "<svg" in text:
            raise ProbeError(
                "unsupported-picture", tr("'{name}' is a drawing in SVG, which cannot be read", name=path.name),
                hint=tr("export it as PNG or PDF"),
            )  # fmt: skip
        if text.lstrip().lower().startswith(_PAGES):
            raise ProbeError(
                "not-media", tr("'{name}' is a web page, not a media file", name=path.name),
                hint=tr("the download did not succeed: open its address in a browser, and save the file itself"),
            )  # fmt: skip
        if text.lstrip().lower().startswith(_PLAYLISTS):
            raise ProbeError(
                "playlist",
                tr("'{name}' is a playlist or a web page, not a media file", name=path.name),
                hint=tr("name the media file itself"),
            )
        raise ProbeError(
            "not-media", tr("'{name}' is text, not a media file", name=path.name),
            hint=tr("words belong under 'script:' or 'subtitles:'; name a recording, film or picture here"),
        )  # fmt: skip
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "WEBP"
    if head[4:8] == b"ftyp" and head[8:12] != b"crx ":
        return _brand(path, head)
    if any(mark in head[:length] for mark, length in _RAW.items()) or _is_dng(head):
        raise ProbeError(
            "unsupported-picture",
            tr("'{name}' is a raw photo as cameras keep it, which cannot be read", name=path.name),
            hint=tr("develop it, or export it as JPEG from the camera's or the computer's photo program"),
        )  # fmt: skip
    return next((name for magic, name in PICTURES.items() if head.startswith(magic)), "stream")


def extension_differs(path: Path, info: MediaInfo, *, name: str) -> Message | None:
    """That a file, called `name` in the message, is of another kind than its suffix says; None where it is not."""
    kind = info.format.split(",")[0]
    suffix = path.suffix.lower()
    promised = {name for name, suffixes in _SUFFIXES.items() if suffix in suffixes}
    if kind not in _SUFFIXES or not promised or kind in promised:
        return None
    likely = "mp4" if kind == "mov" else kind
    return tr("'{name}' contains {kind}, but its name ends in '{suffix}'", name=name, kind=likely, suffix=suffix)


def _head(path: Path) -> bytes:
    try:
        # A pipe or device would block or never end.
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):
            if stat.S_ISDIR(mode):
                raise ProbeError("not-a-file", tr("'{name}' is a folder, not a media file", name=path.name))
            raise ProbeError("not-a-file", tr("'{name}' is a device or a pipe, not a media file", name=path.name))
        with path.open("rb", buffering=0) as file:
            return file.read(HEAD)
    except FileNotFoundError:
        raise ProbeError("missing-file", tr("there is no file '{path}'", path=path)) from None
    except OSError as cause:
        message = tr("'{name}' cannot be read: {reason}", name=path.name, reason=in_words(cause))
        raise ProbeError("unreadable-media", message) from cause


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
    return "HEIF" if brands[:4] in _HEIF_BRANDS else "stream"


def _is_dng(head: bytes) -> bool:
    """Whether the first directory of a TIFF names it a raw photo: by a version of DNG, or a filter of colours."""
    order: Literal["little", "big"] = "little" if head[:2] == b"II" else "big"
    if head[:4] not in (b"II*\0", b"MM\0*"):
        return False
    at = int.from_bytes(head[4:8], order)
    count = int.from_bytes(head[at : at + 2], order)
    tags = {int.from_bytes(head[spot : spot + 2], order) for spot in range(at + 2, min(at + 2 + 12 * count, HEAD), 12)}
    return bool(tags & _RAW_TAGS)
