"""Slides: titles, notes and pictures of a .pptx, slide by slide; the slides themselves are drawn elsewhere."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from pipeline.ingest.manuscripts.manuscript import (
    Block,
    Manuscript,
    Notes,
    Page,
    Picture,
    Piece,
    near,
    without_invisible,
)
from pipeline.ingest.manuscripts.package import broken
from pipeline.ingest.manuscripts.parts import (
    SHOWN,
    Parts,
    Relation,
    attribute,
    below,
    child,
    children,
    local,
    reference,
)
from pipeline.messages import tr, trn

_TITLES = ("title", "ctrTitle")
_FURNITURE = ("dt", "ftr", "hdr", "sldNum", "sldImg")
"""Placeholders that say nothing about this slide."""


@dataclass(slots=True)
class _Slide:
    """What was found on one slide."""

    number: int
    title: str = ""
    words: list[str] = field(default_factory=list)
    """Its other texts, paragraph by paragraph."""
    pictures: list[Picture] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_slides(data: bytes, name: str, *, pages: Mapping[int, int]) -> Manuscript:
    """The manuscript in a presentation: notes are what is spoken; where there are none at all, the slides' own words.

    `pages` are those of a PDF by the slides that they show: such a page stands before the words of its slide; without
    any, the slide's pictures stand there.
    Raises PipelineError for one that cannot be read.
    """
    parts = Parts(data, name)
    main = next(
        (one.target for one in parts.relations("").values() if one.kind == "officeDocument"), "ppt/presentation.xml"
    )
    root = parts.xml(main)
    if root is None:
        raise broken(name)
    notes = Notes()
    drawn = bool(pages)
    relations = parts.relations(main)
    places = [reference(one) for one in _entries(root)]
    slides = []
    for number, place in enumerate(places, start=1):
        relation = relations.get(place)
        slide = parts.xml(relation.target) if relation and not relation.outside else None
        if relation is None or slide is None:
            notes.add(tr("slide {number} is left out: it is damaged or missing", number=number))
        elif attribute(slide, "show") in ("0", "false"):
            notes.add(tr("slide {number} is left out: it is hidden", number=number))
        else:
            slides.append(_read(number, slide, relation, parts, notes, drawn=drawn))
    spoken = any(one.notes for one in slides)
    if slides and not spoken:
        notes.add(tr("no slide has notes: the script has the words on the slides instead"))
    blocks: list[Block] = []
    for one in slides:
        shown: tuple[Piece, ...] = (Page(number=pages[one.number], label=one.title),) if drawn else tuple(one.pictures)
        words = one.notes if spoken else one.words
        if one.title:
            blocks.append(Block(pieces=(one.title,), level=2))
        if shown:
            blocks.append(Block(pieces=shown))
        blocks += [Block(pieces=(text,)) for text in words]
        if not words and spoken:
            notes.add(tr("slide {number} has no notes: nothing is spoken while it is shown", number=one.number))
    title = next((one.title for one in slides if one.title), "")
    if not drawn and any(not one.pictures for one in slides):
        bare = sum(not one.pictures for one in slides)
        notes.add(trn("{count} slide has no picture of its own", "{count} slides have no pictures of their own", bare))
    return Manuscript(
        blocks=tuple(blocks),
        title=title,
        titled_by=tr("the title of the first slide") if title else None,
        left=notes.all(),
    )


def slide_numbers(data: bytes, name: str) -> list[int]:
    """Numbers of the slides that are shown: in a PDF of the presentation, hidden ones have no page."""
    parts = Parts(data, name)
    main = next(
        (one.target for one in parts.relations("").values() if one.kind == "officeDocument"), "ppt/presentation.xml"
    )
    relations = parts.relations(main)
    found = []
    for number, entry in enumerate(_entries(parts.xml(main)), start=1):
        relation = relations.get(reference(entry))
        slide = parts.xml(relation.target) if relation else None
        if slide is not None and attribute(slide, "show") not in ("0", "false"):
            found.append(number)
    return found


def _entries(root: Element | None) -> list[Element]:
    return [] if root is None else [one for one in children(child(root, "sldIdLst")) if local(one) == "sldId"]


def _read(number: int, root: Element, relation: Relation, parts: Parts, notes: Notes, *, drawn: bool) -> _Slide:
    slide = _Slide(number=number)
    relations = parts.relations(relation.target)
    for shape in _shapes(child(root, "cSld", "spTree")):
        _shape(shape, slide, relations, parts, notes, drawn=drawn)
    page = next((one for one in relations.values() if one.kind == "notesSlide"), None)
    spoken = parts.xml(page.target) if page else None
    for shape in _shapes(child(spoken, "cSld", "spTree")):
        kind = _placeholder(shape)
        if kind == "body" and local(shape) == "sp":
            slide.notes += _paragraphs(shape)
    if any(local(one) == "timing" for one in root) and not drawn:
        notes.add(tr("the animations of slide {number} are left out", number=number))
    if any(one.kind.startswith("comments") for one in relations.values()):
        notes.add(tr("the comments on slide {number} are left out", number=number))
    return slide


def _shapes(tree: Element | None) -> Iterator[Element]:
    """The shapes of a slide, those of groups one by one."""
    for one in children(tree):
        match local(one):
            case "grpSp":
                yield from _shapes(one)
            case "AlternateContent":
                yield from _shapes(next((way for way in one if local(way) in ("Choice", "Fallback")), None))
            case "sp" | "pic" | "graphicFrame":
                yield one
            case _:
                pass


def _shape(
    shape: Element, slide: _Slide, relations: dict[str, Relation], parts: Parts, notes: Notes, *, drawn: bool
) -> None:
    kind = _placeholder(shape)
    if local(shape) == "pic":
        if any(local(one) in ("videoFile", "audioFile") for one in shape.iter()):
            notes.add(tr("the film or sound on slide {number} is left out: name it as a clip", number=slide.number))
        if not drawn:
            _picture(shape, slide, relations, parts, notes)
    elif local(shape) == "graphicFrame":
        if any(local(one) == "tbl" for one in shape.iter()):
            for row in below(shape, "tr"):
                cells = [" ".join(_paragraphs(cell)) for cell in row if local(cell) == "tc"]
                slide.words += ["，".join(filter(None, cells))] if any(cells) else []
        elif not drawn:
            notes.add(tr("the chart or object on slide {number} is left out", number=slide.number))
    elif kind in _TITLES:
        slide.title = slide.title or " ".join(_paragraphs(shape))
    elif kind not in _FURNITURE:
        slide.words += _paragraphs(shape)


def _picture(shape: Element, slide: _Slide, relations: dict[str, Relation], parts: Parts, notes: Notes) -> None:
    label = next((attribute(one, "descr").strip() for one in below(shape, "cNvPr")), "")
    for blip in below(shape, "blip"):
        relation = relations.get(attribute(blip, "embed") or attribute(blip, "link"))
        if relation is not None and relation.outside:
            target = near(relation.target.rpartition("/")[2])
            notes.add(
                tr(
                    "a picture on slide {number} is left out: it is only linked, to '{target}'",
                    number=slide.number, target=target,
                )
            )  # fmt: skip
            continue
        picture = parts.picture(relation, label)
        if picture is None:
            notes.add(tr("a picture on slide {number} is left out: it is damaged or missing", number=slide.number))
        elif picture.suffix not in SHOWN:
            kind = picture.suffix.lstrip(".").upper() or "?"
            notes.add(
                tr(
                    "a picture on slide {number} is left out: {kind} cannot be shown; save it as PNG",
                    number=slide.number, kind=kind,
                )
            )  # fmt: skip
        else:
            slide.pictures.append(picture)


def _placeholder(shape: Element) -> str:
    """What a placeholder is for; empty for a shape that is none."""
    found = next(below(shape, "ph"), None)
    return "" if found is None else attribute(found, "type") or "body"


def _paragraphs(shape: Element) -> list[str]:
    found = []
    for paragraph in below(shape, "p"):
        text = "".join(
            "\n" if local(one) == "br" else one.text or "" for one in paragraph.iter() if local(one) in ("t", "br")
        )
        found += [line for line in without_invisible(text).split("\n") if line.strip()]
    return found
