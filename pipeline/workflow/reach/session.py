"""The reach desk: a workspace's figures opened, with its series, and every work matched to its episode."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from pipeline.manifest import read_roll
from pipeline.model.reach import ReachSettings
from pipeline.reach.matching import NONE, Accounts, Candidate, Evidence, Match, Matcher, Recall
from pipeline.reach.observation import Listed, ListedSeries
from pipeline.state import StateFolder
from pipeline.workflow.session import Session

if TYPE_CHECKING:
    from pipeline.reach.store import KnownWork, Store


class MatchedWork(NamedTuple):
    """A work, and which episode it is as far as anybody knows."""

    work: "KnownWork"
    match: Match


@dataclass(slots=True, kw_only=True)
class ReachDesk:
    """Figures and episodes side by side."""

    root: Path
    settings: ReachSettings
    zone: ZoneInfo
    """The studio's."""
    series: tuple[ListedSeries, ...]
    """All, with all their episodes."""
    store: "Store"
    _recall: Recall | None = field(default=None, init=False)

    @property
    def now(self) -> datetime:
        """In the studio's zone, without zone."""
        return datetime.now(self.zone).replace(tzinfo=None)

    def works(self) -> list[MatchedWork]:
        """Every work ever seen. What no person decided follows from everything known by now, anew each time."""
        known = self.store.works()
        evidence = [evidence_of(work) for work in known]
        self._recall = Recall(
            StateFolder.of(self.root).matches,
            self.series,
            Accounts(series=self.settings.accounts),
            decided=[one for one in evidence if one.decision],
        )
        return [MatchedWork(*pair) for pair in zip(known, self._recall.matches(evidence), strict=True)]

    def placed_works(self) -> list["KnownWork"]:
        """The same, each with where its match puts it."""
        return [_placed(work, match) for work, match in self.works()]

    def candidates(self, one: MatchedWork) -> tuple[Candidate, ...]:
        """Episodes that an open one of `works` may be, the likeliest first."""
        return self.matcher.candidates(evidence_of(one.work), one.match)

    @property
    def matcher(self) -> Matcher:
        """The one of the last `works`."""
        assert self._recall is not None
        return self._recall.matcher


@contextmanager
def open_desk(session: Session) -> Iterator[ReachDesk]:
    """The workspace's figures. No media is looked at.

    Raises DiagnosedError for mistakes in studio.yaml, PipelineError where the store cannot be used.
    """
    from pipeline.reach.store import Store

    root, settings = session.root, session.studio_file.counting()
    zone = ZoneInfo(session.studio_file.studio.timezone)
    with Store.open(_place(settings.store, root)) as store:
        yield ReachDesk(root=root, settings=settings, zone=zone, series=listed_series(root), store=store)


def follow(session: Session, series: str, numbers: Mapping[int, int]) -> None:
    """Let what persons decided of a series' works follow its episodes to their new numbers.

    Raises PipelineError where the store cannot be used.
    """
    settings = session.studio_file.counting()
    if not settings.store and not session.state.figures.exists():
        return
    with open_desk(session) as desk:
        decided = {work.id: work.placed for work in desk.store.works() if work.placed}
        desk.store.place(
            {
                id: replace(placed, number=numbers[placed.number])
                for id, placed in decided.items()
                if placed.series == series and placed.number is not None and placed.number in numbers
            }
        )


def public_works(works: Sequence[MatchedWork]) -> list[MatchedWork]:
    """Those that anybody can see, the most played first: a private one has no figures."""
    return sorted((one for one in works if one.work.state == "public"), key=lambda one: -(one.work.plays or 0))


def listed_series(root: Path) -> tuple[ListedSeries, ...]:
    """The workspace's series with all their episodes."""
    return tuple(
        ListedSeries(
            id=one.id,
            title=one.title,
            aliases=one.aliases,
            episodes=tuple(
                Listed(series=one.id, number=episode.number, title=episode.title, date=episode.date)
                for episode in one.episodes
            ),
        )
        for one in read_roll(root)
    )


def evidence_of(work: "KnownWork") -> Evidence:
    """What a work is matched by."""
    return Evidence(
        platform=work.platform,
        account=work.account,
        titles=work.titles,
        published=work.published,
        stated=work.episode,
        decision=_decision(work),
    )


def _decision(work: "KnownWork") -> str:
    if work.placed is None:
        return ""
    number = "" if work.placed.number is None else f"/{work.placed.number}"
    return f"{work.placed.series}{number}" or NONE


def _placed(work: "KnownWork", match: Match) -> "KnownWork":
    from pipeline.reach.store import Placement

    if not match.settled:
        return work._replace(placed=None)
    return work._replace(placed=Placement(series=match.series, number=match.number, how=match.how))


def _place(store: str, root: Path) -> str | Path:
    """Where the figures are: the workspace's own file, or what studio.yaml says; a file's path counts from there."""
    if not store:
        return StateFolder.of(root).figures
    head, slashes, path = store.partition(":///")
    if head.startswith("sqlite") and not Path(path).is_absolute():
        return f"{head}{slashes}{(root / path).as_posix()}"
    return store
