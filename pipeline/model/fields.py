"""Fields in texts: `{title}` on a card, `{number:03d}` in a file name."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Literal

from pipeline.model.language import is_chinese
from pipeline.model.series import Series

FIELDS = ("title", "number", "numbering", "series", "author", "date", "speakers", "total", "category")
"""All fields; see `episode_fields`."""

Sense = Literal["title", "number", "series", "date", "words"]
"""What a line of a card is: the episode's title, its number, the series, a date, or words of the author's own."""
_SENSES: tuple[tuple[Sense, tuple[str, ...]], ...] = (
    ("title", ("title",)), ("number", ("numbering", "number")), ("series", ("series",)), ("date", ("date",)),
)  # fmt: skip
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip

_WORD = re.compile(r"\{([A-Za-z][A-Za-z_-]{1,23})(?::[^{}\s]{0,8})?\}")
_FIELD = re.compile(r"\{([a-z]+)(?::(0?[1-9]?)d)?\}")


def episode_fields(
    series: Series, *, number: int, title: str, date: date | None = None, speakers: tuple[str, ...] = ()
) -> dict[str, object]:
    """What the texts of an episode may name; `{numbering}` is the series' pattern, already filled."""
    plain: dict[str, object] = {
        "number": number,
        "title": title,
        "series": series.title,
        "author": series.author,
        "date": date.isoformat() if date else "",
        "speakers": "、".join(speakers),
        "total": series.total or "",
        "category": series.category,
    }
    return plain | {"numbering": fill(series.numbering, plain)}


def spoken_date(day: date, language: str) -> str:
    """A date as people write it on cards: 2022年10月8日, 8 October 2022; in other languages as it is in files."""
    if is_chinese(language):
        return f"{day.year}年{day.month}月{day.day}日"
    if language.replace("_", "-").partition("-")[0].lower() in ("en", "eng"):
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    return day.isoformat()


def senses(text: str) -> tuple[Sense, ...]:
    """Of each line of a text whose fields are not replaced yet: what its first telling field is."""
    return tuple(map(_sense, text.split("\n")))


def _sense(line: str) -> Sense:
    named = {name for name, _ in _FIELD.findall(line)}
    return next((sense for sense, fields in _SENSES if named.intersection(fields)), "words")


def fill(text: str, fields: Mapping[str, object]) -> str:
    """`text` with the known fields replaced, once; every other brace is itself.

    A number may say its width: `{number:3d}` or, with leading zeros, `{number:03d}`.
    """

    def value(found: re.Match[str]) -> str:
        name, width = found.groups()
        if name not in fields or (width is not None and not isinstance(fields[name] or 0, int)):
            return found[0]
        return format(fields[name], f"{width}d") if width is not None and fields[name] else str(fields[name])

    return _FIELD.sub(value, text)


def unknown_fields(text: str) -> Iterator[str]:
    """Words in braces that look like fields but are not, each once."""
    return (name for name in dict.fromkeys(_WORD.findall(text)) if name not in FIELDS)
