"""Series as pages and feeds show them: their texts, and a square cover, given or made from the title."""

from contextlib import suppress

from pipeline.effects.covers import Cover
from pipeline.effects.look import look_of
from pipeline.errors import MediaError
from pipeline.manifest import read_series, select
from pipeline.model.media import Medium
from pipeline.model.series import MediaUse, Series
from pipeline.packaging.artwork import SQUARE, Front, shown_art, square_cover, square_side
from pipeline.publish.item import Colours, ItemFile, ItemSeries
from pipeline.render.piece import Context
from pipeline.workflow.workspace import Workspace

COVER = "cover.jpg"


def described_series(workspace: Workspace) -> dict[str, ItemSeries]:
    """All series of the workspace, by id.

    Raises PipelineError where a cover cannot be made.
    """
    return {
        chosen.id: described(read_series(chosen, workspace.studio_file).series, workspace)
        for chosen in select(workspace.root).series
    }


def described(series: Series, workspace: Workspace) -> ItemSeries:
    """A series as its pages show it. Raises PipelineError where its cover cannot be made."""
    return ItemSeries(
        id=series.id,
        title=series.title,
        author=series.author,
        language=series.language,
        category=series.category,
        summary=series.summary,
        total=series.total,
        numbering=series.numbering,
        colours=Colours(
            background=series.theme.background, foreground=series.theme.foreground, accent=series.theme.accent
        ),
        podcast=series.podcast,
        cover=_cover(series, workspace),
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
