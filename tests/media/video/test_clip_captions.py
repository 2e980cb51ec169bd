"""Captions over moving pictures: on exactly their frames, the picture under them unchanged elsewhere."""

from dataclasses import replace
from fractions import Fraction as F
from pathlib import Path

import numpy as np

from pipeline.digest import file_digest
from pipeline.effects.transitions import Dissolve
from pipeline.media.picture.fonts import default_fonts
from pipeline.media.probe.probe import probe
from pipeline.media.video.clips import encode_clip, encode_transition
from pipeline.model.media import Font, Medium
from pipeline.model.rendition import Picture
from pipeline.model.timeline import Caption, CaptionRun, ClipSpan, Lettering, TransitionSpan
from tests import sources

PICTURE = Picture(width=320, height=180, rate=F(25), crf=12, preset="ultrafast")
FONTS = tuple(Font(content=f"{path}#{index}", path=path, index=index) for path, index in default_fonts())


def run(start: int, stop: int, text: str) -> CaptionRun:
    return CaptionRun(start=start, stop=stop, caption=Caption(text=text, lettering=Lettering(fonts=FONTS)))


def clip(frames: int, start: F = F(0)) -> ClipSpan:
    path = sources.numbered("numbered.mp4", sources.regular(25, 60))
    medium = Medium(content=file_digest(path), info=probe(path), path=path)
    return ClipSpan(frames=frames, medium=medium, start=start, fit="blur")


def differing(one: Path, other: Path) -> list[int]:
    """Frames that differ where captions stand."""
    pairs = zip(sources.grays(one), sources.grays(other), strict=True)
    low = slice(int(180 * 0.75), 180)
    return [index for index, (a, b) in enumerate(pairs) if np.abs(a[low].astype(int) - b[low].astype(int)).max() > 60]


def test_captions_stand_over_their_frames_of_a_clip(tmp_path: Path):
    plain = clip(20, F(1, 5))
    encode_clip(plain, PICTURE, threads=1, to=tmp_path / "plain")
    encode_clip(
        replace(plain, captions=(run(3, 8, "人民的"), run(9, 20, "名字"))), PICTURE, threads=1, to=tmp_path / "said"
    )

    assert differing(tmp_path / "plain", tmp_path / "said") == [*range(3, 8), *range(9, 20)]
    upper = (0, 0, 1, 0.6)
    assert len(sources.numbers_in(tmp_path / "said", part=upper)) == 20


def test_chunks_show_what_the_whole_shows(tmp_path: Path):
    whole = replace(clip(20), captions=(run(3, 17, "人民的名字"),))
    first, second = (
        replace(whole, frames=10, captions=(run(3, 10, "人民的名字"),)),
        replace(whole, frames=10, start=F(10, 25), captions=(run(0, 7, "人民的名字"),)),
    )
    for name, span in (("whole", whole), ("first", first), ("second", second)):
        encode_clip(span, PICTURE, threads=1, to=tmp_path / name)

    together = [*sources.grays(tmp_path / "first"), *sources.grays(tmp_path / "second")]
    for one, other in zip(sources.grays(tmp_path / "whole"), together, strict=True):
        assert np.abs(one.astype(int) - other.astype(int)).mean() < 2


def test_a_caption_stands_firm_over_a_dissolve(tmp_path: Path):
    span = TransitionSpan(frames=8, blend=Dissolve(), outgoing=clip(8), incoming=clip(8, F(1)))
    for name, captions in (("plain", ()), ("said", (run(0, 5, "人民的名字"),))):
        encode_transition(
            replace(span, captions=captions), PICTURE, outgoing=None, incoming=None, threads=1, to=tmp_path / name
        )

    assert differing(tmp_path / "plain", tmp_path / "said") == [0, 1, 2, 3, 4]
