"""Covers on demand: a programme's cover in any size that a platform asks for."""

from pathlib import Path

from pipeline.build import Store, make
from pipeline.packaging.plan import ProgrammePlan
from pipeline.render.lower import lower_cover
from pipeline.render.perform import perform

MOST = 1_000_000
"""Bytes of a cover where nothing is said."""


def make_cover(plan: ProgrammePlan, width: int, height: int, *, store: Store, most: int = MOST) -> Path:
    """The programme's cover of exactly `width` x `height` pixels, an RGB JPEG of at most `most` bytes.

    Text is typeset for the shape; a picture that was given fills it, over a blurred copy of itself where its own shape
    is another; `artwork.enlarged` tells whether it has the pixels. Drawn once: it lies in the store and is for copying.
    Raises PipelineError when it cannot be drawn, or not in so few bytes.
    """
    picture = plan.artwork.picture
    where = plan.episode.label
    cover = lower_cover(picture, (width, height), exact=True, most=most, tools=plan.tools, where=where)
    if not (store.keeps(cover) and store.intact(cover)):
        make(cover, store, perform)
    store.bring([cover])
    return store.path(cover)
