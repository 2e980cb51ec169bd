"""Series as pages and feeds tell them: their own words, and a square cover, given or made from the title."""

from pipeline.build import make
from pipeline.effects.stills import TextCard
from pipeline.errors import MediaError
from pipeline.manifest import House, read_series, select
from pipeline.model.media import Medium
from pipeline.model.series import Series
from pipeline.packaging.artwork import SQUARE, SQUARE_BYTES, square_side
from pipeline.publish.item import Colours, ItemFile, ItemSeries
from pipeline.render.lower import lower_cover
from pipeline.render.perform import perform
from pipeline.workflow.workspace import Workbench

COVER = "cover.jpg"


def described_series(bench: Workbench, house: House) -> dict[str, ItemSeries]:
    """All series of the workspace, by id.

    Raises PipelineError where a cover cannot be made.
    """
    return {chosen.id: described(read_series(chosen, house).series, bench) for chosen in select(bench.root).series}


def described(series: Series, bench: Workbench) -> ItemSeries:
    """A series as its pages tell it. Raises PipelineError where its cover cannot be made."""
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
        cover=_cover(series, bench),
    )


def _cover(series: Series, bench: Workbench) -> ItemFile:
    """Drawn once; it lies in the store."""
    picture = bench.catalogue.medium(series.cover.path) if series.cover else _card(series, bench)
    side = square_side(picture) if isinstance(picture, Medium) else SQUARE
    where = series.id
    action = lower_cover(picture, (side, side), exact=True, most=SQUARE_BYTES, tools=bench.tools, where=where)
    if not (bench.store.keeps(action) and bench.store.intact(action)):
        make(action, bench.store, perform)
    bench.store.bring([action])
    path = bench.store.path(action)
    return ItemFile(
        role="cover",
        rendition="",
        source=bench.shown(path),
        name=COVER,
        type="image/jpeg",
        sha256=bench.catalogue.content(path),
        bytes=path.stat().st_size,
        width=side,
        height=side,
    )


def _card(series: Series, bench: Workbench) -> TextCard:
    theme = series.theme
    behind = None
    if theme.picture:
        try:
            behind = bench.catalogue.medium(theme.picture.path)
        except MediaError:
            # A check tells of it; the plain background does as well.
            behind = None
    return TextCard(
        text=f"{series.title}\n{series.author}",
        background=theme.background,
        foreground=theme.foreground,
        accent=theme.accent,
        picture=behind,
        fonts=bench.fonts_of(theme),
        label="cover",
    )
