"""Texts of kits: title, description and hashtags of a programme, by the patterns and limits of a platform."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date as Date

from pipeline.model.fields import fill
from pipeline.publish.kits.limits import Violation, text_violations
from pipeline.publish.kits.platform import Platform, size_of


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodeTexts:
    """The texts of an episode, from its manifest or its record."""

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
    """Texts as they are pasted on a platform."""

    title: str
    """Empty where the platform asks for none and the episode's own breaks a rule."""
    description: str
    tags: tuple[str, ...]
    """Without `#`."""
    left_out: tuple[str, ...] = ()
    """Tags beyond the number that the platform takes."""
    violations: tuple[Violation, ...] = ()


def kit_texts(texts: EpisodeTexts, platform: Platform) -> KitTexts:
    """What goes into the platform's fields. Texts are never cut: what is too long is a violation."""
    tags = tuple(dict.fromkeys(filter(None, map(_plain_tag, texts.tags))))
    most = len(tags) if platform.tags.most is None else int(platform.tags.most)
    kept = tags[:most]
    fields = _fields(texts) | {"tags": " ".join(fill(platform.tag_text, {"tag": tag}) for tag in kept)}
    title = _title(platform, fields)
    description = _filled_lines(platform.description_text, fields)
    violations = tuple(text_violations(title, description, tags, platform))
    valid = not any(one.about == "title" for one in violations)
    return KitTexts(
        title=title if valid or platform.title.required else "",
        description=description,
        tags=kept,
        left_out=tags[most:],
        violations=violations,
    )


def _title(platform: Platform, fields: Mapping[str, object]) -> str:
    """The title alone; where that is too short, the longer pattern, if the result is not too long."""
    short, longer = (" ".join(fill(text, fields).split()) for text in (platform.title_text, platform.longer_text))
    least, most, unit = platform.title.least or 0, platform.title.most, platform.title.unit
    fits = size_of(longer, unit) >= least and (most is None or size_of(longer, unit) <= most)
    return longer if size_of(short, unit) < least and fits else short


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
