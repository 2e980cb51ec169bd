"""The workloads: L80, L600, M60 and S10, made of generated sources."""

from collections.abc import Callable
from fractions import Fraction

from benchmarks.support import sources
from benchmarks.support.values import FPS, Part, Programme, Shot, Slides, Title, Workload


def lesson(
    name: str, seed: int, *, stills: int, each: float, head: float, card: float, clip: float, tail: float
) -> Programme:
    """Intro, card, stills under a narration, clip, outro, in seconds. Only intro, outro and music are shared."""
    parts: list[Part] = [_shot(900, head)]
    if card:
        parts.append(Title(still=sources.photograph(seed + 99), frames=_frames(card)))
    parts += [
        Slides(
            stills=tuple(sources.photograph(seed + i) for i in range(stills)), each=_frames(each),
            narration=sources.narration(seed, stills * _frames(each) / FPS), music=sources.music(),
        ),
        _shot(seed, clip),
        _shot(901, tail),
    ]  # fmt: skip
    return Programme(name=name, parts=tuple(parts))


def l80(short: float = 1) -> Workload:
    """An 80 s lesson; 500 of its 2,000 frames move."""
    return (_l80("lesson", 100, short),)


def l600(short: float = 1) -> Workload:
    """A 581 s lesson; 900 of its 14,525 frames move."""
    return (
        lesson(
            "long", 300, stills=20, each=27 * short, head=8 * short, card=5 * short, clip=20 * short, tail=8 * short
        ),
    )


def m60(short: float = 1) -> Workload:
    """A minute of seven clips of five kinds with six dissolves; everything moves."""
    kinds = (((1280, 720), "30"), ((1920, 1080), "25"), ((1920, 1080), "30000/1001"), ((1920, 1080), "50"),
             ((720, 1280), "30"), ((1280, 720), "30"), ((1920, 1080), "25"))  # fmt: skip
    shots = []
    for i, (size, rate) in enumerate(kinds):
        seconds = (8, 9)[i % 2 == 0] * short
        clip = sources.camera(700 + i, seconds + 2, size, rate)
        shots.append(Shot(clip=clip, start=Fraction(1), frames=_frames(seconds), portrait=size[1] > size[0]))
    return (Programme(name="montage", parts=tuple(shots), dissolve=12),)


def s10(short: float = 1) -> Workload:
    """Ten lessons of 80 s that share intro, outro and music."""
    return tuple(_l80(f"lesson-{i:02d}", 1000 + 20 * i, short) for i in range(1, 11))


WORKLOADS: dict[str, Callable[..., Workload]] = {"L80": l80, "L600": l600, "M60": m60, "S10": s10}


def _l80(name: str, seed: int, short: float) -> Programme:
    return lesson(name, seed, stills=6, each=10 * short, head=5 * short, card=0, clip=10 * short, tail=5 * short)


def _shot(seed: int, seconds: float) -> Shot:
    return Shot(clip=sources.camera(seed, seconds), start=Fraction(0), frames=_frames(seconds))


def _frames(seconds: float) -> int:
    return round(seconds * FPS)
