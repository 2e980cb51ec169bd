"""Appraisals: what a picture is worth as a cover, as far as its pixels tell."""

from dataclasses import dataclass

from pipeline.model.media import Medium


@dataclass(frozen=True, slots=True, kw_only=True)
class Appraisal:
    """A picture, measured. Shares are thousandths, so that they are remembered exactly."""

    width: int
    """Pixels as shown, of the file itself."""
    height: int
    sharp: int
    """Variance of its Laplacian against its own contrast: a blurred photo of anything has little."""
    contrast: int
    """Standard deviation of its brightness; 0 for one colour."""
    light: int
    """Mean of its brightness."""
    lost: int
    """Share of pixels that are black or burnt out."""
    busy: int
    """Mean strength of edges."""
    below: int
    """The same of its lowest third, where the title of upright covers goes."""
    aside: int
    """Of its left third, where the title of wide covers goes."""
    flat: int
    """Share of it in its commonest colour: drawings, pages and screens have much, photos little."""
    at: int = 0
    """Milliseconds from the file's start, of a film."""
    print: int = 0
    """Its perceptual hash of 64 bits: near-alike pictures have few bits that differ."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What an appraisal is of: a picture file, a page of a document, or a stretch of a film."""

    medium: Medium
    page: int = 1
    start: int = 0
    """Milliseconds; from here on a film is looked at."""
    stop: int = 0
    """0 for pictures."""
