# ruff: noqa: E501
"""`new --from` a presentation or a PDF: notes as script, pages and pictures in their places."""

import io
import os
from pathlib import Path
from typing import Any

import pytest
import xlwt
from PIL import Image
from pptx import Presentation
from pptx.util import Cm

from tests.e2e.conftest import Workspace
from tests.sources.documents import changed, part, png, written

COLOURS = ((200, 20, 20), (20, 180, 20), (20, 20, 200))


def slides(notes: tuple[str | None, ...] = ("一句。", "二句。", "三句。"), *, hidden: int | None = None) -> bytes:
    """A slide for each of the notes: a title, some words, a picture."""
    deck = Presentation()
    for number, spoken in enumerate(notes):
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text = f"第{number + 1}张"
        slide.placeholders[1].text = f"要点{number + 1}"
        slide.shapes.add_picture(io.BytesIO(png(COLOURS[number])), Cm(1), Cm(1))
        if spoken is not None:
            slide.notes_slide.notes_text_frame.text = spoken
        if number == hidden:
            slide._element.set("show", "0")
    data = io.BytesIO()
    deck.save(data)
    return data.getvalue()


def pdf(pages: int, size: tuple[int, int] = (320, 180)) -> bytes:
    """Pages of one colour each."""
    images = [Image.new("RGB", size, COLOURS[number]) for number in range(pages)]
    data = io.BytesIO()
    images[0].save(data, "PDF", save_all=True, append_images=images[1:])
    return data.getvalue()


def worded_pdf(*pages: list[str]) -> bytes:
    """A PDF with words, a line for each text; only ASCII, which needs no fonts."""
    objects = ["<</Type/Catalog/Pages 2 0 R>>", "", "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"]
    kids = []
    for lines in pages:
        stream = "BT /F1 12 Tf 72 720 Td 14 TL " + " ".join(f"({line}) Tj T*" for line in lines) + " ET"
        objects.append(f"<</Length {len(stream)}>>stream\n{stream}\nendstream")
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F1 3 0 R>>>>"
            f"/Contents {len(objects)} 0 R>>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(kids)}]>>"
    text, places = "%PDF-1.4\n", []
    for number, one in enumerate(objects, start=1):
        places.append(len(text))
        text += f"{number} 0 obj{one}endobj\n"
    start = len(text)
    text += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n" + "".join(f"{at:010d} 00000 n \n" for at in places)
    return (text + f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF").encode()


def made(workspace: Workspace, path: Path, **env: str) -> tuple[Any, list[str], Path]:
    done = workspace.run("--lang", "en", "new", "s", "--from", str(path), "--json", env=env)
    assert done.returncode == 0, done.stdout + done.stderr
    import json

    report = json.loads(done.stdout)
    folder = Path(report["files"][0]).with_suffix("")
    script = next(one for one in folder.iterdir() if one.stem == "script").read_text()
    return report, [line for line in script.splitlines() if line], folder


def colour(path: Path) -> tuple[int, ...]:
    with Image.open(path) as image:
        return COLOURS[min(range(3), key=lambda one: sum(
            abs(a - b) for a, b in zip(image.convert("RGB").resize((1, 1)).getpixel((0, 0)), COLOURS[one], strict=True)
        ))]  # fmt: skip


NO_OFFICE = {"PATH": "/nonexistent"}


def test_notes_are_the_script_and_pictures_stand_before_them(bare: Workspace, tmp_path: Path):
    report, script, folder = made(bare, written(tmp_path, "课.pptx", slides()), **NO_OFFICE)

    assert script == [
        "## 第1张", "![](01.png)", "一句。", "## 第2张", "![](02.png)", "二句。", "## 第3张", "![](03.png)", "三句。",
    ]  # fmt: skip
    assert report["title"] == "第1张"
    assert any("save '课.pdf' beside it" in one for one in report["left"])
    assert [colour(folder / f"0{number}.png") for number in (1, 2, 3)] == list(COLOURS)


def test_whole_slides_come_from_the_pdf_beside(bare: Workspace, tmp_path: Path):
    written(tmp_path, "课.pdf", pdf(3))
    _, script, folder = made(bare, written(tmp_path, "课.pptx", slides()), **NO_OFFICE)

    assert script[:3] == ["## 第1张", "![第1张](pages.pdf){page=1}", "一句。"]
    assert (folder / "pages.pdf").read_bytes() == (tmp_path / "课.pdf").read_bytes()
    assert [one["code"] for one in bare.json("check", status=1)["diagnostics"]] == ["missing-file"]


@pytest.mark.parametrize("pages", [2, 3])
def test_hidden_slides_are_left_out_whether_the_pdf_has_them_or_not(bare: Workspace, tmp_path: Path, pages: int):
    written(tmp_path, "课.pdf", pdf(3) if pages == 3 else _without_second())
    report, script, _ = made(bare, written(tmp_path, "课.pptx", slides(hidden=1)), **NO_OFFICE)

    assert [line for line in script if not line.startswith("!")] == ["## 第1张", "一句。", "## 第3张", "三句。"]
    shown = [line.partition("(")[2] for line in script if line.startswith("!")]
    assert shown == [f"pages.pdf){{page={number}}}" for number in ((1, 3) if pages == 3 else (1, 2))]
    assert "slide 2 is left out: it is hidden" in report["left"]


def _without_second() -> bytes:
    images = [Image.new("RGB", (320, 180), COLOURS[number]) for number in (0, 2)]
    data = io.BytesIO()
    images[0].save(data, "PDF", save_all=True, append_images=images[1:])
    return data.getvalue()


def test_a_pdf_of_another_presentation_is_not_used(bare: Workspace, tmp_path: Path):
    written(tmp_path, "课.pdf", pdf(1))
    report, script, _ = made(bare, written(tmp_path, "课.pptx", slides()), **NO_OFFICE)

    assert any("'课.pdf' is not used" in one for one in report["left"])
    assert "![](01.png)" in script


def test_libreoffice_draws_where_it_is_installed(bare: Workspace, tmp_path: Path):
    office = written(
        tmp_path / "bin",
        "soffice",
        b'#!/bin/sh\nfor last; do :; done\nwhile [ "$1" != --outdir ]; do shift; done\ncp "$PDF" "$2/$(basename "$last" .pptx).pdf"\n',
    )
    office.chmod(0o755)
    source = written(tmp_path, "所有.pdf", pdf(3))
    _, script, folder = made(
        bare, written(tmp_path, "课.pptx", slides()), PATH=f"{office.parent}:{os.environ['PATH']}", PDF=str(source)
    )

    assert "![第2张](pages.pdf){page=2}" in script
    assert (folder / "pages.pdf").read_bytes() == source.read_bytes()


def test_without_any_notes_the_words_on_the_slides_are_the_script(bare: Workspace, tmp_path: Path):
    report, script, _ = made(bare, written(tmp_path, "课.pptx", slides((None, None))), **NO_OFFICE)

    assert [line for line in script if not line.startswith(("!", "#"))] == ["要点1", "要点2"]
    assert "no slide has notes: the script has the words on the slides instead" in report["left"]


def test_a_slide_without_notes_is_told(bare: Workspace, tmp_path: Path):
    report, _, _ = made(bare, written(tmp_path, "课.pptx", slides(("一句。", None, "三句。"))), **NO_OFFICE)

    assert "slide 2 has no notes: nothing is spoken while it is shown" in report["left"]


def test_a_linked_picture_on_a_slide_is_told(bare: Workspace, tmp_path: Path):
    deck = slides(("一句。",))
    name = "ppt/slides/_rels/slide1.xml.rels"
    rels = part(deck, name).replace(b'Target="../media/image1.png"', b'Target="http://x/a.png" TargetMode="External"')
    report, script, _ = made(bare, written(tmp_path, "课.pptx", changed(deck, {name: rels})), **NO_OFFICE)

    assert script == ["## 第1张", "一句。"]
    assert "a picture on slide 1 is left out: it is only linked, to 'a.png'" in report["left"]


def test_a_pdf_becomes_pages_and_words(bare: Workspace, tmp_path: Path):
    source = worded_pdf(
        ["The River", "We walk along the river in the morning and", "we rest in the evening.", "12"], ["A second page."]
    )
    report, script, folder = made(bare, written(tmp_path, "河.pdf", source))

    assert script == [
        "# The River",
        "![](pages.pdf){page=1}",
        "We walk along the river in the morning and we rest in the evening.",
        "![](pages.pdf){page=2}",
        "A second page.",
    ]
    assert report["title"] == "The River"
    assert (folder / "pages.pdf").read_bytes() == source


def test_a_scan_is_told_page_by_page(bare: Workspace, tmp_path: Path):
    report, script, _ = made(bare, written(tmp_path, "扫描.pdf", pdf(2)))

    assert report["title"] == "扫描"
    assert [line for line in script if line.startswith("!")] == ["![](pages.pdf){page=1}", "![](pages.pdf){page=2}"]
    assert sum("has no text: it is a picture or a scan" in one for one in report["left"]) == 2


def compound(stream: str) -> bytes:
    """A file as old Office writes them, with one stream of a name."""
    book = xlwt.Workbook()
    book.add_sheet("a")
    data = io.BytesIO()
    book.save(data)
    entry = "Workbook".encode("utf-16-le")
    name = stream.encode("utf-16-le")
    at = data.getvalue().index(entry)
    found = bytearray(data.getvalue())
    found[at : at + 64] = name.ljust(64, b"\0")
    found[at + 64 : at + 66] = (len(name) + 2).to_bytes(2, "little")
    return bytes(found)


@pytest.mark.parametrize(
    ("name", "stream", "told"),
    [
        ("a.docx", "EncryptedPackage", "is protected by a password"),
        ("a.pptx", "EncryptedPackage", "is protected by a password"),
        ("a.docx", "WordDocument", "an old Word document"),
        ("a.wps", "WordDocument", "a WPS document"),
        ("a.pptx", "PowerPoint Document", "an old presentation"),
        ("a.doc", "Workbook", "a table"),
    ],
)
def test_old_and_locked_documents_are_named(bare: Workspace, tmp_path: Path, name: str, stream: str, told: str):
    done = bare.run("--lang", "en", "new", "s", "--from", str(written(tmp_path, name, compound(stream))))

    assert done.returncode == 1
    assert told in done.stderr
    assert "hint:" in done.stderr
