"""Word: the text and pictures of a .docx in their order, and what of it stays behind."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

from pipeline.ingest.manuscripts.manuscript import Block, Manuscript, Notes, near, titled
from pipeline.ingest.manuscripts.package import broken
from pipeline.ingest.manuscripts.parts import Parts, Relation, attribute, below, child, chosen, local
from pipeline.ingest.manuscripts.word_runs import Marks, Runs
from pipeline.ingest.manuscripts.word_styles import Styles
from pipeline.messages import Message, tr, trn

_WITHIN = ("ins", "moveTo", "customXml", "smartTag", "sdtContent")
"""What holds paragraphs and stands for nothing itself."""
_STORIES = {"header": tr("headers"), "footer": tr("footers")}


def read_word(data: bytes, name: str) -> Manuscript:
    """The manuscript in a Word document. Raises PipelineError for one that cannot be read."""
    parts = Parts(data, name)
    part = next(
        (one.target for one in parts.relations("").values() if one.kind == "officeDocument"), "word/document.xml"
    )
    root = parts.xml(part)
    body = child(root, "body")
    if body is None:
        raise broken(name)
    relations = parts.relations(part)
    styles = next((one.target for one in relations.values() if one.kind == "styles"), "word/styles.xml")
    notes = Notes()
    runs = Runs(parts=parts, relations=relations, notes=notes)
    reader = _Reader(styles=Styles.of(parts.xml(styles)), runs=runs, notes=notes)
    if "macroEnabled" in (parts.read("[Content_Types].xml") or b"").decode("utf-8", "replace"):
        notes.add(tr("the macros of this document are left out; nothing of them was run"))
    try:
        reader.body(body)
    except RecursionError as cause:
        raise broken(name) from cause
    reader.close(parts, relations.values())
    title, by = reader.title()
    return Manuscript(blocks=tuple(reader.blocks), title=title, titled_by=by, left=notes.all())


@dataclass(slots=True)
class _Reader:
    """Collects the blocks of a document."""

    styles: Styles
    runs: Runs
    notes: Notes
    blocks: list[Block] = field(default_factory=list)
    named: str = ""
    """The text of the first paragraph in the style of titles."""
    counts: Marks = field(default_factory=Marks)

    def body(self, element: Element) -> None:
        for one in element:
            match local(one):
                case "p":
                    self.paragraph(one)
                case "tbl":
                    self.table(one)
                case "sdt":
                    self.control(one)
                case "altChunk":
                    self.notes.add(tr("a document that is embedded in this one is left out"))
                case "AlternateContent":
                    if (choice := chosen(one)) is not None:
                        self.body(choice)
                case name if name in _WITHIN:
                    self.body(one)
                case _:
                    pass

    def control(self, element: Element) -> None:
        """A content control; a table of contents is one."""
        gallery = child(element, "sdtPr", "docPartObj", "docPartGallery")
        content = child(element, "sdtContent")
        if gallery is not None and attribute(gallery, "val") == "Table of Contents":
            self.notes.add(tr("the table of contents is left out"))
        elif content is not None:
            self.body(content)

    def paragraph(self, element: Element) -> None:
        style = self.styles.of_paragraph(element)
        if style.contents:
            self.counts.contents += 1
            return
        pieces, boxes = self.runs.pieces(element)
        block = Block(pieces=tuple(pieces), level=style.level, item=style.item)
        text = block.text
        if style.caption and text and self._labelled(text):
            return
        if style.item and text:
            self.counts.items += 1
        if style.title and text and not self.named:
            self.named = text
            block = Block(pieces=block.pieces, level=1)
        self.counts.headings += bool(block.level and text)
        if text or any(not isinstance(one, str) for one in pieces):
            self.blocks.append(block)
        for box in boxes:
            self.counts.boxes += 1
            self.body(box)

    def table(self, element: Element) -> None:
        """Cell by cell; the short cells of a row become one paragraph."""
        self.counts.tables += 1
        for row in _inside(element, "tr"):
            self.row(row)

    def row(self, row: Element) -> None:
        texts: list[str] = []
        for inner in _inside(row, "tc"):
            paragraphs = [one for one in inner if local(one) == "p"]
            simple = len(paragraphs) == 1 and not any(local(one) in ("sdt", "tbl") for one in inner)
            if simple and not any(local(one) in ("drawing", "pict", "object", "br") for one in inner.iter()):
                pieces, _ = self.runs.pieces(paragraphs[0])
                texts.append("".join(one for one in pieces if isinstance(one, str)).strip())
                continue
            self._flush(texts)
            self.body(inner)
        self._flush(texts)

    def _flush(self, texts: list[str]) -> None:
        """The short cells of a row so far, as a paragraph."""
        kept = [one for one in texts if one]
        if kept:
            self.blocks.append(Block(pieces=("，".join(kept),)))
        texts.clear()

    def _labelled(self, text: str) -> bool:
        """Whether a caption could be given to the picture before it."""
        last = self.blocks[-1] if self.blocks else None
        if last is None or last.text or not last.pieces or isinstance(last.pieces[-1], str):
            return False
        self.blocks[-1] = replace(last, pieces=(*last.pieces[:-1], replace(last.pieces[-1], label=text)))
        self.notes.add(tr("the caption '{text}' became the label of its picture, and is not spoken", text=near(text)))
        return True

    def title(self) -> tuple[str, Message | None]:
        if self.named:
            return self.named, tr("the paragraph in the style 'Title'")
        for block in self.blocks:
            if block.level and block.text:
                return block.text.split("\n")[0], tr("the first heading")
        return titled(self.blocks)

    def close(self, parts: Parts, relations: Iterable[Relation]) -> None:
        """Tell what is counted rather than listed."""
        found, count = self.notes, self.counts
        if count.contents:
            found.add(tr("the table of contents is left out"))
        if count.tables:
            found.add(
                trn(
                    "the cells of {count} table are taken as text, row by row: look whether they are to be spoken",
                    "the cells of {count} tables are taken as text, row by row: look whether they are to be spoken",
                    count.tables,
                )
            )
        if count.boxes:
            found.add(
                trn(
                    "the text of {count} text box stands behind the paragraph that it belongs to",
                    "the text of {count} text boxes stands behind the paragraphs that they belong to",
                    count.boxes,
                )
            )
        if count.items:
            found.add(
                trn(
                    "the number or bullet of {count} list entry is not spoken",
                    "the numbers and bullets of {count} list entries are not spoken",
                    count.items,
                )
            )
        if count.headings > 1:
            found.add(
                trn(
                    "{count} heading is not spoken: take its '#' away where it is read out",
                    "{count} headings are not spoken: take the '#' away where one is read out",
                    count.headings,
                )
            )
        self.runs.close()
        for relation in relations:
            if relation.kind in _STORIES and not relation.outside:
                root = parts.xml(relation.target)
                if root is not None and (text := "".join(one.text or "" for one in below(root, "t")).strip()):
                    found.add(tr("{what} are left out: '{text}'", what=_STORIES[relation.kind], text=near(text)))


def _inside(element: Element, name: str) -> Iterator[Element]:
    """Rows of a table or cells of a row, also those in content controls and insertions."""
    for one in element:
        if local(one) == name:
            yield one
        elif local(one) in ("sdt", *_WITHIN):
            yield from _inside(one, name)
