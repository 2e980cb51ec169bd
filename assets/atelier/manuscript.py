"""The manuscript: a Word document as a producer hands it in, with pictures between its paragraphs."""

import io
import zipfile

from docx import Document
from docx.shared import Cm
from PIL import Image

from atelier.tools import ASSETS, made

TITLE = "船山学社：自修大学"
LESSON = (
    ("courtyard", "船山学社的院子", ("一九二一年八月，毛泽东、何叔衡在长沙船山学社创办湖南自修大学。",)),
    ("school", "自修大学的课堂", ("学员们自己读书，一起讨论，寻找救国的道路。",)),
    ("lamp", "", ("夜深了，灯还亮着。", "许多革命青年从这里走向各地。")),
    ("museum", "今天的船山学社", ("今天，人们来到船山学社，听当年的故事。",)),
)
"""Pictures, what they show, and the sentences behind them, as `words.yaml` has them spoken."""
DAY = (2022, 10, 1, 0, 0, 0)
"""Of every part, so that the same document is made again."""


def _small(name: str) -> io.BytesIO:
    """A picture as one pastes it into a text."""
    data = io.BytesIO()
    with Image.open(ASSETS / "pictures" / f"{name}.jpg") as picture:
        picture.resize((1280, 720), Image.Resampling.LANCZOS).save(data, "JPEG", quality=80)
    return data


def make() -> None:
    """assets/documents/chuanshan.docx"""
    document = Document()
    document.add_heading(TITLE, 1)
    for name, label, sentences in LESSON:
        shape = document.add_paragraph().add_run().add_picture(_small(name), width=Cm(12))
        shape._inline.docPr.set("descr", label)
        document.add_paragraph("".join(sentences))
    document.core_properties.author = ""
    written = io.BytesIO()
    document.save(written)
    with (
        zipfile.ZipFile(written) as old,
        zipfile.ZipFile(made(ASSETS / "documents" / "chuanshan.docx"), "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.namelist():
            if part != "docProps/thumbnail.jpeg":
                new.writestr(zipfile.ZipInfo(part, DAY), old.read(part), zipfile.ZIP_DEFLATED)
