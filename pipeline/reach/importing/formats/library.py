"""The library of formats: those that come with voicehall, and a studio's own, read and checked."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from pipeline.documents.diagnostics import Findings
from pipeline.documents.nodes import Place, parse
from pipeline.documents.source import read_source
from pipeline.documents.validation import checked
from pipeline.errors import DiagnosedError
from pipeline.reach.importing.formats.format import Column, Format, Header, Table, default_unit, header, plain_header
from pipeline.reach.importing.formats.schema import ColumnDocument, FormatDocument, TableDocument
from pipeline.reach.observation import METRICS, RATES

HOUSE = Path(__file__).parent
OWN_FORMATS = "assets/reach-formats"
"""Where a studio keeps its own formats, in the workspace."""

_RATE_UNITS = ("fraction", "percent", "bare-percent")
_LENGTH_UNITS = ("seconds", "minutes", "hours")


def library(root: Path | None = None) -> tuple[Format, ...]:
    """All formats, a workspace's own first; one of its own takes the place of one of ours with the same name.

    Raises DiagnosedError with every mistake in a studio's own files.
    """
    own = read_formats(root / OWN_FORMATS, root) if root else ()
    names = {known.id for known in own}
    return own + tuple(known for known in _house() if known.id not in names)


@cache
def _house() -> tuple[Format, ...]:
    return read_formats(HOUSE, HOUSE)


def read_formats(folder: Path, root: Path) -> tuple[Format, ...]:
    """The formats of a folder, in the order of their names. Raises DiagnosedError with every mistake in them."""
    found = Findings()
    formats = [_read(path, root, found) for path in sorted(folder.glob("*.yaml"))]
    if diagnostics := found.sorted():
        raise DiagnosedError(diagnostics)
    return tuple(known for known in formats if known)


def _read(path: Path, root: Path, found: Findings) -> Format | None:
    source = read_source(path, root, found)
    place = parse(source, found) if source else None
    document = checked(FormatDocument, place, found) if place else None
    if place is None or document is None:
        return None
    return Format(
        id=path.stem,
        title=document.title,
        platform=document.platform or "",
        grain=document.grain,
        table=_table(document, place, document, found),
        beside=tuple(
            _table(table, there, document, found)
            for table, there in zip(document.beside, place["beside"], strict=False)
        ),
        note=document.note or "",
    )


def _table(table: TableDocument, place: Place, whole: FormatDocument, found: Findings) -> Table:
    signature = table.signature
    columns = dict(_columns(table, place, found))
    for words in (*signature.all, *signature.any):
        if "signature" in place and not header(words).forms <= columns.keys():
            message = f"the signature asks for '{words}', which is no column of this format"
            hint = "add it to 'columns', or to 'others' when it is not to be used"
            found.error("unknown-column", message, place["signature"].mark, hint)
    if "columns" in place:
        _check_roles({column.role for column in columns.values()}, place["columns"], whole, found)
    return Table(
        all=tuple(_asked(words, columns) for words in signature.all),
        any=tuple(_asked(words, columns) for words in signature.any),
        none=tuple(map(header, signature.none)),
        columns=columns,
        totals=frozenset(map(plain_header, table.totals)),
        counts=table.counts or "",
    )


def _asked(words: str, columns: Mapping[str, Column]) -> Header:
    """A header that a signature asks for, with all the other names of the same column."""
    forms = header(words).forms
    return Header(
        words=words, forms=forms.union(*(header(columns[form].header).forms for form in forms & columns.keys()))
    )


def _columns(table: TableDocument, place: Place, found: Findings) -> Iterator[tuple[str, Column]]:
    for words, document in table.columns.items():
        column = _column(words, document, place["columns"][words], found)
        for form in header(words).forms:
            yield form, column
    for words in table.others:
        for form in header(words).forms:
            yield form, Column(header=words, role="other")


def _column(words: str, document: ColumnDocument, place: Place, found: Findings) -> Column:
    means = document.means
    role = "metric" if means in METRICS else means
    metric = means if role == "metric" else ""
    unit = document.unit or default_unit(metric)
    units = _RATE_UNITS if metric in RATES else _LENGTH_UNITS if default_unit(metric) == "seconds" else ("count",)
    if role == "metric" and unit not in units:
        message = f"'{means}' needs a unit" if document.unit is None else f"'{means}' is not written in '{unit}'"
        found.error("bad-unit", message, place.mark, f"write '{{means: {means}, unit: {units[0]}}}' or: {units[1:]}")
    return Column(
        header=words,
        role=role,
        metric=metric,
        unit=unit,
        missing=frozenset(document.missing),
        signed=document.signed,
        definition=document.definition or "",
        public=frozenset(document.public),
        private=frozenset(document.private),
        only=frozenset(document.only),
    )


def _check_roles(roles: set[str], place: Place, whole: FormatDocument, found: Findings) -> None:
    """What a grain needs its columns to say."""
    of_works = whole.grain.startswith("work") or whole.grain == "event"
    if of_works and not roles & {"title", "id", "url-id", "published", "episode"}:
        message = f"nothing here says which work a row is about, as the grain '{whole.grain}' needs"
        found.error("missing-column", message, place.mark, "name a column that means 'title' or 'id'")
    if whole.grain in ("work-daily", "account-daily") and "day" not in roles:
        message = f"nothing here says which day a row is about, as the grain '{whole.grain}' needs"
        found.error("missing-column", message, place.mark, "name a column that means 'day'")
    if not whole.platform and "platform" not in roles:
        message = "neither the file nor a column says which platform this is"
        found.error("missing-key", message, place.mark, "add 'platform: douyin', or a column that means 'platform'")
