"""The verb `reach agents`: the lists of robots in use, a newer one taken over, and what an agent is taken for."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import PipelineError
from pipeline.files import write_output
from pipeline.messages import Message, tr, trn
from pipeline.reach.downloads.agents.robot_list import RobotList, read_list
from pipeline.reach.downloads.agents.user_agents import Verdict, agents, edition
from pipeline.reach.downloads.visitor_rules import read_rules
from pipeline.workflow.report import View
from pipeline.workflow.session import Session, in_session

RULES_FILE = "assets/reach-visitors.txt"
LIST_FILE = "assets/reach-robots.json"
"""The list of robots that a studio brought."""

_VERDICTS: dict[Verdict, Message] = {
    "": tr("a person's player"),
    "robot": tr("a robot"),
    "library": tr("a programming library"),
    "watch": tr("a watch, which fetches what its phone had"),
    "no-agent": tr("no user agent"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentsReport:
    """The lists, and what was asked."""

    lists: str
    own: RobotList | None
    updated: bool
    verdicts: tuple[tuple[str, Verdict], ...]

    @property
    def ok(self) -> bool:
        return True

    def as_json(self) -> dict[str, object]:
        return {
            "ok": self.ok,
            "robots": self.lists,
            "patterns": len(self.own.patterns) if self.own else 0,
            "left_out": [{"pattern": pattern, "why": why} for pattern, why in self.own.left_out] if self.own else [],
            "agents": [{"agent": agent, "is": verdict or "person"} for agent, verdict in self.verdicts],
        }

    def describe(self, view: View) -> str:
        lines: list[str] = []
        if not view.quiet:
            lines.append(tr("robots are known by words and by these lists: {lists}", lists=self.lists))
        if self.own and self.updated:
            lines.append(
                trn(
                    "{count:,} robot taken over into '{path}'",
                    "{count:,} robots taken over into '{path}'",
                    len(self.own.patterns),
                    path=LIST_FILE,
                )
            )
        for pattern, why in self.own.left_out if self.own else ():
            lines.append(tr("'{pattern}' is left out: {why}", pattern=pattern[:80], why=why))
        lines += [tr("{agent}: {verdict}", agent=agent, verdict=_VERDICTS[found]) for agent, found in self.verdicts]
        return "\n".join(lines)


def editions(own: RobotList | None) -> str:
    """The lists in use, as reports name them."""
    return f"{edition()}, {own.edition}" if own else edition()


@in_session
def judge(session: Session, given: Sequence[str], *, update: Path | None = None) -> AgentsReport:
    """What each of some agents is taken for; before that, a list of robots is taken over.

    Raises PipelineError where that is none, or cannot be written.
    """
    kept = session.root / LIST_FILE
    if update is not None:
        if read_list(update) is None:
            raise PipelineError(tr("there is no file '{path}'", path=update))
        write_output(kept, update.read_bytes())
    own = read_list(kept)
    rules = read_rules(session.root / RULES_FILE)
    known = agents(
        kept=rules.agents_kept, dropped=rules.agents_dropped, names=own.patterns if own else ()
    )  # fmt: skip
    return AgentsReport(
        lists=editions(own),
        own=own,
        updated=update is not None,
        verdicts=tuple((agent, known.verdict(agent)) for agent in given),
    )
