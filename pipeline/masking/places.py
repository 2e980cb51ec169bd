"""Places of secrets in a text: in addresses, by their look, and under names in YAML, JSON, headers and settings."""

import re
from collections.abc import Iterator
from urllib.parse import unquote

from pipeline.masking.names import (
    is_chinese_name,
    is_name_of_path,
    is_name_of_variable,
    is_prose,
    is_secret_name,
    is_weak_name,
    last_word,
    stands_for_nothing,
)

Span = tuple[int, int]

_LOOKS = re.compile(
    r"-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----(?P<block>.*?)(?:-----END [A-Z0-9 ]*PRIVATE KEY[A-Z ]*-----|\Z)"
    r"|\b(?P<token>(?:AKIA|ASIA|AROA)[A-Z0-9]{12,}|LTAI[A-Za-z0-9]{12,}|AKID[A-Za-z0-9]{13,}|AIza[\w-]{30,}"
    r"|gh[a-z]_\w{10,}|github_pat_\w{10,}|glpat-[\w-]{10,}|sk[-_][\w-]{16,}|xox[a-z]-[\w-]{10,}|hf_[A-Za-z0-9]{20,}"
    r"|npm_[A-Za-z0-9]{20,}|pypi-[\w-]{16,}|AGE-SECRET-KEY-[A-Z0-9]{20,}"
    r"|eyJ[\w-]{5,}\.[\w-]{5,}\.[\w-]*)"
    r"|\b(?i:bearer)\s+(?P<bearer>(?=[\w.~+/=-]*[\d=])[\w.~+/=-]{6,}|[\w.~+/=-]{20,})"
    r"|\b(?i:basic)\s+(?P<basic>(?=[\w+/-]*[\d=A-Z])[\w+/-]{6,}={1,2}|(?=[a-zA-Z+/]*\d)[\w+/-]{8,})"
    # In a sentence, if it looks like a password: the password is hunter22, 密码是hunter22.
    r"|(?i:password|passwd|passphrase|secret|token|api.?key|密码|口令|密钥|令牌|暗号|授权码)[\"'”’]?(?:\s+|\s*(?:is|was|are|->|=>|是|为|：|（|】)\s*)+"
    r"[\"'“‘]?(?P<said>(?!\d{1,4}\.[a-z0-9]{2,5}(?![\w.]))(?=[!-~]{0,99}\d)(?=[!-~]{0,99}[A-Za-z])[^\s\"'<>,;)\u0080-\uffff]{8,99})"
    # Addresses by which anybody may write into a chat: Slack, Feishu, Telegram.
    r"|(?:hooks\.slack\.com/services/|open-apis/bot/v\d/hook/|api\.telegram\.org/bot)(?P<hook>[^\s\"'<>]{4,400})"
    # {"name": "NAS_PASSWORD", "value": "..."}, <add key="Password" value="..."/>, - name: NAS_PASSWORD, value: ...
    r"|\b(?:name|key)[\"']?\s{0,3}[:=]\s{0,3}[\"']?(?P<called>[A-Za-z][\w.-]{1,60})[\"']?[\s,]{1,40}[\"']?value[\"']?"
    r"\s{0,3}[:=]\s{0,3}[\"']?(?P<paired>[^\s\"',}<>]{1,400})"
    r"|\bauth=\(\s?[\"'][^\"'\n]{0,99}[\"'],\s?[\"'](?P<second>[^\"'\n]{1,400})[\"']"
    r"|<(?P<tag>[\w:.-]{1,60})[^<>]{0,200}>(?P<inside>[^<]{1,400})</"
    r"|(?:^|\s)(?:-[uU]|--user)[\s=]+[^\s:,%'\"]+[:,%](?P<user>[^\s'\"]+)"
    # The option of some programs for what others mean a port by.
    r"|\b(?:sshpass|mysql\w*|mariadb|7z[a-z]*)\s(?:[^\n]{0,80}?\s)?-p[ \t]*(?P<short>[^\s'\"]{4,})",
    re.DOTALL,
)
_ADDRESS = re.compile(
    # From the user to the last '@' of the word: a password may hold '@', '/' and '?'. A port is no password.
    r"(?:://|(?<!\S)//)(?P<both>[^\s:/?#@\"'<>]*:(?!\d{1,5}(?:[/?#\s\"'<>,;)\]}]|$))"
    r"(?:(?:(?!://)[^\s\"'<>])*(?=@)|(?:(?!://)\S)*(?=@)|(?:(?!://)[^\n\"'<>])*?(?=@)))@"
    r"|://(?P<alone>[^\s:/?#@\"'<>]+)@"
    r"|%3[aA]%2[fF]%2[fF](?P<quoted>(?:(?!%2[fF])[^\s\"'<>&])*?%3[aA](?:[^\s\"'<>&])*?)%40"
    r"|(?<![\w/.@%+-])(?!(?i:mailto|sips?|xmpp|acct):)[A-Za-z_][\w.+-]*:(?!//)(?P<bare>[^\s\"'<>]+)@(?=[A-Za-z0-9\[])"
)
_QUERY = re.compile(
    r"(?:[?&;]|%3[fF]|%26|(?<![\w%])(?=[\w.-]{1,60}%3[dD]))(?P<name>[\w.\[\]-]+)(?:=|%3[dD])(?P<value>(?:(?!%26)[^&#\s\"'<>])+)"
)
_IN_QUERY = frozenset(
    ["key", "sig", "sign", "auth", "signature", "credential", "code", "ticket", "session", "sid", "jwt", "jsessionid"]
)
"""Last words of names that mean a secret in the query of an address, though not elsewhere."""
_OPTION = re.compile(r"(?<!\S)--?(?P<name>[A-Za-z][\w-]*)[ \t]+(?P<value>[^\s\"'-]\S*|\"[^\"]*\"|'[^']*')")
_NAMED = re.compile(
    r"(?P<open>[\"']?)(?<![\w$])(?P<name>[^\W\d][\w.\-]*)(?P=open)[ \t]*(?P<sign>[:=：＝])[ \t]*(?=\S)"
    r"|(?P<below>^[ \t\-]*[\"']?(?P<key>[^\W\d][\w.\-]*)[\"']?[ \t]*:[ \t]*)$",
    re.MULTILINE,
)
_TO_END_OF_LINE = re.compile(r"[^\r\n]*?(?=\s+#|[ \t]*$)", re.MULTILINE)
_IN_FLOW = re.compile(r"[^,}\]\r\n]*")
_WORD = re.compile(r"[^\s,;&)}\]\"'`<>，。；）】]+")
_QUOTED = re.compile(r"\"(?P<double>(?:[^\"\\]|\\.)*)\"|'(?P<single>(?:[^']|'')*)'", re.DOTALL)
_PIECE = re.compile(r"[\[\]{}]|(?<=[\s:,\[{])(?:\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*')", re.DOTALL)
"""Brackets, and texts in which there may be others."""
_PATH = re.compile(r"~/|/[\w.~-]+/|\.{1,2}[/\\]|[A-Za-z]:[/\\]")
_HEADER = re.compile(r"authorization|cookie", re.IGNORECASE)
_BELOW = re.compile(r"(?<=\n)([ \t]*)(- +)?([^\r\n]*)")
_CHINESE = re.compile(r"[\u3000-\u9fff\uff00-\uffef]")
_TOKEN_LIKE = re.compile(r"(?=.*\d)(?=.*[A-Z]).{8,}|(?=.*\d).{16,}|.{25,}|(?:gh[a-z]|sk|glpat|xox[a-z])[_-].*")
_BESIDE_CHINESE = 6
"""Characters of a password directly before a Chinese one: 密码：1937年 is a year."""


def places(text: str) -> Iterator[Span]:
    """Where secrets stand, in no order; one may be found twice."""
    for match in _LOOKS.finditer(text):
        kind = match.lastgroup or ""
        name = {"inside": "tag", "paired": "called"}.get(kind)
        if name is None or (is_secret_name(match[name].rpartition(":")[2]) and not stands_for_nothing(match[kind])):
            yield match.span(kind)
    if "@" in text or "%40" in text:
        yield from _in_addresses(text)
    if "=" in text or "%3" in text:
        for match in _QUERY.finditer(text):
            name = match["name"]
            if (last_word(name) in _IN_QUERY or is_secret_name(name)) and not stands_for_nothing(match["value"]):
                yield match.span("value")
    if "-" in text:
        for match in _OPTION.finditer(text):
            if is_secret_name(match["name"]) and _may_be_secret(match["value"], match["name"]):
                yield match.span("value")
    yield from _by_name(text)


def _in_addresses(text: str) -> Iterator[Span]:
    for match in _ADDRESS.finditer(text):
        kind = match.lastgroup or ""
        value = match[kind]
        if kind == "alone" and not _TOKEN_LIKE.fullmatch(unquote(value)):
            continue  # The name of a user.
        if not stands_for_nothing(value):
            yield match.span(kind)


def _by_name(text: str) -> Iterator[Span]:
    place = 0
    while match := _NAMED.search(text, place):
        name = match["name"] or match["key"]
        place = match.end("name") if match["name"] else match.end()
        if not is_secret_name(name) and not is_name_of_variable(name):
            continue
        if match["below"] is not None:
            yield from _lines_below(text, match.start(), match.end())
            continue
        place = match.end()
        for start, stop in _values(text, match, name):
            place = max(place, stop)
            yield start, stop


def _values(text: str, match: re.Match[str], name: str) -> Iterator[Span]:
    """What stands behind a name that means a secret, and what belongs to it on the lines below."""
    start = match.end()
    line_start = text.rfind("\n", 0, match.start()) + 1
    before = text[line_start : match.start()]
    begins_line = not before.strip(" \t-?")
    in_flow = before.rstrip()[-1:] in tuple("{,[") and match["sign"] == ":"
    if is_weak_name(name) and not (begins_line or in_flow or match["open"]):
        return
    if is_chinese_name(name) and not (in_flow or match["open"]) and is_prose(text, start):
        return
    if quoted := _QUOTED.match(text, start):
        kind = "double" if quoted["double"] is not None else "single"
        if _may_be_secret(quoted[kind], name):
            yield quoted.span(kind)
        return
    if text[start] in "[{" and not is_name_of_variable(name):
        inside = start + 1, _end_of_collection(text, start)
        if not stands_for_nothing(text[inside[0] - 1 : inside[1] + 1]):
            yield inside
        return
    if begins_line or (_HEADER.search(name) and not match["open"]):
        stop = _end(_TO_END_OF_LINE, text, start)
    else:
        stop = _end(_IN_FLOW if in_flow else _WORD, text, start)
    if match["sign"] in ("：", "＝") or not (begins_line or in_flow):
        # Chinese prose: 破译密码：无名英雄. A password is typed on a keyboard.
        chinese = _CHINESE.search(text, start, stop)
        if chinese and chinese.start() - start < _BESIDE_CHINESE:
            return
        stop = chinese.start() if chinese else stop
    value = text[start:stop].rstrip()
    stop = start + len(value)
    if _may_be_secret(value, name):
        yield start, stop
    elif value[:1] not in ("|", ">"):
        return
    if begins_line and match["sign"] == ":":
        yield from _lines_below(text, line_start, stop)


def _lines_below(text: str, key: int, end: int) -> Iterator[Span]:
    """The lines after `end` that belong to the key on the line of `key`: those that are indented further."""
    line_start = text.rfind("\n", 0, key) + 1
    line_end = text.find("\n", line_start)
    line = text[line_start : line_end if line_end >= 0 else len(text)]
    indent = len(line) - len(line.lstrip(" \t"))
    if line[indent : indent + 2] == "- ":
        indent += len(line[indent + 1 :]) - len(line[indent + 1 :].lstrip(" ")) + 1
    below = text.find("\n", end)
    for found in _BELOW.finditer(text, below + 1) if below >= 0 else ():
        if not found[3].strip() and not found[2]:
            continue
        depth = len(found[1])
        if depth < indent or (depth == indent and not found[2]):
            return
        if inner := re.match(r"[\w.\-]+:(\s+(?=\S)|\s*$)", found[3]):
            yield found.start(3) + inner.end(), found.end(3)
        else:
            yield found.span(3)


def _end_of_collection(text: str, start: int) -> int:
    """Where the bracket at `start` is closed; the end of its line where it is not."""
    depth = 0
    for piece in _PIECE.finditer(text, start):
        depth += (piece[0] in "[{") - (piece[0] in "]}")
        if not depth:
            return piece.start()
    return _end(_TO_END_OF_LINE, text, start)


def _end(pattern: re.Pattern[str], text: str, start: int) -> int:
    found = pattern.match(text, start)
    return found.end() if found else start


def _may_be_secret(value: str, name: str) -> bool:
    if is_name_of_variable(name):
        # Where the name of a variable is asked for, some people write the password itself.
        return not re.fullmatch(r"[A-Z_][A-Z0-9_]*|[\W_]*|.*\s.*", value, re.DOTALL)
    return not stands_for_nothing(value) and not (is_name_of_path(name) and _PATH.match(value))
