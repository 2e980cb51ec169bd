"""A studio's own list of robots, beside ours: the JSON file of others who keep one, taken over as a file.

Such a list is an object with `entries`, each with a `name` and a `pattern`, a regular expression that is searched in
user agents; so is the list of OPAWG (github.com/opawg/user-agents-v2, `bots.json`, MIT).
"""

import json
import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from pipeline.errors import PipelineError, in_words
from pipeline.messages import NOTHING, Message, tr
from pipeline.wording import round_size

LARGEST = 8_000_000
"""Bytes."""
LONGEST = 1_000
"""Characters of a pattern."""

_PEOPLE = (
    "AppleCoreMedia/1.0.0.20A362 (iPhone; U; CPU OS 16_0 like Mac OS X; zh_cn)",
    "Xiaoyuzhou/2.50.0 (build:1234; iOS 16.1)",
    "Podcasts/1530.3 CFNetwork/1240.0.4 Darwin/20.5.0",
    "Dalvik/2.1.0 (Linux; U; Android 11; M2012K11AC)",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Linux; Android 12; V2055A) AppleWebKit/537.36 Chrome/86.0 MQQBrowser/6.2 MicroMessenger/8.0.16",
)
"""Players that no list of robots may take; one with such a pattern would make a studio's figures nothing."""
_CATASTROPHE = re.compile(r"\([^()]*[+*][^()]*\)[+*{]")


@dataclass(frozen=True, slots=True, kw_only=True)
class RobotList:
    """Names of robots, and where they come from."""

    edition: str
    patterns: tuple[str, ...] = ()
    left_out: tuple[tuple[str, Message], ...] = ()
    """Patterns that cannot be used, and why."""


def read_list(path: Path) -> RobotList | None:
    """The list in a file; None where there is none. Raises PipelineError for what is no such list."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except FileNotFoundError:
        return None
    except OSError as cause:
        reason = in_words(cause)
        raise PipelineError(tr("cannot read '{path}': {reason}", path=path, reason=reason)) from cause
    if len(data) > LARGEST:
        raise PipelineError(tr("'{path}' is larger than {limit}", path=path, limit=round_size(LARGEST)))
    try:
        found = json.loads(data)
    except (ValueError, RecursionError) as cause:
        raise PipelineError(tr("'{path}' is not JSON: {cause}", path=path, cause=str(cause))) from cause
    entries = found.get("entries") if isinstance(found, dict) else None
    if not isinstance(entries, list) or not entries or not all(map(_is_entry, entries)):
        message = tr("'{path}' is not a list of robots", path=path)
        example = '{"entries": [{"name": "SomeBot", "pattern": "^SomeBot/"}]}'
        raise PipelineError(message, hint=tr("write {example}", example=example))
    problems = [(entry["pattern"], _problem(entry["pattern"])) for entry in entries]
    return RobotList(
        edition=f"{path.name} {sha256(data).hexdigest()[:8]}",
        patterns=tuple(pattern for pattern, problem in problems if not problem),
        left_out=tuple((pattern, problem) for pattern, problem in problems if problem),
    )


def _is_entry(entry: object) -> bool:
    return isinstance(entry, dict) and isinstance(entry.get("pattern"), str) and bool(entry["pattern"])


def _problem(pattern: str) -> Message:
    """Why a pattern cannot be used; NOTHING where it can."""
    if len(pattern) > LONGEST or _CATASTROPHE.search(pattern):
        return tr("it would take too long")
    try:
        compiled = re.compile(pattern)
    except re.error as cause:
        return tr("no regular expression: {cause}", cause=str(cause))
    taken = next((agent for agent in _PEOPLE if compiled.search(agent)), "")
    return tr("it takes '{agent}' for a robot", agent=taken) if taken else NOTHING
