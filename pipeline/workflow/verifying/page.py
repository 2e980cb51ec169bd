"""The verdicts as one self-contained page: measures and findings, with each programme's waveform and pictures."""

import base64
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from pathlib import Path

import numpy as np

from pipeline.files import write_output
from pipeline.media.picture.thumbnails import thumbnails
from pipeline.media.qc.survey import Survey
from pipeline.messages import spoken, told, tr
from pipeline.pages import pages
from pipeline.qc.expected import Expected
from pipeline.qc.verdict import FileVerdict
from pipeline.wording import clock
from pipeline.workflow.verifying.report import VerifyReport, figures_of

POINTS = 480
"""Of a waveform."""
PICTURES = 8
"""Of a programme."""
WIDE, HIGH = 960, 72
"""Of a waveform's drawing, in its own units."""

WORDS = {
    "heading": tr("Verdicts on programmes"), "as of": tr("as of"), "pass": tr("passed"), "warn": tr("warnings"),
    "fail": tr("failed"), "missing": tr("missing"), "archive": tr("Sealed archive"),
    "files": tr("files checked against its list"), "waveform": tr("waveform"), "black": tr("black"),
    "silent": tr("silent"), "frozen": tr("frozen"),
    "key": tr(
        "Pale stretches on a waveform are black or silent;"
        " red ones are black, frozen or silent where the timeline does not explain it; dashed lines are chapters."
    ),
}  # fmt: skip
"""Of the page."""
CODES = {
    "hash": tr("fingerprint"), "decode": tr("decoding"), "whole": tr("whole file"),
    "faststart": tr("starts while loading"), "closed-gop": tr("key frames"), "frame-rate": tr("frame rate"),
    "picture-format": tr("picture format"), "tags": tr("tags"), "chapters": tr("chapters"), "cover": tr("cover"),
    "caption-files": tr("caption files"), "captions": tr("rules of captions"), "length": tr("length"),
    "audio-video": tr("sound and picture"), "sync": tr("sync"), "loudness": tr("loudness"),
    "true-peak": tr("true peak"), "loudness-range": tr("loudness range"), "black": tr("black"),
    "frozen": tr("frozen"), "silence": tr("silent"),
}  # fmt: skip
"""What findings are about, by code."""


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

    def hang(self, name: str, path: Path, expected: Expected, survey: Survey) -> None:
        """Keep what is to be shown of a file that was measured."""
        seconds = _seconds(survey)
        times = [seconds * (number + 0.5) / PICTURES for number in range(PICTURES)] if survey.picture else []
        self.exhibits[name] = Exhibit(
            seconds=seconds,
            pictures=tuple(_pictures(path, times)),
            wave=_outline(survey.sound.peaks) if survey.sound else "",
            chapters=tuple((chapter.start / 1000, chapter.title) for chapter in expected.record.chapters),
        )


def write_page(report: VerifyReport, gallery: Gallery, page: Path) -> None:
    """Write the page. Raises PipelineError when it cannot be written."""
    templates = pages(
        "pipeline.workflow.verifying", reporting=True, clock=clock, figures=figures_of, unmeasured=_unmeasured
    )
    text = templates.get_template("verify.html").render(
        report=report,
        language=spoken(),
        words={name: told(word) for name, word in WORDS.items()},
        codes={code: told(word) for code, word in CODES.items()},
        counts=Counter(one.verdict for one in report.programmes),
        exhibits=gallery.exhibits,
        wide=WIDE,
        high=HIGH,
        now=datetime.now().strftime("%Y-%m-%d %H:%M"),
    )
    write_output(page, text)


def _unmeasured(files: Iterable[FileVerdict]) -> list[FileVerdict]:
    """Of files, those of which there is no figure to tell."""
    return [file for file in files if not figures_of(file)]


def _seconds(survey: Survey) -> float:
    ends = [float(survey.picture.times[-1])] if survey.picture else []
    return max([*ends, survey.sound.samples / 48_000 if survey.sound else 0.0])


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
