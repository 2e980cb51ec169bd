"""Recognition: which format a table has, by its headers alone, and where it is in the grid."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import itemgetter

from pipeline.messages import tr
from pipeline.reach.importing.cells import plain_text, quoted
from pipeline.reach.importing.formats.format import Column, Format, Header, Table, plain_header
from pipeline.reach.importing.readers import Grid, UnreadableFile, check_width

HEADER_ROWS = 40
"""Rows in which a header is looked for: titles and notes may be above it."""
_GRAINS = ("work-cumulative", "event", "work-daily", "account-daily", "summary")
"""Which table of a file is taken where it holds several kinds: the one that says most about works."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedTable:
    """A table in its grid."""

    table: Table
    columns: dict[int, Column]
    """By index in the row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundTable:
    """A format in one grid of a file."""

    format: Format
    grid: Grid
    header: int
    """Index of the header in the grid's rows."""
    headers: tuple[str, ...]
    """As the file writes them."""
    tables: tuple[PlacedTable, ...]
    above: tuple[str, ...]
    """What the cells above the header say."""

    @property
    def known(self) -> int:
        """How many columns of the file this format knows."""
        return sum(len(placed.columns) for placed in self.tables)


def recognised(
    grids: Sequence[Grid], formats: Sequence[Format], platform: str | None
) -> tuple[tuple[FoundTable, ...], tuple[FoundTable, ...]]:
    """Where the format of a file was found, once in every grid that has it; and what else the file holds.

    `platform` decides where several platforms fit equally well. Raises UnreadableFile for a file of no known format,
    with what was looked for, and for one that fits several platforms where `platform` is not given.
    """
    best = [found for grid in grids if (found := _best(grid, formats, platform))]
    if not best:
        raise _unknown(grids, formats)
    first = min(best, key=lambda found: (_GRAINS.index(found.format.grain), -found.known))
    taken = tuple(found for found in best if found.format is first.format)
    return taken, tuple(found for found in best if found.format is not first.format)


def _best(grid: Grid, formats: Sequence[Format], platform: str | None) -> FoundTable | None:
    fitting = list(_fitting(grid, formats))
    most = max((found.known for found in fitting), default=0)
    fitting = [found for found in fitting if found.known == most]
    chosen = _settled(fitting, platform)
    return max(chosen, key=lambda found: len(found.tables[0].table.all), default=None)


def _settled(fitting: Sequence[FoundTable], platform: str | None) -> Sequence[FoundTable]:
    """Those of one platform; the general table only where no format of a platform knows as many columns."""
    request = [found for found in fitting if found.format.platform == platform]
    general = [found for found in fitting if not found.format.platform]
    if platform and (request or general):
        return request or general
    certain = [found for found in fitting if found.format.platform]
    platforms = sorted({found.format.platform for found in certain})
    if len(platforms) > 1:
        names = ", ".join(f"'{name}'" for name in platforms)
        message = tr("its columns fit several platforms equally well: {platforms}", platforms=names)
        raise UnreadableFile(message, hint=tr("name the right one with --platform"))
    return certain or general


def _fitting(grid: Grid, formats: Sequence[Format]) -> Iterator[FoundTable]:
    above: list[str] = []
    names = frozenset(
        form for known in formats for header in (*known.table.all, *known.table.any) for form in header.forms
    )
    for index, row in enumerate(islice(grid.rows(), HEADER_ROWS)):
        check_width(row, grid.first + index)
        headers = tuple(plain_text(cell) for cell in row)
        forms = [plain_header(text) for text in headers]
        # Nearly every row is no header: it has none of the names that any format needs.
        for known in () if names.isdisjoint(forms) else formats:
            if any(header.forms.isdisjoint(forms) for header in known.table.all):
                continue
            if tables := tuple(_placed(known, forms)):
                yield FoundTable(
                    format=known, grid=grid, header=index, headers=headers, tables=tables, above=tuple(above)
                )  # fmt: skip
        above += [text for text in headers if text]


def _placed(known: Format, forms: Sequence[str]) -> Iterator[PlacedTable]:
    """The tables of a format in a header row; none where the first is not there."""
    blocks = list(_blocks(forms)) if known.beside else [range(len(forms))]
    for table in (known.table, *known.beside):
        block = next((block for block in blocks if _fits(table, {forms[i] for i in block})), None)
        if block is not None:
            yield PlacedTable(table=table, columns=_columns(table, forms, block))
        elif table is known.table:
            return


def _blocks(forms: Sequence[str]) -> Iterator[range]:
    """Runs of headers between blank ones."""
    start = 0
    for index, form in enumerate((*forms, "")):
        if not form:
            if index > start:
                yield range(start, index)
            start = index + 1


def _fits(table: Table, forms: set[str]) -> bool:
    return (
        all(header.forms & forms for header in table.all)
        and (not table.any or any(header.forms & forms for header in table.any))
        and not any(header.forms & forms for header in table.none)
    )


def _columns(table: Table, forms: Sequence[str], block: range) -> dict[int, Column]:
    """Known columns by their place; of those that mean the same, the one that the format names first."""
    order = {id(column): place for place, column in enumerate(table.columns.values())}
    known = [(order[id(column)], i, column) for i in block if (column := table.columns.get(forms[i]))]
    columns: dict[int, Column] = {}
    taken: set[str] = set()
    for _, index, column in sorted(known, key=itemgetter(0, 1)):
        if column.role == "other" or column.means not in taken:
            columns[index] = column
            taken.add(column.means)
    return columns


def _unknown(grids: Sequence[Grid], formats: Sequence[Format]) -> UnreadableFile:
    """What was looked for, and what the nearest format needs."""
    nearest: tuple[int, Format | None, set[str], tuple[str, ...]] = (0, None, set(), ())
    for grid in grids:
        for row in islice(grid.rows(), HEADER_ROWS):
            headers = tuple(plain_text(cell) for cell in row if plain_text(cell))
            forms = {plain_header(text) for text in headers}
            for known in formats:
                shared = len(forms & known.table.columns.keys())
                if shared > nearest[0]:
                    nearest = shared, known, forms, headers
    _, near, forms, headers = nearest
    hint = tr(
        "name its platform with --platform: then it is read by the words of its columns; or write a format, one YAML "
        "file: see docs/reach.md"
    )
    if near is None:
        message = tr(
            "its first {rows} rows have none of the column names of the {formats} known formats",
            rows=HEADER_ROWS,
            formats=len(formats),
        )
        return UnreadableFile(message, hint=hint)
    if strange := [header for header in near.table.none if header.forms & forms]:
        message = tr(
            "it has no table in a known format; the nearest is '{format}', but that has no column {columns}",
            format=near.id,
            columns=_names(strange),
        )
        return UnreadableFile(message, hint=hint)
    missing = [header for header in near.table.all if not header.forms & forms]
    given = ", ".join(quoted(text) for text in headers[:12])
    if missing:
        message = tr(
            "it has no table in a known format; the nearest is '{format}' ({where}), which also needs {columns}; "
            "the file has {headers}",
            format=near.id,
            where=near.title,
            columns=_names(missing),
            headers=given,
        )
    else:
        message = tr(
            "it has no table in a known format; the nearest is '{format}' ({where}), which needs one of {columns}; "
            "the file has {headers}",
            format=near.id,
            where=near.title,
            columns=_names(near.table.any),
            headers=given,
        )
    return UnreadableFile(message, hint=hint)


def _names(headers: Sequence[Header]) -> str:
    return ", ".join(f"'{header.words}'" for header in headers)
