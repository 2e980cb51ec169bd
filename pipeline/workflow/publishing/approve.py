"""Approving: a person has checked programmes, and they may be published as they are now."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pipeline.messages import NOTHING, Message, told, tr
from pipeline.publish.from_record import item_digest
from pipeline.publish.ledger import Ledger, LedgerEntry, now
from pipeline.wording import padded
from pipeline.workflow.publishing.report import STATUS_COLUMNS, status_word
from pipeline.workflow.publishing.requested import requested_episodes
from pipeline.workflow.report import View
from pipeline.workflow.session import Session, in_session
from pipeline.workflow.workspace import Workspace

ApprovalStatus = Literal["approved", "unchanged", "failed"]
"""Unchanged: it was approved before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """What was done with one episode."""

    series: str
    number: int | None
    title: str
    status: ApprovalStatus
    reason: Message = NOTHING

    def as_json(self) -> dict[str, object]:
        return {
            "series": self.series,
            "number": self.number,
            "title": self.title,
            "status": self.status,
            "reason": told(self.reason),
        }

    def describe(self) -> str:
        word = tr("approved") if self.status == "approved" else status_word(self.status)
        reason = f"  {told(self.reason)}" if self.reason else ""
        return f"{padded(word, STATUS_COLUMNS)} {self.series}/{self.number or '?'}  {self.title}{reason}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalReport:
    """What was done with all of them."""

    episodes: tuple[Approval, ...]

    @property
    def ok(self) -> bool:
        return all(one.status != "failed" for one in self.episodes)

    def as_json(self) -> dict[str, object]:
        return {"ok": self.ok, "episodes": [one.as_json() for one in self.episodes]}

    def describe(self, view: View) -> str:
        return "\n".join(one.describe() for one in self.episodes if not view.quiet or one.status == "failed")


@in_session
def approve(session: Session, what: Sequence[str]) -> ApprovalReport:
    """Approve the programmes of `what` as they are; one that is rendered anew must be approved again.

    Raises PipelineError when `what` names nothing.
    """
    workspace = Workspace.open(session)
    ledger = Ledger.read(workspace.state)
    approvals = []
    for one in requested_episodes(workspace, what):
        status: ApprovalStatus = "failed"
        if (item := one.item) is not None:
            content = item_digest(item)
            status = "unchanged" if ledger.approved(item.guid, content) else "approved"
            if status == "approved":
                entry = LedgerEntry(
                    at=now(), target="", guid=item.guid, series=item.series.id, number=item.number, state="approved",
                    content=content,
                )  # fmt: skip
                ledger.write(entry)
        approvals.append(
            Approval(series=one.series.id, number=one.number, title=one.title, status=status, reason=one.reason)
        )
    return ApprovalReport(episodes=tuple(approvals))
