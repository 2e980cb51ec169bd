"""Items, read from finished programmes."""

from fractions import Fraction
from pathlib import Path

from pipeline.digest import file_digest
from pipeline.model.captions import Cue
from pipeline.packaging.record import Record, RecordFile
from pipeline.packaging.subtitles import vtt_text
from pipeline.publish.item import ItemSeries
from pipeline.publish.items import item_of, item_text, read_item

SERIES = ItemSeries(
    id="lieshita", title="烈士塔下颂英烈", author="开福区", language="zh-CN", numbering="第{number:03d}期"
)


def test_captions_come_back_as_they_were_said(tmp_path: Path):
    cues = (Cue(start=500, stop=1500, text="<她> & {他}：\n&lt; 100 %"), Cue(start=1500, stop=2750, text="毛泽建"))
    path = tmp_path / "out/lieshita/001.vtt"
    path.parent.mkdir(parents=True)
    path.write_text(vtt_text(cues), encoding="utf-8")
    file = RecordFile(path=path.name, rendition="", sha256=file_digest(path), bytes=path.stat().st_size)
    record = Record(
        series="lieshita", series_title="", number=1, title="x", language="zh", duration=Fraction(3), files=(file,)
    )

    item = item_of(record, SERIES, root=tmp_path, content=file_digest)

    assert item.cues == cues
    assert item.numbering == "第001期"
    assert read_item(item_text(item)) == item
