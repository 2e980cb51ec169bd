"""Exporting scripts: what is to be read out, on a page in large letters that scrolls by itself."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.captions.phrases import syllables
from pipeline.errors import DiagnosedError, PipelineError
from pipeline.files import write_output
from pipeline.messages import spoken, tr, trn
from pipeline.model.episode import Episode
from pipeline.model.segments import SpokenSegment
from pipeline.pages import pages
from pipeline.wording import clock, duration
from pipeline.workflow.report import View
from pipeline.workflow.session import Session, in_session
from pipeline.workflow.workspace import Workspace

PACE = 4.2
"""Syllables a second of somebody who reads aloud, pauses included: 250 a minute, as broadcasters count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """What is read without a break, paragraph by paragraph."""

    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What is to be read of an episode."""

    name: str
    title: str
    series: str
    passages: tuple[Passage, ...]

    @property
    def seconds(self) -> float:
        """How long it takes, roughly."""
        return sum(syllables(text) for one in self.passages for text in one.paragraphs) / PACE


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptReport:
    """The page that was written."""

    path: Path
    readings: tuple[Reading, ...]
    without: tuple[str, ...]
    """Episodes in which nothing is read."""
    ok: bool = True

    def as_json(self) -> dict[str, object]:
        return {
            "ok": True,
            "format": "script",
            "path": str(self.path),
            "episodes": [
                {"episode": one.name, "title": one.title, "seconds": round(one.seconds)} for one in self.readings
            ],
            "without": list(self.without),
        }

    def describe(self, view: View) -> str:
        lines = [tr("{episode} has no script: left out", episode=name) for name in self.without]
        if not view.quiet:
            seconds = sum(one.seconds for one in self.readings)
            count = trn("{count} episode", "{count} episodes", len(self.readings))
            lines.append(tr("{episodes}, about {time} to read", episodes=count, time=duration(seconds)))
            lines.append(tr("look at {path}", path=self.path))
        return "\n".join(lines)


@in_session
def export_script(session: Session, what: Sequence[str] = (), *, to: Path) -> ScriptReport:
    """Write what is to be read out in `what` onto one page, `to`, for whoever speaks.

    The recordings need not be there yet. Raises UsageProblem for a file that is no page, DiagnosedError for manifests
    that cannot be read, PipelineError where nothing is to be read.
    """
    path = session.page(to)
    workspace = Workspace.open(session)
    reading = workspace.told(what)
    # A recording that is missing is no mistake here: what is to be read stands there all the same.
    partial = [lost.partial for lost in reading.failed if lost.partial]
    readings = [_reading(episode) for episode in (*reading.episodes, *partial)]
    found = tuple(one for one in readings if one.passages)
    if not found and reading.failed:
        raise DiagnosedError(one for lost in reading.failed for one in lost.diagnostics)
    if not found:
        raise PipelineError(
            tr("nothing is to be read: no narration has a script"),
            hint=tr("write 'script: FILE.md' beside 'narration:'"),
        )
    templates = pages("pipeline.workflow.authoring", clock=clock)
    page = templates.get_template("teleprompter.html").render(readings=found, language=spoken(), pace=PACE)
    write_output(path, page)
    return ScriptReport(path=path, readings=found, without=tuple(one.name for one in readings if not one.passages))


def _reading(episode: Episode) -> Reading:
    passages = tuple(_passages(episode))
    return Reading(name=episode.label, title=episode.title, series=episode.series.title, passages=passages)


def _passages(episode: Episode) -> Iterator[Passage]:
    for segment in episode.segments:
        part: SpokenSegment | None = segment if isinstance(segment, SpokenSegment) else None
        while part is not None:
            if paragraphs := tuple(_paragraphs(part)):
                yield Passage(heading=part.heading, paragraphs=paragraphs)
            part = part.follows


def _paragraphs(segment: SpokenSegment) -> Iterator[str]:
    """Of a script without times its paragraphs, of one with times its captions, joined as far as they go on."""
    opens = [(one.text, one.opens) for one in segment.sentences]
    opens = opens or [(cue.text.replace("\n", ""), cue.opens is not False) for cue in segment.cues]
    paragraph = ""
    for text, begins in opens:
        if begins and paragraph:
            yield paragraph
            paragraph = ""
        paragraph += (" " if paragraph and paragraph[-1].isascii() and text[0].isascii() else "") + text
    if paragraph:
        yield paragraph
