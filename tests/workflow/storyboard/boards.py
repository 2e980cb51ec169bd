"""A storyboard of an episode."""

from fractions import Fraction
from pathlib import Path

from pipeline.effects.stills import FittedImage
from pipeline.workflow.storyboard.board import Board, Shot
from tests import factories

PHOTO = FittedImage(image=factories.image(), fit="blur", label="photos/a.jpg")


def board(seconds: int, shots: int = 4, **more: object) -> Board:
    length = Fraction(seconds, shots)
    made = tuple(
        Shot(start=index * length, stop=(index + 1) * length, kind="still", label="", shows=((index * length, PHOTO),))
        for index in range(shots)
    )
    given: dict[str, object] = {
        "name": "s/1", "title": "毛泽建", "series": "英烈", "seconds": Fraction(seconds), "size": (256, 144),
        "shots": made, "pictures": {(shot.start, shot.start): Path("a.jpg") for shot in made}, "loudness": b"",
        "captions": (), "chapters": (), "remarks": (),
    }  # fmt: skip
    return Board(**(given | more))  # type: ignore[arg-type]
