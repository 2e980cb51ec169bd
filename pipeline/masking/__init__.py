"""Masking: passwords, tokens and keys in a text that somebody will see or keep, whoever wrote it.

A secret is known by its place - the user part of an address, the value under a name such as `password`, a block between
BEGIN and END PRIVATE KEY -, by its own look (`AKIA...`), or because `keep_secret` was told of it. Everything that shows
or stores words of people, tools and servers sends them through `masked`; the words of an episode are not touched.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

MASK = "***"
SHORTEST = 4
"""Characters of a secret that is looked for wherever it stands: a shorter one would be found in every other word."""
_KEPT = 400
"""Characters of a text that is searched once however often it is shown: cells of tables, names, remarks."""
_SHORT = 8
"""A secret of fewer characters is found only as a word of its own."""
_LEARNED = 8
"""Characters from which on a secret in a file is looked for elsewhere too."""

_SIGNS = (
    r"@|%40|passw|passph|passc|pwd|psk|secret|token|key|sig|cookie|credential|bearer|basic |jwt|code=|code%3d|ticket="
    r"|session|sid=|_env|-env|authori|变量|密|口令|令牌|授权码|凭|暗号|私钥|eyj|aki|asia|aroa|ltai|aiza|_pat|glpat|sk-|sk_"
    r"|xox|-u |--user|gh[opsur]_|hf_|npm_|pypi-|hooks\.|/hook/|telegram|mysql|mariadb|7z"
    r"|(?:pass|pw|auth|pat)[:=\-_ '\"%：]"
)
"""Without any of these no secret in a text can be known by its place or look."""
_CHINESE = r"[\u3000-\u9fff\uff00-\uffef]"

_FOLDERS = frozenset(["PWD", "OLDPWD"])
"""Variables in which shells keep the folder that they are in."""

Span = tuple[int, int]


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Not when this is imported: help has to be there at once, and meets no secret."""
    return re.compile(pattern)


_known: dict[str, str] = {}
"""What `keep_secret` was told, in every spelling it may come back in, with the pattern that finds it."""
_finder: re.Pattern[str] | None = None
_shared: set[str] = set()
"""What `show_always` was told."""


def masked(text: str) -> str:
    """The text with `***` for every secret in it; the same text where there is none."""
    found = _secrets(text)
    if not found:
        return text
    parts, end = [], 0
    for start, stop in found:
        parts += [text[end:start], MASK]
        end = stop
    return "".join([*parts, text[end:]])


def blotted(text: str) -> str:
    """The text with a `*` for each character of a secret: whatever stands behind it keeps its line and column."""
    found = _secrets(text)
    if not found:
        return text
    parts, end = [], 0
    for start, stop in found:
        parts += [text[end:start], re.sub(r"[^\r\n\x85\u2028\u2029]", "*", text[start:stop])]
        end = stop
    return "".join([*parts, text[end:]])


def masked_value(value: object) -> object:
    """A plain value - of JSON, or in a message - with every text in it masked; what has no text stays as it is."""
    match value:
        case str():
            return masked(value)
        case None | bool() | int() | float():
            return value
        case dict():
            return {name: _under(name, item) for name, item in value.items()}
        case list():
            return [masked_value(item) for item in value]
        case tuple():
            return tuple(masked_value(item) for item in value)
        case _:
            words = str(value)
            return value if (hidden := masked(words)) == words else hidden


def has_secret(address: str) -> bool:
    """Whether an address holds a password, or anything else that nobody may see."""
    return bool(_places(address))


def show_always(address: str) -> None:
    """From now on this address is shown as it is: everybody has it, and what looks like a token is what opens it."""
    if has_secret(address) and not has_user(address):
        _shared.add(address)
        _in_short.cache_clear()


def has_user(address: str) -> bool:
    """Whether a web address names a user, with or without password."""
    return re.search(r"://[^\s/?#]*@", address) is not None


def public(address: str) -> str:
    """A web address as everybody may see it: without user and password, and with no token."""
    alone = re.sub(r"://[^\s/?#@]*:[^\s]*@(?=[^@\s]*$)|://[^\s/?#@]+@", "://", address)
    return masked(alone) if has_secret(alone) else alone


def keep_secret(value: str | None) -> None:
    """From now on this is masked wherever it appears in this process: a password that a server may send back."""
    global _finder
    if not value or len(value) < SHORTEST:
        return
    new = {one for one in _spellings(value) if len(one) >= SHORTEST} - _known.keys()
    if new:
        for one in new:
            pattern = re.escape(one)
            _known[one] = pattern if len(one) >= _SHORT else rf"(?<![^\W_]){pattern}(?![^\W_])"
        _finder = re.compile("|".join(_known[one] for one in sorted(_known, key=len, reverse=True)))
        _in_short.cache_clear()


def keep_secrets_of(environment: Mapping[str, str]) -> None:
    """Do so with every variable whose name means a secret: a library may tell what it was given."""
    from pipeline.masking.names import is_secret_name

    for name, value in environment.items():
        if len(value) >= _SHORT and is_secret_name(name) and name not in _FOLDERS:
            keep_secret(value)


def keep_secrets_in(text: str) -> None:
    """Do so with every secret in the text of a manifest: the message about it may come from far away."""
    for start, stop in _places(text):
        value = text[start:stop]
        for one in (value, *value.splitlines(), value.partition(":")[2]):
            # What people say in Chinese is rather a title than a password, and stands in every other message.
            if len(one := one.strip(" \t\"'")) >= _LEARNED and not _compiled(_CHINESE).search(one):
                keep_secret(one)


def _spellings(value: str) -> set[str]:
    """As it is, and as addresses, pages, JSON, Python and headers have it."""
    import json
    from base64 import b64encode
    from html import escape
    from urllib.parse import quote, quote_plus, unquote

    same = {value, unquote(value), quote(value, safe=""), quote(value), quote_plus(value), escape(value)}
    return same | {
        repr(value)[1:-1],
        ascii(value)[1:-1],
        json.dumps(value)[1:-1],
        json.dumps(value, ensure_ascii=False)[1:-1],
        b64encode(value.encode(errors="replace")).decode().rstrip("="),
    }


def _under(name: object, value: object) -> object:
    from pipeline.masking.names import is_chinese_name, is_prose, is_secret_name, stands_for_nothing

    if isinstance(name, str) and isinstance(value, str) and is_secret_name(name) and not stands_for_nothing(value):
        # Figures stand under the titles of what they are about.
        return masked_value(value) if is_chinese_name(name) and is_prose(value) else MASK
    return masked_value(value)


def _secrets(text: str) -> Sequence[Span]:
    """Where the secrets are, in order, none touching another."""
    return _in_short(str(text)) if len(text) <= _KEPT else _searched(text)


@lru_cache(maxsize=1 << 14)
def _in_short(text: str) -> Sequence[Span]:
    return _searched(text)


def _searched(text: str) -> Sequence[Span]:
    found = _places(text)
    if found and _shared:
        known = [match.span() for one in _shared for match in re.finditer(re.escape(one), text)]
        found = [span for span in found if not any(start <= span[0] and span[1] <= stop for start, stop in known)]
    if _finder is not None:
        found = found + [match.span() for match in _finder.finditer(text)]
    joined: list[Span] = []
    for start, stop in sorted(span for span in found if span[0] < span[1]):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(stop, joined[-1][1])
        else:
            joined.append((start, stop))
    return joined


def _places(text: str) -> list[Span]:
    """Where something stands that is a secret by its place or look."""
    if not _compiled(_SIGNS).search(text.lower()):
        return []
    # Its patterns take a while to compile, and most runs meet no secret.
    from pipeline.masking.places import places

    return list(places(text))
