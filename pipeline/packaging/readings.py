"""Texts that are read out in a programme, as readers see them: paragraphs and verses, each word at its time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from pipeline.model.captions import Paragraph, Passage, Words
from pipeline.model.episode import Episode
from pipeline.model.programme import Recitation, Recited
from pipeline.model.segments import Reading
from pipeline.model.timeline import Timeline


@dataclass(frozen=True, slots=True, kw_only=True)
class RecitedWords:
    """Words of a line, from `start` to `stop` in milliseconds; what is seen and not read out has no length."""

    start: int
    stop: int
    text: str
    line_ends: bool
    """Whether its author broke the line behind it."""


def recitations(episode: Episode, timeline: Timeline) -> tuple[Recitation, ...]:
    """The texts that are read out, in order, with their times in the programme."""
    edges = [floor(frame * 1000 / timeline.rate + Fraction(1, 2)) for frame in (*timeline.starts, timeline.frames)]
    return tuple(
        Recitation(
            start=start,
            stop=stop,
            passage=segment.passage,
            sentences=tuple(
                Recited(start=min(start + time.start, stop), stop=min(start + time.stop, stop), text=one.text)
                for one, time in zip(segment.sentences, segment.times, strict=False)
            ),
        )
        for segment, start, stop in zip(episode.segments, edges, edges[1:], strict=False)
        if isinstance(segment, Reading)
    )


def recited_paragraphs(recitation: Recitation) -> Iterator[tuple[RecitedWords, ...]]:
    """Its paragraphs: below its title, which is that of a chapter."""
    passage = recitation.passage
    times = list(_times(passage, recitation.sentences))
    found: list[tuple[RecitedWords, ...]] = []
    # From the end: what is not read out stands at the time of what follows it.
    following = max(recitation.start, recitation.stop - 1)
    for paragraph in reversed([*_byline(passage), *passage.paragraphs]):
        line: list[RecitedWords] = []
        for lines in reversed(paragraph.lines):
            for place, words in reversed(list(enumerate(lines))):
                start, stop = times.pop() if words.sentence is not None else (following, following)
                text = words.text.strip() if place + 1 == len(lines) else words.text
                if place == 0 and lines is paragraph.lines[0] and paragraph.marker:
                    text = f"{paragraph.marker} {text}"
                ends = place + 1 == len(lines) and lines is not paragraph.lines[-1]
                line.insert(0, RecitedWords(start=start, stop=stop, text=text, line_ends=ends))
                following = start
        found.append(tuple(line))
    return reversed(found)


def _byline(passage: Passage) -> Iterator[Paragraph]:
    if passage.byline:
        yield Paragraph(kind="note", lines=((Words(text=passage.byline, sentence=passage.byline_sentence),),))


def _times(passage: Passage, sentences: Sequence[Recited]) -> Iterator[tuple[int, int]]:
    """When each of the words that are read out begins and ends: a sentence on several lines shares its time."""
    spoken = [
        words
        for paragraph in (*_byline(passage), *passage.paragraphs)
        for line in paragraph.lines
        for words in line
        if words.sentence is not None
    ]
    whole: dict[int, int] = {}
    for words in spoken:
        assert words.sentence is not None
        whole[words.sentence] = whole.get(words.sentence, 0) + max(len(words.text), 1)
    done: dict[int, int] = {}
    for words in spoken:
        assert words.sentence is not None
        before = done.get(words.sentence, 0)
        done[words.sentence] = before + max(len(words.text), 1)
        if words.sentence < len(sentences):
            one, total = sentences[words.sentence], whole[words.sentence]
            start, stop = ((one.stop - one.start) * part // total for part in (before, done[words.sentence]))
            yield one.start + start, one.start + stop
        else:
            yield 0, 0
