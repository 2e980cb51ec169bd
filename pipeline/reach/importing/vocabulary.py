"""A table of no known format, read by the words of all formats: what each column means, and what is doubtful of it."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice

from pipeline.messages import Message, listed, tr
from pipeline.model.publishing.platform import folded
from pipeline.reach.importing.cells import BrokenCell, Cell, is_missing, plain_text, seconds
from pipeline.reach.importing.formats import Column, Format, FoundTable, Table
from pipeline.reach.importing.formats.format import default_unit, header, plain_header
from pipeline.reach.importing.formats.library import library
from pipeline.reach.importing.readers import Grid, UnreadableFile
from pipeline.reach.importing.words import DAYS, MEANINGS, NOT_USED, PREFIXES, RANKS, SAME, TITLES, TOTALS
from pipeline.reach.observation import DURATIONS, METRICS, RATES, Grain
from pipeline.reach.platforms import Platforms, is_own

ROWS = 40
"""In which a header is looked for."""
SAMPLE = 300
"""Rows by which a column is known."""
_WORDS = frozenset(["true", "false", "yes", "no", "on", "off", "null", "y", "n"])
"""What YAML takes for something else than a text."""
_BRACKETS = re.compile(r"[(\[【](.*?)[)\]】]")
_PLAIN = re.compile(
    r"(?:单位[:为]?)?(?:(?:百万|千万|[千万萬亿億kw])?(?:人?次|[次人个条篇])?|次数|人数|%|百分比|秒|分钟?|小时|s|min|h)|"
    r"累[计积]|总[数计]?|全部|历史|至今|total|lifetime|截[至止].*"
)
"""In brackets, what says only in what a header's figures are counted, or that they are since publication."""
_IDENTITIES = ("title", "id", "url", "url-id", "published", "episode")


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Something that only a person knows: what a column means, or what rows are."""

    column: str
    """Its header."""
    question: Message
    choices: tuple[str, ...]
    """As `--column HEADER=CHOICE` takes them; `-` is not to use it."""

    def as_json(self) -> dict[str, object]:
        return {"column": self.column, "question": self.question, "choices": list(self.choices)}


class DoubtfulTable(UnreadableFile):
    """A table that could be read but for some questions."""

    def __init__(self, doubts: Sequence[Doubt]) -> None:
        asked = listed(doubt.question for doubt in doubts)
        example = " ".join(f"--column '{doubt.column}={doubt.choices[0]}'" for doubt in doubts)
        message = tr("it can be read by the words of its columns, but for this: {questions}", questions=asked)
        super().__init__(message, hint=tr("say what is right, such as {example}", example=example))
        self.doubts = tuple(doubts)


def format_of(grids: Sequence[Grid], platform: str, answers: Mapping[str, str], id: str) -> Format | None:
    """A format for the table with the most known words; None where no row names a work or a day, and figures.

    `answers` are what a person said of columns, by plain header. Raises DoubtfulTable where more is to be said.
    """
    best: tuple[int, Grid | None, int, Sequence[str]] = (0, None, 0, ())
    for grid in grids:
        for index, row in enumerate(islice(grid.rows(), ROWS)):
            headers = [plain_text(cell) for cell in row]
            known = sum(1 for text in headers if text and (_meanings(text) or plain_header(text) in answers))
            if known > best[0]:
                best = known, grid, index, headers
    _, chosen, index, names = best
    if chosen is None:
        return None
    rows = list(islice(chosen.rows(), index + 1, index + 1 + SAMPLE))
    found, doubts = _columns(names, rows, answers)
    means = {column.means for column in found.values()}
    means |= {choice.partition(":")[0] for doubt in doubts for choice in doubt.choices}
    if not means & {*METRICS} or not means & {*_IDENTITIES, "day"}:
        return None
    grain, unsure = _grain(found, names, rows, answers)
    if doubts or unsure:
        raise DoubtfulTable([*doubts, *unsure])
    columns = {plain_header(names[place]): column for place, column in found.items()}
    others = {
        plain_header(text): Column(header=text, role="other")
        for text in names
        if text and answers.get(plain_header(text)) == NOT_USED
    }
    return Format(
        id=id,
        title=tr("read by the words of its columns"),
        platform=platform,
        grain=grain,
        table=Table(
            all=tuple(header(column.header) for column in found.values()),
            any=(),
            none=(),
            columns=columns | others,
            totals=frozenset(map(plain_header, TOTALS)),
        ),
    )


def names_works(found: FoundTable) -> bool:
    """Whether a table that was taken for one of an account has a column of works after all, under another word."""
    known = {place for placed in found.tables for place in placed.columns}
    strange = (text for place, text in enumerate(found.headers) if text and place not in known)
    return any(set(_meanings(text)) & {"title", "id", "episode"} for text in strange)


def of_platform(found: FoundTable, platform: str) -> Format:
    """A format for tables of one platform with the columns of a general one."""
    columns = {
        plain_header(found.headers[place]): replace(column, header=found.headers[place])
        for placed in found.tables
        for place, column in placed.columns.items()
    }
    used = tuple(header(column.header) for column in columns.values() if column.role != "other")
    table = replace(found.format.table, all=used, any=(), none=(), columns=columns)
    return replace(found.format, platform=platform, table=table)


def as_yaml(known: Format) -> str:
    """The format as a studio's own file."""
    lines = [
        "# Learnt from an export by 'voicehall reach import --learn'. What each key means: docs/reach.md",
        "voicehall: 1",
        f"title: {_name(known.platform)}",
        f"platform: {_name(known.platform)}",
        *(["new-platform: true"] if is_own(known.platform) and Platforms().near(known.platform) else []),
        f"grain: {known.grain}",
        "signature:",
        f"  all: [{', '.join(_yaml(one.words) for one in known.table.all)}]",
        "columns:",
    ]
    for column in known.table.columns.values():
        if column.role == "other":
            continue
        unit = f", unit: {column.unit}" if column.unit not in ("count", "seconds") else ""
        signed = ", signed: true" if column.signed else ""
        value = f"{{means: {column.means}{unit}{signed}}}" if unit or signed else column.means
        lines.append(f"  {_yaml(column.header)}: {value}")
    if others := [column.header for column in known.table.columns.values() if column.role == "other"]:
        lines.append(f"others: [{', '.join(map(_yaml, others))}]")
    lines.append(f"totals: [{', '.join(map(_yaml, TOTALS))}]")
    return "\n".join(lines) + "\n"


def _name(text: str) -> str:
    return text if re.fullmatch(r"[^\W\d_]+(?:[ -][^\W_]+)*", text) and folded(text) not in _WORDS else _yaml(text)


def _yaml(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _columns(
    headers: Sequence[str], rows: Sequence[Sequence[Cell]], answers: Mapping[str, str]
) -> tuple[dict[int, Column], list[Doubt]]:
    """Columns by their place, and what is doubtful of them; of several with one meaning only a person may choose."""
    found: dict[int, Column] = {}
    doubts: list[Doubt] = []
    by_meaning: dict[str, list[int]] = defaultdict(list)
    for place, text in enumerate(headers):
        said = answers.get(plain_header(text)) if text else None
        meanings = (said.partition(":")[0],) if said else _meanings(text) if text else ()
        if not meanings or said == NOT_USED:
            continue
        if len(meanings) > 1 or (not said and _is_qualified(text)):
            question = tr("does '{header}' mean {choices}?", header=text, choices=" / ".join(meanings))
            doubts.append(Doubt(column=text, question=question, choices=(*meanings, NOT_USED)))
            continue
        cells = [row[place] for row in rows if place < len(row) and not is_missing(row[place])]
        column = _column(text, meanings[0], said, cells)
        if isinstance(column, Doubt):
            doubts.append(column)
        else:
            found[place] = column
            by_meaning[column.means].append(place)
    for means, places in by_meaning.items():
        for place in places[1:]:
            first, other = headers[places[0]], headers[place]
            question = tr("'{first}' and '{second}' both mean {meaning}", first=first, second=other, meaning=means)
            doubts.append(Doubt(column=other, question=question, choices=(NOT_USED,)))
    return found, doubts


def _column(text: str, means: str, said: str | None, cells: Sequence[Cell]) -> Column | Doubt:
    role = "metric" if means in METRICS else means
    metric = means if role == "metric" else ""
    unit = (said or "").partition(":")[2] or default_unit(metric)
    if metric in RATES and ":" not in (said or ""):
        texts = [plain_text(cell) for cell in cells]
        if texts and all(one.endswith("%") for one in texts):
            unit = "percent"
        elif any(re.fullmatch(r"\d+(\.\d+)?", one) and float(one) > 1 for one in texts):
            unit = "bare-percent"
        else:
            return Doubt(
                column=text,
                question=tr(
                    "is '{header}' a fraction, or a percentage without its sign (such as {example})?",
                    header=text,
                    example=texts[0] if texts else "0.5",
                ),
                choices=(f"{metric}:fraction", f"{metric}:bare-percent", NOT_USED),
            )
    if metric in DURATIONS and ":" not in (said or "") and any(_is_bare(cell) for cell in cells):
        return Doubt(
            column=text,
            question=tr("is '{header}' in seconds or in minutes?", header=text),
            choices=(f"{metric}:seconds", f"{metric}:minutes", NOT_USED),
        )
    return Column(header=text, role=role, metric=metric, unit=unit, signed=means == "follows")  # type: ignore[arg-type]


def _is_bare(cell: Cell) -> bool:
    """Whether a length does not say its unit."""
    try:
        return re.fullmatch(r"[\d.,]+", plain_text(cell)) is not None and seconds(cell) is not None
    except BrokenCell:
        return False


def _grain(
    found: Mapping[int, Column], headers: Sequence[str], rows: Sequence[Sequence[Cell]], answers: Mapping[str, str]
) -> tuple[Grain, list[Doubt]]:
    """What rows are about; with a column of days, whether its figures are those of a day."""
    roles = {column.role: place for place, column in found.items()}
    if not roles.keys() & {*_IDENTITIES}:
        return "account-daily", []
    if "day" not in roles:
        return "work-cumulative", []
    said = answers.get(plain_header(headers[roles["day"]]), "").partition(":")[2]
    if said in ("daily", "so-far"):
        return ("work-daily" if said == "daily" else "work-cumulative"), []
    days = {plain_text(row[roles["day"]]) for row in rows if roles["day"] < len(row)} - {""}
    text = headers[roles["day"]]
    question = tr("are the figures of a row those of the day under '{header}' alone, or all until then?", header=text)
    doubt = Doubt(column=text, question=question, choices=("day:daily", "day:so-far", "published"))
    return "work-cumulative", [doubt] if len(days) > 1 else []


def _meanings(text: str) -> tuple[str, ...]:
    """What the words of a header may mean, the likeliest first; nothing for unknown ones."""
    form = plain_header(text)
    words = _words()
    if form in words:
        return words[form]
    bare = re.sub(rf"[(\[（【].*?[)\]）】]$|^({'|'.join(PREFIXES)})", "", form)
    if bare != form and bare in words:
        return words[bare]
    return ("title",) if form.endswith(TITLES) and not form.endswith(DAYS) else ()


def _is_qualified(text: str) -> bool:
    """Whether brackets in a header make it another figure than its words say: 播放量（近7日）, and not 播放量（次）."""
    form = plain_header(text)
    return form not in _words() and any(not _PLAIN.fullmatch(inside) for inside in _BRACKETS.findall(form))


@cache
def _words() -> dict[str, tuple[str, ...]]:
    """Meanings by plain header, from all formats of ours and a list of other usual words."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for known in library():
        for table in (known.table, *known.beside):
            for form, column in table.columns.items():
                if column.means in MEANINGS:
                    found[form][column.means] = None
    for means, words in SAME.items():
        for word in words:
            # What we say of a word ourselves is no matter of opinion.
            found[plain_header(word)] = dict.fromkeys(means.split("|"))
    return {form: tuple(sorted(means, key=RANKS.get)) for form, means in found.items()}  # type: ignore[arg-type]
