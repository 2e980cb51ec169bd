"""Compared: every treated recording, as it was recorded and as it is heard, on a page to listen to both."""

import base64
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise
from pathlib import Path

from pipeline.documents.diagnostics import has_errors
from pipeline.errors import Diagnostic
from pipeline.files import write_output
from pipeline.media.sound.loudness_curve import made_curve
from pipeline.media.treatment.excerpt import LONGEST, excerpt
from pipeline.messages import Message, spoken, told, tr
from pipeline.model.media import Medium
from pipeline.model.segments import Segment
from pipeline.model.timeline import Timeline
from pipeline.model.treatment import Treated, Treatment
from pipeline.packaging.plan import PlannedEpisode
from pipeline.pages import pages
from pipeline.render.piece import Context
from pipeline.render.sound.takes import lower_treat
from pipeline.timebase import SAMPLE_RATE
from pipeline.timeline.treatment import explained
from pipeline.workflow.rendering.episodes import plan_episode
from pipeline.workflow.report import View, describe_diagnostics
from pipeline.workflow.session import Session, in_session
from pipeline.workflow.storyboard.board import height
from pipeline.workflow.workspace import Workspace

DEFAULT = "sound.html"
"""In `out/`, where no other file is named."""
POINTS, WIDE, HIGH = 600, 1200, 56
"""Of a waveform: points, and its size in units of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A recording before and after."""

    episode: str
    name: str
    what: Message
    """That is done to it."""
    waves: tuple[str, str]
    """Shapes for SVG, before and after."""
    sounds: tuple[str, str]
    """The first minute, as `data:` addresses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareReport:
    """What can be listened to."""

    path: Path | None
    """None where nothing is treated."""
    recordings: tuple[Compared, ...]
    diagnostics: tuple[Diagnostic, ...]
    undrawn: int

    @property
    def ok(self) -> bool:
        return not self.undrawn and not has_errors(self.diagnostics)

    def as_json(self) -> dict[str, object]:
        return {
            "ok": self.ok,
            "path": str(self.path) if self.path else None,
            "recordings": [
                {"episode": one.episode, "file": one.name, "what": told(one.what)} for one in self.recordings
            ],
            "diagnostics": [found.as_json() for found in self.diagnostics],
        }

    def describe(self, view: View) -> str:
        parts = [describe_diagnostics(self.diagnostics, view)] if self.diagnostics else []
        if not view.quiet:
            lines = [f"{one.episode}  {one.name}: {told(one.what)}" for one in self.recordings]
            parts.append("\n".join([*lines, *([tr("listen to {path}", path=self.path)] if self.path else [])]))
            if not self.recordings:
                parts.append(tr("nothing is treated: 'treat: speech' and 'pauses: 800ms' say what is wanted"))
        return "\n\n".join(filter(None, parts))


@in_session
def compare(session: Session, what: Sequence[str] = (), *, to: Path | None = None) -> CompareReport:
    """Write a page with every treated recording of `what`, before and after.

    Raises UsageProblem for a file of another kind, PipelineError where it cannot be written.
    """
    page = session.page(to) if to else None
    workspace = Workspace.open(session)
    reading = workspace.told(what)
    said = [found for lost in reading.failed for found in lost.diagnostics]
    recordings: list[Compared] = []
    unheard = 0
    for episode in reading.episodes:
        session.progress.say(tr("listening to {episode}", episode=episode.label))
        planned = plan_episode(workspace, episode)
        said += planned.diagnostics
        if planned.timeline is None:
            unheard += 1
        else:
            recordings += compared(planned, planned.timeline, workspace)
    workspace.catalogue.save()
    path = page or workspace.out / DEFAULT
    if recordings:
        write_output(path, compared_page(recordings))
    return CompareReport(
        path=path if recordings else None,
        recordings=tuple(recordings),
        diagnostics=tuple(dict.fromkeys(said)),
        undrawn=unheard + len(reading.failed),
    )


def compared(planned: PlannedEpisode, timeline: Timeline, workspace: Workspace) -> Iterator[Compared]:
    """Every treated recording of an episode, each once. Raises MediaError for one that cannot be read."""
    context = Context(tools=workspace.tools, where=planned.episode.label)
    notes = {one.treatment: (one, segment) for segment in planned.episode.segments for one in segment.measured}
    seen = set()
    for sound in timeline.mix.sounds:
        for medium in sound.take.media:
            if medium.treatment is None or (medium, sound.take.start) in seen:
                continue
            seen.add((medium, sound.take.start))
            # As it was recorded, but with the same pauses: both can be listened to side by side.
            cuts = Treatment(samples=medium.treatment.samples, cuts=medium.treatment.cuts)
            pair = (replace(medium, treatment=cuts), medium)
            files = [workspace.made(lower_treat(one, sound.take.start, context)) for one in pair]
            yield _compared(planned.episode.label, medium, notes[medium.treatment], files)


def _compared(episode: str, medium: Medium, note: tuple[Treated, Segment], files: Sequence[Path]) -> Compared:
    treated, segment = note
    assert medium.treatment is not None
    samples = min(medium.treatment.samples - medium.treatment.shortened, LONGEST * SAMPLE_RATE)
    before, after = (made_curve(path, samples) for path in files)
    return Compared(
        episode=episode,
        name=treated.name,
        what=explained(treated, segment.treat),
        waves=(_wave(before), _wave(after)),
        sounds=(_as_data(files[0]), _as_data(files[1])),
    )


def _wave(curve: bytes) -> str:
    """Its own loudest is as high as any other's."""
    raised = bytes(min(255, level + 120 - max(curve, default=120)) if level else 0 for level in curve)
    edges = [round(number * len(raised) / POINTS) for number in range(POINTS + 1)]
    levels = [height(max(raised[begin : max(end, begin + 1)], default=0)) for begin, end in pairwise(edges)]
    step = WIDE / POINTS
    upper = [f"{index * step:.1f},{HIGH * (1 - level) / 2:.1f}" for index, level in enumerate(levels)]
    lower = [f"{index * step:.1f},{HIGH * (1 + level) / 2:.1f}" for index, level in enumerate(levels)]
    return "M" + " L".join([*upper, *reversed(lower)]) + " Z"


def _as_data(path: Path) -> str:
    with tempfile.TemporaryDirectory() as folder:
        to = Path(folder, "excerpt.mp3")
        excerpt(path, to=to)
        return "data:audio/mpeg;base64," + base64.b64encode(to.read_bytes()).decode("ascii")


def compared_page(recordings: Sequence[Compared], *, now: datetime | None = None) -> str:
    """The page as HTML."""
    templates = pages("pipeline.workflow.storyboard", reporting=True)
    return templates.get_template("sound.html").render(
        recordings=recordings, language=spoken(), told=told, wide=WIDE, high=HIGH,
        now=(now or datetime.now()).strftime("%Y-%m-%d %H:%M"),
    )  # fmt: skip
