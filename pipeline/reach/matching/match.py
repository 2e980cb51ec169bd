"""What is known of a work when it is matched, and what comes of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from pipeline.messages import NOTHING, Message
from pipeline.reach.observation import KnownEpisode

How = Literal["decided", "alias", "stated", "number", "date", "title", "several", "about", "open"]
"""By what a work was matched. decided: a person said so. alias: a person said so of a work of the same title. stated:
the table says so. number: number and series. date: number, the account's series and the day. title: the exact title.
several: it holds several episodes of a series. about: it is a trailer or compilation. open: nobody knows yet."""

NONE = "none"
"""A person's decision that a work is no episode."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A work as the platforms' tables show it."""

    platform: str
    account: str = ""
    titles: tuple[str, ...]
    """All that it was ever seen under, the newest first."""
    published: datetime | None = None
    stated: str = ""
    """What the table itself says: `lieshita/12`, `12`, a topic, `lieshita` where only the series is known; or empty."""
    decision: str = ""
    """A person's: `lieshita/12` or `none`; empty where nobody decided."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """What a work is."""

    how: How
    series: str = ""
    """Empty where it is no episode, or where its episode is not known."""
    number: int | None = None
    """None with a series: several of its episodes."""
    why: Message = NOTHING
    """A sentence for people; nothing for an open one whose titles say nothing at all."""
    candidates: tuple[KnownEpisode, ...] = ()
    """Of an open one: episodes that it may well be."""
    contrary: bool = False
    """Whether an open one is open because its title points to two episodes."""

    @property
    def settled(self) -> bool:
        """Whether it is known, be it to be no episode."""
        return self.how != "open"

    @property
    def counts(self) -> bool:
        """Whether its figures are figures of an episode, or of several."""
        return bool(self.series)

    @property
    def episode(self) -> str:
        """`lieshita/12`, `lieshita` for several of its episodes, `none`; empty for an open one."""
        if self.number is not None:
            return f"{self.series}/{self.number}"
        return self.series or (NONE if self.settled else "")


def matched(episode: KnownEpisode, how: How) -> Match:
    return Match(how=how, series=episode.series, number=episode.number)


def undecided(why: Message = NOTHING, *candidates: KnownEpisode, contrary: bool = False) -> Match:
    return Match(how="open", why=why, candidates=tuple(dict.fromkeys(candidates)), contrary=contrary)


@dataclass(frozen=True, slots=True, kw_only=True)
class Accounts:
    """The series that an account posts by default, as studio.yaml says."""

    series: Mapping[str, str] = field(default_factory=dict)
    """By `douyin`, or by `douyin/name` for one of several accounts there."""

    def series_of(self, platform: str, account: str) -> str:
        """Empty where studio.yaml names none."""
        return self.series.get(f"{platform}/{account}") or self.series.get(platform, "")
