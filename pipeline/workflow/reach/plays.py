"""Plays, reads and downloads of episodes, for overviews that show them beside other things."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pipeline.errors import PipelineError
from pipeline.messages import tr
from pipeline.reach.names import clauses, metric_name
from pipeline.workflow.reach.session import open_reach
from pipeline.workflow.session import Session

if TYPE_CHECKING:
    from pipeline.reach.report.bounds import Amount

PlayCounts = Mapping[str, "Amount"]
"""Totals of an episode by metric; what nobody reported is absent."""

PLAY_METRICS = ("plays", "reads", "downloads")


def play_counts_by_episode(session: Session) -> dict[tuple[str, int], PlayCounts]:
    """By series and number; nothing where no figures were ever imported, or the store cannot be used now."""
    try:
        settings = session.studio_file.reach_settings()
        if not settings.store and not session.state.figures.is_file():
            return {}
        with open_reach(session) as reach, reach.store.snapshot():
            from pipeline.reach.report.collect import gather_known
            from pipeline.reach.report.totals import gather

            known = gather_known(
                reach.store, reach.placed_works(), reach.series, reach.settings, as_of=None, today=reach.now.date()
            )
            return {
                (found.episode.series, found.episode.number): {
                    name: found.totals[name] for name in PLAY_METRICS if name in found.totals
                }
                for one in gather(known)
                for found in one.episodes
            }
    except PipelineError:
        # The board works also while the database server is down.
        return {}


def play_counts_text(counts: PlayCounts) -> str:
    """`12,345`, `163 reads`, `12,345; 7 downloads`: a number alone is plays."""
    from pipeline.reach.report.bounds import shown

    def text(name: str) -> str:
        number = shown(counts[name])
        return number if name == "plays" else tr("{number} {metric}", number=number, metric=metric_name(name))

    return clauses(text(name) for name in PLAY_METRICS if name in counts)
