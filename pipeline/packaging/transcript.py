"""Transcripts: the spoken words of a programme as plain text, as a page, and as JSON for podcast apps."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import groupby, pairwise

from pipeline.captions.cues import side_by_side
from pipeline.model.captions import Cue
from pipeline.model.programme import Label, ProgrammeChapter, Stamp
from pipeline.packaging.subtitles import srt_text, vtt_text
from pipeline.pages import pages

JSON = ".transcript.json"
SUFFIXES = (".vtt", ".srt", ".txt", ".html", JSON)
"""Of the subtitle files and transcripts."""
PAUSE = 1_500
"""Milliseconds of silence after which a new paragraph begins."""

_ENDS = "。！？!?….”」』）)"


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenLine:
    """The text of one caption, on one line; from `start` to `stop` in milliseconds."""

    start: int
    stop: int
    text: str
    opens: bool | None = None
    """Whether its script begins a paragraph with it; None where there is no script."""
    after: str = ""
    """A blank, between words of letters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenChapter:
    """A chapter in which something is said."""

    title: str
    paragraphs: tuple[tuple[SpokenLine, ...], ...]


def caption_texts(stamp: Stamp, labels: Sequence[Label] = ()) -> dict[str, str]:
    """Subtitle files and transcripts of a programme by their suffixes; none where nothing is said."""
    if not stamp.cues:
        return {}
    texts = (
        vtt_text(stamp.cues),
        srt_text(stamp.cues),
        plain_text(stamp),
        page(stamp, labels),
        podcast_json(stamp.cues),
    )
    return dict(zip(SUFFIXES, texts, strict=True))


def plain_text(stamp: Stamp) -> str:
    """Title, chapters and paragraphs, with empty lines between."""
    blocks = [stamp.title]
    for chapter in spoken_chapters(stamp.cues, stamp.chapters):
        blocks += [chapter.title] if chapter.title and chapter.title != stamp.title else []
        blocks += ["".join(words.text + words.after for words in paragraph) for paragraph in chapter.paragraphs]
    return "\n\n".join(blocks) + "\n"


def page(stamp: Stamp, labels: Sequence[Label] = ()) -> str:
    """One HTML page that needs nothing else; every caption's words know when they are said.

    The label of a picture stands before the paragraph in which the picture begins.
    """
    template = pages("pipeline.packaging").get_template("transcript.html")
    chapters = tuple(spoken_chapters(stamp.cues, stamp.chapters))
    return template.render(stamp=stamp, chapters=chapters, labels=labels_before(chapters, labels)) + "\n"


def labels_before(chapters: Sequence[SpokenChapter], labels: Sequence[Label]) -> dict[int, list[Label]]:
    """Labels by the start of the paragraph that they stand before: the last one that has begun, else the first."""
    starts = [paragraph[0].start for chapter in chapters for paragraph in chapter.paragraphs]
    found: dict[int, list[Label]] = {}
    for label in labels if starts else ():
        found.setdefault(max((one for one in starts if one <= label.start), default=starts[0]), []).append(label)
    return found


def paragraphs_in(page: str) -> Iterator[int]:
    """When the paragraphs of such a page begin, in milliseconds."""
    return (round(float(start) * 1000) for start in re.findall(r'<p><span data-start="([0-9.]+)">', page))


def podcast_json(cues: Sequence[Cue]) -> str:
    """JSON as the podcast namespace has it, version 1.0.0: a segment for every caption, times in seconds."""
    segments = [
        {"startTime": cue.start / 1000, "endTime": cue.stop / 1000, "body": _one_line(cue.text)} for cue in cues
    ]
    return json.dumps({"version": "1.0.0", "segments": segments}, ensure_ascii=False, indent=1) + "\n"


def spoken_chapters(cues: Sequence[Cue], chapters: Sequence[ProgrammeChapter]) -> Iterator[SpokenChapter]:
    """Chapters in which something is said, in the paragraphs of its script, else divided at pauses."""
    words = [SpokenLine(start=cue.start, stop=cue.stop, text=_one_line(cue.text), opens=cue.opens) for cue in cues]
    for title, run in groupby(words, key=lambda one: _title_at(one.start, chapters)):
        yield SpokenChapter(title=title, paragraphs=tuple(_paragraphs(tuple(run))))


def _title_at(start: int, chapters: Sequence[ProgrammeChapter]) -> str:
    return next((chapter.title for chapter in reversed(chapters) if chapter.start <= start), "")


def _paragraphs(words: Sequence[SpokenLine]) -> Iterator[tuple[SpokenLine, ...]]:
    paragraph: list[SpokenLine] = []
    for one, following in pairwise((*words, None)):
        assert one is not None
        blank = " " if following and side_by_side(one.text, following.text) != one.text + following.text else ""
        ends = following is None or _opens(following, one)
        paragraph.append(one if ends else replace(one, after=blank))
        if ends:
            yield tuple(paragraph)
            paragraph = []


def _opens(words: SpokenLine, before: SpokenLine) -> bool:
    """Whether a paragraph begins: where the script has it so, else behind a long pause."""
    if words.opens is not None:
        return words.opens
    return before.text[-1:] in _ENDS and words.start - before.stop >= PAUSE


def _one_line(text: str) -> str:
    return reduce(side_by_side, text.split("\n"))
