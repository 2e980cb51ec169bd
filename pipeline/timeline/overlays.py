"""What lies over the pictures of a segment: labels with their pictures, names and insets for their time, the logo."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import PurePath

from pipeline.effects.look import Look, look_of
from pipeline.effects.overlays import Logo, LowerThird, MovingInset, PictureLabel, StillInset
from pipeline.effects.stills import FittedImage
from pipeline.messages import tr
from pipeline.model.overlays import InsetUse, LogoChange, LogoUse, LowerThirdUse
from pipeline.model.segments import ClipUse, Segment
from pipeline.model.series import MediaUse, Theme
from pipeline.model.timeline import PlacedLabel, PlacedOverlay
from pipeline.timebase import format_time, seconds_to_frames
from pipeline.timeline.layout import LayoutContext, LayoutError, SegmentLayout, not_a_picture

SLIDE = Fraction(2, 5)
"""Seconds in which a lower third slides in or out: ten frames at 25 a second."""
READABLE = Fraction(2)
"""Seconds that a name must be seen to be read."""
VISIBLE = 16
"""Pixels of a logo's shorter side below which nothing can be seen in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LaidOver:
    """What lies over a segment, in frames from its start."""

    overlays: tuple[PlacedOverlay, ...] = ()
    labels: tuple[PlacedLabel, ...] = ()


def lay_over(
    segment: Segment, layout: SegmentLayout, changes: Sequence[LogoChange | None], context: LayoutContext
) -> LaidOver:
    """What lies over a segment that has been laid out; `changes` are those of the renditions' logos.

    Raises LayoutError after adding an error to the context.
    """
    labels, drawn = [], []
    ends = [*(shot.start for shot in layout.shots[1:]), layout.frames]
    for shot, end in zip(layout.shots, ends, strict=True):
        if shot.label is not None:
            text = shot.label.text
            labels.append(PlacedLabel(start=shot.start, picture=PurePath(shot.picture).name, text=text))
            if shot.label.drawn:
                label = PictureLabel(text=text, look=_look(context, shot.label.theme, text))
                drawn.append(PlacedOverlay(start=shot.start, stop=end, overlay=label, mark=shot.label.mark))
    overlays = (
        *(one for use in segment.insets for one in _inset(use, layout.frames, context)),
        *drawn,
        *_logos(segment, layout.frames, changes, context),
        *_lower_thirds(segment.lower_thirds, layout.frames, context),
    )
    return LaidOver(overlays=overlays, labels=tuple(labels))


def on_timeline(laid: Iterable[tuple[LaidOver, int]]) -> LaidOver:
    """What lies over segments, each with its first frame, on one timeline."""
    placed = list(laid)
    return LaidOver(
        overlays=tuple(
            replace(one, start=start + one.start, stop=start + one.stop)
            for over, start in placed
            for one in over.overlays
        ),
        labels=tuple(replace(one, start=start + one.start) for over, start in placed for one in over.labels),
    )


def logo_in(logo: LogoUse, change: LogoChange | None) -> LogoUse:
    """The logo of a rendition; without a file where it has none."""
    if logo.off or change is None:
        return logo
    if change.none:
        return LogoUse()
    return replace(
        logo,
        media=change.media or logo.media,
        corner=change.corner or logo.corner,
        size=change.size or logo.size,
        opacity=change.opacity or logo.opacity,
    )


def _look(context: LayoutContext, theme: Theme, text: str) -> Look:
    """What panels and their words are drawn in; a theme's picture stands behind cards only."""
    return look_of(theme, picture=None, fonts=context.fonts(theme, text))


def _logos(
    segment: Segment, frames: int, changes: Sequence[LogoChange | None], context: LayoutContext
) -> Iterator[PlacedOverlay]:
    for change in changes:
        use = logo_in(segment.logo, change)
        if use.media is not None:
            image = context.opened(use.media)
            _check_logo(use.media, context)
            logo = Logo(image=image, corner=use.corner, size=use.size, opacity=use.opacity)
            yield PlacedOverlay(start=0, stop=frames, overlay=logo, mark=use.media.mark, logo_of=change)


def _check_logo(use: MediaUse, context: LayoutContext) -> None:
    """Add what is to be said of a logo's file; the same for every segment is said once. Raises LayoutError."""
    info = context.opened(use).info
    video = info.video
    if not info.is_picture or video is None:
        context.error("wrong-kind", use.mark, not_a_picture(use.name, info.kind))
        raise LayoutError
    wide, high = video.shown_size
    if min(wide, high) < VISIBLE:
        context.error(
            "logo-too-small", use.mark,
            tr(
                "'{name}' has {width} x {height} pixels: nothing can be seen in it",
                name=use.name, width=int(wide), height=int(high),
            ),
            hint=tr("give a picture of {least} pixels or more, best with a transparent ground", least=400),
        )  # fmt: skip
        raise LayoutError
    if info.is_animation or info.pictures > 1:
        context.warn(
            "animated-logo", use.mark, tr("'{file}' moves; as a logo only its first picture is shown", file=use.name),
            hint=tr("save the picture that you want alone, as PNG"),
        )  # fmt: skip


def _lower_thirds(uses: Sequence[LowerThirdUse], frames: int, context: LayoutContext) -> Iterator[PlacedOverlay]:
    """Those of a segment, one after the other; one without a stated length makes room for the next."""
    rate = context.rate
    ordered = sorted(uses, key=lambda use: use.at)
    starts = [seconds_to_frames(use.at, rate) for use in ordered]
    for use, start, after in zip(ordered, starts, [*ordered[1:], None][: len(ordered)], strict=True):
        following = None if after is None else seconds_to_frames(after.at, rate)
        mark = use.at_mark or use.mark
        if start >= frames:
            context.error(
                "at-outside", mark, tr("'at' is after the segment's end at {end}", end=format_time(frames / rate)),
                hint=tr("a lower third comes after 1s if 'at' is left out"),
            )  # fmt: skip
            raise LayoutError
        stop = max(start + 1, seconds_to_frames(use.at + use.length, rate))
        if after is not None and following is not None and following < stop:
            if use.stated or following - start < READABLE * rate:
                context.error(
                    "lower-thirds-overlap", after.at_mark or after.mark,
                    tr(
                        "the lower third '{next}' comes at {at}, before '{name}' is gone at {gone}",
                        next=after.name, at=format_time(following / rate), name=use.name,
                        gone=format_time(stop / rate),
                    ),
                    hint=tr("let it come later, or give the other one a shorter 'for:'"),
                )  # fmt: skip
                raise LayoutError
            stop = following
        if stop > frames and use.stated:
            context.warn(
                "lower-third-cut", use.mark,
                tr(
                    "the lower third '{name}' would be seen until {gone}, the segment ends at {end}: it goes there",
                    name=use.name, gone=format_time(stop / rate), end=format_time(frames / rate),
                ),
                hint=tr("let it come earlier, or make 'for:' shorter"),
            )  # fmt: skip
        stop = min(stop, frames)
        if stop - start < READABLE * rate:
            context.warn(
                "lower-third-short", use.mark,
                tr(
                    "the lower third '{name}' is seen for {length} only, too short to be read",
                    name=use.name, length=format_time((stop - start) / rate),
                ),
                hint=tr("let it be seen for 2s or longer"),
            )  # fmt: skip
        text = f"{use.name}\n{use.role}"
        third = LowerThird(name=use.name, role=use.role, look=_look(context, use.theme, text))
        slides = min(seconds_to_frames(SLIDE, rate), (stop - start) // 3)
        yield PlacedOverlay(start=start, stop=stop, overlay=third, slides=slides, mark=use.mark)


def _inset(use: InsetUse, frames: int, context: LayoutContext) -> Iterator[PlacedOverlay]:
    rate = context.rate
    start = seconds_to_frames(use.at, rate)
    if start >= frames:
        message = tr("'at' is after the segment's end at {end}", end=format_time(frames / rate))
        context.error("at-outside", use.at_mark or use.mark, message)
        raise LayoutError
    look = _look(context, use.theme, "")
    stop = frames if use.length is None else max(start + 1, seconds_to_frames(use.at + use.length, rate))
    if use.moving:
        shown = ClipUse(
            media=use.media, start=use.start, end=use.end, mark=use.mark, start_mark=use.start_mark,
            end_mark=use.end_mark,
        )  # fmt: skip
        shot, length = context.clip_shot(use.media, shown)
        own = start + context.frames(length)
        if use.length is None:
            stop = own
        elif own < stop:
            context.warn(
                "inset-short", use.mark,
                tr(
                    "the inset '{file}' lasts {length}, asked for {wanted}: its last frame stands for the rest",
                    file=use.media.name, length=format_time(length), wanted=format_time(use.length),
                ),
                hint=tr("make 'for:' shorter, or leave it out"),
            )  # fmt: skip
        overlay: StillInset | MovingInset = MovingInset(
            medium=shot.medium, start=use.start, end=use.end, corner=use.corner,
            size=use.size, shape=use.shape, focus=use.focus, look=look, name=use.media.name,
        )  # fmt: skip
    else:
        medium = context.image_medium(use.media, page=use.page)
        image = FittedImage(image=medium, fit="crop", focus=use.focus, page=use.page or 1, label=use.media.name)
        overlay = StillInset(image=image, corner=use.corner, size=use.size, shape=use.shape, look=look)
    if stop > frames and (use.length is not None or use.end is not None):
        context.warn(
            "inset-cut", use.mark,
            tr(
                "the inset '{file}' would be seen until {gone}, the segment ends at {end}: it goes there",
                file=use.media.name, gone=format_time(stop / rate), end=format_time(frames / rate),
            ),
            hint=tr("let it come earlier, or be shorter"),
        )  # fmt: skip
    yield PlacedOverlay(start=start, stop=min(stop, frames), overlay=overlay, mark=use.mark)
