"""Exporting quizzes: the questions of lessons on paper, with room to answer, and the answers on the last page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import DiagnosedError, PipelineError
from pipeline.files import write_output
from pipeline.messages import tr, trn
from pipeline.model.episode import Episode
from pipeline.model.segments import Question
from pipeline.model.segments.question import LETTERS
from pipeline.pages import pages
from pipeline.workflow.report import View
from pipeline.workflow.session import Session, in_session
from pipeline.workflow.workspace import Workspace

_SHORT = 8
"""Characters of an option up to which four of them stand on one line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuizQuestion:
    """A question as it is printed."""

    number: int
    """From 1 over the whole quiz."""
    text: str
    options: tuple[tuple[str, str], ...]
    """Letter and text; none for an open question."""
    letter: str
    """Of the right option; empty for an open question."""
    answer: str
    explain: str

    @property
    def columns(self) -> int:
        """Into how many columns its options are set."""
        longest = max((len(text) for _, text in self.options), default=0)
        return 4 if longest <= _SHORT and len(self.options) > 2 else 2 if longest <= 2 * _SHORT else 1


@dataclass(frozen=True, slots=True, kw_only=True)
class QuizLesson:
    """The questions of an episode."""

    name: str
    title: str
    series: str
    questions: tuple[QuizQuestion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuizReport:
    """The page that was written."""

    path: Path
    lessons: tuple[QuizLesson, ...]
    without: tuple[str, ...]
    """Episodes that ask nothing."""
    unreadable: tuple[str, ...] = ()
    """Episodes whose manifests have errors, which are not in it."""

    @property
    def ok(self) -> bool:
        return not self.unreadable

    @property
    def questions(self) -> int:
        return sum(len(one.questions) for one in self.lessons)

    def as_json(self) -> dict[str, object]:
        return {
            "ok": self.ok,
            "format": "quiz",
            "path": str(self.path),
            "questions": self.questions,
            "episodes": [
                {"episode": one.name, "title": one.title, "questions": len(one.questions)} for one in self.lessons
            ],
            "without": list(self.without),
            "unreadable": list(self.unreadable),
        }

    def describe(self, view: View) -> str:
        lines = [
            tr("{episode} cannot be read and is left out: 'voicehall check {episode}' says why", episode=name)
            for name in self.unreadable
        ]
        if not view.quiet:
            lines += [tr("{episode} asks nothing: left out", episode=name) for name in self.without]
            questions = trn("{count} question", "{count} questions", self.questions)
            episodes = trn("{count} episode", "{count} episodes", len(self.lessons))
            lines.append(
                tr("{questions} of {episodes}, answers on the last page", questions=questions, episodes=episodes)
            )
            lines.append(tr("look at {path}", path=self.path))
        return "\n".join(lines)


@in_session
def export_quiz(session: Session, what: Sequence[str] = (), *, to: Path) -> QuizReport:
    """Write the questions of `what` onto one page to be printed, `to`, with the answers behind them.

    Recordings need not be there. Raises UsageProblem for a file that is no page, DiagnosedError where no manifest can
    be read, PipelineError where nothing is asked.
    """
    path = session.page(to)
    workspace = Workspace.open(session)
    reading = workspace.told(what)
    # Without its recording a question is still asked on paper.
    partial = {lost.partial.label: lost.partial for lost in reading.failed if lost.partial}
    unreadable = tuple(lost.label for lost in reading.failed if not lost.partial)
    lessons = tuple(_numbered([*reading.episodes, *partial.values()]))
    found = tuple(one for one in lessons if one.questions)
    if not found and reading.failed:
        raise DiagnosedError(one for lost in reading.failed for one in lost.diagnostics)
    if not found:
        raise PipelineError(
            tr("nothing is asked: no episode has a question"),
            hint=tr("write 'question:' with 'options:' and 'answer:' as a segment"),
        )
    templates = pages("pipeline.workflow.authoring")
    language = next(iter((*reading.episodes, *partial.values()))).series.language
    page = templates.get_template("quiz.html").render(lessons=found, language=language)
    write_output(path, page)
    without = tuple(one.name for one in lessons if not one.questions)
    return QuizReport(path=path, lessons=found, without=without, unreadable=unreadable)


def _numbered(episodes: Sequence[Episode]) -> Iterator[QuizLesson]:
    """The lessons in order, their questions counted through."""
    number = 0
    for episode in sorted(episodes, key=lambda one: (one.series.id, one.number)):
        questions = []
        for segment in episode.segments:
            if isinstance(segment, Question):
                number += 1
                questions.append(_question(segment, number))
        yield QuizLesson(
            name=episode.label,
            title=episode.title,
            series=episode.series.title,
            questions=tuple(questions),
        )


def _question(segment: Question, number: int) -> QuizQuestion:
    return QuizQuestion(
        number=number,
        text=segment.text,
        options=tuple(zip(LETTERS, segment.options, strict=False)),
        letter="" if segment.right is None else LETTERS[segment.right],
        answer=segment.answer,
        explain=segment.explain,
    )
