"""How a programme's files show captions: drawn into the picture, as text, or both, and in which look."""

from pipeline.effects.themes.presets import preset
from pipeline.model.covered import is_upright
from pipeline.model.episode import Episode
from pipeline.model.media import Font
from pipeline.model.rendition import Rendition
from pipeline.model.series import Captions
from pipeline.model.timeline import Lettering


def captions_of(episode: Episode, rendition: Rendition) -> Captions:
    """How a rendition shows captions: an episode with `none` has none anywhere."""
    return episode.captions if episode.captions == "none" else rendition.captions or episode.captions


def burns_captions(episode: Episode, rendition: Rendition) -> bool:
    """Whether captions are drawn into its picture."""
    return rendition.picture is not None and captions_of(episode, rendition) in ("burned", "both")


def lettering_of(episode: Episode, rendition: Rendition, fonts: tuple[Font, ...]) -> Lettering:
    """How captions are drawn into its picture: as the rendition says, else as the episode."""
    own, above = rendition.caption_look, episode.caption_look
    look = own.over(above)
    size = own.size if own.size is not None else rendition.lettering * (above.size or 1)
    upright = rendition.picture is not None and is_upright(rendition.picture.width, rendition.picture.height)
    return Lettering(
        fonts=fonts,
        size=size,
        style=look.style or preset(episode.theme.preset).dress.captions,
        covered=rendition.covered,
        punctuation=look.punctuation is not False,
        version=4 if upright else 2,
    )


def carries_text(episode: Episode, rendition: Rendition) -> bool:
    """Whether captions go into the file as text; sound can have them in no other way."""
    return rendition.picture is None or captions_of(episode, rendition) in ("soft", "both")
