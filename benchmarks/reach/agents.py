"""`python -m benchmarks.reach.agents FOLDER`: how many robots and players of a list are taken for what they are.

FOLDER holds `bots.examples.json`, `apps.examples.json`, `browsers.examples.json` and `libraries.examples.json`, each
`{"entries": [{"name", "examples": [user agent, ...]}]}`, such as the examples of OPAWG's user-agents-v2.
"""

import argparse
import json
import sys
from collections import Counter
from pathlib import Path

from pipeline.reach.downloads.agents.user_agents import Verdict, agents, edition

KINDS = ("bots", "apps", "browsers", "libraries")
MOST_ROBOTS = 0.05
"""The part of robots that may be taken for people."""
LEAST_PLAYERS = 0.99
"""The part of players that has to be kept."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reach.agents", description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="with the examples")
    parser.add_argument("--names", action="store_true", help="show every one that is taken for something else")
    given = parser.parse_args()
    print(edition())
    found = {
        kind: _verdicts(given.folder / f"{kind}.examples.json") for kind in ("bots", "apps", "browsers", "libraries")
    }
    for kind, verdicts in found.items():
        numbers = Counter(verdict or "person" for _, verdict in verdicts)
        print(f"{kind:10} {len(verdicts):5}  {', '.join(f'{number} {name}' for name, number in numbers.most_common())}")
        for agent, verdict in verdicts if given.names else ():
            if kind != "libraries" and bool(verdict) != (kind == "bots"):
                print(f"    {verdict or 'person'}: {agent}")
    robots = _part(found["bots"], people=True)
    players = _part(found["apps"], people=True)
    browsers = _part(found["browsers"], people=True)
    print(f"robots taken for people: {robots:.1%}; players kept: {players:.1%}; browsers kept: {browsers:.1%}")
    sys.exit(robots > MOST_ROBOTS or players < LEAST_PLAYERS or browsers < 1)


def _verdicts(path: Path) -> list[tuple[str, Verdict]]:
    rules = agents()
    entries = json.loads(path.read_text(encoding="utf-8"))["entries"]
    return [(agent, rules.verdict(agent)) for entry in entries for agent in entry["examples"]]


def _part(verdicts: list[tuple[str, Verdict]], *, people: bool) -> float:
    return sum((not verdict) == people for _, verdict in verdicts) / len(verdicts)


if __name__ == "__main__":
    main()
