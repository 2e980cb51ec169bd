"""The figures of a workspace, opened with its series, and every work matched to its episode."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from pipeline.manifest import read_index
from pipeline.model.reach import ReachSettings
from pipeline.reach.matching import NONE, Accounts, Candidate, Evidence, Match, MatchCache, Matcher
from pipeline.reach.observation import KnownEpisode, KnownSeries
from pipeline.reach.platforms import Platforms
from pipeline.state import StateFolder
from pipeline.workflow.session import Session

if TYPE_CHECKING:
    from pipeline.reach.store import KnownWork, Store


class MatchedWork(NamedTuple):
    """A work, and which episode it is as far as that is known."""

    work: "KnownWork"
    match: Match


@dataclass(slots=True, kw_only=True)
class ReachSession:
    """The store of figures with the series and settings of its workspace."""

    root: Path
    settings: ReachSettings
    zone: ZoneInfo
    """The studio's."""
    series: tuple[KnownSeries, ...]
    """All, with all their episodes."""
    store: "Store"
    _cache: MatchCache | None = field(default=None, init=False)

    @property
    def platforms(self) -> list[str]:
        """Those of which there are figures, or which studio.yaml names."""
        return [*self.store.platforms(), *(name.partition("/")[0] for name in self.settings.accounts)]

    @property
    def now(self) -> datetime:
        """In the studio's zone, without zone."""
        return datetime.now(self.zone).replace(tzinfo=None)

    def works(self) -> list[MatchedWork]:
        """Every work ever seen, matched. What no person decided is found again each time, from all that is known."""
        known = self.store.works()
        evidence = [evidence_of(work) for work in known]
        self._cache = MatchCache(
            StateFolder.of(self.root).matches,
            self.series,
            Accounts(series=self.settings.accounts),
            decided=[one for one in evidence if one.decision],
        )
        return [MatchedWork(*pair) for pair in zip(known, self._cache.matches(evidence), strict=True)]

    def placed_works(self) -> list["KnownWork"]:
        """The same works, each with the placement that follows from its match."""
        return [_placed(work, match) for work, match in self.works()]

    def candidates(self, one: MatchedWork) -> tuple[Candidate, ...]:
        """Episodes that an open one of `works` may be, the likeliest first."""
        return self.matcher.candidates(evidence_of(one.work), one.match)

    @property
    def matcher(self) -> Matcher:
        """The one of the last `works`."""
        assert self._cache is not None
        return self._cache.matcher


@contextmanager
def open_reach(session: Session) -> Iterator[ReachSession]:
    """The workspace's figures. No media is looked at.

    Raises DiagnosedError for mistakes in studio.yaml, PipelineError where the store cannot be used.
    """
    from pipeline.reach.store import Store

    root, settings = session.root, session.studio_file.reach_settings()
    zone = ZoneInfo(session.studio_file.studio.timezone)
    with Store.open(_place(settings.store, root)) as store:
        settings = _spelled(settings, Platforms.of(store.platforms()))
        yield ReachSession(root=root, settings=settings, zone=zone, series=listed_series(root), store=store)


def _spelled(settings: ReachSettings, platforms: Platforms) -> ReachSettings:
    """The settings with the ids of the platforms that they name."""
    accounts = {}
    for name, posted in settings.accounts.items():
        platform, slash, account = name.partition("/")
        accounts[f"{platforms.spelled(platform)}{slash}{account}"] = posted
    primary = {name: platforms.spelled(platform) for name, platform in settings.primary.items()}
    return replace(settings, accounts=accounts, primary=primary)


def renumber_decisions(session: Session, series: str, numbers: Mapping[int, int]) -> None:
    """Change the numbers in persons' decisions about the works of a series, as its episodes were renumbered.

    Raises PipelineError where the store cannot be used.
    """
    settings = session.studio_file.reach_settings()
    if not settings.store and not session.state.figures.exists():
        return
    with open_reach(session) as reach:
        decided = {work.id: work.placed for work in reach.store.works() if work.placed}
        reach.store.place(
            {
                id: replace(placed, number=numbers[placed.number])
                for id, placed in decided.items()
                if placed.series == series and placed.number is not None and placed.number in numbers
            }
        )


def public_works(works: Sequence[MatchedWork]) -> list[MatchedWork]:
    """Those that anybody can see, the most played first: a private one has no figures."""
    return sorted((one for one in works if one.work.state == "public"), key=lambda one: -(one.work.plays or 0))


def listed_series(root: Path) -> tuple[KnownSeries, ...]:
    """The workspace's series with all their episodes."""
    return tuple(
        KnownSeries(
            id=one.id,
            title=one.title,
            aliases=one.aliases,
            episodes=tuple(
                KnownEpisode(series=one.id, number=episode.number, title=episode.title, date=episode.date)
                for episode in one.episodes
            ),
        )
        for one in read_index(root)
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
    """Where the figures are: the workspace's own file, or what studio.yaml names, relative to the workspace."""
    if not store:
        return StateFolder.of(root).figures
    head, slashes, path = store.partition(":///")
    if head.startswith("sqlite") and not Path(path).is_absolute():
        return f"{head}{slashes}{(root / path).as_posix()}"
    return store
