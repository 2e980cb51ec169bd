"""HTML pages that call themselves .xls: every table in them, cell by cell.

Not by `html.parser`: what a page leaves open it looks for again and again, for hours in a page of two megabytes.
"""

import html
import re
from collections.abc import Iterator
from pathlib import Path

from pipeline.reach.importing.cells import Cell
from pipeline.reach.importing.readers.grid import CELL_LIMIT, COLUMN_LIMIT, Grid, NotRead
from pipeline.wording import round_size

HTML_LIMIT = 50_000_000
"""Bytes of a page."""
TABLE_LIMIT = 1_000

_TAG = re.compile(r"<(/?)(?:\w{1,20}:)?(table|tr|td|th|row|cell)((?=[\s/>])[^<>]{0,4000})>", re.IGNORECASE)
_BREAK = re.compile(r"<br\b[^<>]{0,4000}>", re.IGNORECASE)
_OTHER = re.compile(r"<[^<>]{0,4000}>")
_SPAN = re.compile(r"""\scolspan\s*=\s*["']?(\d{1,5})""", re.IGNORECASE)
_HIDDEN = re.compile(r"<!--|<(?:script|style)\b", re.IGNORECASE)
_SAME = {"row": "tr", "cell": "td", "th": "td"}
"""Excel's own XML of 2003, which calls itself .xls too, has rows and cells."""


def html_grids(path: Path, encoding: str) -> tuple[Grid, ...]:
    """The tables of a page, in order; a table within a cell comes after the one around it."""
    if path.stat().st_size > HTML_LIMIT:
        raise NotRead(f"it is a web page of more than {round_size(HTML_LIMIT)}", hint="export it as CSV or Excel")
    page = "".join(_shown(path.read_text(encoding=encoding)))
    return tuple(_grid(table) for table in _tables(page) if table)


def _grid(table: list[list[Cell]]) -> Grid:
    return Grid(name="", rows=lambda: iter(table))


def _shown(page: str) -> Iterator[str]:
    """The page without comments, scripts and styles."""
    start = 0
    while hidden := _HIDDEN.search(page, start):
        yield page[start : hidden.start()]
        end = "-->" if hidden[0] == "<!--" else f"</{hidden[0][1:]}"
        found = re.compile(end, re.IGNORECASE).search(page, hidden.end())
        if found is None:
            return
        start = found.end()
    yield page[start:]


def _tables(page: str) -> list[list[list[Cell]]]:
    """Rows of cells. Browsers forgive an end tag left out, and so does this."""
    tables: list[list[list[Cell]]] = []
    around: list[list[list[Cell]]] = []
    cell: re.Match[str] | None = None
    cells = 0
    for tag in _TAG.finditer(page):
        closing, name = tag[1], _SAME.get(tag[2].lower(), tag[2].lower())
        if cell is not None:
            cells += _add(around, cell, page[cell.end() : tag.start()])
            cell = None
            if cells > CELL_LIMIT:
                raise NotRead(f"its tables have more than {CELL_LIMIT:,} cells")
        if name == "table" and not closing:
            if len(tables) == TABLE_LIMIT:
                raise NotRead(f"it is a web page of more than {TABLE_LIMIT:,} tables")
            around.append([])
            tables.append(around[-1])
        elif name == "table" and around:
            around.pop()
        elif not closing and around:
            if name == "tr" or not around[-1]:
                around[-1].append([])
            cell = tag if name == "td" else None
    if cell is not None:
        _add(around, cell, page[cell.end() :])
    return tables


def _add(around: list[list[list[Cell]]], cell: re.Match[str], inside: str) -> int:
    """Put a cell into the last row of the innermost table; one over several columns says its word once."""
    row = around[-1][-1]
    span = _SPAN.search(cell[3])
    width = max(1, int(span[1])) if span else 1
    if len(row) + width > COLUMN_LIMIT:
        raise NotRead(f"a table of it has more than {COLUMN_LIMIT:,} columns")
    text = html.unescape(_OTHER.sub("", _BREAK.sub("\n", inside))).strip()
    row += [text, *[None] * (width - 1)]
    return width
