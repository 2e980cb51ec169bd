"""Fit: what of a programme a platform would refuse, and by which rule."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from pipeline.model.platform import OWN_RULES
from pipeline.publish.kits.platform import Choice, Limit, Platform, size_of
from pipeline.wording import clock, count, round_size

About = Literal["title", "description", "tags", "length", "media"]
_COUNTED = {
    "characters": "characters",
    "bytes": "bytes of UTF-8",
    "utf16": "UTF-16 units",
    "columns": "columns (a Chinese character fills two)",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Misfit:
    """Something that does not suit a platform."""

    about: About
    code: str
    message: str
    hint: str
    refused: bool = True
    """Whether the platform would refuse the programme for it; it can do without what it does not ask for."""


def text_misfits(title: str, description: str, tags: Sequence[str], platform: Platform) -> Iterator[Misfit]:
    """What is wrong with texts as they would be pasted."""
    yield from _text("title", "title", title, platform.title, platform)
    yield from _text("description", "description", description, platform.description, platform)
    if platform.tags.most is not None and len(tags) > platform.tags.most:
        words = f"{platform.name} takes {platform.tags.most} tags at most, these are {len(tags)}"
        yield _misfit("tags", "too-many-tags", words, "the first are used", platform, platform.tags, refused=False)
    if platform.tags.least is not None and len(tags) < platform.tags.least:
        words = f"{platform.name} asks for at least {count(int(platform.tags.least), 'tag')}"
        advice = "write 'tags: [...]', or choose them there"
        yield _misfit("tags", "too-few-tags", words, advice, platform, platform.tags, refused=False)
    for tag in tags:
        yield from _text("tags", "tag", tag, platform.tag, platform)


def time_misfits(seconds: Fraction, platform: Platform) -> Iterator[Misfit]:
    """What is wrong with a programme's length."""
    limit = platform.length
    if limit.most is not None and seconds > limit.most:
        words = f"{platform.name} takes {_clock(limit.most)} at most, this is {_clock(seconds)} long"
        yield _misfit("length", "too-long", words, "make two episodes of it", platform, limit)
    if limit.least is not None and seconds < limit.least:
        words = f"{platform.name} asks for {_clock(limit.least)} at least, this is {_clock(seconds)} long"
        yield _misfit("length", "too-short", words, "make it longer", platform, limit)


def media_misfits(suffix: str, size: int, sides: tuple[int, int] | None, platform: Platform) -> Iterator[Misfit]:
    """What is wrong with a file of `size` bytes whose picture has these sides in pixels."""
    if platform.formats.any and suffix not in platform.formats.any:
        words = f"{platform.name} takes {' and '.join(platform.formats.any)}, not {suffix}"
        yield _misfit("media", "wrong-format", words, "add a rendition of that kind", platform, platform.formats)
    if platform.size.most is not None and size > platform.size.most:
        words = f"{platform.name} takes {round_size(platform.size.most)} at most, this file has {round_size(size)}"
        yield _misfit("media", "too-large", words, "make a smaller rendition", platform, platform.size)
    if sides:
        for name, side, limit in (
            ("shorter", min(sides), platform.short_side), ("longer", max(sides), platform.long_side),
        ):  # fmt: skip
            if limit.least is not None and side < limit.least:
                words = f"{platform.name} asks for {limit.least} pixels on the {name} side, this picture has {side}"
                yield _misfit("media", "picture-too-small", words, "make a larger rendition", platform, limit)
            if limit.most is not None and side > limit.most:
                words = f"{platform.name} takes {limit.most} pixels on the {name} side, this picture has {side}"
                yield _misfit("media", "picture-too-large", words, "make a smaller rendition", platform, limit)


def _text(about: About, name: str, text: str, limit: Limit, platform: Platform) -> Iterator[Misfit]:
    long, counted = size_of(text, limit.unit), _COUNTED[limit.unit]
    which = f"the tag '{text}'" if name == "tag" else f"this {name}"
    refused = limit.required or name != "title"
    spared = "" if refused else "or let it stay empty there"
    if limit.most is not None and long > limit.most:
        words = f"{platform.name} takes a {name} of at most {limit.most} {counted}, {which} has {long}"
        yield _misfit(about, f"{name}-too-long", words, _or("shorten it", spared), platform, limit, refused=refused)
    if limit.least is not None and long < limit.least and (text or limit.required):
        words = f"{platform.name} takes a {name} of at least {limit.least} {counted}, {which} has {long}"
        yield _misfit(about, f"{name}-too-short", words, _or("write more", spared), platform, limit, refused=refused)


def _misfit(
    about: About, code: str, words: str, advice: str, platform: Platform, rule: Limit | Choice, *, refused: bool = True
) -> Misfit:
    """`refused` is no more than the rule itself is: nothing is refused for good advice."""
    binding = refused and not (isinstance(rule, Limit) and rule.advised)
    seen = "" if rule.verified else ", not verified"
    where = f"the rule ({rule.source}{seen}) can be corrected in {OWN_RULES}/{platform.id}.yaml"
    return Misfit(about=about, code=f"platform-{code}", message=words, hint=f"{advice}; {where}", refused=binding)


def _or(advice: str, other: str) -> str:
    return f"{advice}, {other}" if other else advice


def _clock(seconds: Fraction) -> str:
    # To the full second, or what is a little too short would be said to be as long as it has to be.
    return clock(int(seconds))
