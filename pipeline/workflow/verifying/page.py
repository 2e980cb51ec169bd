"""The verdicts as one self-contained page: measures and findings, with each programme's waveform and pictures."""

import base64
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from pathlib import Path

import numpy as np

from pipeline.files import write_output
from pipeline.media.picture.thumbnails import thumbnails
from pipeline.media.qc.survey import Survey
from pipeline.model.language import is_chinese
from pipeline.pages import pages
from pipeline.qc.expected import Expected
from pipeline.wording import clock
from pipeline.workflow.verifying.report import VerifyReport, figures_of

POINTS = 480
"""Of a waveform."""
PICTURES = 8
"""Of a programme."""
WIDE, HIGH = 960, 72
"""Of a waveform's drawing, in its own units."""

CHINESE = {
    "heading": "节目核验报告", "as of": "截至", "pass": "合格", "warn": "有提醒", "fail": "不合格",
    "missing": "没有成品", "archive": "封存档案", "files": "个文件与清单核对", "waveform": "波形",
    "black": "黑场", "silent": "静音", "frozen": "静帧",
    "key": "波形上的浅色块是黑场与静音，红色块是时间线不能解释的黑场、静帧或静音；虚线是章节。",
}  # fmt: skip
ENGLISH = {
    "heading": "Verdicts on programmes", "as of": "as of", "pass": "passed", "warn": "warnings", "fail": "failed",
    "missing": "missing", "archive": "Sealed archive", "files": "files checked against its list",
    "waveform": "waveform", "black": "black", "silent": "silent", "frozen": "frozen",
    "key": "Pale stretches on a waveform are black or silent; red ones are black, frozen or silent where the timeline"
    " does not explain it; dashed lines are chapters.",
}  # fmt: skip
CODES = {
    "hash": "文件指纹", "decode": "解码", "whole": "文件完整性", "faststart": "边下边播", "closed-gop": "关键帧",
    "frame-rate": "帧率", "picture-format": "画面格式", "tags": "标签", "chapters": "章节", "cover": "封面",
    "caption-files": "字幕一致性", "captions": "字幕规范", "length": "时长", "audio-video": "声画长度",
    "sync": "声画同步", "loudness": "响度", "true-peak": "真峰值", "loudness-range": "响度范围",
    "black": "黑场", "frozen": "静帧", "silence": "静音",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """What is shown of one file."""

    seconds: float
    pictures: tuple[tuple[float, str], ...]
    """Times, and JPEGs as data addresses."""
    wave: str
    """An outline for SVG; empty where there is no sound."""
    chapters: tuple[tuple[float, str], ...]


@dataclass(slots=True)
class Gallery:
    """Exhibits by the file's path from the workspace; gathered while files are measured."""

    exhibits: dict[str, Exhibit] = field(default_factory=dict)
    languages: list[str] = field(default_factory=list)

    def hang(self, name: str, path: Path, expected: Expected, survey: Survey) -> None:
        """Keep what is to be shown of a file that was measured."""
        self.languages.append(expected.record.language)
        seconds = _seconds(survey)
        times = [seconds * (number + 0.5) / PICTURES for number in range(PICTURES)] if survey.seen else []
        self.exhibits[name] = Exhibit(
            seconds=seconds,
            pictures=tuple(_pictures(path, times)),
            wave=_outline(survey.heard.peaks) if survey.heard else "",
            chapters=tuple((chapter.start / 1000, chapter.title) for chapter in expected.record.chapters),
        )


def write_page(report: VerifyReport, gallery: Gallery, page: Path) -> None:
    """Write the page. Raises PipelineError when it cannot be written."""
    templates = pages("pipeline.workflow.verifying", clock=clock, figures=figures_of)
    language = next(iter(gallery.languages), "en")
    chinese = is_chinese(language)
    text = templates.get_template("verify.html").render(
        report=report,
        language=language,
        words=CHINESE if chinese else ENGLISH,
        codes=CODES if chinese else {},
        counts=Counter(one.verdict for one in report.programmes),
        exhibits=gallery.exhibits,
        wide=WIDE,
        high=HIGH,
        now=datetime.now().strftime("%Y-%m-%d %H:%M"),
    )
    write_output(page, text)


def _seconds(survey: Survey) -> float:
    ends = [float(survey.seen.times[-1])] if survey.seen else []
    return max([*ends, survey.heard.samples / 48_000 if survey.heard else 0.0])


def _pictures(path: Path, times: Sequence[float]) -> Iterator[tuple[float, str]]:
    for time, data in thumbnails(path, times):
        yield time, "data:image/jpeg;base64," + base64.b64encode(data).decode("ascii")


def _outline(peaks: np.ndarray) -> str:
    """The waveform as one closed shape, loudest at the edge."""
    edges = np.linspace(0, len(peaks), min(POINTS, len(peaks)) + 1).astype(int)
    tops = [float(peaks[start:stop].max()) if stop > start else 0.0 for start, stop in pairwise(edges)]
    step = WIDE / max(len(tops), 1)
    upper = [f"{index * step:.1f},{HIGH / 2 - min(top, 1) * HIGH / 2:.1f}" for index, top in enumerate(tops)]
    lower = [f"{index * step:.1f},{HIGH / 2 + min(top, 1) * HIGH / 2:.1f}" for index, top in enumerate(tops)]
    return "M" + " L".join([*upper, *reversed(lower)]) + " Z"
