"""Formats of pictures: those that can be read, and what has to be loaded for them."""

from functools import cache

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF", "HEIF", "JPEG2000", "PSD")
"""Pillow's names; pages of PDF files are drawn by `pdf`."""
NAMED = (*FORMATS, "PDF")


@cache
def load_heif() -> None:
    """Teach Pillow the photos of phones. What lies beside the picture is left alone: thumbnails, depth, gain maps."""
    import pillow_heif

    pillow_heif.options.THUMBNAILS = False
    pillow_heif.options.DEPTH_IMAGES = False
    pillow_heif.options.AUX_IMAGES = False
    pillow_heif.options.DECODE_THREADS = 1
    pillow_heif.register_heif_opener()
