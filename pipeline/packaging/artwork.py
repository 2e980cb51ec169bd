"""Artwork: which covers a programme always has, in which sizes, and what they are drawn from."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from math import floor

from pipeline.build import Action
from pipeline.effects.audiogram import Audiogram
from pipeline.effects.covers import Cover, FilmFrame
from pipeline.effects.look import Look, look_of
from pipeline.effects.stills import FittedImage, TextCard
from pipeline.errors import Diagnostic
from pipeline.messages import tr
from pipeline.model.episode import Episode
from pipeline.model.fields import episode_fields
from pipeline.model.media import Font, Medium
from pipeline.model.programme import CoverSource
from pipeline.model.rendition import Rendition
from pipeline.model.segments import Card
from pipeline.model.series import CoverWish, MediaUse, Theme
from pipeline.packaging.best_still import Art, Choice
from pipeline.render.picture.covers import lower_cover
from pipeline.render.piece import Context

LONGEST = 1280
"""Pixels of the longer side of the cover in every file."""
SQUARE, SQUARE_LEAST = 3000, 1400
"""Pixels of the cover for feeds: Apple and the Podcast Standards Project ask for a square of 1400 to 3000."""
SQUARE_BYTES = 512_000
"""Apple's advice, so that phones load it quickly."""
NEAR = 0.12
"""A finished cover that would lose no more of a side than this is cut to a shape; for any other one is composed around
it, since there may be words near its edges."""
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
    """The title card with the title first: beside a wave the picture is alone, and small."""
    text = f"{episode.title}\n{episode.series.title} · {numbering_of(episode)}"
    return replace(card, text=text, senses=("title", "series"), label=tr("cover"))


def numbering_of(episode: Episode) -> str:
    """Its number as its series writes it: `第3期`."""
    fields = episode_fields(
        episode.series, number=episode.number, title=episode.title, date=episode.date, speakers=episode.speakers
    )
    return str(fields["numbering"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """What covers of any shape are made of."""

    cover: Cover
    """Composed anew for every shape."""
    finished: Medium | None = None
    """A picture that its author gave as a finished cover: it stays as it is wherever its shape fits."""
    choice: Choice | None = None
    """Why the cover shows its picture, where it was chosen."""

    def shown(self, width: int, height: int) -> Cover | Medium:
        """What a cover of this very size is made of."""
        return self.finished if self.finished and fills(self.finished, width, height) else self.cover


def episode_front(episode: Episode, look: Look, *, given: Medium | None, art: Art | None, seal: Medium | None) -> Front:
    """What an episode's covers are made of: the picture that was given, else what was chosen."""
    wish = episode.cover_wish
    # A picture alone is a finished cover, with words of its own; a film and a picture that wants a title are not.
    finished = given if given and given.info.is_picture and not wish.title else None
    cover = Cover(
        art=shown_art(given, art, wish),
        whole=finished is not None,
        look=look,
        title="" if wish.title is False else wish.text or episode.title,
        series=episode.series.title,
        number=numbering_of(episode),
        seal=seal,
        label=tr("cover"),
    )
    return Front(cover=cover, finished=finished)


def shown_art(given: Medium | None, art: Art | None, wish: CoverWish) -> Art | None:
    """The picture that was given, the moment of its film, or what was chosen; around the point that was asked for."""
    if given and given.info.is_picture:
        art = FittedImage(image=given, fit="crop")
    elif given and wish.at is not None:
        art = FilmFrame(medium=given, at=wish.at)
    return replace(art, focus=wish.focus) if art and wish.focus else art


def seal_of(episode: Episode) -> MediaUse | None:
    """The studio's logo, as its own segments or its renditions show it."""
    own = (one.logo.media for one in episode.segments if not one.part and one.logo.media and not one.logo.off)
    renditions = (one.logo.media for one in episode.renditions if one.logo and one.logo.media and episode.segments)
    return next(iter((*own, *renditions)), None)


def source_of(front: Front, inputs: Mapping[str, str]) -> CoverSource | None:
    """What of the episode the covers show, for the record; `inputs` are content ids by names."""
    art = front.cover.art
    if art is None:
        return None
    content = art.image.content if isinstance(art, FittedImage) else art.medium.content
    name = next((name for name, its in inputs.items() if its == content), "")
    return CoverSource(
        picture=name,
        sha256=content,
        at=round(art.at * 1000) if isinstance(art, FilmFrame) else None,
        page=art.page if isinstance(art, FittedImage) else 1,
        focus=art.focus,
        among=front.choice.among if front.choice else 0,
        score=round(front.choice.score.total) if front.choice else 0,
    )


def art_of(source: CoverSource, medium: Medium) -> Art:
    """What a record says that covers show, opened again."""
    if source.at is not None:
        return FilmFrame(medium=medium, at=Fraction(source.at, 1000), focus=source.focus)
    return FittedImage(image=medium, fit="crop", page=source.page, focus=source.focus)


@dataclass(frozen=True, slots=True, kw_only=True)
class Artwork:
    """What a programme's covers are made of, and the covers that it always has."""

    front: Front
    embedded: Action
    """In the shape of the video: in every file, and beside them."""
    square: Action | None
    """For feeds; a draft has none."""

    @property
    def actions(self) -> tuple[Action, ...]:
        return (self.embedded, self.square) if self.square else (self.embedded,)


def plan_artwork(
    front: Front, film: tuple[int, int], context: Context, *, draft: bool = False, least: int = SQUARE_LEAST
) -> Artwork:
    """The covers of a programme whose video has the size `film`.

    A finished cover is enlarged for feeds only, and to `least` pixels at most; in files it keeps its own shape.
    """
    shrink = min(1.0, LONGEST / max(film))
    size = max(2, round(film[0] * shrink)), max(2, round(film[1] * shrink))
    return Artwork(
        front=front,
        embedded=lower_cover(front.finished or front.cover, size, context),
        square=None if draft else square_cover(front, context, least=least),
    )


def square_cover(front: Front, context: Context, *, least: int = SQUARE_LEAST) -> Action:
    """The cover for feeds; a finished one is enlarged to `least` pixels at most."""
    shown = front.shown(SQUARE, SQUARE)
    side = square_side(shown, least) if isinstance(shown, Medium) else SQUARE
    return lower_cover(shown, (side, side), context, exact=True, most=SQUARE_BYTES)


def fills(picture: Medium, width: int, height: int) -> bool:
    """Whether the picture fills a cover of this size with next to nothing of it cut off."""
    wide, high = _shown(picture)
    return wide > 0 and high > 0 and min(wide / high * height / width, high / wide * width / height) >= 1 - NEAR


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


def audiogram(front: Front, card: TextCard) -> Audiogram:
    """The picture of the covers beside the title in the cards' colours."""
    art = front.cover.art
    # Whole, whatever its shape: there may be words near its edges.
    return Audiogram(card=card, art=replace(art, fit="blur", focus=None) if isinstance(art, FittedImage) else art)
