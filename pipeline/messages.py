"""Messages: whole sentences for people, in Chinese and English, that remember what they were made of.

A message stands as one English sentence, with named places, at the spot where it arises:

    tr("there is no transition '{name}'", name=name)
    trn("{count} episode", "{count} episodes", len(episodes))

It is a `str` in the language that is spoken at that moment, and can be had in any other later, see `told`. The
catalogues in `locale/` hold the sentences of the other languages; `python -m tools.catalogues` looks after them.
"""

import gettext
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from functools import cache
from typing import Literal, get_args

from pipeline.masking import masked_value

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
VARIABLE = "VOICEHALL_LANG"
"""Environment variable: the language that is wanted."""
DOMAIN = "voicehall"
SEPARATORS: Mapping[Language, Mapping[str, str]] = {"en": {",": ", ", ";": "; "}, "zh": {",": "、", ";": "；"}}
"""Between the parts of what is listed."""
FOLDER = os.path.join(os.path.dirname(__file__), "locale")

_spoken: ContextVar[Language] = ContextVar("language", default="en")


class Message(str):
    """A sentence for people. Put together from parts it becomes a plain text that cannot be had in another language."""

    id: str
    """In English, with places: `there is no transition '{name}'`."""
    plural: str
    """The same for many; empty where nothing is counted."""
    number: int
    """What is counted."""
    values: Mapping[str, object]
    """What stands in its places; a message among them is told in the language of the whole."""

    def __reduce__(self) -> tuple[object, ...]:
        # An error may have to come back from another process.
        return _message, (self.id, self.plural, self.number, dict(self.values))


def tr(id: str, /, **values: object) -> Message:
    """A message; `id` is the whole sentence in English, a literal, with `{named}` places for `values`."""
    return _message(id, "", 0, values)


def trn(one: str, many: str, number: int, /, **values: object) -> Message:
    """A message that counts: `number` chooses between the sentences and stands in `{count}`."""
    return _message(one, many, number, values)


def verbatim(text: str) -> Message:
    """What is the same in every language: a name, a path, the words of a tool."""
    return text if isinstance(text, Message) else tr("{text}", text=text)


def listed(parts: Iterable[str]) -> Message:
    """One after the other: `a, b, c`, and in Chinese `a、b、c`."""
    return tr("{text}", text=(",", *parts))


def clauses(parts: Iterable[str]) -> Message:
    """Sentences in one line: `this; that`, and in Chinese `这；那`."""
    return tr("{text}", text=(";", *parts))


def told(text: str, language: Language | None = None) -> str:
    """A text in a language, by default in the one spoken now; what is no message stays as it is."""
    if not isinstance(text, Message):
        return text
    return _sentence(text.id, text.plural, text.number, text.values, language or spoken())


def spoken() -> Language:
    """The language that messages are made in at this moment."""
    return _spoken.get()


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Within this, and in what copies its context into other threads, messages are made in this language."""
    token = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(token)


def language_named(tag: str) -> Language | None:
    """The language of a tag such as `zh-CN`, `zh_CN.UTF-8`, `en-GB`; None for others, and for C and POSIX."""
    first = tag.replace("_", "-").partition("-")[0].partition(".")[0].lower()
    return next((language for language in LANGUAGES if language == first), None)


def language_of_locale(environment: Mapping[str, str] = os.environ) -> Language:
    """What the system speaks, as far as we do too; else English."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if said := environment.get(name):
            return language_named(said) or "en"
    return _language_of_windows() or "en"


def _language_of_windows() -> Language | None:
    """Of the user's display language, where there is a Windows that can be asked."""
    try:
        import ctypes
        import locale

        language = ctypes.windll.kernel32.GetUserDefaultUILanguage()  # type: ignore[attr-defined]
        return language_named(locale.windows_locale.get(language, ""))
    except (ImportError, AttributeError, OSError):
        return None


def _message(id: str, plural: str, number: int, values: Mapping[str, object]) -> Message:
    # A message is shown, logged and stored by many: what must not be seen never gets into one.
    values = {name: _without_secrets(value) for name, value in values.items()}
    message = Message(_sentence(id, plural, number, values, spoken()))
    message.id, message.plural, message.number, message.values = id, plural, number, values
    return message


def _without_secrets(value: object) -> object:
    if isinstance(value, Message):
        return value
    if isinstance(value, tuple):
        return tuple(map(_without_secrets, value))
    return masked_value(value)


def _sentence(id: str, plural: str, number: int, values: Mapping[str, object], language: Language) -> str:
    if not id:
        return ""
    catalogue = catalogue_of(language)
    sentence = catalogue.ngettext(id, plural, number) if plural else catalogue.gettext(id)
    if not values and not plural:
        return sentence
    told_values = {name: told_value(value, language) for name, value in values.items()}
    if language == "zh":
        for name, before, behind in _beside_chinese(sentence):
            if name in told_values:
                told_values[name] = _spaced(told_values[name], before, behind)
    return sentence.format(**{"count": number} | told_values)


@cache
def _beside_chinese(sentence: str) -> tuple[tuple[str, bool, bool], ...]:
    """The places of a Chinese sentence that touch its characters: before them, behind them."""
    parts = re.split(r"\{(\w+)\}", sentence.replace("{{", "  ").replace("}}", "  "))
    beside = [
        (name, is_han(before[-1:]), is_han(behind[:1]))
        for before, name, behind in zip(parts[::2], parts[1::2], parts[2::2], strict=False)
    ]
    # A name that stands in two places is in either as it comes.
    return tuple(one for one in beside if any(one[1:]) and parts[1::2].count(one[0]) == 1)


def _spaced(value: object, before: bool, behind: bool) -> object:
    """A value with the blank that stands between Chinese and a name in Latin letters."""
    if not isinstance(value, str) or not value:
        return value
    first = before and _LATIN_FIRST.match(value)
    last = behind and _LATIN_LAST.search(value)
    return f"{' ' if first else ''}{value}{' ' if last else ''}"


_LATIN_FIRST = re.compile(r"(?=[A-Za-z0-9])[!-~]*[A-Za-z]")
_LATIN_LAST = re.compile(r"[A-Za-z][!-~]*(?<=[A-Za-z0-9])$")
"""Not figures alone: in print Chinese stands close to them, as in 截至2026年."""


def is_han(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff"


def told_value(value: object, language: Language) -> object:
    if isinstance(value, tuple):
        mark, *parts = value
        return SEPARATORS[language][mark].join(told(part, language) for part in parts)
    return told(value, language) if isinstance(value, str) else value


@cache
def catalogue_of(language: Language) -> gettext.NullTranslations:
    """The sentences of a language; English is what stands in the code."""
    if language == "en":
        return gettext.NullTranslations()
    source, compiled = (os.path.join(FOLDER, language, "LC_MESSAGES", f"{DOMAIN}.{kind}") for kind in ("po", "mo"))
    if os.path.exists(source) and not _is_current(compiled, source):
        # Who translates has Babel; everybody else reads what was compiled when voicehall was installed.
        with suppress(ModuleNotFoundError):
            return _compiled(source)
    with open(compiled, "rb") as file:
        return gettext.GNUTranslations(file)


def _is_current(compiled: str, source: str) -> bool:
    return os.path.exists(compiled) and os.path.getmtime(source) <= os.path.getmtime(compiled)


def _compiled(source: str) -> gettext.NullTranslations:
    """A catalogue that nobody has compiled, as in a fresh checkout."""
    from io import BytesIO

    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    data = BytesIO()
    with open(source, "rb") as file:
        write_mo(data, read_po(file))
    data.seek(0)
    return gettext.GNUTranslations(data)


NOTHING = tr("")
"""No message."""
