"""What lies over frames that are drawn: overlays in their order, captions last."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cache

from PIL import Image

from pipeline.media.picture.captions import caption_layer
from pipeline.media.picture.overlays.layers import layer_of
from pipeline.media.video.planes import Layer, Planes
from pipeline.model.rendition import Picture
from pipeline.model.timeline import Caption, CaptionRun, Overlay, OverlayRun


class Over:
    """The overlays and captions of a span, none of which is a moving picture itself."""

    def __init__(self, overlays: Sequence[OverlayRun], captions: Sequence[CaptionRun], picture: Picture) -> None:
        self._overlays, self._captions = overlays, captions
        self._size, self._rate = (picture.width, picture.height), picture.rate
        # Of a span's own: what stands is drawn once, what slides once for every frame.
        self._of_overlay, self._of_caption = cache(self._overlay), cache(self._caption)

    def lay(self, frame: int, planes: Planes) -> None:
        """Draw over a frame of the span, in place."""
        for layer in self._layers(frame):
            layer.lay(planes)

    def _layers(self, frame: int) -> Iterator[Layer]:
        for run in self._overlays:
            if run.start <= frame < run.stop:
                yield self._of_overlay(run.overlay.after(frame - run.start, Fraction(self._rate)))
        for said in self._captions:
            if said.start <= frame < said.stop:
                yield self._of_caption(said.caption)

    def _overlay(self, overlay: Overlay) -> Layer:
        drawn = layer_of(overlay, *self._size)
        return Layer.of(_even(drawn.image), drawn.left, drawn.top)

    def _caption(self, caption: Caption) -> Layer:
        image, corner = caption_layer(caption, *self._size)
        return Layer.of(image, *corner)


def _even(image: Image.Image) -> Image.Image:
    """With a row and a column of nothing more where its sides are odd."""
    size = image.width + image.width % 2, image.height + image.height % 2
    if size == image.size:
        return image
    larger = Image.new("RGBA", size)
    larger.paste(image, (0, 0))
    return larger
