"""How the site writes times, days and sizes, in the language that is spoken while a page is made."""

from collections.abc import Callable, Mapping
from datetime import date as Date
from fractions import Fraction
from typing import Any

from pipeline import wording
from pipeline.messages import Language, Message, listed, tr
from pipeline.publish.item import page_language
from pipeline.publish.site.phrases import phrased, titled

_LOCALES: dict[Language, str] = {"en": "en_GB", "zh": "zh_CN"}


def clock(seconds: Fraction | float) -> str:
    """`2:03`, `1:02:03`: full seconds that have passed, as the player beside it counts them."""
    return wording.clock(seconds)


def duration(seconds: Fraction | float) -> Message:
    """A length in words: `2 h 5 min`; seconds only below ten minutes."""
    minutes, rest = divmod(wording.passed(seconds), 60)
    hours, left = divmod(minutes, 60)
    if hours and left:
        return tr("{hours} h {minutes} min", hours=hours, minutes=left)
    if hours:
        return tr("{hours} h", hours=hours)
    if minutes and rest and minutes < 10:
        return tr("{minutes} min {seconds} s", minutes=minutes, seconds=rest)
    if minutes:
        return tr("{minutes} min", minutes=minutes)
    return tr("{seconds} s", seconds=rest)


def iso_duration(seconds: Fraction) -> str:
    """A length in the form of ISO 8601: `PT2M3S`."""
    minutes, rest = divmod(wording.passed(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    amounts = zip((hours, minutes, rest), "HMS", strict=True)
    return "PT" + ("".join(f"{amount}{unit}" for amount, unit in amounts if amount) or "0S")


def day(value: Date, language: str) -> str:
    """`2022年3月31日`, `31 March 2022`; `language` is a BCP 47 tag."""
    # Most commands write no dates.
    from babel.dates import format_date

    return format_date(value, "long", locale=_LOCALES[page_language(language)])


def size(amount: int) -> str:
    """Of a download: `12 kB`, `3.4 MB`."""
    return f"{amount / 1e6:.1f} MB" if amount >= 1_000_000 else f"{max(1, round(amount / 1000))} kB"


def seconds(milliseconds: int) -> str:
    """In addresses and attributes: `12.345`, `12`."""
    return f"{milliseconds / 1000:.3f}".rstrip("0").rstrip(".")


FILTERS: Mapping[str, Callable[..., Any]] = {
    "clock": clock,
    "duration": duration,
    "day": day,
    "size": size,
    "seconds": seconds,
    "listed": listed,
    "phrased": phrased,
    "titled": titled,
}
"""By their names in templates."""
