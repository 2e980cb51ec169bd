"""Stills: a picture encoded once as a tile that repeats to any length."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import singledispatch
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.build import Action
from pipeline.effects.citations import CreditsPage, PersonCard, QuoteCard
from pipeline.effects.covers import Cover, FilmFrame
from pipeline.effects.overlays import Logo, Overlaid, StillInset
from pipeline.effects.questions import Answered, Countdown, QuestionCard
from pipeline.effects.reading import ReadingMoment, ReadingPage
from pipeline.effects.split import SplitStill, halves
from pipeline.effects.stills import Captioned, FittedImage, TextCard
from pipeline.messages import Message
from pipeline.model.media import Medium
from pipeline.model.rendition import Picture
from pipeline.model.timeline import Still
from pipeline.render.piece import Context, share

if TYPE_CHECKING:
    from PIL.Image import Image

_LIBRARIES = {"pdf": "pypdfium2", "heif": "pillow-heif"}
"""Of formats that hardly anybody uses: their versions are no part of any other recipe."""
STILL = "still"
STILL_COST = 0.15
"""CPU seconds at 1920 x 1080."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StillStep:
    """A picture encoded as a tile that repeats to any length."""

    still: Still
    picture: Picture
    tools: str
    """Versions of whatever draws and encodes: other ones may give other bytes."""
    version: int = 1
    """Counts up when the recipe's own way of making changes."""


def drawn_version(still: object) -> int:
    """2 for pictures with transparent parts, and TIFF: version 1 showed hidden colours, or turned what was upright."""
    match still:
        case Captioned() | Overlaid():
            return drawn_version(still.still)
        case FittedImage():
            return drawn_version(still.image)
        case TextCard():
            return drawn_version(still.look.picture)
        case QuestionCard():
            return drawn_version(still.look.picture)
        case Countdown() | Answered():
            return drawn_version(still.card)
        case ReadingPage():
            return drawn_version(still.look.picture)
        case QuoteCard() | CreditsPage():
            return drawn_version(still.look.picture)
        case PersonCard():
            return max(drawn_version(still.look.picture), drawn_version(still.portrait))
        case SplitStill():
            return max(drawn_version(still.first), drawn_version(still.second))
        case Cover():
            return max(drawn_version(still.art), drawn_version(still.seal))
        case Medium():
            video = still.info.video
            return 2 if video is not None and (video.has_alpha or video.codec == "tiff") else 1
        case _:
            return 1


def drawing_tools(tools: str, still: object) -> str:
    """`tools`, and those that only the format of its picture needs."""
    match still:
        case Captioned():
            return drawing_tools(tools, still.still)
        case Overlaid():
            for overlay in still.overlays:
                tools = drawing_tools(tools, overlay)
            return drawing_tools(tools, still.still)
        case Cover():
            return drawing_tools(drawing_tools(tools, still.art), still.seal)
        case FilmFrame():
            return drawing_tools(tools, still.medium)
        case Logo() | StillInset():
            return drawing_tools(tools, still.image)
        case FittedImage():
            return drawing_tools(tools, still.image)
        case TextCard():
            return drawing_tools(tools, still.look.picture)
        case QuestionCard():
            return drawing_tools(tools, still.look.picture)
        case Countdown() | Answered():
            return drawing_tools(tools, still.card)
        case ReadingPage():
            return drawing_tools(tools, still.look.picture)
        case QuoteCard() | CreditsPage():
            return drawing_tools(tools, still.look.picture)
        case PersonCard():
            return drawing_tools(drawing_tools(tools, still.look.picture), still.portrait)
        case SplitStill():
            return drawing_tools(drawing_tools(tools, still.first), still.second)
        case Medium() if still.info.format in _LIBRARIES:
            library = _LIBRARIES[still.info.format]
            needed = f", {library} {metadata.version(library)}"
            return tools if needed in tools else f"{tools}{needed}"
        case _:
            return tools


def lower_still(still: Still, picture: Picture, context: Context, *, label: Message) -> Action:
    return Action(
        kind=STILL,
        recipe=StillStep(
            still=still,
            picture=picture,
            tools=drawing_tools(context.tools, still),
            version=drawn_version(still),
        ),
        suffix=".mp4",
        label=label,
        cost=STILL_COST * share(picture),
    )


@singledispatch
def draw(still: object, width: int, height: int) -> "Image":
    """The picture that a still shows, RGB, of exactly this size. A new kind of still registers its drawing here."""
    raise TypeError(f"no way to draw a {type(still).__name__}")


@draw.register(FittedImage)
def _(still: FittedImage, width: int, height: int) -> "Image":
    from pipeline.media.picture.images import draw_image

    return draw_image(still, width, height)


@draw.register(TextCard)
def _(still: TextCard, width: int, height: int) -> "Image":
    from pipeline.media.picture.cards.text_card import draw_card

    return draw_card(still, width, height)


@draw.register(SplitStill)
def _(still: SplitStill, width: int, height: int) -> "Image":
    from pipeline.media.picture.split import in_halves

    areas = zip((still.first, still.second), halves(width, height), strict=True)
    return in_halves(still.ground, [draw(side, area.width, area.height) for side, area in areas], width, height)


@draw.register(QuestionCard)
def _(still: QuestionCard, width: int, height: int) -> "Image":
    from pipeline.media.picture.cards.question import draw_question

    return draw_question(still, width, height)


@draw.register(Countdown)
def _(still: Countdown, width: int, height: int) -> "Image":
    from pipeline.media.picture.cards.question import with_countdown

    return with_countdown(draw(still.card, width, height), still)


@draw.register(Answered)
def _(still: Answered, width: int, height: int) -> "Image":
    from pipeline.media.picture.cards.question import draw_answered

    return draw_answered(still.card, width, height)


@draw.register(ReadingPage)
def _(still: ReadingPage, width: int, height: int) -> "Image":
    from pipeline.media.picture.reading.draw import draw_page

    return draw_page(still, width, height)


@draw.register(ReadingMoment)
def _(still: ReadingMoment, width: int, height: int) -> "Image":
    from pipeline.media.picture.reading.draw import draw_page
    from pipeline.media.picture.reading.pages import pages_of

    return draw_page(pages_of(still.recital, width, height).moment(still.sentence, marked=still.marked), width, height)


@draw.register(QuoteCard)
def _(still: QuoteCard, width: int, height: int) -> "Image":
    from pipeline.media.picture.cards.quote import draw_quote

    return draw_quote(still, width, height)


@draw.register(PersonCard)
def _(still: PersonCard, width: int, height: int) -> "Image":
    from pipeline.media.picture.cards.person import draw_person

    return draw_person(still, width, height)


@draw.register(CreditsPage)
def _(still: CreditsPage, width: int, height: int) -> "Image":
    from pipeline.media.picture.cards.credits import draw_credits

    return draw_credits(still, width, height)


@draw.register(Cover)
def _(still: Cover, width: int, height: int) -> "Image":
    from pipeline.media.picture.covers import draw_cover

    return draw_cover(still, width, height)


@draw.register(FilmFrame)
def _(still: FilmFrame, width: int, height: int) -> "Image":
    from pipeline.media.picture.covers.art import draw_frame

    return draw_frame(still, width, height)


@draw.register(Captioned)
def _(still: Captioned, width: int, height: int) -> "Image":
    from pipeline.media.picture.captions import with_caption

    return with_caption(draw(still.still, width, height), still.caption)


@draw.register(Overlaid)
def _(still: Overlaid, width: int, height: int) -> "Image":
    from pipeline.media.picture.overlays import lay

    return lay(draw(still.still, width, height), still.overlays)


def is_small(still: object, width: int, height: int, *, least: float) -> bool:
    """Whether its title is set in an em that is a smaller share than `least` of the shorter side; nothing is drawn."""
    size = None
    if isinstance(still, TextCard):
        from pipeline.media.picture.cards.text_card import title_size

        size = title_size(still, width, height)
    elif isinstance(still, Cover):
        from pipeline.media.picture.covers.draw import title_size as cover_title_size

        size = cover_title_size(still, width, height)
    return size is not None and size < least


@singledispatch
def finds_room(still: object, width: int, height: int) -> bool:
    """Whether all that is written on a still can be read at this size; nothing is drawn."""
    return True


@finds_room.register(TextCard)
def _(still: TextCard, width: int, height: int) -> bool:
    from pipeline.media.picture.cards.text_card import is_crowded

    return not is_crowded(still, width, height)


@finds_room.register(Cover)
def _(still: Cover, width: int, height: int) -> bool:
    from pipeline.media.picture.covers import is_shortened

    return not is_shortened(still, width, height)


@finds_room.register(QuoteCard)
def _(still: QuoteCard, width: int, height: int) -> bool:
    from pipeline.media.picture.cards.quote import quote_fits

    return quote_fits(still, width, height)


@finds_room.register(PersonCard)
def _(still: PersonCard, width: int, height: int) -> bool:
    from pipeline.media.picture.cards.person import person_fits

    return person_fits(still, width, height)


@finds_room.register(CreditsPage)
def _(still: CreditsPage, width: int, height: int) -> bool:
    from pipeline.media.picture.cards.credits import credits_fit

    return credits_fit(still, width, height)


def perform_still(step: StillStep, inputs: Sequence[Path], to: Path) -> None:
    from pipeline.media.video.stills import encode_still

    encode_still(draw(step.still, step.picture.width, step.picture.height), step.picture, to=to)
