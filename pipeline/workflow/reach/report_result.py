"""What a report on reach hands back: its text for people, its document for programs, its bytes for a file."""

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from pipeline.model.language import is_chinese
from pipeline.reach.report.csv import csv_text
from pipeline.reach.report.report import Told
from pipeline.reach.report.tables import By, Table, tables, traced
from pipeline.reach.report.terminal import table_text
from pipeline.workflow.report import View

Format = Literal["table", "csv", "xlsx", "html", "png", "json"]
NAME = "reach report"
VERSION = 1


@dataclass(frozen=True, kw_only=True)
class ReachReport:
    """A report, and the form it is asked for in."""

    told: Told
    by: By
    format: Format
    press: bool
    sources: bool
    studio: str
    language: str
    output: Path | None
    """The file that it was written to."""
    ok: bool = True

    @property
    def chinese(self) -> bool:
        return is_chinese(self.language)

    def as_json(self) -> dict[str, object]:
        return self._document | ({"output": str(self.output)} if self.output else {})

    def describe(self, view: View) -> str:
        if self.output is not None:
            return "" if view.quiet else str(self.output)
        terminal = self.format == "table" and view.styled
        return self._text(terminal=terminal, quiet=view.quiet)

    def content(self) -> bytes:
        """What a file of this form holds."""
        if self.format == "xlsx":
            from pipeline.reach.report.xlsx import xlsx_bytes

            return xlsx_bytes(self._tables, self._notes, chinese=self.chinese)
        if self.format == "png":
            from pipeline.reach.report.charts import chart

            return chart(self.told, self.by)
        text = self._text(terminal=False, quiet=False)
        # CSV has its own ends of lines.
        return (text if self.format == "csv" else f"{text}\n").encode()

    def _text(self, *, terminal: bool, quiet: bool) -> str:
        if self.press:
            return str(self.told.press)
        if self.format == "json":
            return json.dumps({"voicehall": VERSION, "command": NAME} | self._document, ensure_ascii=False)
        if self.format == "csv":
            return csv_text(self._tables, chinese=self.chinese)
        if self.format == "html":
            from pipeline.reach.report.page import report_page

            return report_page(self.told, studio=self.studio, language=self.language)
        parts = [_titled(table, table_text(table, terminal=terminal)) for table in self._tables if table.rows]
        notes = [] if quiet else [f"- {note.text}" for note in self.told.notes]
        return "\n\n".join([f"as of {self.told.known.as_of}", *parts, *(["\n".join(notes)] if notes else [])])

    @cached_property
    def _document(self) -> dict[str, object]:
        document = self.told.as_json(sources=self.sources)
        if self.press:
            document["press"] = {"sentence": self.told.press.sentence, "footnote": self.told.press.footnote}
        return document

    @cached_property
    def _tables(self) -> tuple[Table, ...]:
        found = tables(self.told, self.by)
        return (*found, traced(self.told)) if self.sources else found

    @property
    def _notes(self) -> list[str]:
        return [note.chinese if self.chinese else note.text for note in self.told.notes]


def _titled(table: Table, text: str) -> str:
    return f"{table.title}\n{text}" if table.title else text
