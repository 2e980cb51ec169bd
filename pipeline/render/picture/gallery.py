"""Pictures of the gallery: stills as small files, and a landscape for what lies over pictures."""

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from pipeline.model.timeline import Still
from pipeline.render.picture.stills import draw

if TYPE_CHECKING:
    from PIL.Image import Image

_QUALITY = 82


@dataclass(frozen=True, slots=True, kw_only=True)
class Landscape:
    """Hills before an evening sky, in place of a photograph."""

    label: str = ""


@draw.register(Landscape)
def _(still: Landscape, width: int, height: int) -> "Image":
    from pipeline.media.picture.landscape import landscape

    return landscape(width, height)


def as_webp(still: Still, width: int, height: int) -> bytes:
    """The picture that a still shows as a WebP file."""
    file = BytesIO()
    draw(still, width, height).save(file, "WEBP", quality=_QUALITY, method=2)
    return file.getvalue()
