"""Clips with more pictures a second than their programme: which are lost, and the rate that would show all."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from pipeline.errors import Diagnostic
from pipeline.messages import tr
from pipeline.model.rendition import PRESETS, Picture
from pipeline.model.timeline import ClipSpan, Placed, SplitSpan
from pipeline.packaging.plan import PlannedEpisode
from pipeline.workflow.workspace import Workspace

RATES = (
    Fraction(24000, 1001), Fraction(24), Fraction(25), Fraction(30000, 1001), Fraction(30), Fraction(50),
    Fraction(60000, 1001), Fraction(60),
)  # fmt: skip
ALIKE = Fraction(1, 50)
"""Of a rate: files whose rate varies state an average that is a little less."""
SMOOTH = 31
"""Pictures a second that are enough for anything but sport: of more, every second one is shown."""


def lost_pictures(planned: PlannedEpisode, workspace: Workspace) -> Iterator[Diagnostic]:
    """One warning at the first clip of which pictures are left out, unless the rate is stated.

    The rate is not chosen by an episode's material: parts that a whole series shares, the intro first of all, would be
    encoded once for every rate that occurs, and episodes of one series would differ without anybody having said so.
    """
    main = next((one for one in planned.episode.renditions if one.picture), None)
    if main is None or main.picture is None or main.rate_stated or planned.timeline is None:
        return
    own = main.picture.rate
    moving = [one for placed in planned.timeline.spans for one in _moving(placed)]
    losing = [one for one in moving if (rate := _rate(one)) and rate > own * (1 + ALIKE)]
    if not losing:
        return
    first = losing[0]
    rate = min(RATES, key=lambda one: abs(one - _rate(first)))
    alike = [placed.span for placed in losing if _rate(placed) == _rate(first)]
    seconds = sum(span.frames for span in alike) / planned.timeline.rate
    source = _rate(first)
    better = rate / 2 if rate > SMOOTH and rate / 2 > own * (1 + ALIKE) else rate
    yield Diagnostic(
        code="pictures-lost",
        severity="warning",
        message=tr(
            "'{file}' has {rate} pictures a second, the programme {own}: {lost} of its {all} pictures are left out",
            file=first.label,
            rate=_shown(rate if abs(rate - source) < rate * ALIKE else source),
            own=_shown(own),
            lost=round(seconds * (source - own)),
            all=round(seconds * source),
        ),
        mark=planned.episode.segments[first.segment].mark,
        hint=tr(
            "write '{more}' in series.yaml for smooth movement in all its episodes, or '{as_is}' if it is meant",
            more=f"renditions: {{main: {{{_base(main.picture)}rate: {_written(better)}}}}}",
            as_is=f"rate: {_written(own)}",
        ),
    )


def _moving(placed: Placed) -> tuple[Placed, ...]:
    """The span, or each clip of a split under its own name."""
    if not isinstance(placed.span, SplitSpan):
        return (placed,)
    return tuple(replace(placed, span=clip, label=clip.medium.path.name) for clip in placed.span.clips)


def _rate(placed: Placed) -> Fraction:
    """Pictures a second of the source that a span shows, as slowly as it plays; 0 where it is none, and where it is
    played faster, which leaves pictures out at any rate.
    """
    span = placed.span
    if not isinstance(span, ClipSpan) or span.medium.info.video is None or span.speed > 1:
        return Fraction(0)
    return span.medium.info.video.rate * span.speed


def _base(picture: Picture) -> str:
    """What must stand beside the rate, so that nothing else of the main rendition changes."""
    same = (name for name, one in PRESETS.items() if one.picture and replace(one.picture, rate=picture.rate) == picture)
    match next(same, None):
        case "video-1080p":
            return ""
        case None:
            return f"size: {picture.width}x{picture.height}, "
        case name:
            return f"preset: {name}, "


def _shown(rate: Fraction) -> str:
    return f"{float(rate):.2f}".rstrip("0").rstrip(".")


def _written(rate: Fraction) -> str:
    return str(rate)
