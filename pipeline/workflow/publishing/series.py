"""Series as pages and feeds show them: their texts, and a square cover, given or made from the title."""

from pipeline.effects.look import look_of
from pipeline.effects.stills import TextCard
from pipeline.errors import MediaError
from pipeline.manifest import read_series, select
from pipeline.model.media import Medium
from pipeline.model.series import Series
from pipeline.packaging.artwork import SQUARE, square_cover, square_side
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
    picture = workspace.catalogue.medium(series.cover.path) if series.cover else _card(series, workspace)
    path = workspace.made(square_cover(picture, Context(tools=workspace.tools, where=series.id)))
    side = square_side(picture) if isinstance(picture, Medium) else SQUARE
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


def _card(series: Series, workspace: Workspace) -> TextCard:
    theme = series.theme
    picture = None
    if theme.picture:
        try:
            picture = workspace.catalogue.medium(theme.picture.path)
        except MediaError:
            # `check` warns about it; the plain background will do.
            picture = None
    return TextCard(
        text=f"{series.title}\n{series.author}",
        look=look_of(theme, picture=picture, fonts=workspace.fonts_of(theme)),
        senses=("title", "words"),
        label="cover",
    )
