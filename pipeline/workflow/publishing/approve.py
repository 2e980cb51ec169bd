"""Approving: somebody has looked at programmes and lets them out as they are now."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.publish.from_record import item_digest
from pipeline.publish.ledger import Ledger, Note, now
from pipeline.workflow.publishing.candidates import candidates_of
from pipeline.workflow.report import View
from pipeline.workflow.session import Session, in_session
from pipeline.workflow.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """What became of one episode."""

    series: str
    number: int | None
    title: str
    status: str
    """approved, unchanged (it was before) or failed."""
    reason: str = ""

    def as_json(self) -> dict[str, object]:
        return {name: getattr(self, name) for name in ("series", "number", "title", "status", "reason")}


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalReport:
    episodes: tuple[Approval, ...]

    @property
    def ok(self) -> bool:
        return all(one.status != "failed" for one in self.episodes)

    def as_json(self) -> dict[str, object]:
        return {"ok": self.ok, "episodes": [one.as_json() for one in self.episodes]}

    def describe(self, view: View) -> str:
        shown = [one for one in self.episodes if not view.quiet or one.status == "failed"]
        return "\n".join(
            f"{one.status:9} {one.series}/{one.number or '?'}  {one.title}{f'  {one.reason}' if one.reason else ''}"
            for one in shown
        )


@in_session
def approve(session: Session, what: Sequence[str]) -> ApprovalReport:
    """Let the programmes of `what` out as they are; one that is rendered anew wants a new look.

    Raises PipelineError when `what` names nothing.
    """
    workspace = Workspace.open(session)
    ledger = Ledger.read(workspace.state)
    told = []
    for one in candidates_of(workspace, what):
        status, item = "failed", one.item
        if item is not None:
            content = item_digest(item)
            status = "unchanged" if ledger.approved(item.guid, content) else "approved"
            if status == "approved":
                note = Note(
                    at=now(), target="", guid=item.guid, series=item.series.id, number=item.number, state="approved",
                    content=content,
                )  # fmt: skip
                ledger.write(note)
        told.append(
            Approval(series=one.series.id, number=one.number, title=one.title, status=status, reason=one.reason)
        )
    return ApprovalReport(episodes=tuple(told))
