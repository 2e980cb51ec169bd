"""Documents as Word and PowerPoint write them, and what they hold that python-docx cannot make itself."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from docx import Document
from docx.shared import Cm
from lxml import etree
from PIL import Image

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MATH = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


def png(colour: tuple[int, int, int] = (200, 20, 20), size: tuple[int, int] = (320, 180)) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", size, colour).save(data, "PNG")
    return data.getvalue()


def jpeg(colour: tuple[int, int, int] = (20, 20, 200), size: tuple[int, int] = (320, 180)) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", size, colour).save(data, "JPEG", quality=90)
    return data.getvalue()


def word(fill: Callable[[Any], None]) -> bytes:
    """The bytes of a Word document that `fill` writes."""
    document = Document()
    fill(document)
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def picture(document: Any, data: bytes, label: str = "") -> Any:
    """A paragraph with a picture, as Word has one in line with the text."""
    paragraph = document.add_paragraph()
    shape = paragraph.add_run().add_picture(io.BytesIO(data), width=Cm(8))
    if label:
        shape._inline.docPr.set("descr", label)
    return paragraph


def raw(document: Any, xml: str) -> None:
    """XML of a paragraph or whatever else at the end of the body."""
    body = document.element.body
    body.insert(len(body) - 1, etree.fromstring(xml))


def changed(data: bytes, changes: dict[str, bytes | None]) -> bytes:
    """A package with other parts: bytes replace or add one, None takes one away."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in changes:
                new.writestr(name, old.read(name))
        for name, content in changes.items():
            if content is not None:
                new.writestr(name, content)
    return out.getvalue()


def part(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read(name)


def written(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path
