"""Played: what is known of the plays, reads and downloads of episodes, for those who only ask in passing."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pipeline.errors import PipelineError
from pipeline.workflow.reach.session import open_desk
from pipeline.workflow.session import Session

if TYPE_CHECKING:
    from pipeline.reach.report.bounds import Amount

Heard = Mapping[str, "Amount"]
"""Totals of an episode by metric; what nobody reported is absent."""

HEARD = ("plays", "reads", "downloads")


def heard_by_episode(session: Session) -> dict[tuple[str, int], Heard]:
    """By series and number; nothing where no figures were ever imported, or they cannot be had now."""
    try:
        settings = session.studio_file.counting()
        if not settings.store and not session.state.figures.is_file():
            return {}
        with open_desk(session) as desk, desk.store.snapshot():
            from pipeline.reach.report.collect import gather_known
            from pipeline.reach.report.totals import gather

            known = gather_known(
                desk.store, desk.placed_works(), desk.series, desk.settings, as_of=None, today=desk.now.date()
            )
            return {
                (found.episode.series, found.episode.number): {
                    name: found.totals[name] for name in HEARD if name in found.totals
                }
                for one in gather(known)
                for found in one.episodes
            }
    except PipelineError:
        # A server that is down must not keep anybody from looking at the board.
        return {}


def heard_text(heard: Heard) -> str:
    """`12,345`, `163 reads`, `12,345; 7 downloads`: a number alone is plays."""
    from pipeline.reach.report.bounds import shown

    return "; ".join(f"{shown(heard[name])}{'' if name == 'plays' else f' {name}'}" for name in HEARD if name in heard)
