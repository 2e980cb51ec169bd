"""Artwork: which covers a programme always has, in which sizes, and what they are drawn from."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from math import floor

from pipeline.build import Action
from pipeline.effects.audiogram import Audiogram
from pipeline.effects.look import look_of
from pipeline.effects.stills import FittedImage, TextCard
from pipeline.errors import Diagnostic
from pipeline.messages import tr
from pipeline.model.episode import Episode
from pipeline.model.fields import episode_fields
from pipeline.model.media import Font, Medium
from pipeline.model.rendition import Rendition
from pipeline.model.segments import Card
from pipeline.model.series import MediaUse, Theme
from pipeline.model.timeline import MotionSpan, Still, StillSpan, Timeline
from pipeline.render.picture.stills import lower_cover
from pipeline.render.piece import Context

LONGEST = 1280
"""Pixels of the longer side of the cover in every file."""
SQUARE, SQUARE_LEAST = 3000, 1400
"""Pixels of the cover for feeds: Apple and the Podcast Standards Project ask for a square of 1400 to 3000."""
SQUARE_BYTES = 512_000
"""Apple's advice, so that phones load it quickly."""
LEAST = 32
"""Pixels of a given picture's shorter side, below which nothing can be seen in it."""


def title_card(
    episode: Episode, medium: Callable[[MediaUse], Medium | None], fonts: Callable[[Theme, str], tuple[Font, ...]]
) -> TextCard:
    """The first card among the episode's own segments; where it has none, one with its title.

    `medium` opens a file, `fonts` gives those of a theme for a text.
    """
    own = next((one for one in episode.segments if isinstance(one, Card) and not one.part), None)
    theme = own.theme if own else episode.theme
    return TextCard(
        text=own.text if own else f"{episode.title}\n{episode.series.title}",
        look=look_of(
            theme,
            picture=medium(theme.picture) if theme.picture else None,
            fonts=fonts(theme, f"{own.text if own else ''}{episode.title}"),
        ),
        senses=own.senses if own else ("title", "series"),
        label=own.title if own else tr("title card"),
    )


def poster(episode: Episode, card: TextCard) -> TextCard:
    """The title card with the title first: in a feed the cover is alone, and small."""
    numbering = episode_fields(
        episode.series, number=episode.number, title=episode.title, date=episode.date, speakers=episode.speakers
    )["numbering"]
    text = f"{episode.title}\n{episode.series.title} · {numbering}"
    return replace(card, text=text, senses=("title", "series"), label=tr("cover"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Artwork:
    """What a programme's covers are drawn from, and the covers that it always has."""

    picture: Medium | Still
    """What covers of any shape show: the picture that the author gave, or a card with the title first."""
    embedded: Action
    """In the shape of the video: in every file, and beside them."""
    square: Action | None
    """For feeds; a draft has none."""

    @property
    def actions(self) -> tuple[Action, ...]:
        return (self.embedded, self.square) if self.square else (self.embedded,)


def plan_artwork(
    picture: Medium | Still,
    film: tuple[int, int],
    context: Context,
    *,
    poster: Medium | Still | None = None,
    draft: bool = False,
    least: int = SQUARE_LEAST,
) -> Artwork:
    """The covers of a programme whose video has the size `film`.

    `poster` is shown for the programme where there is no video; by default `picture`. A given picture
    is enlarged for feeds only, and to `least` pixels at most.
    """
    poster = poster or picture
    shrink = min(1.0, LONGEST / max(film))
    size = max(2, round(film[0] * shrink)), max(2, round(film[1] * shrink))
    return Artwork(
        picture=poster,
        embedded=lower_cover(picture, size, context),
        square=None if draft else square_cover(poster, context, least=least),
    )


def square_cover(picture: Medium | Still, context: Context, *, least: int = SQUARE_LEAST) -> Action:
    """The cover for feeds; a given picture is enlarged to `least` pixels at most."""
    side = square_side(picture, least) if isinstance(picture, Medium) else SQUARE
    return lower_cover(picture, (side, side), context, exact=True, most=SQUARE_BYTES)


def film_size(renditions: tuple[Rendition, ...]) -> tuple[int, int]:
    """Of the first rendition that has a picture; 16:9 where none has."""
    picture = next((one.picture for one in renditions if one.picture), None)
    return (picture.width, picture.height) if picture else (1920, 1080)


def square_side(picture: Medium, least: int = SQUARE_LEAST) -> int:
    """Pixels of the square cover of a given picture: as many as it has on its longer side, if they are enough."""
    return min(max(floor(max(_shown(picture))), least), SQUARE)


def is_enlarged(picture: Medium, width: int, height: int) -> bool:
    """Whether the picture has too few pixels for a cover of this size, which shows it whole."""
    wide, high = _shown(picture)
    return wide < width and high < height


def small_cover(use: MediaUse, picture: Medium) -> Iterator[Diagnostic]:
    """Diagnostics for a given cover: that nothing can be seen in it, or that it has few pixels."""
    wide, high = (floor(side) for side in _shown(picture))
    if min(wide, high) < LEAST:
        yield Diagnostic(
            code="cover-too-small", mark=use.mark,
            message=tr(
                "'{name}' has {width} x {height} pixels: nothing can be seen in it",
                name=use.name, width=wide, height=high,
            ),
            hint=tr(
                "give a picture of {least} pixels or more, or none: then the cover is made from the title",
                least=SQUARE_LEAST,
            ),
        )  # fmt: skip
    elif is_enlarged(picture, SQUARE_LEAST, SQUARE_LEAST):
        yield Diagnostic(
            code="cover-upscaled", mark=use.mark, severity="warning",
            message=tr(
                "'{name}' has {width} x {height} pixels: for feeds it is enlarged to {side} x {side}",
                name=use.name, width=wide, height=high, side=SQUARE_LEAST,
            ),
            hint=tr("give a picture whose longer side has {least} pixels or more", least=SQUARE_LEAST),
        )  # fmt: skip


def _shown(picture: Medium) -> tuple[float, float]:
    video = picture.info.video
    if video is None:
        return 0.0, 0.0
    wide, high = video.shown_size
    return float(wide), float(high)


def audiogram(cover: Medium | None, card: TextCard, timeline: Timeline) -> Audiogram:
    """The cover that was given, else the first picture, beside the title in the cards' colours."""
    if cover:
        return Audiogram(card=card, art=FittedImage(image=cover, fit="blur"))
    stills = (placed.span.still for placed in timeline.spans if isinstance(placed.span, StillSpan | MotionSpan))
    first = next((still for still in stills if isinstance(still, FittedImage)), None)
    # Whole, whatever its shape: there may be words near its edges.
    return Audiogram(card=card, art=replace(first, fit="blur", focus=None) if first else None)
