"""Names under which secrets stand: `password`, `NAS_PASSWORD`, `apiKey`, `x-api-key`, 密码; and what only sounds so."""

import re
from functools import lru_cache
from itertools import pairwise

_PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\dA-Za-z_]+")
_NOTHING = re.compile(r"[\W_]*|null|none|true|false|yes|no|\$\w+|\$?\{\w*\}|%\w+%|<[^<>]*>", re.IGNORECASE | re.DOTALL)
_ENDS = (
    "password", "passwords", "passwd", "passphrase", "passcode", "pwd", "secret", "secrets", "token", "tokens",
    "authorization", "cookie", "cookies", "credential", "credentials", "apikey", "apikeys", "accesskey", "secretkey",
    "privatekey", "accesskeyid", "authkey",
)  # fmt: skip
_WEAK = frozenset(["pass", "auth", "bearer", "jwt", "pat", "pw", "psk", "sig"])
"""Names in a file; in a sentence they are words."""
_KEYS = frozenset(
    ["api", "access", "secret", "private", "auth", "signing", "encryption", "account", "master", "shared", "storage",
     "app", "license", "deploy", "service", "client"]
)  # fmt: skip
"""What makes a secret of a `key`."""
_CHINESE = ("密码", "口令", "密钥", "密匙", "令牌", "授权码", "凭证", "凭据", "访问密钥", "私钥", "暗号")
_OF_SOMETHING_ELSE = frozenset(
    ["env", "file", "files", "path", "dir", "folder", "name", "names", "variable", "var", "url", "uri", "count", "type",
     "length", "policy", "hint", "limit", "expires", "expiry", "ttl", "field", "label", "command", "cmd", "helper",
     "prompt", "help", "required", "min", "max", "algorithm", "alg", "method", "version", "error",
     "errors", "host", "port"]
)  # fmt: skip
"""Last words of names of what is no secret, though it has to do with one."""
_PROSE = re.compile(
    # A password is typed on a keyboard.
    r"[\"']?(?:[^\n\"']{0,5}[\u3005-\u3029\u4e00-\u9fff]|[A-Za-z ]{1,40}[\u4e00-\u9fff])"
)
_YEAR = re.compile(r"[\"']?(?:1\d|20)\d\d(?=$|\.[a-z0-9]{2,5}\b|[\s，。；、）】》<&\"',;)])", re.MULTILINE)
_TYPED = re.compile(r"[^\s]{0,200}?(?=[!#-%(-;=?-~]{0,60}\d)(?=[!#-%(-;=?-~]{0,60}[A-Za-z])[!#-%(-;=?-~]{8}")
"""Something that no title has, outside of tags: 一二三-hunter2xyz."""
_VARIABLES = frozenset(["env", "variable", "var"])


@lru_cache(maxsize=4096)
def is_secret_name(name: str) -> bool:
    """Whether what stands under this name is a secret."""
    parts = _parts(name)
    if not parts or parts[-1] in _OF_SOMETHING_ELSE:
        return False
    if parts[-1].endswith(_CHINESE):
        return True
    if any(part.endswith(_ENDS) for part in parts) or parts[-1] in _WEAK:
        return True
    made_secret = (first in _KEYS and second in ("key", "keys") for first, second in pairwise(parts))
    return any(made_secret) or parts[-2:] == ["key", "id"]


@lru_cache(maxsize=4096)
def is_name_of_variable(name: str) -> bool:
    """Whether this asks for the name of an environment variable that holds a secret: `password-env`, 密码变量."""
    parts = _parts(name)
    if parts and parts[-1].endswith("变量"):
        return parts[-1].removesuffix("变量").endswith(_CHINESE)
    return (
        len(parts) > 1 and parts[-1] in _VARIABLES and any(part.endswith(_ENDS) or part == "key" for part in parts[:-1])
    )


@lru_cache(maxsize=4096)
def is_weak_name(name: str) -> bool:
    """Whether it is a name of secrets only in a file, and a word elsewhere: `pass: 3`, `first pass: 3`."""
    parts = _parts(name)
    return parts[-1] in _WEAK and not any(part.endswith(_ENDS) for part in parts)


def is_chinese_name(name: str) -> bool:
    """Whether it is a secret's name in Chinese, which is a word of titles as well: 破译密码."""
    return (_parts(name) or [""])[-1].endswith(_CHINESE)


def is_prose(text: str, start: int = 0) -> bool:
    """Whether words behind such a name go on in Chinese, or with a year: 口令:天王盖地虎, 密码：1937."""
    if _YEAR.match(text, start):
        return True
    return _PROSE.match(text, start) is not None and not _TYPED.match(text, start)


def last_word(name: str) -> str:
    """`signature` of `X-Amz-Signature`; empty where there is no word."""
    return (_parts(name) or [""])[-1]


def stands_for_nothing(value: str) -> bool:
    """Whether a value is no secret, or stands for something elsewhere: `...`, `null`, `$PASSWORD`."""
    return _NOTHING.fullmatch(value) is not None


def is_name_of_path(name: str) -> bool:
    """Whether a path may stand there instead: a key is kept in a file."""
    parts = _parts(name)
    return parts[-1] in ("pwd", "privatekey", "私钥", "credentials", "cookies") or parts[-2:] == ["private", "key"]


def _parts(name: str) -> list[str]:
    """`dbPassword`, `DB_PASSWORD` and `db-password` as `db`, `password`."""
    parts = [part.lower() for part in _PARTS.findall(name)]
    return parts[:-1] if len(parts) > 1 and parts[-1].isdigit() else parts
