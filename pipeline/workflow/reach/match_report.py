"""The report of `reach match`."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from pipeline.messages import Message, told, tr, trn
from pipeline.reach.matching import Candidate, How
from pipeline.reach.names import listed, platform_title
from pipeline.workflow.reach.session import MatchedWork, ReachSession, public_works
from pipeline.workflow.report import View

SHOWN = 50
"""Open works that are listed on a terminal."""
TITLE = 40
"""Characters of a title that are shown in a list."""
HOW: Mapping[How, Message] = {
    "decided": tr("decided"),
    "alias": tr("decided for another work of the same title"),
    "stated": tr("stated in the table"),
    "number": tr("by number and series"),
    "date": tr("by number and day"),
    "title": tr("by its title"),
    "several": tr("several episodes"),
    "about": tr("about episodes"),
}
"""By what the episode of a work is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenWork:
    """A work that is listed, with the episodes that it may be."""

    one: MatchedWork
    candidates: tuple[Candidate, ...] = ()

    def as_json(self) -> dict[str, object]:
        work, match = self.one
        return {
            "platform": work.platform,
            "account": work.account,
            "work_id": work.key,
            "title": work.title,
            "published": work.published.isoformat() if work.published else None,
            "plays": work.plays,
            "episode": match.episode,
            "how": match.how,
            "why": told(match.why),
            "candidates": [
                {"episode": found.episode.label, "title": found.episode.title, "score": found.score}
                for found in self.candidates
            ],
        }

    def describe(self) -> str:
        work, match = self.one
        plays = "" if work.plays is None else f" {work.plays:,}"
        when = f" {work.published:%Y-%m-%d}" if work.published else ""
        title = " ".join(work.title.split()) or work.key
        shown = title if len(title) <= TITLE else f"{title[: TITLE - 1]}…"
        lines = [f"{platform_title(work.platform)}{when}{plays}  {shown}"]
        if match.settled:
            episode = match.episode if match.counts else tr("no episode")
            how = tr("{episode} ({how})", episode=episode, how=HOW[match.how])
            lines[0] += f"  = {how}"
        if match.why:
            lines.append(f"    {told(match.why)}")
        lines += [f"    {found.episode.label}  {found.episode.title}" for found in self.candidates]
        return "\n".join(lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchReport:
    """How many works are episodes, and those whose episode is not known."""

    known: Mapping[str, int]
    """Works by what they are: matched, none, unmatched, private."""
    works: tuple[OpenWork, ...]
    """Those without a known episode, the most played first; or all."""
    applied: int | None = None
    """Decisions that were new."""
    export: Path | None = None
    ok: bool = True

    @classmethod
    def of(
        cls,
        reach: ReachSession,
        works: Sequence[MatchedWork],
        *,
        applied: int | None,
        export: Path | None,
        everything: bool,
    ) -> Self:
        wanted = [one for one in public_works(works) if everything or not one.match.settled]
        return cls(
            known=Counter(_kind(one) for one in works),
            works=tuple(
                OpenWork(one=one, candidates=() if one.match.settled else reach.candidates(one)) for one in wanted
            ),
            applied=applied,
            export=export,
        )

    def as_json(self) -> dict[str, object]:
        document: dict[str, object] = {
            "ok": self.ok,
            **{kind: self.known.get(kind, 0) for kind in ("matched", "none", "unmatched", "private")},
            "works": [work.as_json() for work in self.works],
        }
        if self.applied is not None:
            document["applied"] = self.applied
        if self.export:
            document["exported"] = str(self.export)
        return document

    def describe(self, view: View) -> str:
        lines = [] if self.export else [work.describe() for work in self.works[:SHOWN]]
        if not self.export and (more := len(self.works) - SHOWN) > 0:
            lines.append(
                trn(
                    "... and {count} more work; --export FILE writes all of them",
                    "... and {count} more works; --export FILE writes all of them",
                    more,
                )
            )
        if self.applied is not None and not view.quiet:
            lines.append(trn("{count} new decision", "{count} new decisions", self.applied))
        if self.export:
            lines.append(str(self.export))
        if not view.quiet:
            lines.append(listed(self._summary()))
            if self.known.get("unmatched"):
                lines.append(tr("hint: {words}", words=self._next_step()))
        return "\n".join(lines)

    def _summary(self) -> Iterator[Message]:
        yield tr("{number} matched", number=self.known.get("matched", 0))
        yield tr("{number} of no known episode", number=self.known.get("unmatched", 0))
        if self.known.get("none"):
            yield tr("{number} of no episode", number=self.known["none"])
        if self.known.get("private"):
            yield tr("{number} private", number=self.known["private"])

    def _next_step(self) -> Message:
        if self.export:
            return tr(
                "fill the column 'episode' with lieshita/12 or none, then run 'voicehall reach match --apply {file}'",
                file=self.export,
            )
        return tr("'voicehall reach match --export unmatched.csv' writes them into a table to fill in")


def _kind(one: MatchedWork) -> str:
    if one.work.state == "private":
        return "private"
    if not one.match.settled:
        return "unmatched"
    return "matched" if one.match.counts else "none"
