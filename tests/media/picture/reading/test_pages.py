"""Pages of readings: divided at sentences, no line alone, nothing lost, whatever the shape and the text."""

import random
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from pipeline.digest import digest
from pipeline.documents.diagnostics import Findings
from pipeline.documents.source import Source
from pipeline.effects.look import Look
from pipeline.effects.reading import ReadingPage, Recital
from pipeline.manifest.spoken.passages import read_passage
from pipeline.media.picture.cards.areas import safe_area
from pipeline.media.picture.cards.sheet import SIZES
from pipeline.media.picture.fonts import default_fonts
from pipeline.media.picture.reading.column import column
from pipeline.media.picture.reading.draw import page_measure
from pipeline.media.picture.reading.lines import galley
from pipeline.media.picture.reading.pages import Pages, pages_of
from pipeline.media.picture.reading.type_area import head_of
from pipeline.media.picture.typesetting.typesetter import Typesetter
from pipeline.model.media import Font

FONTS = tuple(Font(content=f"{path}#{index}", path=path, index=index) for path, index in default_fonts())
LOOK = Look(background="#7a1414", foreground="#fff6e0", accent="#e8b64c", fonts=FONTS)
SHAPES = [(640, 360), (360, 640), (400, 400), (480, 360)]
SENTENCE = "一九二二年秋天，他走到工人中间，办夜校，建工会。"


def recital(text: str, name: str = "a.md") -> Recital:
    passage, _ = read_passage(Source(path=Path("/w", name), file=name, text=text), Findings())
    return Recital(key=digest(passage), passage=passage, look=LOOK)


def pages(text: str, shape: tuple[int, int] = (640, 360)) -> Pages:
    return pages_of(recital(text), *shape)


def lines(page: ReadingPage, shape: tuple[int, int]) -> list[str]:
    """What stands on each line of its column."""
    measure = page_measure(page, *shape)
    strips = galley(page.paragraphs, Typesetter(FONTS), measure.columns, mixed=page.mixed)
    placed = list(column(strips, (0, 0), measure, high=float("inf")))
    head = head_of(page.title, page.byline, LOOK, measure)
    if placed:
        assert head.height + placed[-1].top + measure.size <= measure.box.height + 1
    found = []
    for one in placed:
        pieces = strips[one.strip].pieces[one.line.first : one.line.stop]
        found.append("".join(piece.text for piece in pieces).rstrip())
        assert one.line.left + sum(piece.width for piece in pieces) - pieces[-1].notch < measure.columns + 3
    return found


def words(found: Pages) -> str:
    return "".join(one.text.replace("\n", "") for page in found.pages for one in page.paragraphs).replace(" ", "")


@pytest.mark.parametrize("shape", SHAPES, ids=["16:9", "9:16", "1:1", "4:3"])
def test_a_long_text_is_whole_and_its_sentences_are(shape: tuple[int, int]):
    chance = random.Random(1)
    paragraphs = ["".join(SENTENCE[chance.randrange(12) :] for _ in range(chance.randint(1, 6))) for _ in range(40)]
    text = "# 郭亮\n\n" + "\n\n".join(paragraphs)
    found = pages(text, shape)

    assert words(found) == "".join(paragraphs)
    assert found.torn == ()
    assert [page.number for page in found.pages] == list(range(1, len(found.pages) + 1))
    for page in found.pages:
        assert len(lines(page, shape)) > 1
    for before, after in pairwise(found.pages):
        # A paragraph that goes on has two lines on either page.
        if after.paragraphs[0].continued:
            for page, part in ((before, before.paragraphs[-1]), (after, after.paragraphs[0])):
                own = ReadingPage(paragraphs=(part,), frame=shape, size=page.size, mixed=page.mixed, look=LOOK)
                assert len(lines(own, shape)) > 1, part.text


@pytest.mark.parametrize("shape", SHAPES, ids=["16:9", "9:16", "1:1", "4:3"])
def test_a_poem_is_on_one_page_in_large_type(shape: tuple[int, int]):
    found = pages("# 静夜思\n\n李白\n\n床前明月光，\n疑是地上霜。\n举头望明月，\n低头思故乡。\n", shape)
    (page,) = found.pages

    assert lines(page, shape) == ["床前明月光，", "疑是地上霜。", "举头望明月，", "低头思故乡。"]
    assert page.number == 0
    assert page.size > min(shape) * SIZES["reading"][1]
    assert (page.title, page.byline) == ("静夜思", "李白")
    # In the middle: a shift of what a line lacks of the column.
    assert page.shift > page.size


def test_verses_too_long_for_the_usual_type_are_set_smaller_rather_than_broken():
    verses = ["And looked down one as far as I", "To where it bent in the growth;"]
    (page,) = pages("\n".join(verses), (400, 640)).pages

    assert lines(page, (400, 640)) == verses
    assert page.size < min(400, 640) * SIZES["reading"][1]


def test_a_sentence_longer_than_a_page_is_divided_at_a_pause():
    long = "他走到工人中间，" * 60 + "建工会。"
    found = pages(long)

    assert found.torn == (0,)
    assert words(found) == long
    assert all(page.paragraphs[-1].text.endswith("，") for page in found.pages[:-1])
    assert sum(count for _, count in found.parts[0]) == len(long)


def test_a_heading_never_ends_a_page():
    body = (SENTENCE * 2 + "\n\n") * 2
    for extra in range(1, 9):
        found = pages(SENTENCE * extra + "\n\n## 第二节\n\n" + body)
        assert all(page.paragraphs[-1].kind != "heading" for page in found.pages[:-1])


def test_one_changed_sentence_changes_its_own_page_alone():
    paragraphs = [SENTENCE * 5 for _ in range(12)]
    before = pages("\n\n".join(paragraphs))
    paragraphs[6] = paragraphs[6].replace("工会", "学校", 1)
    after = pages("\n\n".join(paragraphs))

    assert len(before.pages) == len(after.pages)
    assert sum(one != other for one, other in zip(before.pages, after.pages, strict=True)) == 1


def test_what_is_shown_between_sentences():
    found = pages("# 题\n\n" + "\n\n".join([SENTENCE * 4] * 4))
    last = found.parts[len(found.parts) // 2][0][0]
    ending = max(index for index, parts in enumerate(found.parts) if parts[0][0] == last - 1)

    assert found.moment(-1, marked=False) == found.pages[0]
    assert found.moment(0, marked=True).marked == 0
    # On the same page the last one stays marked until the next; before another page that one is shown, unmarked.
    assert found.moment(0, marked=False).marked == 0
    assert found.moment(ending, marked=False) == found.pages[last]
    assert found.moment(ending + 1, marked=True).marked == 0
    assert found.moment(len(found.parts) - 1, marked=False) == found.pages[-1]


@given(
    some.lists(
        some.lists(
            some.text("的一是不了人我在有他，。！？“”《》：ab 1.", min_size=1, max_size=60), min_size=1, max_size=4
        ),
        min_size=1,
        max_size=8,
    ),
    some.sampled_from([*SHAPES, (96, 54)]),
)
@settings(deadline=None, max_examples=60)
def test_nothing_is_lost(paragraphs: list[list[str]], shape: tuple[int, int]):
    text = "\n\n".join("\n".join(one) for one in paragraphs)
    source = Source(path=Path("/w/a.md"), file="a.md", text=text)
    passage, script = read_passage(source, Findings())
    found = pages_of(Recital(key=digest(passage), passage=passage, look=LOOK), *shape)
    seen = "".join(one.text.replace("\n", "") for one in passage.paragraphs).replace(" ", "")

    assert words(found).translate({ord("“"): '"', ord("”"): '"'}) == seen.translate({ord("“"): '"', ord("”"): '"'})
    assert len(found.parts) == len(script.sentences)
    for index in range(len(script.sentences)):
        assert found.moment(index, marked=True).marked is not None


def test_columns_keep_to_the_safe_area():
    for width, height in SHAPES:
        (page,) = pages("字。", (width, height)).pages
        column_box, safe = page_measure(page, width, height).column, safe_area(width, height)
        assert safe.left - 0.01 <= column_box.left
        assert column_box.right <= safe.right + 0.01
        assert column_box.bottom < safe.bottom
