"""Limits: what of a programme a platform would refuse, and by which rule."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Literal

from pipeline.messages import Message, listed, tr, trn
from pipeline.model.publishing.platform import OWN_RULES
from pipeline.publish.kits.platform import Choice, Limit, Platform, Unit, size_of
from pipeline.wording import clock, round_size

About = Literal["title", "description", "tags", "length", "media"]
TextName = Literal["title", "description", "tag"]
_SHOWN = 20
"""Characters that a message shows of a description's end."""


def used(text: str, limit: Limit) -> Message:
    """How long a text is, and how long it may be: 8/30 characters."""
    size = size_of(text, limit.unit)
    if limit.most is None:
        return amount(size, limit.unit)
    return tr("{size}/{most}", size=size, most=amount(int(limit.most), limit.unit))


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """A rule of a platform that a programme breaks."""

    about: About
    code: str
    message: Message
    hint: Message
    refused: bool = True
    """Whether the platform would refuse the programme for it; it can do without what it does not ask for."""


def text_violations(
    title: tuple[str, str], description: tuple[str, str], tags: Sequence[str], platform: Platform
) -> Iterator[Violation]:
    """What is wrong with texts; of title and description there is the whole and what the kit has of it.

    Nothing is refused for a text: people can change it where they paste it.
    """
    yield from _text("title", *title, platform.title, platform)
    yield from _text("description", *description, platform.description, platform)
    most, least = platform.tags.most, platform.tags.least
    if most is not None and len(tags) > most:
        message = trn(
            "{platform} takes at most {count} tag, this episode has {size}",
            "{platform} takes at most {count} tags, this episode has {size}",
            int(most),
            platform=platform.label,
            size=len(tags),
        )
        advice = tr("the first ones are used")
        yield _violation("tags", "too-many-tags", message, advice, platform, platform.tags, refused=False)
    if least is not None and len(tags) < least:
        message = trn(
            "{platform} asks for at least {count} tag",
            "{platform} asks for at least {count} tags",
            int(least),
            platform=platform.label,
        )
        advice = tr("write 'tags: [...]', or choose them there")
        yield _violation("tags", "too-few-tags", message, advice, platform, platform.tags, refused=False)
    for tag in tags:
        yield from tag_violations(tag, platform)


def tag_violations(tag: str, platform: Platform) -> Iterator[Violation]:
    """What is wrong with a tag, which is left out then."""
    yield from _text("tag", tag, "", platform.tag, platform)


def length_violations(seconds: Fraction, platform: Platform) -> Iterator[Violation]:
    """What is wrong with a programme's length."""
    limit = platform.length
    if limit.most is not None and seconds > limit.most:
        message = tr(
            "{platform} takes programmes of at most {most}, this one is {length} long",
            platform=platform.label, most=clock(limit.most), length=clock(ceil(seconds)),
        )  # fmt: skip
        yield _violation("length", "too-long", message, tr("make two episodes of it"), platform, limit)
    if limit.least is not None and seconds < limit.least:
        message = tr(
            "{platform} takes programmes of at least {least}, this one is {length} long",
            platform=platform.label, least=clock(limit.least), length=clock(seconds),
        )  # fmt: skip
        yield _violation("length", "too-short", message, tr("make it longer"), platform, limit)


def media_violations(suffix: str, size: int, sides: tuple[int, int] | None, platform: Platform) -> Iterator[Violation]:
    """What is wrong with a file of `size` bytes whose picture has these sides in pixels."""
    name = platform.label
    if platform.formats.any and suffix not in platform.formats.any:
        formats = listed(platform.formats.any)
        message = tr("{platform} takes {formats}, not {suffix}", platform=name, formats=formats, suffix=suffix)
        advice = tr("add a rendition in one of these formats")
        yield _violation("media", "wrong-format", message, advice, platform, platform.formats)
    if platform.size.most is not None and size > platform.size.most:
        message = tr(
            "{platform} takes files of at most {most}, this one has {size}",
            platform=name, most=round_size(platform.size.most), size=round_size(size),
        )  # fmt: skip
        yield _violation("media", "too-large", message, tr("make a smaller rendition"), platform, platform.size)
    if sides:
        yield from _shorter_side(min(sides), platform)
        yield from _longer_side(max(sides), platform)


def _shorter_side(side: int, platform: Platform) -> Iterator[Violation]:
    limit = platform.short_side
    if limit.least is not None and side < limit.least:
        message = tr(
            "{platform} asks for at least {least} pixels on the shorter side, this picture has {size}",
            platform=platform.label, least=limit.least, size=side,
        )  # fmt: skip
        yield _too_small(message, platform, limit)
    if limit.most is not None and side > limit.most:
        message = tr(
            "{platform} takes at most {most} pixels on the shorter side, this picture has {size}",
            platform=platform.label, most=limit.most, size=side,
        )  # fmt: skip
        yield _too_large(message, platform, limit)


def _longer_side(side: int, platform: Platform) -> Iterator[Violation]:
    limit = platform.long_side
    if limit.least is not None and side < limit.least:
        message = tr(
            "{platform} asks for at least {least} pixels on the longer side, this picture has {size}",
            platform=platform.label, least=limit.least, size=side,
        )  # fmt: skip
        yield _too_small(message, platform, limit)
    if limit.most is not None and side > limit.most:
        message = tr(
            "{platform} takes at most {most} pixels on the longer side, this picture has {size}",
            platform=platform.label, most=limit.most, size=side,
        )  # fmt: skip
        yield _too_large(message, platform, limit)


def _too_small(message: Message, platform: Platform, limit: Limit) -> Violation:
    return _violation("media", "picture-too-small", message, tr("make a larger rendition"), platform, limit)


def _too_large(message: Message, platform: Platform, limit: Limit) -> Violation:
    return _violation("media", "picture-too-large", message, tr("make a smaller rendition"), platform, limit)


def _text(name: TextName, text: str, kept: str, limit: Limit, platform: Platform) -> Iterator[Violation]:
    size = size_of(text, limit.unit)
    about: About = "tags" if name == "tag" else name
    if limit.most is not None and size > limit.most:
        message = _too_long(name, text, kept, amount(int(limit.most), limit.unit), size, platform)
        match name:
            case "title":
                advice = tr("say it shorter with 'short-title'")
            case "description":
                advice = tr("write a shorter summary")
            case "tag":
                advice = tr("write a shorter one")
        yield _violation(about, f"{name}-too-long", message, advice, platform, limit, refused=False)
    final = text if name == "tag" else kept
    size = size_of(final, limit.unit)
    if limit.least is not None and size < limit.least and (final or limit.required):
        message = _too_short(name, final, amount(int(limit.least), limit.unit), size, platform)
        optional = name == "title" and not limit.required
        advice = tr("write more, or leave it empty there") if optional else tr("write more")
        yield _violation(about, f"{name}-too-short", message, advice, platform, limit, refused=False)


def _too_long(name: TextName, text: str, kept: str, most: Message, size: int, platform: Platform) -> Message:
    match name:
        case "title":
            return tr(
                "{platform} takes a title of at most {most}, this title has {size}: it becomes '{short}'",
                platform=platform.label, most=most, size=size, short=kept,
            )  # fmt: skip
        case "description":
            return tr(
                "{platform} takes a description of at most {most}, this description has {size}: it ends with '{end}'",
                platform=platform.label, most=most, size=size, end=_end_of(text, kept),
            )  # fmt: skip
        case "tag":
            return tr(
                "{platform} takes tags of at most {most}, the tag '{tag}' has {size}: it is left out",
                platform=platform.label, most=most, tag=text, size=size,
            )  # fmt: skip


def _end_of(text: str, kept: str) -> str:
    """The last words that are kept of the part that was shortened."""
    same = next((place for place, pair in enumerate(zip(text, kept, strict=False)) if pair[0] != pair[1]), len(kept))
    end = kept[:same].rstrip() or kept
    return f"…{end[-_SHOWN:]}".replace("\n", " ") if len(end) > _SHOWN else end.replace("\n", " ")


def _too_short(name: TextName, text: str, least: Message, size: int, platform: Platform) -> Message:
    match name:
        case "title":
            return tr(
                "{platform} takes a title of at least {least}, this title has {size}",
                platform=platform.label, least=least, size=size,
            )  # fmt: skip
        case "description":
            return tr(
                "{platform} takes a description of at least {least}, this description has {size}",
                platform=platform.label, least=least, size=size,
            )  # fmt: skip
        case "tag":
            return tr(
                "{platform} takes tags of at least {least}, the tag '{tag}' has {size}: it is left out",
                platform=platform.label, least=least, tag=text, size=size,
            )  # fmt: skip


def amount(number: int, unit: Unit) -> Message:
    """`30 characters`: of a limit, as the platform counts."""
    match unit:
        case "characters":
            return trn("{count} character", "{count} characters", number)
        case "bytes":
            return trn("{count} byte of UTF-8", "{count} bytes of UTF-8", number)
        case "utf16":
            return trn("{count} UTF-16 unit", "{count} UTF-16 units", number)
        case "columns":
            return trn(
                "{count} column (a Chinese character fills two)",
                "{count} columns (a Chinese character fills two)",
                number,
            )


def _violation(
    about: About,
    code: str,
    message: Message,
    advice: Message,
    platform: Platform,
    rule: Limit | Choice,
    *,
    refused: bool = True,
) -> Violation:
    """`refused` counts only where the rule is more than advice: nothing is refused for that."""
    binding = refused and not (isinstance(rule, Limit) and rule.advised)
    file = f"{OWN_RULES}/{platform.id}.yaml"
    if rule.verified:
        hint = tr(
            "{advice}; if the rule ({source}) is wrong, correct it in {file}",
            advice=advice, source=rule.source, file=file,
        )  # fmt: skip
    else:
        hint = tr(
            "{advice}; if the rule ({source}, not verified) is wrong, correct it in {file}",
            advice=advice, source=rule.source, file=file,
        )  # fmt: skip
    return Violation(about=about, code=f"platform-{code}", message=message, hint=hint, refused=binding)
