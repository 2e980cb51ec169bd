"""Parts: the XML and pictures in an Office document, and how one leads to another; nothing outside is followed."""

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple
from urllib.parse import unquote
from xml.etree.ElementTree import Element, ParseError

from pipeline.errors import PipelineError
from pipeline.ingest.manuscripts.manuscript import Picture
from pipeline.ingest.manuscripts.package import broken, locked, opened, unpacked
from pipeline.messages import tr


class Relation(NamedTuple):
    """What a part names under an id."""

    kind: str
    """The last word of its type: `image`, `footnotes`."""
    target: str
    """Name of a part, or an address outside."""
    outside: bool


@dataclass(frozen=True)
class Parts:
    """The parts of a document."""

    data: bytes
    name: str
    """Of the document's file, for messages."""

    @cached_property
    def _package(self) -> zipfile.ZipFile:
        return opened(self.data, self.name)

    @cached_property
    def _names(self) -> Mapping[str, str]:
        """As they are written in the package, by their small letters: part names know no case."""
        return {name.lower().lstrip("/"): name for name in self._package.namelist()}

    def read(self, part: str) -> bytes | None:
        """The bytes of a part; None where there is none, or they are damaged."""
        name = self._names.get(part.lower())
        try:
            return None if name is None else unpacked(self._package, name)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError):
            return None
        except RuntimeError as cause:
            raise locked(self.name) from cause

    def xml(self, part: str) -> Element | None:
        """The root of a part; None where there is none. Raises PipelineError for what is no XML, or a trap."""
        data = self.read(part)
        if data is None:
            if part.lower() in self._names:
                raise broken(self.name)
            return None
        from defusedxml import DefusedXmlException
        from defusedxml.ElementTree import fromstring

        try:
            root: Element = fromstring(data, forbid_dtd=True)
        except DefusedXmlException as cause:
            raise PipelineError(
                tr("'{file}' is refused: it holds XML that may unfold without end", file=self.name),
                hint=tr("open it in Word or WPS and save it again"),
            ) from cause
        except (ParseError, ValueError, LookupError) as cause:
            raise broken(self.name) from cause
        return root

    def relations(self, part: str) -> dict[str, Relation]:
        """What a part names, by id."""
        folder, name = posixpath.split(part)
        root = self.xml(f"{folder}/_rels/{name}.rels")
        found = {}
        for one in children(root):
            target = one.get("Target", "")
            outside = one.get("TargetMode", "").lower() == "external"
            if not outside:
                path = target if target.startswith("/") else f"/{folder}/{target}"
                target = unquote(posixpath.normpath(path)).lstrip("/")
            found[one.get("Id", "")] = Relation(one.get("Type", "").rpartition("/")[2], target, outside)
        return found

    def picture(self, relation: Relation | None, label: str) -> Picture | None:
        """The picture that a relation leads to; None where there is none."""
        data = self.read(relation.target) if relation and not relation.outside else None
        return Picture(data=data, suffix=suffix_of(data), label=_label(label)) if data else None


def _label(description: str) -> str:
    """What a person wrote of a picture; not the name of its file, and not what a program says of it by itself."""
    text = " ".join(re.sub(r"(描述已自动生成|Description automatically generated).*", "", description).split())
    return "" if re.fullmatch(r".*\.(png|jpe?g|gif|bmp|tiff?|webp|heic|emf|wmf|svg)", text, re.IGNORECASE) else text


def suffix_of(data: bytes) -> str:
    """The suffix of a picture's file, by its content; of what is none that can be shown, one that says what it is."""
    for start, suffix in (
        (b"\xff\xd8\xff", ".jpg"), (b"\x89PNG\r\n\x1a\n", ".png"), (b"GIF8", ".gif"), (b"BM", ".bmp"),
        (b"II*\0", ".tif"), (b"MM\0*", ".tif"), (b"\xd7\xcd\xc6\x9a", ".wmf"), (b"\1\0\t\0", ".wmf"),
    ):  # fmt: skip
        if data.startswith(start):
            return suffix
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return ".webp"
    if data[4:8] == b"ftyp":
        return ".avif" if data[8:12] in (b"avif", b"avis") else ".heic"
    if data[40:44] == b" EMF":
        return ".emf"
    if b"<svg" in data[:2000]:
        return ".svg"
    if data[:2] == b"\x1f\x8b":
        return ".emf"  # Office packs drawings once more: .emz, .wmz.
    return ""


SHOWN = (".jpg", ".png", ".gif", ".bmp", ".tif", ".webp", ".heic", ".avif")
"""Suffixes of pictures that can be shown."""


def local(element: Element) -> str:
    """The name of an element without its namespace: strict and ordinary documents differ in that alone."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Element, name: str) -> str:
    """An attribute in whatever namespace; empty where there is none."""
    return next((value for key, value in element.items() if key.rpartition("}")[2] == name), "")


def reference(element: Element) -> str:
    """The id of a relation; an element may have an id of its own beside it."""
    return next((value for key, value in element.items() if key.startswith("{") and key.endswith("}id")), "")


def below(element: Element, name: str) -> Iterator[Element]:
    """Every element of a name inside another, in order."""
    return (one for one in element.iter() if local(one) == name)


def child(element: Element | None, *path: str) -> Element | None:
    """The element at a path of names."""
    for name in path:
        if element is None:
            return None
        element = next((one for one in element if local(one) == name), None)
    return element


def inner(element: Element, name: str) -> Element:
    """The element of a name inside another; one with nothing in it where there is none."""
    found = child(element, name)
    return Element("nothing") if found is None else found


def children(element: Element | None) -> list[Element]:
    """What is inside an element, if there is one."""
    return [] if element is None else list(element)


def chosen(element: Element) -> Element | None:
    """Of alternatives for old and new readers, the first."""
    return next((one for one in element if local(one) in ("Choice", "Fallback")), None)
