"""Texts of kits: title, description and hashtags of a programme, by the patterns and limits of a platform."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date as Date
from fractions import Fraction
from typing import Literal

from pipeline.model.fields import fill
from pipeline.publish.kits.limits import Violation, tag_violations, text_violations
from pipeline.publish.kits.platform import Limit, Platform, size_of
from pipeline.publish.kits.shorten import fits, shortened, shortened_sentences, shortened_title, without_series


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodeTexts:
    """The texts of an episode, from its manifest or its record."""

    title: str
    short_title: str = ""
    """In its place where that is too long; empty for none."""
    summary: str = ""
    tags: tuple[str, ...] = ()
    series: str
    author: str = ""
    number: int
    numbering: str = ""
    date: Date | None = None
    speakers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortened:
    """A text that a platform would not take whole, and what becomes of it in the kit."""

    field: Literal["title", "description"]
    was: str
    became: str
    limit: Limit

    def as_json(self) -> dict[str, object]:
        most = None if self.limit.most is None else int(self.limit.most)
        limit = {"most": most, "unit": self.limit.unit, "source": self.limit.source}
        return {"field": self.field, "was": self.was, "became": self.became, "limit": limit}


@dataclass(frozen=True, slots=True, kw_only=True)
class KitTexts:
    """Texts as they are pasted on a platform."""

    title: str
    """Empty where the platform asks for none and the episode's own is too short."""
    description: str
    tags: tuple[str, ...]
    """Without `#`."""
    left_out: tuple[str, ...] = ()
    """Tags that the platform does not take, or for which there is no room."""
    shortened: tuple[Shortened, ...] = ()
    violations: tuple[Violation, ...] = ()


def kit_texts(texts: EpisodeTexts, platform: Platform) -> KitTexts:
    """What goes into the platform's fields; what is too long is shortened, and `shortened` tells."""
    tags = tuple(dict.fromkeys(filter(None, map(_plain_tag, texts.tags))))
    fitting = [tag for tag in tags if not any(tag_violations(tag, platform))]
    kept = tuple(fitting[: len(fitting) if platform.tags.most is None else int(platform.tags.most)])
    title, whole_title = _title(texts, platform)
    description, whole_description, kept = _description(texts, kept, platform)
    pairs = (
        ("title", whole_title, title, platform.title),
        ("description", whole_description, description, platform.description),
    )
    shortened = tuple(
        Shortened(field=field, was=was, became=became, limit=limit)  # type: ignore[arg-type]
        for field, was, became, limit in pairs
        if was != became
    )
    violations = tuple(text_violations((whole_title, title), (whole_description, description), tags, platform))
    too_short = any(one.code == "platform-title-too-short" for one in violations)
    return KitTexts(
        title="" if too_short and not platform.title.required else title,
        description=description,
        tags=kept,
        left_out=tuple(tag for tag in tags if tag not in kept),
        shortened=shortened,
        violations=violations,
    )


def _title(texts: EpisodeTexts, platform: Platform) -> tuple[str, str]:
    """As it is pasted, and as it would be if there were room for it."""
    limit = platform.title
    fields = _fields(texts)
    whole, longer = (_line(text, fields) for text in (platform.title_text, platform.longer_text))
    if size_of(whole, limit.unit) < (limit.least or 0) and size_of(longer, limit.unit) >= (limit.least or 0):
        # The title alone is too short, and the series' makes up for it where there is room.
        return (longer, longer) if fits(longer, limit) else (whole, whole)
    alone = {"series": "", "title": without_series(texts.title, texts.series.strip("《》"))}
    candidates = [whole, _line(platform.title_text, fields | alone), str(alone["title"])]
    if texts.short_title:
        short = {"title": texts.short_title}
        candidates[1:] = [
            _line(platform.title_text, fields | short),
            _line(platform.title_text, fields | alone | short),
        ]
        candidates.append(texts.short_title)
    return shortened_title(candidates, limit), whole


def _description(texts: EpisodeTexts, tags: tuple[str, ...], platform: Platform) -> tuple[str, str, tuple[str, ...]]:
    """As it is pasted, as it would be if there were room for it, and the tags for which there is some.

    First the summary loses sentences, from its end, but for the first one; then tags go, the last first; then the first
    sentence is cut, and at last what else there is.
    """
    limit = platform.description

    def filled(summary: str, tags: Sequence[str]) -> str:
        hashtags = " ".join(fill(platform.tag_text, {"tag": tag}) for tag in tags)
        return _filled_lines(platform.description_text, _fields(texts) | {"summary": summary, "tags": hashtags})

    summary = texts.summary.strip()
    whole = filled(summary, tags)
    if fits(whole, limit):
        return whole, whole, tags
    for number in range(len(tags), -1, -1):
        room = _room(filled("", tags[:number]), limit)
        if room is None:
            continue
        kept = shortened_sentences(summary, room)
        found = filled(kept, tags[:number])
        if kept and fits(found, limit):
            return found, whole, tags[:number] if "{tags}" in platform.description_text else tags
    room = _room(filled("", ()), limit)
    kept = shortened_sentences(summary, room, at_least_one=True) if room else ""
    found = filled(kept, ())
    while not fits(found, limit) and room is not None and room.most and kept:
        room = replace(room, most=room.most - 1)
        kept = shortened_sentences(summary, room, at_least_one=True)
        found = filled(kept, ())
    return (found if fits(found, limit) else shortened(" ".join(found.split()), limit)), whole, ()


def _room(others: str, limit: Limit) -> Limit | None:
    """What is left for the summary, with the line end behind it; None for nothing."""
    left = (limit.most or Fraction(0)) - size_of(f"{others}\n" if others else "", limit.unit)
    return replace(limit, least=None, most=left) if left > 0 else None


def _line(pattern: str, fields: Mapping[str, object]) -> str:
    """The pattern filled, on one line; brackets and marks around a field that is empty go with it."""
    text = re.sub(r"《\s*》|（\s*）|\(\s*\)|【\s*】", "", fill(pattern, fields))
    return " ".join(text.split()).strip(" |｜·-—:：" if not all(fields.values()) else " ")


def _fields(texts: EpisodeTexts) -> dict[str, object]:
    return {
        "title": texts.title,
        "summary": texts.summary.strip(),
        "series": texts.series.strip("《》"),
        "author": texts.author,
        "number": texts.number,
        "numbering": texts.numbering,
        "date": texts.date.isoformat() if texts.date else "",
        "speakers": "、".join(texts.speakers),
    }


def _filled_lines(pattern: str, fields: Mapping[str, object]) -> str:
    """The pattern filled line by line, without lines whose fields are all empty, and without the empty lines above."""
    lines: list[str] = []
    for line in _filled(pattern, fields):
        if line or (lines and lines[-1]):
            lines.append(line)
    return "\n".join(lines).strip("\n")


def _filled(pattern: str, fields: Mapping[str, object]) -> Iterator[str]:
    for line in pattern.split("\n"):
        used = [name for name in re.findall(r"\{([a-z]+)", line) if name in fields]
        if not used or any(str(fields[name]) for name in used):
            yield from (part.rstrip() for part in fill(line, fields).split("\n"))


def _plain_tag(tag: str) -> str:
    """Without the characters at which a hashtag would end."""
    return re.sub(r"[\s#＃,，]+", "", tag)
