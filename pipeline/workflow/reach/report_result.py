"""The result of `reach report`: its text for people, its document for programs, its bytes for a file."""

import json
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Literal

from pipeline.messages import Language, speaking, tr
from pipeline.reach.report.csv import csv_text
from pipeline.reach.report.report import ReachReport
from pipeline.reach.report.tables import By, Table, has_lower_bounds, tables, traced
from pipeline.reach.report.terminal import table_text
from pipeline.workflow.report import View

Format = Literal["table", "csv", "xlsx", "html", "png", "json"]
NAME = "reach report"
VERSION = 1


@dataclass(frozen=True, kw_only=True)
class ReachReportResult:
    """A report, and the form it is asked for in."""

    report: ReachReport
    by: By
    format: Format
    press: bool
    sources: bool
    root: Path
    """The workspace's folder."""
    studio: str
    chinese_studio: bool
    """Whether the studio's own language is Chinese: then the page has the sentence for a monthly report."""
    language: Language
    """In which the report is written; JSON is the same in every language but for its notes."""
    output: Path | None
    """The file that it was written to."""
    ok: bool = True

    def as_json(self) -> dict[str, object]:
        with speaking(self.language):
            return self._document | ({"output": str(self.output)} if self.output else {})

    def describe(self, view: View) -> str:
        if self.output is not None:
            return "" if view.quiet else str(self.output)
        terminal = self.format == "table" and view.styled
        with speaking(self.language):
            return self._text(terminal=terminal, quiet=view.quiet)

    def content(self) -> bytes:
        """What a file of this form holds."""
        with speaking(self.language):
            if self.format == "xlsx":
                from pipeline.reach.report.xlsx import xlsx_bytes

                return xlsx_bytes(self._tables, [note.text for note in self.report.notes])
            if self.format == "png":
                from pipeline.reach.report.charts.png import chart

                return chart(self.report, self.by)
            text = self._text(terminal=False, quiet=False)
        # CSV has its own ends of lines.
        return (text if self.format == "csv" else f"{text}\n").encode()

    def _text(self, *, terminal: bool, quiet: bool) -> str:
        if self.press:
            return str(self.report.press)
        if self.format == "json":
            return json.dumps({"voicehall": VERSION, "command": NAME} | self._document, ensure_ascii=False)
        if self.format == "csv":
            return csv_text(self._tables)
        if self.format == "html":
            from pipeline.reach.report.page.page import report_page
            from pipeline.workflow.reach.covers import small_covers

            covers = partial(small_covers, self.root)
            return report_page(self.report, studio=self.studio, press=self.chinese_studio, covers=covers)
        parts = [_titled(table, table_text(table, terminal=terminal)) for table in self._tables if table.rows]
        notes = [] if quiet else [f"- {note.text}" for note in self.report.notes]
        if any(map(has_lower_bounds, self._tables)):
            parts.append(tr("≥: figures that a platform rounded or left open, and sums with them, by the lower bound"))
        first = tr("figures as of {day}", day=self.report.data.as_of)
        return "\n\n".join([first, *parts, *(["\n".join(notes)] if notes else [])])

    @cached_property
    def _document(self) -> dict[str, object]:
        document = self.report.as_json(sources=self.sources)
        if self.press:
            document["press"] = {"sentence": self.report.press.sentence, "footnote": self.report.press.footnote}
        return document

    @cached_property
    def _tables(self) -> tuple[Table, ...]:
        found = tables(self.report, self.by)
        return (*found, traced(self.report)) if self.sources else found


def _titled(table: Table, text: str) -> str:
    return f"{table.title}\n{text}" if table.title else text
