"""The studio's own rules about visitors: a text file with one rule a line.

    keep SchoolPlayer           agents in which this is found are people, whatever the lists say
    drop MonitoringProbe        ... are programs
    drop-network 203.0.113.0/24 requests from there are programs': a data centre, say
    keep-network 203.0.113.8/29 ... are people's nevertheless
    proxy-network 192.0.2.0/24  proxies of the studio: whom they say that they serve is the visitor

What follows `keep` and `drop` is a regular expression; `#` begins a comment.
"""

import re
from collections.abc import Iterator
from ipaddress import ip_network
from pathlib import Path

from pipeline.errors import DiagnosedError, Diagnostic, Mark, PipelineError, did_you_mean, in_words
from pipeline.messages import NOTHING, Message, tr
from pipeline.reach.downloads.count import VisitorRules
from pipeline.reach.downloads.visitors import Networks
from pipeline.wording import round_size

KINDS = ("keep", "drop", "keep-network", "drop-network", "proxy-network")
LARGEST = 4_000_000
"""Bytes."""

_COMMENT = re.compile(r"(?:^|\s)#")


def read_rules(path: Path) -> VisitorRules:
    """The rules in a file; none where there is no file.

    Raises DiagnosedError for lines that are no rules, PipelineError for a file that cannot be read as text.
    """
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except FileNotFoundError:
        return VisitorRules()
    except OSError as cause:
        reason = in_words(cause)
        raise PipelineError(tr("cannot read '{path}': {reason}", path=path, reason=reason)) from cause
    if len(data) > LARGEST:
        raise PipelineError(tr("'{path}' is larger than {limit}", path=path, limit=round_size(LARGEST)))
    try:
        lines = data.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as cause:
        raise PipelineError(tr("'{path}' is not UTF-8 text", path=path)) from cause
    rules: dict[str, list[str]] = {kind: [] for kind in KINDS}
    found = list(_read(lines, path, rules))
    if found:
        raise DiagnosedError(found)
    return VisitorRules(
        agents_kept=tuple(rules["keep"]),
        agents_dropped=tuple(rules["drop"]),
        networks=Networks.of(rules["drop-network"], rules["keep-network"]),
        proxies=tuple(map(ip_network, rules["proxy-network"])),
    )


def _read(lines: list[str], path: Path, rules: dict[str, list[str]]) -> Iterator[Diagnostic]:
    """Adds to `rules` what is right, and yields what is wrong."""
    for number, line in enumerate(lines, start=1):
        kind, _, value = _COMMENT.split(line, maxsplit=1)[0].strip().partition(" ")
        value = value.strip()
        if not kind:
            continue
        mark = Mark(file=str(path), line=number, column=1, text=line)
        if kind not in KINDS:
            message = tr("unknown rule '{kind}'", kind=kind)
            yield Diagnostic(code="unknown-rule", message=message, mark=mark, hint=did_you_mean(kind, KINDS))
        elif not value and kind.endswith("-network"):
            message = tr("'{kind}' needs a network after it: 203.0.113.0/24", kind=kind)
            yield Diagnostic(code="empty-rule", message=message, mark=mark)
        elif not value:
            message = tr("'{kind}' needs a part of a user agent after it", kind=kind)
            yield Diagnostic(code="empty-rule", message=message, mark=mark)
        elif problem := _problem(kind, value):
            yield Diagnostic(code="bad-rule", message=problem, mark=mark)
        else:
            rules[kind].append(value)


def _problem(kind: str, value: str) -> Message:
    """What is wrong with the value of a rule; NOTHING where it is right."""
    if kind.endswith("-network"):
        try:
            ip_network(value)
        except ValueError as cause:
            return tr("'{value}' is not a network: {cause}", value=value, cause=str(cause))
        return NOTHING
    try:
        re.compile(value)
    except re.error as cause:
        return tr("'{value}' is not a regular expression: {cause}", value=value, cause=str(cause))
    return NOTHING
