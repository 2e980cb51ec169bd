"""Series as pages and feeds show them: their texts, and a square cover, given or made from the title."""

from contextlib import suppress
from dataclasses import replace

from pipeline.effects.covers import Cover
from pipeline.effects.look import look_of
from pipeline.errors import MediaError, PipelineError
from pipeline.manifest import read_series, select
from pipeline.messages import Message, tr
from pipeline.model.media import Medium
from pipeline.model.series import MediaUse, Series, Theme
from pipeline.packaging.artwork import SQUARE, Front, shown_art, square_cover, square_side
from pipeline.publish.item import Colours, ItemFile, ItemSeries
from pipeline.render.piece import Context
from pipeline.workflow.publishing.page_covers import series_with_covers
from pipeline.workflow.workspace import Workspace

COVER = "cover.jpg"


def described_series(workspace: Workspace, told: dict[str, Message]) -> dict[str, ItemSeries]:
    """All series of the workspace, by id; `told` gets a word on what is wrong with their covers, by id."""
    found = {}
    for chosen in select(workspace.root).series:
        file = read_series(chosen, workspace.studio_file)
        if file.cover_problem:
            told[chosen.id] = _replaced(file.series, file.cover_problem.message)
        found[chosen.id] = described(file.series, workspace, told)
    return found


def described(series: Series, workspace: Workspace, told: dict[str, Message]) -> ItemSeries:
    """A series as its pages show it.

    A cover that cannot be opened does not keep its episodes from being published: one with the title is drawn in its
    place, or pages and feed go on without.
    """
    plain = _plain(series)
    try:
        return series_with_covers(replace(plain, cover=_cover(series, workspace)), workspace)
    except (PipelineError, OSError) as error:
        reason = str(error).partition("\n")[0]
    if series.cover:
        told[series.id] = _replaced(series, reason)
        try:
            drawn = _cover(replace(series, cover=None), workspace)
            return series_with_covers(replace(plain, cover=drawn), workspace)
        except (PipelineError, OSError) as error:
            reason = str(error).partition("\n")[0]
    told[series.id] = tr(
        "{series}: no cover could be drawn, pages and feed go on without one: {reason}",
        series=series.id,
        reason=reason,
    )
    return plain


def _replaced(series: Series, reason: str) -> Message:
    return tr(
        "{series}: its cover cannot be shown, one with the title is in its place: {reason}",
        series=series.id,
        reason=reason,
    )


def colours_of(theme: Theme) -> Colours:
    """As pages take them."""
    return Colours(background=theme.background, foreground=theme.foreground, accent=theme.accent)


def _plain(series: Series) -> ItemSeries:
    return ItemSeries(
        id=series.id,
        title=series.title,
        author=series.author,
        language=series.language,
        category=series.category,
        summary=series.summary,
        total=series.total,
        numbering=series.numbering,
        colours=colours_of(series.theme),
        podcast=series.podcast,
    )


def _cover(series: Series, workspace: Workspace) -> ItemFile:
    """The square cover; drawn once and kept in the store."""
    front = series_front(series, workspace)
    path = workspace.made(square_cover(front, Context(tools=workspace.tools, where=series.id)))
    shown = front.shown(SQUARE, SQUARE)
    side = square_side(shown) if isinstance(shown, Medium) else SQUARE
    return ItemFile(
        role="cover",
        rendition="",
        source=workspace.shown(path),
        name=COVER,
        type="image/jpeg",
        sha256=workspace.catalogue.content(path),
        bytes=path.stat().st_size,
        width=side,
        height=side,
    )


def series_front(series: Series, workspace: Workspace) -> Front:
    """What its covers are made of. Raises PipelineError for a given cover that cannot be opened."""
    given = workspace.catalogue.medium(series.cover.path) if series.cover else None
    if series.cover and given and not given.info.is_picture and series.cover_wish.at is None:
        raise PipelineError(tr("'{file}' is no picture", file=series.cover.name))
    return Front(cover=_composed(series, given, workspace), finished=None if series.cover_wish.title else given)


def _composed(series: Series, given: Medium | None, workspace: Workspace) -> Cover:
    """Around the picture that was given, else the theme's, else a drawing of ours."""
    theme, picture, wish = series.theme, given, series.cover_wish
    if picture is None and theme.picture:
        picture = _opened(theme.picture, workspace)
    return Cover(
        art=shown_art(picture, None, wish),
        whole=given is not None and not wish.title,
        look=look_of(theme, picture=None, fonts=workspace.fonts_for(theme, f"{series.title}{series.author}")),
        title="" if wish.title is False else wish.text or series.title,
        series=series.author,
        seal=_opened(series.seal, workspace) if series.seal else None,
        label="cover",
    )


def _opened(use: MediaUse, workspace: Workspace) -> Medium | None:
    """None for one that cannot be opened, of which `check` warns."""
    with suppress(MediaError):
        return workspace.catalogue.medium(use.path)
    return None
