"""Agents: which user agents are people's players, and which are robots, libraries or watches that fetch by themselves.

Robots are known by the package crawler-user-agents (MIT; brought up to date by `pip install -U crawler-user-agents`),
which is made for web pages: what its list takes for a robot but plays to people, and what matters for media only,
stands in `agents.json`. A studio's own rules come first.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Literal

Verdict = Literal["", "robot", "library", "watch", "no-agent"]
"""Empty: a person's player."""

OWN = Path(__file__).with_name("agents.json")
PACKAGE = "crawler-user-agents"


@dataclass(frozen=True, slots=True, kw_only=True)
class Agents:
    """The rules, asked in this order; the first that fits decides."""

    kept: re.Pattern[str]
    """The studio's own: people, whatever the lists say."""
    dropped: re.Pattern[str]
    watches: re.Pattern[str]
    players: re.Pattern[str]
    libraries: re.Pattern[str]
    robots: tuple[re.Pattern[str], ...]

    def verdict(self, agent: str) -> Verdict:
        if agent in ("", "-"):
            return "no-agent"
        if self.kept.search(agent):
            return ""
        if self.dropped.search(agent):
            return "robot"
        if self.watches.search(agent):
            return "watch"
        if self.players.search(agent):
            return ""
        if self.libraries.search(agent):
            return "library"
        return "robot" if any(pattern.search(agent) for pattern in self.robots) else ""


def agents(*, kept: Sequence[str] = (), dropped: Sequence[str] = ()) -> Agents:
    """All rules; `kept` and `dropped` are the studio's own patterns."""
    own = json.loads(OWN.read_text(encoding="utf-8"))
    libraries, robots = _known()
    return Agents(
        kept=_any(kept),
        dropped=_any(dropped),
        watches=_any(own["watches"]),
        players=_any(own["players"]),
        libraries=_any([*own["libraries"], *libraries]),
        robots=(_any(own["robots"]), _any(robots)),
    )


def edition() -> str:
    """Which lists are in use, as a report names them."""
    return f"{PACKAGE} {version(PACKAGE)}"


@cache
def _known() -> tuple[list[str], list[str]]:
    """Patterns of libraries, and of robots, from the package."""
    from crawleruseragents import CRAWLER_USER_AGENTS_DATA as known

    libraries = [entry["pattern"] for entry in known if "http-library" in entry.get("tags", ())]
    robots = [entry["pattern"] for entry in known if "http-library" not in entry.get("tags", ())]
    return libraries, robots


def _any(patterns: Sequence[str]) -> re.Pattern[str]:
    """One pattern for all; for none one that never fits."""
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns) or r"(?!)")
