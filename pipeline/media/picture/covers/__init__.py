"""Covers, composed anew for every shape: a picture that passes into the theme's ground, and the title on that."""

from pipeline.media.picture.covers.draw import draw_cover, is_shortened

__all__ = ["draw_cover", "is_shortened"]
