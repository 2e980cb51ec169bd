"""Drawing what lies over pictures: where each stands, and its layer with transparency."""

from pipeline.media.picture.overlays.layers import Layer, box_of, covered_of, lay, layer_of
from pipeline.media.picture.overlays.places import fits

__all__ = ["Layer", "box_of", "covered_of", "fits", "lay", "layer_of"]
