"""Runs of Word: the words and pictures of a paragraph in order, and whatever stands between them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from pipeline.ingest.manuscripts.manuscript import Notes, Picture, Piece, near, without_invisible
from pipeline.ingest.manuscripts.parts import (
    SHOWN,
    Parts,
    Relation,
    attribute,
    below,
    child,
    children,
    chosen,
    inner,
    local,
    reference,
)
from pipeline.messages import tr, trn

_WITHIN = frozenset(
    ["hyperlink", "smartTag", "customXml", "fldSimple", "dir", "bdo", "sdtContent", "moveTo", "ins", "rubyBase"]
)
"""What holds runs and stands for nothing itself."""
_PHONETIC = re.compile(r"\\s\\up\s*\d+\s*\([^()]*\)\s*[,;，；]\s*([^()]*)\)")
"""A reading above a character, as fields of older documents have it: the character."""


@dataclass(slots=True)
class Marks:
    """What is counted while a document is read."""

    contents: int = 0
    tables: int = 0
    boxes: int = 0
    items: int = 0
    headings: int = 0
    inserted: int = 0
    deleted: int = 0
    phonetic: int = 0
    hidden: int = 0
    symbols: int = 0


@dataclass(slots=True)
class Runs:
    """Reads paragraphs."""

    parts: Parts
    relations: Mapping[str, Relation]
    notes: Notes
    marks: Marks = field(default_factory=Marks)
    _texts: dict[str, dict[str, str]] = field(default_factory=dict)
    """Footnotes, endnotes and comments by their ids."""
    _pending: list[object] = field(default_factory=list)
    _field: list[str | None] = field(default_factory=list)
    """For every open field the code so far; None once its result has begun."""
    _pictures: int = 0

    def pieces(self, paragraph: Element) -> tuple[list[Piece], list[Element]]:
        """Words and pictures of a paragraph, and the contents of its text boxes."""
        boxes: list[Element] = []
        pieces: list[Piece] = []
        beside: list[tuple[str, Element]] = []
        for piece in self._inside(paragraph, boxes, beside):
            if isinstance(piece, str) and pieces and isinstance(pieces[-1], str):
                pieces[-1] += piece
            elif piece != "":
                pieces.append(piece)
        where = near("".join(one for one in pieces if isinstance(one, str)))
        for kind, element in beside:
            self._tell(kind, element, where)
        return pieces, boxes

    def close(self) -> None:
        """Tell what was counted."""
        marks, notes = self.marks, self.notes
        if marks.inserted or marks.deleted:
            notes.add(
                tr(
                    "changes are still open here: {inserted} insertions are taken, {deleted} deletions left out",
                    inserted=marks.inserted, deleted=marks.deleted,
                )
            )  # fmt: skip
        if marks.phonetic:
            notes.add(
                trn(
                    "the phonetic guide of {count} word is left out, the word is taken",
                    "the phonetic guides of {count} words are left out, the words are taken",
                    marks.phonetic,
                )
            )
        if marks.hidden:
            notes.add(
                trn(
                    "{count} piece of hidden text is left out",
                    "{count} pieces of hidden text are left out",
                    marks.hidden,
                )
            )
        if marks.symbols:
            notes.add(
                trn(
                    "{count} sign of a symbol font is left out",
                    "{count} signs of symbol fonts are left out",
                    marks.symbols,
                )
            )

    def _inside(self, element: Element, boxes: list[Element], beside: list[tuple[str, Element]]) -> Iterator[Piece]:
        for one in element:
            name = local(one)
            if name == "r":
                yield from self._run(one, boxes, beside)
            elif name in ("del", "moveFrom"):
                self.marks.deleted += any(one.iter())
            elif name in _WITHIN:
                self.marks.inserted += name in ("ins", "moveTo") and local(element) != "rPr"
                yield from self._inside(one, boxes, beside)
            elif name == "sdt":
                yield from self._inside(inner(one, "sdtContent"), boxes, beside)
            elif name == "ruby":
                self.marks.phonetic += 1
                yield from self._inside(inner(one, "rubyBase"), boxes, beside)
            elif name in ("oMath", "oMathPara"):
                beside.append(("equation", one))
            elif name == "AlternateContent" and (choice := chosen(one)) is not None:
                yield from self._inside(choice, boxes, beside)

    def _run(self, run: Element, boxes: list[Element], beside: list[tuple[str, Element]]) -> Iterator[Piece]:
        vanish = child(run, "rPr", "vanish")
        if vanish is not None and attribute(vanish, "val") not in ("0", "false", "off"):
            self.marks.hidden += any(local(one) == "t" and one.text for one in run)
            return
        for one in run:
            match local(one):
                case "t":
                    yield without_invisible(one.text or "") if self._speaks else ""
                case "tab" | "ptab":
                    yield " " if self._speaks else ""
                case "br" | "cr":
                    yield "\n" if attribute(one, "type") not in ("page", "column") and self._speaks else ""
                case "noBreakHyphen":
                    yield "-"
                case "sym":
                    self.marks.symbols += 1
                case "fldChar":
                    yield self._fielded(attribute(one, "fldCharType"))
                case "instrText":
                    if self._field and self._field[-1] is not None:
                        self._field[-1] += one.text or ""
                case "ruby":
                    self.marks.phonetic += 1
                    yield from self._inside(inner(one, "rubyBase"), boxes, beside)
                case "drawing" | "pict" | "object":
                    yield from self._drawn(one, boxes, beside)
                case "AlternateContent":
                    for drawn in children(chosen(one)):
                        if local(drawn) in ("drawing", "pict", "object"):
                            yield from self._drawn(drawn, boxes, beside)
                case "footnoteReference" | "endnoteReference" | "commentReference" as kind:
                    beside.append((kind, one))
                case _:
                    pass

    @property
    def _speaks(self) -> bool:
        """Whether text stands in the document itself, and not in the code of a field."""
        return not self._field or self._field[-1] is None

    def _fielded(self, kind: str) -> str:
        """What a field's code says itself, where it ends without a result: a character with its reading above."""
        if kind == "begin":
            self._field.append("")
        elif kind == "separate" and self._field:
            self._field[-1] = None
        elif kind == "end" and self._field:
            code = self._field.pop()
            if code and (words := _PHONETIC.findall(code)):
                self.marks.phonetic += len(words)
                return "".join(words)
        return ""

    def _drawn(self, element: Element, boxes: list[Element], beside: list[tuple[str, Element]]) -> Iterator[Piece]:
        """Pictures of a drawing; its text boxes go to `boxes`, what cannot be shown to `beside`."""
        label = next(
            (attribute(one, "descr").strip() for one in element.iter() if local(one) in ("docPr", "cNvPr")), ""
        )
        found, shows = False, any(local(one) == "blip" for one in element.iter())
        for one in element.iter():
            match local(one):
                case "blip" | "imagedata":
                    found = True
                    yield from self._picture(one, label or attribute(one, "title").strip(), beside)
                case "srcRect" if shows and any(value.strip("-0") for _, value in one.items()):
                    beside.append(("crop", one))
                case "xfrm" if shows and attribute(one, "rot").strip("-0"):
                    beside.append(("turn", one))
                case "txbxContent":
                    found = True
                    if not any(one is within for box in boxes for within in box.iter()):
                        boxes.append(one)
                case "graphicData":
                    uri = attribute(one, "uri")
                    if "chart" in uri or "diagram" in uri:
                        found = True
                        beside.append(("chart" if "chart" in uri else "diagram", one))
                case "OLEObject":
                    found = True
                    beside.append(("equation" if "equation" in attribute(one, "ProgID").lower() else "object", one))
                    return
        if not found:
            beside.append(("shape", element))

    def _picture(self, element: Element, label: str, beside: list[tuple[str, Element]]) -> Iterator[Picture]:
        self._pictures += 1
        embedded = attribute(element, "embed") or (reference(element) if local(element) == "imagedata" else "")
        linked = attribute(element, "link") or attribute(element, "href")
        relation = self.relations.get(embedded or linked)
        if (relation is not None and relation.outside) or (relation is None and linked):
            self.notes.add(
                tr(
                    "picture {number} is left out: it is only linked, to '{target}'",
                    number=self._pictures, target=near(relation.target.rpartition("/")[2] if relation else linked),
                )
            )  # fmt: skip
            return
        picture = self.parts.picture(relation, label)
        if picture is None:
            self.notes.add(tr("picture {number} is left out: it is damaged or missing", number=self._pictures))
        elif picture.suffix not in SHOWN:
            kind = picture.suffix.lstrip(".").upper() or "?"
            self.notes.add(
                tr(
                    "picture {number} is left out: {kind} cannot be shown; save it as PNG and put it in again",
                    number=self._pictures, kind=kind,
                )
            )  # fmt: skip
        else:
            yield picture

    def _tell(self, kind: str, element: Element, where: str) -> None:
        """That something at a place is not taken."""
        add = self.notes.add
        match kind:
            case "footnoteReference" | "endnoteReference":
                text = near(self._note(kind.removesuffix("Reference"), attribute(element, "id")))
                add(tr("the footnote at '{where}' is left out: '{text}'", where=where, text=text))
            case "commentReference":
                text = near(self._note("comment", attribute(element, "id")))
                add(tr("the comment at '{where}' is left out: '{text}'", where=where, text=text))
            case "equation":
                add(tr("the equation at '{where}' is left out: write it as it is spoken", where=where))
            case "chart":
                add(tr("the chart at '{where}' is left out: save it as a picture", where=where))
            case "diagram":
                add(tr("the SmartArt at '{where}' is left out: save it as a picture", where=where))
            case "object":
                add(tr("the embedded object at '{where}' is left out", where=where))
            case "shape":
                add(tr("the drawing at '{where}' is left out: save it as a picture", where=where))
            case "crop":
                add(tr("picture {number} is cropped in the document: it is taken whole", number=self._pictures))
            case "turn":
                add(tr("picture {number} is turned in the document: it is taken as its file is", number=self._pictures))

    def _note(self, kind: str, number: str) -> str:
        """The text of a footnote, endnote or comment."""
        if kind not in self._texts:
            part = next((one.target for one in self.relations.values() if one.kind == f"{kind}s"), None)
            root = self.parts.xml(part) if part else None
            self._texts[kind] = {
                attribute(one, "id"): "".join(text.text or "" for text in below(one, "t"))
                for one in children(root)
                if local(one) == kind
            }
        return self._texts[kind].get(number, "")
