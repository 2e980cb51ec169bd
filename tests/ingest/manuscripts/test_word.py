# ruff: noqa: E501
"""Word documents: what is taken of them, in which order, and what is told to stay behind."""

import io
import time
from typing import Any

import pytest

from pipeline.errors import PipelineError
from pipeline.ingest.manuscripts.manuscript import Manuscript, Picture, script_of
from pipeline.ingest.manuscripts.package import format_of
from pipeline.ingest.manuscripts.word import read_word
from tests.sources.documents import MATH, W, changed, jpeg, part, picture, png, raw, word


def read(fill: Any) -> Manuscript:
    return read_word(word(fill), "稿.docx")


def script(manuscript: Manuscript) -> list[str]:
    names: dict[str, str] = {}

    def name(one: Any) -> str:
        return names.setdefault(one.content, f"{len(names) + 1}{one.suffix}")

    return [line for line in script_of(manuscript, name, "题").splitlines() if line]


def test_headings_paragraphs_and_pictures_stand_in_their_order():
    def fill(document: Any) -> None:
        document.add_heading("毛泽建", 1)
        picture(document, png(), "韶山")
        document.add_paragraph("一句。二句。")
        document.add_heading("童年", 2)
        paragraph = document.add_paragraph("三句。")
        paragraph.add_run().add_picture(io.BytesIO(jpeg()))
        paragraph.add_run("四句。")
        picture(document, png())

    found = read(fill)
    assert script(found) == [
        "# 毛泽建",
        "![韶山](1.png)",
        "一句。二句。",
        "## 童年",
        "三句。![](2.jpg)四句。",
        "![](1.png)",
    ]
    assert (found.title, str(found.titled_by)) == ("毛泽建", "the first heading")
    # At full quality: the very bytes.
    kept = [one.data for block in found.blocks for one in block.pieces if isinstance(one, Picture)]
    assert kept == [png(), jpeg(), png()]


def test_the_title_may_be_a_style():
    def fill(document: Any) -> None:
        document.add_paragraph("一句。")
        document.add_heading("毛泽建", 0)
        document.add_heading("童年", 1)

    found = read(fill)
    assert (found.title, str(found.titled_by)) == ("毛泽建", "the paragraph in the style 'Title'")
    assert script(found) == ["一句。", "# 毛泽建", "# 童年"]


def test_styles_of_wps_are_known_by_their_names_and_levels():
    def fill(document: Any) -> None:
        document.styles["Heading 1"].element.set(
            "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}styleId", "2"
        )
        raw(document, f'<w:p {W}><w:pPr><w:pStyle w:val="2"/></w:pPr><w:r><w:t>毛泽建</w:t></w:r></w:p>')
        raw(document, f'<w:p {W}><w:pPr><w:outlineLvl w:val="1"/></w:pPr><w:r><w:t>童年</w:t></w:r></w:p>')
        raw(document, f'<w:p {W}><w:pPr><w:outlineLvl w:val="9"/></w:pPr><w:r><w:t>正文。</w:t></w:r></w:p>')

    assert script(read(fill)) == ["# 毛泽建", "## 童年", "正文。"]


RUN = "<w:r><w:t>{}</w:t></w:r>"
RUBY = (
    "<w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>háng</w:t></w:r></w:rt>"
    "<w:rubyBase><w:r><w:t>行</w:t></w:r></w:rubyBase></w:ruby></w:r>"
)
EQ = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>EQ \\* jc2 \\o\\ad(\\s\\up 9(hàn</w:instrText></w:r>'
    '<w:r><w:instrText>),汉)</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
LINK = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>HYPERLINK "http://x"</w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>链接</w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
BOX = (
    '<w:r><w:pict xmlns:v="urn:schemas-microsoft-com:vml"><v:shape><v:textbox><w:txbxContent>'
    "<w:p><w:r><w:t>框里的话。</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
)
CHART = (
    '<w:r><w:drawing xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphic>'
    '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/{}"/></a:graphic></w:drawing></w:r>'
)


@pytest.mark.parametrize(
    ("inside", "words", "told"),
    [
        (f"<w:ins>{RUN.format('加的')}</w:ins><w:del><w:r><w:delText>删的</w:delText></w:r></w:del>", "加的", "1 insertions are taken, 1 deletions left out"),
        (f"<w:moveFrom>{RUN.format('移走')}</w:moveFrom><w:moveTo>{RUN.format('移来')}</w:moveTo>", "移来", "1 insertions are taken, 1 deletions"),
        (RUBY, "行", "the phonetic guide of 1 word is left out"),
        (EQ, "汉", "the phonetic guide of 1 word is left out"),
        (LINK, "链接", ""),
        ('<w:r><w:t>软\u00ad连</w:t></w:r><w:r><w:softHyphen/><w:t>字</w:t></w:r>', "软连字", ""),
        ('<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r>', "", "1 piece of hidden text is left out"),
        (f"<w:hyperlink>{RUN.format('去')}</w:hyperlink><w:smartTag>{RUN.format('处')}</w:smartTag>", "去处", ""),
        (f"<m:oMath {MATH}><m:r><m:t>x</m:t></m:r></m:oMath>", "", "the equation at '开头' is left out"),
        (CHART.format("chart"), "", "the chart at '开头' is left out"),
        (CHART.format("diagram"), "", "the SmartArt at '开头' is left out"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>', "", "1 sign of a symbol font"),
        ('<w:r><w:t>上</w:t><w:br/><w:t>下</w:t><w:br w:type="page"/></w:r>', "上\n下", ""),
        ("<w:r><w:t>一</w:t><w:tab/><w:t>二</w:t></w:r>", "一 二", ""),
        (BOX, "\n框里的话。", "the text of 1 text box"),
        ('<w:r><w:object xmlns:o="urn:schemas-microsoft-com:office:office"><o:OLEObject ProgID="Equation.3"/></w:object></w:r>', "", "the equation at"),
        ('<w:r><w:object xmlns:o="urn:schemas-microsoft-com:office:office"><o:OLEObject ProgID="Excel.Sheet.12"/></w:object></w:r>', "", "the embedded object at"),
        ('<w:sdt><w:sdtContent><w:r><w:t>控件</w:t></w:r></w:sdtContent></w:sdt>', "控件", ""),
    ],
)  # fmt: skip
def test_what_stands_in_a_paragraph_is_taken_or_told(inside: str, words: str, told: str):
    found = read(lambda document: raw(document, f"<w:p {W}>{RUN.format('开头')}{inside}</w:p>"))

    assert "\n".join(block.text for block in found.blocks) == f"开头{words}"
    assert told in " ".join(found.left) if told else found.left == ()


def test_tables_are_read_row_by_row_also_within_each_other():
    def fill(document: Any) -> None:
        table = document.add_table(2, 2)
        for row, column, text in ((0, 0, "年份"), (0, 1, "事件"), (1, 0, "1905"), (1, 1, "出生")):
            table.cell(row, column).text = text
        outer = document.add_table(1, 1).cell(0, 0)
        outer.paragraphs[0].text = "外面。"
        outer.add_table(1, 1).cell(0, 0).text = "里面。"

    found = read(fill)
    assert [block.text for block in found.blocks] == ["年份，事件", "1905，出生", "外面。", "里面。"]
    assert "the cells of 3 tables are taken as text" in found.left[0]


def test_lists_keep_their_depth_and_lose_their_numbers():
    def fill(document: Any) -> None:
        document.add_paragraph("甲。", style="List Number")
        document.add_paragraph("乙。", style="List Bullet 2")
        raw(
            document,
            f'<w:p {W}><w:pPr><w:numPr><w:ilvl w:val="2"/><w:numId w:val="1"/></w:numPr></w:pPr>{RUN.format("丙。")}</w:p>',
        )

    found = read(fill)
    assert script(found) == ["# 题", "- 甲。", "- 乙。", "    - 丙。"]
    assert "the numbers and bullets of 3 list entries are not spoken" in found.left


def test_captions_become_labels():
    def fill(document: Any) -> None:
        picture(document, png(), "旧名")
        document.add_paragraph("图1 韶山", style="Caption")
        document.add_paragraph("一句。")

    found = read(fill)
    assert script(found) == ["# 题", "![图1 韶山](1.png)", "一句。"]
    assert "the caption '图1 韶山' became the label" in found.left[0]


def test_headers_and_footnotes_are_told_with_their_words():
    def fill(document: Any) -> None:
        document.sections[0].header.paragraphs[0].text = "内部资料"
        document.add_paragraph("一句。")
        raw(document, f'<w:p {W}>{RUN.format("二句。")}<w:r><w:footnoteReference w:id="2"/></w:r></w:p>')

    data = word(fill)
    rels = part(data, "word/_rels/document.xml.rels").replace(
        b"</Relationships>",
        b'<Relationship Id="rF" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"'
        b' Target="footnotes.xml"/></Relationships>',
    )
    notes = f'<w:footnotes {W}><w:footnote w:id="2"><w:p>{RUN.format("见湘潭县志")}</w:p></w:footnote></w:footnotes>'
    found = read_word(
        changed(data, {"word/_rels/document.xml.rels": rels, "word/footnotes.xml": notes.encode()}), "稿.docx"
    )

    assert [block.text for block in found.blocks] == ["一句。", "二句。"]
    assert list(found.left) == [
        "the footnote at '二句。' is left out: '见湘潭县志'",
        "headers are left out: '内部资料'",
    ]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"\xd7\xcd\xc6\x9a" + bytes(60), "WMF cannot be shown"),
        (bytes(40) + b" EMF" + bytes(60), "EMF cannot be shown"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG cannot be shown"),
        (b"nothing at all", "? cannot be shown"),
        (b"", "it is damaged or missing"),
        (None, "it is damaged or missing"),
    ],
)
def test_pictures_that_cannot_be_shown_are_told(data: bytes | None, told: str):
    document = word(lambda one: picture(one, png()) and one.add_paragraph("一句。"))
    found = read_word(changed(document, {"word/media/image1.png": data}), "稿.docx")

    assert script(found) == ["# 题", "一句。"]
    assert "picture 1 is left out" in found.left[0]
    assert told in found.left[0]


def test_linked_pictures_are_told_and_not_fetched():
    document = word(lambda one: picture(one, png()) and one.add_paragraph("一句。"))
    rels = part(document, "word/_rels/document.xml.rels").replace(
        b'Target="media/image1.png"', b'Target="http://127.0.0.1:9/a%20b.png" TargetMode="External"'
    )
    found = read_word(changed(document, {"word/_rels/document.xml.rels": rels}), "稿.docx")

    assert found.left == ("picture 1 is left out: it is only linked, to 'a%20b.png'",)


def test_many_of_one_kind_are_counted():
    inside = f"<m:oMath {MATH}/>" * 30
    found = read(lambda document: raw(document, f"<w:p {W}>{RUN.format('一。')}{inside}</w:p>"))

    assert len(found.left) == 9
    assert found.left[-1] == "... and 22 more like these"


def test_macros_are_left_out_and_strict_documents_read():
    data = word(lambda document: document.add_paragraph("一句。"))
    types = part(data, "[Content_Types].xml").replace(
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        b"application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    found = read_word(changed(data, {"[Content_Types].xml": types, "word/vbaProject.bin": b"x"}), "稿.docm")
    assert "the macros of this document are left out" in found.left[0]

    strict = part(data, "word/document.xml").replace(
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    found = read_word(changed(data, {"word/document.xml": strict}), "稿.docx")
    assert [block.text for block in found.blocks] == ["一句。"]


def test_ten_thousand_paragraphs_take_no_time():
    body = f"<w:p>{RUN.format('毛泽建出生在湖南湘潭韶山。')}</w:p>" * 10_000
    data = changed(
        word(lambda document: None),
        {"word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>".encode()},
    )
    begun = time.perf_counter()
    found = read_word(data, "稿.docx")

    assert len(found.blocks) == 10_000
    assert time.perf_counter() - begun < 3


BOMB = b"<!DOCTYPE a [<!ENTITY b 'cc'>]><w:document " + W.encode() + b"><w:body/></w:document>"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"word/document.xml": b"<w:document"}, "is damaged"),
        ({"word/document.xml": f"<w:document {W}/>".encode()}, "is damaged"),
        ({"word/document.xml": BOMB}, "may unfold without end"),
        ({"word/media/zeros.bin": bytes(64 << 20)}, "it would unpack to"),
        ({"word/document.xml": b" " * (130 << 20)}, "it would unpack to"),
        ({f"x/{number}": b"" for number in range(20_001)}, "it would unpack to"),
    ],
)
def test_broken_documents_and_traps_are_refused(change: dict[str, bytes | None], told: str):
    data = changed(word(lambda document: document.add_paragraph("一。")), change)

    with pytest.raises(PipelineError) as refused:
        format_of(data, "稿.docx")
        read_word(data, "稿.docx")
    assert told in refused.value.message
    assert refused.value.hint


def test_deep_nesting_is_refused():
    deep = "<w:smartTag>" * 5_000 + "</w:smartTag>" * 5_000
    data = changed(
        word(lambda document: None),
        {"word/document.xml": f"<w:document {W}><w:body><w:p>{deep}</w:p></w:body></w:document>".encode()},
    )
    with pytest.raises(PipelineError):
        read_word(data, "稿.docx")


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.docx", b"PK\x03\x04 broken", "is damaged"),
        ("a.docx", b"nothing", "is damaged"),
        ("a.docx", b"", "is empty"),
        ("a.doc", b"nothing", "an old Word document"),
        ("a.wps", b"x", "a WPS document"),
        ("a.rtf", b"{\\rtf1 x}", "a rich text"),
        ("a.doc", b"<html><body>x", "a web page"),
        ("a.jpg", b"\xff\xd8\xff\x00\x00", "is no text"),
        ("a.pages", b"PK\x03\x04", "damaged"),
    ],
)
def test_other_documents_are_named_with_what_to_do(name: str, data: bytes, told: str):
    with pytest.raises(PipelineError) as refused:
        format_of(data, name)
    assert told in refused.value.message


def package(*names: str) -> bytes:
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name in names:
            made.writestr(name, "application/vnd.oasis.opendocument.text" if name == "mimetype" else "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.odt", package("mimetype", "content.xml"), "an OpenDocument text"),
        ("a.docx", package("mimetype", "content.xml"), "an OpenDocument text"),
        ("a.pages", package("Index/Document.iwa"), "a Pages document"),
        ("a.docx", package("xl/workbook.xml"), "a table"),
        ("a.zip", package("a.txt"), "is an archive"),
    ],
)
def test_packages_are_known_by_what_is_in_them(name: str, data: bytes, told: str):
    with pytest.raises(PipelineError) as refused:
        format_of(data, name)
    assert told in refused.value.message


def test_comments_are_told_with_their_words():
    data = word(lambda document: raw(
        document, f'<w:p {W}>{RUN.format("一句。")}<w:r><w:commentReference w:id="7"/></w:r></w:p>'
    ))  # fmt: skip
    rels = part(data, "word/_rels/document.xml.rels").replace(
        b"</Relationships>",
        b'<Relationship Id="rC" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"'
        b' Target="comments.xml"/></Relationships>',
    )
    text = f'<w:comments {W}><w:comment w:id="7"><w:p>{RUN.format("这里要核实")}</w:p></w:comment></w:comments>'
    changes = {"word/_rels/document.xml.rels": rels, "word/comments.xml": text.encode()}
    found = read_word(changed(data, changes), "稿.docx")

    assert [block.text for block in found.blocks] == ["一句。"]
    assert found.left == ("the comment at '一句。' is left out: '这里要核实'",)


def locked(data: bytes) -> bytes:
    """A package that says of its parts that they are encrypted."""
    found = bytearray(data)
    for head, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := found.find(head, at + 1)) >= 0:
            found[at + flags] |= 1
    return bytes(found)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (locked, "is protected by a password"),
        (lambda data: data[: len(data) // 2], "is damaged"),
        (lambda data: data[:-30], "is damaged"),
        (lambda data: b"PK\x05\x06" + bytes(18), "is damaged"),
    ],
    ids=["locked", "half", "end", "empty"],
)
def test_packages_that_cannot_be_opened_are_refused(change: Any, told: str):
    data = change(word(lambda document: document.add_paragraph("一。")))

    with pytest.raises(PipelineError) as refused:
        format_of(data, "稿.docx")
        read_word(data, "稿.docx")
    assert told in refused.value.message
    assert refused.value.hint


def test_a_picture_whose_bytes_are_damaged_in_the_package_is_told():
    noise = bytes(range(256)) * 40
    data = word(lambda document: picture(document, png()) and document.add_paragraph("一。"))
    data = changed(data, {"word/media/image1.png": png() + noise})
    at = data.index(b"word/media/image1.png") + 200
    found = read_word(data[:at] + bytes(20) + data[at + 20 :], "稿.docx")

    assert found.left == ("picture 1 is left out: it is damaged or missing",)
    assert [block.text for block in found.blocks if block.text] == ["一。"]


def test_a_title_in_the_style_of_ordinary_text_is_a_heading():
    def fill(document: Any) -> None:
        document.add_paragraph("毛泽建：巾帼英烈")
        document.add_paragraph("一句。")
        document.add_paragraph("二句。")

    found = read(fill)

    assert found.title == "毛泽建：巾帼英烈"
    assert "became a heading" in str(found.titled_by)
    assert script(found) == ["# 毛泽建：巾帼英烈", "一句。", "二句。"]


def test_a_text_that_begins_with_a_sentence_has_no_title():
    def fill(document: Any) -> None:
        document.add_paragraph("大家好。")
        document.add_paragraph("二句。")

    found = read(fill)

    assert (found.title, found.titled_by) == ("", None)
    assert script(found) == ["# 题", "大家好。", "二句。"]
