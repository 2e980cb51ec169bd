"""Layers: each overlay with transparency at its place in a frame, and pictures with layers over them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image

from pipeline.effects.overlays import AiLabel, Logo, LowerThird, MovingInset, PictureLabel, Sliding, StillInset
from pipeline.media.picture.cards.areas import corner_area, label_area
from pipeline.media.picture.cards.box import Box
from pipeline.media.picture.overlays.ai_label import ai_label_size, draw_ai_label
from pipeline.media.picture.overlays.label import draw_label, label_size
from pipeline.media.picture.overlays.lower_third import draw_lower_third, lower_third_size, slid
from pipeline.media.picture.overlays.pictures import draw_inset, draw_logo, inset_size, logo_size
from pipeline.media.picture.overlays.places import above_captions, placed
from pipeline.model.covered import Covered
from pipeline.model.overlays import Corner
from pipeline.model.timeline import Overlay

KEPT = 64
"""Layers that are remembered: those of a programme come again with every picture."""


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """RGBA pixels, and the place of their left upper corner in the frame; even."""

    image: Image.Image
    left: int
    top: int


def lay(picture: Image.Image, overlays: Sequence[Overlay]) -> Image.Image:
    """An RGB picture with overlays over it, in order. Raises PipelineError where one cannot be drawn."""
    result = picture.copy()
    for overlay in overlays:
        layer = layer_of(overlay, *picture.size)
        result.paste(layer.image, (layer.left, layer.top), layer.image)
    return result


def layer_of(overlay: Overlay, width: int, height: int) -> Layer:
    """An overlay in a frame of this size. Raises PipelineError where it cannot be drawn."""
    if isinstance(overlay, Sliding):
        standing = _standing(overlay.overlay, width, height)
        return Layer(slid(standing.image, overlay, width, height), standing.left, standing.top)
    return _standing(overlay, width, height)


def box_of(overlay: Overlay, width: int, height: int) -> Box:
    """Where it stands, without its shade."""
    match overlay:
        case Sliding():
            return box_of(overlay.overlay, width, height)
        case Logo():
            return _box(overlay, logo_size(overlay, width, height), width, height)
        case StillInset() | MovingInset():
            return _box(overlay, inset_size(overlay, width, height), width, height)
        case AiLabel():
            return _box(overlay, ai_label_size(overlay, width, height), width, height)
        case PictureLabel():
            return _box(overlay, label_size(overlay, width, height), width, height)
        case LowerThird():
            return _box(overlay, lower_third_size(overlay, width, height), width, height)
        case _:
            raise TypeError(f"a {type(overlay).__name__} has no place")


@lru_cache(maxsize=KEPT)
def _standing(overlay: Overlay, width: int, height: int) -> Layer:
    margin = 0
    match overlay:
        case Logo():
            image = draw_logo(overlay, width, height)
        case AiLabel():
            image = draw_ai_label(overlay, width, height)
        case PictureLabel():
            image = draw_label(overlay, width, height)
        case LowerThird():
            image = draw_lower_third(overlay, width, height)
        case StillInset():
            image, margin = draw_inset(overlay, width, height)
        case _:
            raise TypeError(f"no way to draw a {type(overlay).__name__}")
    size = image.width - 2 * margin, image.height - 2 * margin
    box = _box(overlay, size, width, height)
    return Layer(image, round(box.left) - margin, round(box.top) - margin)


def _box(overlay: Overlay, size: tuple[int, int], width: int, height: int) -> Box:
    covered, corner = covered_of(overlay), _corner(overlay)
    area = (label_area if isinstance(overlay, AiLabel) else corner_area)(width, height, covered)
    clear: tuple[Overlay, ...] = ()
    match overlay:
        case LowerThird():
            area = above_captions(area, overlay.captions, width, height, covered)
        case Logo() | StillInset() | MovingInset() if overlay.captions is not None:
            area = above_captions(area, overlay.captions, width, height, covered)
    if isinstance(overlay, LowerThird | PictureLabel | AiLabel | StillInset | MovingInset):
        clear = overlay.clear
    taken = [box_of(other, width, height) for other in clear]
    return placed(size, corner, area, taken, (width, height))


def covered_of(overlay: Overlay) -> Covered | None:
    """What platforms cover of the frame that it lies over; None for all that any of them may."""
    match overlay:
        case Logo() | StillInset() | MovingInset() | PictureLabel() | AiLabel() | LowerThird():
            return overlay.covered
        case Sliding():
            return overlay.overlay.covered
        case _:
            return None


def _corner(overlay: Overlay) -> Corner:
    match overlay:
        case Logo() | StillInset() | MovingInset() | AiLabel():
            return overlay.corner
        case LowerThird():
            return "bottom-left"
        case _:
            return "top-left"
