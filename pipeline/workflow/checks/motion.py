"""Motion over pictures: what there is no room for, and pictures that are too small for it."""

from collections.abc import Iterator
from fractions import Fraction

from pipeline.effects.motion import most_of, path_of
from pipeline.effects.stills import FittedImage
from pipeline.errors import Diagnostic, Mark
from pipeline.messages import tr
from pipeline.model.rendition import Picture, Rendition
from pipeline.model.timeline import MotionSpan, Placed, Timeline
from pipeline.packaging.plan import PlannedEpisode
from pipeline.render.picture.motion import settled
from pipeline.render.picture.reframe import reframe
from pipeline.workflow.workspace import Workspace

SOFT = 2
"""Times that a picture may be enlarged in all before it is worth a word."""


def limited_motion(planned: PlannedEpisode, workspace: Workspace) -> Iterator[Diagnostic]:
    """A warning for each picture over which the view moves less than asked for, or that is enlarged too much by it."""
    timeline = planned.timeline
    if timeline is None or not any(isinstance(placed.span, MotionSpan) for placed in timeline.spans):
        return
    told: set[tuple[str, Mark]] = set()
    for rendition in planned.renditions:
        if rendition.picture is None or rendition.shows != "pictures":
            continue
        for diagnostic in _limited(planned, timeline, rendition, rendition.picture):
            # The same is said of every shape.
            if (diagnostic.code, diagnostic.mark) not in told:
                told.add((diagnostic.code, diagnostic.mark))
                yield diagnostic


def _limited(
    planned: PlannedEpisode, timeline: Timeline, rendition: Rendition, picture: Picture
) -> Iterator[Diagnostic]:
    shape = Fraction(picture.width, picture.height)
    shown = settled(reframe(timeline, rendition), picture)
    for asked, placed in zip(timeline.spans, shown.spans, strict=True):
        if not isinstance(asked.span, MotionSpan) or not isinstance(placed.span, MotionSpan):
            continue
        mark = asked.span.motion.mark or planned.episode.segments[placed.segment].mark
        wanted, most = asked.span.motion.amount, most_of(placed.span, shape)
        if wanted is not None and wanted > most:
            yield Diagnostic(
                code="motion-limited", severity="warning", mark=mark,
                message=tr(
                    "the view cannot move by {wanted} over '{file}': there is room for {most}",
                    wanted=_percent(wanted), file=placed.label, most=_percent(most),
                ),
                hint=tr("write a smaller 'amount', or leave it out"),
            )  # fmt: skip
        times = _enlarged(placed, shape, picture)
        if times > SOFT:
            yield Diagnostic(
                code="enlarged-picture", severity="warning", mark=planned.episode.segments[placed.segment].mark,
                message=tr(
                    "'{file}' is enlarged {times} times while the view moves over it, and looks soft",
                    file=placed.label, times=f"{float(times):.1f}",
                ),
                hint=tr("use a larger picture, or leave out its motion"),
            )  # fmt: skip


def _enlarged(placed: Placed, shape: Fraction, picture: Picture) -> Fraction:
    """Pixels of the frame on one of the picture's own, where it is enlarged most."""
    span = placed.span
    if not isinstance(span, MotionSpan) or not isinstance(span.still, FittedImage):
        return Fraction(0)
    video = span.still.image.info.video
    if video is None or span.still.image.info.format == "pdf":
        return Fraction(0)
    wide, high = video.shown_size
    across, down = picture.width / wide, picture.height / high
    path = path_of(span, shape)
    assert isinstance(path.still, FittedImage)
    filling = max(across, down) if path.still.fit == "crop" else min(across, down)
    return filling * path.zoom[1]


def _percent(share: Fraction) -> str:
    return f"{float(share * 100):.0f}%"
