"""How well the pictures of scripts meet their sentences, in readings of `benchmarks.sound.alignment`.

`python -m benchmarks.picture.pictures [READINGS]` puts pictures before some sentences of every reading, on lines of
their own and within paragraphs, reads the script, lets its sentences be found in the sound, and prints by how much
the first frame of each picture, at 25 a second, misses the time at which its sentence is spoken. The picture before
the first sentence stands from the start, and does not count.
"""

import random
import sys
import tempfile
from fractions import Fraction
from pathlib import Path

import numpy as np

from benchmarks.sound.alignment import KINDS, MOST, RATE, Reading, _curve, _row, reading
from pipeline.captions.alignment import align
from pipeline.captions.phrases import TimeRange, phrases
from pipeline.documents.source import Source
from pipeline.errors import Mark
from pipeline.manifest.spoken.scripts import Script, read_script
from pipeline.model.segments import ImageUse, Narration
from pipeline.model.series import MediaUse
from pipeline.timebase import seconds_to_frames
from pipeline.timeline.spots import Timing as Sound
from pipeline.timeline.spots import place_pictures

READINGS = 12
"""Of each kind."""
FRAMES = Fraction(25)


def illustrated(made: Reading, seed: int) -> tuple[Script, list[int]]:
    """The reading's script with pictures, and the sentences that they stand before."""
    chance = random.Random(seed)
    text, places = "# 课\n\n", []
    for index, line in enumerate(made.lines):
        if index == 0 or chance.random() < 0.3:
            places.append(index)
            text += f"![图{index}](photos/{index}.jpg)" + chance.choice(["\n", "\n\n", "", "{fit=crop}\n"])
        text += line + chance.choice(["\n", "\n\n", ""])
    return read_script(Source(path=Path("/a.md"), file="a.md", text=text)), places


def misses(made: Reading, seed: int, folder: Path) -> list[float]:
    """Milliseconds by which the first frames of its pictures miss their sentences."""
    script, places = illustrated(made, seed)
    parts = phrases(script.sentences)
    spoken: dict[int, TimeRange] = {}
    for part, stretch in zip(parts, align(parts, _curve(made, folder)).spoken, strict=True):
        before = spoken.get(part.sentence)
        spoken[part.sentence] = TimeRange(start=before.start if before else stretch.start, stop=stretch.stop)
    mark = Mark(file="a.md", line=1, column=1)
    media = MediaUse(path=Path("/a.jpg"), name="a.jpg", mark=mark)
    uses = tuple(ImageUse(media=media, spot=one.spot, mark=mark) for one in script.pictures)
    narration = Narration(takes=(media,), pictures=uses, sentences=script.sentences, entry=0, mark=mark)
    sound = Sound(
        spoken=[spoken.get(index) for index in range(len(script.sentences))],
        length=round(len(made.sound) / RATE * 1000),
        shortest=41,
    )
    placed, _ = place_pictures(narration, sound)
    assert len(placed.pictures) == len(places)
    return [
        abs(seconds_to_frames(use.at or Fraction(0), FRAMES) / float(FRAMES) - made.times[index][0]) * 1000
        for use, index in zip(placed.pictures, places, strict=True)
        if index
    ]


def main(readings: int = READINGS) -> int:
    whole: list[float] = []
    print(f"{'kind':10} {'pictures':>9} {'median ms':>9} {'95 % ms':>9} {f'within {MOST} ms':>14}")
    with tempfile.TemporaryDirectory() as folder:
        for kind in KINDS:
            found = [miss for seed in range(readings) for miss in misses(reading(kind, seed), seed, Path(folder))]
            whole += found
            print(_row(kind, found), flush=True)
    print(_row("all", whole))
    return 0 if np.percentile(whole, 95) <= MOST else 1


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
