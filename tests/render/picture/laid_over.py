"""Plans with something over their pictures."""

from fractions import Fraction
from pathlib import Path

from pipeline.model.overlays import LogoUse
from pipeline.model.timeline import Timeline
from pipeline.render.piece import Context
from pipeline.timeline import plan_timeline
from tests.factories import FONT, clip, episode, image, media_use, sound

CONTEXT = Context(tools="x", where="s/1")
LOGO = LogoUse(media=media_use("logo.png"))
MEDIA = (
    clip("long.mp4", Fraction(300)), image(), image("b.jpg"), image("logo.png"), sound("n.m4a"),
    clip("short.mp4", Fraction(3)),
)  # fmt: skip


def planned(*segments: object, **more: object) -> Timeline:
    media = {Path("/w") / medium.path.name: medium for medium in MEDIA}
    result = plan_timeline(episode(*segments, **more), media, lambda *_: (FONT,), Fraction(25))  # type: ignore[arg-type]
    assert result.timeline is not None, result.diagnostics
    return result.timeline
