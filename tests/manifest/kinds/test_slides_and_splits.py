"""How slides and splits are written, and what is said of what cannot be."""

import os
from fractions import Fraction
from typing import Any

import pytest

from pipeline.manifest.schema.page_numbers import page_numbers
from pipeline.model.segments import ClipSegment, ImageUse, Slides, Split
from tests.manifest.workspaces import Workspace, segments

F = Fraction
CREDITS = "write 'credits: auto' for what is known, or a role and its names on the next line: "


def write(workspace: Workspace, body: str) -> None:
    indented = body.strip().replace("\n", "\n    ")
    workspace.episode(f"number: 1\ntitle: 一\nsegments:\n  - {indented}\n")


def read(workspace: Workspace, body: str) -> Any:
    for name in ("deck.pdf", "a.mp4", "b.mp4", "n1.wav", "n2.wav"):
        workspace.write(f"episodes/lieshita/{name}", "media")
    write(workspace, body)
    (found,) = segments(workspace)
    return found


def complaints(workspace: Workspace, body: str) -> list[str]:
    """Code, line and column of what is said."""
    for name in ("deck.pdf", "a.mp4", "b.mp4", "n1.wav", "n2.wav"):
        workspace.write(f"episodes/lieshita/{name}", "media")
    write(workspace, body)
    return [f"{one.code} {one.mark.line}:{one.mark.column}" for one in workspace.read().diagnostics]


@pytest.mark.parametrize(
    ("written", "pages"),
    [
        ("1-5, 8", (1, 2, 3, 4, 5, 8)), ("3", (3,)), ("8,2-3", (8, 2, 3)), ("１－３，５", (1, 2, 3, 5)),
        ("1 – 2、4", (1, 2, 4)), ("2至4", (2, 3, 4)), ("2,2", (2, 2)), ("1~3；7", (1, 2, 3, 7)),
    ],
)  # fmt: skip
def test_pages_as_people_write_them(written: str, pages: tuple[int, ...]):
    assert page_numbers(written) == pages


def test_slides_with_all_that_they_may_say(workspace: Workspace):
    found = read(
        workspace,
        "slides: deck.pdf\npages: [1-2, 5]\nnarration: [n1.wav, n2.wav]\npause: 1s\nat: ['00:03', '8s']\nfit: pad",
    )

    assert isinstance(found, Slides)
    (use,) = found.deck
    assert isinstance(use, ImageUse) and (use.every_page, use.fit) == (True, "pad")
    assert (found.chosen, found.changes, found.pause) == ((1, 2, 5), (F(3), F(8)), F(1))
    assert [take.name for take in found.takes] == ["n1.wav", "n2.wav"]
    assert [mark.column for mark in found.change_marks] == [10, 19]


def test_a_list_names_single_pages(workspace: Workspace):
    found = read(workspace, "slides: [{image: deck.pdf, page: 3}, deck.pdf, photos/stele.jpg]\nfor: 4s")

    assert [(use.media.name, use.page, use.every_page) for use in found.deck] == [
        ("deck.pdf", 3, False), ("deck.pdf", None, True), ("photos/stele.jpg", None, True),
    ]  # fmt: skip
    assert found.lengths == (F(4),)


def test_a_folder_of_pictures_is_a_deck(workspace: Workspace):
    found = read(workspace, "slides: photos\nfor: [4s, 2s]")

    assert [use.media.name for use in found.deck] == ["photos/school.jpg", "photos/stele.jpg"]
    assert found.lengths == (F(4), F(2))


def test_a_presentation_is_its_pdf_where_that_lies_beside_it(workspace: Workspace):
    workspace.write("episodes/lieshita/课件.pptx", "media")
    alone = read(workspace, "slides: 课件.pptx\nfor: 4s")
    pdf = workspace.write("episodes/lieshita/课件.pdf", "media")
    beside = read(workspace, "slides: 课件.pptx\nfor: 4s")
    os.utime(pdf, (1_000_000, 1_000_000))

    assert [use.media.path.name for use in (*alone.deck, *beside.deck)] == ["课件.pptx", "课件.pdf"]
    assert complaints(workspace, "slides: 课件.pptx\nfor: 4s") == ["older-pdf 4:13"]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("slides: deck.pdf", ["missing-length 4:5"]),
        ("slides: deck.pdf\nnarration: n1.wav\nfor: 3s", ["two-lengths 6:5"]),
        ("slides: deck.pdf\nfor: 3s\nat: 2s\nscript: narration/001.md", ["needs-narration 6:5", "needs-narration 7:5"]),
        ("slides: deck.pdf\nnarration: n1.wav\nat: [8s, 3s]", ["pins-out-of-order 6:14"]),
        ("slides: deck.pdf\nnarration: n1.wav\nat: [3s, 3s]", ["pins-out-of-order 6:14"]),
        ("slides: [{image: deck.pdf, at: 3s}]\nfor: 3s", ["pages-twice 4:36"]),
        ("slides: [deck.pdf, {image: deck.pdf, at: 3s}]\nnarration: n1.wav\nat: 2s", ["pages-twice 4:46"]),
        ("slides: deck.pdf\npages: 5-2\nfor: 3s", ["bad-pages 5:12"]),
        ("slides: deck.pdf\npages: 0-2\nfor: 3s", ["bad-pages 5:12"]),
        ("slides: deck.pdf\npages: all\nfor: 3s", ["bad-pages 5:12"]),
        ("slides: deck.pdf\npages: 1-99999999\nfor: 3s", ["bad-pages 5:12"]),
        ("slides: deck.pdf\npages: '1,,3'\nfor: 3s", ["bad-pages 5:12"]),
        ("slides: dekc.pdf\nfor: 3s", ["missing-file 4:13"]),
        ("slides: []\nfor: 3s", ["empty-value 4:13"]),
        ("slides: deck.pdf\nclip: a.mp4\nfor: 3s", ["two-kinds 5:5"]),
        ("slides: deck.pdf\npage: 3\nfor: 3s", ["unknown-key 5:5"]),
    ],
)  # fmt: skip
def test_what_cannot_be_in_slides(workspace: Workspace, body: str, said: list[str]):
    assert complaints(workspace, body) == said


def test_pages_stand_in_the_script_or_in_the_manifest(workspace: Workspace):
    workspace.write("episodes/lieshita/n.md", "![](deck.pdf){page=2}\n第一句话在这里。\n")
    placed = read(workspace, "slides: deck.pdf\nnarration: n1.wav\nscript: n.md")

    assert [(use.page, use.spot.sentence) for use in placed.pictures] == [(2, 0)]
    body = "slides: deck.pdf\nnarration: n1.wav\nscript: n.md\npages: 2\nat: 3s"
    assert complaints(workspace, body) == ["pages-twice 7:5", "pages-twice 8:5"]


def test_parts_of_a_script_begin_behind_headings_and_lines(workspace: Workspace):
    text = "# 课\n\n## 一\n\n第一句话。\n\n还是第一页。\n\n---\n\n第二页的话。又一句。\n## 三\n第三页。\n"
    workspace.write("episodes/lieshita/n.md", text)
    found = read(workspace, "slides: deck.pdf\nnarration: n1.wav\nscript: n.md")

    assert found.sections == (0, 2, 4) and found.heading == "课"


def test_a_voice_may_speak_about_slides(workspace: Workspace):
    found = read(workspace, "slides: deck.pdf\nsay: 第一页。\nvoice: {engine: espeak-ng, name: cmn}\nat: 2s")

    assert found.speaking is not None and found.speaking.texts == ("第一页。",)
    assert (found.takes, found.changes) == ((), (F(2),))
    assert complaints(workspace, "slides: deck.pdf\nnarration: n1.wav\nsay: 第一页。\nvoice: espeak-ng") == [
        "two-kinds 6:5"
    ]


def test_a_split_of_two_names(workspace: Workspace):
    found = read(workspace, "split: [a.mp4, photos/stele.jpg]\nsound: left")

    assert isinstance(found, Split)
    left, right = found.sides
    assert isinstance(left, ClipSegment) and isinstance(right, ImageUse)
    assert (left.clip.name, left.fit, right.media.name, right.fit, found.heard) == (
        "a.mp4", "crop", "photos/stele.jpg", "crop", "left",
    )  # fmt: skip


def test_sides_have_the_keys_of_clips_and_pictures(workspace: Workspace):
    found = read(
        workspace,
        """
split:
  - clip: a.mp4
    from: 1s
    to: 3s
    focus: [0.2, 0.5]
    gain: -3 dB
    channels: left
  - image: deck.pdf
    page: 2
fit: pad
for: 6s""",
    )

    left, right = found.sides
    assert (left.start, left.end, left.fit, left.focus, left.channels) == (
        F(1),
        F(3),
        "pad",
        (F(1, 5), F(1, 2)),
        "left",
    )
    assert (right.page, right.fit, right.slide, found.length) == (2, "pad", True, F(6))


def test_nothing_is_cut_off_a_page(workspace: Workspace):
    found = read(workspace, "split: [a.mp4, deck.pdf]")

    assert [side.fit for side in found.sides] == ["crop", "blur"]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("split: [a.mp4]", ["wrong-count 4:12"]),
        ("split: [a.mp4, b.mp4, a.mp4]", ["wrong-count 4:12"]),
        ("split: a.mp4", ["wrong-type 4:12"]),
        ("split: [photos/stele.jpg, photos/school.jpg]", ["missing-length 4:5"]),
        ("split: [a.mp4, b.mp4]\nfor: 3s\nnarration: n1.wav", ["two-lengths 5:5"]),
        ("split: [a.mp4, b.mp4]\nsound: left\nnarration: n1.wav", ["two-sounds 5:5"]),
        ("split: [a.mp4, b.mp4]\nsound: up", ["unknown-sound 5:12"]),
        ("split: [a.mp4, b.mp4]\nscript: narration/001.md", ["needs-narration 5:5"]),
        ("split: [{clip: a.mp4, transition: dissolve}, b.mp4]", ["not-in-a-side 4:27"]),
        ("split: [{clip: a.mp4, handles: yes}, b.mp4]", ["not-in-a-side 4:27"]),
        ("split: [{image: photos/stele.jpg, at: 3s}, b.mp4]", ["not-in-a-side 4:39"]),
        ("split: [{clip: a.mp4, from: 3s, to: 2s}, b.mp4]", ["bad-time 4:41"]),
        ("split: [{clipp: a.mp4}, b.mp4]", ["unknown-key 4:14"]),
        ("split: [nobody.mp4, b.mp4]", ["missing-file 4:13"]),
    ],
)  # fmt: skip
def test_what_cannot_be_in_a_split(workspace: Workspace, body: str, said: list[str]):
    assert complaints(workspace, body) == said


def test_pictures_in_the_script_of_a_split_are_said_to_be_left_out(workspace: Workspace):
    workspace.write("episodes/lieshita/n.md", "![](photos/stele.jpg)\n第一句话在这里。\n")

    assert complaints(workspace, "split: [a.mp4, b.mp4]\nnarration: n1.wav\nscript: n.md") == ["picture-left-out 1:1"]


@pytest.mark.parametrize(
    "key", ["label: 今天", "transition: dissolve", "lower-third: 李明", "logo: none", "chapter: 一"]
)
def test_what_a_side_cannot_have_can_stand_where_the_hint_says(workspace, key):
    assert complaints(workspace, f"split: [{{clip: a.mp4, {key}}}, b.mp4]") == ["not-in-a-side 4:27"]
    assert "beside 'split:'" in workspace.read().diagnostics[0].hint

    assert complaints(workspace, f"split: [a.mp4, b.mp4]\n{key}") == []


def test_what_has_no_place_in_a_split_is_left_out(workspace):
    complaints(workspace, "split: [{clip: a.mp4, handles: yes}, b.mp4]")

    assert workspace.read().diagnostics[0].hint == "leave it out"


def test_a_split_has_a_label(workspace):
    split = read(workspace, "split: [a.mp4, b.mp4]\nlabel: 1927年和今天")

    assert [one.text for one in split.labels] == ["1927年和今天"]


@pytest.mark.parametrize(
    ("body", "hint"),
    [
        ("split: a.mp4, b.mp4", "write '[a.mp4, b.mp4]'"),
        ("split: 【a.mp4、b.mp4】", "write '[a.mp4, b.mp4]'"),
        ("question: 几点？\noptions: 一、二、三\nanswer: 一", "write 'options: [一, 二, 三]'"),
        ("question: 几点？\noptions: 【一，二】\nanswer: 一", "write 'options: [一, 二]'"),
        ("question: 几点？\noptions: [一]\nanswer: 一", "add others, or leave out 'options:' for an open question"),
        ("credits: 摄影：王小明", f"{CREDITS}'摄影: 王小明'"),
        ("credits:\n  摄影：王小明", f"{CREDITS}'摄影: 王小明'"),
        ("credits: 自动", f"{CREDITS}'摄影: 自动'"),
        ("quote: 好好学习\n作者: 某人", "write 'by:' (作者)"),
    ],
)
def test_what_a_beginner_writes_is_told_how_it_is_written(workspace, body, hint):
    complaints(workspace, body)

    assert workspace.read().diagnostics[0].hint.startswith(hint)


@pytest.mark.parametrize(("motion", "page", "photo"), [("push-in", None, None), ("auto", "auto", "auto")])
def test_slides_stand_still_where_pictures_move(workspace: Workspace, motion: str, page: str | None, photo: str | None):
    """An explicit motion of an episode is for its photographs; a page moves only where its own entry says so."""
    for name in ("deck.pdf", "a.jpg"):
        workspace.write(f"episodes/lieshita/{name}", "media")
    entry = "{image: deck.pdf, page: 2, motion: pan-up}"
    workspace.episode(
        f"number: 1\ntitle: 一\nmotion: {motion}\nsegments:\n  - slides: [deck.pdf, {entry}, a.jpg]\n    for: 3s\n"
        "  - {image: a.jpg, for: 3s}\n"
    )
    slides, image = segments(workspace)

    kinds = [use.motion.kind if use.motion else None for use in slides.deck]
    assert kinds == [page, "pan-up", photo]
    assert image.motion.kind == motion
