"""Covers of an episode: its pictures looked at, each once in its life, and the best of them chosen."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.effects.look import Look, look_of
from pipeline.model.episode import Episode
from pipeline.model.media import Medium
from pipeline.packaging.artwork import Front, episode_front, numbering_of, seal_of
from pipeline.packaging.best_still import Candidate, best, whole_films
from pipeline.workflow.rendering.earlier import earlier
from pipeline.workflow.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Covers:
    """Of one episode, whose media are open."""

    workspace: Workspace
    episode: Episode
    media: Mapping[Path, Medium]

    def of(self, candidates: Callable[[], Sequence[Candidate]]) -> Callable[[], Front]:
        """What its covers are made of, found out when somebody asks."""
        return lambda: self._front(candidates)

    def _front(self, candidates: Callable[[], Sequence[Candidate]]) -> Front:
        episode, seal = self.episode, seal_of(self.episode)
        given = self.media.get(episode.cover.path) if episode.cover else None
        looked = self.workspace.catalogue.appraisals
        choice = None
        if given is None:
            own = candidates()
            shown = earlier(self.workspace, episode, own) if len(own) > 1 else None
            choice = best([(one, looked(one.source)) for one in own], shown)
        elif not given.info.is_picture and episode.cover_wish.at is None:
            choice = best([(one, looked(one.source)) for one in whole_films([given])])
        front = episode_front(
            episode,
            cover_look(self.workspace, episode),
            given=given,
            art=choice.art if choice else None,
            seal=self.media.get(seal.path) if seal else None,
        )
        return replace(front, choice=choice)


def cover_look(workspace: Workspace, episode: Episode) -> Look:
    """The episode's theme for its covers; a picture behind cards stays behind cards."""
    words = f"{episode.title}{episode.cover_wish.text}{episode.series.title}{numbering_of(episode)}"
    return look_of(episode.theme, picture=None, fonts=workspace.fonts_for(episode.theme, words))
