"""The questions of a programme: their texts, and when they are asked, thought about and answered."""

from collections.abc import Iterator

from pipeline.model.episode import Episode
from pipeline.model.programme import AskedQuestion
from pipeline.model.segments import Question
from pipeline.model.timeline import Timeline


def questions(episode: Episode, timeline: Timeline) -> tuple[AskedQuestion, ...]:
    """In the order in which they are asked."""
    return tuple(_questions(episode, timeline))


def _questions(episode: Episode, timeline: Timeline) -> Iterator[AskedQuestion]:
    for placed in timeline.questions:
        segment = episode.segments[placed.segment]
        if isinstance(segment, Question):
            frames = (placed.start, placed.think, placed.answer, placed.stop)
            start, think, reveal, stop = (round(frame / timeline.rate * 1000) for frame in frames)
            yield AskedQuestion(
                start=start, think=think, reveal=reveal, stop=stop, text=segment.text, options=segment.options,
                right=None if segment.right is None else segment.right + 1, answer=segment.answer,
                explain=segment.explain,
            )  # fmt: skip
