"""Exports as platforms write them, made on the spot: rows as CSV, .xlsx, .xls, or a page that says it is .xls."""

import csv
import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl
import xlwt

from pipeline.reach.importing import make_request, read_file
from pipeline.reach.observation import ParsedFile, RefusedFile

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 9, 30, 12, 0, tzinfo=ZONE)
Rows = Sequence[Sequence[object]]
DOCS = Path(__file__).parents[2] / "docs" / "reach.md"


def words(text: str) -> list[str]:
    """A header whose columns have no blanks in their names."""
    return text.split()


DOUYIN = [
    "作品名称", "发布时间", "体裁", "审核状态", "播放量", "完播率", "5s完播率", "封面点击率", "2s跳出率",
    "平均播放时长", "点赞量", "分享量", "评论量", "收藏量", "主页访问量", "粉丝增量",
]  # fmt: skip


def douyin(title: str = "第001期 毛泽建", published: str = "2026-03-30 17:05:00", **cells: object) -> list[object]:
    """A row of Douyin's list; whatever is not said is unremarkable."""
    usual = dict.fromkeys(DOUYIN, "-") | {"体裁": "视频", "审核状态": "公开", "播放量": "100"}
    row = usual | {"作品名称": title, "发布时间": published} | cells
    return [row[name] for name in DOUYIN]


def as_text(rows: Rows, delimiter: str = ",") -> str:
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter).writerows(rows)
    return stream.getvalue()


def text_file(path: Path, rows: Rows, *, encoding: str = "utf-8-sig", delimiter: str = ",") -> Path:
    path.write_bytes(as_text(rows, delimiter).encode(encoding))
    return path


def xlsx_file(path: Path, *sheets: Rows) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for rows in sheets:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


def repacked(path: Path, changed: Mapping[str, bytes | None]) -> Path:
    """The same archive with some members replaced, or left out where None."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in (members | dict(changed)).items():
            if data is not None:
                archive.writestr(name, data)
    return path


def sheet_xml(rows: str) -> bytes:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{space}"><sheetData>{rows}</sheetData></worksheet>'.encode()


def xls_file(path: Path, rows: Rows, *, first_row: int = 0, first_column: int = 0) -> Path:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("New Sheet1")
    for number, row in enumerate(rows, first_row):
        for column, value in enumerate(row, first_column):
            if value not in (None, ""):
                sheet.write(number, column, value)
    book.save(str(path))
    return path


def page_file(path: Path, rows: Rows, encoding: str = "utf-8") -> Path:
    lines = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    path.write_bytes(f"<html><body><table>{lines}</table></body></html>".encode(encoding))
    return path


def answered(path: Path, **options: object) -> ParsedFile | RefusedFile:
    return read_file(path, make_request(zone=ZONE, now=NOW, **options))  # type: ignore[arg-type]


def understood(path: Path, **options: object) -> ParsedFile:
    answer = answered(path, **options)
    assert isinstance(answer, ParsedFile), answer.reason
    return answer


def refusal(path: Path, **options: object) -> str:
    answer = answered(path, **options)
    assert isinstance(answer, RefusedFile), [entry.figures for entry in answer.entries]
    return answer.reason


def sums(parsed: ParsedFile) -> dict[str, int | float]:
    """What the figures of a file add up to, by metric."""
    total: dict[str, int | float] = {}
    for entry in parsed.entries:
        for figure in entry.figures:
            total[figure.metric] = round(total.get(figure.metric, 0) + figure.value, 6)
    return total


def documented(language: str, part: str) -> str:
    """The block in docs/reach.md that holds `part`."""
    text = DOCS.read_text(encoding="utf-8")
    blocks = re.findall(rf"^```{language}\n(.*?)^```$", text, flags=re.DOTALL | re.MULTILINE)
    (block,) = [block for block in blocks if part in block]
    return block
