"""User agents: which are people's players, and which are robots, libraries or watches that fetch by themselves.

Most robots of podcasts are in nobody's list yet, but say what they do: they transcribe, index, import. So there are
words before names (`words.json`), and what a person holds in the hand protects from the vaguer ones. Names come from
a short list of ours (`podcast_robots.json`), from the longer one that a studio may bring (`robot_list.py`), and from
the package crawler-user-agents (MIT; `pip install -U crawler-user-agents`), which is made for web pages. A studio's own
rules come first.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

Verdict = Literal["", "robot", "library", "watch", "no-agent"]
"""Empty: a person's player."""

WORDS = Path(__file__).with_name("words.json")
NAMES = Path(__file__).with_name("podcast_robots.json")
PACKAGE = "crawler-user-agents"


@dataclass(frozen=True, slots=True, kw_only=True)
class Agents:
    """The rules, asked in this order; the first that fits decides."""

    kept: re.Pattern[str]
    """The studio's own: people, whatever the lists say."""
    dropped: re.Pattern[str]
    watches: re.Pattern[str]
    players: re.Pattern[str]
    """Players whose names look like a robot's."""
    deeds: re.Pattern[str]
    """Words for what only a program does, on whatever machine: transcribing, indexing, importing."""
    names: re.Pattern[str]
    """Robots of podcasts by their names."""
    devices: re.Pattern[str]
    """Signs of an app on a person's device that no robot imitates: no list of web robots is asked about it."""
    libraries: re.Pattern[str]
    robots: tuple[re.Pattern[str], ...]
    machines: re.Pattern[str]
    """Words of programs that apps use too; a program where nothing beside them says which device it runs on."""
    people: re.Pattern[str]
    """What says so: a phone, a system, a player."""

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
        if self.deeds.search(agent) or self.names.search(agent):
            return "robot"
        if self.devices.search(agent):
            return ""
        if self.libraries.search(agent):
            return "library"
        if any(pattern.search(agent) for pattern in self.robots):
            return "robot"
        return "robot" if self.machines.search(agent) and not self.people.search(agent) else ""


def agents(*, kept: Sequence[str] = (), dropped: Sequence[str] = (), names: Sequence[str] = ()) -> Agents:
    """All rules; `kept` and `dropped` are the studio's own patterns, `names` those of a list that it brought."""
    words = json.loads(WORDS.read_text(encoding="utf-8"))
    libraries, robots = _known()
    return Agents(
        kept=_any(kept),
        dropped=_any(dropped),
        watches=_any(words["watches"]),
        players=_any(words["players"]),
        deeds=_any(words["deeds"]),
        names=_any([*(entry["pattern"] for entry in _names()["entries"]), *names]),
        devices=_any(words["devices"]),
        libraries=_any([*words["libraries"], *libraries]),
        robots=(_any(words["robots"]), _any(robots)),
        machines=_any(words["machines"]),
        people=_any(words["people"]),
    )


def edition() -> str:
    """The lists of robots in use with their versions, as a report names them."""
    return f"{PACKAGE} {version(PACKAGE)}, voicehall {_names()['edition']}"


@cache
def _names() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(NAMES.read_text(encoding="utf-8"))
    return found


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
