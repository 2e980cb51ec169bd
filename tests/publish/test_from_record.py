"""Items, read from finished programmes."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from pipeline.digest import file_digest
from pipeline.errors import PipelineError
from pipeline.model.captions import Cue
from pipeline.model.programme import AskedQuestion, Stamp
from pipeline.packaging.record import Record, RecordFile
from pipeline.packaging.subtitles import vtt_text
from pipeline.packaging.transcript import caption_texts
from pipeline.publish.from_record import item_digest, item_of, item_text, read_item
from pipeline.publish.item import ItemSeries

SERIES = ItemSeries(
    id="lieshita", title="烈士塔下颂英烈", author="开福区", language="zh-CN", numbering="第{number:03d}期"
)


def finished(folder: Path, texts: dict[str, str]) -> Record:
    """A programme with these files."""
    home = folder / "out/lieshita"
    home.mkdir(parents=True)
    files = []
    for name, text in texts.items():
        path = home / name
        path.write_text(text, encoding="utf-8")
        files.append(RecordFile(path=name, rendition="", sha256=file_digest(path), bytes=path.stat().st_size))
    return Record(
        series="lieshita", series_title="", number=1, title="x", language="zh", duration=Fraction(3), files=tuple(files)
    )


def test_captions_come_back_as_they_were_said(tmp_path: Path):
    cues = (Cue(start=500, stop=1500, text="<她> & {他}：\n&lt; 100 %"), Cue(start=1500, stop=2750, text="毛泽建"))

    item = item_of(finished(tmp_path, {"001.vtt": vtt_text(cues)}), SERIES, root=tmp_path, content=file_digest)

    assert item.cues == cues
    assert item.numbering == "第001期"
    assert read_item(item_text(item)) == item


def test_paragraphs_of_the_script_come_back_too(tmp_path: Path):
    texts = ("第一段。", "还是第一段。", "第二段，", "没有停顿。")
    opens = (True, False, True, False)
    cues = tuple(
        Cue(start=n * 700, stop=n * 700 + 700, text=text, opens=new)
        for n, (text, new) in enumerate(zip(texts, opens, strict=True))
    )
    stamp = Stamp(
        series_id="lieshita", number=1, total=None, title="x", series="", artist="", date=None, language="zh",
        category="", summary="", chapters=(), cues=cues, duration=Fraction(3),
    )  # fmt: skip
    files = {f"001{suffix}": text for suffix, text in caption_texts(stamp).items()}

    assert item_of(finished(tmp_path, files), SERIES, root=tmp_path, content=file_digest).cues == cues


def test_captions_that_are_none_are_told(tmp_path: Path):
    with pytest.raises(PipelineError, match=r"'001\.vtt' is not a subtitle file"):
        item_of(finished(tmp_path, {"001.vtt": "一"}), SERIES, root=tmp_path, content=file_digest)


def test_questions_come_along_and_are_published_when_they_change(tmp_path: Path):
    record = finished(tmp_path, {})
    asked = AskedQuestion(start=1000, think=4500, reveal=9000, stop=14_000, text="？", options=("甲", "乙"), right=2,
                          answer="乙")  # fmt: skip
    items = [
        item_of(replace(record, questions=one), SERIES, root=tmp_path, content=file_digest)
        for one in ((), (asked,), (replace(asked, right=1, answer="甲"),))
    ]

    assert [one.questions for one in items[:2]] == [(), (asked,)]
    assert read_item(item_text(items[1])) == items[1]
    assert len({item_digest(one) for one in items}) == 3
