"""Plain text of what feeds write as HTML."""

import re
from html.parser import HTMLParser

_BLOCKS = frozenset(["br", "div", "dd", "dl", "dt", "hr", "li", "ol", "p", "pre", "section", "table", "tr", "ul"])
_BLOCKS |= {"address", "article", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6"}
_UNSEEN = frozenset(["script", "style", "head", "title", "template", "iframe"])
_BREAKS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]")


class _Reader(HTMLParser):
    """Collects what a reader would see; an element that blocks text begins a line."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._hidden += tag in _UNSEEN
        if tag in _BLOCKS:
            self.parts.append("\n")
        if tag == "li":
            self.parts.append("- ")

    def handle_endtag(self, tag: str) -> None:
        self._hidden = max(0, self._hidden - (tag in _UNSEEN))
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(data)


def plain_text(markup: str) -> str:
    """Paragraphs on lines of their own; text that is no HTML keeps its lines."""
    reader = _Reader()
    if not re.search(r"</?[a-zA-Z][^<>]*>|&[a-zA-Z#]", markup):
        return _tidy(markup)
    html = re.search(r"<(?:p|br|div|li)\b", markup, re.IGNORECASE)
    # Between elements that make lines, line ends are blanks.
    reader.feed(re.sub(r"\s+", " ", markup) if html else markup)
    reader.close()
    return _tidy("".join(reader.parts))


def one_line(text: str) -> str:
    """A title or a name: no HTML, no line ends."""
    return " ".join(_BREAKS.sub(" ", text).split())


def _tidy(text: str) -> str:
    lines = (one_line(line) for line in re.split(r"\r\n?|[\n\x85\u2028\u2029]", text))
    return "\n".join(line for line in lines if line and line != "-")
