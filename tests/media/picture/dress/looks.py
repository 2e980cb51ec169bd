"""Looks and cards for tests: every theme, and one card of each kind."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from pipeline.digest import digest
from pipeline.documents.diagnostics import Findings
from pipeline.documents.source import Source
from pipeline.effects.citations import CreditsPage, PersonCard, QuoteCard
from pipeline.effects.colours import rgb
from pipeline.effects.look import Look
from pipeline.effects.questions import Answered, QuestionCard
from pipeline.effects.reading import ReadingMoment, Recital
from pipeline.effects.stills import TextCard
from pipeline.effects.themes import preset
from pipeline.manifest.spoken.passages import read_passage
from pipeline.media.picture.fonts import default_fonts
from pipeline.media.picture.typesetting.typesetter import Typesetter
from pipeline.model.media import Font, Medium
from pipeline.model.programme import Credit
from pipeline.model.timeline import Still

FONTS = {
    serif: tuple(
        Font(content=f"{path}#{index}", path=path, index=index)
        for path, index in default_fonts(face="serif" if serif else "sans")
    )
    for serif in (False, True)
}
TEXT = "第4期\n毛泽建：巾帼英烈\n烈士塔下颂英烈\n2022年10月8日"
PASSAGE = "# 郭亮\n\n郭亮出生在长沙。他走到工人中间。\n\n砍头不要紧，\n只要主义真。\n"


def look(name: str, picture: Medium | None = None) -> Look:
    one = preset(name)
    return Look(
        background=one.background,
        foreground=one.inks.foreground,
        accent=one.inks.accent,
        picture=picture,
        fonts=FONTS[one.dress.face == "serif"],
        dress=one.dress,
    )


def title(its: Look, text: str = TEXT) -> TextCard:
    return TextCard(text=text, look=its, senses=("number", "title", "series", "date") if text == TEXT else ())


def question(its: Look) -> QuestionCard:
    return QuestionCard(
        question="毛泽建在哪一年加入中国共产党？", options=("1921年", "1923年", "1925年", "1927年"), right=1,
        answer="1923年", explain="一九二三年，她加入了中国共产党。", look=its,
    )  # fmt: skip


def reading(its: Look) -> ReadingMoment:
    passage, _ = read_passage(Source(path=Path("/a.md"), file="a.md", text=PASSAGE), Findings())
    return ReadingMoment(recital=Recital(key=digest(passage), passage=passage, look=its), sentence=1, marked=True)


KINDS: dict[str, Callable[[Look], Still]] = {
    "title": title,
    "question": question,
    "answered": lambda its: Answered(card=question(its)),
    "reading": reading,
    "quote": lambda its: QuoteCard(
        text="为有牺牲多壮志，敢教日月换新天。", by="毛泽东", source="《七律·到韶山》", look=its
    ),
    "person": lambda its: PersonCard(
        name="毛泽建", years="1905—1929", text="湖南湘潭韶山人，一九二三年加入中国共产党。", portrait=None, focus=None,
        look=its,
    ),
    "credits": lambda its: CreditsPage(
        heading="制作人员",
        credits=(Credit(role="主讲", names=("李明", "王芳")), Credit(role="图片", names=("湖南省博物馆",))),
        look=its,
    ),
}  # fmt: skip


@dataclass(slots=True)
class Worst:
    """The least contrast of a letter's pixel with what lay there before, and how many pixels were looked at."""

    contrast: float = 21.0
    pixels: int = 0


@contextmanager
def watched(monkeypatch: pytest.MonkeyPatch) -> Iterator[Worst]:
    """Looks at everything that is written meanwhile: the full pixels of letters, and what lay beneath each of them."""
    worst = Worst()

    def watching(write: Any) -> Any:
        def written(self: Typesetter, image: Image.Image, *given: Any, **more: Any) -> None:
            before = np.asarray(image.convert("RGB")).astype(int)
            write(self, image, *given, **more)
            ink = np.array(rgb(more["fill"]))
            letters = (np.abs(np.asarray(image.convert("RGB")).astype(int) - ink).sum(axis=2) <= 6) & (
                np.abs(before - ink).sum(axis=2) > 6
            )
            beneath = before[letters]
            if len(beneath):
                light, own = _luminance(beneath), float(_luminance(ink[None])[0])
                ratio = (np.maximum(light, own) + 0.05) / (np.minimum(light, own) + 0.05)
                worst.contrast = min(worst.contrast, float(ratio.min()))
                worst.pixels += len(beneath)

        return written

    with monkeypatch.context() as patch:
        patch.setattr(Typesetter, "draw", watching(Typesetter.draw))
        patch.setattr(Typesetter, "draw_at", watching(Typesetter.draw_at))
        yield worst


def _luminance(pixels: Any) -> Any:
    share = pixels / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return linear @ np.array([0.2126, 0.7152, 0.0722])
