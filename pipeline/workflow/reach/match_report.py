"""What `reach match` hands back."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from pipeline.reach.matching import Candidate
from pipeline.wording import count
from pipeline.workflow.reach.session import MatchedWork, ReachSession, public_works
from pipeline.workflow.report import View

SHOWN = 50
"""Open works that are listed on a terminal."""
TITLE = 40
"""Characters of a title that are shown in a list."""


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
            "why": match.why,
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
        lines = [f"{work.platform}{when}{plays}  {shown}"]
        if match.settled:
            lines[0] += f"  = {match.episode} ({match.how})"
        if match.why:
            lines.append(f"    {match.why}")
        lines += [f"    {found.episode.label}  {found.episode.title}" for found in self.candidates]
        return "\n".join(lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchReport:
    """Which works are episodes, and which nobody knows."""

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
        told: dict[str, object] = {
            "ok": self.ok,
            **{kind: self.known.get(kind, 0) for kind in ("matched", "none", "unmatched", "private")},
            "works": [work.as_json() for work in self.works],
        }
        if self.applied is not None:
            told["applied"] = self.applied
        if self.export:
            told["exported"] = str(self.export)
        return told

    def describe(self, view: View) -> str:
        lines = [] if self.export else [work.describe() for work in self.works[:SHOWN]]
        if not self.export and len(self.works) > SHOWN:
            lines.append(f"... and {len(self.works) - SHOWN} more; --export FILE writes all of them")
        if self.applied is not None and not view.quiet:
            lines.append(f"{count(self.applied, 'decision')} taken")
        if self.export:
            lines.append(str(self.export))
        if not view.quiet:
            lines.append(", ".join(self._summary()))
            if self.known.get("unmatched"):
                lines.append(self._next_step())
        return "\n".join(lines)

    def _summary(self) -> Iterator[str]:
        yield f"{self.known.get('matched', 0)} matched"
        yield f"{self.known.get('unmatched', 0)} of no known episode"
        if self.known.get("none"):
            yield f"{self.known['none']} that are no episode"
        if self.known.get("private"):
            yield f"{self.known['private']} private"

    def _next_step(self) -> str:
        if self.export:
            return (
                "hint: fill the column 'episode' with lieshita/12 or none, then 'voicehall reach match --apply "
                f"{self.export}'"
            )
        return "hint: 'voicehall reach match --export unmatched.csv' writes them into a table to fill in"


def _kind(one: MatchedWork) -> str:
    if one.work.state == "private":
        return "private"
    if not one.match.settled:
        return "unmatched"
    return "matched" if one.match.counts else "none"
