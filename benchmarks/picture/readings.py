"""Texts that are read out: how well marks meet the voice, and what a reading costs.

`python -m benchmarks.picture.readings [READINGS]` lets the sentences of texts be found in readings of
`benchmarks.sound.alignment`, and prints by how much the first frame in which a sentence is marked, at 25 a second,
misses the time at which it is spoken. Then it prints the CPU seconds of encoding a text of sixty sentences at 1920 x
1080.
"""

import sys
import tempfile
import time
from fractions import Fraction
from pathlib import Path

import numpy as np

from benchmarks.sound.alignment import KINDS, MOST, RATE, Reading, _curve, _row, reading
from pipeline.captions.alignment import align
from pipeline.captions.phrases import TimeRange, phrases
from pipeline.digest import digest
from pipeline.documents.diagnostics import Findings
from pipeline.documents.source import Source
from pipeline.effects.look import Look
from pipeline.effects.reading import ReadingMoment, Recital
from pipeline.manifest.spoken.passages import read_passage
from pipeline.media.picture.fonts import default_fonts
from pipeline.model.captions import SentenceTime
from pipeline.model.media import Font
from pipeline.model.rendition import PRESETS
from pipeline.model.series import Loudness, Theme
from pipeline.model.timeline import Mix, Placed, StillSpan, Timeline
from pipeline.render.lower import lower
from pipeline.render.perform import perform
from pipeline.render.piece import Context
from pipeline.timebase import seconds_to_frames
from pipeline.timeline.kinds.reading import marks
from pipeline.timeline.spots import Timing, sentence_times

READINGS = 12
"""Of each kind."""
FRAMES = Fraction(25)
SENTENCES, CPU = 60, 12
"""Sentences of a text, and the CPU seconds that it may take."""


def misses(made: Reading, folder: Path) -> list[float]:
    """Milliseconds by which the first frames of marks miss their sentences."""
    text = "# 课\n\n" + "\n\n".join("".join(made.lines[at : at + 4]) for at in range(0, len(made.lines), 4))
    _, script = read_passage(Source(path=Path("/a.md"), file="a.md", text=text), Findings())
    assert [one.text for one in script.sentences] == list(made.lines)
    parts = phrases(script.sentences)
    spoken: dict[int, TimeRange] = {}
    for part, stretch in zip(parts, align(parts, _curve(made, folder)).spoken, strict=True):
        before = spoken.get(part.sentence)
        spoken[part.sentence] = TimeRange(start=before.start if before else stretch.start, stop=stretch.stop)
    timing = Timing(
        spoken=[spoken.get(index) for index in range(len(script.sentences))],
        length=round(len(made.sound) / RATE * 1000),
        shortest=41,
    )
    found = {sentence: at for at, sentence, marked in marks(sentence_times(script.sentences, timing)) if marked}
    return [
        abs(seconds_to_frames(Fraction(found[index], 1000), FRAMES) / float(FRAMES) - start) * 1000
        for index, (start, _) in enumerate(made.times)
    ]


def cost() -> float:
    """CPU seconds of encoding a text, without its sound."""
    made = [line for seed in range(6) for line in reading("alone", seed).lines][:SENTENCES]
    text = "# 课\n\n" + "\n\n".join("".join(made[at : at + 4]) for at in range(0, len(made), 4))
    passage, _ = read_passage(Source(path=Path("/a.md"), file="a.md", text=text), Findings())
    fonts = tuple(Font(content=f"{path}#{index}", path=path, index=index) for path, index in default_fonts())
    theme = Theme()
    look = Look(background=theme.background, foreground=theme.foreground, accent=theme.accent, fonts=fonts)
    recital = Recital(key=digest(passage), passage=passage, look=look)
    times = [SentenceTime(start=5000 * index + 300, stop=5000 * index + 4600) for index in range(SENTENCES)]
    moments = list(marks(times))
    frames = [seconds_to_frames(Fraction(at, 1000), FRAMES) for at, _, _ in moments]
    spans = tuple(
        Placed(
            start=start,
            span=StillSpan(frames=stop - start, still=ReadingMoment(recital=recital, sentence=sentence, marked=marked)),
            segment=0,
            label="",
        )
        for (_, sentence, marked), start, stop in zip(moments, frames, [*frames[1:], frames[-1] + 25], strict=True)
    )
    mix = Mix(samples=48_000, sounds=(), loudness=Loudness())
    timeline = Timeline(rate=FRAMES, frames=frames[-1] + 25, spans=spans, mix=mix, chapters=(), starts=(0,))
    begun = time.process_time()
    lowered = lower(timeline, PRESETS["video-1080p"], Context(tools="", where="x"))
    with tempfile.TemporaryDirectory() as folder:
        for number, action in enumerate(dict.fromkeys(piece.action for piece in lowered.pieces)):
            perform(action, (), to=Path(folder, f"{number}.mp4"))
        size = sum(path.stat().st_size for path in Path(folder).iterdir())
    spent = time.process_time() - begun
    print(
        f"{SENTENCES} sentences at 1920 x 1080: {spent:.1f} s of CPU, {len(lowered.pieces)} pieces, {size / 1e6:.1f} MB"
    )
    return spent


def main(readings: int = READINGS) -> int:
    whole: list[float] = []
    print(f"{'kind':10} {'sentences':>9} {'median ms':>9} {'95 % ms':>9} {f'within {MOST} ms':>14}")
    with tempfile.TemporaryDirectory() as folder:
        for kind in KINDS:
            found = [miss for seed in range(readings) for miss in misses(reading(kind, seed), Path(folder))]
            whole += found
            print(_row(kind, found), flush=True)
    print(_row("all", whole))
    return 0 if np.percentile(whole, 95) <= MOST and cost() <= CPU else 1


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
