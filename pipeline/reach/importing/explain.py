"""Explaining: how each column of a file was understood, for whoever wonders where a figure came from."""

from dataclasses import dataclass, fields
from datetime import date as Date
from itertools import islice
from pathlib import Path

from pipeline.messages import NOTHING, Message, told, tr, verbatim
from pipeline.reach.definitions import definition_of
from pipeline.reach.importing.as_of import as_of_file
from pipeline.reach.importing.cells import BrokenCell, Cell, is_missing, plain_text
from pipeline.reach.importing.figures import Figures
from pipeline.reach.importing.files import opened
from pipeline.reach.importing.formats import Column
from pipeline.reach.importing.request import Request
from pipeline.reach.names import GRAIN_NAMES, platform_title
from pipeline.reach.observation import AsOfSource, Grain

_EXAMPLES = 200
"""Rows in which an example is looked for."""
_SOURCES: dict[AsOfSource, Message] = {
    "option": tr("as --as-of says"),
    "title": tr("as its title says"),
    "name": tr("as its name says"),
    "mtime": tr("when it was last changed"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnExplained:
    """One column of the file."""

    header: str
    means: Message
    """A metric, a role such as 'title', 'not used', or 'unknown, not used'."""
    unit: str = ""
    definition: str = ""
    example: str = ""
    read_as: Message = NOTHING
    """What the example was understood as."""

    def as_json(self) -> dict[str, object]:
        return {field.name: getattr(self, field.name) for field in fields(self)} | {"means": told(self.means, "en")}

    def describe(self) -> Message:
        means = self.means
        if self.unit not in ("", "count"):
            means = tr("{meaning} in {unit}", meaning=means, unit=self.unit)
        if not self.example:
            return tr("{header}: {meaning}", header=self.header, meaning=means)
        if not self.read_as:
            return tr(
                "{header}: {meaning}, such as '{example}'", header=self.header, meaning=means, example=self.example
            )
        return tr(
            "{header}: {meaning}, such as '{example}' = {value}",
            header=self.header,
            meaning=means,
            example=self.example,
            value=self.read_as,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """How a file was understood."""

    path: str
    kind: Message
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
        """Words that programs may compare are always English."""
        columns = tuple(column.as_json() for column in self.columns)
        document = {field.name: getattr(self, field.name) for field in fields(self)}
        return document | {"kind": told(self.kind, "en"), "columns": columns}

    def describe(self) -> str:
        file = tr("{path}: {kind}", path=self.path, kind=self.kind)
        if self.encoding:
            file = tr("{path}: {kind}, {encoding}", path=self.path, kind=self.kind, encoding=self.encoding)
        lines = [
            file,
            tr("format {format}: {title}", format=self.format, title=self.title),
            tr(
                "platform {platform}, {grain}",
                platform=platform_title(self.platform) if self.platform else tr("as each row says"),
                grain=GRAIN_NAMES[self.grain],
            ),
            tr("as of {time}, {source}", time=self.as_of, source=_SOURCES[self.as_of_from]),
            tr("columns, named in row {row}:", row=self.header_row),
        ]
        return "\n".join([*lines, *(f"  {column.describe()}" for column in self.columns)])


def explain(path: Path, request: Request) -> Explanation:
    """How a file is understood. Raises UnreadableFile where it cannot be."""
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
        means = tr("not used") if column else tr("unknown, not used")
        return ColumnExplained(header=header, means=means, example=example)
    if column.role != "metric":
        return ColumnExplained(header=header, means=verbatim(column.role), example=example)
    definition = column.definition or (definition_of(platform, column.metric, day).id if platform else "")
    return ColumnExplained(
        header=header,
        means=verbatim(column.metric),
        unit=column.unit,
        definition=definition,
        example=example,
        read_as=_read_as(column, cell),
    )


def _read_as(column: Column, cell: Cell) -> Message:
    """What a cell of a metric's column is understood as."""
    try:
        figure = Figures(column).one(cell)
    except BrokenCell as cause:
        return tr("no figure: {reason}", reason=cause.reason)
    if figure is None:
        return tr("no data")
    value = f"{figure.value:,}"
    if figure.low == figure.value == figure.high:
        return verbatim(value)
    if figure.high is None:
        return tr("{value} ({low} or more)", value=value, low=f"{figure.low:,}")
    return tr("{value} ({low} to {high})", value=value, low=f"{figure.low:,}", high=f"{figure.high:,}")
