"""Styles of Word: which paragraphs are headings, titles, captions, list entries or lines of a table of contents."""

import re
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from pipeline.ingest.manuscripts.parts import attribute, child, children, local

_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])")
_CHAIN = 20
"""Styles that a style may stand on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParagraphStyle:
    """What a paragraph is."""

    level: int = 0
    """Of a heading."""
    item: int = 0
    """Depth in a list, from 1."""
    title: bool = False
    caption: bool = False
    contents: bool = False
    """Whether it is a line of a table of contents."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Styles:
    """The paragraph styles of a document, by their ids."""

    known: dict[str, ParagraphStyle]
    default: ParagraphStyle

    @classmethod
    def of(cls, root: Element | None) -> "Styles":
        elements = {attribute(one, "styleId"): one for one in children(root) if local(one) == "style"}
        known = {name: _style(one, elements) for name, one in elements.items()}
        default = next(
            (
                known[name]
                for name, one in elements.items()
                if attribute(one, "default") in ("1", "true") and attribute(one, "type") == "paragraph"
            ),
            ParagraphStyle(),
        )
        return cls(known=known, default=default)

    def of_paragraph(self, paragraph: Element) -> ParagraphStyle:
        """Its style, changed by what it says itself."""
        properties = child(paragraph, "pPr")
        named = child(properties, "pStyle")
        style = self.known.get(attribute(named, "val"), ParagraphStyle()) if named is not None else self.default
        return _changed(style, properties)


def _style(element: Element, all_: dict[str, Element]) -> ParagraphStyle:
    """By its name, what it sets, and the styles that it stands on, the nearest first."""
    chain = [element]
    while len(chain) < _CHAIN and (base := child(chain[-1], "basedOn")) is not None:
        above = all_.get(attribute(base, "val"))
        if above is None or above in chain:
            break
        chain.append(above)
    style = ParagraphStyle()
    for one in reversed(chain):
        named = child(one, "name")
        name = (attribute(named, "val") if named is not None else "").strip().lower()
        if found := _HEADING.fullmatch(name):
            style = replace(style, level=int(found[1]), title=False)
        elif name in ("title", "标题"):
            style = replace(style, title=True, level=0)
        elif name in ("caption", "题注"):
            style = replace(style, caption=True)
        elif re.fullmatch(r"(toc|目录)\s*\d*|toc heading", name):
            style = replace(style, contents=True)
        style = _changed(style, child(one, "pPr"))
    return style


def _changed(style: ParagraphStyle, properties: Element | None) -> ParagraphStyle:
    outline = child(properties, "outlineLvl")
    if outline is not None and attribute(outline, "val").isdigit():
        level = int(attribute(outline, "val")) + 1
        # 9 is body text.
        style = replace(style, level=0 if level > 9 or style.title else level)
    numbers = child(properties, "numPr")
    if numbers is not None:
        number, depth = child(numbers, "numId"), child(numbers, "ilvl")
        value = attribute(depth, "val") if depth is not None else "0"
        none = number is not None and attribute(number, "val") == "0"
        style = replace(style, item=0 if none else (int(value) if value.isdigit() else 0) % 9 + 1)
    return style
