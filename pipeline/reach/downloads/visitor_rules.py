"""The studio's own rules about visitors: a text file with one rule a line.

    keep SchoolPlayer           agents in which this is found are people, whatever the lists say
    drop MonitoringProbe        ... are programs
    drop-network 203.0.113.0/24 requests from there are programs': a data centre, say
    keep-network 203.0.113.8/29 ... are people's nevertheless

What follows `keep` and `drop` is a regular expression; `#` begins a comment.
"""

import re
from collections.abc import Iterator
from ipaddress import ip_network
from pathlib import Path

from pipeline.errors import DiagnosedError, Diagnostic, Mark, PipelineError, did_you_mean
from pipeline.reach.downloads.count import VisitorRules
from pipeline.reach.downloads.visitors import Networks

KINDS = ("keep", "drop", "keep-network", "drop-network")
LARGEST = 4 << 20
"""Bytes."""

_COMMENT = re.compile(r"(?:^|\s)#")


def read_rules(path: Path) -> VisitorRules:
    """The rules in a file; none where there is no file.

    Raises DiagnosedError for lines that are no rules, PipelineError for a file that is no text.
    """
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except FileNotFoundError:
        return VisitorRules()
    except OSError as cause:
        raise PipelineError(f"cannot read '{path}': {cause.strerror}") from cause
    if len(data) > LARGEST:
        raise PipelineError(f"'{path}' is too long: {LARGEST} bytes are the most")
    try:
        lines = data.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as cause:
        raise PipelineError(f"'{path}' is no UTF-8 text") from cause
    rules: dict[str, list[str]] = {kind: [] for kind in KINDS}
    found = list(_read(lines, path, rules))
    if found:
        raise DiagnosedError(found)
    return VisitorRules(
        agents_kept=tuple(rules["keep"]),
        agents_dropped=tuple(rules["drop"]),
        networks=Networks.of(rules["drop-network"], rules["keep-network"]),
    )


def _read(lines: list[str], path: Path, rules: dict[str, list[str]]) -> Iterator[Diagnostic]:
    """Adds to `rules`; tells what is wrong."""
    for number, line in enumerate(lines, start=1):
        kind, _, said = _COMMENT.split(line, maxsplit=1)[0].strip().partition(" ")
        said = said.strip()
        if not kind:
            continue
        mark = Mark(file=str(path), line=number, column=1, text=line)
        if kind not in KINDS:
            yield Diagnostic(
                code="unknown-rule", message=f"unknown rule '{kind}'", mark=mark, hint=did_you_mean(kind, KINDS)
            )
        elif not said:
            yield Diagnostic(code="empty-rule", message=f"'{kind}' says nothing", mark=mark)
        elif trouble := _trouble(kind, said):
            yield Diagnostic(code="bad-rule", message=trouble, mark=mark)
        else:
            rules[kind].append(said)


def _trouble(kind: str, said: str) -> str:
    try:
        if kind.endswith("-network"):
            ip_network(said)
        else:
            re.compile(said)
    except (ValueError, re.error) as cause:
        return f"'{said}' is no {'network' if kind.endswith('-network') else 'regular expression'}: {cause}"
    return ""
