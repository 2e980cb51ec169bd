"""Audiograms: bars as high as it is loud, lit as it is played, captions while they are said, in any shape of frame."""

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from PIL import Image

from pipeline.digest import file_digest
from pipeline.effects.audiogram import PAGE_BARS, Audiogram, Clock
from pipeline.effects.look import Look
from pipeline.effects.stills import TextCard
from pipeline.media.picture.fonts import default_fonts
from pipeline.media.sound.waveform import TALLEST, measure_wave, read_wave
from pipeline.media.video.audiogram import Part, encode_audiogram
from pipeline.media.video.audiogram_layout import art_side, layout
from pipeline.model.media import Font
from pipeline.model.rendition import Picture
from pipeline.model.timeline import Caption, CaptionRun, Lettering
from tests import sources
from tests.media.sounds import SECOND, mixed, speech

FONTS = tuple(Font(content=file_digest(path), index=index, path=path) for path, index in default_fonts())
CARD = TextCard(
    text="毛泽建：巾帼英烈\n颂英烈 · 第1期",
    look=Look(background="#7a1414", foreground="#fff6e0", accent="#e8b64c", fonts=FONTS),
)
LOOK = Audiogram(card=CARD, art=None)
SHAPES = [(320, 320), (480, 270), (180, 320)]
PAGES = 2
FRAMES = 500


def said(start: int, stop: int, text: str = "一位女战士") -> CaptionRun:
    return CaptionRun(start=start, stop=stop, caption=Caption(text=text, lettering=Lettering(fonts=FONTS)))


def frames_of(tmp_path: Path, *captions: CaptionRun, size: tuple[int, int] = (320, 320), look: Audiogram = LOOK) -> Any:
    heights = [TALLEST] * (PAGE_BARS * PAGES)
    (tmp_path / "wave.json").write_text(json.dumps(heights))
    picture = Picture(width=size[0], height=size[1], rate=Fraction(25))
    side = art_side(*size)
    art = Image.fromarray(sources.photo_pixels((side, side))) if look.art else None
    stretch = Part(first=0, frames=FRAMES, total=FRAMES)
    encode_audiogram(look, art, captions, stretch, picture, wave=tmp_path / "wave.json", to=tmp_path / "film")
    with av.open(str(tmp_path / "film")) as file:
        return [frame.to_ndarray(format="rgb24") for frame in file.decode(video=0)]


def lit(frame: Any, size: tuple[int, int]) -> float:
    """Share of the wave's width in which bars have the accent's colour, which is far less blue than the others."""
    box = layout(*size, art=False).wave
    middle = frame[(box.top + box.bottom) // 2, box.left : box.right].astype(int)
    gold = (middle[:, 0] - middle[:, 2] > 110) & (middle[:, 1] > 120)
    return float(np.flatnonzero(gold).max(initial=0) / len(gold))


@pytest.mark.parametrize("size", SHAPES, ids=str)
def test_bars_light_up_page_by_page(size: tuple[int, int], tmp_path: Path):
    frames = frames_of(tmp_path, size=size)

    assert len(frames) == FRAMES
    assert lit(frames[0], size) < 0.08
    assert 0.42 < lit(frames[125], size) < 0.58
    assert lit(frames[249], size) > 0.9
    assert lit(frames[250], size) < 0.08
    assert lit(frames[499], size) > 0.9


def test_captions_stand_while_they_are_said(tmp_path: Path):
    frames = frames_of(tmp_path, said(100, 200))
    box = layout(320, 320, art=False).captions

    def drawn(frame: Any) -> float:
        return float(frame[box.top : box.bottom, box.left : box.right].max())

    assert [drawn(frames[place]) > 200 for place in (99, 100, 199, 200)] == [False, True, True, False]


@pytest.mark.parametrize("size", [*SHAPES, (1920, 1080), (1080, 1920), (16, 16), (640, 100)], ids=str)
@pytest.mark.parametrize("art", [True, False])
def test_nothing_stands_in_anything_s_way(size: tuple[int, int], art: bool):
    found = layout(*size, art=art)
    boxes = [box for box in (found.art, found.words, found.wave, found.captions) if box]

    for box in boxes:
        assert 0 <= box.left <= box.right <= size[0]
        assert 0 <= box.top <= box.bottom <= size[1]
        assert not any(edge % 2 for edge in (box.left, box.top, box.right, box.bottom))
    for one in boxes:
        for other in boxes:
            apart = one.right <= other.left or other.right <= one.left or one.bottom <= other.top
            assert one is other or apart or other.bottom <= one.top


@pytest.mark.parametrize("text", ["字" * 300, "A" * 300, "", "一\n" + "很长的系列名称" * 20, "שלום עולם\nسلام"])
def test_any_title_finds_room(text: str, tmp_path: Path):
    look = Audiogram(card=replace(CARD, text=text), art=None)

    assert len(frames_of(tmp_path, look=look)) == FRAMES


def test_the_wave_is_as_high_as_it_is_loud(tmp_path: Path):
    at = np.arange(6 * SECOND) / SECOND
    level = np.select([at < 2, at < 4], [0.3, 0.1], 0.0)
    wave = np.tile(level * np.sin(2 * np.pi * 500 * at), (2, 1)).astype(np.float32)
    mix = mixed(tmp_path, 6, speech(sources.sound("steps.wav", wave), 6))

    measure_wave(mix, Clock(Fraction(25)).bar, to=tmp_path / "wave.json")

    heights = read_wave(tmp_path / "wave.json")
    assert len(heights) == 24
    assert heights[4] > 60
    assert heights[4] - 60 < heights[12] < heights[4] - 20
    assert heights[20] == 0


def test_silence_has_a_wave_too(tmp_path: Path):
    silent = sources.sound("nothing.wav", np.zeros((2, SECOND), np.float32))
    mix = mixed(tmp_path, 1, speech(silent, 1))

    measure_wave(mix, Clock(Fraction(25)).bar, to=tmp_path / "wave.json")

    assert read_wave(tmp_path / "wave.json") == (0,) * 4


@pytest.mark.parametrize("rate", [Fraction(25), Fraction(30000, 1001), Fraction(1), Fraction(120)], ids=str)
def test_bars_and_pages_fit_any_rate(rate: Fraction):
    clock = Clock(rate)

    assert clock.bars_at(0) == 1
    assert clock.bars_at(clock.page - 1) <= PAGE_BARS < clock.bars_at(clock.page)
    assert clock.bar * PAGE_BARS * rate == clock.page
