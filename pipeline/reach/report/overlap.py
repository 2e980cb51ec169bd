"""Tools that saw the same listening: of each channel one counts, the others stand for comparison."""

from collections.abc import Container, Mapping, Set
from dataclasses import dataclass

from pipeline.reach.report.metrics import APPS, CHANNEL, TOOLS


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Of the tools that report on a series: whose listening counts."""

    counted: frozenset[str] = frozenset()
    compared: frozenset[str] = frozenset()
    missing: str = ""
    """The one that the studio named, where it reports nothing."""


def is_told_twice(platform: str, metric: str, metrics: Container[str]) -> bool:
    """Whether a player that tells these metrics tells the same listening by another already: streams are plays."""
    return platform in APPS and metric == "downloads" and "plays" in metrics


def choose(present: Set[str], series: str, primary: Mapping[str, str]) -> Choice:
    """Whose listening counts among the platforms that report listening on a series."""
    seen = present & {*TOOLS, *APPS}
    named = primary.get(series) or primary.get(CHANNEL) or ""
    if named in seen:
        return Choice(counted=frozenset([named]), compared=frozenset(seen - {named}))
    missing = named if seen else ""
    first = next((tool for tool in TOOLS if tool in seen), None)
    if first is None:
        return Choice(counted=frozenset(seen), missing=missing)
    return Choice(counted=frozenset([first]), compared=frozenset(seen - {first}), missing=missing)
