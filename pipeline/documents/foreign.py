"""Foreign files: what a file is that was named where another kind is wanted, by its first bytes and its name."""

from typing import NamedTuple

from pipeline.messages import Message, tr

HEAD = 4096
"""Bytes that are looked at."""

_SLIDES = tr("export its slides as pictures (PNG or JPEG) and name those; what is said is a recording of its own")
_WORDS = tr("what is read out belongs under 'script:', as .docx or as plain text (.txt or .md) in UTF-8")
_UNPACK = tr("unpack it, and name the file inside")
_PICTURE = tr("export it as a picture (PNG or JPEG)")
_CONVERT = tr("convert it with ffmpeg or another converter: sound to WAV, FLAC or M4A, films to MP4")
_EXPORT = tr("save it in its app as MP3, M4A or MP4: no other program can read it")

_SOUND_OR_FILM = (
    (b"ID3", 0), (b"RIFF", 0), (b"OggS", 0), (b"fLaC", 0), (b"ftyp", 4), (b"\x1aE\xdf\xa3", 0), (b"#!AMR", 0),
    (b"#!SILK", 0), (b"#!SILK", 1), (b"\xff\xfb", 0), (b"\xff\xf3", 0), (b"FLV", 0), (b"0&\xb2u", 0),
)  # fmt: skip
_BINARY = 64
"""Bytes within which every medium holds a zero."""
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM", b"II*\0", b"MM\0*")


class Foreign(NamedTuple):
    """A kind of file that is neither text nor a medium that can be read."""

    what: Message
    """As it goes on behind 'is': "a PDF document"."""
    advice: Message
    medium: bool = False
    """Whether it is sound or film, of a kind that is not read."""


def foreign(head: bytes, suffix: str) -> Foreign | None:
    """What kind of document, archive or program the first bytes of a file begin; None for any other file."""
    suffix = suffix.lower()
    if head.startswith(b"%PDF"):
        pages = tr("export its pages as pictures (PNG or JPEG) and name those; its words belong into a script")
        return Foreign(tr("a PDF document"), pages)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _OLD_OFFICE.get(suffix, Foreign(tr("a document of an old Office program"), _WORDS))
    if head.startswith((b"PK\3\4", b"PK\5\6")):
        return _zipped(head, suffix)
    if head.startswith(b"{\\rtf"):
        return Foreign(tr("a formatted text (RTF)"), _WORDS)
    if b"\0" not in head and not head.startswith(b"%!PS"):
        return None
    return next((kind for magic, kind in _KINDS.items() if head.startswith(magic)), None)


def is_medium(head: bytes) -> bool:
    """Whether a picture, sound or film begins so."""
    if b"\0" not in head[:_BINARY] and b"#!SILK" not in head[:8]:
        return False  # Words may begin so as well.
    return head.startswith(_PICTURES) or any(head.startswith(magic, at) for magic, at in _SOUND_OR_FILM)


def _zipped(head: bytes, suffix: str) -> Foreign:
    """By the names of the files that lie in it, as far as they stand at its head; else by its own name."""
    for name, kind in _IN_ZIP.items():
        if name in head:
            return kind
    return _BY_SUFFIX.get(suffix, Foreign(tr("a ZIP archive"), _UNPACK))


_WORD, _PPT, _TABLE = tr("a Word document"), tr("a PowerPoint presentation"), tr("an Excel table")
_OLD_OFFICE = {
    ".ppt": Foreign(_PPT, _SLIDES), ".pps": Foreign(_PPT, _SLIDES), ".dps": Foreign(_PPT, _SLIDES),
    ".doc": Foreign(_WORD, _WORDS), ".wps": Foreign(_WORD, _WORDS), ".xls": Foreign(_TABLE, _PICTURE),
    ".et": Foreign(_TABLE, _PICTURE),
}  # fmt: skip
_IN_ZIP = {
    b"word/": Foreign(_WORD, _WORDS), b"ppt/": Foreign(_PPT, _SLIDES), b"xl/": Foreign(_TABLE, _PICTURE),
    b"opendocument.text": Foreign(_WORD, _WORDS), b"opendocument.presentation": Foreign(_PPT, _SLIDES),
    b"application/epub": Foreign(tr("an e-book (EPUB)"), _WORDS),
}  # fmt: skip
_BY_SUFFIX = {
    ".docx": Foreign(_WORD, _WORDS), ".pptx": Foreign(_PPT, _SLIDES), ".ppsx": Foreign(_PPT, _SLIDES),
    ".xlsx": Foreign(_TABLE, _PICTURE), ".key": Foreign(tr("a Keynote presentation"), _SLIDES),
    ".pages": Foreign(_WORD, _WORDS),
}  # fmt: skip
_KINDS = {
    b"Rar!": Foreign(tr("a RAR archive"), _UNPACK),
    b"7z\xbc\xaf": Foreign(tr("a 7-Zip archive"), _UNPACK),
    b"\x1f\x8b": Foreign(tr("a packed file (gzip)"), _UNPACK),
    b"8BPS": Foreign(tr("a Photoshop picture"), _PICTURE),
    b"%!PS": Foreign(tr("a PostScript or Illustrator drawing"), _PICTURE),
    b"CTENFDAM": Foreign(tr("an encrypted file of NetEase Cloud Music"), _EXPORT),
    b"QTag": Foreign(tr("an encrypted file of QQ Music"), _EXPORT),
    b"yeelion-kuwo": Foreign(tr("an encrypted file of Kuwo Music"), _EXPORT),
    b"\x7c\xd5\x32\xeb\x86\x02\x7f\x4b": Foreign(tr("an encrypted file of KuGou Music"), _EXPORT),
    b"QIYI VIDEO": Foreign(tr("an encrypted film of iQIYI"), _EXPORT),
    b".RMF": Foreign(tr("a RealMedia film (RM, RMVB)"), _CONVERT, medium=True),
    b".ra\xfd": Foreign(tr("a RealAudio recording"), _CONVERT, medium=True),
    b"wvpk": Foreign(tr("a WavPack recording (WV)"), _CONVERT, medium=True),
    b"MAC ": Foreign(tr("a Monkey's Audio recording (APE)"), _CONVERT, medium=True),
    b"TTA1": Foreign(tr("a True Audio recording (TTA)"), _CONVERT, medium=True),
    b"tBaK": Foreign(tr("a TAK recording"), _CONVERT, medium=True),
    b"MPCK": Foreign(tr("a Musepack recording (MPC)"), _CONVERT, medium=True),
    b"DSD ": Foreign(tr("a DSD recording (DSF)"), _CONVERT, medium=True),
    b"FRM8": Foreign(tr("a DSD recording (DSF)"), _CONVERT, medium=True),
    b".snd": Foreign(tr("a recording of an old Sun computer (AU)"), _CONVERT, medium=True),
    b"\x7f\xfe\x80\x01": Foreign(tr("a DTS recording"), _CONVERT, medium=True),
    b"MThd": Foreign(tr("a MIDI file, which holds notes and no sound"), _CONVERT, medium=True),
    b"FWS": Foreign(tr("a Flash animation (SWF)"), _CONVERT, medium=True),
    b"CWS": Foreign(tr("a Flash animation (SWF)"), _CONVERT, medium=True),
    b"MZ": Foreign(tr("a program for Windows"), tr("name the media file itself")),
}
