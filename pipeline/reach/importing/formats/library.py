"""The library of formats: those that come with voicehall, and a studio's own, read and checked."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from pipeline.documents.diagnostics import Findings
from pipeline.documents.nodes import Place, parse
from pipeline.documents.source import read_source
from pipeline.documents.validation import validate
from pipeline.errors import DiagnosedError
from pipeline.messages import NOTHING, Message, tr, verbatim
from pipeline.reach.importing.cells import plain_text
from pipeline.reach.importing.formats.format import Column, Format, Header, Table, default_unit, header, plain_header
from pipeline.reach.importing.formats.schema import ColumnDocument, FormatDocument, TableDocument
from pipeline.reach.observation import METRICS, RATES
from pipeline.reach.platforms import Platforms, near_names

OUR_FORMATS = Path(__file__).parent
OWN_FORMATS = "assets/reach-formats"
"""Where a studio keeps its own formats, in the workspace."""
_TITLES = {
    "classroom": tr("the studio's attendance table"),
    "podcast-host": tr("podcast host (Fireside and similar ones) → episode downloads → export"),
    "table": tr("the general table by episode"),
    "table-by-title": tr("the general table by title"),
    "table-daily": tr("the general table of an account by day"),
}
"""Of formats of ours that are found under the same name in every language, or of which no page is named."""
_NOTES = {
    "youtube-works": tr(
        "YouTube's figures are those of the days chosen in the export; "
        "they are taken as the whole lifetime of each video"
    ),
}

_RATE_UNITS = ("fraction", "percent", "bare-percent")
_LENGTH_UNITS = ("seconds", "minutes", "hours")


def library(root: Path | None = None) -> tuple[Format, ...]:
    """All formats, a workspace's own first; one of its own takes the place of one of ours with the same name.

    Raises DiagnosedError with every mistake in a studio's own files.
    """
    own = read_formats(root / OWN_FORMATS, root) if root else ()
    names = {known.id for known in own}
    return own + tuple(known for known in _our_formats() if known.id not in names)


@cache
def _our_formats() -> tuple[Format, ...]:
    formats = read_formats(OUR_FORMATS, OUR_FORMATS)
    return tuple(
        replace(one, title=_TITLES.get(one.id, one.title), note=_NOTES.get(one.id, one.note)) for one in formats
    )


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
    document = validate(FormatDocument, place, found) if place else None
    if place is None or document is None:
        return None
    if document.platform and not document.new_platform:
        _check_platform(document.platform, place["platform"], found)
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
        note=verbatim(document.note) if document.note else NOTHING,
    )


def _check_platform(name: str, place: Place, found: Findings) -> None:
    """Find a name that is nearly a known one's."""
    known = Platforms()
    if known.named(name) is None and (near := known.near(name)):
        names = near_names(near)
        hint = tr("did you mean {names}? if it is another one, write 'new-platform: true' as well", names=names)
        found.error("unknown-platform", tr("unknown platform '{name}'", name=name), place.mark, hint)


def _table(table: TableDocument, place: Place, whole: FormatDocument, found: Findings) -> Table:
    signature = table.signature
    columns = dict(_columns(table, place, found))
    for words in (*signature.all, *signature.any):
        if "signature" in place and not header(words).forms <= columns.keys():
            message = tr("the signature asks for '{header}', which is not a column of this format", header=words)
            hint = tr("add it to 'columns', or to 'others' if it is not to be used")
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
        message = tr("'{metric}' cannot be in '{unit}'", metric=means, unit=unit)
        if document.unit is None:
            message = tr("'{metric}' needs a unit", metric=means)
        found.error("bad-unit", message, place.mark, _units_hint(means, units))
    return Column(
        header=words,
        role=role,
        metric=metric,
        unit=unit,
        missing=frozenset(document.missing),
        signed=document.signed,
        definition=document.definition or "",
        public=_words(document.public),
        private=_words(document.private),
        only=_words(document.only),
    )


def _words(words: Iterable[str]) -> frozenset[str]:
    """As they are compared: `true` is also what JSON and spreadsheets write as TRUE."""
    return frozenset(plain_text(word).casefold() for word in words)


def _units_hint(metric: str, units: tuple[str, ...]) -> Message:
    example = f"{{means: {metric}, unit: {units[0]}}}"
    if len(units) == 1:
        return tr("write '{example}'", example=example)
    return tr("write '{example}'; other units: {units}", example=example, units=", ".join(units[1:]))


def _check_roles(roles: set[str], place: Place, whole: FormatDocument, found: Findings) -> None:
    """Find columns that are missing for the grain."""
    of_works = whole.grain.startswith("work") or whole.grain == "event"
    if of_works and not roles & {"title", "id", "url-id", "published", "episode"}:
        message = tr("no column says which work a row is about, as the grain '{grain}' needs", grain=whole.grain)
        found.error("missing-column", message, place.mark, tr("add a column that means 'title' or 'id'"))
    if whole.grain in ("work-daily", "account-daily") and "day" not in roles:
        message = tr("no column says which day a row is about, as the grain '{grain}' needs", grain=whole.grain)
        found.error("missing-column", message, place.mark, tr("add a column that means 'day'"))
    if not whole.platform and "platform" not in roles:
        message = tr("neither the format nor a column says which platform the figures are from")
        hint = tr("add 'platform: douyin', or a column that means 'platform'")
        found.error("missing-key", message, place.mark, hint)
