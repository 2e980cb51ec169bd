"""HTML pages that call themselves .xls: every table in them, cell by cell."""

from html.parser import HTMLParser
from pathlib import Path

from pipeline.reach.cells import Cell
from pipeline.reach.readers.grid import CELL_LIMIT, COLUMN_LIMIT, Grid, NotRead

HTML_LIMIT = 100_000_000
"""Bytes of a page."""


def html_grids(path: Path, encoding: str) -> tuple[Grid, ...]:
    """The tables of a page, in order."""
    if path.stat().st_size > HTML_LIMIT:
        raise NotRead(f"it is a web page of more than {HTML_LIMIT // 1_000_000} MB", hint="export it as CSV or Excel")
    parser = _Tables()
    with path.open(encoding=encoding) as stream:
        while block := stream.read(1 << 16):
            parser.feed(block)
    parser.close()
    return tuple(_grid(table) for table in parser.tables if table)


def _grid(table: list[list[Cell]]) -> Grid:
    return Grid(name="", rows=lambda: iter(table))


class _Tables(HTMLParser):
    """Collects cells; browsers forgive an end tag left out, and so does this."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[Cell]]] = []
        self.open: list[list[list[Cell]]] = []
        self.text: list[str] | None = None
        self.span = 1
        self.cells = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.end_cell()
            self.open.append([])
            self.tables.append(self.open[-1])
        elif tag == "tr":
            self.end_cell()
            self.table().append([])
        elif tag in ("td", "th"):
            self.end_cell()
            self.text = []
            span = dict(attrs).get("colspan") or "1"
            self.span = min(int(span), COLUMN_LIMIT) if span.isdecimal() and len(span) < 6 else 1
        elif tag == "br" and self.text is not None:
            self.text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr", "table"):
            self.end_cell()
        if tag == "table" and self.open:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if self.text is not None:
            self.text.append(data)

    def close(self) -> None:
        super().close()
        self.end_cell()

    def table(self) -> list[list[Cell]]:
        if not self.open:
            self.open.append([])
            self.tables.append(self.open[-1])
        return self.open[-1]

    def end_cell(self) -> None:
        if self.text is None:
            return
        table = self.table()
        if not table:
            table.append([])
        # A cell over several columns says its word once.
        table[-1] += ["".join(self.text).strip(), *[None] * (self.span - 1)]
        self.text = None
        self.cells += self.span
        if len(table[-1]) > COLUMN_LIMIT:
            raise NotRead(f"a table of it has more than {COLUMN_LIMIT:,} columns")
        if self.cells > CELL_LIMIT:
            raise NotRead(f"its tables have more than {CELL_LIMIT:,} cells")
