"""What lies over pictures and finds no room: told before anything is rendered, for all shapes of its files."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING

from pipeline.effects.overlays import Logo, LowerThird, MovingInset, PictureLabel, StillInset
from pipeline.errors import Diagnostic, Mark, MediaError
from pipeline.messages import tr
from pipeline.model.rendition import Picture, Rendition
from pipeline.model.timeline import Lettering, PlacedOverlay
from pipeline.packaging.captions import burns_captions, lettering_of
from pipeline.packaging.plan import PlannedEpisode
from pipeline.render.picture.overlays import kept_clear
from pipeline.workflow.workspace import Workspace

if TYPE_CHECKING:
    from pipeline.media.picture.cards.box import Box

ENLARGED = 2
"""A logo that is shown so many times larger than it is looks coarse."""
LEAST = 0.015
"""Of the frame's shorter side: a logo that is lower or narrower is a line."""
LARGE = Fraction(12, 100)
"""Of the frame's width: a logo that reaches into its middle."""
SHORT = 10
"""Characters of a text that find room in any frame."""


def crowded_overlays(planned: PlannedEpisode, workspace: Workspace) -> Iterator[Diagnostic]:
    """A diagnostic for each overlay that finds no room in one of the renditions' pictures, or that covers another."""
    if planned.timeline is None or not planned.timeline.overlays:
        return
    seen: set[tuple[Picture, object]] = set()
    said: set[tuple[str, Mark]] = set()
    for rendition in planned.renditions:
        picture = rendition.picture
        if picture is None or rendition.shows != "pictures":
            continue
        placed = kept_clear(planned.timeline, rendition.logo, _lettering(planned, rendition), rendition.covered)
        # Renditions of one shape and size have the same to say.
        if (picture, tuple(placed)) not in seen:
            seen.add((picture, tuple(placed)))
            for found in _crowded(placed, picture):
                # What is said of one shape need not be said of all.
                if (found.code, found.mark) not in said:
                    said.add((found.code, found.mark))
                    yield found


def _lettering(planned: PlannedEpisode, rendition: Rendition) -> Lettering | None:
    return lettering_of(planned.episode, rendition, ()) if burns_captions(planned.episode, rendition) else None


def _crowded(placed: Sequence[PlacedOverlay], picture: Picture) -> Iterator[Diagnostic]:
    crowd = any(_is_large(one) for one in placed)
    measured = [one for one in placed if crowd or not _is_small(one)]
    if not measured:
        return
    # Typesetting is for those who have much to lay over.
    from pipeline.media.picture.overlays import box_of, covered_of, fits

    size = picture.width, picture.height
    boxes = []
    for one in measured:
        try:
            box = box_of(one.overlay, *size)
        except MediaError:
            yield _too_long(one, size)
            continue
        if not fits(box, *size, covered_of(one.overlay)):
            yield _no_room(one, size)
        boxes.append((one, box))
        if isinstance(one.overlay, Logo):
            yield from _poor(one, one.overlay, box, min(size))
    for (one, its), (other, others) in combinations(boxes, 2):
        if one.start < other.stop and other.start < one.stop and its.touches(others):
            yield _collision(one, other, size)


def _is_large(placed: PlacedOverlay) -> bool:
    """Whether it may be in the way of what begins in other corners."""
    match placed.overlay:
        case StillInset() | MovingInset():
            return True
        case Logo(size=size):
            return size > LARGE
        case _:
            return False


def _is_small(placed: PlacedOverlay) -> bool:
    match placed.overlay:
        case LowerThird(name=name, role=role):
            return max(len(name), len(role)) <= SHORT
        case PictureLabel(text=text):
            return len(text) <= SHORT
        case _:
            return False


def _too_long(placed: PlacedOverlay, size: tuple[int, int]) -> Diagnostic:
    return Diagnostic(
        code="crowded-overlay", mark=placed.mark,
        message=tr(
            "{overlay} is too long for a frame of {width} x {height}: it does not fit into two lines",
            overlay=placed.overlay.label, width=size[0], height=size[1],
        ),
        hint=tr("shorten it"),
    )  # fmt: skip


def _no_room(placed: PlacedOverlay, size: tuple[int, int]) -> Diagnostic:
    return Diagnostic(
        code="overlay-outside", mark=placed.mark,
        message=tr(
            "{overlay} finds no room in a frame of {width} x {height} beside what stands in its corner",
            overlay=placed.overlay.label, width=size[0], height=size[1],
        ),
        hint=tr("choose another 'corner:', or a smaller 'size:'"),
    )  # fmt: skip


def _collision(one: PlacedOverlay, other: PlacedOverlay, size: tuple[int, int]) -> Diagnostic:
    return Diagnostic(
        code="overlays-collide", mark=one.mark,
        message=tr(
            "{overlay} and {other} cover each other in a frame of {width} x {height}",
            overlay=one.overlay.label, other=other.overlay.label, width=size[0], height=size[1],
        ),
        hint=tr("choose another 'corner:', a smaller 'size:', or another time"),
    )  # fmt: skip


def _poor(placed: PlacedOverlay, logo: Logo, box: "Box", short: int) -> Iterator[Diagnostic]:
    """A diagnostic for a logo of which nothing is seen, or only coarsely."""
    if min(box.width, box.height) < short * LEAST:
        yield Diagnostic(
            code="logo-too-small", mark=placed.mark,
            message=tr(
                "the logo '{name}' is shown {width} x {height} pixels large: nothing can be seen in it",
                name=logo.image.path.name, width=round(box.width), height=round(box.height),
            ),
            hint=tr("make 'size:' larger, or give a picture that is not so long"),
        )  # fmt: skip
    from pipeline.media.picture.overlays.pictures import is_invisible

    video = logo.image.info.video
    if video is not None and video.has_alpha and is_invisible(logo.image.path):
        yield Diagnostic(
            code="logo-invisible", mark=placed.mark, severity="warning",
            message=tr("the logo '{name}' is transparent all over: nothing is seen of it", name=logo.image.path.name),
            hint=tr("export it again, with its colours"),
        )  # fmt: skip
    width = box.width
    own = float(video.shown_size[0]) if video else 0
    if own and width > own * ENLARGED:
        yield Diagnostic(
            code="logo-upscaled", mark=placed.mark, severity="warning",
            message=tr(
                "the logo '{name}' is {own} pixels wide and shown {width} wide: it looks coarse",
                name=logo.image.path.name, own=round(own), width=round(width),
            ),
            hint=tr("give a larger picture, or make 'size:' smaller"),
        )  # fmt: skip
