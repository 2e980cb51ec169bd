"""Fields in texts: `{title}` on a card, `{number:03d}` in a file name."""

import re
from collections.abc import Iterator, Mapping
from datetime import date

from pipeline.model.series import Series

FIELDS = ("title", "number", "numbering", "series", "author", "date", "speakers", "total", "category")
"""All fields; see `episode_fields`."""

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
