"""Credits that are gathered: what media say of themselves is read where an episode shows it."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from pipeline.errors import Diagnostic
from pipeline.model.episode import Episode
from pipeline.model.media import Medium
from pipeline.model.programme import Rights
from pipeline.timeline.credits import with_credits


def gathered(episode: Episode, media: Mapping[Path, Medium]) -> tuple[Episode, list[Diagnostic]]:
    """The episode with its credits, and what is to be said of them."""

    def rights(path: Path) -> Rights:
        medium = media.get(path)
        return _rights(path, medium.content, picture=medium.info.is_picture) if medium else Rights()

    def is_picture(path: Path) -> bool:
        return path in media and media[path].info.is_picture

    return with_credits(episode, rights, is_picture)


@lru_cache(maxsize=1000)
def _rights(path: Path, content: str, *, picture: bool) -> Rights:
    """Of a file with this content; a series has one piece of music for all its episodes."""
    from pipeline.media.probe.tags import rights_in

    return rights_in(path, picture=picture)
