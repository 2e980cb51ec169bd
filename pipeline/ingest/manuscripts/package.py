"""Packages: what kind of document bytes are, and zip files that may be unpacked without harm."""

import io
import re
import zipfile
from pathlib import PurePath
from typing import Literal

from pipeline.errors import PipelineError
from pipeline.messages import Message, tr
from pipeline.wording import round_size

Format = Literal["docx", "pptx", "pdf", "text"]

LARGEST = 1 << 30
"""Bytes of a document, and of all that it unpacks to."""
LARGEST_XML = 128 << 20
"""Bytes of one part that is XML, unpacked: some hundred thousand paragraphs."""
ENTRIES = 20_000
"""Files in a package."""
RATIO = 400
"""How much smaller a part of more than `SMALL` bytes may be packed; XML of Word reaches 50."""
SMALL = 8 << 20

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SAVE_WORD = tr("open it and save it as a Word document (.docx)")
_SAVE_SLIDES = tr("open it and save it as a presentation (.pptx), or as a PDF")
_OTHERS: dict[str, tuple[Message, Message]] = {
    ".doc": (tr("an old Word document (.doc)"), _SAVE_WORD),
    ".dot": (tr("an old Word document (.doc)"), _SAVE_WORD),
    ".wps": (tr("a WPS document (.wps)"), _SAVE_WORD),
    ".odt": (tr("an OpenDocument text (.odt)"), _SAVE_WORD),
    ".pages": (tr("a Pages document (.pages)"), tr("export it from Pages as Word (.docx)")),
    ".rtf": (tr("a rich text (.rtf)"), _SAVE_WORD),
    ".ppt": (tr("an old presentation (.ppt)"), _SAVE_SLIDES),
    ".dps": (tr("a WPS presentation (.dps)"), _SAVE_SLIDES),
    ".odp": (tr("an OpenDocument presentation (.odp)"), _SAVE_SLIDES),
    ".key": (tr("a Keynote presentation (.key)"), tr("export it from Keynote as PowerPoint (.pptx) or PDF")),
    ".xls": (tr("a table"), tr("copy its text into a Word document")),
    ".xlsx": (tr("a table"), tr("copy its text into a Word document")),
    ".et": (tr("a table"), tr("copy its text into a Word document")),
    ".html": (tr("a web page"), _SAVE_WORD),
    ".htm": (tr("a web page"), _SAVE_WORD),
    ".epub": (tr("an e-book"), _SAVE_WORD),
}
READ = ".md .txt .docx .pptx .pdf"
"""Suffixes of what is read."""


def format_of(data: bytes, name: str) -> Format:
    """What a document is, by its content. Raises PipelineError for one that cannot be read, with what to do."""
    suffix = PurePath(name).suffix.lower()
    if not data:
        raise PipelineError(tr("'{file}' is empty", file=name))
    if data.startswith(_OLE):
        raise _compound(data, name, suffix)
    if data[:1024].lstrip().startswith(b"%PDF-") or b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK"):
        return _zipped(data, name, suffix)
    if data.startswith(b"{\\rtf"):
        raise _other(name, ".rtf")
    if re.match(rb"\s*(<\?xml[^>]*>\s*)?(<!doctype html|<html)", data[:2000], re.IGNORECASE):
        raise _other(name, ".html")
    if suffix in (".docx", ".docm", ".pptx", ".pptm", ".pdf"):
        raise _broken(name)
    if suffix in _OTHERS:
        raise _other(name, suffix)
    if b"\0" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        message = tr("'{file}' is no text that can be read", file=name)
        raise PipelineError(message, hint=tr("what can be read: {suffixes}", suffixes=READ))
    return "text"


def opened(data: bytes, name: str) -> zipfile.ZipFile:
    """A package whose parts may be unpacked. Raises PipelineError for one that is broken, locked or a trap."""
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
        parts = package.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError) as cause:
        raise _broken(name) from cause
    if any(part.flag_bits & 1 for part in parts):
        raise _locked(name)
    whole = sum(part.file_size for part in parts)
    for part in parts:
        xml = part.filename.lower().endswith((".xml", ".rels"))
        bomb = part.file_size > SMALL and part.file_size > RATIO * max(part.compress_size, 1)
        if bomb or (xml and part.file_size > LARGEST_XML):
            raise _trap(name, part.file_size)
    if len(parts) > ENTRIES or whole > LARGEST:
        raise _trap(name, whole)
    return package


def unpacked(package: zipfile.ZipFile, name: str) -> bytes:
    """The bytes of a part. Raises BadZipFile for one that is larger than the package says: a trap, or damaged."""
    size = package.getinfo(name).file_size
    with package.open(name) as part:
        # `ZipFile.read` unpacks everything before it looks at the size.
        data = part.read(size)
        rest = part.read(1)
    if rest or len(data) != size:
        raise zipfile.BadZipFile(f"{name} is not as large as stated")
    return data


def _zipped(data: bytes, name: str, suffix: str) -> Format:
    with opened(data, name) as package:
        names = {part.filename.lower() for part in package.infolist()}
        if "word/document.xml" in names:
            return "docx"
        if "ppt/presentation.xml" in names:
            return "pptx"
        if "xl/workbook.xml" in names:
            raise _other(name, ".xlsx")
        if "mimetype" in names:
            kind = (
                unpacked(package, "mimetype")[:100] if "mimetype" in {p.filename for p in package.infolist()} else b""
            )
            raise _other(name, ".epub" if b"epub" in kind else ".odp" if b"presentation" in kind else ".odt")
        if any(one.startswith("index/") or one == "index.zip" for one in names):
            raise _other(name, ".key" if suffix == ".key" else ".pages")
    if suffix in _OTHERS:
        raise _other(name, suffix)
    if suffix in (".docx", ".docm", ".pptx", ".pptm"):
        raise _broken(name)
    message = tr("'{file}' is an archive, not a document", file=name)
    raise PipelineError(message, hint=tr("unpack it and name the document in it"))


def _compound(data: bytes, name: str, suffix: str) -> PipelineError:
    """For a file of the container that old Office documents are, and new ones with a password."""
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as file:
            streams = {"/".join(entry).lower() for entry in file.listdir()}
    except Exception:  # olefile raises whatever it stumbles over.
        return _other(name, suffix) if suffix in _OTHERS else _broken(name)
    if "encryptedpackage" in streams:
        return _locked(name)
    if "powerpoint document" in streams:
        return _other(name, ".dps" if suffix == ".dps" else ".ppt")
    if "worddocument" in streams:
        return _other(name, ".wps" if suffix == ".wps" else ".doc")
    if streams & {"workbook", "book"}:
        return _other(name, ".xls")
    return _other(name, suffix) if suffix in _OTHERS else _broken(name)


def _other(name: str, kind: str) -> PipelineError:
    what, hint = _OTHERS[kind]
    return PipelineError(tr("'{file}' is {what}, which cannot be read", file=name, what=what), hint=hint)


def _broken(name: str) -> PipelineError:
    return PipelineError(
        tr("'{file}' is damaged, or no document of its kind", file=name),
        hint=tr("does Word open it? Save it again there, and name the new file"),
    )


def _locked(name: str) -> PipelineError:
    return PipelineError(
        tr("'{file}' is protected by a password", file=name),
        hint=tr("open it, and save it without a password"),
    )


def _trap(name: str, size: int) -> PipelineError:
    return PipelineError(
        tr("'{file}' is refused: it would unpack to {size}", file=name, size=round_size(size)),
        hint=tr("open it in Word or WPS and save it again; make very large pictures smaller"),
    )


broken = _broken
"""What is raised where a document turns out to be damaged while it is read."""
locked = _locked
