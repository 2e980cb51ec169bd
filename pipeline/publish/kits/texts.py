"""Texts: title, description and hashtags of a programme, as a platform wants them written."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date as Date

from pipeline.model.fields import fill
from pipeline.publish.kits.limits import Violation, text_violations
from pipeline.publish.kits.platform import Platform, size_of


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodeTexts:
    """What a programme says of itself, before it is rendered or after."""

    title: str
    summary: str = ""
    tags: tuple[str, ...] = ()
    series: str
    author: str = ""
    number: int
    numbering: str = ""
    date: Date | None = None
    speakers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class KitTexts:
    """The same as it is pasted on a platform."""

    title: str
    """Empty where the platform does without, and what there is does not suit it."""
    description: str
    tags: tuple[str, ...]
    """Without the sign of a hashtag."""
    left_out: tuple[str, ...] = ()
    """Tags for which there is no room."""
    violations: tuple[Violation, ...] = ()


def kit_texts(words: EpisodeTexts, platform: Platform) -> KitTexts:
    """What goes into the platform's fields. Authors' words are never cut: what is too long is told."""
    tags = tuple(dict.fromkeys(filter(None, map(_plain, words.tags))))
    room = len(tags) if platform.tags.most is None else int(platform.tags.most)
    kept = tags[:room]
    fields = _fields(words) | {"tags": " ".join(fill(platform.tag_text, {"tag": tag}) for tag in kept)}
    title = _title(platform, fields)
    description = _written(platform.description_text, fields)
    violations = tuple(text_violations(title, description, tags, platform))
    suits = not any(one.about == "title" for one in violations)
    return KitTexts(
        title=title if suits or platform.title.required else "",
        description=description,
        tags=kept,
        left_out=tags[room:],
        violations=violations,
    )


def _title(platform: Platform, fields: Mapping[str, object]) -> str:
    """Where the plain one is too short, a longer one, if that is not too long."""
    plain, longer = (" ".join(fill(text, fields).split()) for text in (platform.title_text, platform.longer_text))
    least, most, unit = platform.title.least or 0, platform.title.most, platform.title.unit
    fits = size_of(longer, unit) >= least and (most is None or size_of(longer, unit) <= most)
    return longer if size_of(plain, unit) < least and fits else plain


def _fields(words: EpisodeTexts) -> dict[str, object]:
    return {
        "title": words.title,
        "summary": words.summary.strip(),
        "series": words.series.strip("《》"),
        "author": words.author,
        "number": words.number,
        "numbering": words.numbering,
        "date": words.date.isoformat() if words.date else "",
        "speakers": "、".join(words.speakers),
    }


def _written(pattern: str, fields: Mapping[str, object]) -> str:
    """The pattern filled line by line; lines whose fields have nothing to say are left out, and blanks before them."""
    lines: list[str] = []
    for line in _filled(pattern, fields):
        if line or (lines and lines[-1]):
            lines.append(line)
    return "\n".join(lines).strip("\n")


def _filled(pattern: str, fields: Mapping[str, object]) -> Iterator[str]:
    for line in pattern.split("\n"):
        named = [name for name in re.findall(r"\{([a-z]+)", line) if name in fields]
        if not named or any(str(fields[name]) for name in named):
            yield from (part.rstrip() for part in fill(line, fields).split("\n"))


def _plain(tag: str) -> str:
    """A hashtag ends at a blank and at its own sign."""
    return re.sub(r"[\s#＃,，]+", "", tag)
