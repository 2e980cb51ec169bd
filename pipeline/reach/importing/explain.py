"""Explaining: how each column of a file was understood, for whoever wonders where a figure came from."""

from dataclasses import asdict, dataclass
from datetime import date as Date
from itertools import islice
from pathlib import Path

from pipeline.reach.definitions import definition_of
from pipeline.reach.importing.as_of import as_of_file
from pipeline.reach.importing.cells import BrokenCell, Cell, is_missing, plain_text
from pipeline.reach.importing.figures import Figures
from pipeline.reach.importing.files import Request, opened
from pipeline.reach.importing.formats import Column
from pipeline.reach.observation import AsOfSource, Grain

_EXAMPLES = 200
"""Rows in which an example is looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnExplained:
    """One column of the file."""

    header: str
    means: str
    """A metric, a role such as 'title', 'not used', or 'unknown'."""
    unit: str = ""
    definition: str = ""
    example: str = ""
    read_as: str = ""
    """What the example was understood to say."""

    def describe(self) -> str:
        told = self.means + (f" in {self.unit}" if self.unit not in ("", "count") else "")
        example = f", such as '{self.example}'" if self.example else ""
        return f"{self.header}: {told}{example}" + (f" = {self.read_as}" if self.read_as else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """How a file was understood."""

    path: str
    kind: str
    encoding: str | None
    format: str
    title: str
    platform: str
    grain: Grain
    as_of: str
    as_of_from: AsOfSource
    header_row: int
    columns: tuple[ColumnExplained, ...]

    @property
    def ok(self) -> bool:
        return True

    def as_json(self) -> dict[str, object]:
        return asdict(self)

    def describe(self) -> str:
        lines = [
            f"{self.path}: {self.kind}" + (f", {self.encoding}" if self.encoding else ""),
            f"format {self.format}: {self.title}",
            f"platform {self.platform or 'as each row says'}, {self.grain}",
            f"as of {self.as_of} (from {self.as_of_from})",
            f"columns, named in row {self.header_row}:",
        ]
        return "\n".join([*lines, *(f"  {column.describe()}" for column in self.columns)])


def explain(path: Path, request: Request) -> Explanation:
    """How a file is understood. Raises UnreadableFile where it is not."""
    file = opened(path, request)
    found = file.found[0]
    platform = file.format.platform or request.platform or ""
    dated = as_of_file(path, found.above, option=request.as_of, zone=request.zone, now=request.now)
    known = {i: column for placed in found.tables for i, column in placed.columns.items()}
    rows = list(islice(found.grid.rows(), found.header + 1, found.header + 1 + _EXAMPLES))
    columns = []
    for i, header in enumerate(found.headers):
        if header:
            cells = (row[i] for row in rows if i < len(row))
            example = next((cell for cell in cells if not is_missing(cell)), None)
            columns.append(_explained(header, known.get(i), example, platform, dated.when.date()))
    return Explanation(
        path=str(path),
        kind=file.contents.kind,
        encoding=file.contents.encoding,
        format=file.format.id,
        title=file.format.title,
        platform=platform,
        grain=file.format.grain,
        as_of=f"{dated.when:%Y-%m-%d %H:%M}",
        as_of_from=dated.source,
        header_row=found.grid.first + found.header,
        columns=tuple(columns),
    )


def _explained(header: str, column: Column | None, cell: Cell, platform: str, day: Date) -> ColumnExplained:
    example = plain_text(cell)[:40]
    if column is None or column.role == "other":
        return ColumnExplained(header=header, means="not used" if column else "unknown, not used", example=example)
    if column.role != "metric":
        return ColumnExplained(header=header, means=column.role, example=example)
    definition = column.definition or (definition_of(platform, column.metric, day).id if platform else "")
    try:
        figure = Figures(column).one(cell)
        read_as = "missing" if figure is None else f"{figure.value:,}"
        if figure and not figure.low == figure.value == figure.high:
            read_as += f" ({figure.low:,} to {'any number' if figure.high is None else format(figure.high, ',')})"
    except BrokenCell as cause:
        read_as = f"no figure: it {cause}"
    return ColumnExplained(
        header=header, means=column.metric, unit=column.unit, definition=definition, example=example, read_as=read_as
    )
