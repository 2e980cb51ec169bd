"""Picture format: how a finished video's pixels are stored, as its headers say."""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from pipeline.media.probe.probe import opened, shown_video
from pipeline.media.probe.sniff import ProbeError
from pipeline.messages import tr


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureFormat:
    """What a player must know about the picture."""

    width: int
    height: int
    pixels: str
    """FFmpeg's name: yuv420p."""
    bt709: bool
    """Whether it is tagged as BT.709 throughout, in limited range."""
    aspect: Fraction
    """Width of a pixel to its height."""


def picture_format(path: Path) -> PictureFormat:
    """Read the headers of a video. Raises ProbeError when they cannot be read, or there is no picture."""
    with opened(path) as container:
        stream = shown_video(container)
        if stream is None:
            raise ProbeError("not-media", tr("'{name}' has no picture", name=path.name))
        context = stream.codec_context
        # By FFmpeg's numbers: limited range is 1, and so is BT.709 as primaries, transfer and matrix (H.273).
        tags = (context.color_range, context.color_primaries, context.color_trc, context.colorspace)
        return PictureFormat(
            width=context.width,
            height=context.height,
            pixels=context.pix_fmt or "",
            bt709=all(int(tag) == 1 for tag in tags),
            aspect=stream.sample_aspect_ratio or Fraction(1),
        )
