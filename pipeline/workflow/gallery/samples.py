"""Samples: one of everything that a theme dresses, with words of a lesson."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.digest import digest
from pipeline.documents.diagnostics import Findings
from pipeline.documents.source import Source
from pipeline.effects.citations import CreditsPage, PersonCard, QuoteCard
from pipeline.effects.covers import Cover
from pipeline.effects.look import Look, look_of
from pipeline.effects.overlays import LowerThird, Overlaid, PictureLabel
from pipeline.effects.questions import Answered, Countdown, QuestionCard
from pipeline.effects.reading import ReadingMoment, Recital
from pipeline.effects.stills import Captioned, TextCard
from pipeline.effects.themes import chosen_colours
from pipeline.manifest.spoken.passages import read_passage
from pipeline.media.picture.fonts import Face, default_fonts
from pipeline.messages import Message, tr
from pipeline.model.media import Font
from pipeline.model.programme import Credit
from pipeline.model.series import Theme
from pipeline.model.timeline import Caption, Lettering, Still
from pipeline.render.picture.gallery import Landscape

_PASSAGE = "# 就义诗\n\n砍头不要紧，\n只要主义真。\n杀了夏明翰，\n还有后来人。\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Something that a theme dresses."""

    name: Message
    still: Still


def look_named(name: str) -> Look:
    """The look of a preset. Raises PipelineError where this machine has no Chinese font."""
    colours = chosen_colours(name, {})
    theme = Theme(
        preset=name, background=colours.background, foreground=colours.foreground, accent=colours.accent
    )  # fmt: skip
    bare = look_of(theme, picture=None, fonts=())
    return look_of(theme, picture=None, fonts=fonts_of(bare.dress.face))


def fonts_of(face: Face) -> tuple[Font, ...]:
    return tuple(Font(content=str(path), index=index, path=path) for path, index in default_fonts(face=face))


def samples(look: Look) -> Iterator[Sample]:
    """Everything that is drawn in a look."""
    passage, _ = read_passage(Source(path=Path("/sample.md"), file="sample.md", text=_PASSAGE), Findings())
    question = QuestionCard(
        question="毛泽建在哪一年加入中国共产党？", options=("1921年", "1923年", "1925年", "1927年"), right=1,
        answer="1923年", explain="一九二三年，她在长沙加入中国共产党。", look=look,
    )  # fmt: skip
    stills: tuple[tuple[Message, Still], ...] = (
        (tr("a title card"), TextCard(
            text="第4期\n毛泽建：巾帼英烈\n烈士塔下颂英烈\n2022年10月8日", senses=("number", "title", "series", "date"),
            look=look,
        )),
        (tr("a title card in English"), TextCard(
            text="Episode 4\nMao Zejian: A Heroine of the Revolution\n8 October 2022",
            senses=("number", "title", "date"), look=look,
        )),
        (tr("a question, thinking time"), Countdown(card=question, left=5, of=8)),
        (tr("a question, answered"), Answered(card=question)),
        (tr("a page of a reading"), ReadingMoment(
            recital=Recital(key=digest(passage), passage=passage, look=look), sentence=1, marked=True
        )),
        (tr("a quotation"), QuoteCard(
            text="为有牺牲多壮志，敢教日月换新天。", by="毛泽东", source="《七律·到韶山》", look=look
        )),
        (tr("a person"), PersonCard(
            name="毛泽建", years="1905—1929",
            text="湖南湘潭韶山人，一九二三年加入中国共产党，在衡阳、衡山一带坚持斗争。", portrait=None, focus=None,
            look=look,
        )),
        (tr("a page of credits"), CreditsPage(
            heading="制作人员", look=look,
            credits=(
                Credit(role="主讲", names=("李明", "王芳")), Credit(role="撰稿", names=("陈晓",)),
                Credit(role="图片", names=("湖南省博物馆",)),
            ),
        )),
    )  # fmt: skip
    for name, still in stills:
        yield Sample(name=name, still=still)
    cover = Cover(art=None, look=look, title="毛泽建：巾帼英烈", series="烈士塔下颂英烈", number="第4期")
    yield Sample(name=tr("a cover without a picture"), still=cover)
    yield Sample(name=tr("a lower third, a label and a caption"), still=_over(look))


def _over(look: Look) -> Still:
    """What lies over pictures, over a landscape."""
    third = LowerThird(name="李明", role="烈士塔讲解员", look=look)
    label = PictureLabel(text="韶山，1927年", look=look)
    lettering = Lettering(fonts=fonts_of("sans"), style=look.dress.captions)
    return Captioned(
        still=Overlaid(still=Landscape(), overlays=(label, third)),
        caption=Caption(text="自幼家境贫寒的她，很早就走进了学堂。", lettering=lettering),
    )
